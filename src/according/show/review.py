"""Review: what is worth looking at, one finding with all that people hold of it, and the forms by which they say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import NotInAccount, UsageError
from according.incidents import Subject
from according.markup.held import NOTHING, Line, judgement_lines, notes_of, seen_fields, value_words
from according.markup.marking import find_layers
from according.markup.segments import mark_up
from according.markup.speakers import find_speakers
from according.reconciling import reviews
from according.reconciling.reviews import Signing
from according.reviewing import Reviewed
from according.reviewing.applying import as_added
from according.reviewing.queue import ORDERS, By, list_open, list_waiting
from according.reviewing.things import SUBJECTS, Finding, edges, find, to_value
from according.show import coding, joining, logging_page
from according.show.desk import Desk, hex_of
from according.show.fields import (
    SPANS,
    changed_values,
    find_positions,
    make_finding,
    parse_position,
    selected_span,
    typed_fields,
    with_span,
)
from according.show.guard import require
from according.show.signing import back, form_of, reviewed_for, sign, signing_values, text_in

_TITLES: dict[Subject, str] = {"claim": "claim", "event": "event", "figure": "figure", "spot": "place", "naming": "name of an actor"}
_ORDER_WORDS: dict[By, str] = {
    "value": "What matters most",
    "contested": "Where accounts differ",
    "told": "What most origins tell",
    "unsure": "What the machine was least sure of",
}


def show_queue(request: Request) -> Response:
    """What is worth a person's time, or (with ``incident=``) the page on which happenings are joined and split."""
    if request.query_params.get("incident"):
        return joining.show_incident(request)
    desk: Desk = request.app.state.desk
    by = request.query_params.get("by", "value")
    if by not in (*ORDERS, "open"):
        raise UsageError(f"by={by[:40]} is no order: give one of {', '.join((*ORDERS, 'open'))}")
    with desk.account.reading_rows() as connection:
        opened = list_open(connection)
        waiting = [] if by == "open" else list_waiting(connection, cast("By", by))
    return desk.page(
        request, "review.html", by=by, orders=_ORDER_WORDS, opened=opened, waiting=waiting, titles=_TITLES, **signing_values(request)
    )


def show_report_review(request: Request) -> Response:
    """All judgements about one report, in the order they were made, each of which can be taken back."""
    desk: Desk = request.app.state.desk
    reviewed = _reviewed(request)
    lines = [_worded(line, reviewed) for line in judgement_lines(reviewed)]
    values = signing_values(request)
    return desk.page(request, "review_report.html", report=reviewed.machine.report, lines=lines, titles=_TITLES, **values)


def show_thing(request: Request) -> Response:
    """One finding: its sentence in the report, its fields to be corrected, what people hold of it, and who disagrees."""
    desk: Desk = request.app.state.desk
    reviewed = _reviewed(request)
    subject, thing = _named(request)
    one, is_there = _finding(reviewed, subject, thing)
    report, reading = reviewed.reading.report, reviewed.reading
    notes = notes_of(reviewed)
    lookup = request.query_params.get("lookup", "").strip()[:200]
    return desk.page(
        request,
        "review_thing.html",
        report=report,
        reading=reading,
        subject=subject,
        title=_TITLES[subject],
        thing=thing,
        one=one,
        is_there=is_there,
        span=edges(one),
        seen=seen_fields(subject, one, reading),
        fields=typed_fields(subject, one),
        word_fields=SPANS[subject],
        text=mark_up(report.text, find_layers(reading, find_speakers(reading), notes, edges(one))),
        notes=notes.get((subject, thing), NOTHING),
        lines=[_worded(line, reviewed) for line in judgement_lines(reviewed, subject, thing)],
        lookup=lookup,
        positions=find_positions(lookup) if lookup and subject == "spot" else [],
        signers=desk.config.review_signers,
        **signing_values(request),
    )


def show_adding(request: Request) -> Response:
    """The form for a finding that the machine missed."""
    require(request, "judge")
    desk: Desk = request.app.state.desk
    reading = _reviewed(request).reading
    subject = _subject(request)
    start, end = request.query_params.get("start", ""), request.query_params.get("end", "")
    is_span = start.isdecimal() and end.isdecimal() and int(start[:12]) < int(end[:12]) <= len(reading.report.text)
    at = (int(start), int(end)) if is_span else None
    return desk.page(
        request,
        "review_add.html",
        report=reading.report,
        subject=subject,
        title=_TITLES[subject],
        fields=typed_fields(subject, None),
        word_fields=SPANS[subject][1:],
        at=at,
        exact=reading.report.text[slice(*at)] if at else "",
        text=mark_up(reading.report.text, find_layers(reading, find_speakers(reading), {}, at)),
        **signing_values(request),
    )


def add_thing(request: Request) -> Response:
    """Keep a finding that the machine missed."""
    form = form_of(request)
    signing = sign(request, form)
    desk: Desk = request.app.state.desk
    reading = _reviewed(request).reading
    subject = _subject(request)
    held = reviews.add(desk.account, reading.report.id, subject, make_finding(subject, reading, form), signing)
    return back(request, f"/review/{hex_of(reading.report.id)}/{subject}/{hex_of(held.left)}", signing)


def judge_thing(request: Request) -> Response:
    """Keep what a form holds of a finding: that it is right, wrong, or other in some field."""
    form = form_of(request)
    action = text_in(form, "action") or ""
    if action not in _ACTIONS:
        raise UsageError(f"{action[:40]!r} is nothing that can be done to a finding")
    signing = sign(request, form)
    reviewed = _reviewed(request)
    subject, thing = _named(request)
    one, _ = _finding(reviewed, subject, thing)
    _ACTIONS[action](request, reviewed, subject, thing, one, signing)
    return back(request, f"/review/{hex_of(reviewed.machine.report.id)}/{subject}/{hex_of(thing)}", signing)


def _accept(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    reviews.accept(_desk(request).account, reviewed.machine.report.id, subject, thing, signing)


def _reject(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    reviews.reject(_desk(request).account, reviewed.machine.report.id, subject, thing, signing)


def _correct(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    values = changed_values(subject, one, form_of(request))
    if not values:
        raise UsageError("nothing was changed: to hold that all of it is right, accept it")
    reviews.correct(_desk(request).account, reviewed.machine.report.id, subject, thing, values, signing)


def _correct_words(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    """The words of the report that belong in a field: those selected, or none."""
    form = form_of(request)
    field = text_in(form, "field") or ""
    is_more, field = field == "content+", field.removesuffix("+")
    span = selected_span(form, reviewed.machine.report.text, edges(one)) if text_in(form, "action") != "clear" else None
    if span is None and text_in(form, "action") != "clear":
        raise UsageError("select the words in the report, or copy them into the form")
    value = with_span(subject, one, field, span, is_more=is_more)
    reviews.correct(_desk(request).account, reviewed.machine.report.id, subject, thing, {field: value}, signing)


def _correct_position(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    value = to_value(parse_position(form_of(request)))
    reviews.correct(_desk(request).account, reviewed.machine.report.id, subject, thing, {"position": value}, signing)


def _agree(request: Request, reviewed: Reviewed, subject: Subject, thing: str, one: Finding, signing: Signing) -> None:
    """Hold the same as somebody else's judgement does: the second signature."""
    require(request, "sign off")
    name = text_in(form_of(request), "judgement") or ""
    other = next((held for held in reviewed.judgements if held.id == name and held.left == thing), None)
    if other is None:
        raise NotInAccount("that judgement is not about this finding")
    reviews.endorse(_desk(request).account, other, signing)


_ACTIONS: dict[str, Callable[[Request, Reviewed, Subject, str, Finding, Signing], None]] = {
    "accept": _accept,
    "reject": _reject,
    "correct": _correct,
    "words": _correct_words,
    "clear": _correct_words,
    "position": _correct_position,
    "agree": _agree,
}


def read_through(request: Request) -> Response:
    """Keep that a report was read through."""
    form = form_of(request)
    signing = sign(request, form)
    report = _reviewed(request).machine.report.id
    reviews.read_through(_desk(request).account, report, signing)
    return back(request, f"/reports/{hex_of(report)}", signing)


def undo(request: Request) -> Response:
    """Take judgements about a report back; other people's only where the role allows it."""
    form = form_of(request)
    signing = sign(request, form)
    reviewed = _reviewed(request)
    names = [name for name in form.getlist("judgement") if isinstance(name, str)][:200]
    mine = {one.id: one.by.removeprefix("person:") for one in reviewed.judgements}
    if not names or any(name not in mine for name in names):
        raise NotInAccount("that judgement is not about this report")
    require(request, "take back own" if all(mine[name] == signing.by for name in names) else "take back others'")
    reviews.undo(_desk(request).account, names, signing)
    report = hex_of(reviewed.machine.report.id)
    subject, thing = text_in(form, "subject"), text_in(form, "thing")
    is_known = subject in SUBJECTS and any(one.left == f"sha256:{thing}" for one in reviewed.judgements)
    return back(request, f"/review/{report}/{subject}/{thing}" if is_known else f"/review/{report}", signing)


def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


def _reviewed(request: Request) -> Reviewed:
    return reviewed_for(request, request.path_params["report"])


def _subject(request: Request) -> Subject:
    subject = request.path_params["subject"]
    if subject not in SUBJECTS:
        raise NotInAccount(f"{subject[:40]!r} is nothing that a reading holds")
    return cast("Subject", subject)


def _named(request: Request) -> tuple[Subject, str]:
    return _subject(request), f"sha256:{request.path_params['thing']}"


def _finding(reviewed: Reviewed, subject: Subject, thing: str) -> tuple[Finding, bool]:
    """A finding as people see it, and whether it counts; one that was added and does not count is as it was added."""
    if (one := find(reviewed.reading, subject, thing)) is not None:
        return one, True
    one = find(reviewed.machine, subject, thing) or as_added(reviewed.judgements, subject, thing)
    if one is None:
        raise NotInAccount(f"the reading has no {_TITLES[subject]} of that id")
    return one, False


def _worded(line: Line, reviewed: Reviewed) -> dict[str, Any]:
    """A judgement with its value in words."""
    one = line.judgement
    is_field = one.field is not None and one.value is not None and one.subject in SUBJECTS
    words = value_words(one.subject, one.field or "", one.value or "", reviewed.machine.report.text) if is_field else None
    return {"judgement": one, "state": line.state, "by": line.by, "words": words}


routes: list[BaseRoute] = [
    Route("/review", show_queue, methods=["GET"]),
    *coding.routes,
    *joining.routes,
    *logging_page.routes,
    Route("/review/{report}", show_report_review, methods=["GET"]),
    Route("/review/{report}/read", read_through, methods=["POST"]),
    Route("/review/{report}/undo", undo, methods=["POST"]),
    Route("/review/{report}/add/{subject}", show_adding, methods=["GET"]),
    Route("/review/{report}/add/{subject}", add_thing, methods=["POST"]),
    Route("/review/{report}/{subject}/{thing}", show_thing, methods=["GET"]),
    Route("/review/{report}/{subject}/{thing}", judge_thing, methods=["POST"]),
]
