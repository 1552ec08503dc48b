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
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, or_, select

from according.codec import to_happening
from according.export.formats import Choices
from according.export.records import ClaimRow, Counted, FigureRow, IncidentRow, ReportRow, Telling
from according.hiding import EXPORT, Policy, hiding_from, redact
from according.ids import finding_id
from according.incidents import Difference, Judgement
from according.model import Span
from according.sentences import find_sentences
from according.store import Account
from according.store.chunks import in_chunks
from according.store.judging import to_judgement
from according.store.ledger import counts, facts, happenings, incidents, judgements, statements
from according.store.schema import captures, reports
from according.views.filters import Filter, incident_conditions
from according.views.tellings import query_incidents

Held = Literal["all", "counted", "bare"]
"""What is read of each telling beside its happening and its report: claim, figures and numbers, or the numbers alone, or nothing."""
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

    def incidents(self, held: Held = "all") -> Iterator[IncidentRow]:
        """The incidents that were asked for, with all that is told of them.

        Formats that write no claims or figures say so: to read them with their sentences takes as long as all the rest.
        """
        query = chosen_incidents(self.asked)
        ids = query.subquery() if query is not None else incidents
        for some in self._pages(select(ids.c.id).order_by(ids.c.id), _INCIDENTS):
            yield from map(self._shown, _read_incidents(self.connection, some, held))

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


_INCIDENT = tuple(
    incidents.c[name]
    for name in (
        *("id", "kind", "date_from", "date_to", "place", "geonames", "lat", "lon", "radius_km", "country", "actors", "origins", "reports"),
        *("is_contested", "differences", "killed_low", "killed_high", "published_first", "published_last"),
    )
)
_ACTORS, _DIFFERS, _KILLED = 10, 14, slice(15, 17)


def _read_incidents(connection: Connection, ids: Sequence[str], held: Held) -> list[IncidentRow]:
    """These incidents, in the order of their ids; one of which nothing is told any more has no sentence to rest on, and is none."""
    told: dict[str, list[Telling]] = defaultdict(list)
    for one in _read_tellings(connection, ids, held):
        told[one.incident].append(one)
    rows = {row[0]: row for row in connection.execute(select(*_INCIDENT).where(incidents.c.id.in_(ids))).all()}
    return [_incident(rows[name], told[name]) for name in ids if name in told]


def _incident(row: Sequence[Any], told: list[Telling]) -> IncidentRow:
    if len(told) > 1:
        told.sort(key=lambda one: (one.report.published is None, one.report.published or "", one.happening.id))
    values = list(row)  # by number: a million rows are made
    values[_ACTORS] = tuple(json.loads(values[_ACTORS]))
    values[_DIFFERS] = _differences(values[_DIFFERS])
    least, most = values[_KILLED]
    values[_KILLED] = [(least, most) if least is not None or most is not None else None]
    values.append(tuple(told))
    return IncidentRow(*values)


def _differences(written: str) -> tuple[Difference, ...]:
    return () if written == "[]" else tuple(map(_difference, json.loads(written)))


def _difference(written: dict[str, Any]) -> Difference:
    sides = tuple((str(value), tuple(ids)) for value, ids in written["sides"])
    return Difference(written["field"], written["type"], sides, written["reason"])


def _read_tellings(connection: Connection, ids: Sequence[str], held: Held) -> Iterator[Telling]:
    columns = happenings.c
    query = select(columns.seq, columns.report_seq, columns.incident, columns.origin, columns.body).where(columns.incident.in_(ids))
    rows = connection.execute(query).all()
    told = [to_happening(row[4]) for row in rows]
    cited = _read_cited(connection, {row[1] for row in rows})
    figures: dict[int, list[FigureRow]] = {}
    counted: dict[int, list[Counted]] = {}
    claims: dict[str, ClaimRow] = {}
    if held == "all":
        owners = {row[0]: (one.id, row[2]) for row, one in zip(rows, told, strict=True)}
        for seq, figure in _read_figures(connection, counts.c.happening_seq, owners, owners, cited):
            figures.setdefault(seq, []).append(figure)
            counted.setdefault(seq, []).append(Counted(figure.measure, figure.of, figure.low))
        claims = {claim.id: claim for claim in _read_claims(connection, statements.c.id, {one.claim for one in told if one.claim}, cited)}
    elif held == "counted":
        counted = _read_counted(connection, [row[0] for row in rows])
    for (seq, report, incident, origin, _), one in zip(rows, told, strict=True):
        row = cited[report].row
        rest = claims.get(one.claim or ""), tuple(figures.get(seq, ())), tuple(counted.get(seq, ()))
        yield Telling(one, incident, origin or f"report:{row.id}", row, *rest, row.text[slice(*one.sentence)])


def _read_counted(connection: Connection, seqs: Sequence[int]) -> dict[int, list[Counted]]:
    """What is counted in these happenings, by their numbers in the database."""
    columns, found = counts.c, dict[int, list[Counted]]()
    for some in in_chunks(seqs):
        query = select(columns.happening_seq, columns.measure, columns.of, columns.low).where(columns.happening_seq.in_(some))
        for seq, *counted in connection.execute(query.order_by(*_AS_THEY_STAND)).all():
            found.setdefault(seq, []).append(Counted(*counted))
    return found


_REPORT = (
    *(reports.c.id, reports.c.ref, func.coalesce(func.nullif(reports.c.url, ""), captures.c.address), reports.c.kind),
    *(facts.c[name] for name in ("publisher", "credit", "title", "published")),
    *(captures.c.retrieved_at, captures.c.sha256, reports.c.text_sha256, reports.c.parent_id, reports.c.locator),
    *(facts.c[name] for name in ("copy_group", "copy_kind", "origin")),
    reports.c.text,
)
"""The columns of a ``ReportRow``, in its order."""


def _read_cited(connection: Connection, seqs: Collection[int]) -> dict[int, _Cited]:
    """These reports, by their numbers in the database, each with what is known of where it came from."""
    source = reports.join(captures, captures.c.seq == reports.c.capture_seq).outerjoin(facts, facts.c.report_seq == reports.c.seq)
    query = select(reports.c.seq, *_REPORT).select_from(source)
    found: dict[int, _Cited] = {}
    for some in in_chunks(sorted(seqs)):
        for seq, *report in connection.execute(query.where(reports.c.seq.in_(some))).all():
            row = ReportRow(*report)
            found[seq] = _Cited(row, _Sentences(row.text))
    return found


_AS_THEY_STAND = tuple(counts.c[name] for name in ("report_seq", "start", "end", "seq"))


def _read_figures(
    connection: Connection, column: Any, values: Iterable[int], owners: dict[int, tuple[str, str]], cited: dict[int, _Cited]
) -> Iterator[tuple[int, FigureRow]]:
    """The figures whose column has one of these values, each behind the number of its happening (0 for none)."""
    for some in in_chunks(sorted(values)):
        for row in connection.execute(select(counts).where(column.in_(some)).order_by(*_AS_THEY_STAND)).all():
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


_CLAIM = tuple(
    statements.c[name]
    for name in (
        *("report_seq", "id", "start", "end", "via"),
        *("who", "source_kind", "role", "affiliation", "act", "form", "certainty", "distance", "origin"),
    )
)


def _read_claims(connection: Connection, column: Any, values: Iterable[Any], cited: dict[int, _Cited]) -> Iterator[ClaimRow]:
    for some in in_chunks(sorted(values)):
        query = select(*_CLAIM).where(column.in_(some)).order_by(statements.c.report_seq, statements.c.start, statements.c.id)
        for row in connection.execute(query).all():
            yield _claim(row, cited[row[0]])


def _claim(row: Sequence[Any], cited: _Cited) -> ClaimRow:
    _, name, start, end, via, *said, origin = row
    report, span = cited.row, (start, end)
    around = cited.sentences.around(span)
    held = [name, report.id, *said, () if via == "[]" else tuple(json.loads(via)), origin, span, report.text[start:end], around]
    held.append(report.text[slice(*around)])
    return ClaimRow(*held)


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
