"""The incidents of the account, and one of them in full: who says what, by origin, figures side by side, differences typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from according.errors import NotInAccount
from according.incidents import Range
from according.model import Span
from according.store.ledger import counts, happenings, incidents
from according.store.schema import reports
from according.views.filters import Filter
from according.views.tellings import Telling, batches, date_of, find_incidents, read_tellings

_ID = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")


@dataclass(frozen=True, slots=True)
class IncidentMention:
    """One event mention of an incident, as ``incidents --json`` writes it: which words of which report, and by whose account.

    ``event`` is the event's id in the reading of ``ref``; ``trigger`` a span of its text. ``who`` is None where the report
    speaks in its own voice. ``killed`` and ``injured`` are those of the report's whole account of the incident.
    """

    ref: str
    event: str
    trigger: Span
    kind: str
    killed: Range | None
    injured: Range | None
    who: str | None
    via: tuple[str, ...]
    origin: str | None
    report: str
    happening: str
    publisher: str | None
    published: str | None
    status: str
    date: str | None
    place: str | None
    actor: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class IncidentDifference:
    """A field on which accounts of an incident do not agree: ``mentions`` are event ids, one tuple for each side of ``values``.

    ``happenings`` are the ids of the accounts on each side, as ``IncidentMention.happening`` has them.
    """

    field: str
    type: str
    values: tuple[str, ...]
    mentions: tuple[tuple[str, ...], ...]
    reason: str
    happenings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """The same happening across reports; kind, date and place are what most origins give. No field says who is right."""

    id: str
    kind: str
    date: str | None
    place: str | None
    mentions: tuple[IncidentMention, ...]
    differences: tuple[IncidentDifference, ...]
    geonames: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    country: str | None
    actors: tuple[str, ...]
    origins: int
    reports: int
    is_contested: bool
    killed: Range | None
    published_first: str | None
    published_last: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """What one origin tells of an incident: its tellings in the order of publication, reprints included."""

    origin: str | None
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure as one report has it, by the word of one origin; ``words`` are those of the text, ``text[start:end]`` of ``report``."""

    origin: str | None
    who: str | None
    low: int | None
    high: int | None
    scope: str | None
    words: str
    ref: str
    published: str | None
    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class FigureRow:
    """All figures of one measure and one counted group, side by side."""

    measure: str
    of: str | None
    figures: tuple[StatedFigure, ...]


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """One incident in full."""

    incident: IncidentView
    accounts: tuple[Account, ...]
    figures: tuple[FigureRow, ...]


def iter_incidents(connection: Connection, asked: Filter, *, by_origins: bool = False) -> Iterator[IncidentView]:
    """The incidents that were asked for, by date (undated ones last), or those of most origins first."""
    for ids in batches(find_incidents(connection, asked, by_origins=by_origins)):
        yield from read_incidents(connection, ids)


def read_incidents(connection: Connection, ids: Sequence[str]) -> list[IncidentView]:
    """These incidents, in the order of their ids as given."""
    rows = {row.id: row for row in connection.execute(select(incidents).where(incidents.c.id.in_(ids)))}
    told = read_tellings(connection, ids)
    return [_view(rows[name], told[name]) for name in ids if name in rows]


def find_incident(connection: Connection, name: str) -> str:
    """The id of the incident called ``name``: its id, that of any happening in it, or the beginning of one (8 digits or more).

    Raises ``NotInAccount``.
    """
    if not (given := _ID.fullmatch(name.strip())):
        raise NotInAccount(f"{name!r} is no incident's id: ids are sha256: and hexadecimal digits, of which eight or more are enough")
    start = f"sha256:{given[1]}"
    found = connection.scalars(_named(), {"first": start, "last": start + "g"}).all()
    if not found:
        raise NotInAccount(f"the account holds no incident called {name!r}")
    named = [one for one in found if one is not None]
    if not named:
        raise NotInAccount(f"{name} is a happening that stands in no incident: someone judged it wrong")
    if len(named) > 1:
        raise NotInAccount(f"{name} is the beginning of more than one incident's id; give more of it")
    return str(named[0])


def read_incident(connection: Connection, name: str) -> IncidentDetail:
    """The incident called ``name`` in full; raises ``NotInAccount``."""
    incident_id = find_incident(connection, name)
    row = connection.execute(_one(), {"incident": incident_id}).one()
    told = read_tellings(connection, [incident_id])[incident_id]
    by_origin: dict[str | None, list[Telling]] = {}
    for one in told:
        by_origin.setdefault(one.origin, []).append(one)
    accounts = tuple(Account(origin, tuple(several)) for origin, several in by_origin.items())
    return IncidentDetail(_view(row, told), accounts, _read_figures(connection, incident_id))


def _view(row: Row[Any], told: Sequence[Telling]) -> IncidentView:
    killed = (row.killed_low, row.killed_high)
    return IncidentView(
        row.id, row.kind, date_of(row.date_from, row.date_to), row.place,
        tuple(_mention(one, at) for one in told for at in range(len(one.mentions))),
        tuple(_differences(row.differences, told)),
        row.geonames, row.lat, row.lon, row.radius_km, row.country, tuple(json.loads(row.actors)),
        row.origins, row.reports, row.is_contested, killed if killed != (None, None) else None, row.published_first, row.published_last,
    )  # fmt: skip


def _mention(one: Telling, at: int) -> IncidentMention:
    mention = one.mentions[at]
    return IncidentMention(
        one.ref, mention.event, mention.trigger, mention.kind, one.killed, one.injured, one.who, one.via, one.origin, one.report,
        one.happening, one.publisher, one.published, one.status, one.date, one.place, one.actor, one.target,
    )  # fmt: skip


def _differences(written: str, told: Sequence[Telling]) -> Iterator[IncidentDifference]:
    events = {one.happening: tuple(mention.event for mention in one.mentions) for one in told}
    for one in json.loads(written):
        values, sides = tuple(str(value) for value, _ in one["sides"]), [ids for _, ids in one["sides"]]
        mentions = tuple(tuple(event for name in ids for event in events.get(name, ())) for ids in sides)
        held = tuple(tuple(name for name in ids if name in events) for ids in sides)
        yield IncidentDifference(one["field"], one["type"], values, mentions, one["reason"], held)


def _read_figures(connection: Connection, incident_id: str) -> tuple[FigureRow, ...]:
    rows: dict[tuple[str, str | None], list[StatedFigure]] = {}
    for row in connection.execute(_stated(), {"incident": incident_id}):
        span, words = (row.start, row.end), row.text[row.start : row.end]
        figure = StatedFigure(row.origin, row.who, row.low, row.high, row.scope, words, row.ref, row.published, row.report, span)
        rows.setdefault((row.measure, row.of), []).append(figure)
    return tuple(FigureRow(measure, of, tuple(figures)) for (measure, of), figures in rows.items())


@cache
def _named() -> Select[Any]:
    """The question in which incidents the happenings stand whose ids begin so, written once."""
    told = happenings.c
    return select(told.incident).where(told.id >= bindparam("first"), told.id < bindparam("last")).distinct().limit(3)


@cache
def _one() -> Select[Any]:
    """The question for an incident's row, written once."""
    return select(incidents).where(incidents.c.id == bindparam("incident"))


@cache
def _stated() -> Select[Any]:
    """The question for the figures of an incident, written once."""
    return (
        select(counts, reports.c.ref, reports.c.text, reports.c.id.label("report"))
        .join(happenings, happenings.c.seq == counts.c.happening_seq)
        .join(reports, reports.c.seq == counts.c.report_seq)
        .where(happenings.c.incident == bindparam("incident"))
        .order_by(counts.c.measure, counts.c.published, counts.c.report_seq, counts.c.start)
    )
