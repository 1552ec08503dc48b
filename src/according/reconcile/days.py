"""On which days a happening may have been, and how likely each is: by its words, and for the rest as reports are late."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from according.incidents import Happening
from according.model import Likely
from according.reconcile.grounds import SHORT, Days, parse_days

_LATE = (0.6, 0.32, 0.08)
"""How likely what a report leaves undated was on its own day, the day before, and two days before."""
_LENT = 0.6
"""How likely a day that was lent from the sentences around is right."""
_BEGUN = 0.4
"""Of a long stretch, how likely its first day is meant: "under siege since 7 July" tells of that day."""
_WITHIN = 0.5
_LONGEST = 31
_LEAST = 0.01
"""A day less likely than this is none."""


def likely_days(one: Happening) -> dict[int, float]:
    """The ordinal numbers of the days on which a happening may have been, and how likely each is; empty if nothing tells.

    What its dates leave open goes by its first and last day, and by the day of print where those are lent or not known.

    >>> told = Happening("h", "r", (), (0, 1), (0, 1), "battle", "happened", date_from="2031-03-04", date_how="relative")
    >>> likely_days(told)
    {741505: 1.0}
    """
    return dict(_weigh(one.dates, one.date_from, one.date_to, one.date_how == "inherited", one.published))


@lru_cache(maxsize=8192)
def _weigh(
    dates: tuple[Likely, ...], first: str | None, last: str | None, is_lent: bool, published: str | None
) -> tuple[tuple[int, float], ...]:
    told = [(days, likely) for iso, likely in dates if (days := parse_days(iso))]
    total = max(1.0, sum(likely for _, likely in told))
    weights: dict[int, float] = defaultdict(float)
    for days, likely in told:
        _add_told(weights, days, likely / total)
    left = 1.0 - sum(likely for _, likely in told) / total
    for day, weight in _without(first, last, is_lent, published):
        weights[day] += weight * left
    return tuple(sorted((day, round(weight, 6)) for day, weight in weights.items() if weight >= _LEAST))


@lru_cache(maxsize=8192)
def _without(first: str | None, last: str | None, is_lent: bool, published: str | None) -> tuple[tuple[int, float], ...]:
    told = parse_days(first and f"{first}/{last or first}")
    printed = parse_days(published)
    if told and is_lent and told[1] - told[0] > SHORT:
        told = None
    weights: dict[int, float] = defaultdict(float)
    sure = 0.0 if told is None else _LENT if is_lent and printed else 1.0
    if told:
        _add_told(weights, told, sure)
    if printed and sure < 1.0:
        for late, weight in enumerate(_LATE):
            weights[max(1, printed[1].toordinal() - late)] += weight * (1.0 - sure)
    return tuple(sorted((day, round(weight, 6)) for day, weight in weights.items()))


def _add_told(weights: dict[int, float], told: Days, sure: float) -> None:
    """Every day of a short stretch alike; of a long one the first day, and the latest ones for little."""
    count = (told[1] - told[0]).days + 1
    is_long = count > SHORT.days + 1
    if is_long:
        weights[told[0].toordinal()] += _BEGUN * sure
    for back in range(min(count, _LONGEST)):
        weights[told[1].toordinal() - back] += (_WITHIN if is_long else 1.0) * sure / count
