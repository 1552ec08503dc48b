"""HTML to text and posts: the article of a page, or all of a fragment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Post
from according.read.article import choose_blocks
from according.read.blocks import Block, iter_blocks
from according.read.draft import Draft
from according.read.embeds import Embed, parse_embed
from according.read.metadata import PageFacts, read_facts
from according.read.posts import find_posts

_TAG = re.compile(r"<[A-Za-z!]")
_CELLS = frozenset({"td", "th"})
_CLOSE = frozenset({"li", "dt", "dd"})


def read_html(markup: str, url: str | None, config: Config) -> Draft:
    """The article of a page with its posts and what the page says of itself.

    ``url`` is the address it came from, None if unknown. Raises ``LimitExceeded`` for pages with more tags than
    ``config.max_html_nodes`` and ``ReadError`` for pages without text.
    """
    tree = parse_markup(markup, config)
    facts = read_facts(tree, url)
    embeds = find_embeds(tree)
    blocks = list(iter_blocks(tree, lambda element: element in embeds))
    chosen = choose_blocks(tree, blocks, embeds, facts.title)
    text, posts = join_blocks(chosen, embeds)
    if not text:
        raise ReadError("holds no text that a reader would see")
    return _draft(text, posts, facts, url)


def fragment(markup: str, config: Config) -> tuple[str, tuple[Post, ...]]:
    """All the visible text of a piece of HTML, such as a feed's entry, and the posts in it."""
    if not markup.strip():
        return "", ()
    tree = parse_markup(markup, config)
    embeds = find_embeds(tree)
    return join_blocks(list(iter_blocks(tree, lambda element: element in embeds)), embeds)


def parse_markup(markup: str, config: Config) -> HtmlElement:
    """The tree of a page, however broken; raises ``LimitExceeded`` or ``ReadError``."""
    tags = sum(1 for _ in _TAG.finditer(markup))
    if tags > config.max_html_nodes:
        raise LimitExceeded("max_html_nodes", config.max_html_nodes, f"holds {tags:,} tags")
    # The parser is told the encoding, since the page may lie about it; lxml takes only bytes for that.
    parser = HTMLParser(encoding="utf-8", remove_comments=False, huge_tree=False)
    try:
        tree = document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError("holds no HTML") from error
    return tree


def find_embeds(tree: HtmlElement) -> dict[HtmlElement, Embed]:
    """The embedded posts by their outermost element, one for each post even where a script repeats it."""
    found: dict[HtmlElement, Embed] = {}
    for element in tree.iter():
        if (
            isinstance(element.tag, str)
            and not any(above in found for above in element.iterancestors())
            and (embed := parse_embed(element))
        ):
            found[element] = embed
    spelled_out = {embed.url for embed in found.values() if embed.shown != embed.url}
    bare: set[str | None] = set()
    kept = {}
    for element, embed in found.items():
        if embed.shown != embed.url:
            kept[element] = embed
        elif embed.url not in spelled_out | bare:
            bare.add(embed.url)
            kept[element] = embed
    return kept


def join_blocks(blocks: Sequence[Block], embeds: dict[HtmlElement, Embed]) -> tuple[str, tuple[Post, ...]]:
    """The blocks as one text, paragraphs apart by an empty line, items of lists by a line's end, cells by a tab."""
    parts: list[str] = []
    posts: list[Post] = []
    length = 0
    previous: Block | None = None
    for block in blocks:
        embed = embeds.get(block.element) if not block.text else None
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
    before, after = previous.element, block.element
    if before.tag in _CELLS and after.tag in _CELLS:
        return "\t" if before.getparent() is after.getparent() else "\n"
    if before.tag in _CLOSE and after.tag in _CLOSE and before.getparent() is after.getparent():
        return "\n"
    return "\n\n"


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
