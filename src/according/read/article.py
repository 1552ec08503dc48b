"""Which blocks of a page are the report: trafilatura decides on the running text, we keep what belongs to it.

What a reader sees as part of the same report but trafilatura drops (the headline, captions, items of lists, quotations,
embedded posts) is put back by the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.html import HtmlElement

from according.read.blocks import Block
from according.read.embeds import Embeds
from according.read.furniture import in_furniture, is_beside, is_post_beside, is_pulled, is_within, points_elsewhere
from according.read.marks import kept_by_trafilatura
from according.read.page_title import letters_of

_PUT_BACK = frozenset({"p", "li", "dd", "dt", "blockquote", "figcaption", "caption", "td", "th", "h2", "h3", "h4", "pre", "q", "summary"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FIGURES = frozenset({"figcaption", "figure"})
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|pie-?de-?foto|bildunterschrift|legende)(?:$|[\s_-])", re.IGNORECASE)
_LONGEST_FURNITURE = 120
_MOST_LINKED, _ALL_LINKED = 0.4, 0.9
_MOST_TEXT, _HALF_TEXT = 0.9, 0.5
_LONG = 80


def choose_blocks(tree: HtmlElement, blocks: Sequence[Block], embeds: Embeds, title: str | None) -> list[Block]:
    """The blocks of the report in the page's order; all of them where trafilatura finds no article at all.

    The tree is used up: marks are left in its text.
    """
    kept = kept_by_trafilatura(tree, blocks, embeds)
    if not kept:
        return [block for block in blocks if not block.text or not in_furniture(block.element)]
    place = _find_place(blocks, kept, embeds)
    headline = _headline(blocks, title, min(kept))
    first_kept, last = min(kept), max(kept)
    first = first_kept if headline is None else headline
    for index, block in enumerate(blocks):
        if not block.text:
            (kept.discard if is_post_beside(block.element, place.home, place.spine) else kept.add)(index)
        elif index not in kept and ((first < index < last and _belongs(block, place)) or _is_caption(block, place, index < first_kept)):
            kept.add(index)
    kept -= {index for index in kept if blocks[index].text and _is_furniture(blocks[index], place)}
    if headline is not None:
        kept.add(headline)
    return [block for index, block in enumerate(blocks) if index in kept]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on a page the report stands.

    ``home`` is the innermost element that holds nine tenths of it, ``spine`` all that hold half, ``shelves`` those directly
    around its blocks.
    """

    home: HtmlElement
    spine: Set[HtmlElement]
    shelves: Set[HtmlElement]


def _find_place(blocks: Sequence[Block], kept: Set[int], embeds: Embeds) -> _Place:
    weights: dict[HtmlElement, int] = {}
    total = 0
    for index in kept:
        element = blocks[index].element
        length = len(blocks[index].text) or sum(len(embed.shown) for embed in embeds[element])
        total += length
        for above in (element, *element.iterancestors()):
            weights[above] = weights.get(above, 0) + length
    heavy = [element for element, weight in weights.items() if weight >= _MOST_TEXT * total]
    home = max(heavy, key=lambda element: sum(1 for _ in element.iterancestors()))
    spine = {element for element, weight in weights.items() if weight >= _HALF_TEXT * total}
    shelves = {shelf for index in kept for shelf in (blocks[index].element, blocks[index].element.getparent()) if shelf is not None}
    return _Place(home, spine, shelves)


def _belongs(block: Block, place: _Place) -> bool:
    """Whether a block amid the kept text is part of the report that trafilatura left out by mistake."""
    named = block.element.tag in _PUT_BACK or block.first[0].tag == "time" or is_pulled(block.element)
    return (
        (named or _is_shelved(block, place))
        and is_within(block.element, place.home)
        and any(map(str.isalnum, block.text))
        and block.linked <= _MOST_LINKED * len(block.text)
        and not in_furniture(block.element, place.spine)
        and not points_elsewhere(block.text, block.linked)
    )


def _is_shelved(block: Block, place: _Place) -> bool:
    """Whether a block, of whatever element, is long and stands directly beside blocks of the report."""
    parent = block.element.getparent()
    return len(block.text) >= _LONG and (block.element in place.shelves or parent in place.shelves)


def _is_caption(block: Block, place: _Place, ahead: bool) -> bool:
    """Whether a block is the caption of a picture inside the article, or of the one at its head."""
    figure = _captioned(block)
    if figure is None or block.linked > _MOST_LINKED * len(block.text):
        return False
    around = place.home if is_within(figure, place.home) else _article_around(place.home, ahead=ahead)
    return around is not None and is_within(figure, around) and not in_furniture(figure, place.spine)


def _captioned(block: Block) -> HtmlElement | None:
    """The figure, or the element named for a caption, in which a block stands."""
    if (figure := next(block.element.iterancestors("figcaption", "figure"), None)) is not None:
        return figure
    nearest = (block.first[0], block.element, block.element.getparent())
    named = (part for part in nearest if part is not None and (part.tag in _FIGURES or _CAPTION.search(part.get("class") or "")))
    return next(named, None)


def _article_around(home: HtmlElement, *, ahead: bool) -> HtmlElement | None:
    """The element for an article in which its home stands; for what comes ahead of its text, the outermost such."""
    around = [element for element in (home, *home.iterancestors()) if element.tag in ("article", "main")]
    return around[-1 if ahead else 0] if around else None


def _is_furniture(block: Block, place: _Place) -> bool:
    """Whether a block that trafilatura kept only points elsewhere: a teaser's linked headline, a share count, a sign-up."""
    if (block.element.tag in _HEADINGS and block.linked >= _ALL_LINKED * len(block.text)) or points_elsewhere(block.text, block.linked):
        return True
    if len(block.text) > _LONGEST_FURNITURE or block.element.tag in _HEADINGS:
        return False
    nearest = (block.element, *islice(block.element.iterancestors(), 2))
    return any(is_beside(element) for element in takewhile(lambda element: element not in place.spine, nearest))


def _headline(blocks: Sequence[Block], title: str | None, first: int) -> int | None:
    """The page's headline, if it stands before the kept text: the last heading there that says what the page's title says.

    A page that shows another headline than its title shows it in its only heading of the first rank.
    """
    wanted = letters_of(title or "")
    before = [index for index, block in enumerate(blocks[: first + 1]) if _is_heading(block)]
    same = [index for index in before if wanted and letters_of(blocks[index].text) == wanted]
    if same:
        return same[-1]
    top = [index for index, block in enumerate(blocks) if block.element.tag == "h1"]
    alone = top if len(top) == 1 and top[0] in before and not _is_sign(blocks[top[0]]) else []
    return alone[0] if alone else None


def _is_sign(heading: Block) -> bool:
    """Whether a heading is the outlet's own sign, which leads to its front page."""
    return heading.linked >= _ALL_LINKED * len(heading.text) or in_furniture(heading.element)


def _is_heading(block: Block) -> bool:
    around = (block.first[0], block.element, block.element.getparent())
    return any(element is not None and element.tag in _HEADINGS for element in around)
