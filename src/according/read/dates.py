"""Dates that a source states in full, in machine-readable or written form; nothing is guessed and nothing is relative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from dateparser.date import DateDataParser

from according.read.draft import Stated

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_WRITTEN = "|".join(
    (
        rf"\b{_MONTH.format('m1')}\s+{_DAY.format('d1')}(?:\s*,\s*|\s+|(?<=\d\d)){_YEAR.format('y1')}",
        rf"{_DAY.format('d2')}(?:\s+of)?[\s-]+{_MONTH.format('m2')},?[\s-]+{_YEAR.format('y2')}",
        rf"(?<![\d-]){_YEAR.format('y3')}[-/.](?P<m3>\d\d?)[-/.](?P<d3>\d\d?)(?!\d)",
        rf"(?<![\d./-])(?P<a4>\d\d?)(?P<sep>[-/.])(?P<b4>\d\d?)(?P=sep){_YEAR.format('y4')}",
    )
)
WRITTEN_DATE = re.compile(_WRITTEN, re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:T\d{6}Z?)?")
_LONGEST_DATE = 80
_TWITTER_EPOCH_MS = 1288834974657  # since November 2010 the number of a post on X holds its time
# Without memory of earlier dates, or the result would depend on what was read before.
_languages = DateDataParser(
    try_previous_locales=False, settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
)


def parse_stated(value: str) -> Stated | None:
    """The date that ``value`` states, None if it states none in full.

    Understood are ISO 8601 (also a year or month alone), RFC 2822 and dates written out in many languages. Numbers such
    as 05/04/2017, of which nobody can say which is the month, state no date.

    >>> parse_stated("Mon, 12 Dec 2016 23:30:00 +0200")
    Stated(date='2016-12-12', at='2016-12-12T23:30:00+02:00')
    >>> parse_stated("16 мая 2018 г.").date
    '2018-05-16'
    """
    value = value.strip()
    if not value or len(value) > _LONGEST_DATE:
        return None
    if _PARTIAL.fullmatch(value):
        return Stated(value)
    return _iso(value) or _rfc2822(value) or _compact(value) or _written(value) or _other_language(value)


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Each full date written in ``text[start:end]`` in digits or English, as ``(start, end, ISO date)``."""
    for found in WRITTEN_DATE.finditer(text, start, end):
        if day := _day_of(found):
            yield found.start(), found.end(), day


def post_number_date(number: str) -> Stated | None:
    """The UTC time that X wrote into a post's number, None for the older numbers that hold none.

    >>> post_number_date("1044502590266978309").date
    '2018-09-25'
    """
    milliseconds = (int(number) >> 22) + _TWITTER_EPOCH_MS
    if int(number) < 30_000_000_000_000_000 or milliseconds > 4_102_444_800_000:  # November 2010, the year 2100
        return None
    at = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return Stated(at.date().isoformat(), at.isoformat().replace("+00:00", "Z"))


def _iso(value: str) -> Stated | None:
    found = _ISO.match(value)
    if not found:
        return None
    year, month, day, clock, zone = found.groups()
    if not _real_day(int(year), int(month), int(day)):
        return None
    zone = (zone or "").upper()
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return Stated(f"{year}-{month}-{day}", f"{year}-{month}-{day}T{clock.replace(',', '.')}{zone}")


def _rfc2822(value: str) -> Stated | None:
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    if ":" not in value or at.year < 1900:
        return None
    return Stated(at.date().isoformat(), at.isoformat())


def _compact(value: str) -> Stated | None:
    found = _COMPACT.fullmatch(value)
    day = _real_day(*map(int, found.groups())) if found else None
    return Stated(day) if day else None


def _written(value: str) -> Stated | None:
    return next((Stated(day) for _, _, day in find_dates(value, 0, len(value))), None)


def _other_language(value: str) -> Stated | None:
    # A year in any script's digits must stand there, and a letter: bare numbers were tried above and are ambiguous.
    if not re.search(r"\d{4}", value) or not re.search(r"[^\W\d_]", value):
        return None
    found = _languages.get_date_data(value).date_obj
    return Stated(found.date().isoformat()) if found and 1900 <= found.year <= 2100 else None


def _day_of(found: re.Match[str]) -> str | None:
    part = found.groupdict()
    if part["y1"]:
        return _real_day(int(part["y1"]), _month(part["m1"]), int(part["d1"]))
    if part["y2"]:
        return _real_day(int(part["y2"]), _month(part["m2"]), int(part["d2"]))
    if part["y3"]:
        return _real_day(int(part["y3"]), int(part["m3"]), int(part["d3"]))
    if part["sep"] == ".":  # wherever dates are written with points the day comes first
        return _real_day(int(part["y4"]), int(part["b4"]), int(part["a4"]))
    return _unambiguous(int(part["y4"]), int(part["a4"]), int(part["b4"]))


def _unambiguous(year: int, a: int, b: int) -> str | None:
    """The day where only one of two orders is a date, or both are the same."""
    days = {day for day in (_real_day(year, a, b), _real_day(year, b, a)) if day}
    return days.pop() if len(days) == 1 else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _real_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
