"""Lists of incidents: all of them, and those of one kind, one year and one place, a hundred to a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from according.export.chosen import Chosen
from according.export.pages.rendering import Pages
from according.incidents import Range
from according.store.ledger import incidents
from according.views.tellings import date_of

PAGE = 100
LISTS = "incidents"
UNDATED = "no-date"
_LATEST = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident as lists show it; ``fields`` are those on which accounts differ."""

    id: str
    kind: str
    date: str | None
    place: str | None
    actors: tuple[str, ...]
    killed: Range | None
    origins: int
    reports: int
    is_contested: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The incidents of one kind, year or place: what they share (None: it is not said), how many, and where they are listed."""

    name: str | None
    number: int
    folder: str


def write_lists(pages: Pages, connection: Connection, chosen: Chosen) -> dict[str, list[Group]]:
    """Write all lists; the groups by what they are lists of, the years in order, the others with the most told of first."""
    year = func.substr(incidents.c.date_from, 1, 4)
    groups = {
        "kind": list(_write_groups(pages, connection, chosen, "kind", incidents.c.kind)),
        "year": list(_write_groups(pages, connection, chosen, "year", year)),
        "place": list(_write_groups(pages, connection, chosen, "place", incidents.c.place)),
    }
    for what in ("kind", "place"):
        groups[what].sort(key=lambda one: (one.name is None, -one.number, one.name or ""))
    lists = {what: several for what, several in groups.items() if what != "place"}
    pages.write_list(LISTS, "incidents.html", iter_entries(connection, chosen), PAGE, groups=lists, of=None, name=None)
    pages.write_list(f"{LISTS}/place", "places.html", groups["place"], 2 * PAGE)
    return groups


def _write_groups(pages: Pages, connection: Connection, chosen: Chosen, what: str, column: Any) -> Iterator[Group]:
    found = _iter_rows(connection, chosen, column.is_(None), column)
    for name, rows in groupby(found, key=lambda row: row.group):
        folder = pages.folder(f"{LISTS}/{what}", name if name is not None else f"no {what}")
        number = pages.write_list(folder, "incidents.html", map(_entry, rows), PAGE, groups={}, of=what, name=name)
        yield Group(name, number, folder)


def iter_entries(connection: Connection, chosen: Chosen) -> Iterator[Entry]:
    """The incidents by day, those of no day last."""
    return map(_entry, _iter_rows(connection, chosen))


def latest_contested(connection: Connection, chosen: Chosen) -> list[Entry]:
    """Some incidents on which accounts differ, those first of which something was published last."""
    columns = incidents.c
    query = select(incidents).where(chosen.has_incident(columns.id), columns.is_contested)
    query = query.order_by(columns.published_last.is_(None), columns.published_last.desc(), columns.id).limit(_LATEST)
    return [_entry(row) for row in connection.execute(query)]


def _iter_rows(connection: Connection, chosen: Chosen, *group: Any) -> Iterator[Any]:
    columns = incidents.c
    labelled = group[-1].label("group") if group else incidents.c.kind.label("group")
    query = select(incidents, labelled).where(chosen.has_incident(columns.id))
    query = query.order_by(*group, columns.date_from.is_(None), columns.date_from, columns.date_to, columns.published_first, columns.id)
    return iter(connection.execute(query, execution_options={"yield_per": 500}))


def _entry(row: Any) -> Entry:
    killed = (row.killed_low, row.killed_high)
    fields = dict.fromkeys(one["field"] for one in json.loads(row.differences))
    return Entry(
        row.id, row.kind, date_of(row.date_from, row.date_to), row.place, tuple(json.loads(row.actors)),
        killed if killed != (None, None) else None, row.origins, row.reports, row.is_contested, tuple(fields),
    )  # fmt: skip
