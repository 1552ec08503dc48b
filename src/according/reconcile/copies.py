"""Whether two reports are copies: one repeats the other, whole, in part or lightly rewritten, or both repeat a third.

What decides is how much of the shorter one stands word for word in the longer one, and whether both tell the same story:
reports on different days share an outlet's closing paragraphs on the war so far, and those tell nothing of who copied whom.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from according.incidents import Copy, CopyKind
from according.model import Report
from according.reconcile.shingles import Hashes, Mask, find_text_words, hash_runs, hash_words, weigh_words
from according.vocab import find_credits, find_unlisted_credit

_T = TypeVar("_T", bound=Hashable)

_RUN = 5  # words in a row that stand in both: shorter runs are phrases that everyone uses
_FRONT = 0.6  # of a text, in words: what is new; what went before stands behind it
_LONG_WORD = 5  # letters; shorter words tell little of the story
_LEAD = 30  # words at least
_HEAD, _TAIL = 500, 160  # characters in which a text credits its agency
_LEAST_SHARE = 0.2
_FEWEST_WORDS, _FEW_WORDS = 8, 20  # a headline shared, and what may be one
_NEARLY_ALL = 0.8
_MOST = 0.6
_LONG_RUN = 14  # words: a rewrite changes a word or two in each sentence
_LONG_PASSAGE = 50  # words in a row that nobody writes twice
_LEAST_BODY = 0.3
# A logistic score, fitted to 508 pairs of reports that were judged by hand.
_BIAS = -16.4
_PER_SHARE = 10.25
_PER_LOG_WORD = 1.76
_PER_STORY = 8.6
_PER_CLOSING = -13.5


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A report made ready to be compared with many: its words and runs of words as numbers, and what each word counts.

    ``runs`` stand as in the text; ``runs_at`` tells where each of ``runs_in_order`` stands first. ``lead`` are the telling words of its first half, ``words`` all its words, and these and
    ``runs_in_order`` are without repetition and in ascending order.
    """

    id: str
    parent: str | None
    credit: str | None
    runs: Hashes
    runs_in_order: Hashes
    runs_at: npt.NDArray[np.int64]
    words: Hashes
    lead: Hashes
    worth: npt.NDArray[np.float32]
    weight: float


def prepare(report: Report) -> Prepared:
    """A report made ready to be compared; one pass over its text."""
    found = find_text_words(report.text)
    starts = np.fromiter((start for _, start in found), dtype=np.int64, count=len(found))
    hashes = hash_words(word for word, _ in found)
    worth = weigh_words(report, starts)
    runs = hash_runs(hashes, _RUN)
    telling = np.fromiter((len(word) >= _LONG_WORD or word.isdigit() for word, _ in found), dtype=bool, count=len(found)) & (worth > 0)
    runs_in_order, runs_at = np.unique(runs, return_index=True)
    half = max(_LEAD, len(found) // 2)
    return Prepared(
        id=report.id,
        parent=report.parent,
        credit=report.credit or _credit(report.text),
        runs=runs,
        runs_in_order=runs_in_order,
        runs_at=runs_at,
        words=np.unique(hashes),
        lead=np.unique(hashes[:half][telling[:half]]),
        worth=worth,
        weight=float(worth.sum()),
    )


def compare_reports(left: Report, right: Report) -> Copy | None:
    """How one of two reports repeats the other, or both a third; None if neither does."""
    return compare_prepared(prepare(left), prepare(right))


def compare_prepared(left: Prepared, right: Prepared) -> Copy | None:
    """The same of two prepared reports, whichever comes first.

    An article and a post that stands in it are no copies of each other.
    """
    if left.id == right.id or left.id == right.parent or right.id == left.parent:
        return None
    first, second = sorted((left, right), key=lambda one: (one.weight, one.id))
    overlap = _overlap(first, second)
    if not _is_copy(overlap):
        return None
    low, high = sorted((left.id, right.id))
    credit = left.credit if left.credit == right.credit else None
    return Copy(low, high, _kind(overlap), round(overlap.share, 3), credit)


def group_copies(pairs: Iterable[tuple[_T, _T]], reports: Iterable[_T] = ()) -> list[tuple[_T, ...]]:
    """The reports that pairs tie together, at any number of steps, in ascending order; a report without a pair is alone.

    >>> group_copies([("c", "b"), ("b", "a"), ("e", "d")], "af")
    [('a', 'b', 'c'), ('d', 'e'), ('f',)]
    """
    first = {name: name for name in reports}

    def find(name: _T) -> _T:
        first.setdefault(name, name)
        while first[name] != name:
            first[name] = first[first[name]]
            name = first[name]
        return name

    for left, right in pairs:
        first[find(left)] = find(right)
    groups: dict[_T, list[_T]] = {}
    for name in first:
        groups.setdefault(find(name), []).append(name)
    return sorted(tuple(sorted(group)) for group in groups.values())  # type: ignore[type-var]


@dataclass(frozen=True, slots=True)
class _Overlap:
    """What two reports share, as the shorter one has it.

    ``share`` and ``weighed`` are parts of its words, each counted once or as much as it is worth, ``shared`` the words
    themselves; ``back`` is the part of the longer one; ``story`` the part of its lead's telling words that stand anywhere
    in the longer one; ``closing`` how much of the shared words only closes both; ``run`` the mean length of a shared run;
    ``passage`` the longest that does not close both and is no quotation, in words, and ``body`` the part of all those.
    """

    share: float
    weighed: float
    shared: float
    back: float
    story: float
    closing: float
    run: float
    passage: int
    body: float


def _overlap(short: Prepared, long: Prepared) -> _Overlap:
    places, others = _places(short, long), _places(long, short)
    mask, other = places >= 0, others >= 0
    weighed = _part(mask, short.worth)
    front = int(len(mask) * _FRONT)
    body = mask & ((np.arange(len(mask)) < front) | (places < _FRONT)) & (short.worth >= 1)
    return _Overlap(
        share=_part(mask, short.worth > 0),
        weighed=weighed,
        shared=float(short.worth[mask].sum()),
        back=_part(other, long.worth > 0),
        story=float(_is_in(short.lead, long.words).mean()) if len(short.lead) else 0.0,
        closing=min(_at_the_end(mask), _at_the_end(other)) * weighed * (1 - _part(mask[:front], short.worth[:front])),
        run=float(_lengths(mask).mean()) if mask.any() else 0.0,
        passage=int(_lengths(body).max(initial=0)),
        body=_part(body, short.worth),
    )


def _is_copy(overlap: _Overlap) -> bool:
    if overlap.weighed < _LEAST_SHARE or overlap.shared < _FEWEST_WORDS:
        return False
    if overlap.shared < _FEW_WORDS:
        return min(overlap.share, overlap.back) >= _NEARLY_ALL
    if overlap.passage >= _LONG_PASSAGE and overlap.body >= _LEAST_BODY:
        return True
    score = _BIAS + _PER_SHARE * overlap.weighed + _PER_LOG_WORD * math.log1p(overlap.shared)
    return score + _PER_STORY * overlap.story + _PER_CLOSING * overlap.closing > 0


def _kind(overlap: _Overlap) -> CopyKind:
    least = min(overlap.share, overlap.back)
    if overlap.run < _LONG_RUN and least < _NEARLY_ALL:
        return "rewrite"
    return "reprint" if least >= _MOST else "part"


def _places(one: Prepared, other: Prepared) -> npt.NDArray[np.float64]:
    """Where each word of a report stands in the other one, from 0 to 1, if it is part of a run that both have; else -1."""
    places = np.full(len(one.worth), -1.0)
    if len(other.runs_in_order):
        at = np.searchsorted(other.runs_in_order, one.runs)
        at[at == len(other.runs_in_order)] = 0
        hits = np.flatnonzero(other.runs_in_order[at] == one.runs)
        there = other.runs_at[at[hits]] / len(other.worth)
        for step in range(_RUN):
            places[hits + step] = there
    places[one.worth == 0] = -1.0
    return places


def _lengths(mask: Mask) -> npt.NDArray[np.int64]:
    """The lengths of the runs of marked words."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return np.asarray(edges[1::2] - edges[::2])


def _part(mask: Mask, worth: npt.NDArray[np.generic]) -> float:
    whole = float(worth.sum())
    return float(worth[mask].sum()) / whole if whole else 0.0


def _at_the_end(mask: Mask) -> float:
    """The part of the marked words that stand behind a text's front."""
    at = np.flatnonzero(mask)
    return float((at > len(mask) * _FRONT).mean()) if len(at) else 0.0


def _is_in(numbers: Hashes, known: Hashes) -> Mask:
    if not len(known):
        return np.zeros(len(numbers), dtype=bool)
    at = np.searchsorted(known, numbers)
    at[at == len(known)] = 0
    return np.asarray(known[at] == numbers)


def _credit(text: str) -> str | None:
    head = sorted((span, agency.name) for span, agency in find_credits(text, 0, min(len(text), _HEAD)))
    if head:
        return head[0][1]
    tail = [(span, agency.name) for span, agency in find_credits(text, max(0, len(text) - _TAIL), len(text))]
    return max(tail)[1] if tail else find_unlisted_credit(text, _HEAD)
