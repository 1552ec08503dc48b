"""The page of a report: its own words, with who says what marked in them, and the evidence that it was so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import NotInAccount, UsageError
from according.hiding import hiding_from
from according.incidents import Subject
from according.markup.held import NOTHING, Notes, lost, notes_of
from according.markup.marking import LAYERS, claim_depths, find_layers
from according.markup.segments import mark_up
from according.markup.speakers import Speaker, find_speakers, speaker_key
from according.model import Claim, Event, Figure, Name, Reading, Span
from according.reviewing import Reviewed, people_say
from according.reviewing.things import Finding, edges, findings, id_of
from according.show.desk import Desk, hex_of
from according.show.redaction import policy_of
from according.show.signing import reviewed_for, role_of, signing_values
from according.store.ledger import facts, happenings
from according.store.records import CaptureEntry
from according.store.schema import is_current, reports

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_PAGE = 50
_MOST_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the margin lists it: its number there, its words and where they stand, and what people hold of it."""

    number: int
    subject: Subject
    id: str
    one: Finding
    span: Span
    words: str
    notes: Notes
    speaker: Speaker | None = None

    @property
    def review_url(self) -> str:
        """The address of the page on which people judge it, below that of the report's review."""
        return f"{self.subject}/{hex_of(self.id)}"


def show_report(request: Request) -> Response:
    """The page of one report, opened at a span of its text if the address gives one."""
    desk: Desk = request.app.state.desk
    name = request.path_params["name"]
    reviewed = reviewed_for(request, name)
    reading = reviewed.reading
    with desk.account.reading_rows() as connection:
        told = _incidents(connection, reading.report.id)
        posts = _posts(connection, reading.report.id)
    report = reading.report
    at = parse_at(request.query_params.get("at"), len(report.text))
    shown = [layer for layer in LAYERS if layer in ",".join(request.query_params.getlist("show")).split(",")]
    speakers = find_speakers(reading)
    notes = notes_of(reviewed)
    capture = desk.account.capture(report.id)
    return desk.page(
        request,
        "report.html",
        report=report,
        reading=reading,
        reviewed=reviewed,
        text=mark_up(report.text, find_layers(reading, speakers, notes, at)),
        at=at,
        layers=_LAYER_WORDS,
        shown=shown,
        speakers=list(speakers.values()),
        claims=make_cards(reading, "claim", notes, speakers),
        depths=claim_depths(reading),
        groups=[(subject, title, make_cards(reading, subject, notes, speakers)) for subject, title in _GROUPS],
        lost=[Card(0, subject, key, one, edges(one), _quoted(report.text, edges(one)), NOTHING) for subject, key, one in lost(reviewed)],
        told=told,
        posts=posts,
        capture=capture,
        history=_history(desk, report.id),
        is_read_through=_readers(reviewed),
        **signing_values(request),
    )


_LAYER_WORDS = tuple(zip(LAYERS, ("Events", "Figures", "Places", "Times", "Names of actors"), strict=True))
_GROUPS: tuple[tuple[Subject, str], ...] = (("event", "Events"), ("figure", "Figures"), ("spot", "Places"), ("naming", "Names of actors"))


def make_cards(reading: Reading, subject: Subject, notes: dict[tuple[Subject, str], Notes], speakers: dict[str, Speaker]) -> list[Card]:
    """The findings of one subject, in the order of the reading, each with its number in the margin."""
    text, report = reading.report.text, reading.report.id
    found: Sequence[Finding] = findings(reading, subject)
    claims = {claim.id: claim for claim in reading.claims}
    cards = []
    for number, one in enumerate(found, start=1):
        name, span = id_of(report, subject, one), edges(one)
        speaker = _speaker(one, claims, speakers)
        cards.append(Card(number, subject, name, one, span, _quoted(text, span), notes.get((subject, name), NOTHING), speaker))
    return cards


def _speaker(one: Finding, claims: dict[str, Claim], speakers: dict[str, Speaker]) -> Speaker | None:
    if isinstance(one, Claim):
        return speakers.get(speaker_key(one))
    claim = claims.get(one.claim or "") if isinstance(one, Event | Figure | Name) else None
    return speakers.get(speaker_key(claim)) if claim else None


def _quoted(text: str, span: Span, longest: int = 160) -> str:
    words = " ".join(text[slice(*span)].split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def parse_at(value: str | None, length: int) -> Span | None:
    """The span that ``at=START-END`` asks for; raises ``UsageError`` for one that is not in the text."""
    if value is None or value == "":
        return None
    found = _AT.fullmatch(value)
    if not found or not int(found[1]) < int(found[2]) <= length:
        raise UsageError(f"at={value[:40]} is no span of this report: give at=START-END, from 0 to {length}")
    return int(found[1]), int(found[2])


def _incidents(connection: Connection, report: str) -> list[tuple[str, str, str | None, str | None, Span]]:
    """The incidents that a report tells of: id, kind, place, day, and the words that name them."""
    told = happenings.c
    query = select(told.incident, told.kind, told.place_name, told.place, told.date_from, told.trigger_start, told.trigger_end)
    query = query.join(reports, reports.c.seq == told.report_seq).where(reports.c.id == report, told.incident.is_not(None))
    rows = connection.execute(query.order_by(told.trigger_start))
    return [(row[0], row[1], row[2] or row[3], row[4], (row[5], row[6])) for row in rows]


def _posts(connection: Connection, report: str) -> dict[str, str]:
    """The posts that stand in a report as reports of their own: their ids by their place in it."""
    mine = select(reports.c.capture_seq).where(reports.c.id == report).scalar_subquery()
    rows = connection.execute(select(reports.c.locator, reports.c.id).where(reports.c.capture_seq == mine, reports.c.parent_id == report))
    return {row.locator or "": row.id for row in rows}


def _history(desk: Desk, report: str) -> list[CaptureEntry]:
    try:
        return desk.account.history(report)[-_MOST_HISTORY:]
    except NotInAccount:
        return []


def _readers(reviewed: Reviewed) -> list[str]:
    """Who holds that she read the report through."""
    return sorted(by for point, said in people_say(reviewed.judgements).items() if point.subject == "reading" for by in said)


def list_reports(request: Request) -> Response:
    """The reports of the account, the last that came first."""
    desk: Desk = request.app.state.desk
    before = request.query_params.get("before", "")
    if before and not (before.isdecimal() and len(before) < 16):
        raise UsageError(f"before={before[:40]} is no number of a report")
    columns = (reports.c.seq, reports.c.id, reports.c.ref, reports.c.kind, facts.c.title, facts.c.publisher, facts.c.published)
    query = select(*columns).join(facts, facts.c.report_seq == reports.c.seq, isouter=True).where(is_current())
    if before:
        query = query.where(reports.c.seq < int(before))
    with desk.account.reading_rows() as connection:
        rows = connection.execute(query.order_by(reports.c.seq.desc()).limit(_PAGE + 1)).all()
    return desk.page(
        request, "reports.html", rows=[dict(row._mapping) for row in rows[:_PAGE]], later=rows[_PAGE - 1].seq if len(rows) > _PAGE else None
    )


def give_raw(request: Request) -> Response:
    """The raw bytes of the capture, to be saved and hashed; never shown, since they are what a stranger's server sent."""
    desk: Desk = request.app.state.desk
    if not hiding_from(policy_of(request.app), role_of(request)).is_open:
        raise HTTPException(403, "the raw bytes hold what is kept back from your role")
    capture = desk.account.capture(request.path_params["name"])
    disposition = f"attachment; filename*=UTF-8''{quote(capture.sha256, safe='')}.bin"
    return Response(desk.account.raw(capture.sha256), media_type="application/octet-stream", headers={"Content-Disposition": disposition})


routes: list[BaseRoute] = [
    Route("/reports", list_reports, methods=["GET"]),
    Route("/reports/{name}", show_report, methods=["GET"]),
    Route("/reports/{name}/raw", give_raw, methods=["GET"]),
]
