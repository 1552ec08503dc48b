"""What each report tells of an incident: the rows from which views are made, some incidents at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select, bindparam, func, select

from according.codec import to_happening
from according.incidents import Happening, Mention, Range
from according.model import Span
from according.store.ledger import happenings, incidents
from according.store.schema import reports
from according.views.filters import Filter, incident_conditions

_V = TypeVar("_V")
PAGE = 200
"""So many incidents are read at a time."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one report tells of an incident, and who says so, for example the shelling of a bridge by the word of its mayor.

    ``incident`` is None of what is still to come.
    ``who`` says so (None for the report's own voice) through ``via``; ``origin`` is the first in the chain, by which
    independent accounts are counted. ``sentence`` is the sentence around the fullest mention, as the report has it.
    """

    happening: str
    incident: str | None
    report: str
    ref: str
    mentions: tuple[Mention, ...]
    trigger: Span
    sentence: str
    kind: str
    status: str
    date_from: str | None
    date_to: str | None
    place: str | None
    actor: str | None
    target: str | None
    killed: Range | None
    injured: Range | None
    who: str | None
    source_kind: str | None
    via: tuple[str, ...]
    origin: str | None
    publisher: str | None
    published: str | None
    is_own_voice: bool
    claim: str | None
    words: tuple[str, ...]

    @property
    def date(self) -> str | None:
        """The day, or the first and last day with a slash between; None if not said."""
        return date_of(self.date_from, self.date_to)


def date_of(first: str | None, last: str | None) -> str | None:
    """One day, or an interval as ISO 8601 writes it.

    >>> date_of("2016-12-12", "2016-12-12"), date_of("2012-07-19", "2016-12-12")
    ('2016-12-12', '2012-07-19/2016-12-12')
    """
    return first if first is None or last is None or first == last else f"{first}/{last}"


def find_incidents(connection: Connection, asked: Filter, *, is_dated: bool = False, by_origins: bool = False) -> list[str]:
    """The ids of the incidents that were asked for, by date (undated ones last), or those of most origins first."""
    query = query_incidents(asked, is_dated=is_dated, by_origins=by_origins)
    return list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))


def query_incidents(asked: Filter, *, is_dated: bool = False, by_origins: bool = False) -> Select[tuple[str]]:
    """The query for the ids of the incidents that were asked for, in the order of ``find_incidents``, without a limit."""
    columns = incidents.c
    query = select(columns.id).where(*incident_conditions(asked))
    if is_dated:
        query = query.where(columns.date_from.is_not(None))
    by_date = (columns.date_from.is_(None), columns.date_from, columns.date_to, columns.published_first, columns.id)
    return query.order_by(columns.origins.desc(), *by_date) if by_origins else query.order_by(*by_date)


def batches(values: Sequence[_V]) -> Iterator[Sequence[_V]]:
    """The values, some at a time."""
    for start in range(0, len(values), PAGE):
        yield values[start : start + PAGE]


def read_tellings(connection: Connection, incident_ids: Sequence[str]) -> dict[str, list[Telling]]:
    """What is told of each of some incidents, the first published first (unknown dates last)."""
    told: dict[str, list[Telling]] = {name: [] for name in incident_ids}
    for one in iter_tellings(connection, happenings.c.incident, incident_ids):
        if one.incident:
            told[one.incident].append(one)
    for several in told.values():
        several.sort(key=lambda one: (one.published is None, one.published or "", one.happening))
    return told


def iter_tellings(connection: Connection, column: Column[str], values: Sequence[str]) -> Iterator[Telling]:
    """What the happenings tell whose column has one of these values."""
    for some in batches(values):
        rows = [(to_happening(row.body), row) for row in connection.execute(_told(column), {"some": list(some)})]
        sentences = _read_parts(connection, [(row.seq, one.sentence) for one, row in rows])
        for (one, row), sentence in zip(rows, sentences, strict=True):
            yield _telling(one, row, sentence)


@cache
def _told(column: Column[str]) -> Select[Any]:
    """The question what the happenings tell whose column has one of some values, written once."""
    return (
        select(happenings.c.body, happenings.c.incident, happenings.c.origin, reports.c.ref, reports.c.id, reports.c.seq)
        .join(reports, reports.c.seq == happenings.c.report_seq)
        .where(column.in_(bindparam("some", expanding=True)))
    )


@cache
def _texts() -> Select[Any]:
    """The question for the texts of some reports, written once."""
    return select(reports.c.seq, reports.c.text).where(reports.c.seq.in_(bindparam("some", expanding=True)))


def _telling(one: Happening, row: Row[Any], sentence: str) -> Telling:
    return Telling(
        happening=one.id,
        incident=row.incident,
        report=row.id,
        ref=row.ref,
        mentions=one.mentions,
        trigger=one.trigger,
        sentence=sentence,
        kind=one.kind,
        status=one.status,
        date_from=one.date_from,
        date_to=one.date_to,
        place=one.place_name or one.place,
        actor=one.actor_key or one.actor,
        target=one.target_key or one.target,
        killed=one.killed,
        injured=one.injured,
        who=None if one.is_own_voice else one.who,
        source_kind=one.source_kind,
        via=one.via,
        origin=row.origin,
        publisher=one.publisher,
        published=one.published,
        is_own_voice=one.is_own_voice,
        claim=one.claim,
        words=one.words,
    )


def _read_parts(connection: Connection, asked: Sequence[tuple[int, Span]]) -> list[str]:
    """The words of reports at these spans; each text is read once."""
    texts: dict[int, str] = {}
    seqs = sorted({seq for seq, _ in asked})
    for some in batches(seqs):
        texts.update((row.seq, row.text) for row in connection.execute(_texts(), {"some": list(some)}))
    return [texts[seq][slice(*span)] for seq, span in asked]


def read_refs(connection: Connection, report_seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The ref and id of each of these reports."""
    found: dict[int, tuple[str, str]] = {}
    for some in batches(sorted(set(report_seqs))):
        query = select(reports.c.seq, reports.c.ref, reports.c.id).where(reports.c.seq.in_(some))
        found.update({row.seq: (row.ref, row.id) for row in connection.execute(query)})
    return found


def count_incidents(connection: Connection, asked: Filter) -> int:
    """How many incidents fulfil a filter, whatever its limit."""
    return connection.scalar(select(func.count()).select_from(incidents).where(*incident_conditions(asked))) or 0
