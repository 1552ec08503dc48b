"""An HTML tree as the blocks that a reader of the page sees, in order, with white space as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_EMPTY_HERE = frozenset("amp-twitter amp-instagram amp-facebook".split())
_BLOCK_TAGS = _EMPTY_HERE | frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_UNSEEN_TAGS = _EMPTY_HERE | frozenset(
    "script style template head noscript svg math iframe object embed audio video canvas map select option button input textarea "
    "datalist frameset noframes twitter-widget".split()
)
_NO_MARKUP = frozenset({"script", "style"})
_EMOJI = re.compile(r"emoji|smil(?:ey|ie)", re.IGNORECASE)
_LONGEST_EMOJI = 12
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A no-break space is shown, and copied out of a browser, as a space.
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_RUN_OF_SPACES = re.compile("  +")

Where = tuple[HtmlElement, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text without a block boundary inside it, for example a paragraph, a list item or a caption.

    ``element`` is the innermost block element around it; ``first`` the element and attribute (``text`` or ``tail``) that
    hold its first words; ``linked`` counts the characters that stand in links. A block of a boundary element (see
    ``iter_blocks``) has that element and no text.
    """

    element: HtmlElement
    text: str
    first: Where
    linked: int = 0


def inline_text(element: HtmlElement) -> str:
    """The text of an element as one run, with white space collapsed as a browser does."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip(" ")


def iter_blocks(root: HtmlElement, boundary: Callable[[HtmlElement], bool] = lambda _: False) -> Iterator[Block]:
    """The visible blocks below ``root`` in document order.

    Where ``boundary(element)`` holds, the element's own content is left out and an empty block stands for it, also where a
    browser shows it only later or to readers without scripts.
    """
    return _Walk(boundary).blocks(root)


class _Walk:
    """The state of one walk over a tree: the text gathered since the last block boundary."""

    def __init__(self, boundary: Callable[[HtmlElement], bool]) -> None:
        self.boundary = boundary
        self.parts: list[str] = []
        self.first: Where | None = None
        self.linked = 0
        self.links = 0
        self.preformatted = 0

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        around = [root]
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event in ("comment", "pi"):
                self.add(node, "tail", node.tail)
            elif event == "start":
                if node is not root and self.boundary(node):
                    yield from self.flush(around[-1])
                    yield Block(node, "", (node, "text"))
                    walk.skip_subtree()
                elif node is not root and _unseen(node):
                    yield from self.pass_over(node, around[-1])
                    walk.skip_subtree()
                else:
                    yield from self.enter(node, around)
            else:
                yield from self.leave(node, root, around)

    def pass_over(self, node: HtmlElement, around: HtmlElement) -> Iterator[Block]:
        """The boundaries inside an element of which nothing else is shown."""
        inside = [] if node.tag in _NO_MARKUP else [part for part in node.iterdescendants() if self.boundary(part)]
        if inside:
            yield from self.flush(around)
        for part in inside:
            yield Block(part, "", (part, "text"))

    def enter(self, node: HtmlElement, around: list[HtmlElement]) -> Iterator[Block]:
        tag = node.tag
        if tag in _BLOCK_TAGS:
            yield from self.flush(around[-1])
            around.append(node)
            self.preformatted += tag == "pre"
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.links += 1
        elif tag == "img" and (emoji := _emoji(node)):
            self.parts.append(emoji)
            self.first = self.first or (node, "tail")
        self.add(node, "text", node.text)

    def leave(self, node: HtmlElement, root: HtmlElement, around: list[HtmlElement]) -> Iterator[Block]:
        if node is around[-1] and len(around) > 1:
            yield from self.flush(around.pop())
            self.preformatted -= node.tag == "pre"
        elif node.tag == "a" and self.links and not _unseen(node):
            self.links -= 1
        if node is root:
            yield from self.flush(root)
        else:
            self.add(node, "tail", node.tail)

    def add(self, node: HtmlElement, attribute: str, text: str | None) -> None:
        if not text:
            return
        shown = text.replace("\r\n", "\n") if self.preformatted else _SPACES.sub(" ", text)
        self.parts.append(shown)
        if self.links:
            self.linked += len(shown)
        if self.first is None and not text.isspace():
            self.first = (node, attribute)

    def flush(self, element: HtmlElement) -> Iterator[Block]:
        if self.first is not None:
            text = "".join(self.parts)
            text = text.strip("\n").rstrip() if self.preformatted else _as_shown(text)
            if text:
                yield Block(element, text, self.first, self.linked)
        self.parts, self.first, self.linked = [], None, 0


def _as_shown(text: str) -> str:
    """The text with white space as a browser shows it, line breaks kept."""
    return _RUN_OF_SPACES.sub(" ", _AROUND_BREAK.sub("\n", text)).strip(" \n")


def _unseen(node: HtmlElement) -> bool:
    """Whether a browser shows nothing of this element, apart from the boundaries in it."""
    if node.tag in _UNSEEN_TAGS or node.get("hidden") is not None or (node.tag == "dialog" and node.get("open") is None):
        return True
    style = node.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _emoji(image: HtmlElement) -> str | None:
    """The character that a picture stands for, which the page shows in a line of text and a browser copies as text."""
    alternative = image.get("alt") or ""
    drawn = f"{image.get('class') or ''} {image.get('src') or ''}"
    return alternative if 0 < len(alternative) <= _LONGEST_EMOJI and not alternative.isascii() and _EMOJI.search(drawn) else None
