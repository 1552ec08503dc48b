"""What an evidence pack holds as JSON Lines: a line for each capture, report, reading, incident, judgement and entry of the log.

Readings stand in it byte by byte as the account keeps them, since their ids are hashes of these bytes. In a pack of some incidents an
entry of the log that tells of something else is sealed: its number and hash hold the chain together, and what it says is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from according.errors import AccountError
from according.export.chosen import Chosen
from according.export.records import IncidentRow, Telling
from according.export.rows import Rows
from according.ids import reading_id, sha256_hex, text_sha256
from according.store.audit import unpack
from according.store.judging import PERSON
from according.store.ledger import facts, judgements
from according.store.logbook import iter_log
from according.store.schema import blobs, captures, readings, refs, reports, sightings

_PAGE = 200
_FACTS = ("publisher", "credit", "title", "published", "copy_group", "copy_kind", "origin")
_IN_PARTS = {"yield_per": 500}


def raw_path(sha256: str) -> str:
    """Where raw bytes stand in a pack; the name's end keeps browsers from showing a page that a stranger wrote."""
    return f"raw/{sha256[:2]}/{sha256}.bin"


def text_path(report: str) -> str:
    """Where the text of a report stands in a pack."""
    digits = report.removeprefix("sha256:")
    return f"texts/{digits[:2]}/{digits}.txt"


def iter_raw(connection: Connection, chosen: Chosen) -> Iterator[tuple[str, bytes]]:
    """The raw bytes of the captures with their paths; raises ``AccountError`` for bytes that are not those that were kept."""
    for (sha256,) in connection.execute(
        select(blobs.c.sha256).where(chosen.has_bytes()).order_by(blobs.c.sha256), execution_options=_IN_PARTS
    ):
        row = connection.execute(select(blobs.c.data, blobs.c.size).where(blobs.c.sha256 == sha256)).one()
        try:
            data = unpack(row.data, row.size)
        except ValueError as error:
            raise _damaged(sha256, str(error)) from error
        if sha256_hex(data) != sha256:
            raise _damaged(sha256, "the raw bytes do not have the SHA-256 under which they were kept")
        yield raw_path(sha256), data


def iter_texts(connection: Connection, chosen: Chosen) -> Iterator[tuple[str, bytes]]:
    """The texts of the reports with their paths; raises ``AccountError`` for a text that is not the one that was kept."""
    query = select(reports.c.id, reports.c.text, reports.c.text_sha256).where(chosen.has_report()).order_by(reports.c.id)
    for row in connection.execute(query, execution_options={"yield_per": 50}):
        if text_sha256(row.text) != row.text_sha256:
            raise _damaged(row.id, "the text does not have the SHA-256 under which it was kept")
        yield text_path(row.id), row.text.encode()


def capture_lines(connection: Connection, chosen: Chosen) -> Iterator[bytes]:
    """Which bytes came from where, when and how, under which addresses they stood, and by which version they were read."""
    query = select(captures, blobs.c.size).join(blobs, blobs.c.sha256 == captures.c.sha256).where(chosen.has_capture())
    for rows in connection.execute(query.order_by(captures.c.id), execution_options=_IN_PARTS).partitions(_PAGE):
        seen = _several(connection, sightings.c.capture_seq, sightings.c.address, [row.seq for row in rows])
        for row in rows:
            yield _line(
                {**_columns(row, captures), "headers": json.loads(row.headers), "size": row.size, "addresses": seen.get(row.seq, [])}
            )


def report_lines(connection: Connection, chosen: Chosen) -> Iterator[bytes]:
    """Each report without its text: what it is, in which capture it stood, under which names it came in, and its place among the others."""
    columns = [reports.c[name] for name in ("seq", "id", "kind", "url", "ref", "locator", "text_sha256")]
    source = reports.join(captures, captures.c.seq == reports.c.capture_seq).outerjoin(facts, facts.c.report_seq == reports.c.seq)
    known = (captures.c.id.label("capture"), captures.c.sha256, reports.c.parent_id.label("parent"), *(facts.c[name] for name in _FACTS))
    query = select(*columns, *known).select_from(source).where(chosen.has_report()).order_by(reports.c.id)
    for rows in connection.execute(query, execution_options=_IN_PARTS).partitions(_PAGE):
        named = _several(connection, refs.c.report_seq, refs.c.ref, [row.seq for row in rows])
        for row in rows:
            yield _line({**{name: value for name, value in row._mapping.items() if name != "seq"}, "refs": named.get(row.seq, [])})


def reading_lines(connection: Connection, chosen: Chosen) -> Iterator[bytes]:
    """All readings of each report in the order in which they were made, the one that counts last."""
    columns = (readings.c.id, readings.c.version, readings.c.body, reports.c.id.label("report"))
    query = select(*columns).join(reports, reports.c.seq == readings.c.report_seq).where(chosen.has_report())
    for row in connection.execute(query.order_by(reports.c.id, readings.c.seq), execution_options={"yield_per": 50}):
        body = row.body.encode()
        if reading_id(row.report, body) != row.id:
            raise _damaged(row.id, "what was read does not have the id under which it was kept")
        yield _line({"id": row.id, "report": row.report, "version": row.version, "reading": msgspec.Raw(body)})


def incident_lines(rows: Rows) -> Iterator[bytes]:
    """The incidents with what each report tells of them, its sentence and its figures, and what they differ on."""
    for one in rows.incidents():
        yield _line({**_incident(one), "told": [_telling(each) for each in one.told]})


def _incident(one: IncidentRow) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__ if name != "told"}


def _telling(one: Telling) -> dict[str, Any]:
    return {"origin": one.origin, "report": one.report.id, "sentence": one.sentence, "happening": one.happening, "figures": one.figures}


def judgement_lines(rows: Rows) -> Iterator[bytes]:
    """What people and rules hold."""
    for one in rows.judgements():
        yield _line(one)


def log_lines(connection: Connection, chosen: Chosen) -> Iterator[bytes]:
    """The whole log, entries that tell of what is not in the pack sealed."""
    is_judged = judgements.c.by.startswith(PERSON, autoescape=True)
    judged = None if chosen.is_all else set(connection.scalars(select(judgements.c.id).where(is_judged, chosen.has_judgement())))
    for entry in iter_log(connection):
        if judged is None or entry.about in judged:
            yield _line(entry)
        else:
            yield _line({"number": entry.number, "previous": entry.previous, "sha256": entry.sha256})


def _several(connection: Connection, owner: Any, value: Any, owners: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for seq, one in connection.execute(select(owner, value).where(owner.in_(owners)).order_by(owner, value)):
        found.setdefault(seq, []).append(one)
    return found


def _columns(row: Row[Any], table: Any) -> dict[str, Any]:
    return {column.name: row._mapping[column.name] for column in table.c if column.name != "seq"}


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _damaged(name: str, reason: str) -> AccountError:
    return AccountError(f"{name}: {reason}; no pack is made of a damaged account (according verify names all that changed)")
