"""Looks a coded event up among the incidents of the account: those near it in time and space, each with how near it comes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from according.compare.coded import CodedEvent
from according.compare.outcomes import KindFit
from according.reconcile.families import families_of
from according.reconcile.wording import name_keys
from according.store.ledger import facts, happenings, incidents
from according.views.areas import KM_PER_DEGREE

FAR_DAYS = 7
"""So far off an incident is still named as near."""
FAR_KM = 50.0
"""So far away, beyond how exact both places are, an incident is still named as near."""
_TOLD_LATE = 14
"""Within so many days after an event it is looked for in what was published."""
_SLACK_KM = 5.0
_WIDEST_KM = 60.0
"""A place that reaches further is a region: being in it puts nothing near."""
_COUNTRY_KM = 300.0
"""A coded place less exact than this is only a country."""
_MOST = 400
_LONGEST_DAYS = 150
"""What lasts longer is background and stands in no incident."""
_STATUSES = ("happened", "denied", "possible", "future", "unreal")
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident near a coded event: ``days_off`` 0 where any of its accounts gives one of the coded days, None where none gives any.

    ``km`` is the distance of the two places, None where one has no position; ``is_there`` whether they may be one place.
    """

    incident: Row[Any]
    days_off: int | None
    km: float | None
    is_there: bool
    kind_fit: KindFit
    statuses: frozenset[str]


def find_candidates(connection: Connection, event: CodedEvent) -> list[Candidate]:
    """The incidents within ``FAR_DAYS`` and ``FAR_KM`` of a coded event, in no order."""
    columns = incidents.c
    first, last = _shift(event.date_from, -FAR_DAYS), _shift(event.date_to, FAR_DAYS)
    is_then = and_(
        columns.date_from.between(_shift(first, -_LONGEST_DAYS), last), func.coalesce(columns.date_to, columns.date_from) >= first
    )
    return _candidates(connection, event, is_then)


def find_undated(connection: Connection, event: CodedEvent) -> list[Candidate]:
    """The incidents near a coded event of which no report gives a day, told of in the two weeks from it on."""
    columns = happenings.c
    late = columns.published.between(event.date_from, _shift(event.date_to, _TOLD_LATE))
    told = select(columns.incident).where(columns.status.in_(_STATUSES), late)
    return _candidates(connection, event, and_(incidents.c.date_from.is_(None), incidents.c.id.in_(told)))


def _candidates(connection: Connection, event: CodedEvent, is_then: ColumnElement[bool]) -> list[Candidate]:
    columns = incidents.c
    query = select(incidents).where(is_then, _where(event)).order_by(columns.origins.desc(), columns.id).limit(_MOST)
    rows = [row for row in connection.execute(query) if _place(event, row) is not None]
    told = _told(connection, [row.id for row in rows])
    return [_candidate(event, row, told.get(row.id, [])) for row in rows]


def has_reports(connection: Connection, event: CodedEvent) -> bool:
    """Whether the account holds any report that was published when the event could have been told of."""
    last = _shift(event.date_to, _TOLD_LATE)
    months = {event.date_from[:7], last[:7], event.date_from[:4], last[:4]}  # dates of publication may be known by month or year only
    published = facts.c.published
    told = or_(and_(published >= event.date_from, published <= last), published.in_(sorted(months)))
    return bool(connection.scalar(select(exists(select(facts.c.report_seq).where(told)))))


def _where(event: CodedEvent) -> ColumnElement[bool]:
    columns = incidents.c
    named: ColumnElement[bool] = columns.place.is_not(None)
    if event.country:
        named = and_(named, or_(columns.country.is_(None), columns.country == event.country))
    if event.lat is None or event.lon is None:
        return named
    reach = min(event.radius_km, _COUNTRY_KM) + FAR_KM + _WIDEST_KM
    north, east = reach / KM_PER_DEGREE, reach / (KM_PER_DEGREE * max(math.cos(math.radians(event.lat)), 0.05))
    box = [columns.lon.between(event.lon - east + turn, event.lon + east + turn) for turn in (-360.0, 0.0, 360.0)]
    return or_(and_(columns.lat.between(event.lat - north, event.lat + north), or_(*box)), and_(columns.lat.is_(None), named))


def _told(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The kinds, days and statuses that the accounts of some incidents give."""
    columns = happenings.c
    found: dict[str, list[Row[Any]]] = {}
    for start in range(0, len(ids), _CHUNK):
        query: Select[Any] = select(columns.incident, columns.kind, columns.status, columns.date_from, columns.date_to).distinct()
        for row in connection.execute(query.where(columns.incident.in_(ids[start : start + _CHUNK]))):
            found.setdefault(row.incident, []).append(row)
    return found


def _candidate(event: CodedEvent, row: Row[Any], told: Sequence[Row[Any]]) -> Candidate:
    gaps = [gap for one in (row, *told) if (gap := _gap(event, one.date_from, one.date_to)) is not None]
    place = _place(event, row)
    assert place is not None
    kinds = {row.kind, *(one.kind for one in told)}
    return Candidate(row, min(gaps, default=None), *place, fit_kinds(event.kinds, kinds), frozenset(one.status for one in told))


def fit_kinds(coded: Sequence[str], told: set[str]) -> KindFit:
    """Whether what is told of may be what was coded; a coding that says no kind fits all.

    >>> fit_kinds(("air_strike",), {"killing", "air_strike"}), fit_kinds(("air_strike",), {"killing"}), fit_kinds(("protest",), {"aid"})
    ('same', 'akin', 'other')
    """
    if not coded or told & set(coded):
        return "same"
    families = {family for kind in coded for family in families_of(kind)}
    return "akin" if any(families & set(families_of(kind)) for kind in told) else "other"


def _gap(event: CodedEvent, first: str | None, last: str | None) -> int | None:
    """How many days lie between the coded days and those told; 0 where they meet."""
    if first is None:
        return None
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    coded_begin, coded_end = date.fromisoformat(event.date_from), date.fromisoformat(event.date_to)
    return max(0, (begin - coded_end).days, (coded_begin - end).days)


def _place(event: CodedEvent, row: Row[Any]) -> tuple[float | None, bool] | None:
    """How far apart the two places are and whether they may be one; None where they are not even near."""
    is_named_alike = _alike(event.place, row.place)
    if event.lat is None or event.lon is None or row.lat is None or row.lon is None:
        is_only_country = event.place is None and event.lat is None
        same_country = event.country is not None and event.country == row.country
        return (None, True) if is_named_alike or (is_only_country and same_country) else None
    km = distance_km(event.lat, event.lon, row.lat, row.lon)
    if event.radius_km >= _COUNTRY_KM:
        is_there = event.country == row.country if event.country and row.country else km <= event.radius_km
        return (km, is_there) if is_there else None
    reach = event.radius_km + min(row.radius_km or 0.0, _WIDEST_KM) + _SLACK_KM
    is_region = (row.radius_km or 0.0) > _WIDEST_KM
    if is_region and not is_named_alike:
        return (km, False) if km <= (row.radius_km or 0.0) else None
    is_there = km <= reach or (is_named_alike and km <= FAR_KM)
    return (km, is_there) if is_there or km <= reach + FAR_KM else None


def _alike(name: str | None, other: str | None) -> bool:
    """Whether two names of places may be one: all the words of one stand in the other, spelt alike."""
    if not name or not other:
        return False
    one, two = _keys(name), _keys(other)
    return bool(one and two) and (one <= two or two <= one)


@lru_cache(20_000)
def _keys(name: str) -> frozenset[str]:
    return name_keys(name)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points on the globe, in kilometres.

    >>> round(distance_km(36.2, 37.16, 36.33, 37.16))
    14
    """
    north, east = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    chord = math.sin(north) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east) ** 2
    return 2 * KM_PER_DEGREE * math.degrees(math.asin(min(1.0, math.sqrt(chord))))


def _shift(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def nearest(candidates: Sequence[Candidate], most: int) -> Iterator[Candidate]:
    """The nearest candidates first: by whether kind and place fit, then by days and kilometres."""
    rank = {"same": 0, "akin": 1, "other": 2}

    def key(one: Candidate) -> tuple[Any, ...]:
        days = FAR_DAYS if one.days_off is None else one.days_off
        return (rank[one.kind_fit] + (0 if one.is_there else 1) + (days > 1), days, one.km or 0.0, -one.incident.origins, one.incident.id)

    yield from sorted(candidates, key=key)[:most]
