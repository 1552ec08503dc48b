"""Which blocks of a page trafilatura keeps: each is marked with a few symbols, and the marks that come out tell.

So its judgement can be had whatever it does to the text itself, which is never altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from according.read.blocks import Block
from according.read.embeds import Embeds

# Symbols, not letters: trafilatura's filters pass over them, as over punctuation, when they look for boilerplate words.
_SYMBOLS = tuple(map(chr, (*range(0x2801, 0x2900), *range(0x1D000, 0x1D0F0), *range(0x1D200, 0x1D240), *range(0x1F030, 0x1F090))))
_FEWEST_SYMBOLS, _MOST_SYMBOLS = 2, 64
_THIN = 300
# No article is longer, or has more paragraphs; trafilatura needs some thirty bytes of memory for each character, and a
# time that grows with the square of the blocks.
_LONGEST_ARTICLE = 5_000_000
_MOST_BLOCKS = 20_000


def kept_by_trafilatura(tree: HtmlElement, blocks: Sequence[Block], embeds: Embeds) -> set[int]:
    """The indices of the blocks whose marks come out of trafilatura's extraction.

    It runs with its default precision, and once more with favour to recall where so little comes out that it has
    probably taken a page's furniture for the article.
    """
    symbols = _free_symbols(blocks, embeds)
    is_article = len(blocks) <= _MOST_BLOCKS and _weight(blocks, range(len(blocks))) <= _LONGEST_ARTICLE
    if len(symbols) < _FEWEST_SYMBOLS or not is_article:
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


def _weight(blocks: Sequence[Block], kept: Iterable[int]) -> int:
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
