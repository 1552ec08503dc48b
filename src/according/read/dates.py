"""Dates that a source states in full, in machine-readable or written form; nothing is guessed and nothing is relative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import pairwise

from dateparser.date import DateDataParser

from according.read.draft import Stated
from according.vocab import load_dating_words

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
_YEAR_DIGITS = re.compile(r"\d{4}")  # without them no full date stands anywhere
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?\s?m\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?")
_ZONE = re.compile(r"Z|[+-](?:0\d|1[0-4]):[0-5]\d|")
# Two days joined, of which neither is the date: "12-13 December 2016", "12 et 13 décembre 2016", "December 12 to 13, 2016".
_JOINED = r"\s*(?:[-–—/&]|to|and|until|till|et|au|und|bis|y|al|e|и|до|та|і|ve|و)\s*"
_RANGE = re.compile(
    rf"(?<![\d:./-])\d{{1,2}}(?:st|nd|rd|th|\.)?{_JOINED}\d{{1,2}}(?![\d:])(?:st|nd|rd|th)?[.,]?\s+(?:(?:de\s+)?[^\W\d]|\d{{4}})"
    r"|(?:19|20)\d\d\D.*(?<!\d)(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
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
    if stated := _iso(value) or _rfc2822(value) or _compact(value):
        return stated
    return None if _states_range(value) else _written(value) or _other_language(value)


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Each full date written in ``text[start:end]`` in digits or with a month's name, as ``(start, end, ISO date)``."""
    if not _YEAR_DIGITS.search(text, start, end):
        return
    found = [(*match.span(), day) for match in WRITTEN_DATE.finditer(text, start, end) if (day := _day_of(match))]
    for match in _named_months().finditer(text, start, end):
        if (day := _day_named(match)) and not any(a < match.end() and match.start() < b for a, b, _ in found):
            found.append((*match.span(), day))
    for one in sorted(found):
        if not _range_before().search(text[max(start, one[0] - 24) : one[0]]):
            yield one


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
    date_stated = _real_day(int(year), int(month), int(day))
    if not date_stated:
        return None
    zone, clock = (zone or "").upper(), clock.replace(",", ".")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    possible = _CLOCK.fullmatch(clock) and _ZONE.fullmatch(zone)
    return Stated(date_stated, f"{date_stated}T{clock}{zone}" if possible else None)


def _rfc2822(value: str) -> Stated | None:
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    timed = ":" in value and not _HALF_DAY.search(value)
    day = _real_day(at.year, at.month, at.day) if timed else None
    return Stated(day, at.isoformat()) if day else None


def _compact(value: str) -> Stated | None:
    found = _COMPACT.fullmatch(value)
    day = _real_day(*map(int, found.groups())) if found else None
    return Stated(day) if day else None


def _written(value: str) -> Stated | None:
    return next((Stated(day) for _, _, day in find_dates(value, 0, len(value))), None)


def _states_range(value: str) -> bool:
    """Whether the value joins two days or two dates instead of stating one."""
    dates = list(WRITTEN_DATE.finditer(value))
    if any(re.fullmatch(_JOINED, value[a.end() : b.start()], re.IGNORECASE) for a, b in pairwise(dates)):
        return True
    return bool(_RANGE.search(value)) and len(dates) < 2


def _other_language(value: str) -> Stated | None:
    # A year in any script's digits must stand there, and a letter; a date in digits or with a known month was found above, if any.
    if WRITTEN_DATE.search(value) or _named_months().search(value) or not _YEAR_DIGITS.search(value) or not re.search(r"[^\W\d_]", value):
        return None
    found = _languages.get_date_data(value).date_obj
    day = _real_day(found.year, found.month, found.day) if found else None
    return Stated(day) if day else None


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


@cache
def _range_before() -> re.Pattern[str]:
    """The first day of a stretch, right before its last: ``12-``, ``12 May to``."""
    month = "|".join((*_MONTHS, *map(re.escape, load_dating_words().months)))
    return re.compile(rf"(?<![\d:.-])\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s+(?:{month})[a-z.]*)?{_JOINED}$", re.IGNORECASE)


@cache
def _named_months() -> re.Pattern[str]:
    """A day, a month's name and a year, as most languages write them; or the three with the signs of East Asia."""
    name = "|".join(map(re.escape, sorted(load_dating_words().months, key=lambda name: (-len(name), name))))
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|º|ª|\.)?\s{{1,2}}(?:de\s)?ב?(?P<month>{name})\b\.?(?:\s?/\s?\w+)?[,،]?\s{{1,2}}(?:del?\s)?"
        r"(?P<year>\d{4})(?!\d)|(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        re.IGNORECASE,
    )


def _day_named(found: re.Match[str]) -> str | None:
    if found["y"]:
        return _real_day(int(found["y"]), int(found["m"]), int(found["d"]))
    month = load_dating_words().months.get(found["month"].lower())
    return _real_day(int(found["year"]), month, int(found["day"])) if month else None


def _unambiguous(year: int, a: int, b: int) -> str | None:
    """The day where only one of two orders is a date, or both are the same."""
    days = {day for day in (_real_day(year, a, b), _real_day(year, b, a)) if day}
    return days.pop() if len(days) == 1 else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _real_day(year: int, month: int, day: int) -> str | None:
    """The ISO form of a day that exists, between 1900 and 2100."""
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else None
    except ValueError:
        return None
