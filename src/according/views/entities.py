"""The names under which one speaker, actor or place goes: who uses which, and for a person the roles at the time of each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from according.store.ledger import entity_links, facts, name_uses, statements
from according.store.schema import reports
from according.views.filters import Filter, names_of_source, published_conditions
from according.views.tellings import batches

_MOST_USERS = 5


@dataclass(frozen=True, slots=True)
class User:
    """An outlet that uses a name, with in how many reports; None where no publisher is known."""

    publisher: str | None
    reports: int


@dataclass(frozen=True, slots=True)
class NameUse:
    """One name of an entity: in how many reports, and which outlets use it most."""

    name: str
    reports: int
    by: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role and body as reports of their time give them; ``date_from`` and ``date_to`` are the first and the last such report's."""

    role: str | None
    affiliation: str | None
    date_from: str | None
    date_to: str | None
    reports: int
    ref: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody, something or some place with all its names, those used most first; ``country`` is that of a place."""

    subject: str
    entity: str
    country: str | None
    reports: int
    names: tuple[NameUse, ...]
    roles: tuple[RoleHeld, ...]


def list_entities(connection: Connection, asked: Filter, name: str | None = None) -> list[Entity]:
    """The entity that is called ``name`` (in any of its names); without one, those of several names, the most told of first.

    Dates are those of publication, and count for roles and uses.
    """
    links, number = entity_links.c, func.sum(entity_links.c.reports)
    query = select(links.subject, links.entity).group_by(links.subject, links.entity).order_by(number.desc(), links.subject, links.entity)
    if name is None:
        query = query.having(func.count() > 1)
    else:
        given = sorted({form for one in (name, " ".join(name.split())) for form in names_of_source(one)})
        is_meant = or_(links.name.in_(given), links.entity.in_(given))
        meant = select(links.subject, links.entity).where(is_meant).distinct().subquery()
        query = query.join(meant, (meant.c.subject == links.subject) & (meant.c.entity == links.entity))
    found: list[Entity] = []
    for some in batches([tuple(row) for row in connection.execute(query if asked.limit is None else query.limit(asked.limit))]):
        found += _read_page(connection, some, asked)
    return found


def _read_page(connection: Connection, page: Sequence[tuple[str, str]], asked: Filter) -> list[Entity]:
    links = entity_links.c
    rows = connection.execute(select(entity_links).where(links.entity.in_([entity for _, entity in page]))).all()
    members: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in rows:
        members.setdefault((row.subject, row.entity), []).append(row)
    users = _users(connection, [row.key for row in rows], asked)
    return [_entity(connection, subject, entity, members.get((subject, entity), []), users, asked) for subject, entity in page]


def _users(connection: Connection, keys: Sequence[int], asked: Filter) -> dict[int, Counter[str | None]]:
    """By the key of a name, in how many reports each outlet uses it."""
    found: dict[int, Counter[str | None]] = {}
    number = func.count().label("number")
    query = select(name_uses.c.name, facts.c.publisher, number).join(facts, facts.c.report_seq == name_uses.c.report_seq)
    query = query.where(*published_conditions(asked, facts.c.published)).group_by(name_uses.c.name, facts.c.publisher)
    for some in batches(keys):
        for row in connection.execute(query.where(name_uses.c.name.in_(some))):
            found.setdefault(row.name, Counter())[row.publisher] = row.number
    return found


def _entity(
    connection: Connection, subject: str, entity: str, rows: Sequence[Row[Any]], users: dict[int, Counter[str | None]], asked: Filter
) -> Entity:
    names = [_use(row, users.get(row.key, Counter())) for row in rows]
    names = sorted((one for one in names if one.reports), key=lambda one: (-one.reports, one.name))
    country, _, place = entity.partition(":") if subject == "place" else (None, "", entity)
    roles = _roles(connection, [row.name for row in rows], asked) if subject == "actor" and any(row.persons for row in rows) else ()
    return Entity(subject, place, country, sum(one.reports for one in names), tuple(names), roles)


def _use(row: Row[Any], users: Counter[str | None]) -> NameUse:
    order = sorted(users.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))
    return NameUse(row.name, sum(users.values()), tuple(User(*pair) for pair in order[:_MOST_USERS]))


def _roles(connection: Connection, names: Sequence[str], asked: Filter) -> tuple[RoleHeld, ...]:
    """What reports call a person, in the order of time: a role stays what it was when it was given."""
    said = statements.c
    number = func.count(said.report_seq.distinct())
    first, last, report = func.min(said.published), func.max(said.published), func.min(said.report_seq)
    query = (
        select(said.role, said.affiliation, first.label("first"), last.label("last"), number.label("number"), report.label("report"))
        .where(said.who.in_(names), or_(said.role.is_not(None), said.affiliation.is_not(None)))
        .where(*published_conditions(asked, said.published))
        .group_by(said.role, said.affiliation)
        .order_by(first.is_(None), first, said.role, said.affiliation)
    )
    rows = connection.execute(query).all()
    refs: dict[int, str] = {}
    for some in batches([row.report for row in rows]):
        refs.update((row.seq, row.ref) for row in connection.execute(select(reports.c.seq, reports.c.ref).where(reports.c.seq.in_(some))))
    return tuple(RoleHeld(row.role, row.affiliation, row.first, row.last, row.number, refs[row.report]) for row in rows)
