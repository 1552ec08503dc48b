"""A source phrase in parts: the noun phrase and its appositions, each up to its preposition, and the clause behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from according.actors.index import Met, search
from according.actors.words import Word, find_words
from according.model import Span
from according.vocab import load_speaking_words
from according.vocab.heads import Head, load_heads, singular

_CUT = re.compile(r"\s*[,;()\[\]:]\s*|\s+[–—-]+\s+|\s*[–—]\s*|\s*[\"“”«»]\s*|(?<=[a-z]{4})\.\s+")
_ARTICLES = frozenset("a an the his her its their our my one another".split())
_HYPHENS = ("-", "‑")
_LONGEST_HEAD = 4  # words
_SHORTEST_PARTICIPLE = 5  # letters


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a phrase, or an actor or state that it names; ``kind`` is the source kind of an actor, else None.

    ``bound`` marks what only tells of something else: "US" in "US-backed", "government" in "pro-government"; ``is_joined``
    what follows a hyphen.
    """

    low: str
    span: Span
    is_capital: bool
    kind: str | None = None
    is_actor: bool = False
    is_state: bool = False
    bound: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A noun phrase up to its preposition, with what stands behind that: "spokesman", "for", "the Kesh army"."""

    head: tuple[Item, ...]
    preposition: str | None = None
    rest: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase as its parts, and the words of a relative clause behind it."""

    parts: tuple[Part, ...]
    clause: tuple[Item, ...]


def read_items(text: str) -> tuple[Item, ...]:
    """The words of a text, with those that name an actor or a state taken together."""
    words = find_words(text)
    items: list[Item] = []
    at = 0
    for met in search(text, words, is_phrase=True):
        items += [_item(text, words, one, one + 1) for one in range(at, met.first)]
        items += _met_items(text, words, met)
        at = met.last
    items += [_item(text, words, one, one + 1) for one in range(at, len(words))]
    return tuple(items)


@lru_cache(maxsize=4096)
def read_phrase(text: str) -> Phrase:
    """The parts of a source phrase, each apposition one of its own."""
    items = read_items(text)
    words = load_speaking_words()
    cuts = [found.span() for found in _CUT.finditer(text)]
    segments: list[list[Item]] = [[]]
    clause: list[Item] = []
    cut = 0
    for item in items:
        is_cut = False
        while cut < len(cuts) and cuts[cut][1] <= item.span[0]:
            is_cut, cut = True, cut + 1
        last = segments[-1][-1] if segments[-1] else None
        if is_cut or item.low == "and" or (item.low in _ARTICLES and last and last.is_capital and not item.is_capital):
            segments.append([])
        if clause or (item.low in words.relatives and not item.is_capital and segments[0]):
            clause.append(item)
        elif item.low != "and":
            segments[-1].append(item)
    return Phrase(tuple(make_part(segment) for segment in segments if segment), tuple(clause[1:]))


def make_part(items: Sequence[Item]) -> Part:
    """A noun phrase parted at its first preposition, or at a participle that goes on behind a noun."""
    speaking = load_speaking_words()
    for at, item in enumerate(items):
        if item.is_actor or item.is_capital:
            continue
        if at == 0:
            if item.low in speaking.participles and items[1:] and (items[1].low in speaking.prepositions or items[1].low in ("up", "as")):
                return Part((), item.low, tuple(items[1:]))
            continue
        if item.low in speaking.prepositions:
            return Part(tuple(items[:at]), item.low, tuple(items[at + 1 :]))
        if _is_participle(item) and not _leads_on(items, at):
            after = items[at + 1].low if at + 1 < len(items) else item.low
            rest = items[at + 2 :] if after in speaking.prepositions else items[at + 1 :]
            return Part(tuple(items[:at]), after if after in speaking.prepositions else item.low, tuple(rest))
    return Part(tuple(items))


def head_at(items: Sequence[Item], at: int) -> tuple[Head, int] | None:
    """The longest noun of the vocabulary that ends with a word, and how many words it has."""
    heads = load_heads().heads
    ends = (items[at].low, singular(items[at].low))
    if ends[0] not in load_heads().endings and ends[1] not in load_heads().endings:
        return None
    for length in range(min(_LONGEST_HEAD, at + 1), 0, -1):
        first = [item.low for item in items[at + 1 - length : at]]
        for last in ends:
            if found := heads.get(" ".join([*first, last])):
                return found, length
    return None


def modifier_at(items: Sequence[Item], at: int) -> tuple[str, int] | None:
    """The source kind that a describing word gives, and how many words it has."""
    before = load_heads().before
    for length in (2, 1):
        if length <= at + 1 and (kind := before.get(" ".join(item.low for item in items[at + 1 - length : at + 1]))):
            return kind, length
    return None


def _is_participle(item: Item) -> bool:
    return (
        not item.bound
        and not item.is_joined
        and (item.low in load_speaking_words().participles or (item.low.endswith("ing") and len(item.low) > _SHORTEST_PARTICIPLE))
    )


def _leads_on(items: Sequence[Item], at: int) -> bool:
    """Whether a participle describes the noun behind it: "a monitoring group", "the fighting men"."""
    if at + 1 < len(items) and items[at + 1].is_actor:
        return False
    before = items[at - 1]
    is_noun = before.is_capital or before.is_actor or head_at(items, at - 1) is not None
    end = next((to for to in range(at + 1, len(items)) if items[to].low in load_speaking_words().prepositions), len(items))
    return not is_noun or (end > at + 1 and head_at(items, end - 1) is not None)


def _met_items(text: str, words: Sequence[Word], met: Met) -> list[Item]:
    kinds = {entry.actor.speaks for entry in met.entries if entry.actor}
    if kinds:
        return [_item(text, words, met.first, met.last, next(iter(kinds)) if len(kinds) == 1 else None, is_actor=True)]
    if any(entry.state for entry in met.entries):
        return [_item(text, words, met.first, met.last, is_state=True)]
    return [_item(text, words, one, one + 1) for one in range(met.first, met.last)]


def _item(
    text: str, words: Sequence[Word], first: int, last: int, kind: str | None = None, is_actor: bool = False, is_state: bool = False
) -> Item:
    span = words[first].start, words[last - 1].end
    low = " ".join(word.text for word in words[first:last])
    is_bound = text[span[1] : span[1] + 1] in _HYPHENS and text[span[1] + 1 : span[1] + 2].islower()
    against = first > 0 and words[first - 1].text in ("pro", "anti", "counter", "non") and text[span[0] - 1] in _HYPHENS
    return Item(low, span, text[span[0]].isupper(), kind, is_actor, is_state, is_bound or against, text[span[0] - 1 : span[0]] in _HYPHENS)
