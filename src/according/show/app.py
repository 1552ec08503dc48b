"""The desk as one application: its routes, and what stands before them.

One of the four places that catch broadly: what goes wrong in one request becomes a page that says so, and nothing else
stops. What was asked wrongly is 400, what the account does not hold 404, an account that is held by others 503.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from according.config import Config
from according.errors import AccordingError, AccountBusy, NotInAccount, QueryError, UsageError
from according.hiding import Policy
from according.show.basemap import Compressing, check_basemap, give_basemap
from according.show.desk import BASEMAP, ROOM, Desk
from according.show.guard import GuardMiddleware
from according.show.headers import SecurityHeaders, origin_of, security_headers
from according.show.problems import problem
from according.store import Account

THREADS = 4
"""So many pages are made at a time by one process: more would only take each other's turns, since one at a time runs Python."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_CODES: tuple[tuple[type[AccordingError], int], ...] = ((UsageError, 400), (QueryError, 400), (NotInAccount, 404), (AccountBusy, 503))
_TITLES = {400: "That cannot be asked", 403: "Not allowed", 404: "Not in the account", 405: "Not possible here", 503: "The account is busy"}
_log = logging.getLogger(__name__)


def make_app(
    config: Config, *, users: bool = False, basemap: str | None = None, hosts: Sequence[str] = LOOPBACK, policy: Policy | None = None
) -> Starlette:
    """The application over the account of a configuration, which it holds open; raises ``AccountError`` if there is none.

    ``hosts`` are the names under which it may be asked for, so that no other site's name leads a browser here;
    ``policy`` says what is kept back from whom.
    """
    tiles = origin_of(basemap)
    if basemap:
        check_basemap(basemap)
    account = Account.open(config.account, create=False, busy_timeout_s=config.busy_timeout_s)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        yield
        account.close()

    app = Starlette(
        routes=_routes(),
        middleware=_middleware(hosts, tiles),
        exception_handlers={AccordingError: _say_what_is_wrong, HTTPException: _say_what_is_wrong, Exception: _say_it_failed},
        lifespan=lifespan,
    )
    app.state.desk = Desk(account, config, users, basemap)
    app.state.policy = policy or Policy()
    return app


def _routes() -> list[BaseRoute]:
    from according.show import api, data, incidents, labels, names, overview, people, reports, review, search, views

    rooms = (overview, incidents, data, labels, views, names, search, people, reports, review, api)
    routes: list[BaseRoute] = [route for room in rooms for route in room.routes]
    return [*routes, Route(BASEMAP, give_basemap), Mount("/static", StaticFiles(directory=ROOM / "static"), name="static")]


def _middleware(hosts: Sequence[str], tiles: str | None) -> list[Middleware]:
    return [
        Middleware(SecurityHeaders, tiles=tiles),
        Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False),
        Middleware(Compressing, minimum_size=2_000, compresslevel=1),
        Middleware(GuardMiddleware),
    ]


def _say_what_is_wrong(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _answer(request, error.status_code, error.detail)
    code = next((code for kind, code in _CODES if isinstance(error, kind)), 500)
    return _answer(request, code, str(error))


def _say_it_failed(request: Request, error: Exception) -> Response:
    _log.exception("%s %s", request.method, request.url.path, exc_info=error)
    answer = _answer(request, 500, "Something went wrong in the desk; its log says what. The account is as it was.")
    answer.headers.update(security_headers())  # it goes out past all that stands before the routes
    return answer


def _answer(request: Request, code: int, reason: str) -> Response:
    if request.url.path.startswith("/api/"):
        return problem(code, reason)
    if request.url.path.startswith("/data/"):
        return JSONResponse({"error": reason}, code)
    desk: Desk = request.app.state.desk
    return desk.page(request, "error.html", status=code, title=_TITLES.get(code, "That did not work"), reason=reason)
