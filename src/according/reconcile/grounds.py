"""What a reading gives to each of its sentences: days, places, figures, and who says it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from according.model import Figure, Place, Reading, Span, Time
from according.sentences import THAT_ON, find_sentences

SHORT = timedelta(days=7)
"""What lasts no longer than this can date a happening."""
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_HEADING = 80
"""A full date among the first characters of a text is that of the text."""
_DATELINE = re.compile(r"[^\n]{0,40}?(?:\(|—|–|\s-\s|\.\s|:\s)")
"""What follows a place at the head of a text that is a dateline: "ORNA, May 4 (KNA) -"."""
_TOWN_KM = 60.0
"""What reaches further than this is no town."""
_SPAN_FROM = re.compile(r"\b(?:between|since|from|until)\s+(?:[a-z]+\s+){0,4}$", re.IGNORECASE)
_SPAN_TO = re.compile(r"\s*(?:and|to|until|till|through|[-–])\s*(?:the\s+)?", re.IGNORECASE)
"""Words that make two days the ends of a period: "between 4 May and 9 July"."""
_BESIDE = 16  # characters between "said" and "on Monday"
_STATED = re.compile(r"\s+in\s+(?:an?|its|his|her|their|the)\s+(?:[\w-]+\s+){1,3}(?:on\s+|late\s+|early\s+)?")
"""What else may stand between them: "said in a statement on Monday"."""

Days = tuple[date, date]


def parse_days(iso: str | None) -> Days | None:
    """The first and last day of a date, an interval, a week, a weekend, a month or a year; None for what is none.

    >>> [day.isoformat() for day in parse_days("2031-02/2031-03-04")]
    ['2031-02-01', '2031-03-04']
    """
    first, _, last = (iso or "").partition("/")
    try:
        if not last and (week := _WEEK.fullmatch(first)):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return monday + timedelta(days=5 if week[3] else 0), monday + timedelta(days=6)
        begin, end = _day(first, False), _day(last or first, True)
    except (ValueError, OverflowError):
        return None
    return (begin, end) if begin <= end else None


def _day(iso: str, is_last: bool) -> date:
    if not _DAY.fullmatch(iso):
        raise ValueError(iso)
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12 if is_last else 1
    if len(parts) > 2 or not is_last:
        return date(year, month, parts[2] if len(parts) > 2 else 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Grounds:
    """What a reading gives its passages: sentences, and which places and figures stand in which."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.report.text
        self.sentences = find_sentences(self.text) or [(0, len(self.text))]
        self._starts = [start for start, _ in self.sentences]
        self.places: dict[int, list[Place]] = defaultdict(list)
        self.dateline = foreign_dateline(self.text, reading.places)
        for place in reading.places:
            if place.span != self.dateline:
                self.places[self.number(place.span)].append(place)
        self.figures: dict[tuple[int, str], list[Figure]] = defaultdict(list)
        for figure in sorted(reading.figures, key=lambda one: one.span):
            self.figures[self.number(figure.span), figure.measure].append(figure)
        self.who = {claim.id: claim.who for claim in reading.claims}
        self.times: dict[int, list[tuple[Span, Days, str]]] = defaultdict(list)
        self.said: dict[int, Days] = {}
        cues = sorted(claim.cue for claim in reading.claims if claim.cue)
        ends = _find_periods(self.text, reading.times)
        for time in reading.times:
            days = ends.get(time.span) or parse_days((time.value or "").partition("T")[0])
            is_short = days is not None and days[1] - days[0] <= SHORT and not _is_heading(self.text, time, reading.report.published)
            if days and (is_short or time.span in ends):
                number = self.number(time.span)
                if _is_said(self.text, time.span, cues) or _is_before_cue(self.text, time.span, cues):
                    self.said[number] = days
                else:
                    self.times[number].append((time.span, days, time.how))

    def number(self, span: Span) -> int:
        """The number of the sentence in which a span begins."""
        return max(0, bisect_right(self._starts, span[0]) - 1)


def _is_heading(text: str, time: Time, published: str | None) -> bool:
    """Whether a day is that of the text, and of nothing told in it: in a dateline, or given in full once more."""
    is_early, is_own = time.span[0] < _HEADING, time.value == published
    if time.how == "explicit":
        return is_early or is_own
    has_number = any(letter.isdigit() for letter in text[slice(*time.span)])
    return is_early and is_own and has_number and not text[: time.span[0]].endswith("on ")


def _find_periods(text: str, times: Sequence[Time]) -> dict[Span, Days]:
    """The whole period at both of its ends: "between 4 May and 9 July"."""
    found: dict[Span, Days] = {}
    for one, other in pairwise(times):
        first, last = (parse_days((time.value or "").partition("T")[0]) for time in (one, other))
        if not first or not last or first[0] >= last[1] or not _SPAN_TO.fullmatch(text, one.span[1], other.span[0]):
            continue
        if _SPAN_FROM.search(text, max(0, one.span[0] - 40), one.span[0]):
            found[one.span] = found[other.span] = (first[0], last[1])
    return found


def foreign_dateline(text: str, places: Sequence[Place]) -> Span | None:
    """The place of a dateline in whose country no other place of the report lies: where it was written, and nothing happened.

    Nothing is known of a report that names no place elsewhere, nor where none of its places has a position.
    """
    first = places[0] if places else None
    if first is None or first.country is None or text[: first.span[0]].strip() or not _DATELINE.match(text, first.span[1]):
        return None
    others = [place for place in places[1:] if place.country and place.lat is not None]
    at_home = any(place.country == first.country and (place.radius_km or 0.0) <= _TOWN_KM for place in others)
    return first.span if others and not at_home and any(place.country != first.country for place in others) else None


def _is_before_cue(text: str, time: Span, cues: Sequence[Span]) -> bool:
    """Whether a time stands right before a word of saying: "the army on Friday denied"."""
    at = bisect_left(cues, (time[1], 0))
    return at < len(cues) and text[time[1] : cues[at][0]].isspace() and text[: time[0]].endswith(" on ")


def _is_said(text: str, time: Span, cues: Sequence[Span]) -> bool:
    """Whether a time stands right behind words of saying, and so tells when something was said."""
    at = bisect_right(cues, (time[0], time[0])) - 1
    if at < 0:
        return False
    gap = time[0] - cues[at][1]
    if THAT_ON.fullmatch(text, cues[at][1], time[0]):
        return False  # "said that on Monday shells fell"
    return 0 <= gap <= _BESIDE or (gap > 0 and _STATED.fullmatch(text, cues[at][1], time[0]) is not None)
