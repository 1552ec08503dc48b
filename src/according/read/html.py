"""HTML to text and posts: the article of a page, or all of a fragment."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Post
from according.read.article import choose_blocks
from according.read.blocks import Block, iter_blocks
from according.read.draft import Draft
from according.read.embeds import Embeds, find_embeds
from according.read.metadata import PageFacts, read_facts
from according.read.posts import find_posts

_TAG = re.compile(r"<[A-Za-z!]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,12})|(?P<decimal>\d{1,12}))(?:;|(?!\w))")
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_CLOSE = frozenset({"li", "dt", "dd"})


def read_html(markup: str, url: str | None, config: Config) -> Draft:
    """The article of a page with its posts and what the page says of itself.

    ``url`` is the address it came from, None if unknown. Raises ``LimitExceeded`` for pages with more tags than
    ``config.max_html_nodes`` or deeper nesting than ``config.max_html_depth``, and ``ReadError`` for pages without text.
    """
    tree, nodes = parse_markup(markup, config)
    facts = read_facts(tree, url)
    embeds = find_embeds(tree)
    blocks = list(iter_blocks(tree, embeds.__contains__))
    text, posts = join_blocks(choose_blocks(tree, blocks, embeds, facts.title), embeds)
    del nodes
    if not text:
        raise ReadError("holds no text that a reader would see")
    return _draft(text, posts, facts, url)


def fragment(markup: str, config: Config) -> tuple[str, tuple[Post, ...]]:
    """All the visible text of a piece of HTML, such as a feed's entry, and the posts in it."""
    if not markup.strip():
        return "", ()
    tree, _nodes = parse_markup(markup, config)
    embeds = find_embeds(tree)
    return join_blocks(list(iter_blocks(tree, embeds.__contains__)), embeds)


def parse_markup(markup: str, config: Config) -> tuple[HtmlElement, list[HtmlElement]]:
    """The tree of a page, however broken, and all its nodes; raises ``LimitExceeded`` or ``ReadError``.

    Whoever holds the nodes keeps lxml from making each of them anew at every visit, which takes most of the time otherwise.
    """
    _check_tags(markup, config.max_html_nodes)
    markup = _as_parsed(markup)
    # The parser is told the encoding, since the page may lie about it; lxml takes only bytes for that. Without huge_tree it
    # would drop, without a word, all that follows a picture of 10 MB written into the page, or 256 open tags.
    parser = HTMLParser(encoding="utf-8", remove_comments=False, huge_tree=True)
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError("holds no HTML") from error
    _check_depth(tree, config.max_html_depth)
    return tree, list(tree.iter())


def _check_tags(markup: str, limit: int) -> None:
    """Refuse a page with too many tags before anything is built of it."""
    if markup.count("<") > limit and (tags := sum(1 for _ in _TAG.finditer(markup))) > limit:
        raise LimitExceeded("max_html_nodes", limit, f"holds {tags:,} tags")


def _as_parsed(markup: str) -> str:
    """The markup without what browsers pass over and the parser does not.

    These are the characters that XML cannot hold, written out or by number, and the ends of body and page, behind which
    pages that were put together of several go on.
    """
    plain = _PAGE_END.sub("", _CONTROL.sub("", markup))
    return _REFERENCE.sub(lambda found: "" if _CONTROL.match(_character(found)) else found[0], plain)


def _character(reference: re.Match[str]) -> str:
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return chr(min(code, sys.maxunicode))


def _check_depth(tree: HtmlElement, limit: int) -> None:
    """Refuse a page whose nesting would exhaust the stack of the libraries that walk it."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            raise LimitExceeded("max_html_depth", limit, f"nests more than {limit:,} tags")


def join_blocks(blocks: Sequence[Block], embeds: Embeds) -> tuple[str, tuple[Post, ...]]:
    """The blocks as one text, paragraphs apart by an empty line, items of lists by a line's end, cells by a tab."""
    parts: list[str] = []
    posts: list[Post] = []
    length = 0
    previous: Block | None = None
    for block in blocks:
        embedded = embeds.get(block.element, ()) if not block.text else ()
        for embed in embedded or (None,):
            shown = embed.shown if embed else block.text
            if not shown:
                continue
            gap = _gap(previous, block) if previous is not None else ""
            if embed:
                posts.append(embed.post_at(length + len(gap)))
            parts += (gap, shown)
            length += len(gap) + len(shown)
            previous = block
    text = "".join(parts)
    pasted = find_posts(text, tuple(post.span for post in posts))
    return text, tuple(sorted((*posts, *pasted), key=lambda post: post.span))


def _gap(previous: Block, block: Block) -> str:
    before, after = _cell(previous.element), _cell(block.element)
    if before.tag in _CELLS and after.tag in _CELLS and before is not after:
        return "\t" if before.getparent() is after.getparent() else "\n"
    if before.tag in _CLOSE and after.tag in _CLOSE and before.getparent() is after.getparent() and before is not after:
        return "\n"
    return "\n\n"


def _cell(element: HtmlElement) -> HtmlElement:
    """The cell or item of which an element is the only child, as editors' programs write them; else the element."""
    parent = element.getparent()
    return parent if parent is not None and parent.tag in _CELLS | _CLOSE and len(parent) == 1 else element


def _draft(text: str, posts: Iterable[Post], facts: PageFacts, url: str | None) -> Draft:
    return Draft(
        text=text,
        url=url or facts.url,
        publisher=facts.publisher,
        byline=(facts.byline, "page") if facts.byline else None,
        title=(facts.title, "page") if facts.title else None,
        published=facts.published,
        modified=facts.modified,
        language=(facts.language, "page") if facts.language else None,
        posts=tuple(posts),
    )
