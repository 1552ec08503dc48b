"""Whether two reports are copies: one repeats the other, whole, in part or lightly rewritten, or both repeat a third.

What decides is how much of the shorter one stands word for word in the longer one, and whether both tell the same story:
reports on different days share an outlet's closing paragraphs on the war so far, and those tell nothing of who copied whom.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from typing import TypeVar

from according.incidents import Copy, CopyKind
from according.model import Report
from according.reconcile.overlaps import Overlap, Prepared, overlap, prepare

__all__ = ["Prepared", "compare_prepared", "compare_reports", "group_copies", "prepare"]

_T = TypeVar("_T", bound=Hashable)

_LEAST_SHARE = 0.2
_FEWEST_WORDS, _FEW_WORDS = 8, 20  # a headline shared, and what may be one
_NEARLY_ALL = 0.8
_WHOLE = 0.95
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
    shared = overlap(first, second, _LEAST_SHARE)
    if shared is None or not _is_copy(shared):
        return None
    low, high = sorted((left.id, right.id))
    credit = left.credit if left.credit == right.credit else None
    return Copy(low, high, _kind(shared), round(shared.share, 3), credit)


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


def _is_copy(shared: Overlap) -> bool:
    if shared.words < _FEWEST_WORDS:
        return False
    if shared.words < _FEW_WORDS:
        return min(shared.share, shared.back) >= _NEARLY_ALL
    if shared.passage >= _LONG_PASSAGE and shared.body >= _LEAST_BODY:
        return True
    score = _BIAS + _PER_SHARE * shared.weighed + _PER_LOG_WORD * math.log1p(shared.words)
    return score + _PER_STORY * shared.story + _PER_CLOSING * shared.closing > 0


def _kind(shared: Overlap) -> CopyKind:
    least = min(shared.share, shared.back)
    if shared.run < _LONG_RUN and least < _WHOLE:
        return "rewrite"
    return "reprint" if least >= _MOST else "part"
