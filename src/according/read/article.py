"""Which blocks of a page are the report: trafilatura decides on the running text, we keep what belongs to it.

Every block is marked with a few symbols that no page uses; the marks that come out of trafilatura tell which blocks it
kept, whatever it did to their text. What a reader sees as part of the same report but trafilatura drops (the headline,
captions, items of lists, quotations, embedded posts) is put back by the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from copy import deepcopy
from itertools import islice, takewhile

import trafilatura
from lxml.html import HtmlElement

from according.read.blocks import Block
from according.read.embeds import Embeds
from according.read.furniture import in_furniture, is_beside, is_post_beside, is_within

# Symbols, not letters: trafilatura's filters pass over them, as over punctuation, when they look for boilerplate words.
_SYMBOLS = tuple(map(chr, (*range(0x2801, 0x2900), *range(0x1D000, 0x1D0F0), *range(0x1D200, 0x1D240), *range(0x1F030, 0x1F090))))
_FEWEST_SYMBOLS, _MOST_SYMBOLS = 2, 64
_PUT_BACK = frozenset({"p", "li", "dd", "dt", "blockquote", "figcaption", "caption", "td", "th", "h2", "h3", "h4", "pre", "q", "summary"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_FURNITURE = 120
_MOST_LINKED = 0.4
_SHORTEST = 2
_THIN = 300


def choose_blocks(tree: HtmlElement, blocks: Sequence[Block], embeds: Embeds, title: str | None) -> list[Block]:
    """The blocks of the report in the page's order; all of them where trafilatura finds no article at all.

    The tree is used up: marks are left in its text.
    """
    kept = _kept_by_trafilatura(tree, blocks, embeds)
    if not kept:
        return [block for block in blocks if not block.text or not in_furniture(block.element, tree)]
    home = _home(blocks, kept)
    first, last = min(kept), max(kept)
    for index, block in enumerate(blocks):
        if not block.text:
            (kept.discard if is_post_beside(block.element, home) else kept.add)(index)
        elif index not in kept and ((first < index < last and _belongs(block, home)) or _is_caption(block, home)):
            kept.add(index)
    kept -= {index for index in kept if blocks[index].text and _is_furniture(blocks[index], home)}
    if (headline := _headline(blocks, title, first)) is not None:
        kept.add(headline)
    return [block for index, block in enumerate(blocks) if index in kept]


def _kept_by_trafilatura(tree: HtmlElement, blocks: Sequence[Block], embeds: Embeds) -> set[int]:
    """The indices of the blocks whose marks come out of trafilatura's extraction.

    It runs with its default precision, and once more with favour to recall where so little comes out that it has
    probably taken a page's furniture for the article.
    """
    symbols = _free_symbols(blocks, embeds)
    if len(symbols) < _FEWEST_SYMBOLS:
        return set()
    marks = _make_marks(len(blocks), symbols)
    _mark(blocks, embeds, marks)
    numbers = {mark: number for number, mark in enumerate(marks)}
    kept = _surviving(tree, numbers, symbols, favor_recall=False)
    if _weight(blocks, kept) < _THIN:
        more = _surviving(tree, numbers, symbols, favor_recall=True)
        if _weight(blocks, more) > 2 * _weight(blocks, kept):
            return more
    return kept


def _weight(blocks: Sequence[Block], kept: Set[int]) -> int:
    return sum(len(blocks[index].text) for index in kept)


def _surviving(tree: HtmlElement, numbers: Mapping[str, int], symbols: Sequence[str], *, favor_recall: bool) -> set[int]:
    marked = deepcopy(tree)
    text = trafilatura.extract(marked, include_comments=False, output_format="txt", deduplicate=False, favor_recall=favor_recall) or ""
    length = len(next(iter(numbers), " "))
    return {numbers[mark] for mark in re.findall(f"[{''.join(symbols)}]{{{length}}}", text) if mark in numbers}


def _make_marks(count: int, symbols: Sequence[str]) -> list[str]:
    """As many different marks of the same length."""
    base, length = len(symbols), 3
    while base**length < count:
        length += 1
    return ["".join(symbols[number // base**power % base] for power in range(length)) for number in range(count)]


def _mark(blocks: Sequence[Block], embeds: Embeds, marks: Sequence[str]) -> None:
    """Put each block's mark before its first word, and each embedded post's before its words in a plain paragraph."""
    for block, mark in zip(blocks, marks, strict=True):
        element, attribute = block.first
        if block.text:
            text = getattr(element, attribute) or ""
            lead = len(text) - len(text.lstrip())
            setattr(element, attribute, text[:lead] + mark + text[lead:])
        else:
            _as_paragraph(element, mark + "\n".join(embed.shown for embed in embeds[element]))


def _as_paragraph(element: HtmlElement, text: str) -> None:
    del element[:]
    element.tag, element.text = "p", text


def _free_symbols(blocks: Sequence[Block], embeds: Embeds) -> list[str]:
    """Symbols for marks that the page itself does not use."""
    used = set().union(*(block.text for block in blocks), *(embed.shown for embedded in embeds.values() for embed in embedded))
    return [symbol for symbol in _SYMBOLS if symbol not in used][:_MOST_SYMBOLS]


def _home(blocks: Sequence[Block], kept: Set[int]) -> HtmlElement:
    """The innermost element that holds nine tenths of the kept text."""
    weights: dict[HtmlElement, int] = {}
    total = 0
    for index in kept:
        total += len(blocks[index].text)
        for above in (blocks[index].element, *blocks[index].element.iterancestors()):
            weights[above] = weights.get(above, 0) + len(blocks[index].text)
    heavy = [element for element, weight in weights.items() if weight >= 0.9 * total]
    return max(heavy, key=lambda element: sum(1 for _ in element.iterancestors()))


def _belongs(block: Block, home: HtmlElement) -> bool:
    """Whether a block amid the kept text is part of the report that trafilatura left out by mistake."""
    return (
        block.element.tag in _PUT_BACK
        and is_within(block.element, home)
        and len(block.text) >= _SHORTEST
        and block.linked <= _MOST_LINKED * len(block.text)
        and not in_furniture(block.element, home)
    )


def _is_caption(block: Block, home: HtmlElement) -> bool:
    """Whether a block is the caption of a figure inside the article, or of the picture at its head."""
    figure = next((above for above in (block.element, *block.element.iterancestors()) if above.tag in ("figcaption", "figure")), None)
    if figure is None or block.linked > _MOST_LINKED * len(block.text):
        return False
    around = home if is_within(figure, home) else _article_around(home)
    return around is not None and is_within(figure, around) and not in_furniture(figure, around)


def _article_around(element: HtmlElement) -> HtmlElement | None:
    return next((above for above in (element, *element.iterancestors()) if above.tag in ("article", "main")), None)


def _is_furniture(block: Block, home: HtmlElement) -> bool:
    """Whether a block that trafilatura kept only points elsewhere: a teaser's linked headline, a share count, a sign-up."""
    if block.element.tag in _HEADINGS and block.linked >= 0.9 * len(block.text):
        return True
    if len(block.text) > _LONGEST_FURNITURE or block.element.tag in _HEADINGS:
        return False
    nearest = (block.element, *islice(block.element.iterancestors(), 2))
    return any(is_beside(element) for element in takewhile(lambda element: element is not home, nearest))


def _headline(blocks: Sequence[Block], title: str | None, first: int) -> int | None:
    """The page's headline, if it stands before the kept text: the last heading there that says what the page's title says."""
    wanted = _letters(title or "")
    same = [i for i, block in enumerate(blocks[: first + 1]) if _is_heading(block) and _letters(block.text) == wanted]
    return same[-1] if wanted and same else None


def _is_heading(block: Block) -> bool:
    around = (block.first[0], block.element, block.element.getparent())
    return any(element is not None and element.tag in _HEADINGS for element in around)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
