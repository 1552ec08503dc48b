"""Finds reports by what people call them, and puts rows back together into readings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from according.codec import from_body, report_from_body
from according.errors import NotInAccount
from according.model import Capture, Reading, Report
from according.store.chunks import in_chunks
from according.store.index import find_candidates
from according.store.ledger import facts, pending
from according.store.query import find_terms, parse_query, snippet_span
from according.store.records import CaptureEntry, Hit
from according.store.schema import blobs, captures, is_current, is_latest_reading, name_key, readings, refs, reports

_ID = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")
_PAGE = 32
_LATEST = (
    select(reports.c.seq, reports.c.text, readings.c.body)
    .join(readings, readings.c.report_seq == reports.c.seq)
    .where(is_latest_reading())
    .order_by(reports.c.seq)
)
_PENDING = (
    select(reports.c.seq, reports.c.text, readings.c.id, readings.c.body, facts.c.report_seq.label("known"))
    .select_from(pending)
    .join(reports, reports.c.seq == pending.c.report_seq)
    .join(readings, readings.c.report_seq == reports.c.seq)
    .outerjoin(facts, facts.c.report_seq == reports.c.seq)
    .where(is_latest_reading(), pending.c.report_seq > bindparam("after"))
    .order_by(pending.c.report_seq)
    .limit(bindparam("size"))
)
_LATEST_OF = _LATEST.where(reports.c.seq.in_(bindparam("seqs", expanding=True)))
_CAPTURE = select(
    captures.c.id,
    captures.c.sha256,
    blobs.c.size,
    captures.c.address,
    captures.c.retrieved_at,
    captures.c.method,
    captures.c.media_type,
    captures.c.headers,
    captures.c.reader,
).join(blobs, blobs.c.sha256 == captures.c.sha256)


def find_report(connection: Connection, name: str) -> str:
    """The id of the report called ``name``: an id, a ref or URL, or the beginning of an id that no other shares.

    Where a ref or URL names several, it is that of its latest capture, and of that the first. Raises ``NotInAccount``.
    """
    if known := connection.scalar(select(reports.c.id).where(reports.c.id == name)):
        return str(known)
    if known := connection.scalar(_by_ref(name)):
        return str(known)
    found = _by_prefix(connection, name)
    if len(found) > 1:
        raise NotInAccount(f"{name} is the beginning of more than one report's id; give more of it")
    if not found:
        raise NotInAccount(f"the account holds nothing called {name!r}")
    return found[0]


def _by_ref(name: str) -> Select[tuple[str]]:
    newest = select(reports.c.capture_seq).join(refs, refs.c.report_seq == reports.c.seq).where(refs.c.key == name_key(name))
    latest = newest.order_by(refs.c.seq.desc()).limit(1).scalar_subquery()
    named = select(reports.c.id).join(refs, refs.c.report_seq == reports.c.seq).where(refs.c.key == name_key(name))
    return named.where(reports.c.capture_seq == latest).order_by(reports.c.seq).limit(1)


def _by_prefix(connection: Connection, name: str) -> Sequence[str]:
    if not (given := _ID.fullmatch(name)):
        return []
    start = "sha256:" + given[1]
    return connection.scalars(select(reports.c.id).where(reports.c.id >= start, reports.c.id < start + "g").limit(2)).all()


def read_reading(connection: Connection, name: str) -> Reading:
    """The latest reading of the report called ``name``."""
    mine = reports.c.id == find_report(connection, name)
    return _to_reading(connection.execute(_LATEST.where(mine)).mappings().one())


def read_claim(connection: Connection, name: str) -> tuple[Reading, int]:
    """The latest reading that holds a claim of this id, or of the one id that begins so, and the claim's place in it."""
    if not (given := _ID.fullmatch(name)):
        raise NotInAccount(f"{name!r} is no claim's id: ids are sha256: and hexadecimal digits, of which eight or more are enough")
    start = "sha256:" + given[1]
    rows = connection.execute(_LATEST.where(readings.c.body.contains(f'"id":"{start}'))).mappings()
    found = [(reading, at) for reading in map(_to_reading, rows) for at, claim in enumerate(reading.claims) if claim.id.startswith(start)]
    if len({reading.claims[at].id for reading, at in found}) > 1:
        raise NotInAccount(f"{name} is the beginning of more than one claim's id; give more of it")
    if not found:
        raise NotInAccount(f"the account holds no claim called {name!r}")
    return found[-1]


def read_page(connection: Connection, after: int, size: int, superseded: bool) -> list[tuple[int, Reading]]:
    """The next latest readings after a ``seq``, with theirs."""
    page = _LATEST.where(reports.c.seq > after).limit(size)
    if not superseded:
        page = page.where(is_current())
    return [(row["seq"], _to_reading(row)) for row in connection.execute(page).mappings()]


def read_reports(connection: Connection, seqs: Sequence[int]) -> list[Report]:
    """The reports with these ``seq``, as their latest readings have them, in the order of ``seq``."""
    return [
        report_from_body(row["body"].encode("utf-8"), row["text"])
        for some in in_chunks(seqs, _PAGE)
        for row in connection.execute(_LATEST_OF, {"seqs": some}).mappings().all()
    ]


def read_readings(connection: Connection, seqs: Sequence[int]) -> Iterator[tuple[int, Reading]]:
    """The latest readings of the reports with these ``seq``, with theirs, a few at a time."""
    for some in in_chunks(seqs, _PAGE):
        yield from [(row["seq"], _to_reading(row)) for row in connection.execute(_LATEST_OF, {"seqs": some}).mappings().all()]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that is not reconciled yet, with its latest reading; ``is_known`` where an earlier one was reconciled."""

    seq: int
    reading_id: str
    reading: Reading
    is_known: bool


def read_pending(connection: Connection, after: int, size: int) -> list[Waiting]:
    """The next reports after a ``seq`` that are not reconciled yet."""
    rows = connection.execute(_PENDING, {"after": after, "size": size}).all()
    return [Waiting(row.seq, row.id, from_body(row.body.encode("utf-8"), row.text), row.known is not None) for row in rows]


def _to_reading(row: RowMapping) -> Reading:
    return from_body(row["body"].encode("utf-8"), row["text"])


def read_capture(connection: Connection, name: str) -> Capture:
    """The evidence for the report called ``name``."""
    mine = reports.c.id == find_report(connection, name)
    return _to_capture(connection.execute(_CAPTURE.join(reports, reports.c.capture_seq == captures.c.seq).where(mine)).mappings().one())


def _to_capture(row: RowMapping) -> Capture:
    headers = tuple((key, value) for key, value in json.loads(row["headers"]))
    return Capture(**{**row, "headers": headers})


def read_history(connection: Connection, name: str) -> list[CaptureEntry]:
    """What each capture of an address gave, oldest first; a report's id stands for its URL, or its ref if it has none."""
    if connection.scalar(_by_ref(name)) is None:
        mine = select(reports.c.url, reports.c.ref).where(reports.c.id == find_report(connection, name))
        url, ref = connection.execute(mine).one()
        name = url or ref
    named = select(reports.c.id).join(refs, refs.c.report_seq == reports.c.seq).where(refs.c.key == name_key(name)).order_by(refs.c.seq)
    return [_entry(connection, report) for report in connection.scalars(named).all()]


def _entry(connection: Connection, report: str) -> CaptureEntry:
    reading = read_reading(connection, report)
    return CaptureEntry(read_capture(connection, report), report, reading.report.title, reading.report.text)


def iter_hits(connection: Connection, query: str, limit: int, superseded: bool) -> Iterator[Hit]:
    """The reports that hold all terms of a query, best first."""
    terms = parse_query(query)
    best = find_candidates(connection, terms, limit, superseded)
    rows = {row["seq"]: row for row in connection.execute(_LATEST.where(reports.c.seq.in_(best))).mappings()}
    for seq in best:
        report = _to_reading(rows[seq]).report
        found = find_terms(terms, report.text)
        in_title = find_terms(terms, report.title or "")
        if len({*found.terms, *in_title.terms}) < len(terms):
            continue
        start, end = snippet_span(found, report.text)
        facts = (report.id, report.ref, report.title, report.publisher, report.published)
        yield Hit(*facts, found.spans, start, end, report.text[start:end])
