"""What the gazetteer knows of an incident's place: country by name and code, divisions by name, and how exact the place is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from according.export.records import IncidentRow
from according.places import open_gazetteer
from according.places.folding import name_key
from according.places.gazetteer import Entry
from according.vocab.crosswalks import Country, load_countries

_NEAR_DEGREES = 0.3
_POINTS = frozenset(
    (
        "air base|airport|barracks|beach|bridge|camp|castle|city|capital|crossing|dam|facility|gate|hill|hospital|junction|market|"
        "military base|mosque|park|pass|port|prison|quarter|square|street|suburb|town|tunnel|village"
    ).split("|")
)
NEAR_KM = 25.0
"""How far a place that the gazetteer does not name ("eastern Kesh") may reach to lie near a point."""
_WATERS = frozenset({"sea", "strait"})


@dataclass(frozen=True, slots=True)
class Location:
    """Where an incident lies: ``level`` is point, near, district, division, area, country or waters, None where it is not known."""

    country: str | None = None
    codes: Country | None = None
    admin1: str | None = None
    admin2: str | None = None
    level: str | None = None


def locate(incident: IncidentRow) -> Location:
    """What is known of where an incident lies."""
    found = locate_at(incident.place, incident.geonames, incident.country, incident.lat, incident.lon)
    if found.level or incident.lat is None or incident.radius_km is None:
        return found
    return replace(found, level="near" if incident.radius_km <= NEAR_KM else "area")


@lru_cache(20_000)
def locate_at(place: str | None, geonames: int | None, country: str | None, lat: float | None, lon: float | None) -> Location:
    """What is known of a place by its name, its number in GeoNames, its country (ISO 3166) and its position."""
    gazetteer = open_gazetteer()
    entry = _entry(place, geonames, country, lat, lon)
    land = _land(country) if country else None
    divisions = [gazetteer.numbered(number) if number else None for number in ((entry.division, entry.district) if entry else (None, None))]
    return Location(
        country=land.name if land else None,
        codes=load_countries().get(country or ""),
        admin1=divisions[0].name if divisions[0] else None,
        admin2=divisions[1].name if divisions[1] else None,
        level=_level(entry) if entry else None,
    )


@lru_cache(500)
def _land(code: str) -> Entry | None:
    """The country of a code; the gazetteer has no order by country, so each is looked up once."""
    return open_gazetteer().country(code)


def _entry(place: str | None, geonames: int | None, country: str | None, lat: float | None, lon: float | None) -> Entry | None:
    """The place of the gazetteer: by its number, else by its name where that lies."""
    named = open_gazetteer().lookup(name_key(place)) if place else ()
    if geonames is not None:
        return next((one for one in named if one.id == geonames), None) or open_gazetteer().numbered(geonames)
    near = [one for one in named if lat is not None and lon is not None and abs(one.lat - lat) + abs(one.lon - lon) < _NEAR_DEGREES]
    return next((one for one in near if one.country == country), None)


def _level(entry: Entry) -> str:
    if entry.kind in _POINTS:
        return "point"
    if entry.kind in _WATERS:
        return "waters"
    return entry.kind if entry.kind in ("district", "division", "country") else "area"
