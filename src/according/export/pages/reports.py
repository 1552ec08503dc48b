"""The page of each report: its own words with who says what marked in them, the capture they came in, and what it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from according.codec import to_happening
from according.export.chosen import Chosen
from according.export.evidence_lines import raw_path, text_path
from according.export.pages.paths import anchor, report_path
from according.export.pages.rendering import Pages
from according.hiding import EXPORT, redact
from according.incidents import Subject
from according.markup.held import NOTHING, Notes, lost, notes_of
from according.markup.marking import LAYERS, claim_depths, find_layers
from according.markup.segments import Layer, mark_up
from according.markup.speakers import Speaker, find_speakers, speaker_key
from according.model import Claim, Reading, Span
from according.reviewing import Reviewed, read_reviewed
from according.reviewing.things import edges, findings, id_of
from according.store.ledger import counts, facts, happenings, statements
from according.store.schema import blobs, captures, readings, reports

_PAGE = 100
_LAYER_WORDS = tuple(zip(LAYERS, ("Events", "Figures", "Places", "Times", "Names of actors"), strict=True))


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in the list of reports."""

    id: str
    ref: str
    kind: str
    title: str | None
    publisher: str | None
    published: str | None
    opening: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The capture that a report came in, with the names and hashes under which a pack holds it."""

    capture: str
    address: str
    sha256: str
    size: int
    retrieved_at: str
    method: str
    media_type: str | None
    reader: str
    headers: tuple[tuple[str, str], ...]
    text_sha256: str
    read: tuple[tuple[str, str], ...]

    @property
    def raw_path(self) -> str:
        """Where a pack holds the bytes."""
        return raw_path(self.sha256)


@dataclass(frozen=True, slots=True)
class Told:
    """An incident that a report tells of, and the sentence in which it does."""

    incident: str
    kind: str
    place: str | None
    date: str | None
    sentence: Span


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as the margin lists it."""

    number: int
    claim: Claim
    speaker: Speaker
    words: str
    notes: Notes
    depth: int


def write_report_list(pages: Pages, connection: Connection, chosen: Chosen) -> int:
    """Write the list of reports by the day of publication; how many there are."""
    told = facts.c
    columns = (reports.c.id, reports.c.ref, reports.c.kind, told.title, told.publisher, told.published, reports.c.text)
    query = select(*columns).join(facts, told.report_seq == reports.c.seq, isouter=True).where(chosen.has_report())
    query = query.order_by(told.published.is_(None), told.published, reports.c.id)
    found = connection.execute(query, execution_options={"yield_per": 100})
    return pages.write_list("reports", "reports.html", map(_listed, found), _PAGE)


def _listed(row: Any) -> Listed:
    return Listed(row.id, row.ref, row.kind, row.title, row.publisher, row.published, " ".join(row.text[:400].split())[:70])


def write_reports(pages: Pages, connection: Connection, chosen: Chosen) -> None:
    """Write a page for each report."""
    query = select(reports.c.id, reports.c.seq).where(chosen.has_report()).order_by(reports.c.id)
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        _write_report(pages, connection, chosen, row.id, row.seq)


def _write_report(pages: Pages, connection: Connection, chosen: Chosen, name: str, seq: int) -> None:
    reviewed = redact(read_reviewed(connection, name), pages.policy, EXPORT)
    reading, text = reviewed.reading, reviewed.reading.report.text
    speakers, notes = find_speakers(reading), notes_of(reviewed) if reviewed.judgements else {}
    told = list(_read_told(connection, chosen, seq))
    spans = _cited_spans(connection, seq, told, len(text))
    cited = [Layer("post", (span,), "cited", first={"id": anchor(span)}) for span in spans]
    parent = reading.report.parent
    pages.write(
        report_path(name), "report.html", report=reading.report, reading=reading, told=told,
        text=mark_up(text, [*cited, *find_layers(reading, speakers, notes, None)]), opening=" ".join(text[:400].split())[:70],
        evidence=_read_evidence(connection, name), text_path=text_path(name), speakers=list(speakers.values()),
        cards=list(_cards(reading, speakers, notes)),
        notes=_notes_beside(reviewed, notes),
        lost=[_words(text, edges(one)) for _, _, one in lost(reviewed)], layers=_LAYER_WORDS,
        parent=parent if parent and _is_held(connection, chosen, parent) else None,
    )  # fmt: skip


def _cards(reading: Reading, speakers: dict[str, Speaker], notes: dict[tuple[Subject, str], Notes]) -> Iterator[Card]:
    depths = claim_depths(reading)
    for number, claim in enumerate(reading.claims, start=1):
        held = notes.get(("claim", claim.id), NOTHING)
        yield Card(number, claim, speakers[speaker_key(claim)], _words(reading.report.text, edges(claim)), held, depths[claim.id])


def _notes_beside(reviewed: Reviewed, notes: dict[tuple[Subject, str], Notes]) -> list[tuple[Subject, str, Notes]]:
    """What people hold of all but claims: the subject, the words in the text, and what they hold."""
    name, text = reviewed.machine.report.id, reviewed.machine.report.text
    others = {key: one for key, one in notes.items() if key[0] != "claim"}
    subjects = {subject for subject, _ in others}
    places = {
        (subject, id_of(name, subject, one)): edges(one)
        for version in (reviewed.machine, reviewed.reading)
        for subject in sorted(subjects)
        for one in findings(version, subject)
    }
    return [(key[0], _words(text, places.get(key)), one) for key, one in others.items()]


def _read_told(connection: Connection, chosen: Chosen, seq: int) -> Iterator[Told]:
    columns = happenings.c
    query = select(columns.incident, columns.body).where(columns.report_seq == seq, chosen.has_incident(columns.incident))
    for row in connection.execute(query.order_by(columns.trigger_start, columns.id)):
        one = to_happening(row.body)
        yield Told(row.incident, one.kind, one.place_name or one.place, one.date_from, one.sentence)


def _cited_spans(connection: Connection, seq: int, told: list[Told], length: int) -> list[Span]:
    """All stretches of a report's text that other pages lead to."""
    found = {one.sentence for one in told}
    for table in (statements, counts):
        found.update((row[0], row[1]) for row in connection.execute(select(table.c.start, table.c.end).where(table.c.report_seq == seq)))
    return sorted(span for span in found if 0 <= span[0] < span[1] <= length)


def _read_evidence(connection: Connection, name: str) -> Evidence:
    source = reports.join(captures, captures.c.seq == reports.c.capture_seq).join(blobs, blobs.c.sha256 == captures.c.sha256)
    columns = [captures.c[column] for column in ("id", "address", "sha256", "retrieved_at", "method", "media_type", "reader", "headers")]
    row = connection.execute(
        select(*columns, blobs.c.size, reports.c.text_sha256, reports.c.seq).select_from(source).where(reports.c.id == name)
    ).one()
    read = connection.execute(select(readings.c.version, readings.c.id).where(readings.c.report_seq == row.seq).order_by(readings.c.seq))
    return Evidence(
        row.id, row.address, row.sha256, row.size, row.retrieved_at, row.method, row.media_type, row.reader,
        tuple((key, value) for key, value in json.loads(row.headers)), row.text_sha256, tuple((one.version, one.id) for one in read),
    )  # fmt: skip


def _is_held(connection: Connection, chosen: Chosen, name: str) -> bool:
    return connection.scalar(select(reports.c.seq).where(reports.c.id == name, chosen.has_report())) is not None


def _words(text: str, span: Span | None, longest: int = 160) -> str:
    words = " ".join(text[slice(*span)].split()) if span else ""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
