"""The first page: what the account holds, on a map and in time, by origins, and what came last of contradictions and warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.show.asking import asked_of
from according.show.desk import Desk
from according.show.listing import Listed, read_listed
from according.store.records import Counts
from according.views import Filter, Warned, list_warnings
from according.views.glance import Bins, Extent, count_by_kind, count_by_origins, count_days, find_latest, measure_extent
from according.views.names import PlaceName, list_places

_LATEST = 8
_MOST_PLACES = 12
_MADE_READY = ("base.html", "parts.html", "overview.html", "incidents.html", "incident.html", "report.html")


@dataclass(frozen=True, slots=True)
class Glance:
    """All that the first page shows of what was asked for."""

    by_origins: list[tuple[int, int | None, int]]
    by_kind: list[tuple[str, int]]
    by_time: Bins
    places: list[PlaceName]
    contested: list[Listed]
    latest: list[Listed]
    warnings: list[Warned]


def overview(request: Request) -> Response:
    """The overview of what the address asks for."""
    desk: Desk = request.app.state.desk

    def find(connection: Connection) -> dict[str, Any]:
        asked = asked_of(request, connection)
        (holds, counts), glance = find_overview(desk, connection, asked.filter)
        return {"asked": asked, "holds": holds, "counts": counts, "glance": glance}

    return desk.kept_page(request, "overview.html", find)


def look_ahead(app: Starlette) -> None:
    """Find what the first page shows, and make ready what makes the pages asked for most, before anybody asks, so that nobody waits."""
    desk: Desk = app.state.desk
    for template in _MADE_READY:
        desk.templates.get_template(template)
    with desk.account.reading_rows() as connection:
        find_overview(desk, connection, Filter())


def find_overview(desk: Desk, connection: Connection, asked: Filter) -> tuple[tuple[Extent, Counts], Glance]:
    """What the first page shows, remembered for as long as the account stands as it is."""
    held = desk.remember(connection, ("extent",), lambda: measure_holdings(desk, connection))
    return held, desk.remember(connection, ("glance", asked), lambda: look(connection, asked))


def measure_holdings(desk: Desk, connection: Connection) -> tuple[Extent, Counts]:
    """How much the account tells, and how much it keeps."""
    return measure_extent(connection), desk.account.counts()


def look(connection: Connection, asked: Filter) -> Glance:
    """What the first page shows."""
    few = replace(asked, limit=_LATEST)
    contested = find_latest(connection, replace(few, is_contested=True))
    return Glance(
        count_by_origins(connection, asked),
        count_by_kind(connection, asked),
        count_days(connection, asked),
        list_places(connection, replace(few, limit=_MOST_PLACES)),
        read_listed(connection, contested),
        read_listed(connection, find_latest(connection, few)),
        list_warnings(connection, few),
    )


routes: list[BaseRoute] = [Route("/", overview)]
