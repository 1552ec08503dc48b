"""The pages of the views: what happened when, who holds what, how access stands, figures, warnings, words, copies, changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import UsageError
from according.read.folders import shown
from according.show.asking import PAGE_SIZE, Asked, asked_of, one_of
from according.show.blocks import View, rows_between
from according.show.data import BUCKETS
from according.show.desk import Desk
from according.views import (
    Filter,
    iter_changes,
    iter_copies,
    iter_timeline,
    list_access,
    list_judgements,
    list_page_changes,
    list_territory,
    list_warnings,
    list_warnings_before,
    list_words,
    tally,
)
from according.views.diff import Clock
from according.views.filters import MEASURES
from according.views.incidents import find_incident
from according.views.tally import By
from according.views.words import Of

_MOST_PAGES = 200
_MOST_DAYS = 3_650


def rows_of_page(desk: Desk, connection: Connection, asked: Asked, ask: View, key: tuple[object, ...]) -> tuple[list[Any], bool]:
    """The rows of one page of a view, and whether more follow; ``key`` names the view with all that it depends on beside the filter."""
    if asked.page > _MOST_PAGES:
        raise UsageError(f"a list has at most {_MOST_PAGES} pages: give a narrower filter")
    found = rows_between(desk, connection, key, ask, asked.filter, (asked.page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def _list(ask: View, template: str, request: Request) -> Response:
    """The page of a view that needs nothing but the filter."""
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection)
        rows, has_more = rows_of_page(desk, connection, asked, ask, (template,))
    return desk.page(request, template, asked=asked, rows=rows, has_more=has_more)


def tally_page(request: Request) -> Response:
    """Figures of one measure: safe sums, what is in none of them and why, each incident's range, and running totals."""
    desk: Desk = request.app.state.desk
    given = request.query_params
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection, ("measure", "by"))
        measure, by = one_of(given, "measure", MEASURES, "killed"), cast("By", one_of(given, "by", BUCKETS, "month"))
        few = replace(asked.filter, limit=PAGE_SIZE)
        found = desk.remember(connection, ("tally", measure, by, few), lambda: tally(connection, measure, few, by))
    most = max((one.high for one in found.sums), default=1)
    return desk.page(request, "tally.html", asked=asked, found=found, measure=measure, measures=MEASURES, by=by, buckets=BUCKETS, most=most)


def warnings_page(request: Request) -> Response:
    """What was said ahead; with ``before``, what was said near an incident in the days before it."""
    desk: Desk = request.app.state.desk
    before = request.query_params.get("before")
    if not before:
        return _list(list_warnings, "warnings.html", request)
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection, ("before", "days"))
        incident, days = find_incident(connection, before), _days(request)

        def ask(connection: Connection, given: Filter) -> Iterable[Any]:
            return list_warnings_before(connection, incident, given, days)

        rows, has_more = rows_of_page(desk, connection, asked, ask, ("before", incident, days))
    return desk.page(request, "warnings.html", asked=asked, rows=rows, has_more=has_more, before=incident, days=days)


def _days(request: Request) -> int:
    given = request.query_params.get("days") or "30"
    if not (given.isascii() and given.isdigit() and len(given) < 6 and 1 <= int(given) <= _MOST_DAYS):
        raise UsageError(f"{given!r} is no number of days: give 1 to {_MOST_DAYS}")
    return int(given)


def words_page(request: Request) -> Response:
    """What each outlet and speaker calls each actor and act."""
    desk: Desk = request.app.state.desk
    given = request.query_params
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection, ("of", "loaded"))
        of, loaded = one_of(given, "of", ("actor", "act", "both"), "both"), one_of(given, "loaded", ("0", "1"), "0") == "1"
        only = cast("Of", of) if of != "both" else None
        ask = partial(list_words, of=only, loaded_only=loaded)
        rows, has_more = rows_of_page(desk, connection, asked, ask, ("words", of, loaded))
    return desk.page(request, "words.html", asked=asked, rows=rows, has_more=has_more, of=of, loaded=loaded)


def diff_page(request: Request) -> Response:
    """What changed in the account between two dates, or from one capture of a page to another."""
    desk: Desk = request.app.state.desk
    given = request.query_params
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection, ("clock", "name", "other"))
        clock = cast("Clock", one_of(given, "clock", ("retrieved", "published"), "retrieved"))
        rows: list[Any] = []
        judgements: list[Any] = []
        has_more, name = False, given.get("name")
        if name:
            other = given.get("other")
            rows = list_page_changes(connection, shown(name), shown(other) if other else None)
        elif asked.first or asked.last:
            ask = partial(iter_changes, clock=clock)
            rows, has_more = rows_of_page(desk, connection, asked, ask, ("diff", clock))
            judgements = list_judgements(connection, asked.limited) if clock == "retrieved" else []
    return desk.page(
        request,
        "diff.html",
        asked=asked,
        rows=rows,
        has_more=has_more,
        clock=clock,
        name=name,
        other=given.get("other"),
        judgements=judgements,
    )


routes: list[BaseRoute] = [
    Route("/timeline", partial(_list, iter_timeline, "timeline.html")),
    Route("/territory", partial(_list, list_territory, "territory.html")),
    Route("/access", partial(_list, list_access, "access.html")),
    Route("/copies", partial(_list, iter_copies, "copies.html")),
    Route("/tally", tally_page),
    Route("/warnings", warnings_page),
    Route("/words", words_page),
    Route("/diff", diff_page),
]
