"""Who says what through whom: each source's claims, and how often it was first, repeated, contradicted, corrected.

These are counts of what stands in the account, which holds what was read into it; they are no measure of who is right,
and no score is made of them: a source that is often contradicted may be the only one that was there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Label, Select, and_, case, func, or_, select

from according.store.chunks import in_chunks
from according.store.ledger import entity_links, happenings, incidents, statements
from according.views.filters import Filter, incident_conditions, is_called, names_of_sources, published_conditions
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
    conditions, about = _conditions(asked)
    if about:
        sums = _read_sums(connection, [*conditions, *about], asked.limit)
        pages: Iterable[Mapping[str, _Sums]] = ({name: sums[name] for name in some} for some in batches(list(sums)))
    else:
        pages = (_add_up(connection, some, conditions) for some in batches(_find_entities(connection, conditions, asked.limit)))
    shared = _read_shared(connection)
    return [one for page in pages for one in _views(connection, page, shared)]


def _find_entities(connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int | None) -> list[str]:
    """The sources of the claims that fulfil these conditions, those with most claims first."""
    number = func.count().label("number")
    by_name = select(statements.c.who, number).where(*conditions).group_by(statements.c.who).subquery()
    owner = func.coalesce(entity_links.c.entity, by_name.c.who)
    joined = by_name.outerjoin(entity_links, _is_link(by_name.c.who))
    query = select(owner).select_from(joined).group_by(owner).order_by(func.sum(by_name.c.number).desc(), owner)
    return list(connection.scalars(query if limit is None else query.limit(limit)))


def _is_link(who: ColumnElement[str]) -> ColumnElement[bool]:
    """Where the row of a speaker's name is joined to it."""
    return and_(entity_links.c.subject == "actor", entity_links.c.name_key == who)


def _owners(connection: Connection, entities: Sequence[str]) -> dict[str, str]:
    """The entity of each name of these; a speaker who has no name is its own."""
    links = entity_links.c
    rows = connection.execute(select(links.name, links.entity).where(links.subject == "actor", links.entity.in_(entities)))
    owners = {row.name: row.entity for row in rows}
    return {**{one: one for one in entities if one not in owners}, **owners}


def _conditions(asked: Filter) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """What a claim must fulfil: by itself, and by the incidents that it tells of."""
    found = published_conditions(asked, statements.c.published)
    if asked.sources:
        found.append(is_called(statements.c.who, names_of_sources(asked.sources)))
    about = incident_conditions(Filter(asked.area, None, None, asked.kinds, asked.actors, (), asked.min_origins, asked.is_contested))
    told = select(happenings.c.claim).join(incidents, incidents.c.id == happenings.c.incident)
    return found, [statements.c.id.in_(told.where(happenings.c.claim.is_not(None), *about))] if about else []


@dataclass(slots=True)
class _Sums:
    """What is added up for one source, from all claims under any of its ``owners``, the names that are taken for it.

    ``told`` are its kind, role and affiliation with how often each is given; ``names`` those that claims stand under.
    """

    told: tuple[Counter[str], Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter(), Counter()))
    acts: Counter[str] = field(default_factory=Counter)
    via: Counter[str] = field(default_factory=Counter)
    direct: int = 0
    reports: int = 0
    repeated: int = 0
    first: str | None = None
    last: str | None = None
    names: set[str] = field(default_factory=set)

    def add(self, row: Sequence[Any], number: int, first: str | None, last: str | None) -> None:
        """So many claims that are alike in all that is counted but the channels (``_ALIKE``), published from one day to another."""
        self.names.add(row[0])
        self.acts[row[1]] += number
        for votes, value in zip(self.told, row[2:5], strict=True):
            if value is not None:
                votes[value] += number
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last

    def pass_on(self, via: str, number: int) -> None:
        """So many claims that came through these channels."""
        chain = _chain(via)
        self.direct += 0 if chain else number
        for name in chain:
            self.via[name] += number


@lru_cache(10_000)
def _chain(via: str) -> tuple[str, ...]:
    """The channels in a chain, each once."""
    return tuple(dict.fromkeys(json.loads(via)))


def _views(connection: Connection, sums: Mapping[str, _Sums], shared: Mapping[str, _Shared]) -> list[SourceView]:
    fates = _read_incidents(connection, _owners(connection, list(sums)), shared)
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
            repeated=one.repeated,
            contradicted=len(fates.contradicted.get(name, ())),
            corrected=len(fates.corrected.get(name, ())),
            published_first=one.first,
            published_last=one.last,
            names=tuple(sorted(one.names)),
        )
        for name, one in sums.items()
    ]


_ALIKE = tuple(statements.c[name] for name in ("who", "act", "source_kind", "role", "affiliation"))


def _read_sums(connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int | None) -> dict[str, _Sums]:
    """The sums of the sources with most claims, from the claims one by one: to find out which are meant takes longer than to count them."""
    said = statements.c
    query: Select[Any] = select(*_ALIKE, said.via, said.published, said.report_seq, said.words_key)
    rows = connection.execute(query.where(*conditions)).all()
    often = Counter(row[0] for row in rows)
    links = entity_links.c
    names = sorted(often)
    owners: dict[str, str] = {}
    for some in in_chunks(names):
        linked = select(links.name_key, links.entity).where(links.subject == "actor", links.name_key.in_(some))
        owners.update((row.name_key, row.entity) for row in connection.execute(linked))
    by_owner: Counter[str] = Counter()
    for who, number in often.items():
        by_owner[owners.get(who, who)] += number
    sums = {name: _Sums() for name in sorted(by_owner, key=lambda name: (-by_owner[name], name))[:limit]}
    reports: dict[str, set[int]] = {name: set() for name in sums}
    words: dict[str, dict[int, set[int]]] = {name: {} for name in sums}
    for row in rows:
        who, _, _, _, _, via, published, report, said_in = row
        name = owners.get(who, who)
        if (one := sums.get(name)) is not None:
            one.add(row, 1, published, published)
            one.pass_on(via, 1)
            reports[name].add(report)
            if said_in is not None:
                words[name].setdefault(said_in, set()).add(report)
    for name, one in sums.items():
        one.reports = len(reports[name])
        one.repeated = sum(len(seqs) > 1 for seqs in words[name].values())
    return sums


def _owner(who: Column[str], owners: Mapping[str, str]) -> Label[str]:
    """The entity of whom a column names, as the column ``owner``."""
    others = {name: entity for name, entity in owners.items() if name != entity}
    return (case(others, value=who, else_=who) if others else who).label("owner")


def _add_up(connection: Connection, entities: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> dict[str, _Sums]:
    """The sums of these sources, added up by the database: by what is alike in them, then over reports and over words."""
    said = statements.c
    owners = _owners(connection, entities)
    mine = (said.who.in_(sorted(owners)), *conditions)
    sums = {name: _Sums() for name in entities}
    number = func.count().label("number")
    alike: Select[Any] = select(*_ALIKE, number, func.min(said.published).label("first"), func.max(said.published).label("last"))
    for row in connection.execute(alike.where(*mine).group_by(*_ALIKE)).all():
        sums[owners[row.who]].add(row, row.number, row.first, row.last)
    chains = select(said.who, said.via, number).where(*mine).group_by(*_ALIKE, said.via).subquery()  # in the order of an index
    by_chain = select(chains.c.who, chains.c.via, func.sum(chains.c.number)).group_by(chains.c.who, chains.c.via)
    for who, via, times in connection.execute(by_chain).all():
        sums[owners[who]].pass_on(via, int(times))
    owner = _owner(said.who, owners)
    reports = _numbers(connection, select(owner, func.count(said.report_seq.distinct())).where(*mine).group_by("owner"))
    several = select(owner).where(*mine, said.words_key.is_not(None)).group_by("owner", said.words_key)
    again = several.having(func.count(said.report_seq.distinct()) > 1).subquery()
    repeated = _numbers(connection, select(again.c.owner, func.count()).group_by(again.c.owner))
    for name, one in sums.items():
        one.reports, one.repeated = reports.get(name, 0), repeated.get(name, 0)
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


_Shared = tuple[bool, str | None, str]
_IS_SHARED = or_(incidents.c.origins > 1, incidents.c.is_contested)


def _read_shared(connection: Connection) -> dict[str, _Shared]:
    """The incidents of several origins or with differences: whether of several, first published when, and the differences."""
    about = incidents.c
    differences = case((about.is_contested, about.differences), else_="")
    query = select(about.id, about.origins, about.published_first, differences).where(_IS_SHARED)
    return {name: (origins > 1, first, sides) for name, origins, first, sides in connection.execute(query).all()}


def _read_incidents(connection: Connection, owners: Mapping[str, str], shared: Mapping[str, _Shared]) -> _Fates:
    told = happenings.c
    mine = (told.who.in_(sorted(owners)), ~told.is_own_voice, told.incident.is_not(None))
    owner = _owner(told.who, owners)
    found = _Fates(_numbers(connection, select(owner, func.count(told.incident.distinct())).where(*mine).group_by("owner")), {}, {}, {})
    is_shared = (told.incident + "").in_(select(incidents.c.id).where(_IS_SHARED))  # by the sources' index alone, not by that of incidents
    told_of = select(told.who, told.id, told.incident, told.published).where(*mine, is_shared)
    for who, name, incident, published in connection.execute(told_of).all():
        several, first, sides = shared[incident]
        if several and published is not None and published == first:
            found.first.setdefault(owners[who], set()).add(incident)
        if name in sides:
            found.contradicted.setdefault(owners[who], set()).add(incident)
            if _is_corrected(name, sides):
                found.corrected.setdefault(owners[who], set()).add(incident)
    return found


def _is_corrected(happening: str, differences: str) -> bool:
    sides = (ids for one in json.loads(differences) if one["type"] in _CORRECTING for _, ids in one["sides"])
    return any(happening in ids for ids in sides)


def _numbers(connection: Connection, query: object) -> _Numbers:
    return {row[0]: row[1] for row in connection.execute(query)}  # type: ignore[call-overload]
