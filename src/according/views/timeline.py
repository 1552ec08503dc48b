"""What happened when, by whose account, from the first date in the texts to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from according.incidents import Range
from according.store.ledger import incidents
from according.views.filters import Filter
from according.views.tellings import Telling, batches, find_incidents, read_tellings


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin's account of an entry: the day it gives, what it says of whether it happened, and where that stands.

    Reprints and later repetitions of the same origin are counted in ``reports``; ref, sentence and day are of the first.
    """

    origin: str | None
    who: str | None
    publisher: str | None
    ref: str
    published: str | None
    date: str | None
    status: str
    killed: Range | None
    sentence: str
    reports: int


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that is said to have happened from one day to another; ``differs_on_date`` where accounts give other days."""

    date_from: str
    date_to: str
    kind: str
    place: str | None
    actor: str | None
    target: str | None
    incident: str
    origins: int
    is_contested: bool
    differs_on_date: bool
    voices: tuple[Voice, ...]


def iter_timeline(connection: Connection, asked: Filter) -> Iterator[TimelineEntry]:
    """The dated incidents that were asked for, by their first day; what the texts date no day of is left out.

    What is only announced, denied or doubted stands in it too, with its status: a timeline is of what is said.
    """
    for ids in batches(find_incidents(connection, asked, is_dated=True)):
        rows = {row.id: row for row in connection.execute(select(incidents).where(incidents.c.id.in_(ids)))}
        told = read_tellings(connection, ids)
        for name in ids:
            row, several = rows[name], told[name]
            days = {one.date for one in several if one.date}
            yield TimelineEntry(
                row.date_from, row.date_to or row.date_from, row.kind, row.place, _first(one.actor for one in several),
                _first(one.target for one in several), name, row.origins, row.is_contested, len(days) > 1, voices_of(several),
            )  # fmt: skip


def _first(values: Iterator[str | None]) -> str | None:
    return next((value for value in values if value), None)


def voices_of(told: Sequence[Telling]) -> tuple[Voice, ...]:
    """The accounts of an incident, one for each origin, in the order of the first publication."""
    by_origin: dict[str | None, list[Telling]] = {}
    for one in told:
        by_origin.setdefault(one.origin, []).append(one)
    return tuple(
        Voice(
            origin, first.who, first.publisher, first.ref, first.published, first.date, first.status, first.killed, first.sentence,
            len({one.report for one in several}),
        )
        for origin, (first, *_) in by_origin.items()
        for several in [by_origin[origin]]
    )  # fmt: skip
