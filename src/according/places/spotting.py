"""Finds names of places by the gazetteer alone: for comparison, and to fill gaps where nothing else marks names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from according.actors.metonyms import is_in_a_bodys_name
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
_SIDE = r"(?:(?:north|south|east|west|central|rural|upper|lower)[\w-]*\s+)"
_AREA = r"(?:city|town|village|district|province|governorate|county|region|area|island|state|municipality|prefecture|part|outskirt)s?"
_PLACED = re.compile(
    rf"\b(?:(?:in|at|near|outside|inside|around|across|into|throughout|towards?)\s+(?:the\s+)?{_SIDE}?(?:{_AREA}\s+of\s+)?|{_AREA}\s+of\s+)$",
    re.IGNORECASE,
)
_AREA_BEHIND = re.compile(rf"\s+{_AREA}\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|\s&)\s+")
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
_ANOTHER = re.compile(r"['’](?:s?\s)|[,(/]|\s(?:and|or|in|near|inside|within)\b")
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_LONGEST_LINK = 8
_MOST_NEAR = 8
_LARGE, _MIDDLING, _MOST_WORDS = 250_000, 15_000, 5
_WIDE = frozenset({"country", "continent", "sea", "division"})


def find_place_names(text: str, gazetteer: Gazetteer, taken: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The spans of capitalised names that the gazetteer holds and that do not look like names of people or common words.

    A name of several words, of a country or of a large town stands for itself; any other must follow a word such as "in" or "near".
    Words that stand in a span of ``taken`` are not looked at.
    """
    spans: list[Span] = []
    ordered = sorted(taken)
    at = 0
    for found in _SEQUENCE.finditer(text):
        while at < len(ordered) and ordered[at][1] <= found.start():
            at += 1
        near = [span for span in ordered[at : at + _MOST_NEAR] if span[0] < found.end()]
        spans.extend(_in_sequence(text, found, near, gazetteer))
    return tuple(spans)


def _in_sequence(text: str, sequence: re.Match[str], taken: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """The places in one run of capitalised words, the longest names first."""
    tokens = [found.span() for found in _TOKEN.finditer(text, *sequence.span())]
    free = [not any(start < token[1] and token[0] < end for start, end in taken) for token in tokens]
    spans, first = [], 0
    while first < len(tokens):
        for last in range(min(len(tokens), first + _MOST_WORDS), first, -1):
            if not all(free[first:last]):
                continue
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
    if _TITLE.search(before) or is_in_a_bodys_name(text, span):
        return False
    located = bool(_LOCATIVE.search(before))
    if not whole and not located and words == 1 and not any(entry.kind in _WIDE for entry in entries):
        return False
    return located or any(_stands_alone(entry, words) for entry in entries)


def _stands_alone(entry: Entry, words: int) -> bool:
    if entry.kind in _WIDE or entry.listed:
        return True
    return entry.population > (_MIDDLING if words > 1 else _LARGE)


def whole_name(text: str, span: Span, marked: Sequence[Span]) -> Span:
    """The longest of the marked names that begins with what stands at ``span``: of "Orna" in "Orna camp" all, where that is marked.

    What goes on as another name does not count: "Vellia" in "Vellia's Orna", "Tebrun" in "Tebrun and Orna" or in "Tebrun, Vellia".
    """
    begins = _past_article(text, span[0])
    longer = [one for one in marked if one[1] > span[1] and _past_article(text, one[0]) == begins]
    return max((one for one in longer if not _ANOTHER.search(text, span[1], one[1])), key=lambda one: one[1], default=span)


def _past_article(text: str, start: int) -> int:
    found = _ARTICLE.match(text, start)
    return found.end() if found else start


def fill_place_names(text: str, marked: Sequence[Span], others: Sequence[Span], gazetteer: Gazetteer) -> tuple[Span, ...]:
    """The marked places, "Tebrun, Vellia" parted into two, and the names that the words about them call places where none is marked.

    These are the names that the gazetteer holds, and that stand behind "in" or "near", beside "province" or "district", or in a
    list with a place. ``others`` are the spans that something else is known to have, such as a person's name.
    """
    kept = [part for span in marked for part in _split(text, span, gazetteer)]
    free = find_place_names(text, gazetteer, [*kept, *others])
    placed = {span for span in free if _is_placed(text, span)} | set(kept)
    in_order = sorted({*kept, *free})
    pairs = [*pairwise(in_order)]
    for known, span in [*pairs, *((later, earlier) for earlier, later in reversed(pairs))]:
        if known in placed and _is_listed(text, known, span):
            placed.add(span)
    return tuple(sorted(placed))


def _is_placed(text: str, span: Span) -> bool:
    """Whether the words about a name say that it is a place: "in southern Orna", "the town of Orna", "Orna district"."""
    return _PLACED.search(text, max(0, span[0] - 60), span[0]) is not None or _AREA_BEHIND.match(text, span[1]) is not None


def _is_listed(text: str, one: Span, other: Span) -> bool:
    """Whether nothing but a comma or "and" stands between two names."""
    start, end = min(one, other)[1], max(one, other)[0]
    return 0 < end - start < _LONGEST_LINK and _LISTED.fullmatch(text, start, end) is not None


def _split(text: str, span: Span, gazetteer: Gazetteer) -> list[Span]:
    """The names between the commas of a span, if the gazetteer holds each; else the span as it is."""
    parts = [(span[0] + found.start(), span[0] + found.end()) for found in _BETWEEN_COMMAS.finditer(text[span[0] : span[1]])]
    known = len(parts) > 1 and all(gazetteer.holds(name_key(text[start:end])) for start, end in parts)
    return parts if known else [span]
