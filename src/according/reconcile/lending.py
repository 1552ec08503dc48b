"""Which day a passage has that tells none: that on which it was said, that of a passage right before, or that of the report's news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from according.reconcile.grounds import SHORT, Days, parse_days
from according.reconcile.passages import WEEKS, Passage

_CLOSE = 2
"""How many sentences a day reaches ahead."""
_BEFORE_DENIED = timedelta(days=1)
"""What is denied on a day was told of on that day or the one before."""
_NEWS, _LATEST = timedelta(days=7), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Known:
    """The short dates that a report's own words give, the only one of them if it is news, and the latest day of its news.

    ``turned`` has those that first stand where the text turns to something else, with the number of that sentence.
    """

    short: frozenset[Days]
    turned: Mapping[Days, int]
    only: Days | None
    latest: Days | None
    printed: Days | None


def lend_days(passages: Sequence[Passage], published: str | None) -> list[Passage]:
    """Passages that tell no day take the one on which their sentence was said, else that of a dated one close before them.

    Else they take the only day that the report tells of; or, where a passage names its own place or its dead, as news does and
    background seldom, the latest of the last days before ``published``.

    Only news is lent: a day of the weeks before ``published``, and where a whole report takes it, of its last days. An old day
    is the background's, and dates nothing but what it is said of; of a report without a day of print nobody knows which is
    which. What is told before the text turns to something else ("In another development on Sunday") was not of that day for
    this. A lent day is marked as inherited, and so counts for less.
    """
    known = _known(passages, parse_days(published))
    lent: list[Passage] = []
    last: Passage | None = None
    for passage in passages:
        if passage.is_dated:
            last = passage if passage.days in known.short and _is_recent(passage.days, known.printed, WEEKS) else None
        elif passage.days is None or _is_before_turn(passage, passage.days, known):
            found = _day_for(passage, last, known)
            passage = replace(passage, days=found, how="inherited" if found else None)
        lent.append(passage)
    return lent


def _known(passages: Sequence[Passage], printed: Days | None) -> _Known:
    days = {passage.days for passage in passages if passage.is_dated and passage.days}
    short = frozenset(found for found in days if found[1] - found[0] <= SHORT)
    only = next(iter(short)) if len(short) == 1 else None
    said = {passage.said for passage in passages if passage.said}
    latest = [found for found in short | said if found[0] == found[1] and _is_recent(found, printed, _LATEST)]
    turned: dict[Days, int] = {}
    for passage in passages:
        if passage.is_dated and passage.days:
            turned.setdefault(passage.days, passage.number if passage.anew else 0)
    return _Known(short, turned, only if _is_recent(only, printed, _NEWS) else None, max(latest, default=None), printed)


def _day_for(passage: Passage, last: Passage | None, known: _Known) -> Days | None:
    if passage.said and _is_recent(passage.said, known.printed, _NEWS):
        return (passage.said[0] - _BEFORE_DENIED, passage.said[1]) if passage.is_denied else passage.said
    if last and passage.number - last.number <= _CLOSE:
        return last.days
    found = known.only or (known.latest if _is_news(passage) else None)
    return None if found and _is_before_turn(passage, found, known) else found


def _is_before_turn(passage: Passage, days: Days, known: _Known) -> bool:
    """Whether days are first given further on, where the text turns to something else."""
    return passage.number < known.turned.get(days, 0)


def _is_news(passage: Passage) -> bool:
    return bool(passage.names) or (passage.killed is not None and passage.scope != "total")


def _is_recent(days: Days | None, printed: Days | None, within: timedelta) -> bool:
    """Whether days end not long before a report was in print, and not after it by more than a zone of time."""
    return days is not None and printed is not None and -timedelta(days=1) <= printed[1] - days[1] <= within
