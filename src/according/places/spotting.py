"""Finds names of places by the gazetteer alone: for comparison, and to fill gaps where nothing else marks names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.model import Span
from according.places.folding import name_key
from according.places.gazetteer import Entry, Gazetteer

_WORD = r"(?:[A-Z][\w'’]*(?:-[\w'’]+)*|(?:al|el|ar|as|ash|at|ad|az|an|ed|es|ez)-[A-Z][\w'’]*)"
_PARTICLE = r"(?:al|el|ar|as|ash|ad|az|ez|de|del|la|le|the|of|al-)"
_SEQUENCE = re.compile(rf"\b{_WORD}(?:\s{{1,2}}(?:{_PARTICLE}\s+)?{_WORD}){{0,7}}")
_BETWEEN_COMMAS = re.compile(r"[^\s,][^,]*")
_TOKEN = re.compile(r"\S+")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|across|towards?|of|on|between|over|through|of\s+the|in\s+the)\s+$"
)
_TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Prof|Sen|Rep|Gov|St)\.?|\b(?:President|General|Colonel|Major|Captain|Minister|Sheikh|King|Prince|Pope|Judge|Commander))\s+$"
)
_NOT_PLACES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday the a an this that these those he she it they we you i in on at of for from to by
    with and but or if as is was are were be our their his her its my after before when while where who what why how
    there here now then most many some all no not one two three four five six seven eight nine ten army navy police
    force forces front party council union state states government president minister general islam islamic christian
    god reuters associated press twitter facebook mission media press news video date most man men women children people
    group groups
""".split()
)
_LARGE, _MIDDLING, _MOST_WORDS = 250_000, 15_000, 5
_WIDE = frozenset({"country", "continent", "sea", "division"})


def find_place_names(text: str, gazetteer: Gazetteer) -> tuple[Span, ...]:
    """The spans of capitalised names that the gazetteer holds and that do not look like names of people or common words.

    A name of several words, of a country or of a large town stands for itself; any other must follow a word such as "in" or "near".
    """
    spans: list[Span] = []
    for found in _SEQUENCE.finditer(text):
        spans.extend(_in_sequence(text, found.start(), found.group(), gazetteer))
    return tuple(spans)


def _in_sequence(text: str, start: int, words: str, gazetteer: Gazetteer) -> list[Span]:
    """The places in one run of capitalised words, the longest names first."""
    tokens = [(start + found.start(), start + found.end()) for found in _TOKEN.finditer(words)]
    spans, first = [], 0
    while first < len(tokens):
        for last in range(min(len(tokens), first + _MOST_WORDS), first, -1):
            span = _trim(text, tokens[first][0], tokens[last - 1][1])
            if _is_place(text, span, last - first, whole=first == 0 and last == len(tokens), gazetteer=gazetteer):
                spans.append(span)
                first = last
                break
        else:
            first += 1
    return spans


def _trim(text: str, start: int, end: int) -> Span:
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            return start, end - len(ending)
    return start, end


def _is_place(text: str, span: Span, words: int, *, whole: bool, gazetteer: Gazetteer) -> bool:
    key = name_key(text[span[0] : span[1]])
    if not key or key in _NOT_PLACES or len(key) < 2 or (key.isascii() and len(key) < 3 and not text[span[0] : span[1]].isupper()):
        return False
    entries = [entry for entry in gazetteer.lookup(key) if entry.rank < 2 or entry.population > _LARGE]
    if not entries:
        return False
    before = text[max(0, span[0] - 24) : span[0]]
    if _TITLE.search(before):
        return False
    located = bool(_LOCATIVE.search(before))
    if not whole and not located and words == 1 and not any(entry.kind in _WIDE for entry in entries):
        return False
    return located or any(_stands_alone(entry, words) for entry in entries)


def _stands_alone(entry: Entry, words: int) -> bool:
    if entry.kind in _WIDE or entry.listed:
        return True
    return entry.population > (_MIDDLING if words > 1 else _LARGE)


def fill_place_names(text: str, marked: Sequence[Span], others: Sequence[Span], gazetteer: Gazetteer) -> tuple[Span, ...]:
    """The marked places, "Tebrun, Vellia" parted into two, and the names spotted where neither they nor ``others`` stand.

    ``others`` are the spans that something else is known to have, such as a person's name.
    """
    kept = [part for span in marked for part in _split(text, span, gazetteer)]
    taken = sorted([*kept, *others])
    free: list[Span] = []
    at = 0
    for span in find_place_names(text, gazetteer):
        while at < len(taken) and taken[at][1] <= span[0]:
            at += 1
        if not any(start < span[1] and span[0] < end for start, end in taken[at : at + 8]):
            free.append(span)
    return tuple(sorted({*kept, *free}))


def _split(text: str, span: Span, gazetteer: Gazetteer) -> list[Span]:
    """The names between the commas of a span, if the gazetteer holds each; else the span as it is."""
    parts = [(span[0] + found.start(), span[0] + found.end()) for found in _BETWEEN_COMMAS.finditer(text[span[0] : span[1]])]
    known = len(parts) > 1 and all(gazetteer.holds(name_key(text[start:end])) for start, end in parts)
    return parts if known else [span]
