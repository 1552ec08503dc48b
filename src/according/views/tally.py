"""Figures over time and place by source: flow and stock apart, least and most, and which sums are safe.

Flow is what one happening cost (scope ``new``), stock a running total or what there is at a time (scope ``total``). A sum
counts each incident once, by the range over the latest figures of its origins, and only incidents of one day in one
narrow place. What may hold others, or be held by them, stands beside the sum with the reason why it is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, or_, select

from according.store.ledger import counts, happenings, incidents
from according.views.filters import Filter, check_measure, incident_conditions
from according.views.overlaps import Extent, find_overlaps
from according.views.tellings import date_of, read_refs

By = Literal["day", "month", "year", "place", "country"]
_DIGITS = {"day": 10, "month": 7, "year": 4}
_HAPPENED = ("happened", "possible")
NO_SUM = {
    "stock": "a running total: it holds figures that were given before, and the next one will hold it",
    "scope not said": "the text does not tell whether the figure is new or a running total",
    "no happening": "the figure belongs to no happening that the text tells of, so nobody knows what else it counts",
    "not said to have happened": "the happening is only announced, demanded, supposed or denied",
    "no date": "no account of the incident gives a day, so it may be the same as another, or part of it",
    "no place": "no account of the incident gives a place, so it may be the same as another, or part of it",
    "overlapping": "the incident spans more than a day or a wide place and may hold others that are counted, or be held by them",
}
"""Why a figure is in no sum, in words, by the reason's name."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one origin last said of an incident; where it gave several figures at once (parts and whole), the largest."""

    origin: str | None
    who: str | None
    low: int | None
    high: int | None
    quantifier: str | None
    of: str | None
    ref: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """An incident with its range over all origins; ``left_out`` names the reason why it is in no sum, None if it is in one.

    ``low`` is the least that any origin says, ``high`` the most; ``is_open`` where one says "at least" and gives no most.
    """

    incident: str
    kind: str
    date: str | None
    place: str | None
    country: str | None
    low: int
    high: int
    is_open: bool
    told: tuple[Told, ...]
    left_out: str | None
    row: Literal["flow"] = "flow"


@dataclass(frozen=True, slots=True)
class Stock:
    """A running total, or how many there are at a time, by one origin; the latest of each stands last."""

    origin: str | None
    who: str | None
    place: str | None
    date: str | None
    low: int | None
    high: int | None
    quantifier: str | None
    of: str | None
    incident: str | None
    ref: str
    published: str | None
    row: Literal["stock"] = "stock"


@dataclass(frozen=True, slots=True)
class Sum:
    """A safe sum: incidents that do not overlap, each once. ``high`` takes "at least 40" as 40; ``open_ended`` counts those.

    Of incidents on one day in one place, which may be one after all, ``low`` takes only the largest, and ``high`` all.
    """

    bucket: str
    low: int
    high: int
    open_ended: int
    incidents: int
    row: Literal["sum", "total"] = "sum"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Figures that are in no sum: how many, and why in words."""

    reason: str
    figures: int
    why: str
    row: Literal["left out"] = "left out"


@dataclass(frozen=True, slots=True)
class Tally:
    """All figures of one measure; flows and stocks by date, as many as were asked for, sums over all of them.

    ``incidents`` and ``running_totals`` tell how many flows and stocks there are, shown or not.
    """

    measure: str
    flows: tuple[Flow, ...]
    stocks: tuple[Stock, ...]
    sums: tuple[Sum, ...]
    total: Sum
    left_out: tuple[LeftOut, ...]
    incidents: int
    running_totals: int


@dataclass(slots=True)
class _Summed:
    """An incident while it is summed up: its range, the rows that it comes from, and why it is in no sum."""

    rows: list[Row[Any]]
    low: int
    high: int
    is_open: bool
    reason: str | None


def tally(connection: Connection, measure: str, asked: Filter, by: By = "month") -> Tally:
    """The figures of one measure that belong to incidents that were asked for; raises ``UsageError`` for an unknown measure."""
    measure = check_measure(measure)
    stocks: list[Row[Any]] = []
    flowing: dict[str, list[Row[Any]]] = {}
    reasons = dict.fromkeys(NO_SUM, 0)
    for row in _read_rows(connection, measure, asked):
        scope, incident = row[_SCOPE], row[_INCIDENT]
        if scope == "total":
            stocks.append(row)
        elif scope == "new" and incident is not None:
            flowing.setdefault(incident, []).append(row)
        else:
            reasons["scope not said" if scope is None else "no happening"] += 1
    reasons["stock"] = len(stocks)
    summed = {incident: _sum_up(rows) for incident, rows in flowing.items()}
    _leave_out(summed)
    for one in summed.values():
        if one.reason:
            reasons[one.reason] += len(one.rows)
    order = sorted(summed, key=lambda name: (summed[name].rows[0].date_from or "~", name))
    stocks.sort(key=lambda row: (row.published or "~", row.report_seq, row.start))
    shown, latest = order[: asked.limit], stocks if asked.limit is None else stocks[len(stocks) - min(asked.limit, len(stocks)) :]
    refs = read_refs(connection, [row.report_seq for row in latest] + [row.report_seq for name in shown for row in flowing[name]])
    return Tally(
        measure,
        tuple(_flow(summed[name], refs) for name in shown),
        tuple(_stock(row, refs) for row in latest),
        tuple(_sums(summed.values(), by)),
        replace(next(_sums(summed.values(), None), Sum("all", 0, 0, 0, 0)), row="total"),
        tuple(LeftOut(name, number, NO_SUM[name]) for name, number in reasons.items() if number),
        len(order),
        len(stocks),
    )


_ORIGIN, _LOW, _HIGH, _SCOPE, _STATUS, _INCIDENT = range(6)  # by number, since a hundred thousand rows are gone through


def _read_rows(connection: Connection, measure: str, asked: Filter) -> Sequence[Row[Any]]:
    figure, told, incident = counts.c, happenings.c, incidents.c
    conditions = incident_conditions(asked)
    tied = counts.outerjoin(happenings, told.seq == figure.happening_seq).join(
        incidents, incident.id == told.incident, isouter=not conditions
    )
    columns = (
        figure.origin, figure.low, figure.high, figure.scope, told.status, told.incident, figure.report_seq, figure.start,
        figure.quantifier, figure.of, figure.who, figure.published, incident.kind, incident.date_from, incident.date_to, incident.place,
        incident.geonames, incident.lat, incident.lon, incident.radius_km, incident.country,
    )  # fmt: skip
    has_number = or_(figure.low.is_not(None), figure.high.is_not(None))
    query: Select[Any] = select(*columns).select_from(tied).where(figure.measure == measure, has_number, *conditions)
    return connection.execute(query).all()


def _latest(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The figure of each origin that counts: of its last report on what it says happened, the largest."""
    if len(rows) == 1:
        return list(rows)
    found: dict[str | None, Row[Any]] = {}
    for row in [row for row in rows if row[_STATUS] in _HAPPENED] or rows:
        other = found.get(row[_ORIGIN])
        if other is None or _recency(row) > _recency(other):
            found[row[_ORIGIN]] = row
    return list(found.values())


def _recency(row: Row[Any]) -> tuple[str, int, int, int]:
    return row.published or "", row.report_seq, row.low or row.high or 0, -row.start


def _sum_up(rows: list[Row[Any]]) -> _Summed:
    latest = _latest(rows)
    lows = [row[_LOW] or 0 for row in latest]
    highs = [row[_LOW] if row[_HIGH] is None else row[_HIGH] for row in latest]
    reason = None if any(row[_STATUS] in _HAPPENED for row in rows) else "not said to have happened"
    return _Summed(rows, min(lows), max(highs), any(row[_HIGH] is None for row in latest), reason)


def _leave_out(summed: Mapping[str, _Summed]) -> None:
    """Gives each incident the reason why it is in no sum, if there is one."""
    extents: dict[str, Extent] = {}
    for name, one in summed.items():
        row = one.rows[0]
        if one.reason is None and row.date_from is None:
            one.reason = "no date"
        elif one.reason is None and row.place is None and row.lat is None:
            one.reason = "no place"
        elif one.reason is None:
            extents[name] = Extent(row.date_from, row.date_to or row.date_from, row.place, row.lat, row.lon, row.radius_km, row.country)
    for name in find_overlaps(extents):
        summed[name].reason = "overlapping"


def _flow(one: _Summed, refs: dict[int, tuple[str, str]]) -> Flow:
    row = one.rows[0]
    day = date_of(row.date_from, row.date_to)
    told = tuple(
        Told(each.origin, each.who, each.low, each.high, each.quantifier, each.of, refs[each.report_seq][0], each.published)
        for each in sorted(_latest(one.rows), key=lambda each: (each.published or "~", each.report_seq, each.start))
    )
    return Flow(row.incident, row.kind, day, row.place, row.country, one.low, one.high, one.is_open, told, one.reason)


def _stock(row: Row[Any], refs: dict[int, tuple[str, str]]) -> Stock:
    day = date_of(row.date_from, row.date_to)
    ref = refs[row.report_seq][0]
    return Stock(row.origin, row.who, row.place, day, row.low, row.high, row.quantifier, row.of, row.incident, ref, row.published)


def _sums(summed: Iterable[_Summed], by: By | None) -> Iterator[Sum]:
    """Sums by bucket, in the order of their names; those of countries or places that are not known under "not said"."""
    buckets: dict[str, dict[tuple[str, str], list[_Summed]]] = {}
    for one in summed:
        if one.reason is None:
            row = one.rows[0]
            scene = row.date_from, row.place.casefold() if row.place else f"{row.lat},{row.lon}"
            buckets.setdefault(_bucket(row, by), {}).setdefault(scene, []).append(one)
    for name in sorted(buckets):
        scenes = buckets[name].values()
        several = [one for scene in scenes for one in scene]
        low = sum(max(one.low for one in scene) for scene in scenes)
        yield Sum(name, low, sum(one.high for one in several), sum(one.is_open for one in several), len(several))


def _bucket(row: Row[Any], by: By | None) -> str:
    if by is None:
        return "all"
    if by in ("place", "country"):
        return str((row.place if by == "place" else row.country) or "not said")
    return str(row.date_from[: _DIGITS[by]])
