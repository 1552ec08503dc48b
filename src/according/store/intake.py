"""Puts one item into the account: its bytes, the capture, its reports and what was read in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import zstandard
from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from according.codec import from_body, to_body
from according.errors import ItemRefused
from according.ids import capture_id, reading_id, report_id, sha256_hex, text_sha256
from according.model import Item, Outcome, Reading, Report
from according.store.index import index_report, retitle_report
from according.store.ledger import pending
from according.store.records import Added
from according.store.schema import blobs, captures, name_key, readings, refs, reports, sightings

_KNOWN = select(reports.c.seq, reports.c.ref).where(reports.c.id == bindparam("id"))
_CAPTURED = select(captures.c.seq).where(captures.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Intake:
    """An item checked and made ready before the database is asked for anything."""

    item: Item
    readings: tuple[Reading, ...]
    sha256: str
    packed: bytes
    url: str | None
    reader: str

    @property
    def capture_id(self) -> str:
        """The id of the capture."""
        return capture_id(self.sha256, self.url)

    @property
    def address(self) -> str:
        """The address of the capture."""
        return self.url or self.item.ref


def prepare(outcome: Outcome, reader: str) -> Intake:
    """The item ready to be stored; raises ``ItemRefused`` if it holds what no database keeps, or ids that are not its own."""
    item, sha256 = outcome.item, sha256_hex(outcome.item.data)
    earlier: set[str] = set()
    _check_text(item.ref, (item.ref, item.url, item.retrieved_at, item.method, item.media_type, reader))
    for reading in outcome.readings:
        report = reading.report
        _check_text(report.ref, (report.ref, report.url, report.locator, report.text))
        if report.id != report_id(report.kind, report.url, sha256, report.locator, report.text):
            raise ItemRefused(f"the id of report {report.ref} does not follow from its content")
        if report.parent is not None and report.parent not in earlier:
            raise ItemRefused(f"report {report.ref} comes before its parent, or without it")
        earlier.add(report.id)
    whole = (r.report.url for r in outcome.readings if r.report.locator is None and r.report.parent is None)
    return Intake(item, outcome.readings, sha256, zstandard.compress(item.data), item.url or next(whole, None), reader)


def _check_text(ref: str, values: tuple[str | None, ...]) -> None:
    for value in values:
        if value is None:
            continue
        if "\0" in value:
            raise ItemRefused(f"{ref!r} holds a NUL character, which no database keeps")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ItemRefused(f"{ref!r} holds half a character (a lone surrogate, at {error.start})") from error


def store(connection: Connection, intake: Intake) -> Added:
    """Add all rows of the item that are not there yet."""
    capture_seq = _store_evidence(connection, intake)
    new: list[str] = []
    known: list[str] = []
    for reading in intake.readings:
        seq = _store_report(connection, intake, reading, capture_seq)
        (known if seq is None else new).append(reading.report.id)
        if seq is None:
            seq = _store_rereading(connection, reading, intake.reader)
        _store_refs(connection, intake, reading.report, seq)
    return Added(tuple(new), tuple(known))


def _add(connection: Connection, table: Table, **values: object) -> Any | None:
    """The key of the row if it was new; the same row again changes nothing, and gives None."""
    return connection.scalar(_insert(connection.dialect.name, table), values)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Add many rows, all with the same columns; those that are there already are passed over."""
    if rows:
        names = tuple(rows[0])
        key = (connection.dialect.name, table.name, names)
        if key not in _INSERTS:
            _INSERTS[key] = _compile(connection, table, names)
        statement, order = _INSERTS[key]
        connection.exec_driver_sql(statement, [row if order is None else tuple([row[name] for name in order]) for row in rows])


_INSERTS: dict[tuple[str, str, tuple[str, ...]], tuple[str, tuple[str, ...] | None]] = {}
"""Statements as the driver takes them, by database, table and columns, with the order of the values, None where they go by name."""


def _compile(connection: Connection, table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...] | None]:
    """The statement that adds a row, in the driver's own form: rows go through it faster than SQLAlchemy takes each apart."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    made = insert(table).values({name: bindparam(name) for name in names}).on_conflict_do_nothing().compile(dialect=connection.dialect)
    return str(made), tuple(made.positiontup or ()) if made.positional else None


@cache
def _insert(dialect: str, table: Table) -> ReturningInsert[Any]:
    """The statement that adds a row if it is not there yet, built once since building takes longer than running it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c if column.name != "seq"}
    return insert(table).values(values).on_conflict_do_nothing().returning(*table.primary_key)


def _store_evidence(connection: Connection, intake: Intake) -> int:
    """Add bytes, capture and sighting, and return the capture's ``seq``."""
    item = intake.item
    insert_rows(connection, blobs, [{"sha256": intake.sha256, "size": len(item.data), "data": intake.packed}])
    seq: int | None = _add(
        connection,
        captures,
        id=intake.capture_id,
        sha256=intake.sha256,
        url=intake.url,
        address=intake.address,
        retrieved_at=item.retrieved_at,
        method=item.method,
        media_type=item.media_type,
        headers=json.dumps(item.headers),
        reader=intake.reader,
    )
    if seq is None:
        seq = connection.scalars(_CAPTURED, {"id": intake.capture_id}).one()
    insert_rows(connection, sightings, [{"key": name_key(intake.address), "address": intake.address, "capture_seq": seq}])
    return seq


def _store_report(connection: Connection, intake: Intake, reading: Reading, capture_seq: int) -> int | None:
    """Add a report with its reading and return its ``seq``; None if the report is known."""
    report = reading.report
    seq: int | None = _add(
        connection,
        reports,
        id=report.id,
        capture_seq=capture_seq,
        parent_id=report.parent,
        locator=report.locator,
        ref=report.ref,
        kind=report.kind,
        url=report.url,
        text_sha256=text_sha256(report.text),
        text=report.text,
    )
    if seq is not None:
        _store_reading(connection, reading, intake.reader, seq)
        index_report(connection, seq, report.title, report.text)
    return seq


def _store_rereading(connection: Connection, reading: Reading, reader: str) -> int:
    """Add another reading of a report that is known, under the ref it was first known by, and return the report's ``seq``."""
    report = reading.report
    seq: int
    seq, first_ref = connection.execute(_KNOWN, {"id": report.id}).one()
    was = _latest_title(connection, seq)
    if _store_reading(connection, replace(reading, report=replace(report, ref=first_ref)), reader, seq) and was != report.title:
        retitle_report(connection, seq, was, report.title, report.text)
    return seq


def _store_reading(connection: Connection, reading: Reading, reader: str, seq: int) -> bool:
    try:
        body = to_body(reading)
    except (UnicodeEncodeError, OverflowError) as error:
        raise ItemRefused(f"the reading of {reading.report.ref} cannot be written as JSON ({error})") from error
    values = {"id": reading_id(reading.report.id, body), "report_seq": seq, "version": reader, "body": body.decode("utf-8")}
    if is_new := _add(connection, readings, **values) is not None:
        insert_rows(connection, pending, [{"report_seq": seq}])
    return is_new


def _latest_title(connection: Connection, seq: int) -> str | None:
    newest = select(readings.c.body).where(readings.c.report_seq == seq).order_by(readings.c.seq.desc()).limit(1)
    return from_body(connection.scalars(newest).one().encode("utf-8"), "").report.title


def _store_refs(connection: Connection, intake: Intake, report: Report, seq: int) -> None:
    """Add the names under which the report came in: its own, and those of the item for all but posts."""
    names = [report.ref, report.url]
    if report.parent is None:
        names += [intake.item.ref, intake.url]
    rows = [{"key": name_key(name), "ref": name, "report_seq": seq} for name in dict.fromkeys(filter(None, names))]
    insert_rows(connection, refs, rows)
