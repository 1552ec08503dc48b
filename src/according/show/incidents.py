"""The list of incidents, and the page of one: who says what, by origin, and where accounts differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.show.asking import asked_of, one_of
from according.show.desk import Desk
from according.show.listing import ORDERS, Order, page_of_incidents
from according.views import read_incident
from according.views.incidents import IncidentDetail, IncidentDifference, StatedFigure
from according.views.tellings import Telling
from according.views.wordings import Wording, list_wordings


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: its value in words, and the accounts that stand on it."""

    value: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """A difference with its sides opened: ``difference`` says the field, the type and the reason."""

    difference: IncidentDifference
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What one origin calls what happened, and those involved; ``loaded`` names of these the words that take a side."""

    origin: str | None
    acts: tuple[str, ...]
    names: tuple[tuple[str, str | None], ...]
    loaded: frozenset[str]


def list_page(request: Request) -> Response:
    """The incidents that the address asks for, in the order it asks for, fifty to a page."""
    desk: Desk = request.app.state.desk

    def find(connection: Connection) -> dict[str, Any]:
        asked = asked_of(request, connection, ("sort",))
        order = cast("Order", one_of(request.query_params, "sort", ORDERS, "date"))
        shown, has_more = page_of_incidents(desk, connection, asked, order)
        return {"asked": asked, "order": order, "orders": ORDERS, "incidents": shown, "has_more": has_more}

    return desk.kept_page(request, "incidents.html", find)


def incident_page(request: Request) -> Response:
    """One incident in full."""
    desk: Desk = request.app.state.desk

    def find(connection: Connection) -> dict[str, Any]:
        detail = read_incident(connection, request.path_params["name"])
        return {
            "detail": detail,
            "incident": detail.incident,
            "differences": list(open_differences(detail)),
            "figures": list(figures_by_measure(detail)),
            "words": words_by_origin(list_wordings(connection, detail.incident.id)),
        }

    return desk.kept_page(request, "incident.html", find)


def open_differences(detail: IncidentDetail) -> Iterator[Differing]:
    """The differences of an incident, each side with the accounts on it in the order of publication."""
    told = {one.happening: one for account in detail.accounts for one in account.tellings}
    for difference in detail.incident.differences:
        sides = zip(difference.values, difference.happenings, strict=True)
        yield Differing(difference, tuple(Side(value, tuple(told[name] for name in names if name in told)) for value, names in sides))


def figures_by_measure(detail: IncidentDetail) -> Iterator[tuple[str, list[tuple[str | None, StatedFigure]]]]:
    """The figures of each measure with the group that each counts, in the order of publication: what stands on one axis."""
    measures: dict[str, list[tuple[str | None, StatedFigure]]] = {}
    for row in detail.figures:
        measures.setdefault(row.measure, []).extend((row.of, figure) for figure in row.figures)
    for measure, stated in measures.items():
        yield measure, sorted(stated, key=lambda pair: (pair[1].published is None, pair[1].published or "", pair[1].ref, pair[1].span))


def words_by_origin(wordings: Sequence[Wording]) -> list[Words]:
    """The words of each origin, each once, those first that stand in the report published first."""
    several: dict[str | None, list[Wording]] = {}
    for one in wordings:
        several.setdefault(one.origin, []).append(one)
    found = []
    for origin, ones in several.items():
        acts = tuple(dict.fromkeys(label for one in ones for label in one.acts))
        names = dict.fromkeys((label, actor) for one in ones for label, actor, _ in one.names if actor or label not in acts)
        loaded = frozenset(label for one in ones for label, _, is_loaded in one.names if is_loaded)
        if acts or names:
            found.append(Words(origin, acts, tuple(names), loaded))
    return found


routes: list[BaseRoute] = [
    Route("/incidents", list_page),
    Route("/incidents/{name}", incident_page),
]
