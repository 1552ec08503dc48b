"""The pages of what has a name: places, actors, sources and outlets, and people with all that they are quoted with."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import NotInAccount
from according.hiding import coarsen_area
from according.show.asking import PAGE_SIZE, Asked, asked_of, hiding_of, refuse_probe
from according.show.desk import Desk
from according.show.listing import page_of_incidents
from according.show.views import rows_of_page
from according.views import Filter, count_incidents, find_area, list_access, list_sources, list_territory, list_warnings, list_words
from according.views.filters import names_of_actor, names_of_source
from according.views.names import list_actors, list_outlets, list_places
from according.views.quotes import list_quotes

_FEW = 10


def _list(ask: Any, template: str, request: Request) -> Response:
    """A list of names, fifty to a page."""
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        rows, has_more = rows_of_page(desk, connection, asked, ask, (template,))
    return desk.page(request, template, asked=asked, rows=rows, has_more=has_more)


def source_list(request: Request) -> Response:
    """Those who are quoted, and the outlets that print it."""
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        rows, has_more = rows_of_page(desk, connection, asked, list_sources, ("sources",))
        outlets = desk.remember(connection, ("outlets",), lambda: list_outlets(connection))
    return desk.page(request, "sources.html", asked=asked, rows=rows, has_more=has_more, outlets=outlets)


def source_page(request: Request) -> Response:
    """One speaker or outlet: what it says, through whom, what it calls whom, and the incidents that it tells of."""
    desk: Desk = request.app.state.desk
    name = _named(request)
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        one = replace(asked, sources=(name,), filter=replace(asked.filter, sources=(name,)))
        few = replace(one.filter, limit=_FEW)
        own_names = set(names_of_source(name))
        outlets = desk.remember(connection, ("outlets",), lambda: list_outlets(connection))
        printed = [outlet for outlet in outlets if outlet.name in own_names]
        spoken = list_sources(connection, few)
        if not printed and not spoken:
            raise NotInAccount(f"nobody called {name!r} is quoted in the account, and no outlet of it is called so")
        words = list_words(connection, replace(few, limit=30))
        quotes = list_quotes(connection, name, few)
        incidents, has_more = page_of_incidents(desk, connection, one, "date")
    return desk.page(
        request, "source.html", asked=asked, called=name, own=one, printed=printed, spoken=spoken, words=words, quotes=quotes,
        incidents=incidents, has_more=has_more,
    )  # fmt: skip


def place_page(request: Request) -> Response:
    """One place: what is told of it, who is said to hold it, how access stands, and what was said ahead."""
    desk: Desk = request.app.state.desk
    name = _named(request)
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        area = coarsen_area(find_area(connection, name, asked.radius), hiding_of(request))
        one = replace(asked, place=name, filter=replace(asked.filter, area=area))
        few = replace(one.filter, limit=_FEW)
        number = desk.remember(connection, ("count", one.filter), lambda: count_incidents(connection, one.filter))
        around = desk.remember(connection, ("around", few), lambda: _around(connection, few))
        incidents, has_more = page_of_incidents(desk, connection, one, "date")
    return desk.page(
        request, "place.html", asked=asked, called=name, area=area, own=one, number=number, incidents=incidents, has_more=has_more, **around
    )


def _around(connection: Connection, few: Filter) -> dict[str, Any]:
    return {
        "grounds": list_territory(connection, few),
        "threads": list_access(connection, few),
        "warnings": list_warnings(connection, few),
    }


def actor_page(request: Request) -> Response:
    """One actor: the incidents it is named in, what others call it, and what it says itself."""
    desk: Desk = request.app.state.desk
    name = _named(request)
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        one = replace(asked, actors=(name,), filter=replace(asked.filter, actors=(name,)))
        number = desk.remember(connection, ("count", one.filter), lambda: count_incidents(connection, one.filter))
        called = desk.remember(connection, ("called", one.filter), lambda: list_words(connection, replace(one.filter, limit=30), "actor"))
        said = list_quotes(connection, name, replace(asked.filter, limit=_FEW))
        incidents, has_more = page_of_incidents(desk, connection, one, "date")
    return desk.page(
        request, "actor.html", asked=asked, called=name, names=names_of_actor(name), own=one, number=number, words=called, quotes=said,
        incidents=incidents, has_more=has_more,
    )  # fmt: skip


def person_page(request: Request) -> Response:
    """All that one person or body is quoted with, in time."""
    desk: Desk = request.app.state.desk
    name = _named(request)
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        quotes, has_more = _page_of_quotes(connection, name, asked)
    return desk.page(request, "person.html", asked=asked, called=name, names=names_of_source(name), quotes=quotes, has_more=has_more)


def _page_of_quotes(connection: Connection, name: str, asked: Asked) -> tuple[list[Any], bool]:
    found = list_quotes(connection, name, replace(asked.filter, limit=PAGE_SIZE + 1), skip=(asked.page - 1) * PAGE_SIZE)
    if not found and asked.page == 1 and asked.is_open:
        raise NotInAccount(f"nobody called {name!r} is quoted in the account")
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def _named(request: Request) -> str:
    """The name in the address; raises ``NotInAccount`` for what no account can hold."""
    name = " ".join(str(request.path_params["name"]).split())
    if not name or "\0" in name or len(name) > 400 or any("\ud800" <= char <= "\udfff" for char in name):
        raise NotInAccount("the account holds nothing of this name")
    refuse_probe(hiding_of(request), name)
    return name


routes: list[BaseRoute] = [
    Route("/sources", source_list),
    Route("/sources/{name:path}", source_page),
    Route("/places", partial(_list, list_places, "places.html")),
    Route("/places/{name:path}", place_page),
    Route("/actors", partial(_list, list_actors, "actors.html")),
    Route("/actors/{name:path}", actor_page),
    Route("/people/{name:path}", person_page),
]
