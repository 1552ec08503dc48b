"""The days that a TimeML value covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_POINT = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d)(?:T[\w:.+-]*)?)?|W(\d\d)(-WE)?|(SP|SU|FA|WI)|Q([1-4])|H([12])))?")
_STEM = re.compile(r"\d{2,3}")
# The first month of a season (of the northern half of the earth) and how many months it has.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def interval_of(value: str) -> tuple[str, str] | None:
    """The first and the last day of a TimeML date as ISO dates, None for values that cover no days known.

    A winter begins in the December of its year; a decade is written as three figures, a century as two.

    >>> interval_of("2016-12"), interval_of("199"), interval_of("P3D")
    (('2016-12-01', '2016-12-31'), ('1990-01-01', '1999-12-31'), None)
    """
    if _STEM.fullmatch(value):
        width = 10 ** (4 - len(value))
        first = int(value) * width
        return _months(max(first, 1), 1, first + width - 1, 12)
    found = _POINT.fullmatch(value)
    if not found:
        return None
    year = int(found[1])
    month, day, week, weekend, season, quarter, half = found.groups()[1:]
    try:
        return _interval(year, month, day, week, weekend, season, quarter, half)
    except ValueError:
        return None


def _interval(
    year: int,
    month: str | None,
    day: str | None,
    week: str | None,
    weekend: str | None,
    season: str | None,
    quarter: str | None,
    half: str | None,
) -> tuple[str, str]:
    if day and month:
        one = date(year, int(month), int(day)).isoformat()
        return one, one
    if month:
        return _months(year, int(month), year, int(month))
    if week:
        first = date.fromisocalendar(year, int(week), 6 if weekend else 1)
        return first.isoformat(), (first + timedelta(days=1 if weekend else 6)).isoformat()
    if season:
        begin = _SEASONS[season]
        return _months(year, begin, year + (begin == 12), (begin + 1) % 12 + 1)
    if quarter:
        return _months(year, 3 * int(quarter) - 2, year, 3 * int(quarter))
    if half:
        return _months(year, 6 * int(half) - 5, year, 6 * int(half))
    return _months(year, 1, year, 12)


def _months(year: int, month: int, last_year: int, last_month: int) -> tuple[str, str]:
    first = date(year, month, 1)
    return first.isoformat(), date(last_year, last_month, monthrange(last_year, last_month)[1]).isoformat()
