"""Who signs a judgement that a form sends: whoever is signed in, or the name that was typed, which the browser remembers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from according.errors import UsageError
from according.hiding import redact
from according.reconciling.reviews import Signing
from according.reviewing import Reviewed, read_reviewed
from according.show.desk import NOBODY, Desk
from according.show.guard import require
from according.show.redaction import policy_of

_COOKIE = "signature"
_LONGEST_NAME = 80
_LONGEST_REASON = 2_000
_REMEMBERED_S = 180 * 24 * 3600


def form_of(request: Request) -> FormData:
    """What the form sent; raises ``UsageError`` where it sent nothing."""
    form = getattr(request.state, "form", None)
    if form is None:
        raise UsageError("the form was empty")
    given: FormData = form
    return given


def text_in(form: FormData, name: str, longest: int = 4_000) -> str | None:
    """A field of a form without white space around it, None where it is empty; raises ``UsageError`` for one that is too long."""
    value = form.get(name)
    if not isinstance(value, str) or not (value := value.strip()):
        return None
    if len(value) > longest or "\0" in value:
        raise UsageError(f"{name} is longer than {longest:,} characters, or holds what nobody can read")
    return value


def reviewed_for(request: Request, name: str) -> Reviewed:
    """A report with what people hold of it, as the person who asks may see it: names kept back are so before anything is made of it."""
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        reviewed = read_reviewed(connection, name)
    return redact(reviewed, policy_of(request.app), role_of(request))


def role_of(request: Request) -> str:
    """The role of the person who asks; of nobody known, one from whom everything is kept back."""
    person = getattr(request.state, "person", None)
    return person.role if person is not None else NOBODY


def sign(request: Request, form: FormData) -> Signing:
    """The signature under what a form sends; raises ``UsageError`` where nobody signs, ``HTTPException`` where the role forbids it."""
    desk: Desk = request.app.state.desk
    person = require(request, "judge")
    name = person.name if desk.users else text_in(form, "signature", _LONGEST_NAME)
    if not name:
        raise UsageError("a judgement is signed: type your name")
    return Signing(name, now(), text_in(form, "reason", _LONGEST_REASON), max(1, desk.config.review_signers))


def now() -> str:
    """The moment it is, in UTC, as judgements are dated."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def signing_values(request: Request) -> dict[str, Any]:
    """What every page with a form for judgements needs: whether the person may judge, and the name that was typed last."""
    person = getattr(request.state, "person", None)
    return {
        "may_judge": person is not None and person.may("judge"),
        "may_take_back": person is not None and person.may("take back others'"),
        "signature": unquote(request.cookies.get(_COOKIE, ""))[:_LONGEST_NAME],
    }


def back(request: Request, address: str, signing: Signing) -> Response:
    """To the page that shows what came of it."""
    desk: Desk = request.app.state.desk
    answer = RedirectResponse(address, 303)
    if not desk.users:
        answer.set_cookie(_COOKIE, quote(signing.by), max_age=_REMEMBERED_S, httponly=True, samesite="strict")
    return answer
