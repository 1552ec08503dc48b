"""The page on which the happenings of an incident are split from each other, and joined to those of another."""

from __future__ import annotations

import re

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import NotInAccount, UsageError
from according.reconciling import list_judgements
from according.reconciling.parting import join, part, take_back
from according.show.desk import Desk, hex_of
from according.show.guard import require
from according.show.signing import back, form_of, sign, signing_values, text_in
from according.store.ledger import judgements
from according.views import find_incident, read_incident

_ID = re.compile(r"[0-9a-f]{8,64}")
_PERSON = "person:"


def show_incident(request: Request) -> Response:
    """What each report tells of an incident, with the forms that split and join."""
    desk: Desk = request.app.state.desk
    name = request.query_params["incident"]
    with desk.account.reading_rows() as connection:
        detail = read_incident(connection, name)
    lines = [one for one in list_judgements(desk.account, detail.incident.id) if one.judgement.by.startswith(_PERSON)]
    told = [one for account in detail.accounts for one in account.tellings]
    return desk.page(request, "review_incident.html", incident=detail.incident, told=told, lines=lines[::-1], **signing_values(request))


def split(request: Request) -> Response:
    """Hold that the happenings that were ticked are not the same as the rest of their incident."""
    form = form_of(request)
    signing = sign(request, form)
    desk: Desk = request.app.state.desk
    chosen = {name for name in form.getlist("happening") if isinstance(name, str)}
    with desk.account.reading_rows() as connection:
        detail = read_incident(connection, _named(text_in(form, "incident")))
    members = [one.happening for account in detail.accounts for one in account.tellings]
    if chosen - set(members):
        raise UsageError("some of what was ticked stands in this incident no more: look at it again")
    rest = [name for name in members if name not in chosen]
    part(desk.account, sorted(chosen), rest, by=signing.by, at=signing.at, reason=signing.reason)
    return back(request, f"/review?incident={hex_of(rest[0])}", signing)


def unite(request: Request) -> Response:
    """Hold that two incidents are the same happening."""
    form = form_of(request)
    signing = sign(request, form)
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        one, other = (find_incident(connection, _named(text_in(form, field))) for field in ("incident", "other"))
    if one == other:
        raise UsageError("these stand in one incident already")
    join(desk.account, one, other, by=signing.by, at=signing.at, reason=signing.reason)
    return back(request, f"/review?incident={hex_of(one)}", signing)


def undo(request: Request) -> Response:
    """Take judgements about happenings back; other people's only where the role allows it.

    Then the incident is shown in which one of those now stands of whom they were, since they may have left the one that was shown.
    """
    form = form_of(request)
    signing = sign(request, form)
    desk: Desk = request.app.state.desk
    names = [name for name in form.getlist("judgement") if isinstance(name, str)][:2_000]
    with desk.account.reading_rows() as connection:
        query = select(judgements.c.by, judgements.c.left_id).where(
            judgements.c.id.in_(names), judgements.c.by.startswith(_PERSON, autoescape=True)
        )
        found = connection.execute(query.order_by(judgements.c.seq)).all()
    signers = {by.removeprefix(_PERSON) for by, _ in found}
    if not signers:
        raise NotInAccount("the account holds no such judgement of a person")
    require(request, "take back own" if signers == {signing.by} else "take back others'")
    take_back(desk.account, names, by=signing.by, at=signing.at, reason=signing.reason)
    return back(request, f"/review?incident={hex_of(found[0].left_id)}", signing)


def _named(given: str | None) -> str:
    """An incident or happening as a person gives it: its id, some digits of it, or the address of its page."""
    found = _ID.search((given or "").rsplit("/", 1)[-1].removeprefix("sha256:"))
    if not found:
        raise UsageError(f"{(given or '')[:80]!r} names no incident: give the address of its page, or its id")
    return found[0]


routes: list[BaseRoute] = [
    Route("/review/incidents/split", split, methods=["POST"]),
    Route("/review/incidents/join", unite, methods=["POST"]),
    Route("/review/incidents/undo", undo, methods=["POST"]),
]
