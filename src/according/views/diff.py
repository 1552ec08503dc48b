"""What changed in the account between two dates, or between two captures of a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from according.incidents import Range
from according.store.ledger import facts, happenings, incidents, judgements
from according.store.schema import captures, reports
from according.views.filters import Filter, incident_conditions
from according.views.tellings import batches, date_of

Clock = Literal["retrieved", "published"]
PERSON = "person:"


@dataclass(frozen=True, slots=True)
class State:
    """What the account held of an incident at one time: its origins, reports and the range of the dead over all of them."""

    reports: int
    origins: tuple[str, ...]
    kinds: tuple[str, ...]
    killed: Range | None
    injured: Range | None


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """An incident of which more was told: ``before`` is None where it was not known at all; ``refs`` are the reports that came."""

    incident: str
    kind: str
    date: str | None
    place: str | None
    before: State | None
    after: State
    refs: tuple[str, ...]
    is_contested: bool


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """A judgement of a person that was made: of what, that it is the same, different, a copy or wrong, or taken back."""

    judgement: str
    by: str
    at: str
    subject: str
    relation: str
    left: str
    right: str | None
    reasons: tuple[str, ...]
    retracts: str | None


def iter_changes(connection: Connection, asked: Filter, clock: Clock = "retrieved") -> Iterator[IncidentChange]:
    """The incidents of which reports tell that came in between the two dates of the filter, both included; by date.

    ``clock`` says what came means: ``retrieved`` is when the account got the report, ``published`` when the public did. The
    other fields of the filter choose incidents as ever. Incidents are as they are joined today.
    """
    about = incident_conditions(
        Filter(asked.area, None, None, asked.kinds, asked.actors, asked.sources, asked.min_origins, asked.is_contested)
    )
    came = _seqs(clock, asked.date_from, _next_day(asked.date_to))
    touched = select(happenings.c.incident).where(happenings.c.report_seq.in_(came), happenings.c.incident.is_not(None))
    query = select(incidents.c.id).where(incidents.c.id.in_(touched), *about)
    query = query.order_by(incidents.c.date_from.is_(None), incidents.c.date_from, incidents.c.id)
    ids = list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))
    for some in batches(ids):
        yield from _changes(connection, some, clock, asked)


def _seqs(clock: Clock, begin: str | None, end: str | None) -> Select[Any]:
    """The reports that came from a moment on (included) until another (not included)."""
    if clock == "published":
        when, query = facts.c.published, select(facts.c.report_seq)
    else:
        when, query = captures.c.retrieved_at, select(reports.c.seq).join(captures, captures.c.seq == reports.c.capture_seq)
    conditions: list[ColumnElement[bool]] = []
    if begin is not None:
        conditions.append(when >= begin)
    if end is not None:
        conditions.append(when < end)
    return query.where(*conditions)


def _next_day(day: str | None) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else None


def _changes(connection: Connection, ids: Sequence[str], clock: Clock, asked: Filter) -> Iterator[IncidentChange]:
    rows = {row.id: row for row in connection.execute(select(incidents).where(incidents.c.id.in_(ids)))}
    told = happenings.c
    when = facts.c.published if clock == "published" else captures.c.retrieved_at
    query: Select[Any] = (
        select(
            told.incident, told.origin, told.kind, told.killed_low, told.killed_high, told.injured_low, told.injured_high, told.report_seq,
            reports.c.ref, when.label("moment"),
        )
        .join(reports, reports.c.seq == told.report_seq)
        .join(captures, captures.c.seq == reports.c.capture_seq)
        .join(facts, facts.c.report_seq == reports.c.seq)
        .where(told.incident.in_(ids))
        .order_by(told.report_seq, told.id)
    )  # fmt: skip
    members: dict[str, list[Row[Any]]] = {name: [] for name in ids}
    for row in connection.execute(query):
        members[row.incident].append(row)
    end = _next_day(asked.date_to)
    for name in ids:
        until = [row for row in members[name] if end is None or (row.moment or "") < end]
        before = [row for row in until if asked.date_from is not None and (row.moment or "") < asked.date_from]
        came = [row for row in until if row not in before]
        one = rows[name]
        yield IncidentChange(
            name, one.kind, date_of(one.date_from, one.date_to), one.place, _state(before) if before else None, _state(until),
            tuple(dict.fromkeys(row.ref for row in came)), one.is_contested,
        )  # fmt: skip


def _state(rows: Sequence[Row[Any]]) -> State:
    return State(
        len({row.report_seq for row in rows}),
        tuple(sorted({row.origin for row in rows if row.origin})),
        tuple(sorted({row.kind for row in rows})),
        _range([(row.killed_low, row.killed_high) for row in rows]),
        _range([(row.injured_low, row.injured_high) for row in rows]),
    )


def _range(given: Sequence[Range]) -> Range | None:
    """The least and the most that anyone says; None where nobody says anything."""
    said = [one for one in given if one != (None, None)]
    lows = [low for low, _ in said if low is not None]
    highs = [high if high is not None else low for low, high in said]
    return (min(lows, default=None), max(filter(lambda high: high is not None, highs), default=None)) if said else None  # type: ignore[type-var]


def list_judgements(connection: Connection, asked: Filter) -> list[JudgementChange]:
    """The judgements that people made between the two dates of the filter, both included, in the order they were made."""
    columns = judgements.c
    query = select(judgements).where(columns.by.startswith(PERSON, autoescape=True))
    if asked.date_from:
        query = query.where(columns.at >= asked.date_from)
    if (end := _next_day(asked.date_to)) is not None:
        query = query.where(columns.at < end)
    query = query.order_by(columns.at, columns.id)
    rows = connection.execute(query if asked.limit is None else query.limit(asked.limit))
    return [
        JudgementChange(
            row.id, row.by.removeprefix(PERSON), row.at, row.subject, row.relation, row.left_id, row.right_id,
            tuple(json.loads(row.reasons)), row.retracts,
        )
        for row in rows
    ]  # fmt: skip
