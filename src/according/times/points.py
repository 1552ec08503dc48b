"""Points of the calendar as the words have them: what each rule for dates finds in its tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from according.times.context import is_bare_year, is_day_of_month
from according.times.expressions import Expression, gather
from according.times.moments import make_moment
from according.times.tokens import Tokens
from according.times.words import LETTERS, load_lexicon

_SHORT = len("24.02.22")
Builder = Callable[[Tokens, int, int], list[Expression]]


def _point(tokens: Tokens, first: int, last: int) -> list[Expression]:
    letter = tokens.letters[first]
    if letter in (LETTERS["iso"], LETTERS["numeric"]):
        return _digits(tokens, first, last)
    point = gather(tokens, first, last)
    if point.part and point.day:  # "the early summer": an ordinal before a season is no day
        point = replace(point, day=None)
    if LETTERS["quarter"] in tokens.letters[first:last] or (point.month is None and point.day):
        return _portion(tokens, first, last, point)
    if point.month and point.day and not is_day_of_month(tokens, first, last, point.year is not None):
        point = replace(point, day=None, last=_before_day(tokens, first, last))
    return [_yeared(tokens, point)]


def _yeared(tokens: Tokens, point: Expression) -> Expression:
    """The point with a year before Christ, a short year, or a year that the text has named ("of the same year")."""
    for at in range(point.first, point.last):
        letter = tokens.letters[at]
        if letter == LETTERS["short"]:
            point = replace(point, short_year=int(tokens.values[at]))
        elif letter == LETTERS["era"]:
            point = replace(point, year=_old(tokens, point.first, point.last))
    if point.unit == "Y" and point.anchor in ("last", "next", "this"):
        return point
    return replace(point, unit=None, anchor="that" if point.unit == "Y" else point.anchor)


def _old(tokens: Tokens, first: int, last: int) -> int | None:
    """The year that the era follows or precedes, negative before Christ."""
    era = tokens.letters.index(LETTERS["era"], first)
    for at in (era - 1, era + 1):
        if first <= at < last and isinstance(number := tokens.values.get(at), int) and number > 0:
            return -number if tokens.values[era] == "BC" else number
    return None


def _before_day(tokens: Tokens, first: int, last: int) -> int:
    for at in range(first, last):
        if tokens.letters[at] in (LETTERS["month"], LETTERS["weak"]):
            return at + 1
    return last


def _digits(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A date in figures; where day and month may be either, it has no value."""
    word = tokens.words[first]
    numbers = [int(one) for one in re.split("[-/.]", word[:10])]
    clock = f"T{word[11:]}" if len(word) > 10 else None
    if len(word) == _SHORT:
        numbers[2] += 2000
    if tokens.letters[first] == LETTERS["iso"] or numbers[0] > 31:
        orders = [numbers]
    elif "." in word:  # wherever dates are written with points the day comes first
        orders = [numbers[::-1]]
    else:
        orders = [numbers[::-1], [numbers[2], numbers[0], numbers[1]]]
    days = {tuple(order) for order in orders if make_moment(order[0], order[1], order[2])}
    if len(days) == 1:
        year, month, day = days.pop()
        return [Expression(first, last, "point", year=year, month=month, day=day, clock=clock)]
    return [Expression(first, last, "fixed")] if days else []


def _days(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """Days that share a month, as in "3 and 5 May": each its own expression."""
    whole = _yeared(tokens, gather(tokens, first, last))
    numbered = [at for at in range(first, last) if tokens.letters[at] in (LETTERS["day"], LETTERS["ord"])]
    found = []
    month_first = any(tokens.letters[at] in (LETTERS["month"], LETTERS["weak"]) for at in range(first, numbered[0]))
    for at in numbered:
        begin = first if at == numbered[0] else at
        end = last if at == numbered[-1] else at + 1
        found.append(replace(whole, first=begin, last=end, day=int(tokens.values[at]), weekday=None))
    if month_first and not is_day_of_month(tokens, first, last, whole.year is not None):
        return found[:1]
    return found


def _portion(tokens: Tokens, first: int, last: int, point: Expression) -> list[Expression]:
    """A quarter or half of a year."""
    letters = tokens.letters[first:last]
    if LETTERS["quarter"] in letters:
        at = first + letters.index(LETTERS["quarter"])
        return [replace(point, day=None, part=str(tokens.values[at]))]
    number = int(point.day or 0)
    if LETTERS["half"] in letters and number in (1, 2):
        return [_yeared(tokens, replace(point, day=None, part=f"H{number}"))]
    if point.unit == "Q" and 1 <= number <= 4:
        return [_yeared(tokens, replace(point, day=None, part=f"Q{number}", unit="Y" if point.year is None else None))]
    return [_yeared(tokens, replace(point, day=None))] if LETTERS["portion"] in letters else []


def _owned(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A weekday that has lost its apostrophe: "Mondays raid", but not "Mondays are quiet"."""
    return [gather(tokens, first, last)] if tokens.words[last] not in load_lexicon().around["verbs"] else []


def _month(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A month alone; the word that led to it is no part of it."""
    if tokens.letters[first] in (LETTERS["in"], LETTERS["prep"], LETTERS["to"], LETTERS["of"]):
        first += 1
    return [_yeared(tokens, gather(tokens, first, last))]


def _century(tokens: Tokens, first: int, last: int) -> list[Expression]:
    point = gather(tokens, first, last)
    number, old = int(point.day or 1), LETTERS["era"] in tokens.letters[first:last]
    stem = f"BC{number - 1:02d}" if old and tokens.values[tokens.letters.index(LETTERS["era"], first)] == "BC" else f"{number - 1:02d}"
    return [Expression(first, last, "fixed", value=stem)] if 1 <= number <= 30 else []


def _years(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A year and the end of the stretch it begins, as in "1914-18", or a month in figures, as in "2016-07"."""
    at = next(at for at in range(first, last) if tokens.letters[at] == LETTERS["year"])
    year = int(tokens.values[at])
    if at + 1 == last:
        return [Expression(first, last, "point", year=year)]
    number, width = tokens.values[last - 1], len(tokens.words[last - 1])
    if width != 2 or not isinstance(number, int):
        return _year(tokens, first, at + 1)
    if number > year % 100:
        return [Expression(first, at + 1, "point", year=year), Expression(last - 1, last, "point", year=year - year % 100 + number)]
    is_month = 1 <= number <= 12 and tokens.words[at + 1] == "-"
    return [Expression(first, last, "point", year=year, month=number)] if is_month else _year(tokens, first, at + 1)


def _year(tokens: Tokens, first: int, last: int) -> list[Expression]:
    point = _yeared(tokens, replace(gather(tokens, first, last), day=None, month=None))
    if point.year is None:
        return []
    if LETTERS["era"] in tokens.letters[first:last] or is_bare_year(tokens, first, last):
        return [point]
    return []


def _old_year(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """The first of two years that share an era, as in "264 to 241 BC"."""
    number, era = tokens.values[last - 1], tokens.values[last + 2]
    return [Expression(first, last, "point", year=-int(number) if era == "BC" else int(number))]


def _short_year(tokens: Tokens, first: int, last: int) -> list[Expression]:
    return [Expression(first, last, "point", short_year=int(tokens.values[last - 1]))]


def _weekday(tokens: Tokens, first: int, last: int) -> list[Expression]:
    return [gather(tokens, first, last)]


def _part_of(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A part of a day that is named behind it, as in "the early hours of Monday"."""
    said = gather(tokens, first, last)
    if said.weekday is None:
        return [replace(said, form="shift", count=said.count or 0, unit="D", anchor="published")]
    return [replace(said, unit=None)]


def _clock(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A time by the clock, in 24 hours."""
    hours, _, minutes = tokens.words[first].replace(".", ":").partition(":")
    hour, half_day = int(hours), next((tokens.values[at] for at in range(first, last) if tokens.letters[at] == LETTERS["meridiem"]), None)
    if half_day:
        if not 1 <= hour <= 12:
            return []
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if hour > 24 or int(minutes[:2] or 0) > 59:
        return []
    return [Expression(first, last, "clock", clock=f"T{hour:02d}:{minutes or '00'}", type="TIME")]


def _holiday(tokens: Tokens, first: int, last: int) -> list[Expression]:
    at = next(at for at in range(first, last) if tokens.letters[at] == LETTERS["holiday"])
    month, day = map(int, str(tokens.values[at]).split("-"))
    return [replace(gather(tokens, first, last), month=month, day=day)]


POINTS: dict[str, Builder] = {
    "point": _point,
    "days_month": _days,
    "month_days": _days,
    "month_year": _month,
    "lower_date": _point,
    "month": _month,
    "anchored_month": _month,
    "season": _month,
    "century": _century,
    "years": _years,
    "year": _year,
    "old_year": _old_year,
    "short_year": _short_year,
    "owned": _owned,
    "weekday": _weekday,
    "part_of": _part_of,
    "clock": _clock,
    "holiday": _holiday,
}
