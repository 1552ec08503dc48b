"""What came so long after something else: "the raid came a day after shells hit the town" tells of two happenings, a day apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from according.events.lending import Settled
from according.events.mentions import Layout, Mention
from according.events.ties import Pairs

_COUNTS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {"a": 1, "an": 1}
_NUMBER = rf"(?:{'|'.join(_COUNTS)}|\d{{1,2}}|several|some|many|a\s+(?:few|couple\s+of))"
_AFTER = re.compile(rf"\b(?P<count>{_NUMBER})\s+(?P<unit>minute|hour|day|week|month|year)s?\s+after\b", re.IGNORECASE)
_BARE = re.compile(r"\b(?:minutes|hours|days|weeks|months|years)\s+after\b|\b(?:site|scene)\s+of\b", re.IGNORECASE)
_DAYS_AFTER = re.compile(r"(?:day|week|month|year)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.!?](?=\s|$)|\b(?:while|but|although)\b", re.IGNORECASE)
_COMES = re.compile(r"\b(?:comes?|came|coming)\s+(?:\w+\s+)?$", re.IGNORECASE)
"""Before the words: what came so long after may be what the sentence before tells of, "the incidents came a day after"."""
_BACK = 3  # sentences
_DAYS = {"day": 1, "week": 7}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something told so many ``days`` after something else: numbers of mentions, the ``later`` may be none.

    ``days`` is None where it is not told how many, as in "months after"; ``is_hours`` where it may have been the same day, as in
    "hours after" or "the scene of".
    """

    later: int | None
    earlier: tuple[int, ...]
    days: int | None
    is_hours: bool


def find_gaps(text: str, mentions: Sequence[Mention], layout: Layout) -> list[Gap]:
    """The gaps of a text in its order: the last mention before the words, and those behind them in their clause.

    "The raid came two days after shells hit Orna" has one of two days; "Orna, the scene of a raid" one of which nothing more is told.
    """
    numbers: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        numbers.setdefault(mention.sentence, []).append(number)
    gaps: list[Gap] = []
    for sentence, inside in numbers.items():
        start, end = layout.sentences[sentence]
        found = _AFTER.search(text, start, end) or _BARE.search(text, start, end)
        if found is None:
            continue
        before = [number for number in inside if mentions[number].trigger.span[1] <= found.start()]
        stop = _CLAUSE.search(text, found.end(), end)
        last = stop.start() if stop else end
        behind = tuple(number for number in inside if found.end() <= mentions[number].trigger.span[0] < last)
        if behind:
            later = before[-1] if before else _told_before(behind[0], mentions) if _COMES.search(text, start, found.start()) else None
            gaps.append(Gap(later, behind, _days(found), not _DAYS_AFTER.search(found.group())))
    return gaps


def _told_before(number: int, mentions: Sequence[Mention]) -> int | None:
    """The last mention of the sentences right before that of a mention."""
    sentence = mentions[number].sentence
    return next((at for at in range(number - 1, -1, -1) if 0 < sentence - mentions[at].sentence <= _BACK), None)


def _days(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    unit = _DAYS.get((groups.get("unit") or "").lower())
    count = (groups.get("count") or "").lower()
    number = _COUNTS.get(count) or (int(count) if count.isdigit() else None)
    return unit * number if unit and number else None


def part_by_gaps(pairs: Pairs, gaps: Sequence[Gap]) -> Pairs:
    """The pairs, with no chance for what came after something and that something."""
    apart = {(min(gap.later, one), max(gap.later, one)) for gap in gaps if gap.later is not None for one in gap.earlier}
    return {pair: float("-inf") if pair in apart else tie for pair, tie in pairs.items()}


def shift_dates(dates: Sequence[Settled], gaps: Sequence[Gap]) -> list[Settled]:
    """The dates, with that of what came before told from the day of what came after, unless its own sentence dates it otherwise.

    What came "months after" leaves it without a day, rather than with the same.
    """
    shifted = list(dates)
    for gap in gaps:
        later = shifted[gap.later] if gap.later is not None else None
        if later is None or later.date is None or gap.is_hours or not _DAY.fullmatch(later.date):
            continue
        day = (date.fromisoformat(later.date) - timedelta(days=gap.days or 0)).isoformat()
        for number in gap.earlier:
            mine = shifted[number]
            if gap.days is None:
                shifted[number] = Settled() if mine.date == later.date else mine
            elif mine.how in (None, "inherited") or mine.date == later.date:
                shifted[number] = Settled(day, "relative", ((day, 1.0),))
    return shifted
