"""The pages of people: signing in and out, one's own account, and who else there is."""

from __future__ import annotations

import math
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from according.errors import UsageError
from according.people import (
    RIGHTS,
    ROLES,
    change_password,
    end_session,
    list_people,
    list_sessions,
    note_failure,
    sign_in,
    start_session,
)
from according.people.register import fold_name
from according.show.desk import Desk
from according.show.guard import LOCAL, SESSION, SIGN_IN, Guard, GuardMiddleware, Person, cookie, guard_of, require

__all__ = ["LOCAL", "Guard", "GuardMiddleware", "Person", "require", "routes"]

_WRONG = "There is nobody of this name and password."
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def show_sign_in(request: Request) -> Response:
    """The form for name and password; whoever is signed in already goes on."""
    desk: Desk = request.app.state.desk
    onward = _onward(request.query_params.get("next"))
    if request.state.person is not None:
        return RedirectResponse(onward, 303)
    return desk.page(request, "sign_in.html", onward=onward, fault=None, given="")


def take_sign_in(request: Request) -> Response:
    """Sign in by name and password; a wrong name and a wrong password look the same and take as long."""
    desk: Desk = request.app.state.desk
    guard = guard_of(request.app)
    if not desk.users:
        return RedirectResponse("/", 303)
    form = _form(request)
    name, password, onward = _text(form, "name"), _text(form, "password"), _onward(_text(form, "next"))
    wait_s = _wait_s(guard, name, request.client.host if request.client else "unknown")
    if wait_s is not None:
        _note_failure(desk, guard, name, is_refused=True)
        fault = f"Too many attempts. Wait {math.ceil(wait_s / 60)} min and try again."
        page: Response = desk.page(request, "sign_in.html", status=429, onward=onward, fault=fault, given=name)
        page.headers["Retry-After"] = str(math.ceil(wait_s))
        return page
    found = sign_in(desk.account, name, password, guard.passwords)
    if found is None:
        _note_failure(desk, guard, name)
        return desk.page(request, "sign_in.html", status=401, onward=onward, fault=_WRONG, given=name)
    token = start_session(desk.account, found[0], guard.now(), guard.lifetimes, _browser(request.headers.get("User-Agent", "")))
    answer = RedirectResponse(onward, 303)
    answer.headers.append("Set-Cookie", cookie(request.scope, SESSION, token))
    return answer


def take_sign_out(request: Request) -> Response:
    """Sign this browser out."""
    desk: Desk = request.app.state.desk
    person: Person = request.state.person
    if person.session is not None:
        end_session(desk.account, person.session, person.name, guard_of(request.app).now())
    answer = RedirectResponse(SIGN_IN if desk.users else "/", 303)
    answer.headers.append("Set-Cookie", cookie(request.scope, SESSION, "", is_over=True))
    return answer


def show_account(request: Request) -> Response:
    """Who one is here, what one may do, where one is signed in; for admins also who else there is."""
    return _account(request)


def take_password(request: Request) -> Response:
    """Change one's own password, which signs one out everywhere."""
    desk: Desk = request.app.state.desk
    person: Person = request.state.person
    if not desk.users:
        raise HTTPException(404, "nobody signs in here")
    guard, form = guard_of(request.app), _form(request)
    client = request.client.host if request.client else "unknown"
    if _wait_s(guard, person.name, client) is not None:
        _note_failure(desk, guard, person.name, is_refused=True)
        return _account(request, "Too many attempts: wait some minutes and try again.", 429)
    if sign_in(desk.account, person.name, _text(form, "old"), guard.passwords) is None:
        _note_failure(desk, guard, person.name)
        return _account(request, "The password that you have now is another one.", 400)
    if _text(form, "new") != _text(form, "again"):
        return _account(request, "The new password was not the same both times.", 400)
    try:
        change_password(desk.account, person.name, _text(form, "new"), guard.now(), guard.passwords, by=person.name)
    except UsageError as error:
        return _account(request, str(error), 400)
    return RedirectResponse(SIGN_IN, 303)


def take_end(request: Request) -> Response:
    """Sign one's own other browser, or a program, out."""
    desk: Desk = request.app.state.desk
    end_session(desk.account, _text(_form(request), "session"), request.state.person.name, guard_of(request.app).now())
    return RedirectResponse("/account", 303)


def _account(request: Request, fault: str | None = None, status: int = 200) -> Response:
    desk: Desk = request.app.state.desk
    person: Person = request.state.person
    return desk.page(
        request, "account.html", status=status, fault=fault, rights=RIGHTS, roles=ROLES,
        sessions=list_sessions(desk.account, person.name) if desk.users else [],
        people=list_people(desk.account) if desk.users and person.may("see people") else [],
    )  # fmt: skip


def _browser(agent: str) -> str | None:
    """Which browser on which system, as far as it says so, for its owner to know it again; None if it says neither.

    >>> _browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    """
    name = next((shown for mark, shown in _BROWSERS if f"{mark}/" in agent), None)
    system = next((one for one in _SYSTEMS if one in agent), None)
    return " on ".join(one for one in (name, system) if one) or None


def _wait_s(guard: Guard, name: str, host: str) -> float | None:
    """For how long nobody of this name may try from this machine; counted only where all three limits let the attempt through."""
    folded = fold_name(name)[:100]
    for limit, asker in zip(guard.sign_in, ((folded, host), host, folded), strict=True):
        if (wait_s := limit.wait_s(asker)) is not None:
            return wait_s
    return None


def _note_failure(desk: Desk, guard: Guard, name: str, *, is_refused: bool = False) -> None:
    """Write a failed attempt into the log, or count it where there were many; neither the password nor an unknown name is kept."""
    unlisted = guard.failed.take()
    if unlisted is not None:
        note_failure(desk.account, name, guard.now(), is_refused=is_refused, unlisted=unlisted)


def _form(request: Request) -> FormData:
    form: FormData | None = request.state.form
    return form if form is not None else FormData()


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _onward(given: str | None) -> str:
    """A page of this desk to go on to; the overview for any other address."""
    if not given or not given.startswith("/") or given.startswith("//") or any(char in given for char in "\\\r\n\t\0"):
        return "/"
    try:
        parts = urlsplit(given)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or not given.isascii() else given


routes = [
    Route(SIGN_IN, show_sign_in, methods=["GET"]),
    Route(SIGN_IN, take_sign_in, methods=["POST"]),
    Route("/sign-out", take_sign_out, methods=["POST"]),
    Route("/account", show_account, methods=["GET"]),
    Route("/account/password", take_password, methods=["POST"]),
    Route("/account/sessions", take_end, methods=["POST"]),
]
