"""Who is quoted: how often, in how many reports, and each with all its words in the order of publication, leading to where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from according.export.chosen import Chosen
from according.export.pages.rendering import Pages
from according.model import Span
from according.store.ledger import entity_links, facts, happenings, statements
from according.store.schema import reports

_NAMES, _QUOTES, _READ = 200, 100, 200
_FOLDER = "sources"


@dataclass(frozen=True, slots=True)
class Source:
    """Someone who is quoted, with what is said of her most often: ``claims`` in ``reports``, listed from ``folder`` on."""

    name: str
    kind: str | None
    claims: int
    reports: int
    published_first: str | None
    published_last: str | None
    folder: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of hers in a report, and through whom they came."""

    who: str
    via: tuple[str, ...]
    publisher: str | None
    published: str | None
    act: str
    certainty: str
    distance: str | None
    report: str
    span: Span
    words: str


def write_sources(pages: Pages, connection: Connection, chosen: Chosen) -> int:
    """Write the list of sources and a page for each, or several where there is much; how many sources there are."""
    several = _read_sources(pages, connection, chosen)
    pages.write_list(_FOLDER, "sources.html", several, _NAMES)
    by_name = {one.name: one for one in several}
    for name, quotes in groupby(_iter_quotes(connection, chosen), key=lambda pair: pair[0]):
        one = by_name[name]
        pages.write_list(one.folder, "source.html", (quote for _, quote in quotes), _QUOTES, source=one)
    return len(several)


def _owner() -> Any:
    """A speaker's fullest name."""
    return func.coalesce(entity_links.c.entity, statements.c.who)


def _joined() -> Any:
    link = and_(entity_links.c.subject == "actor", entity_links.c.name_key == statements.c.who)
    return statements.outerjoin(entity_links, link).join(reports, reports.c.seq == statements.c.report_seq)


def _is_held(chosen: Chosen) -> ColumnElement[bool]:
    """Whether a claim is held: all are, or those by whose word an incident that was asked for is told."""
    if chosen.is_all:
        return true()
    return statements.c.id.in_(select(happenings.c.claim).where(chosen.has_incident(happenings.c.incident)))


def _read_sources(pages: Pages, connection: Connection, chosen: Chosen) -> list[Source]:
    said, number = statements.c, func.count().label("number")
    sums = (func.max(said.source_kind), number, func.count(said.report_seq.distinct()), func.min(said.published), func.max(said.published))
    query = select(_owner(), *sums).select_from(_joined()).where(_is_held(chosen)).group_by(_owner()).order_by(number.desc(), _owner())
    return [Source(row[0], row[1], row[2], row[3], row[4], row[5], pages.folder(_FOLDER, row[0])) for row in connection.execute(query)]


def _iter_quotes(connection: Connection, chosen: Chosen) -> Iterator[tuple[str, Quote]]:
    said = statements.c
    wanted = [said[name] for name in ("who", "via", "published", "act", "certainty", "distance", "start", "end", "report_seq")]
    query = select(_owner().label("owner"), *wanted, reports.c.id).select_from(_joined()).where(_is_held(chosen))
    query = query.order_by(_owner(), said.published.is_(None), said.published, reports.c.id, said.start, said.id)
    for some in connection.execute(query, execution_options={"yield_per": 1000}).partitions(_READ):
        asked = {row.report_seq for row in some}
        texts = _read(connection, select(reports.c.seq, reports.c.text).where(reports.c.seq.in_(asked)))
        printed = _read(connection, select(facts.c.report_seq, facts.c.publisher).where(facts.c.report_seq.in_(asked)))
        for row in some:
            yield row.owner, _quote(row, texts[row.report_seq], printed.get(row.report_seq))


def _read(connection: Connection, query: Any) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _quote(row: Any, text: str, publisher: str | None) -> Quote:
    span = (row.start, row.end)
    return Quote(
        row.who,
        tuple(json.loads(row.via)),
        publisher,
        row.published,
        row.act,
        row.certainty,
        row.distance,
        row.id,
        span,
        text[slice(*span)],
    )
