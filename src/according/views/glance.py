"""The account at a glance: how many incidents by day, by place and by origins, and those of which something was published last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Integer, cast, func, select

from according.store.ledger import facts, incidents, statements
from according.views.filters import Filter, incident_conditions

MOST_POINTS = 50_000
"""So many incidents stand on a map one by one; more are taken together where they share a position and a kind."""
MOST_BINS = 120
"""So many bars a timeline has at most."""
Unit = Literal["day", "week", "month", "year"]
_UNITS: tuple[tuple[Unit, int], ...] = (("day", 1), ("week", 7), ("month", 28), ("year", 365))
_STEPS = (1, 2, 3, 5)


class Point(NamedTuple):
    """One incident on the map, or ``number`` of them at one position and of one kind (``id`` is None then).

    ``first`` and ``last`` are ISO days, None where no day is said; ``contested`` counts those on which accounts differ, and
    ``origins`` is the most that any of them has.
    """

    id: str | None
    kind: str
    lat: float
    lon: float
    place: str | None
    first: str | None
    last: str | None
    origins: int
    contested: int
    number: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The incidents on a map: ``total`` were asked for, of which ``placed`` have a position."""

    points: tuple[Point, ...]
    total: int
    placed: int
    is_grouped: bool


@dataclass(frozen=True, slots=True)
class Bins:
    """How many incidents begin in each unit of time: its first day, how many, and on how many of these accounts differ."""

    unit: Unit
    bins: tuple[tuple[str, int, int], ...]
    undated: int
    total: int


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


def place_incidents(connection: Connection, asked: Filter, incident: str | None = None) -> Placed:
    """The incidents that were asked for (or one of them) as points, each for itself or, where they are too many, by position and kind."""
    told = incidents.c
    conditions = [*incident_conditions(asked), *([told.id == incident] if incident is not None else [])]
    total, placed = connection.execute(select(func.count(), func.count(told.lat)).select_from(incidents).where(*conditions)).one()
    conditions.append(told.lat.is_not(None))
    if placed <= MOST_POINTS:
        single = (told.id, told.kind, told.lat, told.lon, told.place, told.date_from, told.date_to, told.origins)
        query = select(*single, cast(told.is_contested, Integer)).where(*conditions).order_by(told.id)
        return Placed(tuple(Point._make((*row, 1)) for row in connection.execute(query)), total, placed, False)
    last = func.max(func.coalesce(told.date_to, told.date_from))
    several = (func.min(told.place), func.min(told.date_from), last, func.max(told.origins), func.sum(cast(told.is_contested, Integer)))
    grouped = (told.kind, told.lat, told.lon)
    rows = connection.execute(select(*grouped, *several, func.count()).where(*conditions).group_by(*grouped).order_by(*grouped))
    return Placed(tuple(Point._make((None, *row)) for row in rows), total, placed, True)


def list_days(connection: Connection, asked: Filter) -> tuple[list[tuple[str, int, int]], int]:
    """How many incidents begin on each day, and on how many of these accounts differ; and how many are of no day."""
    told = incidents.c
    query = select(told.date_from, func.count(), func.sum(cast(told.is_contested, Integer))).where(*incident_conditions(asked))
    days = {row[0]: (row[1], row[2]) for row in connection.execute(query.group_by(told.date_from))}
    undated, _ = days.pop(None, (0, 0))
    return sorted((day, *numbers) for day, numbers in days.items()), undated


def count_days(connection: Connection, asked: Filter) -> Bins:
    """How many incidents begin when, in the smallest unit that needs at most 120 bins."""
    days, undated = list_days(connection, asked)
    total = undated + sum(number for _, number, _ in days)
    if not days:
        return Bins("day", (), undated, total)
    extent = (date.fromisoformat(days[-1][0]) - date.fromisoformat(days[0][0])).days
    unit: Unit = next((name for name, length in _UNITS if extent / length <= MOST_BINS), "year")
    bins: dict[str, tuple[int, int]] = {}
    for day, number, contested in days:
        first = _first_day(day, unit)
        before = bins.get(first, (0, 0))
        bins[first] = before[0] + number, before[1] + contested
    return Bins(unit, tuple((day, *sums) for day, sums in bins.items()), undated, total)


def _first_day(day: str, unit: Unit) -> str:
    """The first day of the week (a Monday), month or year that a day is in."""
    if unit == "week":
        when = date.fromisoformat(day)
        return (when - timedelta(days=when.weekday())).isoformat()
    return {"day": day, "month": day[:7] + "-01", "year": day[:4] + "-01-01"}[unit]


def count_by_origins(connection: Connection, asked: Filter) -> list[tuple[int, int | None, int]]:
    """How many incidents have so many independent origins: least, most (None for no end) and number, for 1, 2, 3 to 4, 5 or more."""
    told = incidents.c
    query = select(told.origins, func.count()).where(*incident_conditions(asked)).group_by(told.origins)
    numbers = {row[0]: row[1] for row in connection.execute(query)}
    ends = [*(step - 1 for step in _STEPS[1:]), None]
    return [
        (low, high, sum(number for origins, number in numbers.items() if origins >= low and (high is None or origins <= high)))
        for low, high in zip(_STEPS, ends, strict=True)
    ]


def count_by_kind(connection: Connection, asked: Filter) -> list[tuple[str, int]]:
    """How many incidents there are of each kind, the most frequent first."""
    told, number = incidents.c, func.count()
    query = select(told.kind, number).where(*incident_conditions(asked)).group_by(told.kind).order_by(number.desc(), told.kind)
    return [(row[0], row[1]) for row in connection.execute(query)]


def find_latest(connection: Connection, asked: Filter) -> list[str]:
    """The ids of the incidents that were asked for, those first of which something was published last."""
    told = incidents.c
    query = select(told.id).where(*incident_conditions(asked)).order_by(told.published_last.is_(None), told.published_last.desc(), told.id)
    return list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))


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
