"""Figures over time and place by source: flow and stock apart, least and most, and which sums are safe.

Flow is what one happening cost (scope ``new``), stock a running total or what there is at a time (scope ``total``). A sum
counts each incident once, by the range over the latest figures of its origins, and only incidents of one day in one
narrow place. What may hold others, or be held by them, stands beside the sum with the reason why it is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from heapq import nsmallest
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, case, func, null, or_, select

from according.store.ledger import counts, happenings, incidents
from according.views.filters import Filter, check_measure, incident_conditions, reads_incidents_first, unindexed
from according.views.overlaps import Extent, find_overlaps
from according.views.tellings import batches, date_of, read_refs
from according.vocab.lists import read_list

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
    """What one origin last said of an incident; of several figures at once the largest, parts (children, women) only if nothing else."""

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

    rows: Sequence[Row[Any]]
    low: int
    high: int
    is_open: bool
    reason: str | None


def tally(connection: Connection, measure: str, asked: Filter, by: By = "month") -> Tally:
    """The figures of one measure that belong to incidents that were asked for; raises ``UsageError`` for an unknown measure."""
    measure = check_measure(measure)
    reasons = _count_others(connection, measure, asked)
    totals = reasons["stock"]
    flowing, homeless = _group(connection.execute(_select(_first_look(measure), measure, asked).where(counts.c.scope == "new")).all())
    reasons["no happening"] += homeless
    summed = _sum_all(flowing, reasons)
    shown = {name: summed.get(name) or _sum_up(flowing[name], _why_not(flowing[name])) for name in _first_by_date(flowing, asked.limit)}
    sums = tuple(_sums(summed.values(), by))
    return Tally(
        measure,
        tuple(_read_flows(connection, measure, shown)),
        tuple(_read_stocks(connection, measure, asked)),
        sums,
        _add(sums),
        tuple(LeftOut(name, number, NO_SUM[name]) for name, number in reasons.items() if number),
        len(flowing),
        totals,
    )


_ORIGIN, _LOW, _HIGH, _STATUS, _INCIDENT = range(5)  # by number, since a hundred thousand rows are gone through
_DAY, _PLACE, _LAT, _LON = 9, 11, 12, 13
_WHERE = slice(9, 16)
_FIGURE, _PLACED = counts.c, incidents.c


def _first_look(measure: str) -> tuple[ColumnElement[Any], ...]:
    """A figure by its origin, with its incident; where a sentence gives a toll in parts ("a woman and two men"), their sum for it."""
    low, high, of = _whole(measure)
    return (
        _FIGURE.origin, low, high, happenings.c.status, happenings.c.incident, of, _FIGURE.published,
        _FIGURE.report_seq, _FIGURE.start, _PLACED.date_from, _PLACED.date_to, _PLACED.place, _PLACED.lat, _PLACED.lon, _PLACED.radius_km,
        _PLACED.country,
    )  # fmt: skip


def _in_full(measure: str) -> tuple[ColumnElement[Any], ...]:
    return (*_first_look(measure), _FIGURE.who, _FIGURE.quantifier, _PLACED.kind)


def _whole(measure: str) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """Least, most and who is counted: of the figure, or of its happening where that has several such figures added up."""
    if measure not in ("killed", "injured"):
        return _FIGURE.low, _FIGURE.high, _FIGURE.of
    told = happenings.c
    low, high = (told.killed_low, told.killed_high) if measure == "killed" else (told.injured_low, told.injured_high)
    is_one_statement = or_(told.claim == _FIGURE.claim, and_(told.claim.is_(None), _FIGURE.claim.is_(None)))
    is_part = and_(_FIGURE.scope == "new", told.scope == "new", low > _FIGURE.low, is_one_statement)
    return (
        case((is_part, low), else_=_FIGURE.low).label("low"),
        case((is_part, high), else_=_FIGURE.high).label("high"),
        case((is_part, null()), else_=_FIGURE.of).label("of"),
    )


def _select(columns: Sequence[ColumnElement[Any]], measure: str, asked: Filter, *, is_bare: bool = False) -> Select[Any]:
    """Figures that were asked for, with the happening and incident they belong to; ``is_bare`` where no column is of these."""
    conditions = incident_conditions(asked)
    tied: FromClause = counts
    if conditions or not is_bare:
        tied = counts.outerjoin(happenings, happenings.c.seq == _FIGURE.happening_seq)
        tied = tied.join(incidents, _PLACED.id == happenings.c.incident, isouter=not conditions)
    has_number = or_(_FIGURE.low.is_not(None), _FIGURE.high.is_not(None))
    is_measure = (unindexed(_FIGURE.measure) if reads_incidents_first(asked) else _FIGURE.measure) == measure
    return select(*columns).select_from(tied).where(is_measure, has_number, *conditions)


def _count_others(connection: Connection, measure: str, asked: Filter) -> dict[str, int]:
    """How many figures are running totals, and of how many nobody says what they are; a place for the other reasons."""
    is_total = case((_FIGURE.scope == "total", 1), else_=0)
    query = _select((func.count(), func.sum(is_total)), measure, asked, is_bare=True)
    number, totals = connection.execute(query.where(or_(_FIGURE.scope.is_(None), _FIGURE.scope != "new"))).one()
    totals = int(totals or 0)
    return {**dict.fromkeys(NO_SUM, 0), "stock": totals, "scope not said": number - totals}


def _read_flows(connection: Connection, measure: str, summed: Mapping[str, _Summed]) -> Iterator[Flow]:
    """These incidents with what each origin said."""
    rows: dict[str, list[Row[Any]]] = {name: [] for name in summed}
    for names in batches(list(summed)):
        told = select(happenings.c.seq).where(happenings.c.incident.in_(names))
        query = _select(_in_full(measure), measure, Filter()).where(_FIGURE.scope == "new", _FIGURE.happening_seq.in_(told))
        for row in connection.execute(query):
            rows[row[_INCIDENT]].append(row)
    refs = read_refs(connection, [row.report_seq for several in rows.values() for row in several])
    for name, one in summed.items():
        yield _flow(replace(one, rows=rows[name]), refs)


def _read_stocks(connection: Connection, measure: str, asked: Filter) -> list[Stock]:
    """The running totals, the latest last."""
    order = (_FIGURE.published.is_(None).desc(), _FIGURE.published.desc(), _FIGURE.report_seq.desc(), _FIGURE.start.desc(), _FIGURE.seq)
    query = _select((_FIGURE.seq,), measure, asked, is_bare=True).where(_FIGURE.scope == "total").order_by(*order)
    seqs = list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))[::-1]
    rows: dict[int, Row[Any]] = {}
    for some in batches(seqs):
        full = _select((_FIGURE.seq, *_in_full(measure)), measure, Filter()).where(_FIGURE.seq.in_(some))
        rows.update((row.seq, row) for row in connection.execute(full))
    refs = read_refs(connection, [row.report_seq for row in rows.values()])
    return [_stock(rows[seq], refs) for seq in seqs]


def _latest(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The figure of each origin that counts: of its last report on what it says happened, the largest."""
    if len(rows) == 1:
        return list(rows)
    found: dict[str | None, Row[Any]] = {}
    said = [row for row in rows if row[_STATUS] in _HAPPENED] or rows
    for row in [row for row in said if not _is_part(row.of) and not _is_none_of(row.of, row.high)] or said:
        other = found.get(row[_ORIGIN])
        if other is None or _recency(row) > _recency(other):
            found[row[_ORIGIN]] = row
    return list(found.values())


@lru_cache(10_000)
def _is_part(of: str | None) -> bool:
    """Whether the counted group is a part of those who were hit: children, women, medics."""
    return of is not None and not _parts().isdisjoint(of.casefold().split())


def _is_none_of(of: str | None, high: int | None) -> bool:
    """Whether it says of one group alone that none of it was hit: "no civilians" leaves open how many others were."""
    return high == 0 and of is not None and _everyone().isdisjoint(of.casefold().split())


@cache
def _everyone() -> frozenset[str]:
    return frozenset(read_list("according.views", "tally.yml")["everyone"])


@cache
def _parts() -> frozenset[str]:
    return frozenset(word for words in read_list("according.views", "tally.yml")["parts"] for word in words)


def _recency(row: Row[Any]) -> tuple[str, int, int, int]:
    return row.published or "", row.report_seq, row.low or row.high or 0, -row.start


_Figures = Mapping[str, Sequence[Row[Any]]]
"""Figures by their incident."""


def _group(rows: Iterable[Row[Any]]) -> tuple[_Figures, int]:
    """The figures by their incident, and how many belong to none. Most incidents have one, so that lists are made for the others only."""
    found: dict[str, Sequence[Row[Any]]] = {}
    several: dict[str, list[Row[Any]]] = {}
    homeless = 0
    for row in rows:
        incident = row[_INCIDENT]
        if incident is None:
            homeless += 1
        elif incident not in found:
            found[incident] = (row,)
        elif incident in several:
            several[incident].append(row)
        else:
            found[incident] = several[incident] = [*found[incident], row]
    return found, homeless


def _sum_all(flowing: _Figures, reasons: dict[str, int]) -> dict[str, _Summed]:
    """The incidents that may be in a sum, those that overlap with their reason; figures of all that are in none are counted by reason."""
    summed: dict[str, _Summed] = {}
    extents: dict[str, Extent] = {}
    for name, rows in flowing.items():
        if reason := _why_not(rows):
            reasons[reason] += len(rows)
        else:
            summed[name] = _sum_up(rows, None)
            first, last, *where = rows[0][_WHERE]
            extents[name] = Extent(first, last or first, *where)
    for name in find_overlaps(extents):
        summed[name].reason = "overlapping"
        reasons["overlapping"] += len(summed[name].rows)
    return summed


def _why_not(rows: Sequence[Row[Any]]) -> str | None:
    """Why an incident can be in no sum, whatever others there are."""
    row = rows[0]
    if row[_STATUS] not in _HAPPENED and not any(other[_STATUS] in _HAPPENED for other in rows):
        return "not said to have happened"
    if row[_DAY] is None:
        return "no date"
    return "no place" if row[_PLACE] is None and row[_LAT] is None else None


def _sum_up(rows: Sequence[Row[Any]], reason: str | None) -> _Summed:
    if len(rows) == 1:
        low, high = rows[0][_LOW], rows[0][_HIGH]
        return _Summed(rows, low or 0, low if high is None else high, high is None, reason)
    latest = _latest(rows)
    lows = [row[_LOW] for row in latest if row[_LOW] is not None]
    highs = [row[_LOW] if row[_HIGH] is None else row[_HIGH] for row in latest]
    return _Summed(rows, min(lows, default=0), max(highs), any(row[_HIGH] is None for row in latest), reason)


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


def _sums(summed: Iterable[_Summed], by: By) -> Iterator[Sum]:
    """Sums by bucket, in the order of their names; those of countries or places that are not known under "not said"."""
    buckets: dict[str, dict[tuple[str, str], list[_Summed]]] = {}
    for one in summed:
        if one.reason is None:
            row = one.rows[0]
            scene = row[_DAY], row[_PLACE].casefold() if row[_PLACE] else f"{row[_LAT]},{row[_LON]}"
            buckets.setdefault(_bucket(row, by), {}).setdefault(scene, []).append(one)
    for name in sorted(buckets):
        scenes = buckets[name].values()
        several = [one for scene in scenes for one in scene]
        low = sum(max(one.low for one in scene) for scene in scenes)
        yield Sum(name, low, sum(one.high for one in several), sum(one.is_open for one in several), len(several))


def _add(sums: Sequence[Sum]) -> Sum:
    """All buckets together; no two of them share a scene, so they may be added as they are."""
    low, high = sum(one.low for one in sums), sum(one.high for one in sums)
    return Sum("all", low, high, sum(one.open_ended for one in sums), sum(one.incidents for one in sums), "total")


def _first_by_date(flowing: _Figures, limit: int | None) -> list[str]:
    """The names of the incidents by their first day, the undated last; the first so many of them."""
    order = ((rows[0][_DAY] or "~", name) for name, rows in flowing.items())
    return [name for _, name in (sorted(order) if limit is None else nsmallest(limit, order))]


def _bucket(row: Row[Any], by: By) -> str:
    if by in ("place", "country"):
        return str((row.place if by == "place" else row.country) or "not said")
    return str(row.date_from[: _DIGITS[by]])
