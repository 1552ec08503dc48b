"""The account as JSON for programs, under ``/api``: the views of the pages, one address each, and what programs may send.

One table of endpoints makes the routes, the checks of what is asked and the OpenAPI description, so that they cannot differ.
What cannot be done is said as problem details (RFC 9457).
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import msgspec
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from according import __version__
from according.errors import AccordingError, AccountBusy, NotInAccount, QueryError, UsageError
from according.hiding import Hiding, coarsen_area, hiding_from, redact
from according.show.api_rows import Ask, Rows
from according.show.api_sent import Act, Retraction
from according.show.api_writing import (
    ARRAY,
    LINES,
    MOST_BYTES,
    decode,
    keep,
    parse_records,
    take_back,
    take_in,
)
from according.show.asking import parse_asked
from according.show.desk import Desk
from according.show.endpoints import ENDPOINTS
from according.show.guard import require
from according.show.memory import stamp
from according.show.openapi import Endpoint, make_openapi
from according.show.parameters import CURSOR, check_query, make_cursor, parse_page
from according.show.problems import problem
from according.show.redaction import policy_of

_PROBES = ("actor", "source", "place", "about")
_CODES: tuple[tuple[type[AccordingError], int], ...] = ((UsageError, 400), (QueryError, 400), (NotInAccount, 404), (AccountBusy, 503))


def answer(endpoint: Endpoint) -> Callable[[Request], Response]:
    """The handler of an endpoint: checks what is asked, asks the account in one transaction, keeps back what is to be kept back."""

    def handle(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        require(request, "read")
        given = request.query_params
        check_query(given, endpoint.parameters)
        endpoint.check_path(request.path_params)
        policy, role = policy_of(request.app), request.state.person.role
        hiding = hiding_from(policy, role)
        with desk.account.reading_rows() as connection:
            tag = _tag(connection, request, hiding)
            if tag in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
                return Response(status_code=304, headers=_kept(tag))
            found = _find(endpoint, request, connection, hiding)
        body = {"items": found.items, "next": _next(request, found)} if isinstance(found, Rows) else found
        return _json(redact(body, policy, role), headers=_kept(tag))

    return handle


def _find(endpoint: Endpoint, request: Request, connection: Connection, hiding: Hiding) -> Any:
    desk: Desk = request.app.state.desk
    given = request.query_params
    if any(hiding.is_probe(value) for name in _PROBES for value in given.getlist(name)):
        if endpoint.is_list:
            return Rows((), False)
        raise NotInAccount("the account holds nothing of that name")
    own = ("limit", "cursor", "q", "about", "sort", "by", "of", "loaded", "clock", "rules", "machine")
    asked = parse_asked(connection, QueryParams([pair for pair in given.multi_items() if pair[0] not in own]))
    area = coarsen_area(asked.filter.area, hiding)
    asked = replace(asked, filter=replace(asked.filter, area=area))
    values = {**dict(given.items()), **request.path_params}
    return endpoint.find(Ask(desk, connection, asked, parse_page(given), values, hiding))


def _next(request: Request, found: Rows) -> str | None:
    """The address of the next page."""
    if not found.is_more:
        return None
    page = parse_page(request.query_params)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != CURSOR.name]
    return f"{request.url.path}?{urlencode([*pairs, (CURSOR.name, make_cursor(page.start + page.limit, found.last))])}"


def _tag(connection: Connection, request: Request, hiding: Hiding) -> str:
    """What changes whenever the answer may: with the account, with what is asked, with who asks, and with the version."""
    told = repr((stamp(connection), str(request.url.path), request.url.query, hiding, __version__))
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _kept(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), status, headers=headers, media_type=ARRAY)


def show_index(request: Request) -> Response:
    """Where everything is."""
    require(request, "read")
    check_query(request.query_params, ())
    links = {one.name: f"/api{one.path}" for one in ENDPOINTS}
    return _json({"version": __version__, "openapi": "/api/openapi.json", "links": links})


def show_openapi(request: Request) -> Response:
    """The description of all this, as OpenAPI 3.1."""
    desk: Desk = request.app.state.desk
    check_query(request.query_params, ())
    return _json(make_openapi(ENDPOINTS, with_users=desk.users))


async def take_readings(request: Request) -> Response:
    """Read reports that a program sends, join them to the account, and tell their ids."""
    require(request, "read in")
    check_query(request.query_params, ())
    media_type = _media_type(request, ARRAY, LINES)
    body = await _body(request, MOST_BYTES)
    desk: Desk = request.app.state.desk
    taken = await run_in_threadpool(lambda: take_in(desk, parse_records(body, media_type)))
    if not taken.reports:
        reasons = "; ".join(f"{one.ref}: {one.reason}" for one in taken.failures[:5])
        raise HTTPException(422, f"nothing could be read: {reasons}"[:1_000])
    shown = redact(taken, policy_of(request.app), request.state.person.role)
    return _json(shown, 201 if taken.new else 200)


async def take_judgement(request: Request) -> Response:
    """Keep what someone holds."""
    person = require(request, "judge")
    check_query(request.query_params, ())
    _media_type(request, ARRAY)
    act: Act = decode(await _body(request, 200_000), _acts)
    kept = await run_in_threadpool(keep, request.app.state.desk, person, act)
    return _json(redact(kept, policy_of(request.app), person.role), 201)


async def take_retraction(request: Request) -> Response:
    """Take a judgement back."""
    person = require(request, "take back own")
    check_query(request.query_params, ())
    _media_type(request, ARRAY)
    given = decode(await _body(request, 200_000), _retractions)
    kept = await run_in_threadpool(take_back, request.app.state.desk, person, request.path_params["id"], given)
    return _json(redact(kept, policy_of(request.app), person.role), 201)


_acts: msgspec.json.Decoder[Act] = msgspec.json.Decoder(Act)
_retractions = msgspec.json.Decoder(Retraction)


def _media_type(request: Request, *allowed: str) -> str:
    given = request.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if given not in allowed:
        raise HTTPException(415, f"send {' or '.join(allowed)}")
    return given


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise HTTPException(413, f"that is more than {most:,} bytes")
    return bytes(body)


class ProblemMiddleware:
    """Turns what cannot be done into problem details; what nobody foresaw goes on to the desk, which logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or say why not: handlers' refusals by the same words as those of the routes before them."""
        handlers: dict[Any, Any] = {HTTPException: _refuse, AccordingError: _refuse}
        scope["starlette.exception_handlers"] = (handlers, {})
        try:
            await self._app(scope, receive, send)
        except HTTPException as error:
            await _refuse(Request(scope), error)(scope, receive, send)


def _refuse(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        code = next((code for kind, code in _CODES if isinstance(error, kind)), 503)
        return problem(code, str(error))
    is_plain = error.status_code == 404 and error.detail == "Not Found"
    detail = f"there is nothing at {request.url.path[:200]}: /api/ lists what there is" if is_plain else error.detail
    return problem(error.status_code, detail, error.headers)


def _either(ask: Callable[[Request], Response], take: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """One address that is asked and sent to, so that any other method is refused with both named."""

    async def handle(request: Request) -> Response:
        return await take(request) if request.method == "POST" else await run_in_threadpool(ask, request)

    return handle


def _routes() -> list[BaseRoute]:
    asked = [Route(one.path, answer(one), methods=["GET"]) for one in ENDPOINTS if one.path != "/judgements"]
    judgements = next(one for one in ENDPOINTS if one.path == "/judgements")
    return [
        Route("/", show_index, methods=["GET"]),
        Route("/openapi.json", show_openapi, methods=["GET"]),
        Route("/readings", take_readings, methods=["POST"]),
        Route("/judgements", _either(answer(judgements), take_judgement), methods=["GET", "POST"]),
        Route("/judgements/{id}/retraction", take_retraction, methods=["POST"]),
        *asked,
    ]


routes = [Mount("/api", routes=_routes(), middleware=[Middleware(ProblemMiddleware)])]
