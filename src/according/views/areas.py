"""Where to look: places by name or position, and what lies in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, func, select

from according.errors import UsageError
from according.places import Entry, open_gazetteer
from according.places.folding import name_key
from according.store.ledger import happenings

KM_PER_DEGREE = 111.2
_AROUND_POINT_KM = 25.0
_LEAST_RADIUS_KM = 5.0
_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*(?:,\s*(\d+(?:\.\d+)?)\s*)?")


@dataclass(frozen=True, slots=True)
class Area:
    """Where to look: within ``radius_km`` of a point (degrees, WGS 84), in a country, or wherever a place of that name is told of.

    ``widest_km`` is the widest place that counts as inside, so that "Syria", whose middle lies near Palmyra, is not near it.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0.0
    country: str | None = None

    @property
    def widest_km(self) -> float:
        """The radius of the widest place that counts as inside."""
        return max(self.radius_km, _AROUND_POINT_KM)


def find_area(connection: Connection, place: str, radius_km: float | None = None) -> Area:
    """Where a place is: ``lat,lon``, ``lat,lon,radius``, or a name of the gazetteer or of a place that the account tells of.

    Of several places of one name it is the one that most happenings of the account are placed at, else the largest.
    Raises ``UsageError`` for a name that neither knows, and for degrees that are none.
    """
    if point := _POINT.fullmatch(place):
        lat, lon, radius = float(point[1]), float(point[2]), float(point[3]) if point[3] else radius_km
        if abs(lat) > 90 or abs(lon) > 180:
            raise UsageError(f"{place!r} is no position: give latitude (-90 to 90) and longitude (-180 to 180) in degrees")
        return Area(place, lat, lon, _AROUND_POINT_KM if radius is None else radius)
    entries = open_gazetteer().lookup(name_key(place))
    told = _told_places(connection, {place, *(entry.name for entry in entries)}) or _told_places_in_any_case(connection, place)
    if entry := _most_told(entries, told):
        if entry.kind == "country":
            return Area(entry.name, country=entry.country)
        return Area(entry.name, entry.lat, entry.lon, max(entry.radius_km, _LEAST_RADIUS_KM) if radius_km is None else radius_km)
    if not told:
        raise UsageError(f"{place!r} is in neither the gazetteer nor the account: give latitude,longitude or another name")
    name, _, own_lat, own_lon, own_km, _ = told[0]
    return Area(name, own_lat, own_lon, max(own_km or 0.0, _LEAST_RADIUS_KM) if radius_km is None else radius_km)


_Told = tuple[str, int | None, float | None, float | None, float | None, int]


def _told_places(connection: Connection, names: set[str]) -> list[_Told]:
    """The places of these names that the account tells of, each with how often, most often first."""
    return _places(connection, happenings.c.place_name.in_(sorted(names)), happenings.c.place_name)


def _told_places_in_any_case(connection: Connection, name: str) -> list[_Told]:
    lower = name.lower()
    return _places(connection, func.lower(happenings.c.place_name) == lower, happenings.c.place_name) or _places(
        connection, func.lower(happenings.c.place) == lower, happenings.c.place
    )


def _places(connection: Connection, condition: ColumnElement[bool], name: Column[str]) -> list[_Told]:
    columns = (name, happenings.c.geonames, happenings.c.lat, happenings.c.lon, happenings.c.radius_km)
    often = func.count().label("often")
    query = select(*columns, often).where(condition).group_by(*columns).order_by(often.desc(), *columns)
    return [tuple(row) for row in connection.execute(query)]


def _most_told(entries: Sequence[Entry], told: Sequence[_Told]) -> Entry | None:
    often: dict[int | None, int] = {}
    for _, number, *_, count in told:
        if number is not None:
            often[number] = often.get(number, 0) + count
    if told and not often:
        return None  # the account's own place of that name is none of the gazetteer's
    order = sorted(
        entries,
        key=lambda one: (
            -often.get(one.id, 0),
            one.kind != "country",
            one.kind in ("division", "district"),
            one.rank,
            -one.population,
            one.id or 0,
        ),
    )
    return order[0] if order else None
