"""What is said to have happened when: dated incidents in order, each with one voice for each origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from according.codec import to_happening
from according.export.chosen import Chosen
from according.export.pages.rendering import Pages
from according.incidents import Happening
from according.store.ledger import happenings, incidents
from according.store.schema import reports
from according.views.tellings import date_of

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Voice:
    """The first report of one origin that tells of an entry, and how many reports of it there are."""

    happening: Happening
    origin: str | None
    report: str
    sentence: str
    reports: int

    @property
    def date(self) -> str | None:
        """The day that it gives."""
        return date_of(self.happening.date_from, self.happening.date_to)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated incident with its voices in the order of publication."""

    id: str
    kind: str
    place: str | None
    date: str
    origins: int
    is_contested: bool
    voices: tuple[Voice, ...]


def write_timeline(pages: Pages, connection: Connection, chosen: Chosen) -> None:
    """Write the timeline, a hundred entries to a page."""
    pages.write_list("timeline", "timeline.html", _iter_entries(connection, chosen), _PAGE)


def _iter_entries(connection: Connection, chosen: Chosen) -> Iterator[Entry]:
    columns = incidents.c
    query = select(incidents).where(chosen.has_incident(columns.id), columns.date_from.is_not(None))
    query = query.order_by(columns.date_from, columns.date_to, columns.published_first, columns.id)
    for some in connection.execute(query, execution_options={"yield_per": 500}).partitions(_PAGE):
        told = _voices(connection, [row.id for row in some])
        for row in some:
            day = date_of(row.date_from, row.date_to) or row.date_from
            yield Entry(row.id, row.kind, row.place, day, row.origins, row.is_contested, told[row.id])


def _voices(connection: Connection, ids: list[str]) -> dict[str, tuple[Voice, ...]]:
    columns = happenings.c
    query = select(columns.incident, columns.origin, columns.body, reports.c.id, reports.c.text)
    query = query.join(reports, reports.c.seq == columns.report_seq).where(columns.incident.in_(ids))
    several: dict[str, dict[str, list[Voice]]] = {name: {} for name in ids}
    for voice, row in sorted(((_voice(row), row) for row in connection.execute(query)), key=lambda pair: _published(pair[0])):
        several[row.incident].setdefault(row.origin or row.id, []).append(voice)
    return {name: tuple(_first(voices) for voices in by_origin.values()) for name, by_origin in several.items()}


def _voice(row: Any) -> Voice:
    one = to_happening(row.body)
    return Voice(one, row.origin, row.id, row.text[slice(*one.sentence)], 1)


def _published(one: Voice) -> tuple[bool, str, str]:
    return one.happening.published is None, one.happening.published or "", one.happening.id


def _first(voices: list[Voice]) -> Voice:
    one = voices[0]
    return Voice(one.happening, one.origin, one.report, one.sentence, len({each.report for each in voices}))
