"""What a reading gives to each of its sentences: days, places, figures, and who says it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from according.model import Figure, Place, Reading, Span
from according.reconcile.wording import find_sentences

SHORT = timedelta(days=7)
"""What lasts no longer than this can date a happening."""
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_HEADING = 80
"""A full date among the first characters of a text is that of the text."""
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
        for place in reading.places:
            self.places[self.number(place.span)].append(place)
        self.figures: dict[tuple[int, str], list[Figure]] = defaultdict(list)
        for figure in sorted(reading.figures, key=lambda one: one.span):
            self.figures[self.number(figure.span), figure.measure].append(figure)
        self.who = {claim.id: claim.who for claim in reading.claims}
        self.times: dict[int, list[tuple[Span, Days, str]]] = defaultdict(list)
        self.said: dict[int, Days] = {}
        cues = sorted(claim.cue for claim in reading.claims if claim.cue)
        for time in reading.times:
            days = parse_days((time.value or "").partition("T")[0])
            is_heading = time.how == "explicit" and (time.span[0] < _HEADING or time.value == reading.report.published)
            if days and days[1] - days[0] <= SHORT and not is_heading:
                number = self.number(time.span)
                if _is_said(self.text, time.span, cues):
                    self.said[number] = days
                else:
                    self.times[number].append((time.span, days, time.how))

    def number(self, span: Span) -> int:
        """The number of the sentence in which a span begins."""
        return max(0, bisect_right(self._starts, span[0]) - 1)


def _is_said(text: str, time: Span, cues: Sequence[Span]) -> bool:
    """Whether a time stands right behind words of saying, and so tells when something was said."""
    at = bisect_right(cues, (time[0], time[0])) - 1
    if at < 0:
        return False
    gap = time[0] - cues[at][1]
    return 0 <= gap <= _BESIDE or (gap > 0 and _STATED.fullmatch(text, cues[at][1], time[0]) is not None)
