"""Writes a gazetteer's file: the same places give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from according.places.folding import loose_key, name_key
from according.places.gazetteer import FORMAT, write_list
from according.vocab.gazette import ListedPlace

_SCHEMA = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL, division INTEGER, district INTEGER,
  lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE list_source (sha256 TEXT NOT NULL);
"""
_VERSION_AT = 92
"""Where SQLite notes which of its versions wrote the file; eight bytes that must not differ between machines."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place to be written, with all its names; ``kind`` is country, division, district, city or capital."""

    id: int
    name: str
    kind: str
    country: str
    division: int | None
    district: int | None
    lat: float
    lon: float
    radius_km: float
    population: int
    also: tuple[str, ...] = ()


def write_gazetteer(path: Path, rows: Iterable[Row], listed: Iterable[ListedPlace] = (), list_sha256: str = "") -> None:
    """Writes places and our own list, with the hash of its source.

    Writes the file beside its place and moves it there, so that no reader ever sees half of it.
    """
    ordered = sorted(rows, key=lambda row: row.id)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    file = sqlite3.connect(draft)
    try:
        file.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA user_version = {FORMAT}; {_SCHEMA}")
        file.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(r.id, r.name, r.kind, r.country, r.division, r.district, r.lat, r.lon, r.radius_km, r.population) for r in ordered],
        )
        names: dict[tuple[str, int], int] = {}
        for row in ordered:
            for key, rank in _keys(row):
                names[key, row.id] = min(rank, names.get((key, row.id), 9))
        file.executemany("INSERT INTO name VALUES (?, ?, ?)", [(key, place, rank) for (key, place), rank in sorted(names.items())])
        write_list(file, listed)
        file.execute("INSERT INTO list_source VALUES (?)", (list_sha256,))
        file.commit()
    finally:
        file.close()
    with draft.open("r+b") as raw:
        raw.seek(_VERSION_AT)
        raw.write(bytes(8))
    draft.replace(path)


def _keys(row: Row) -> Iterator[tuple[str, int]]:
    for rank, names in enumerate(((row.name,), row.also)):
        for name in names:
            if key := name_key(name):
                yield key, rank
                if (loose := loose_key(key)) != key:
                    yield loose, 2
