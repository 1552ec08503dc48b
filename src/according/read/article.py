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
from according.read.embeds import Embed

# Symbols, not letters: trafilatura's filters pass over them, as over punctuation, when they look for boilerplate words.
_ALPHABETS = (tuple(map(chr, range(0x2801, 0x2900))), tuple(map(chr, range(0x1D200, 0x1D240))))
_MARK_LENGTH = 3
_AROUND = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:related|relacionad\w*|recommend\w*|newsletter|subscri\w*|shares?|sharing|social|comments?|promo\w*|advert\w*|ads?|sponsor\w*|outbrain|taboola|"
    r"breadcrumbs?|navigation|nav|menu|footer|sidebar|widget|teaser|more-?(?:stories|news|on)|most-?read|read-?more|read-?next|trending|popular|tags?|"
    r"author-?(?:bio|box|info)|bio|paywall|cookie\w*|banner|login|popup|modal|sr-only|visually-?hidden|screen-?reader\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PUT_BACK = frozenset({"p", "li", "dd", "dt", "blockquote", "figcaption", "caption", "td", "th", "h2", "h3", "h4", "pre", "q", "summary"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_FURNITURE = 120
_MOST_LINKED = 0.4
_SHORTEST = 2
_THIN = 300


def choose_blocks(tree: HtmlElement, blocks: Sequence[Block], embeds: Mapping[HtmlElement, Embed], title: str | None) -> list[Block]:
    """The blocks of the report in the page's order; all of them where trafilatura finds no article at all."""
    kept = _kept_by_trafilatura(tree, blocks, embeds)
    if not kept:
        return [block for block in blocks if not block.text or not _in_boilerplate(block.element, tree)]
    home = _home(blocks, kept)
    first, last = min(kept), max(kept)
    for index, block in enumerate(blocks):
        inside = first < index < last and index not in kept
        if (not block.text) or (inside and _belongs(block, home)) or _is_caption(block, home):
            kept.add(index)
    kept -= {index for index in kept if blocks[index].text and _is_furniture(blocks[index], home)}
    if (headline := _headline(blocks, title, first)) is not None:
        kept.add(headline)
    return [block for index, block in enumerate(blocks) if index in kept]


def _kept_by_trafilatura(tree: HtmlElement, blocks: Sequence[Block], embeds: Mapping[HtmlElement, Embed]) -> set[int]:
    """The indices of the blocks whose marks come out of trafilatura's extraction.

    It runs with its default precision, and once more with favour to recall where so little comes out that it has
    probably taken a page's furniture for the article.
    """
    alphabet = _free_alphabet(blocks, embeds)
    kept = _surviving(_mark(tree, blocks, embeds, alphabet), alphabet, len(blocks), favor_recall=False)
    if _weight(blocks, kept) < _THIN:
        more = _surviving(_mark(tree, blocks, embeds, alphabet), alphabet, len(blocks), favor_recall=True)
        if _weight(blocks, more) > 2 * _weight(blocks, kept):
            return more
    return kept


def _weight(blocks: Sequence[Block], kept: Set[int]) -> int:
    return sum(len(blocks[index].text) for index in kept)


def _surviving(marked: HtmlElement, alphabet: Sequence[str], count: int, *, favor_recall: bool) -> set[int]:
    text = trafilatura.extract(marked, include_comments=False, output_format="txt", deduplicate=False, favor_recall=favor_recall) or ""
    places = {symbol: place for place, symbol in enumerate(alphabet)}
    marks = re.findall(f"[{alphabet[0]}-{alphabet[-1]}]{{{_MARK_LENGTH}}}", text)
    numbers = (sum(places[symbol] * len(alphabet) ** power for power, symbol in enumerate(mark)) for mark in marks)
    return {number for number in numbers if number < count}


def _mark(tree: HtmlElement, blocks: Sequence[Block], embeds: Mapping[HtmlElement, Embed], alphabet: Sequence[str]) -> HtmlElement:
    """A copy of the tree with each block's mark before its first word, and embedded posts as plain paragraphs."""
    original = list(tree.iter())
    places = {element: place for place, element in enumerate(original)}
    copy = deepcopy(tree)
    copies = list(copy.iter())
    for index, block in enumerate(blocks):
        mark = "".join(alphabet[index // len(alphabet) ** power % len(alphabet)] for power in range(_MARK_LENGTH))
        element, attribute = block.first
        twin = copies[places[element]]
        if block.text:
            text = getattr(twin, attribute)
            lead = len(text) - len(text.lstrip())
            setattr(twin, attribute, text[:lead] + mark + text[lead:])
        else:
            _as_paragraph(twin, mark + embeds[element].shown)
    return copy


def _as_paragraph(element: HtmlElement, text: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "p", text, tail


def _free_alphabet(blocks: Sequence[Block], embeds: Mapping[HtmlElement, Embed]) -> Sequence[str]:
    """Symbols for marks that the page itself does not use."""
    used: Set[str] = set().union(*(set(block.text) for block in blocks), *(set(embed.shown) for embed in embeds.values()))
    return next((symbols for symbols in _ALPHABETS if not used & set(symbols)), _ALPHABETS[0])


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
        and _within(block.element, home)
        and len(block.text) >= _SHORTEST
        and block.linked <= _MOST_LINKED * len(block.text)
        and not _in_boilerplate(block.element, home)
    )


def _is_caption(block: Block, home: HtmlElement) -> bool:
    """Whether a block is the caption of a figure inside the article, or of the picture at its head."""
    figure = next((above for above in (block.element, *block.element.iterancestors()) if above.tag in ("figcaption", "figure")), None)
    if figure is None or block.linked > _MOST_LINKED * len(block.text):
        return False
    around = home if _within(figure, home) else _article_around(home)
    return around is not None and _within(figure, around) and not _in_boilerplate(figure, around)


def _article_around(element: HtmlElement) -> HtmlElement | None:
    return next((above for above in (element, *element.iterancestors()) if above.tag in ("article", "main")), None)


def _is_furniture(block: Block, home: HtmlElement) -> bool:
    """Whether a block that trafilatura kept only points elsewhere: a teaser's linked headline, a share count, a sign-up."""
    if block.element.tag in _HEADINGS and block.linked >= 0.9 * len(block.text):
        return True
    if len(block.text) > _LONGEST_FURNITURE or block.element.tag in _HEADINGS:
        return False
    nearest = (block.element, *islice(block.element.iterancestors(), 2))
    return any(_is_beside(element) for element in takewhile(lambda element: element is not home, nearest))


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


def _within(element: HtmlElement, around: HtmlElement) -> bool:
    return element is around or any(above is around for above in element.iterancestors())


def _in_boilerplate(element: HtmlElement, home: HtmlElement) -> bool:
    """Whether anything between the element and the article's home is named or tagged as something beside the article."""
    for above in (element, *element.iterancestors()):
        if above is home:
            return False
        if _is_beside(above):
            return True
    return False


def _is_beside(element: HtmlElement) -> bool:
    return element.tag in _AROUND or bool(_BOILERPLATE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
