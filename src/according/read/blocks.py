"""An HTML tree as the blocks that a reader of the page sees, in order, with white space as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-twitter",
        "amp-instagram",
        "amp-facebook",
    ]
)
_UNSEEN_TAGS = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "datalist",
        "frameset",
        "noframes",
        "amp-twitter",
        "amp-instagram",
        "amp-facebook",
        "twitter-widget",
    ]
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A no-break space is shown, and copied out of a browser, as a space.
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t]*")

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

    Where ``boundary(element)`` holds, the element's own content is left out and an empty block stands for it.
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
                elif _unseen(node) and node is not root:
                    walk.skip_subtree()
                else:
                    yield from self.enter(node, around)
            else:
                yield from self.leave(node, root, around)

    def enter(self, node: HtmlElement, around: list[HtmlElement]) -> Iterator[Block]:
        if node.tag in _BLOCK_TAGS:
            yield from self.flush(around[-1])
            around.append(node)
        elif node.tag == "br":
            self.parts.append("\n")
        elif node.tag == "a":
            self.links += 1
        self.add(node, "text", node.text)

    def leave(self, node: HtmlElement, root: HtmlElement, around: list[HtmlElement]) -> Iterator[Block]:
        if node is around[-1] and len(around) > 1:
            yield from self.flush(around.pop())
        elif node.tag == "a" and not _unseen(node) and self.links:
            self.links -= 1
        if node is root:
            yield from self.flush(root)
        else:
            self.add(node, "tail", node.tail)

    def add(self, node: HtmlElement, attribute: str, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text if _preformatted(node, attribute) else _SPACES.sub(" ", text))
        if self.links:
            self.linked += len(text)
        if self.first is None and not text.isspace():
            self.first = (node, attribute)

    def flush(self, element: HtmlElement) -> Iterator[Block]:
        text = re.sub("  +", " ", _AROUND_BREAK.sub("\n", "".join(self.parts))).strip(" \n")
        if self.first is not None and text:
            yield Block(element, text, self.first, self.linked)
        self.parts, self.first, self.linked = [], None, 0


def _unseen(node: HtmlElement) -> bool:
    """Whether a browser shows nothing of this element."""
    return node.tag in _UNSEEN_TAGS or node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))


def _preformatted(node: HtmlElement, attribute: str) -> bool:
    holder = node if attribute == "text" else node.getparent()
    return holder is not None and holder.tag == "pre"
