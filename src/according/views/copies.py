"""Which reports reprint one origin: copies corroborate nothing, so each group counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from according.store.ledger import facts
from according.store.schema import reports
from according.views.filters import Filter, is_called, names_of_sources, published_conditions
from according.views.tellings import batches


@dataclass(frozen=True, slots=True)
class CopiesView:
    """Reports that repeat each other, in the order of publication: their refs, how they repeat, and the agency they credit.

    ``kind`` is the strongest that was found in the group: reprint before part before rewrite.
    """

    refs: tuple[str, ...]
    kind: str | None
    credit: str | None
    id: str
    reports: tuple[str, ...]
    publishers: tuple[str | None, ...]
    published: tuple[str | None, ...]
    title: str | None


_STRENGTH = {"reprint": 0, "part": 1, "rewrite": 2}


def iter_copies(connection: Connection, asked: Filter) -> Iterator[CopiesView]:
    """Groups of copies, by the first publication in each; dates are those of publication, sources outlets or agencies.

    Place, kinds and actors do not count here.
    """
    first = func.min(facts.c.published)
    query = select(facts.c.copy_group).where(facts.c.copy_group.is_not(None), *published_conditions(asked, facts.c.published))
    if asked.sources:
        names = names_of_sources(asked.sources)
        query = query.where(is_called(facts.c.publisher, names) | is_called(facts.c.credit, names))
    query = query.group_by(facts.c.copy_group).order_by(first.is_(None), first, facts.c.copy_group)
    groups = list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))
    for some in batches(groups):
        yield from _read_groups(connection, some)


def _read_groups(connection: Connection, groups: Sequence[str | None]) -> Iterator[CopiesView]:
    columns = facts.c
    query: Select[Any] = (
        select(
            columns.copy_group,
            columns.copy_kind,
            columns.credit,
            columns.publisher,
            columns.published,
            columns.title,
            reports.c.id,
            reports.c.ref,
        )
        .join(reports, reports.c.seq == columns.report_seq)
        .where(columns.copy_group.in_(groups))
        .order_by(columns.published.is_(None), columns.published, reports.c.id)
    )
    members: dict[str | None, list[Row[Any]]] = {}
    for row in connection.execute(query):
        members.setdefault(row.copy_group, []).append(row)
    for name in groups:
        if len(members[name]) > 1:
            yield _group(members[name])


def _group(rows: list[Row[Any]]) -> CopiesView:
    kinds = sorted({row.copy_kind for row in rows if row.copy_kind}, key=lambda kind: _STRENGTH.get(kind, len(_STRENGTH)))
    credited = Counter(row.credit for row in rows if row.credit)
    return CopiesView(
        tuple(row.ref for row in rows),
        kinds[0] if kinds else None,
        min(credited, key=lambda name: (-credited[name], name)) if credited else None,
        rows[0].copy_group,
        tuple(row.id for row in rows),
        tuple(row.publisher for row in rows),
        tuple(row.published for row in rows),
        next((row.title for row in rows if row.title), None),
    )
