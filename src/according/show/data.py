"""What the desk's own maps and charts are drawn from, as JSON; ``docs/desk.md`` says what each of them holds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.hiding import redact
from according.show.asking import PAGE_SIZE, asked_of, hiding_of, one_of
from according.show.desk import Desk, hex_of, report_url
from according.show.incidents import figures_by_measure
from according.show.overview import find_glance
from according.show.redaction import policy_of
from according.terminal.ranges import origin_words
from according.views import Filter, find_incident, list_access, list_territory, list_words, read_incident, tally
from according.views.filters import MEASURES
from according.views.incidents import IncidentDetail, StatedFigure
from according.views.points import Point, place_incidents
from according.views.tally import By

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_DAY_ZERO = date(1970, 1, 1).toordinal()
BUCKETS: tuple[By, ...] = ("day", "month", "year", "place", "country")
_MOST_DRAWN = 500


def map_data(request: Request) -> Response:
    """The incidents that were asked for, or the one of a given id, as points of GeoJSON."""
    with _reading(request) as connection:
        asked = asked_of(request, connection).filter
        name = request.query_params.get("incident")
        incident = find_incident(connection, name) if name else None

        def find() -> dict[str, Any]:
            placed = place_incidents(connection, asked, incident)
            numbers = {"total": placed.total, "placed": placed.placed, "unplaced": placed.total - placed.placed}
            return {"type": "FeatureCollection", "features": list(_features(placed.points)), "grouped": placed.is_grouped, **numbers}

        return _answer(request, connection, ("map", asked, incident), find, "application/geo+json")


def _features(points: tuple[Point, ...]) -> Iterator[dict[str, Any]]:
    for one in points:
        properties: dict[str, Any] = {
            "id": hex_of(one.id) if one.id else None,
            "kind": one.kind,
            "day": _day_number(one.first),
            "origins": one.origins,
            "contested": one.contested,
            "place": one.place,
            "n": one.number,
        }
        if one.id is None:
            properties["last"] = _day_number(one.last)
        position = [round(one.lon, 5), round(one.lat, 5)]
        yield {"type": "Feature", "geometry": {"type": "Point", "coordinates": position}, "properties": properties}


def _day_number(day: str | None) -> int | None:
    """Days since 1970-01-01."""
    return date.fromisoformat(day).toordinal() - _DAY_ZERO if day else None


def timeline_data(request: Request) -> Response:
    """How many incidents begin on each day."""
    desk: Desk = request.app.state.desk
    with _reading(request) as connection:
        asked = asked_of(request, connection).filter

        def find() -> dict[str, Any]:
            glance = find_glance(desk, connection, asked)
            return {"days": glance.days, "undated": glance.undated, "total": glance.undated + sum(number for _, number, _ in glance.days)}

        return _answer(request, connection, ("timeline", asked), find)


def ranges_data(request: Request) -> Response:
    """The figures of one incident."""
    with _reading(request) as connection:
        incident = find_incident(connection, request.query_params.get("incident", ""))
        return _answer(request, connection, ("ranges", incident), lambda: _ranges(read_incident(connection, incident)))


def _ranges(detail: IncidentDetail) -> dict[str, Any]:
    rows = [{"measure": measure, "figures": [_figure(of, one) for of, one in stated]} for measure, stated in figures_by_measure(detail)]
    return {"incident": detail.incident.id, "rows": rows}


def _figure(of: str | None, one: StatedFigure) -> dict[str, Any]:
    return {
        "origin": origin_words(one.origin),
        "who": one.who,
        "low": one.low,
        "high": one.high,
        "of": of,
        "scope": one.scope,
        "words": one.words,
        "published": one.published,
        "ref": one.ref,
        "href": report_url(one.report, one.span),
    }


def tally_data(request: Request) -> Response:
    """Safe sums, incidents one by one, and running totals, as rows that each say which they are."""
    with _reading(request) as connection:
        asked = replace(asked_of(request, connection).filter, limit=_MOST_DRAWN)
        by = cast("By", one_of(request.query_params, "by", BUCKETS, "month"))
        measure = one_of(request.query_params, "measure", MEASURES, "killed")

        def find() -> dict[str, Any]:
            found = tally(connection, measure, asked, by)
            return {"rows": [_record(one) for several in (found.sums, found.flows, found.stocks) for one in several]}

        return _answer(request, connection, ("sums", measure, by, asked), find)


def _rows_data(ask: Callable[[Connection, Filter], Iterable[Any]], request: Request) -> Response:
    """The first rows of a view, with its own fields."""
    with _reading(request) as connection:
        asked = replace(asked_of(request, connection).filter, limit=PAGE_SIZE)
        return _answer(request, connection, ("drawn", ask, asked), lambda: {"rows": [*map(_record, ask(connection, asked))]})


def _record(row: DataclassInstance) -> dict[str, Any]:
    """The fields of a row, its origin in words."""
    fields = asdict(row)
    return {**fields, "origin": origin_words(fields["origin"])} if "origin" in fields else fields


def _reading(request: Request) -> AbstractContextManager[Connection]:
    desk: Desk = request.app.state.desk
    return desk.account.reading_rows()


def _answer(
    request: Request, connection: Connection, key: tuple[object, ...], find: Callable[[], object], media_type: str = "application/json"
) -> Response:
    """What is found, as this person may see it; remembered compressed, and sent so to all who can take it."""
    desk: Desk = request.app.state.desk
    role = None if hiding_of(request).is_open else request.state.person.role

    def pack() -> bytes:
        shown = find() if role is None else redact(find(), policy_of(request.app), role)
        return gzip.compress(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 5, mtime=0)

    return _sent(request, desk.remember(connection, (*key, role), pack), media_type)


def _sent(request: Request, packed: bytes, media_type: str) -> Response:
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type)
    return Response(gzip.decompress(packed), headers=headers, media_type=media_type)


routes: list[BaseRoute] = [
    Route("/data/incidents.json", map_data),
    Route("/data/timeline.json", timeline_data),
    Route("/data/ranges.json", ranges_data),
    Route("/data/tally.json", tally_data),
    Route("/data/territory.json", partial(_rows_data, list_territory)),
    Route("/data/access.json", partial(_rows_data, list_access)),
    Route("/data/words.json", partial(_rows_data, list_words)),
]
