"""What stands before every page: who asks, whether the request is the desk's own, whether the role allows it, how often.

It fails closed: with ``--users`` nobody sees anything without signing in, and whoever may not judge can send nothing but
the forms that concern herself, whatever pages are added later.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from according.people import Lifetimes, Passwords, Right, Session, Sort, find_session, may
from according.show.desk import Desk
from according.show.forgery import find_fault, make_token
from according.show.limits import Limit, Trickle
from according.show.problems import problem

SESSION = "according_session"
SECRET = "according_form"
SIGN_IN = "/sign-in"
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
_OWN_FORMS = (SIGN_IN, "/sign-out", "/account")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST_FORM_BYTES = 4 * 1024 * 1024
_TITLES = {401: "Sign in first", 403: "Not allowed", 413: "Too large", 429: "Too often", 400: "That cannot be sent"}


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: a name and a role; ``Person("local", "admin")`` where nobody has to sign in."""

    name: str
    role: str
    session: str | None = None

    def may(self, right: Right) -> bool:
        """Whether the person's role has this right."""
        return may(self.role, right)


LOCAL = Person("local", "admin")


@dataclass(slots=True)
class Guard:
    """By which clocks, for how long and how often; made with the application, so that tests can bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    passwords: Passwords = field(default_factory=Passwords)
    api_per_minute: int = 600
    tries: tuple[tuple[int, float], tuple[int, float], tuple[int, float]] = ((10, 300.0), (40, 300.0), (100, 3600.0))
    """Attempts to sign in and seconds: of one name from one machine, from one machine, and of one name from anywhere."""
    failures: tuple[int, float] = (60, 3600.0)
    """Entries of the log, and seconds, for attempts that fail: further ones are counted in the next entry."""
    api: Limit = field(init=False)
    sign_in: tuple[Limit, ...] = field(init=False)
    failed: Trickle = field(init=False)

    def __post_init__(self) -> None:
        self.api = Limit(self.api_per_minute, 60.0, self.clock)
        self.sign_in = tuple(Limit(most, per_s, self.clock) for most, per_s in self.tries)
        self.failed = Trickle(Limit(*self.failures, self.clock))


def guard_of(app: Any) -> Guard:
    """The guard of an application."""
    found = getattr(app.state, "guard", None)
    if found is None:
        found = app.state.guard = Guard()
    return cast("Guard", found)


def require(request: Request, right: Right) -> Person:
    """The person who asks, if her role has this right; raises ``HTTPException`` 403."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None or not person.may(right):
        raise HTTPException(403, f"your role does not allow this: it takes the right to {right}")
    return person


class GuardMiddleware:
    """Sets ``request.state`` before every handler: ``person``, ``csrf`` (the token for forms), ``form`` (what a form sent, or None)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass with what is known of who asks, or answer it here."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        passage = _Passage(scope)
        try:
            await passage.find_person()
            passage.check_asker()
            body = await passage.read_form(receive)
            passage.check_change()
        except HTTPException as refusal:
            await passage.refuse(refusal)(scope, receive, passage.with_cookie(send))
            return
        await self._app(scope, _replay(body, receive) if body is not None else receive, passage.with_cookie(send))


class _Passage:
    """One request on its way through."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.app = scope["app"]
        self.desk: Desk = self.app.state.desk
        self.headers = Headers(scope=scope)
        self.path: str = scope["path"]
        self.is_api = self.path == "/api" or self.path.startswith("/api/")
        self.is_change = scope["method"] not in _SAFE
        cookies = _cookies(self.headers.getlist("Cookie"))
        self.session_token = cookies.get(SESSION) if self.desk.users else None
        self.is_new_secret = not cookies.get(SECRET)
        self.secret = cookies.get(SECRET) or secrets.token_urlsafe(32)
        self.session: Session | None = None
        self.bearer = _bearer(self.headers) if self.desk.users and self.is_api else None
        self.state: dict[str, Any] = scope.setdefault("state", {})
        self.state.update(person=None if self.desk.users else LOCAL, csrf=make_token(self.secret), form=None)

    @property
    def person(self) -> Person | None:
        return cast("Person | None", self.state["person"])

    async def read_form(self, receive: Receive) -> bytes | None:
        """Read what a form sent, and put it where handlers find it; returns the bytes, to be read once more."""
        kind = self.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if not self.is_change or self.is_api or kind not in _FORMS:
            return None
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > _MOST_FORM_BYTES:
                raise HTTPException(413, f"a form may hold {_MOST_FORM_BYTES // 1024 // 1024} MiB")
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                break
        try:
            self.state["form"] = await Request(self.scope, _replay(bytes(body), receive)).form(max_files=20, max_fields=500)
        except (MultiPartException, HTTPException, ValueError) as error:
            raise HTTPException(400, "the form is broken") from error
        return bytes(body)

    async def find_person(self) -> None:
        """Look up who holds the token of the browser's cookie, or of the program's header."""
        if not self.desk.users or (token := self.bearer or self.session_token) is None:
            return
        guard = guard_of(self.app)
        sort: Sort = "program" if self.bearer else "browser"
        self.session = await run_in_threadpool(find_session, self.desk.account, token, sort, guard.now(), guard.lifetimes)
        if self.session is not None:
            self.state["person"] = Person(self.session.name, self.session.role, self.session.key)
            if not self.bearer:
                self.secret, self.is_new_secret = token, False
                self.state["csrf"] = make_token(token)

    def check_asker(self) -> None:
        """Raises ``HTTPException`` where nobody is signed in, or someone asks too often."""
        if self.is_api and self.desk.users:
            self._check_pace()
        if self.person is None and self.path != SIGN_IN:
            raise HTTPException(401, "sign in first" if not self.is_api else "this takes a token: Authorization: Bearer …")

    def check_change(self) -> None:
        """Raises ``HTTPException`` for a change that is forged, or that the role does not allow."""
        if not self.is_change:
            return
        if self.bearer is None:
            form: FormData | None = self.state["form"]
            fault = find_fault(self.headers, form, self.secret, is_for_programs=self.is_api and self.session is None)
            if fault:
                raise HTTPException(403, fault)
        if not _is_own_form(self.path) and (self.person is None or not self.person.may("judge")):
            raise HTTPException(403, "your role is to read: it changes nothing here")

    def _check_pace(self) -> None:
        client = self.scope.get("client") or ("unknown", 0)
        wait_s = guard_of(self.app).api.wait_s(self.person.name if self.person else f"from {client[0]}")
        if wait_s is not None:
            raise HTTPException(429, "too many requests in a minute", {"Retry-After": str(math.ceil(wait_s))})

    def refuse(self, refusal: HTTPException) -> Response:
        """The answer to what may not pass, in the form that the asker can read."""
        code, reason, headers = refusal.status_code, refusal.detail, dict(refusal.headers or {})
        if self.is_api:
            return problem(code, reason, {**headers, **({"WWW-Authenticate": "Bearer"} if code == 401 else {})})
        if self.path.startswith("/data/"):
            return JSONResponse({"error": reason}, code, headers)
        if code == 401 and not self.is_change:
            query = self.scope.get("query_string", b"").decode("latin-1")
            return RedirectResponse(f"{SIGN_IN}?next={quote(self.path + ('?' + query if query else ''), safe='')}", 303)
        request = Request(self.scope)
        return self.desk.page(request, "error.html", status=code, title=_TITLES.get(code, "That did not work"), reason=reason)

    def with_cookie(self, send: Send) -> Send:
        """Sends the secret that forms are checked by, where the browser has none yet."""
        if not self.is_new_secret or self.is_api or self.path.startswith("/data/"):
            return send

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie(self.scope, SECRET, self.secret))
            await send(message)

        return send_with_cookie


def cookie(scope: Scope, name: str, value: str, *, is_over: bool = False) -> str:
    """A ``Set-Cookie`` for this browser's session only, out of reach of scripts and of other sites."""
    secure = "; Secure" if scope["scheme"] == "https" else ""
    over = "; Max-Age=0" if is_over else ""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{over}"


def _is_own_form(path: str) -> bool:
    return any(path == own or path.startswith(own + "/") for own in _OWN_FORMS)


def _bearer(headers: Headers) -> str | None:
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _cookies(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        for part in line.split(";"):
            name, _, value = part.partition("=")
            if name.strip() in (SESSION, SECRET):
                found.setdefault(name.strip(), value.strip())
    return found


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body once more, and then what comes after it."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give
