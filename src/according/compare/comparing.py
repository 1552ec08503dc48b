"""Compares coded events with the account, one by one: which it has, which not and why, and where the two differ.

The table is one more source and no standard: a difference does not say who is right, and what the account lacks may be what its reports
lack. Nothing of the table is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from according.compare.coded import BadRow, CodedEvent
from according.compare.looking import FAR_DAYS, FAR_KM, Candidate, find_candidates, find_undated, has_reports, nearest
from according.compare.outcomes import Compared, FigureFit, Found, Missing, Near, Side, Told
from according.incidents import Range
from according.reconcile.families import is_result
from according.reconcile.ranges import compatible, in_words
from according.views.tellings import Telling, date_of, read_tellings

DAYS = 2
"""So many days off an incident is taken for the coded event still: a strike by night, a report without a day."""
_TOO_MANY_DOUBTS = 3
_MOST_NEAR = 3
_MOST_ALSO = 5


def compare(connection: Connection, rows: Iterable[CodedEvent | BadRow], days: int = DAYS) -> Iterator[Compared | BadRow]:
    """Each row with what the account has of it, in the order of the table; rows that cannot be read are passed on."""
    for row in rows:
        yield row if isinstance(row, BadRow) else compare_event(connection, row, days)


def compare_event(connection: Connection, event: CodedEvent, days: int = DAYS) -> Compared:
    """One coded event: the incident that it is taken for, or why there is none."""
    candidates = find_candidates(connection, event)
    likely = [one for one in candidates if one.is_there and one.kind_fit != "other" and one.days_off is not None and one.days_off <= days]
    likely = list(nearest(likely, _MOST_ALSO + 1))
    told = read_tellings(connection, [one.incident.id for one in likely])
    fitting = [one for one in likely if _doubts(event, one, told[one.incident.id]) < _TOO_MANY_DOUBTS]
    if not fitting:
        return _missing(connection, event, [*candidates, *find_undated(connection, event)])
    ranked = sorted(fitting, key=lambda one: _rank(event, one, told[one.incident.id]))
    best = ranked[0]
    tellings = told[best.incident.id]
    figures = _fit_figures(event, tellings)
    found = Found(
        best.incident.id, best.incident.kind, date_of(best.incident.date_from, best.incident.date_to), best.incident.place,
        best.incident.origins, best.days_off or 0, best.km, best.kind_fit, figures, tuple(_differs(event, best, figures)),
        tuple(Told(one.happening, one.origin, one.report, one.ref, one.published, one.trigger, one.sentence) for one in tellings),
        tuple(one.incident.id for one in ranked[1:]),
    )  # fmt: skip
    return _compared(event, found)


def _compared(
    event: CodedEvent, found: Found | None, missing: Missing | None = None, reason: str | None = None, near: tuple[Near, ...] = ()
) -> Compared:
    day = date_of(event.date_from, event.date_to) or event.date_from
    return Compared(event.row, event.id, day, event.place, event.coded_as, found, missing, reason, near)


def _doubts(event: CodedEvent, one: Candidate, told: Sequence[Telling]) -> int:
    """How many of day, kind and numbers speak against it; all three together say that it is another event."""
    is_other_act = one.kind_fit == "akin" and not is_result(one.incident.kind)
    return bool(one.days_off) + is_other_act + any(fit.agrees == "none" for fit in _fit_figures(event, told))


def _rank(event: CodedEvent, one: Candidate, told: Sequence[Telling]) -> tuple[float | str, ...]:
    """What is taken for the event first: by kind, day, numbers that can both be right, place, length in days, and how many tell of it."""
    fits = [fit.agrees for fit in _fit_figures(event, told)]
    row = one.incident
    return (
        (row.kind not in event.kinds) + (one.kind_fit != "same"),
        one.days_off or 0,
        fits.count("none") - fits.count("all") - fits.count("some"),
        row.place != event.place,
        one.km or 0.0,
        _apart(event, row.date_from, row.date_to),
        -row.origins,
        row.id,
    )


def _apart(event: CodedEvent, first: str | None, last: str | None) -> int:
    """How many days the two beginnings and the two ends lie apart, taken together."""
    if first is None:
        return 0
    pairs = ((first, event.date_from), (last or first, event.date_to))
    return sum(abs((date.fromisoformat(one) - date.fromisoformat(other)).days) for one, other in pairs)


def _fit_figures(event: CodedEvent, told: Sequence[Telling]) -> tuple[FigureFit, ...]:
    return tuple(_fit_figure(measure, coded, told) for measure, coded in event.figures)


def _fit_figure(measure: str, coded: Range, told: Sequence[Telling]) -> FigureFit:
    """A coded number beside what each telling says, as ranges: "at least 30" and 36 agree, 30 and 36 do not."""
    sides = []
    for one in told:
        figure = one.killed if measure == "killed" else one.injured
        if figure is not None:
            sides.append(Side(one.origin, figure, compatible(coded, figure), one.happening))
    return FigureFit(measure, coded, _agreement([side.agrees for side in sides]), tuple(sides))


def _agreement(agree: Sequence[bool]) -> Literal["all", "some", "none"] | None:
    if not agree:
        return None
    return "all" if all(agree) else "some" if any(agree) else "none"


def _differs(event: CodedEvent, one: Candidate, figures: Sequence[FigureFit]) -> Iterator[str]:
    if one.days_off:
        yield f"told {_days(one.days_off)} off"
    if one.kind_fit == "akin":
        yield f"told as {one.incident.kind.replace('_', ' ')}, coded as {event.coded_as}"
    if one.km is not None and not one.is_there:
        yield f"told {one.km:.0f} km away"
    if one.statuses and "happened" not in one.statuses:
        yield f"nobody says that it happened: {', '.join(sorted(one.statuses))}"
    for fit in figures:
        if fit.agrees not in ("some", "none"):
            continue
        against = dict.fromkeys(f"{in_words(side.figure)} ({_origin_name(side.origin)})" for side in fit.sides if not side.agrees)
        zero = ", which may mean not known," if fit.coded == (0, 0) and event.zero_is_unknown else ""
        yield f"{fit.measure}: coded {in_words(fit.coded)}{zero} against {', '.join(against)}"


def _missing(connection: Connection, event: CodedEvent, candidates: Sequence[Candidate]) -> Compared:
    near = tuple(_near(event, one) for one in nearest(candidates, _MOST_NEAR))
    if not candidates:
        if has_reports(connection, event):
            return _compared(
                event, None, "nothing near there", f"reports of that time tell of nothing within {FAR_KM:.0f} km and {FAR_DAYS} days of it"
            )
        return _compared(event, None, "no report of that time", "the account holds no report published in the two weeks from its day on")
    return _compared(event, None, _why(candidates), near[0].why, near)


def _why(candidates: Sequence[Candidate]) -> Missing:
    """What parts the nearest incident from the coded event."""
    one = next(nearest(candidates, 1))
    if one.kind_fit == "other":
        return "another kind"
    if not one.is_there:
        return "another place"
    return "no day told" if one.days_off is None else "another day"


def _near(event: CodedEvent, one: Candidate) -> Near:
    row = one.incident
    parts = []
    if one.kind_fit == "other":
        parts.append(f"another kind ({row.kind.replace('_', ' ')})")
    elif one.kind_fit == "akin":
        parts.append(f"told as {row.kind.replace('_', ' ')}")
    if not one.is_there:
        parts.append(f"{one.km:.0f} km away" if one.km is not None else "another place")
    if one.days_off is None:
        parts.append("no day told")
    elif one.days_off:
        parts.append(f"{_days(one.days_off)} off")
    where = row.place or "a place not said"
    why = f"the nearest incident, in {where}: {', '.join(parts) or 'the same'}"
    return Near(row.id, row.kind, date_of(row.date_from, row.date_to), row.place, one.days_off, one.km, one.kind_fit, why)


def _origin_name(origin: str | None) -> str:
    """The origin as a reader would call it: ``AFP/activist`` for ``agency:AFP/activist``."""
    kind, _, name = (origin or "").partition(":")
    return "a report of nobody known" if kind == "report" else name or origin or "origin not known"


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} days"
