"""The incidents on a map: one by one, or, where they are too many for that, by position and kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Integer, cast, func, select

from according.store.ledger import incidents
from according.views.filters import Filter, incident_conditions

MOST_POINTS = 50_000
"""So many incidents stand on a map one by one; more are taken together where they share a position and a kind."""


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
