"""Dates as people write them in tables, to ISO days; one that may be two days is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

Order = Literal["day", "month"]
"""What stands first in 03/04/2017."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3,9})\.?,?[\s.-]+(\d{4}|\d{2})", re.IGNORECASE)
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s+\d{1,2}:.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+\d{1,2}:.*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_coded_day(value: str, order: Order | None = None) -> str:
    """The ISO day; raises ``ValueError`` that says what is wrong.

    >>> [parse_coded_day(one) for one in ("2017-03-04 00:00:00.000", "4 March 2017", "04-Mar-17", "March 4, 2017", "25/03/2017")]
    ['2017-03-04', '2017-03-04', '2017-03-04', '2017-03-04', '2017-03-25']
    """
    text = value.strip()
    year, month, day = _parts(text, order)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no day in the calendar") from None


def widen(day: str, days: int) -> tuple[str, str]:
    """The days so many before and after."""
    middle = date.fromisoformat(day)
    around = timedelta(days=days)
    return max(date.min + around, middle - around).isoformat(), min(date.max - around, middle + around).isoformat()


def _parts(text: str, order: Order | None) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NAMED.fullmatch(text):
        return _year(found[3]), _month(found[2], text), int(found[1])
    if found := _NAME_FIRST.fullmatch(text):
        return int(found[3]), _month(found[1], text), int(found[2])
    if found := _NUMBERS.fullmatch(text):
        return int(found[3]), *_in_order(int(found[1]), int(found[2]), order, text)
    raise ValueError(f"{text!r} is no date" if text else "has no date")


def _in_order(first: int, second: int, order: Order | None, text: str) -> tuple[int, int]:
    """Month and day of two numbers."""
    if first > 12 or (order == "day" and second <= 12) or first == second:
        return second, first
    if second > 12 or order == "month":
        return first, second
    raise ValueError(f"{text!r} may be two days: say which number comes first (--dates day or --dates month)")


def _year(given: str) -> int:
    number = int(given)
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _month(name: str, text: str) -> int:
    short = name[:3].lower()
    if short not in _MONTHS:
        raise ValueError(f"{text!r} is no date: {name!r} is no month")
    return _MONTHS.index(short) + 1
