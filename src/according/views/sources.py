"""Who says what through whom: each source's claims, and how often it was first, repeated, contradicted, corrected.

These are counts of what stands in the account, which holds what was read into it; they are no measure of who is right,
and no score is made of them: a source that is often contradicted may be the only one that was there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, Connection, Label, and_, case, func, or_, select

from according.store.ledger import entity_links, happenings, incidents, statements
from according.views.filters import Filter, incident_conditions, is_called, names_of_source, published_conditions
from according.views.tellings import batches

_MOST_VIAS = 5
_CORRECTING = ("correction", "superseded")


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a name or a label occurs."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source by its fullest name, with all ``names`` that are taken for it; "activists" of two reports need not be the same people.

    ``incidents`` counts those it tells of; of those ``first`` where nobody of another origin was published earlier,
    ``contradicted`` where its account stands on a side of a difference, ``corrected`` where that difference is a
    correction or a later count. ``repeated`` counts its words that stand in more reports than one.
    """

    who: str
    kind: str | None
    role: str | None
    affiliation: str | None
    claims: int
    reports: int
    acts: tuple[Counted, ...]
    via: tuple[Counted, ...]
    direct: int
    incidents: int
    first: int
    repeated: int
    contradicted: int
    corrected: int
    published_first: str | None
    published_last: str | None
    names: tuple[str, ...] = ()


def list_sources(connection: Connection, asked: Filter) -> list[SourceView]:
    """The sources of the claims that were asked for, those with most claims first; dates are those of publication.

    A filter by place, kind, actor, origins or contest takes the claims that tell of such incidents.
    """
    conditions = _conditions(asked)
    number = func.count().label("number")
    by_name = select(statements.c.who, number).where(*conditions).group_by(statements.c.who).subquery()
    owner = func.coalesce(entity_links.c.entity, by_name.c.who)
    joined = by_name.outerjoin(entity_links, _is_link(by_name.c.who))
    query = select(owner).select_from(joined).group_by(owner).order_by(func.sum(by_name.c.number).desc(), owner)
    entities = list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))
    found: list[SourceView] = []
    for some in batches(entities):
        found += _read_page(connection, some, conditions)
    return found


def _is_link(who: ColumnElement[str]) -> ColumnElement[bool]:
    """Where the row of a speaker's name is joined to it."""
    return and_(entity_links.c.subject == "actor", entity_links.c.name_key == who)


def _owners(connection: Connection, entities: Sequence[str]) -> dict[str, str]:
    """The entity of each name of these; a speaker who has no name is its own."""
    links = entity_links.c
    rows = connection.execute(select(links.name, links.entity).where(links.subject == "actor", links.entity.in_(entities)))
    owners = {row.name: row.entity for row in rows}
    return {**{one: one for one in entities if one not in owners}, **owners}


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    found = published_conditions(asked, statements.c.published)
    if asked.sources:
        found.append(is_called(statements.c.who, {form for name in asked.sources for form in names_of_source(name)}))
    about = incident_conditions(Filter(asked.area, None, None, asked.kinds, asked.actors, (), asked.min_origins, asked.is_contested))
    if about:
        told = select(happenings.c.claim).join(incidents, incidents.c.id == happenings.c.incident)
        found.append(statements.c.id.in_(told.where(happenings.c.claim.is_not(None), *about)))
    return found


@dataclass(slots=True)
class _Sums:
    """What is added up for one source; ``told`` are its kind, role and affiliation with how often each is given."""

    told: tuple[Counter[str], Counter[str], Counter[str]]
    acts: Counter[str]
    via: Counter[str]
    direct: int = 0
    reports: int = 0
    first: str | None = None
    last: str | None = None
    names: set[str] = field(default_factory=set)


def _read_page(connection: Connection, entities: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> list[SourceView]:
    said = statements.c
    owners = _owners(connection, entities)
    mine = (said.who.in_(sorted(owners)), *conditions)
    owner = _owner(said.who, owners)
    sums = _add_up(connection, entities, owner, mine)
    several = select(owner).where(*mine, said.words_key.is_not(None)).group_by("owner", said.words_key)
    again = several.having(func.count(said.report_seq.distinct()) > 1).subquery()
    repeated = _numbers(connection, select(again.c.owner, func.count()).group_by(again.c.owner))
    fates = _read_incidents(connection, owners)
    return [
        SourceView(
            name,
            kind=_most(one.told[0]),
            role=_most(one.told[1]),
            affiliation=_most(one.told[2]),
            claims=sum(one.acts.values()),
            reports=one.reports,
            acts=_counted(one.acts),
            via=_counted(one.via)[:_MOST_VIAS],
            direct=one.direct,
            incidents=fates.told.get(name, 0),
            first=len(fates.first.get(name, ())),
            repeated=repeated.get(name, 0),
            contradicted=len(fates.contradicted.get(name, ())),
            corrected=len(fates.corrected.get(name, ())),
            published_first=one.first,
            published_last=one.last,
            names=tuple(sorted(one.names)),
        )
        for name, one in sums.items()
    ]


def _owner(who: Column[str], owners: Mapping[str, str]) -> Label[str]:
    """The entity of whom a column names, as the column ``owner``."""
    others = {name: entity for name, entity in owners.items() if name != entity}
    return (case(others, value=who, else_=who) if others else who).label("owner")


def _add_up(connection: Connection, entities: Sequence[str], owner: Label[str], mine: Sequence[ColumnElement[bool]]) -> dict[str, _Sums]:
    """The claims of each source by act, by channel and by what the source is said to be, one after the other: few groups each."""
    said, number = statements.c, func.count().label("number")
    sums = {name: _Sums((Counter(), Counter(), Counter()), Counter(), Counter()) for name in entities}
    for row in connection.execute(select(owner, said.who, said.act, number).where(*mine).group_by("owner", said.who, said.act)):
        sums[row.owner].acts[row.act] += row.number
        sums[row.owner].names.add(row.who)
    for row in connection.execute(select(owner, said.via, number).where(*mine).group_by("owner", said.via)):
        chain = json.loads(row.via)
        sums[row.owner].direct += 0 if chain else row.number
        sums[row.owner].via.update(dict.fromkeys(chain, row.number))
    told = (said.source_kind, said.role, said.affiliation)
    for row in connection.execute(select(owner, *told, number).where(*mine).group_by("owner", *told)):
        for votes, value in zip(sums[row.owner].told, row[1:4], strict=True):
            if value is not None:
                votes[value] += row.number
    extent = (
        func.count(said.report_seq.distinct()).label("reports"),
        func.min(said.published).label("first"),
        func.max(said.published).label("last"),
    )
    for row in connection.execute(select(owner, *extent).where(*mine).group_by("owner")):
        one = sums[row.owner]
        one.reports, one.first, one.last = row.reports, row.first, row.last
    return sums


def _most(votes: Counter[str]) -> str | None:
    """What is said most often, the first by name where several are said as often."""
    return min(votes, key=lambda value: (-votes[value], value)) if votes else None


def _counted(counter: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(name, number) for name, number in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


_Numbers = dict[str, int]


@dataclass(slots=True)
class _Fates:
    """By source: how many incidents it tells of, and in which it was first, stands on a side, stands in a correction."""

    told: _Numbers
    first: dict[str, set[str]]
    contradicted: dict[str, set[str]]
    corrected: dict[str, set[str]]


def _read_incidents(connection: Connection, owners: Mapping[str, str]) -> _Fates:
    told = happenings.c
    mine = (told.who.in_(sorted(owners)), ~told.is_own_voice)
    owner = _owner(told.who, owners)
    all_told = select(owner, func.count(told.incident.distinct())).where(*mine, told.incident.is_not(None)).group_by("owner")
    found = _Fates(_numbers(connection, all_told), {}, {}, {})
    was_first = and_(told.published == incidents.c.published_first, incidents.c.origins > 1)
    on_a_side = and_(incidents.c.is_contested, incidents.c.differences.contains(told.id))
    query = (
        select(told.who, told.id, told.incident, was_first.label("first"), case((on_a_side, incidents.c.differences)).label("differences"))
        .join(incidents, incidents.c.id == told.incident)
        .where(*mine, or_(was_first, on_a_side))
    )
    for row in connection.execute(query):
        who = owners[row.who]
        if row.first:
            found.first.setdefault(who, set()).add(row.incident)
        if row.differences:
            found.contradicted.setdefault(who, set()).add(row.incident)
            if _is_corrected(row.id, row.differences):
                found.corrected.setdefault(who, set()).add(row.incident)
    return found


def _is_corrected(happening: str, differences: str) -> bool:
    sides = (ids for one in json.loads(differences) if one["type"] in _CORRECTING for _, ids in one["sides"])
    return any(happening in ids for ids in sides)


def _numbers(connection: Connection, query: object) -> _Numbers:
    return {row[0]: row[1] for row in connection.execute(query)}  # type: ignore[call-overload]
