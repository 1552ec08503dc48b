"""The gazetteer: names of places with their positions, in one file that any number of processes read and none writes."""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from according.errors import GazetteerError
from according.places.folding import WITH_ARTICLE, loose_key, name_key
from according.vocab.added import has_added
from according.vocab.gazette import ListedPlace, load_listed_places, read_list

FILE = "gazetteer.db"
FORMAT = 2
"""Written into the file as SQLite's user_version; a file of another format is refused."""
_FIELDS = "id, name, kind, country, division, district, lat, lon, radius_km, population"
_QUERY = f"SELECT {_FIELDS}, rank FROM name JOIN place ON id = place WHERE key IN (?, ?)"
_MOST = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer, for example the city of Aleppo (170063, SY).

    ``division`` and ``district`` are the GeoNames ids of the first- and second-level divisions it lies in (a division's own
    id is its ``division``); ``rank`` tells how it was found: 0 by its main name, 1 by another, 2 by a loose spelling.
    ``within`` is the name of the place that a place of our own list lies in, ``listed`` whether it is from that list.
    """

    id: int | None
    name: str
    kind: str
    country: str | None
    division: int | None
    district: int | None
    lat: float
    lon: float
    radius_km: float
    population: int
    rank: int = 0
    within: str | None = None
    listed: bool = False


class Town(NamedTuple):
    """A place by which people find their way on a map: a city, capital or country, with its population."""

    name: str
    kind: str
    lat: float
    lon: float
    population: int


class Gazetteer:
    """Places by name: the file made from GeoNames, and over it our own list of quarters, fronts, regions and camps."""

    def __init__(self, path: Path, listed: Iterable[ListedPlace] | None = None) -> None:
        """Opens the file read-only, with the list that it holds or with another.

        Raises ``GazetteerError`` if there is no such file or it is of another format.
        """
        if not path.is_file():
            raise GazetteerError(f"the gazetteer {path.name} is missing: it is made when According is installed; install According again")
        self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            form = self._file.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise GazetteerError(f"the gazetteer {path.name} is damaged; install According again") from error
        if form != FORMAT:
            raise GazetteerError(f"the gazetteer {path.name} is of another version; install According again")
        self._list = self._file
        if listed is not None:
            self._list = sqlite3.connect(":memory:", check_same_thread=False)
            write_list(self._list, listed)
        self._listed_keys = frozenset(row[0] for row in self._list.execute("SELECT key FROM listed_name"))
        self._placed: dict[int, Entry | None] = {}
        self._placing = RLock()
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)

    def _lookup(self, key: str) -> tuple[Entry, ...]:
        """All places of that name, given as ``name_key`` folds it; those of our own list first, then by population."""
        loose = loose_key(key)
        found = self._named(key, loose)
        if loose != key and any(entry.country not in WITH_ARTICLE for entry in found):
            exact = {entry.id for entry in self._named(key, key)}
            found = [entry for entry in found if entry.id in exact or entry.country in WITH_ARTICLE]
        placed = [entry for number, place in self._own(key, loose) if (entry := self._place(number, place))]
        known = {entry.id for entry in placed if entry.id is not None}
        return (*placed, *(entry for entry in found if entry.id not in known))

    @property
    def list_sha256(self) -> str | None:
        """The hash of the list that the file was built with."""
        row = self._file.execute("SELECT sha256 FROM list_source").fetchone()
        return row[0] if row else None

    def holds(self, key: str) -> bool:
        """Whether any place has that name."""
        return bool(self.lookup(key))

    def numbered(self, number: int) -> Entry | None:
        """The place of GeoNames that has this number."""
        row = self._file.execute(f"SELECT {_FIELDS} FROM place WHERE id = ?", (number,)).fetchone()
        return Entry(*row) if row else None

    def country(self, code: str) -> Entry | None:
        """The country of this ISO 3166 code."""
        row = self._file.execute(f"SELECT {_FIELDS} FROM place WHERE kind = 'country' AND country = ?", (code,)).fetchone()
        return Entry(*row) if row else None

    def list_towns(self) -> list[Town]:
        """All cities, capitals and countries of GeoNames, the largest first."""
        places = "SELECT name, kind, lat, lon, population FROM place WHERE kind IN ('city', 'capital', 'country')"
        return list(map(Town._make, self._file.execute(f"{places} ORDER BY population DESC, name, id")))

    def nearest_town_km(self, lat: float, lon: float, country: str) -> float | None:
        """How far the nearest town of a country is from a point; reads all towns of that country, so it is for checking only."""
        east = math.cos(math.radians(lat))
        towns = self._file.execute("SELECT lat, lon FROM place WHERE country = ? AND kind IN ('city', 'capital')", (country,))
        return min((111.2 * math.hypot(town[0] - lat, (town[1] - lon) * east) for town in towns), default=None)

    def _named(self, *keys: str) -> list[Entry]:
        """The places of GeoNames that have one of two keys, by population, each once and at its best rank."""
        best: dict[int, Entry] = {}
        for entry in sorted((Entry(*row) for row in self._file.execute(_QUERY, keys)), key=lambda entry: entry.rank):
            best.setdefault(entry.id or 0, entry)
        return sorted(best.values(), key=lambda entry: (-entry.population, entry.id or 0))[:_MOST]

    def _own(self, *keys: str) -> list[tuple[int, ListedPlace]]:
        """The places of our own list that have one of these keys, by their number in it."""
        if self._listed_keys.isdisjoint(keys):
            return []
        rows = self._list.execute(
            "SELECT DISTINCT number, record FROM listed_name JOIN listed USING (number) WHERE key IN (?, ?) ORDER BY number", keys
        )
        return [(number, _from_record(record)) for number, record in rows]

    def _place(self, number: int, place: ListedPlace) -> Entry | None:
        with self._placing:  # nobody else sees a place before its position is found
            if number not in self._placed:
                self._placed[number] = None  # a place that lies in itself has no position
                self._placed[number] = self._find_position(place)
            return self._placed[number]

    def _find_position(self, place: ListedPlace) -> Entry | None:
        """A listed place at its own position, else at that of the place it lies in, else as GeoNames has it."""
        parent = self._parent(place)
        if place.lat is not None and place.lon is not None:
            same = self._same(place)
            around = parent or same
            return Entry(
                same.id if same else None, place.name, place.kind, place.country,
                around.division if around else None, parent.district if parent else None,
                place.lat, place.lon, place.radius_km or (same.radius_km if same else 5.0), same.population if same else 0,
                within=place.within, listed=True,
            )  # fmt: skip
        if parent:
            return replace(
                parent, id=None, name=place.name, kind=place.kind, population=0, within=place.within, listed=True, rank=0,
                radius_km=max(place.radius_km or 0.0, parent.radius_km),
            )  # fmt: skip
        same = self._same(place)
        return replace(same, name=place.name, listed=True, rank=0) if same else None

    def _same(self, place: ListedPlace) -> Entry | None:
        """The place of GeoNames that a country or a division of our list stands for."""
        key = name_key(place.name)
        rows = self._named(key, key)
        kinds = ("country",) if place.kind == "country" else ("division",) if place.kind == "division" else ("city", "capital")
        fit = [row for row in rows if row.country == place.country and row.kind in kinds]
        if not fit and place.kind == "country":
            fit = [
                Entry(*row)
                for row in self._file.execute(f"SELECT {_FIELDS} FROM place WHERE kind = 'country' AND country = ?", (place.country,))
            ]
        near = [row for row in fit if place.lat is None or place.kind in ("country", "division") or abs(row.lat - place.lat) < 0.3]
        return near[0] if near else None

    def _parent(self, place: ListedPlace) -> Entry | None:
        if not place.within:
            return None
        key = name_key(place.within)
        own = [entry for number, other in self._own(key, loose_key(key)) if other != place and (entry := self._place(number, other))]
        rows = [*own, *self._named(key, loose_key(key))]
        fit = [row for row in rows if place.country is None or row.country in (place.country, None)]
        fit.sort(key=lambda row: (not row.listed, row.rank > 1, row.kind not in ("city", "capital"), -row.population))
        return fit[0] if fit else None


def write_list(file: sqlite3.Connection, listed: Iterable[ListedPlace]) -> None:
    """Writes our own list into the tables ``listed`` and ``listed_name`` of a database."""
    file.execute("CREATE TABLE listed (number INTEGER PRIMARY KEY, record TEXT NOT NULL)")
    file.execute("CREATE TABLE listed_name (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID")
    for number, place in enumerate(listed):
        file.execute("INSERT INTO listed VALUES (?, ?)", (number, json.dumps(asdict(place), ensure_ascii=False)))
        bare = [name_key(name).removeprefix("the ") for name in place.names]
        keys = {key for name in bare for key in (name, loose_key(name))}
        file.executemany("INSERT INTO listed_name VALUES (?, ?)", [(key, number) for key in sorted(keys)])


def _from_record(record: str) -> ListedPlace:
    fields = json.loads(record)
    return ListedPlace(**{**fields, "also": tuple(fields["also"])})


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer of this process, opened once: the shipped file, or another with the list that it holds."""
    return _open(path, os.getpid())


@cache
def _open(path: Path | None, process: int) -> Gazetteer:
    """One connection for each process, since SQLite's do not survive a fork; a list edited or added to since the file was built counts."""
    if path is not None:
        return Gazetteer(path)
    gazetteer = Gazetteer(Path(str(files("according.places") / FILE)))
    if gazetteer.list_sha256 == hashlib.sha256(read_list()).hexdigest() and not has_added("places.yml"):
        return gazetteer
    return Gazetteer(Path(str(files("according.places") / FILE)), load_listed_places())
