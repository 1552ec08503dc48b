"""What a user searches for: words that must all occur, "phrases in quotes", beginnings* with a star."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from according.errors import QueryError
from according.model import Span
from according.store.words import WORD_MAX, is_unaccented, iter_words, stands_alone

MOST_WORDS = 64
MOST_SPANS = 1_000
SNIPPET_LENGTH = 240
_LEAD = 60
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must occur: words in this order, the last of them only a beginning if ``prefix``."""

    words: tuple[str, ...]
    prefix: bool = False

    def ends_in(self, words: Sequence[str]) -> bool:
        """Whether these words end in the term."""
        if len(words) < len(self.words):
            return False
        *before, last = list(words)[-len(self.words) :]
        return tuple(before) == self.words[:-1] and (last.startswith(self.words[-1]) if self.prefix else last == self.words[-1])


def parse_query(query: str) -> tuple[Term, ...]:
    """The terms of a query; raises ``QueryError`` if it holds no word to search for, more than 64, or a one-letter beginning.

    >>> parse_query('qasr "two bridges" Dum-Al*')
    (Term(words=('qasr',), prefix=False), Term(words=('two', 'bridges'), prefix=False), Term(words=('dum', 'al'), prefix=True))
    """
    terms = []
    for phrase, star, word in _TERM.findall(query):
        words = tuple(folded for *_, folded in iter_words(phrase or word))
        if words:
            terms.append(Term(words, _is_prefix(words[-1], bool(star) or word.endswith("*"))))
    if not terms:
        raise QueryError(f"nothing to search for in {query!r}: give at least one word or number")
    if sum(len(term.words) for term in terms) > MOST_WORDS:
        raise QueryError(f"a search takes at most {MOST_WORDS} words")
    return tuple(dict.fromkeys(terms))


def _is_prefix(last: str, starred: bool) -> bool:
    """Whether a term's last word is a beginning; one letter begins too many words to be looked for."""
    if starred and len(last) == 1 and not stands_alone(last):
        raise QueryError(f"{last}* is too short: give at least two letters before the star")
    return starred and not stands_alone(last)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the terms stand in a text: ``spans`` and the terms' numbers beside them, in the order of the text."""

    spans: tuple[Span, ...]
    terms: tuple[int, ...]


def find_terms(terms: tuple[Term, ...], text: str) -> Found:
    """Where the terms occur, the first thousand times and at least once each."""
    is_plain = is_unaccented(text) and all(len(word) < WORD_MAX and word.isascii() for term in terms for word in term.words)
    places: list[tuple[Span, int]] = []
    missing = set(range(len(terms)))
    for span, number in _iter_plain(terms, text) if is_plain else iter_occurrences(terms, text):
        if len(places) < MOST_SPANS or number in missing:
            places.append((span, number))
            missing.discard(number)
        elif not missing:
            break
    places.sort()
    return Found(tuple(span for span, _ in places), tuple(number for _, number in places))


def iter_occurrences(terms: tuple[Term, ...], text: str) -> Iterator[tuple[Span, int]]:
    """Each place of each term, in the order of their ends, word by word."""
    longest = max(len(term.words) for term in terms)
    starts, words = deque[int](maxlen=longest), deque[str](maxlen=longest)
    begun = [number for number, term in enumerate(terms) if term.prefix]
    exact: dict[str, list[int]] = {term.words[-1]: list(begun) for term in terms}
    for number, term in enumerate(terms):
        if not term.prefix:
            exact[term.words[-1]].append(number)
    for start, end, word in iter_words(text):
        starts.append(start)
        words.append(word)
        for number in exact.get(word, begun):
            if terms[number].ends_in(words):
                yield (starts[-len(terms[number].words)], end), number


def _iter_plain(terms: tuple[Term, ...], text: str) -> Iterator[tuple[Span, int]]:
    """The same for a text whose words are ASCII, in which patterns find them many times faster."""
    lower = text.lower() if text.isascii() else text.translate(_LOWER)
    found = [(match.span(1), number) for number, term in enumerate(terms) for match in _pattern(term).finditer(lower)]
    yield from sorted(found, key=lambda place: (place[0][1], place[1]))


@lru_cache(256)
def _pattern(term: Term) -> re.Pattern[str]:
    """A pattern whose first group is the term in lower-case ASCII; one place may overlap the next."""
    words = "[^a-z0-9]+".join(map(re.escape, term.words))
    return re.compile(rf"(?<![a-z0-9])(?=({words}{'[a-z0-9]*' if term.prefix else ''})(?![a-z0-9]))")


def snippet_span(found: Found, text: str) -> Span:
    """The stretch of the text, cut between words, that shows most of the terms; the beginning if none occurs."""
    first = _busiest(found)
    start = max(0, first - _LEAD) if first + SNIPPET_LENGTH - _LEAD < len(text) else max(0, len(text) - SNIPPET_LENGTH)
    end = min(len(text), start + SNIPPET_LENGTH)
    if start and (gap := re.search(r"\s", text[start:first])):
        start += gap.end()
    if end < len(text) and (gap := re.search(r"\s\S*\Z", text[first + _LEAD : end])):
        end = first + _LEAD + gap.start()
    return start, end


def _busiest(found: Found) -> int:
    """Where the match starts from which on most different terms fit into one snippet."""
    best, most, right = 0, 0, 0
    held: deque[int] = deque()
    for left, (start, _) in enumerate(found.spans):
        while right < len(found.spans) and found.spans[right][1] <= start + SNIPPET_LENGTH - 2 * _LEAD:
            held.append(found.terms[right])
            right += 1
        if len(set(held)) > most or left == 0:
            best, most = start, len(set(held))
        if held:
            held.popleft()
        right = max(right, left + 1)
    return best
