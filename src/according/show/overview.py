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
from according.views.glance import Bins, Extent, Glance, look, measure_extent, to_bins

_LATEST = 8
_MOST_PLACES = 12
_MADE_READY = ("base.html", "parts.html", "overview.html", "incidents.html", "incident.html", "report.html")


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the first page shows of what was asked for."""

    glance: Glance
    by_time: Bins
    contested: list[Listed]
    latest: list[Listed]
    warnings: list[Warned]


def overview(request: Request) -> Response:
    """The overview of what the address asks for."""
    desk: Desk = request.app.state.desk

    def find(connection: Connection) -> dict[str, Any]:
        asked = asked_of(request, connection)
        (holds, counts), shown = find_overview(desk, connection, asked.filter)
        return {"asked": asked, "holds": holds, "counts": counts, "shown": shown, "glance": shown.glance}

    return desk.kept_page(request, "overview.html", find)


def look_ahead(app: Starlette) -> None:
    """Find what the first page shows, and make ready what makes the pages asked for most, before anybody asks, so that nobody waits."""
    desk: Desk = app.state.desk
    for template in _MADE_READY:
        desk.templates.get_template(template)
    with desk.account.reading_rows() as connection:
        find_overview(desk, connection, Filter())


def find_overview(desk: Desk, connection: Connection, asked: Filter) -> tuple[tuple[Extent, Counts], Shown]:
    """What the first page shows, remembered for as long as the account stands as it is."""
    held = desk.remember(connection, ("extent",), lambda: measure_holdings(desk, connection))
    return held, desk.remember(connection, ("shown", asked), lambda: _show(desk, connection, asked))


def measure_holdings(desk: Desk, connection: Connection) -> tuple[Extent, Counts]:
    """How much the account tells, and how much it keeps."""
    return measure_extent(connection), desk.account.counts()


def find_glance(desk: Desk, connection: Connection, asked: Filter) -> Glance:
    """The incidents that were asked for at a glance; the page and the drawings on it ask for the same one."""
    return desk.remember(connection, ("glance", asked), lambda: look(connection, asked, _MOST_PLACES, _LATEST))


def _show(desk: Desk, connection: Connection, asked: Filter) -> Shown:
    glance = find_glance(desk, connection, asked)
    listed = {one.id: one for one in read_listed(connection, list({*glance.contested, *glance.latest}))}
    contested, latest = ([listed[name] for name in names] for names in (glance.contested, glance.latest))
    return Shown(glance, to_bins(glance.days), contested, latest, list_warnings(connection, replace(asked, limit=_LATEST)))


routes: list[BaseRoute] = [Route("/", overview)]
