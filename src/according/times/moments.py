"""A point of the calendar known as far as the text says it, and reckoning with it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1, 9999
_DAYS = {"D": 1, "W": 7, "FN": 14}
_YEARS = {"Y": 1, "DE": 10, "CE": 100}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, year or a part of one, for example the spring of 1918; ``year`` is negative before Christ.

    ``part`` names a part of the year (``SP``, ``Q2``, ``H1``), ``week`` an ISO week (``W49``, ``W49-WE``) and ``clock`` a part of
    the day (``TMO``, ``T10:30``), all as TimeML writes them.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None
    week: str | None = None
    clock: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def to_date(self) -> date | None:
        """The day, None if it is not known or no day of the calendar."""
        if self.month is None or self.day is None or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return None
        return date(self.year, self.month, self.day)


def make_moment(
    year: int, month: int | None = None, day: int | None = None, part: str | None = None, clock: str | None = None
) -> Moment | None:
    """A moment, None if the calendar has no such day."""
    if year == 0 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and (month is None or not 1 <= day <= _days_in(year, month)):
        return None
    return Moment(year, month, day, part, None, clock)


def moment_of(day: date, clock: str | None = None) -> Moment:
    """The moment of a day."""
    return Moment(day.year, day.month, day.day, None, None, clock)


def to_value(moment: Moment) -> str:
    """The moment in TimeML.

    >>> to_value(Moment(1918, part="SP")), to_value(Moment(-264, 12)), to_value(Moment(2016, 12, 12, clock="TNI"))
    ('1918-SP', 'BC0264', '2016-12-12TNI')
    """
    year = f"{moment.year:04d}" if moment.year >= 0 else f"BC{-moment.year:04d}"
    if moment.year < 0 and not moment.part:
        return year  # TimeML has no months before our era
    if moment.week or moment.part:
        return f"{year}-{moment.week or moment.part}"
    month = "" if moment.month is None else f"-{moment.month:02d}"
    day = "" if moment.day is None else f"-{moment.day:02d}"
    return year + month + day + (moment.clock or "" if day else "")


def parse_day(value: str | None) -> date | None:
    """The day that an ISO date begins with; None where it states no whole day, or one at the ends of the calendar."""
    try:
        day = date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR < day.year < LAST_YEAR else None


def shift(moment: Moment, count: float, unit: str) -> Moment | None:
    """The moment that many units on, as exactly as the unit and the moment allow; None if that cannot be said.

    Days shift days, weeks shift days to weeks, months give a month and years a year.

    >>> shift(Moment(1915, 5, 23), 15, "M")
    Moment(year=1916, month=8, day=None, part=None, week=None, clock=None)
    """
    if unit in _YEARS:
        return _year_on(moment.year, int(count * _YEARS[unit]))
    if unit == "M":
        return None if moment.month is None else _months_on(moment, int(count))
    day = moment.to_date()
    if day is None or unit not in _DAYS:
        return None
    try:
        there = day + timedelta(days=int(count * _DAYS[unit]))
    except OverflowError:
        return None
    return moment_of(there) if unit == "D" else week_of(there)


def week_of(day: date, weekend: bool = False) -> Moment:
    """The ISO week of a day, or its Saturday and Sunday."""
    year, week, _ = day.isocalendar()
    return Moment(year, week=f"W{week:02d}-WE" if weekend else f"W{week:02d}")


def weekday_near(day: date, weekday: int, how: str) -> date:
    """The weekday (1 to 7) nearest to a day.

    ``how``: ``past`` (on or before it), ``before``, ``after``, ``future`` (on or after it) or ``week`` (in its ISO week).
    """
    ahead = (weekday - day.isoweekday()) % 7
    if how == "week":
        return day + timedelta(days=weekday - day.isoweekday())
    if how in ("after", "future"):
        return day + timedelta(days=ahead if ahead or how == "future" else 7)
    back = (7 - ahead) % 7
    return day - timedelta(days=back if back or how == "past" else 7)


def with_clock(moment: Moment, clock: str) -> Moment:
    """The moment at a part of its day."""
    return replace(moment, clock=clock)


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1] if FIRST_YEAR <= year <= LAST_YEAR else monthrange(2000, month)[1]


def _year_on(year: int, count: int) -> Moment | None:
    there = year + count
    return Moment(there) if abs(there) <= LAST_YEAR and there != 0 and (there > 0) == (year > 0) else None


def _months_on(moment: Moment, count: int) -> Moment | None:
    months = moment.year * 12 + (moment.month or 1) - 1 + count
    return Moment(months // 12, months % 12 + 1) if FIRST_YEAR <= months // 12 <= LAST_YEAR else None
