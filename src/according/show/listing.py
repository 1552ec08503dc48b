"""Lists of incidents: their order, found once for all pages of a list, and what a list shows of each, read from one row.

What each report tells of an incident is left for the incident's own page: to open it for fifty incidents takes a hundred
times as long as the rows of a list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, bindparam, select

from according.incidents import Range
from according.show.asking import PAGE_SIZE, Asked
from according.show.desk import Desk
from according.store.ledger import incidents
from according.views import Filter
from according.views.glance import find_latest
from according.views.tellings import date_of, find_incidents

Order = Literal["date", "latest", "origins"]
ORDERS: tuple[Order, ...] = ("date", "latest", "origins")
_AT_ONCE = 20 * PAGE_SIZE
"""So many ids are found for the first pages of a list; whoever goes on behind these gets the order of the whole list."""
_PREFIX = "sha256:"
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class ListedDifference:
    """A field on which accounts of an incident do not agree, and the values that they give."""

    field: str
    type: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows of an incident; the names are those of ``views.IncidentView``."""

    id: str
    kind: str
    date: str | None
    place: str | None
    actors: tuple[str, ...]
    origins: int
    reports: int
    is_contested: bool
    killed: Range | None
    differences: tuple[ListedDifference, ...]


def page_of_incidents(desk: Desk, connection: Connection, asked: Asked, order: Order) -> tuple[list[Listed], bool]:
    """One page of incidents, and whether more follow."""
    start = (asked.page - 1) * PAGE_SIZE
    ids = find_order(desk, connection, asked.filter, order, start, PAGE_SIZE + 1)
    return read_listed(connection, ids[:PAGE_SIZE]), len(ids) > PAGE_SIZE


def find_order(desk: Desk, connection: Connection, asked: Filter, order: Order, start: int, count: int) -> list[str]:
    """The ids of ``count`` incidents from ``start`` on; the order is remembered for as long as the account stands as it is.

    The first row takes as long to find as the last, since all are to be sorted. So the first pages are found together, and
    a page behind them has the whole list sorted once, thirty-two bytes for each incident.
    """
    packed = _packed(desk, connection, replace(asked, limit=_AT_ONCE if start + count <= _AT_ONCE else None), order)
    part = packed[start * _DIGEST : (start + count) * _DIGEST]
    return [_PREFIX + part[at : at + _DIGEST].hex() for at in range(0, len(part), _DIGEST)]


def find_place(desk: Desk, connection: Connection, asked: Filter, order: Order, name: str) -> int | None:
    """At which place of the list an incident stands, from 0 on; None if it is not in it."""
    try:
        digest = bytes.fromhex(name.removeprefix(_PREFIX))
    except ValueError:
        return None
    packed = _packed(desk, connection, replace(asked, limit=None), order)
    at = packed.find(digest) if len(digest) == _DIGEST else -1
    while at % _DIGEST and at > 0:
        at = packed.find(digest, at + 1)
    return at // _DIGEST if at >= 0 else None


def _packed(desk: Desk, connection: Connection, wanted: Filter, order: Order) -> bytes:
    return desk.remember(connection, ("order", wanted, order), lambda: _pack(_find(connection, wanted, order)))


def _find(connection: Connection, wanted: Filter, order: Order) -> list[str]:
    if order == "latest":
        return find_latest(connection, wanted)
    return find_incidents(connection, wanted, by_origins=order == "origins")


def _pack(ids: Sequence[str]) -> bytes:
    return bytes.fromhex("".join(name.removeprefix(_PREFIX) for name in ids))


def read_listed(connection: Connection, ids: Sequence[str]) -> list[Listed]:
    """What a list shows of these incidents, in the order of their ids as given."""
    rows = {row.id: row for row in connection.execute(_query(), {"ids": list(ids)})}
    return [_listed(rows[name]) for name in ids if name in rows]


@cache
def _query() -> Select[Any]:
    """The question, written once."""
    told = incidents.c
    what = (told.id, told.kind, told.date_from, told.date_to, told.place, told.actors, told.origins, told.reports, told.is_contested)
    return select(*what, told.killed_low, told.killed_high, told.differences).where(told.id.in_(bindparam("ids", expanding=True)))


def _listed(row: Row[Any]) -> Listed:
    killed = (row.killed_low, row.killed_high)
    differences = tuple(
        ListedDifference(one["field"], one["type"], tuple(str(value) for value, _ in one["sides"])) for one in json.loads(row.differences)
    )
    return Listed(
        row.id, row.kind, date_of(row.date_from, row.date_to), row.place, tuple(json.loads(row.actors)), row.origins, row.reports,
        row.is_contested, killed if killed != (None, None) else None, differences,
    )  # fmt: skip
