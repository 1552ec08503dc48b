"""The names of the account: places, actors, speakers and outlets, each with how often it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, FromClause, Select, func, select

from according.store.ledger import facts, happenings, incidents, statements
from according.views.filters import Filter, incident_conditions


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place with the incidents that most origins put there; positions in degrees, None where the place has none."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    incidents: int
    contested: int
    date_from: str | None
    date_to: str | None


@dataclass(frozen=True, slots=True)
class ActorName:
    """An actor with the incidents in which somebody says that it acted, or that it was acted upon.

    ``name`` is what the vocabulary calls it, else what reports write; then ``is_known`` is false.
    """

    name: str
    acting: int
    acted_upon: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Numbered:
    """A name with a number: a speaker's claims, or an outlet's reports."""

    name: str
    number: int


def list_places(connection: Connection, asked: Filter) -> list[PlaceName]:
    """The places of the incidents that were asked for, those with most incidents first."""
    query = query_places(incidents).where(*incident_conditions(asked))
    return [PlaceName(*row) for row in connection.execute(query if asked.limit is None else query.limit(asked.limit))]


def query_places(told: FromClause) -> Select[Any]:
    """The places of incidents, those with most incidents first; the columns are called as the fields of ``PlaceName``."""
    number = func.count().label("incidents")
    columns = (
        told.c.place.label("name"),
        func.min(told.c.country).label("country"),
        func.min(told.c.lat).label("lat"),
        func.min(told.c.lon).label("lon"),
        number,
        func.count().filter(told.c.is_contested).label("contested"),
        func.min(told.c.date_from).label("date_from"),
        func.max(func.coalesce(told.c.date_to, told.c.date_from)).label("date_to"),
    )
    query = select(*columns).where(told.c.place.is_not(None)).group_by(told.c.place, told.c.geonames)
    return query.order_by(number.desc(), told.c.place)


def list_actors(connection: Connection, asked: Filter) -> list[ActorName]:
    """The actors in the incidents that were asked for, those named most first; those that the vocabulary knows before the others."""
    told = happenings.c
    found: dict[tuple[str, bool], tuple[int, int]] = {}
    for at, (key, written) in enumerate(((told.actor_key, told.actor), (told.target_key, told.target))):
        for name, is_known, number in _count_actors(connection, key, written, asked):
            acting, acted_upon = found.get((name, is_known), (0, 0))
            found[name, is_known] = (acting, acted_upon + number) if at else (acting + number, acted_upon)
    order = sorted(found, key=lambda one: (not one[1], -sum(found[one]), one[0]))
    return [ActorName(name, *found[name, is_known], is_known) for name, is_known in order[: asked.limit]]


def _count_actors(connection: Connection, key: Column[str], written: Column[str], asked: Filter) -> list[tuple[str, bool, int]]:
    """Names with whether the vocabulary knows them and the number of their incidents."""
    name, is_known = func.coalesce(key, written), key.is_not(None)
    query = select(name, is_known, func.count(happenings.c.incident.distinct())).where(
        name.is_not(None), happenings.c.incident.is_not(None)
    )
    if conditions := incident_conditions(asked):
        query = query.join(incidents, incidents.c.id == happenings.c.incident).where(*conditions)
    return [(row[0], bool(row[1]), row[2]) for row in connection.execute(query.group_by(name, is_known))]


def list_speakers(connection: Connection) -> list[Numbered]:
    """All who are quoted, with how many claims, those with most first."""
    return _count(connection, statements.c.who)


def list_outlets(connection: Connection) -> list[Numbered]:
    """All outlets, with how many reports, those with most first."""
    return _count(connection, facts.c.publisher)


def _count(connection: Connection, column: Column[str]) -> list[Numbered]:
    number = func.count()
    query = select(column, number).where(column.is_not(None)).group_by(column).order_by(number.desc(), column)
    return [Numbered(row[0], row[1]) for row in connection.execute(query)]
