"""What is worth a person's time first: what accounts differ on, what many tell, what the machine was least sure of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from according.codec import to_happening
from according.ids import event_id
from according.incidents import Happening, Judgement
from according.reviewing.things import SUBJECTS
from according.reviewing.weighing import Held, weigh
from according.store.chunks import in_chunks
from according.store.judging import PERSON, judged_in
from according.store.ledger import happenings, incidents, judgements
from according.store.schema import reports

By = Literal["value", "contested", "told", "unsure"]
ORDERS: tuple[By, ...] = get_args(By)
_PAGE = 100
_INCIDENTS = 20
_MOST_PAGES = 400
_MOST_JUDGED = 2_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event of a report that nobody judged yet, with what makes it worth looking at; ``report`` and ``event`` are ids."""

    report: str
    ref: str
    event: str
    happening: Happening
    incident: str | None
    origins: int
    reports: int
    is_contested: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A report in which people contradict each other, or in which a judgement waits for another signature."""

    report: str
    ref: str
    held: Held


def list_waiting(connection: Connection, by: By = "value", limit: int = 50) -> list[Waiting]:
    """The events that nobody judged yet, those first that matter most.

    ``contested`` leaves out incidents on which all agree; ``told`` has what most origins tell first, ``unsure`` what the machine
    was least sure of; ``value`` is all three: contested before agreed, then by origins, then the least sure.
    """
    found: list[tuple[str, Row[Any]]] = []
    for rows in _pages(connection, by):
        found += _unjudged(connection, rows)
        if len(found) >= limit:
            break
    seqs = [row.seq for _, row in found[:limit]]
    bodies = select(happenings.c.seq, happenings.c.body).where(happenings.c.seq.in_(seqs))
    told = {row.seq: row.body for row in connection.execute(bodies)}
    return [
        Waiting(row.id, row.ref, event, to_happening(told[row.seq]), row.incident, row.origins, row.reports, row.is_contested)
        for event, row in found[:limit]
    ]


_COLUMNS = (
    *(reports.c.id, reports.c.ref, happenings.c.seq, happenings.c.kind, happenings.c.trigger_start, happenings.c.trigger_end),
    *(happenings.c.incident, incidents.c.origins, incidents.c.reports, incidents.c.is_contested),
)
_TOLD: Select[Any] = (
    select(*_COLUMNS).join(incidents, incidents.c.id == happenings.c.incident).join(reports, reports.c.seq == happenings.c.report_seq)
)


def _pages(connection: Connection, by: By) -> Iterator[Sequence[Row[Any]]]:
    """What may be worth looking at, in the order that was asked for, some at a time."""
    for number in range(_MOST_PAGES):
        rows = _unsure(connection, number) if by == "unsure" else _of_incidents(connection, by, number)
        if not rows:
            return
        yield rows


def _unsure(connection: Connection, number: int) -> Sequence[Row[Any]]:
    told = happenings.c
    query = _TOLD.where(told.confidence.is_not(None)).order_by(told.confidence, told.seq).limit(_PAGE).offset(number * _PAGE)
    return connection.execute(query).all()


def _of_incidents(connection: Connection, by: By, number: int) -> Sequence[Row[Any]]:
    """What reports tell of the next incidents: these are found first, since there are fewer of them."""
    sums = incidents.c
    order: tuple[ColumnElement[Any], ...] = (sums.origins.desc(), sums.id)
    chosen = select(sums.id).order_by(*((sums.is_contested.desc(), *order) if by == "value" else order))
    chosen = chosen.where(sums.is_contested) if by == "contested" else chosen
    ids = connection.scalars(chosen.limit(_INCIDENTS).offset(number * _INCIDENTS)).all()
    places = {name: place for place, name in enumerate(ids)}
    rows = connection.execute(_TOLD.where(happenings.c.incident.in_(ids)).order_by(happenings.c.confidence, happenings.c.seq)).all()
    return sorted(rows, key=lambda row: places[row.incident])


def _unjudged(connection: Connection, rows: Sequence[Row[Any]]) -> list[tuple[str, Row[Any]]]:
    """The rows of which nobody judged the event, each with the event's id, nor read the report through."""
    judged = {(one.report, one.left) for one in judged_in(connection, {row.id for row in rows}) if one.by.startswith(PERSON)}
    events = ((event_id(row.id, (row.trigger_start, row.trigger_end), row.kind), row) for row in rows)
    return [(event, row) for event, row in events if (row.id, event) not in judged and (row.id, row.id) not in judged]


def list_open(connection: Connection) -> list[Open]:
    """Reports in which people contradict each other or a judgement waits for another signature, the last judged first."""
    query = select(judgements.c.report_id).where(judgements.c.report_id.is_not(None)).order_by(judgements.c.seq.desc())
    ids = list(dict.fromkeys(connection.scalars(query.limit(_MOST_JUDGED))))
    given: dict[str, list[Judgement]] = {name: [] for name in ids}
    for one in judged_in(connection, ids):
        if one.subject in SUBJECTS and one.report in given:
            given[one.report].append(one)
    refs = {
        name: ref
        for some in in_chunks(ids)
        for name, ref in connection.execute(select(reports.c.id, reports.c.ref).where(reports.c.id.in_(some)))
    }
    weighed = ((name, weigh(some)) for name, some in given.items() if name in refs)
    return [Open(name, refs[name], held) for name, held in weighed if held.conflicts or held.waiting]
