"""Time expressions set against the calendar: against the day of publication, or against the date that the text has come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from according.times.expressions import Expression
from according.times.moments import Moment, make_moment, moment_of, shift, to_value, week_of, weekday_near, with_clock

_SEASON_ENDS = {"SP": 6, "SU": 9, "FA": 12, "WI": 3}
_NEAR = timedelta(days=31)
_STEP = {"following": 1, "next": 1, "coming": 1, "previous": -1, "last": -1}
_DEICTIC = ("last", "next", "coming", "this")


@dataclass(slots=True)
class Anchors:
    """What the text has come to: the day of publication, the last year, month and day that it named.

    ``year_in_force`` is a year that a dated text tells of, until its paragraph ends; ``left`` is where the text was before a
    year was named in passing.
    """

    published: date | None
    year: int | None = None
    moment: Moment | None = None
    day: Moment | None = None
    year_in_force: int | None = None
    left: tuple[int | None, Moment | None, Moment | None] | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with its type and how it was known; ``moment`` where it is a point of the calendar."""

    value: str | None
    type: str
    how: str
    moment: Moment | None = None


def resolve(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Resolved:
    """The value of one expression; ``tense`` tells, if need be, whether its sentence speaks of the past or future."""
    if one.form == "fixed":
        return Resolved(one.value, one.type, one.how)
    if one.stem is not None:
        return Resolved(one.stem, "DATE", "explicit")
    moment = _RESOLVERS[one.form](one, anchors, tense)
    explicit = one.form == "point" and one.year is not None
    how = "explicit" if explicit else "vague" if one.form == "shift" and one.count is None else "relative"
    timed = one.clock is not None
    if moment is not None and timed and moment.is_day:
        moment = with_clock(moment, str(one.clock))
    if moment is None:
        ahead = {"published": "PAST_REF"}.get(one.anchor or "") if how == "vague" else None
        return Resolved(ahead, "TIME" if timed else "DATE", how)
    return Resolved(to_value(moment), "TIME" if timed and moment.is_day else "DATE", how, moment)


def note(anchors: Anchors, one: Expression, resolved: Resolved, in_passing: bool) -> None:
    """Lets the text come to this moment; one named in passing holds until its sentence ends, one looked back on not at all."""
    moment = resolved.moment
    if moment is None or (one.form == "shift" and one.unit in ("Y", "DE", "CE") and (one.count or 0) < 0):
        return
    if in_passing:
        anchors.left = anchors.left or (anchors.year, anchors.moment, anchors.day)
    elif one.year is not None or one.form == "shift":
        anchors.left = None
    anchors.moment, anchors.year = moment, moment.year
    if moment.is_day:
        anchors.day = replace(moment, clock=None)


def end_sentence(anchors: Anchors) -> None:
    """Takes the text back to where it was before a year was named in passing."""
    if anchors.left is not None:
        anchors.year, anchors.moment, anchors.day = anchors.left
        anchors.left = None


def _point(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Moment | None:
    if one.weekday is not None and one.month is None:
        return _weekday(one, anchors, tense)
    year = one.year
    if year is None and one.short_year is not None:
        year = _full_year(one.short_year, anchors)
    if year is None and one.unit == "Y":
        year = anchors.published.year + _STEP.get(one.anchor or "", 0) if anchors.published else None
        return None if year is None else make_moment(year, one.month, one.day, one.part)
    if year is None and one.anchor in ("that", "same", "following", "previous") and one.part is not None:
        year = None if anchors.year is None else anchors.year + _STEP.get(one.anchor, 0)
    if year is None:
        year = _year_of(one, anchors, tense)
    if year is None or (one.month is not None and not 1 <= one.month <= 12):
        return None
    return make_moment(year, one.month, one.day, one.part)


def _full_year(short: int, anchors: Anchors) -> int | None:
    """The year of two figures in the century that the text has come to."""
    year = anchors.year if anchors.year is not None else anchors.published.year if anchors.published else None
    if year is None or year < 1000:
        return None
    full = year - year % 100 + short
    return full - 100 if full > year + 30 else full + 100 if full < year - 70 else full


def _year_of(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> int | None:
    """The year of an undated day, month or season."""
    if one.anchor == "that" and anchors.year is not None:
        return anchors.year
    if anchors.published is None:
        return None if one.anchor in _DEICTIC else _narrated_year(one, anchors)
    if anchors.year_in_force is not None and one.anchor not in _DEICTIC:
        return _year_in_force(one, anchors.year_in_force, anchors.moment, anchors.published)
    if one.part is not None:
        return _season_year(one, anchors.published, tense)
    if one.month is None:
        return anchors.published.year
    return _nearest_year(one, anchors.published, tense)


def _year_in_force(one: Expression, year: int, come_to: Moment | None, published: date) -> int:
    """The year that the text tells of, or the next one for a day in an earlier month than it has come to, if that day was before print."""
    is_earlier = come_to is not None and come_to.year == year and come_to.month is not None and (one.month or 13) < come_to.month
    return year + (
        is_earlier and one.day is not None and (year + 1, one.month, one.day) <= (published.year, published.month, published.day)
    )


def _narrated_year(one: Expression, anchors: Anchors) -> int | None:
    """The year that the narrative has come to: behind a December, January is the next year's."""
    turns = anchors.moment is not None and anchors.moment.month == 12 and one.month == 1
    return anchors.year + turns if anchors.year is not None else None


def _season_year(one: Expression, published: date, tense: Callable[[], str | None]) -> int:
    if one.anchor == "last":
        return published.year if _SEASON_ENDS.get(one.part or "", 13) <= published.month else published.year - 1
    if one.anchor in ("next", "coming"):
        return published.year if _SEASON_ENDS.get(one.part or "", 0) - 3 > published.month else published.year + 1
    begins = _SEASON_ENDS.get(one.part or "", 3) - 3
    return published.year - 1 if one.anchor is None and begins > published.month and tense() != "future" else published.year


def _nearest_year(one: Expression, published: date, tense: Callable[[], str | None]) -> int:
    """The year that puts a day or month behind the report, or ahead of it where the words say so."""
    month, day = one.month or 1, one.day or 1
    this = (month, day) if one.day else (month, published.day)
    now = (published.month, published.day)
    if one.anchor == "last":
        return published.year if this < now else published.year - 1
    if one.anchor in ("next", "coming"):
        return published.year if this > now else published.year + 1
    if one.anchor == "this":
        return published.year
    if tense() == "future":
        return published.year if this >= now else published.year + 1
    if this <= now:
        soon = (date(published.year + 1, month, min(day, 28)) - published) <= _NEAR and one.day is not None
        return published.year + 1 if soon else published.year
    soon = (date(published.year, month, min(day, 28)) - published) <= _NEAR and one.day is not None
    return published.year if soon else published.year - 1


def _weekday(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Moment | None:
    """A weekday: of the publication, or of the day that the text has come to where the words point there."""
    weekday = int(one.weekday or 1)
    if one.anchor in ("that", "same", "following", "previous") or (one.anchor == "next" and one.definite):
        day = anchors.day.to_date() if anchors.day else None
        how = {"previous": "before", "that": "week", "same": "week"}.get(one.anchor, "after")
        return moment_of(weekday_near(day, weekday, how)) if day else None
    if anchors.published is None:
        return None
    return moment_of(weekday_near(anchors.published, weekday, _side(one.anchor, tense)))


def _side(anchor: str | None, tense: Callable[[], str | None]) -> str:
    """On which side of the publication a weekday lies: behind it, unless the words put it ahead; "this Friday" the other way round."""
    if anchor == "last":
        return "before"
    if anchor in ("next", "coming"):
        return "after"
    ahead = tense() != "past" if anchor == "this" else tense() == "future"
    return "future" if ahead else "past"


def _shift(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Moment | None:
    if one.count is None or one.unit is None:
        return None
    if one.anchor == "published":
        start = moment_of(anchors.published) if anchors.published else None
    else:
        start = anchors.day if one.unit in ("D", "W", "FN") else anchors.moment
    return shift(start, one.count, one.unit) if start else None


def _unit(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Moment | None:
    """A day, week, month or year that a word points to: by publication, or by where the text is."""
    anchor, unit = one.anchor or "that", one.unit or "D"
    if anchor == "near":
        return week_of(weekday_near(anchors.published, 6, _side(None, tense)), weekend=True) if anchors.published else None
    deictic = anchor in _DEICTIC and not (one.definite and anchor == "next") and not (anchor == "this" and unit == "D" and not one.clock)
    if deictic or (anchor == "that" and one.definite and anchors.year_in_force is None and unit != "D" and anchors.published):
        start = moment_of(anchors.published) if anchors.published else None
    else:
        start = anchors.day if unit in ("D", "W", "WE") else anchors.moment
    return _unit_at(start, unit, _STEP.get(anchor, 0)) if start else None


def _unit_at(start: Moment, unit: str, step: int) -> Moment | None:
    if unit in ("W", "WE"):
        there = shift(start, 7 * step, "D")
        day = there.to_date() if there else None
        return week_of(day, unit == "WE") if day else None
    if unit == "Q":
        return None
    if unit == "DE" or unit == "CE":
        return None
    return shift(start, step, unit)


def _clock(one: Expression, anchors: Anchors, tense: Callable[[], str | None]) -> Moment | None:
    return anchors.day


_RESOLVERS: dict[str, Callable[[Expression, Anchors, Callable[[], str | None]], Moment | None]] = {
    "point": _point,
    "shift": _shift,
    "unit": _unit,
    "clock": _clock,
}
