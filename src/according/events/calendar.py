"""The dates that time expressions give to happenings, in the guidelines' form: a day, a month, a year, or an interval ``A/B``."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from according.events.mentions import Layout
from according.events.stretches import stretch_from, stretches_of
from according.model import Span, Time
from according.sentences import THAT_ON

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SPECIAL = re.compile(r"(\d{4})-(?:W(\d\d)(-WE)?|Q([1-4])|H([12])|(SP|SU|FA|WI))")
_STEM = re.compile(r"\d{3}")
_DATELINE_ENDS = 400
_UNDER_PREPOSITION = re.compile(
    r"(?<!posted )(?<!published )(?<!updated )(?<!publication )\b(?:on|of|in|by|until|since|from|to|before|after|for|and)\s+(?:the\s)?$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:^|\n)(?:[^\n]{0,12}\s)?(?P<place>[A-Z][A-Za-z’'. /-]{2,30})(?:,[ \w.]{2,24})?[,(]?\s*$")
_AGENCY = re.compile(r",?\s*\([^()\n]{2,40}\)\s*[-–—]{1,2}\s")
_BEHIND_PLACE = re.compile(r"\)?\s*[-–—]{1,2}\s")
_SINCE_THEN = re.compile(r"\bsince then\b", re.IGNORECASE)
_SAID_REACH = 70
_LINKED = re.compile(
    r"\s*(?:night|morning|evening|afternoon)?\s*(?:,?\s*(?:and|to|until|till|through)\s+(?:on\s+|from\s+)?(?:the\s+)?(?:early\s+|late\s+)?|[-–—/])\s*",
    re.IGNORECASE,
)
_LONGEST_LINK = 24
_NIGHT = re.compile(r"\bovernight\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:past|last|previous)\b", re.IGNORECASE)
_DURATION = re.compile(r"P(?:(\d{1,3})W|(\d{1,3})D|T(\d{1,3})H)")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression that can date a happening.

    ``within`` says how much it covers, ``opens`` whether it is where a stretch begins that goes on to the day of
    publication; ``cue`` are the words of saying right before or behind it, which may be what it dates.
    """

    span: Span
    date: str
    how: str
    sentence: int
    line: int
    within: str
    opens: bool
    is_publication: bool
    cue: Span | None = None


def to_date(value: str | None) -> str | None:
    """The date that a TimeML value gives, None for durations, sets, vague references and days that do not exist.

    >>> to_date("2016-07-08TNI"), to_date("2016-W29"), to_date("P3D"), to_date("2016-02-30")
    ('2016-07-08', '2016-07-18/2016-07-24', None, None)
    """
    value = (value or "").partition("T")[0]
    try:
        if found := _POINT.fullmatch(value):
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return value
        if found := _SPECIAL.fullmatch(value):
            return _interval(*found.groups())
    except (ValueError, OverflowError):
        return None
    return f"{value}0/{value}9" if _STEM.fullmatch(value) and value != "000" else None


def _interval(year: str, week: str | None, weekend: str | None, quarter: str | None, half: str | None, season: str | None) -> str:
    if week:
        first = date.fromisocalendar(int(year), int(week), 6 if weekend else 1)
        return f"{first.isoformat()}/{(first + timedelta(days=1 if weekend else 6)).isoformat()}"
    if season:
        begin = _SEASONS[season]
        end_year, end = (int(year) + 1, 2) if begin == 12 else (int(year), begin + 2)
        return f"{year}-{begin:02}/{end_year:04}-{end:02}"
    if quarter:
        return f"{year}-{3 * int(quarter) - 2:02}/{year}-{3 * int(quarter):02}"
    return f"{year}-01/{year}-06" if half == "1" else f"{year}-07/{year}-12"


def extent(iso: str) -> str:
    """How much a date covers: interval, day, month or year."""
    return "interval" if "/" in iso else {10: "day", 7: "month"}.get(len(iso), "year")


def bounds(iso: str) -> tuple[str, str]:
    """The first and the last part of a date, for comparing: as strings that sort like days."""
    first, _, last = iso.partition("/")
    return first, (last or first) + "-99"


def days_between(one: str, other: str) -> int:
    """How many days lie at least between two dates, 0 where they overlap.

    >>> days_between("2016-05-30", "2016-06"), days_between("2016-05/2016-06", "2016-06-03"), days_between("2015", "2017-01-02")
    (2, 0, 368)
    """
    (_, until), (begin, _) = sorted((_first_and_last(one), _first_and_last(other)))
    return max(0, begin.toordinal() - until.toordinal())


def _first_and_last(iso: str) -> tuple[date, date]:
    """The first and the last day of a date."""
    first, _, last = iso.partition("/")
    year, month, day = (*map(int, first.split("-")), 1, 1)[:3]
    begin = date(year, month, day)
    year, month, day = (*map(int, (last or first).split("-")), 0, 0)[:3]
    if year > MAXYEAR:
        return begin, date.max
    return begin, date(year, month or 12, day or monthrange(year, month or 12)[1])


def make_dated(text: str, times: Sequence[Time], layout: Layout, published: str | None, cues: Sequence[Span] = ()) -> list[Dated]:
    """The expressions of a text that can date a happening, in its order; "Friday and Saturday" and "since 2012" are intervals.

    The date with which a text dates itself is none of them. What a war has cost "since it began in 2012" is given both
    dates: that of the beginning, and the stretch. ``cues`` are the words that introduce what someone says.

    >>> text = "in the past 24 hours"
    >>> make_dated(text, [Time((7, 20), "PT24H", "DURATION", "explicit")], Layout(text, []), "2031-05-14")[0].date
    '2031-05-13/2031-05-14'
    """
    today = _day(published)
    valued = sorted(((t.span, iso, t.how) for t in times if (iso := _date_of(text, t, today))), key=lambda v: v[0])
    valued = [one for one in valued if not _is_dateline(text, one, published)]
    cues = sorted(cues)
    dated = []
    at = 0
    while at < len(valued):
        span, iso, how = valued[at]
        if at + 1 < len(valued) and (joined := _joined(text, valued[at], valued[at + 1])):
            span, iso = joined
            at += 1
        sentence, line = layout.sentence(span[0]), layout.line(span[0])
        cue = _cue_beside(text, cues, span, layout)
        for date_, opens in stretches_of(text, span, iso, today):
            dated.append(Dated(span, date_, how, sentence, line, extent(date_), opens, date_ == published, cue))
        at += 1
    return _with_since_then(text, dated, layout, today)


def _with_since_then(text: str, dated: Sequence[Dated], layout: Layout, today: date | None) -> list[Dated]:
    """The dates, and "since then" where it stands behind one: the stretch from that date on."""
    found = list(dated)
    for then in _SINCE_THEN.finditer(text) if today else ():
        before = next((one for one in reversed(dated) if one.span[0] < then.start()), None)
        if before is None or before.opens:
            continue
        sentence = layout.sentence(then.start())
        iso = stretch_from(before.date, today)
        if iso and iso != before.date and sentence - before.sentence <= 1:
            found.append(Dated(then.span(), iso, "relative", sentence, layout.line(then.start()), extent(iso), True, False))
    return sorted(found, key=lambda one: (one.span, one.date))


def _is_dateline(text: str, one: tuple[Span, str, str], published: str | None) -> bool:
    """Whether an expression only dates the text: the whole day of publication at its head, under no preposition.

    Behind the place from which the report comes any day does: "KESH, May 14 (Agency) -".
    """
    (start, end), iso, _ = one
    if start < _DATELINE_ENDS and len(iso) == 10 and (found := _PLACED.search(text[max(0, start - 80) : start])):
        is_written_large = found["place"].isupper()
        if _AGENCY.match(text, end) or (is_written_large and _BEHIND_PLACE.match(text, end)):
            return True
    if iso != published or start >= _DATELINE_ENDS or iso[:4] not in text[start:end]:
        return False
    return not _UNDER_PREPOSITION.search(text, max(0, start - 24), start)


def _cue_beside(text: str, cues: Sequence[Span], span: Span, layout: Layout) -> Span | None:
    """The nearest words of saying in the sentence of an expression, those before it first; not "said that on Friday"."""
    at = bisect_left(cues, span)
    sentence = layout.sentence(span[0])
    for cue in (*reversed(cues[max(0, at - 1) : at]), *cues[at : at + 1]):
        gap = span[0] - cue[1] if cue < span else cue[0] - span[1]
        if (
            0 <= gap <= _SAID_REACH
            and layout.sentence(cue[0]) == sentence
            and not (cue < span and THAT_ON.fullmatch(text, cue[1], span[0]))
        ):
            return cue
    return None


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None


def _date_of(text: str, time: Time, today: date | None) -> str | None:
    """The date of an expression: a night is two days, this week ends with the day of publication, "the past two days" as well."""
    if time.type not in ("DATE", "TIME"):
        return _just_past(text, time, today)
    iso = to_date(time.value)
    if iso and len(iso) == 10 and _NIGHT.search(text, *time.span) and iso > "0001-01-01":
        return f"{(date.fromisoformat(iso) - timedelta(days=1)).isoformat()}/{iso}"
    if iso and today and len(iso) == 21 and iso[:10] < today.isoformat() < iso[11:]:
        return f"{iso[:11]}{today.isoformat()}"
    return iso


def _just_past(text: str, time: Time, today: date | None) -> str | None:
    """What a duration covers that ends with the day of publication."""
    found = _DURATION.fullmatch(time.value or "")
    if not found or not today or not _PAST.search(text, max(0, time.span[0] - 16), time.span[1]):
        return None
    days = int(found[1]) * 7 if found[1] else int(found[2]) if found[2] else -(-int(found[3]) // 24)
    if days >= today.toordinal():
        return None
    return f"{(today - timedelta(days=days)).isoformat()}/{today.isoformat()}"


def _joined(text: str, one: tuple[Span, str, str], other: tuple[Span, str, str]) -> tuple[Span, str] | None:
    """Two days or months that are named as one stretch: "from 3 to 5 May", "on Friday and Saturday"."""
    (start, end), first, _ = one
    (begin, close), last, _ = other
    if len(first) != len(last) or "/" in first or first >= last or not 0 <= begin - end <= _LONGEST_LINK:
        return None
    return ((start, close), f"{first}/{last}") if _LINKED.fullmatch(text, end, begin) else None
