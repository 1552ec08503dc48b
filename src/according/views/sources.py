"""Who says what through whom: each source's claims, and how often it was first, repeated, contradicted, corrected.

These are counts of what stands in the account, which holds what was read into it; they are no measure of who is right,
and no score is made of them: a source that is often contradicted may be the only one that was there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from according.store.ledger import happenings, incidents, statements
from according.views.filters import Filter, incident_conditions, names_of_source, published_conditions
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
    """One source, by the fullest name that reports give it; "activists" of two reports need not be the same people.

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


def list_sources(connection: Connection, asked: Filter) -> list[SourceView]:
    """The sources of the claims that were asked for, those with most claims first; dates are those of publication.

    A filter by place, kind, actor, origins or contest takes the claims that tell of such incidents.
    """
    conditions = _conditions(asked)
    number = func.count().label("number")
    query = select(statements.c.who, number).where(*conditions).group_by(statements.c.who).order_by(number.desc(), statements.c.who)
    names = list(connection.scalars(query if asked.limit is None else query.limit(asked.limit)))
    found: list[SourceView] = []
    for some in batches(names):
        found += _read_page(connection, some, conditions)
    return found


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    found = published_conditions(asked, statements.c.published)
    if asked.sources:
        found.append(statements.c.who.in_(sorted({form for name in asked.sources for form in names_of_source(name)})))
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


def _read_page(connection: Connection, names: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> list[SourceView]:
    said = statements.c
    mine = (said.who.in_(names), *conditions)
    sums = _add_up(connection, names, mine)
    several = select(said.who).where(*mine, said.words_key.is_not(None)).group_by(said.who, said.words_key)
    again = several.having(func.count(said.report_seq.distinct()) > 1).subquery()
    repeated = _numbers(connection, select(again.c.who, func.count()).group_by(again.c.who))
    fates = _read_incidents(connection, names)
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
        )
        for name, one in sums.items()
    ]


def _add_up(connection: Connection, names: Sequence[str], mine: Sequence[ColumnElement[bool]]) -> dict[str, _Sums]:
    """The claims of each source by act, by channel and by what the source is said to be, one after the other: few groups each."""
    said, number = statements.c, func.count().label("number")
    sums = {name: _Sums((Counter(), Counter(), Counter()), Counter(), Counter()) for name in names}
    for row in connection.execute(select(said.who, said.act, number).where(*mine).group_by(said.who, said.act)):
        sums[row.who].acts[row.act] += row.number
    for row in connection.execute(select(said.who, said.via, number).where(*mine).group_by(said.who, said.via)):
        chain = json.loads(row.via)
        sums[row.who].direct += 0 if chain else row.number
        sums[row.who].via.update(dict.fromkeys(chain, row.number))
    told = (said.source_kind, said.role, said.affiliation)
    for row in connection.execute(select(said.who, *told, number).where(*mine).group_by(said.who, *told)):
        for votes, value in zip(sums[row.who].told, row[1:4], strict=True):
            if value is not None:
                votes[value] += row.number
    extent = (
        func.count(said.report_seq.distinct()).label("reports"),
        func.min(said.published).label("first"),
        func.max(said.published).label("last"),
    )
    for row in connection.execute(select(said.who, *extent).where(*mine).group_by(said.who)):
        one = sums[row.who]
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


def _read_incidents(connection: Connection, names: Sequence[str]) -> _Fates:
    told = happenings.c
    mine = (told.who.in_(names), ~told.is_own_voice)
    all_told = select(told.who, func.count(told.incident.distinct())).where(*mine, told.incident.is_not(None)).group_by(told.who)
    found = _Fates(_numbers(connection, all_told), {}, {}, {})
    was_first = and_(told.published == incidents.c.published_first, incidents.c.origins > 1)
    on_a_side = and_(incidents.c.is_contested, incidents.c.differences.contains(told.id))
    query = (
        select(told.who, told.id, told.incident, was_first.label("first"), case((on_a_side, incidents.c.differences)).label("differences"))
        .join(incidents, incidents.c.id == told.incident)
        .where(*mine, or_(was_first, on_a_side))
    )
    for row in connection.execute(query):
        if row.first:
            found.first.setdefault(row.who, set()).add(row.incident)
        if row.differences:
            found.contradicted.setdefault(row.who, set()).add(row.incident)
            if _is_corrected(row.id, row.differences):
                found.corrected.setdefault(row.who, set()).add(row.incident)
    return found


def _is_corrected(happening: str, differences: str) -> bool:
    sides = (ids for one in json.loads(differences) if one["type"] in _CORRECTING for _, ids in one["sides"])
    return any(happening in ids for ids in sides)


def _numbers(connection: Connection, query: object) -> _Numbers:
    return {row[0]: row[1] for row in connection.execute(query)}  # type: ignore[call-overload]
