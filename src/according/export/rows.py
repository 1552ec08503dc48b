"""What all formats write, read from the account some at a time: incidents with what is told of them, reports with what they say.

Rows come in the order of their ids, whatever the order in which reports were read, and with names and positions kept back where the
policy says so: no format sees more than it may write. Memory does not grow with the account.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from according.codec import to_happening
from according.export.formats import Choices
from according.export.records import ClaimRow, FigureRow, IncidentRow, ReportRow, Telling
from according.hiding import EXPORT, Policy, hiding_from, redact
from according.ids import finding_id
from according.incidents import Difference, Happening, Judgement
from according.model import Span
from according.store import Account
from according.store.chunks import in_chunks
from according.store.judging import to_judgement
from according.store.ledger import counts, facts, happenings, incidents, judgements, statements
from according.store.schema import captures, reports
from according.tag.sentences import find_sentences
from according.views.filters import Filter, incident_conditions
from according.views.tellings import query_incidents

__all__ = ["ClaimRow", "FigureRow", "IncidentRow", "ReportRow", "Rows", "Telling", "open_rows"]

_INCIDENTS = 200
_REPORTS = 64
_IDS = 2_000


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that an export may write, at one moment of the account; made by ``open_rows``."""

    connection: Connection
    asked: Filter
    policy: Policy

    def incidents(self, *, bare: bool = False) -> Iterator[IncidentRow]:
        """The incidents that were asked for, with all that is told of them.

        ``bare`` is for formats that write neither the claims nor the figures of what is told: they are not read, which takes as long as
        all the rest.
        """
        query = chosen_incidents(self.asked)
        ids = query.subquery() if query is not None else incidents
        for some in self._pages(select(ids.c.id).order_by(ids.c.id), _INCIDENTS):
            for row in _read_incidents(self.connection, some, bare=bare):
                yield self._shown(row)

    def reports(self) -> Iterator[tuple[ReportRow, tuple[ClaimRow, ...], tuple[FigureRow, ...]]]:
        """Reports with their claims and figures: all, or with a filter those that tell of a chosen incident, and what belongs to it."""
        chosen = chosen_incidents(self.asked)
        query = select(reports.c.seq).order_by(reports.c.id)
        if chosen is not None:
            query = query.where(reports.c.seq.in_(select(happenings.c.report_seq).where(happenings.c.incident.in_(chosen))))
        for some in self._pages(query, _REPORTS):
            for report, claims, figures in _read_reports(self.connection, some, chosen):
                yield self._shown(report), self._shown(claims), self._shown(figures)

    def judgements(self) -> Iterator[Judgement]:
        """The judgements: all, or with a filter those about chosen incidents, their reports and what was read in them."""
        columns, chosen = judgements.c, chosen_incidents(self.asked)
        query = select(judgements).order_by(columns.id)
        if chosen is not None:
            told = select(happenings.c.id).where(happenings.c.incident.in_(chosen))
            telling = (
                select(reports.c.id).join(happenings, happenings.c.report_seq == reports.c.seq).where(happenings.c.incident.in_(chosen))
            )
            about = (columns.left_id.in_(told), columns.right_id.in_(told), columns.left_id.in_(telling), columns.right_id.in_(telling))
            query = query.where(or_(*about, columns.report_id.in_(telling)))
        for row in self.connection.execute(query, execution_options={"yield_per": _IDS}):
            yield self._shown(to_judgement(row))

    def _shown(self, row: Any) -> Any:
        """The row as it may leave the account."""
        return row if hiding_from(self.policy, EXPORT).is_open else redact(row, self.policy, EXPORT)

    def _pages(self, query: Select[Any], size: int) -> Iterator[Sequence[Any]]:
        """The values of a query of one column, some at a time; the database is asked once and keeps its place."""
        found = self.connection.execute(query, execution_options={"yield_per": _IDS}).scalars()
        yield from found.partitions(size)


@contextmanager
def open_rows(account: Account, asked: Filter, choices: Choices) -> Iterator[Rows]:
    """The rows of an account that were asked for, read in one transaction."""
    with account.reading_rows() as connection:
        yield Rows(connection, asked, choices.policy)


def chosen_incidents(asked: Filter) -> Select[tuple[str]] | None:
    """The ids of the incidents that were asked for; None where all are."""
    if asked.limit is not None:
        return select(query_incidents(asked).limit(asked.limit).subquery().c.id)
    return None if asked.is_open else select(incidents.c.id).where(*incident_conditions(asked))


class _Sentences:
    """The sentences of a text, found line by line where they are asked for: no sentence goes beyond the end of a line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[int, list[Span]] = {}

    def around(self, span: Span) -> Span:
        """From the beginning of the sentence in which a span begins to the end of the one in which it ends."""
        start, end = span
        return min(self._at(start)[0], start), max(self._at(max(start, end - 1))[1], end)

    def _at(self, place: int) -> Span:
        begin = self._text.rfind("\n", 0, place) + 1
        if begin not in self._lines:
            stop = self._text.find("\n", begin)
            line = self._text[begin : stop if stop >= 0 else len(self._text)]
            self._lines[begin] = [(begin + first, begin + last) for first, last in find_sentences(line)]
        found = [one for one in self._lines[begin] if one[0] <= place]
        return found[-1] if found else (place, place)


@dataclass(frozen=True, slots=True)
class _Cited:
    """A report with its number in the database and its sentences."""

    row: ReportRow
    sentences: _Sentences


def _read_incidents(connection: Connection, ids: Sequence[str], *, bare: bool) -> list[IncidentRow]:
    """These incidents, in the order of their ids; one of which nothing is told any more has no sentence to rest on, and is none."""
    told: dict[str, list[Telling]] = defaultdict(list)
    for one in _read_tellings(connection, ids, bare=bare):
        told[one.incident].append(one)
    rows = {row.id: row for row in connection.execute(select(incidents).where(incidents.c.id.in_(ids)))}
    return [_incident(rows[name], told[name]) for name in ids if told[name]]


def _incident(row: Row[Any], told: list[Telling]) -> IncidentRow:
    told.sort(key=lambda one: (one.report.published is None, one.report.published or "", one.happening.id))
    killed = (row.killed_low, row.killed_high)
    return IncidentRow(
        row.id, row.kind, row.date_from, row.date_to, row.place, row.geonames, row.lat, row.lon, row.radius_km, row.country,
        tuple(json.loads(row.actors)), row.origins, row.reports, row.is_contested, tuple(map(_difference, json.loads(row.differences))),
        killed if killed != (None, None) else None, row.published_first, row.published_last, tuple(told),
    )  # fmt: skip


def _difference(written: dict[str, Any]) -> Difference:
    sides = tuple((str(value), tuple(ids)) for value, ids in written["sides"])
    return Difference(written["field"], written["type"], sides, written["reason"])


def _read_tellings(connection: Connection, ids: Sequence[str], *, bare: bool) -> Iterator[Telling]:
    columns = happenings.c
    query = select(columns.seq, columns.report_seq, columns.incident, columns.origin, columns.body).where(columns.incident.in_(ids))
    rows = [(row, to_happening(row.body)) for row in connection.execute(query)]
    cited = _read_cited(connection, {row.report_seq for row, _ in rows})
    figures: dict[int, list[FigureRow]] = defaultdict(list)
    claims: dict[str, ClaimRow] = {}
    if not bare:
        owners = {row.seq: (one.id, row.incident) for row, one in rows}
        for seq, figure in _read_figures(connection, counts.c.happening_seq, owners, owners, cited):
            figures[seq].append(figure)
        claims = {
            claim.id: claim for claim in _read_claims(connection, statements.c.id, {one.claim for _, one in rows if one.claim}, cited)
        }
    for row, one in rows:
        yield _telling(row.incident, row.origin, one, cited[row.report_seq].row, claims.get(one.claim or ""), tuple(figures[row.seq]))


def _telling(
    incident: str, origin: str | None, one: Happening, report: ReportRow, claim: ClaimRow | None, figures: tuple[FigureRow, ...]
) -> Telling:
    return Telling(one, incident, origin or f"report:{report.id}", report, claim, figures, report.text[slice(*one.sentence)])


def _read_cited(connection: Connection, seqs: Collection[int]) -> dict[int, _Cited]:
    """These reports, by their numbers in the database, each with what is known of where it came from."""
    source = reports.join(captures, captures.c.seq == reports.c.capture_seq).outerjoin(facts, facts.c.report_seq == reports.c.seq)
    known = [facts.c[name] for name in ("publisher", "credit", "title", "published", "copy_group", "copy_kind", "origin")]
    found: dict[int, _Cited] = {}
    for some in in_chunks(sorted(seqs)):
        query = select(reports, captures.c.address, captures.c.retrieved_at, captures.c.sha256, *known).select_from(source)
        for row in connection.execute(query.where(reports.c.seq.in_(some))):
            found[row.seq] = _Cited(_report(row), _Sentences(row.text))
    return found


def _report(row: Row[Any]) -> ReportRow:
    return ReportRow(
        row.id, row.ref, row.url or row.address, row.kind, row.publisher, row.credit, row.title, row.published, row.retrieved_at,
        row.sha256, row.text_sha256, row.parent_id, row.locator, row.copy_group, row.copy_kind, row.origin, row.text,
    )  # fmt: skip


def _read_figures(
    connection: Connection, column: Any, values: Iterable[int], owners: dict[int, tuple[str, str]], cited: dict[int, _Cited]
) -> Iterator[tuple[int, FigureRow]]:
    """The figures whose column has one of these values, each behind the number of its happening (0 for none)."""
    for some in in_chunks(sorted(values)):
        query = select(counts).where(column.in_(some)).order_by(counts.c.report_seq, counts.c.start, counts.c.end, counts.c.seq)
        for row in connection.execute(query):
            seq = row.happening_seq or 0
            happening, incident = owners.get(seq, (None, None))
            yield seq, _figure(row, happening, incident, cited[row.report_seq])


def _figure(row: Row[Any], happening: str | None, incident: str | None, cited: _Cited) -> FigureRow:
    report, span = cited.row, (row.start, row.end)
    around = cited.sentences.around(span)
    return FigureRow(
        finding_id("figure", report.id, span), report.id, happening, incident, row.measure, row.of, row.low, row.high, row.quantifier,
        row.scope, row.claim, row.who, row.origin, span, report.text[slice(*span)], around, report.text[slice(*around)],
    )  # fmt: skip


def _read_claims(connection: Connection, column: Any, values: Iterable[Any], cited: dict[int, _Cited]) -> Iterator[ClaimRow]:
    for some in in_chunks(sorted(values)):
        query = select(statements).where(column.in_(some)).order_by(statements.c.report_seq, statements.c.start, statements.c.id)
        for row in connection.execute(query):
            yield _claim(row, cited[row.report_seq])


def _claim(row: Row[Any], cited: _Cited) -> ClaimRow:
    report, span = cited.row, (row.start, row.end)
    around = cited.sentences.around(span)
    return ClaimRow(
        row.id, report.id, row.who, row.source_kind, row.role, row.affiliation, row.act, row.form, row.certainty, row.distance,
        tuple(json.loads(row.via)), row.origin, span, report.text[slice(*span)], around, report.text[slice(*around)],
    )  # fmt: skip


def _read_reports(
    connection: Connection, seqs: Sequence[int], chosen: Select[tuple[str]] | None
) -> Iterator[tuple[ReportRow, tuple[ClaimRow, ...], tuple[FigureRow, ...]]]:
    cited = _read_cited(connection, seqs)
    columns = happenings.c
    told = select(columns.seq, columns.id, columns.incident, columns.claim).where(columns.report_seq.in_(seqs))
    rows = connection.execute(told if chosen is None else told.where(columns.incident.in_(chosen))).all()
    owners = {row.seq: (row.id, row.incident) for row in rows}
    figures: dict[str, list[FigureRow]] = defaultdict(list)
    for seq, figure in _read_figures(connection, counts.c.report_seq, seqs, owners, cited):
        if chosen is None or seq in owners:
            figures[figure.report].append(figure)
    wanted = {row.claim for row in rows} | {figure.claim for several in figures.values() for figure in several}
    claims: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in _read_claims(connection, statements.c.report_seq, seqs, cited):
        if chosen is None or claim.id in wanted:
            claims[claim.report].append(claim)
    for seq in seqs:
        report = cited[seq].row
        yield report, tuple(claims[report.id]), tuple(figures[report.id])
