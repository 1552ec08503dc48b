"""Re-hashes all that the account holds and names what is no longer as it was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Column, Connection, Engine, Row, Select, select, text

from according.codec import from_body
from according.errors import AccountError
from according.ids import capture_id, reading_id, report_id, sha256_hex, text_sha256
from according.store.faults import database_faults
from according.store.records import Finding
from according.store.schema import blobs, captures, readings, refs, reports

Pages = Iterator[Row[Any]]
_PAGE = 16


def audit(engine: Engine, name: str) -> Iterator[Finding]:
    """Everything that changed, one kind of thing after another; what the database itself cannot read is named as well."""
    checks: tuple[Callable[[Engine], Iterator[Finding]], ...] = (
        _check_database,
        _check_raw,
        _check_captures,
        _check_reports,
        _check_readings,
        _check_refs,
    )
    for check in checks:
        try:
            with database_faults(name):
                yield from check(engine)
        except AccountError as error:
            yield Finding("database", name, None, str(error))


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, connection.begin():
        yield connection


def _rows(engine: Engine, query: Select[Any], key: Column[Any], size: int = _PAGE) -> Pages:
    """All rows of a query in the order of ``key``, a few at a time, so that memory stays flat and no lock is held."""
    page = query.order_by(key).limit(size)
    while True:
        with _connected(engine) as connection:
            rows = connection.execute(page).all()
        yield from rows
        if len(rows) < size:
            return
        page = query.where(key > rows[-1]._mapping[key]).order_by(key).limit(size)


def _check_database(engine: Engine) -> Iterator[Finding]:
    """What SQLite finds broken in its own pages; PostgreSQL watches over its own."""
    if engine.dialect.name != "sqlite":
        return
    with _connected(engine) as connection:
        said = connection.scalars(text("PRAGMA integrity_check(10)")).all()
    for reason in said:
        if reason != "ok":
            yield Finding("database", "integrity", None, str(reason))


def _check_raw(engine: Engine) -> Iterator[Finding]:
    for row in _rows(engine, select(blobs), blobs.c.sha256, size=1):
        if reason := _raw_fault(row):
            yield Finding("raw", row.sha256, _first_address(engine, row.sha256), reason)


def _first_address(engine: Engine, sha256: str) -> str | None:
    """Where bytes were captured first."""
    with _connected(engine) as connection:
        return connection.scalar(select(captures.c.address).where(captures.c.sha256 == sha256).order_by(captures.c.seq).limit(1))


def _raw_fault(row: Row[Any]) -> str | None:
    try:
        data = unpack(row.data, row.size)
    except ValueError as error:
        return str(error)
    return None if sha256_hex(data) == row.sha256 else "the raw bytes do not have the SHA-256 under which they were kept"


def unpack(packed: bytes, size: int) -> bytes:
    """The raw bytes as they came; raises ``ValueError`` if they cannot be had, or not in the size that was noted."""
    try:
        if zstandard.frame_content_size(packed) != size:
            raise ValueError("the raw bytes do not have the size that was noted")
        return zstandard.decompress(packed)
    except zstandard.ZstdError as error:
        raise ValueError(f"the raw bytes cannot be unpacked ({error})") from error


def _check_captures(engine: Engine) -> Iterator[Finding]:
    query = select(captures, blobs.c.sha256.label("held")).join(blobs, blobs.c.sha256 == captures.c.sha256, isouter=True)
    for row in _rows(engine, query, captures.c.seq):
        if row.held is None:
            yield Finding("raw", row.sha256, row.address, "the raw bytes of a capture are missing")
        if row.id != capture_id(row.sha256, row.url):
            yield Finding("capture", row.id, row.address, "the id does not follow from the bytes and the address")


def _check_reports(engine: Engine) -> Iterator[Finding]:
    mine = select(readings.c.seq).where(readings.c.report_seq == reports.c.seq).limit(1).scalar_subquery()
    query = select(reports, captures.c.sha256.label("raw"), mine.label("reading"))
    for row in _rows(engine, query.join(captures, captures.c.seq == reports.c.capture_seq, isouter=True), reports.c.seq):
        address = row.url or row.ref
        if text_sha256(row.text) != row.text_sha256:
            yield Finding("text", row.id, address, "the text does not have the SHA-256 under which it was kept")
        if row.raw is None:
            yield Finding("capture", row.id, address, "the capture of a report is missing")
        elif report_id(row.kind, row.url, row.raw, row.locator, row.text) != row.id:
            yield Finding("report", row.id, address, "the id does not follow from the report's bytes, address, place and text")
        if row.reading is None:
            yield Finding("reading", row.id, address, "the report's reading is missing")


def _check_readings(engine: Engine) -> Iterator[Finding]:
    query = select(readings, reports.c.id.label("report_id"), reports.c.ref, reports.c.parent_id)
    for row in _rows(engine, query.join(reports, reports.c.seq == readings.c.report_seq, isouter=True), readings.c.seq):
        if row.report_id is None:
            yield Finding("report", row.id, None, "the report of this reading is missing")
        elif row.id != reading_id(row.report_id, row.body.encode("utf-8")):
            yield Finding("reading", row.id, row.ref, "what was read does not have the id under which it was kept")
        elif _names(row.body) != (row.ref, row.parent_id):
            yield Finding("report", row.report_id, row.ref, "the report's ref or parent is not the one that was read")


def _names(body: str) -> tuple[str, str | None] | None:
    try:
        report = from_body(body.encode("utf-8"), "").report
    except msgspec.DecodeError:
        return None
    return report.ref, report.parent


def _check_refs(engine: Engine) -> Iterator[Finding]:
    query = select(refs, reports.c.id.label("held")).join(reports, reports.c.seq == refs.c.report_seq, isouter=True)
    for row in _rows(engine, query, refs.c.seq):
        if row.held is None:
            yield Finding("ref", row.ref, row.ref, "the report under this name is missing")
