"""The account at a glance: how many incidents by day, place, kind and origins, and those of which something was published last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from according.store.ledger import facts, incidents, statements
from according.views.filters import Filter, incident_conditions
from according.views.names import PlaceName, query_places

MOST_BINS = 120
"""So many bars a timeline has at most."""
Unit = Literal["day", "week", "month", "year"]
_UNITS: tuple[tuple[Unit, int], ...] = (("day", 1), ("week", 7), ("month", 28), ("year", 365))
_STEPS = (1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Bins:
    """How many incidents begin in each unit of time: its first day, how many, and on how many of these accounts differ."""

    unit: Unit
    bins: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """The incidents that were asked for, summed up.

    ``by_origins`` gives for 1, 2, 3 to 4, 5 or more origins the least, the most (None for no end) and how many incidents have
    them; ``by_kind`` the most frequent kind first; ``days`` the first day that is told of, how many incidents begin on it, and on
    how many of them accounts differ. ``latest`` and ``contested`` are ids, those first of which something was published last.
    """

    by_origins: tuple[tuple[int, int | None, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, int, int], ...]
    undated: int
    places: tuple[PlaceName, ...]
    latest: tuple[str, ...]
    contested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much the account tells: incidents, those of which accounts differ, claims, speakers, outlets and days of publication.

    ``copies`` are the reports that repeat another one.
    """

    incidents: int
    contested: int
    claims: int
    speakers: int
    outlets: int
    copies: int
    published_first: str | None
    published_last: str | None


_SHOWN = ("id", "kind", "date_from", "date_to", "place", "geonames", "country", "lat", "lon", "origins", "is_contested", "published_last")
_CELLS: tuple[TypeEngine[Any], ...] = (Text(), Integer(), Integer(), Text(), Float(), Float(), Text(), Text())
"""What a row of the query holds behind the name of its part: a name, two numbers, and what else there is of a place."""


def look(connection: Connection, asked: Filter, places: int, latest: int) -> Glance:
    """The incidents that were asked for at a glance, with so many places and so many of the latest at most."""
    parts: dict[str, list[Sequence[Any]]] = {}
    for part, *cells in connection.execute(_query(asked, places, latest)):
        parts.setdefault(part, []).append(cells)
    days = {cells[0]: (cells[1], cells[2]) for cells in parts.get("day", ())}
    undated, _ = days.pop(None, (0, 0))
    kinds = [(cells[0], cells[1]) for cells in parts.get("kind", ())]
    return Glance(
        _by_steps({cells[2]: cells[1] for cells in parts.get("origins", ())}),
        tuple(sorted(kinds, key=lambda one: (-one[1], one[0]))),
        tuple(sorted((day, *numbers) for day, numbers in days.items())),
        undated,
        tuple(_place(*cells) for cells in parts.get("place", ())),
        tuple(cells[0] for cells in parts.get("latest", ())),
        tuple(cells[0] for cells in parts.get("contested", ())),
    )


def _query(asked: Filter, places: int, latest: int) -> CompoundSelect[Any]:
    """All parts of a glance in one statement, so that the database looks once for what is asked for and counts it in several ways."""
    told: FromClause = incidents
    if conditions := incident_conditions(asked):
        told = select(*(incidents.c[name] for name in _SHOWN)).where(*conditions).cte("chosen")
    number, contested = func.count(), func.sum(cast(told.c.is_contested, Integer))
    one = query_places(told).limit(places).subquery().c
    place = (one.name, one.incidents, one.contested, one.country, one.lat, one.lon, one.date_from, one.date_to)
    return union_all(
        _part("kind", told.c.kind, number).group_by(told.c.kind),
        _part("origins", None, number, told.c.origins).group_by(told.c.origins),
        _part("day", told.c.date_from, number, contested).group_by(told.c.date_from),
        _part("place", *place),
        _part("latest", _query_latest(told).limit(latest).subquery().c.id),
        _part("contested", _query_latest(told).where(told.c.is_contested).limit(latest).subquery().c.id),
    )


def _part(name: str, *cells: ColumnElement[Any] | None) -> Select[Any]:
    """Rows of one part, filled up to all cells."""
    filled = [cast(None, kind) if cell is None else cell for cell, kind in zip_longest(cells, _CELLS)]
    return select(literal(name, Text)).add_columns(*filled)


def _place(
    name: str, number: int, contested: int, country: str | None, lat: float | None, lon: float | None, first: str | None, last: str | None
) -> PlaceName:
    return PlaceName(name, country, lat, lon, number, contested, first, last)


def _by_steps(numbers: Mapping[int, int]) -> tuple[tuple[int, int | None, int], ...]:
    """How many incidents have 1, 2, 3 to 4, 5 or more origins, of how many have each number."""
    ends = [*(step - 1 for step in _STEPS[1:]), None]
    return tuple(
        (low, high, sum(number for origins, number in numbers.items() if origins >= low and (high is None or origins <= high)))
        for low, high in zip(_STEPS, ends, strict=True)
    )


def to_bins(days: Sequence[tuple[str, int, int]]) -> Bins:
    """Days with how many incidents begin on each, in the smallest unit that needs at most 120 bins."""
    if not days:
        return Bins("day", ())
    extent = (date.fromisoformat(days[-1][0]) - date.fromisoformat(days[0][0])).days
    unit: Unit = next((name for name, length in _UNITS if extent / length <= MOST_BINS), "year")
    bins: dict[str, tuple[int, int]] = {}
    for day, number, contested in days:
        first = _first_day(day, unit)
        before = bins.get(first, (0, 0))
        bins[first] = before[0] + number, before[1] + contested
    return Bins(unit, tuple((day, *sums) for day, sums in bins.items()))


def _first_day(day: str, unit: Unit) -> str:
    """The first day of the week (a Monday), month or year that a day is in."""
    if unit == "week":
        when = date.fromisoformat(day)
        return (when - timedelta(days=when.weekday())).isoformat()
    return {"day": day, "month": day[:7] + "-01", "year": day[:4] + "-01-01"}[unit]


def find_latest(connection: Connection, asked: Filter) -> list[str]:
    """The ids of the incidents that were asked for, those first of which something was published last."""
    query = _query_latest(incidents).where(*incident_conditions(asked))
    return list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))


def _query_latest(told: FromClause) -> Select[tuple[str]]:
    last = told.c.published_last
    return select(told.c.id).order_by(last.is_(None), last.desc(), told.c.id)


def measure_extent(connection: Connection) -> Extent:
    """How much the account tells, all in all."""
    told, said, printed = incidents.c, statements.c, facts.c
    contested = func.coalesce(func.sum(cast(told.is_contested, Integer)), 0)
    outlets = func.count(printed.publisher.distinct())
    groups = func.count(printed.copy_group.distinct())
    number, differing = connection.execute(select(func.count(), contested).select_from(incidents)).one()
    claims = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    speakers = connection.execute(select(func.count(said.who.distinct()))).scalar_one()
    extent = connection.execute(
        select(outlets, func.count(printed.copy_group), groups, func.min(printed.published), func.max(printed.published))
    ).one()
    return Extent(number, differing, claims, speakers, extent[0], extent[1] - extent[2], extent[3], extent[4])
