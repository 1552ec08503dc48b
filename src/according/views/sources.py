"""Who says what through whom: each source's claims, and how often it was first, repeated, contradicted, corrected.

These are counts of what stands in the account, which holds what was read into it; they are no measure of who is right,
and no score is made of them: a source that is often contradicted may be the only one that was there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from according.store.ledger import happenings, incidents, statements
from according.views.filters import Filter, incident_conditions, names_of_source, published_conditions

_MOST_VIAS = 5
_PAGE = 200
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
    for start in range(0, len(names), _PAGE):
        found += _read_page(connection, names[start : start + _PAGE], conditions)
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
    """What is added up for one source."""

    kinds: Counter[tuple[str | None, str | None, str | None]]
    acts: Counter[str]
    via: Counter[str]
    direct: int = 0
    first: str | None = None
    last: str | None = None


def _read_page(connection: Connection, names: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> list[SourceView]:
    said = statements.c
    mine = (said.who.in_(names), *conditions)
    sums = {name: _Sums(Counter(), Counter(), Counter()) for name in names}
    grouped = (said.who, said.source_kind, said.role, said.affiliation, said.act, said.via)
    query = select(*grouped, func.count().label("number"), func.min(said.published).label("first"), func.max(said.published).label("last"))
    for row in connection.execute(query.where(*mine).group_by(*grouped)):
        one = sums[row.who]
        one.kinds[row.source_kind, row.role, row.affiliation] += row.number
        one.acts[row.act] += row.number
        chain = json.loads(row.via)
        one.direct += 0 if chain else row.number
        for name in dict.fromkeys(chain):
            one.via[name] += row.number
        one.first = min(filter(None, (one.first, row.first)), default=None)
        one.last = max(filter(None, (one.last, row.last)), default=None)
    in_reports = _numbers(connection, select(said.who, func.count(said.report_seq.distinct())).where(*mine).group_by(said.who))
    several = select(said.who).where(*mine, said.words_key.is_not(None)).group_by(said.who, said.words_key)
    again = several.having(func.count(said.report_seq.distinct()) > 1).subquery()
    repeated = _numbers(connection, select(again.c.who, func.count()).group_by(again.c.who))
    told, first, contradicted, corrected = _read_incidents(connection, names)
    return [
        SourceView(
            name, *_most(one.kinds), sum(one.acts.values()), in_reports.get(name, 0), _counted(one.acts), _counted(one.via)[:_MOST_VIAS],
            one.direct, told.get(name, 0), first.get(name, 0), repeated.get(name, 0), contradicted.get(name, 0), corrected.get(name, 0),
            one.first, one.last,
        )
        for name, one in sums.items()
    ]  # fmt: skip


def _most(kinds: Counter[tuple[str | None, str | None, str | None]]) -> tuple[str | None, str | None, str | None]:
    """The kind, role and affiliation that a source is mostly given."""
    parts = []
    for at in range(3):
        votes: Counter[str] = Counter()
        for key, number in kinds.items():
            if (value := key[at]) is not None:
                votes[value] += number
        parts.append(min(votes, key=lambda value: (-votes[value], value)) if votes else None)
    return parts[0], parts[1], parts[2]


def _counted(counter: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(name, number) for name, number in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


_Numbers = dict[str, int]


def _read_incidents(connection: Connection, names: Sequence[str]) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers]:
    """By source: the incidents it tells of, and of those where it was first, stands on a side, stands in a correction."""
    told = happenings.c
    tied = select(told.who, func.count(told.incident.distinct())).where(told.who.in_(names), ~told.is_own_voice)
    joined = tied.join(incidents, incidents.c.id == told.incident).group_by(told.who)
    was_first = and_(told.published == incidents.c.published_first, incidents.c.origins > 1)
    on_a_side = and_(incidents.c.is_contested, incidents.c.differences.contains(told.id))
    is_correction = or_(*(incidents.c.differences.contains(f'"type": "{name}"') for name in _CORRECTING))
    return (
        _numbers(connection, tied.where(told.incident.is_not(None)).group_by(told.who)),
        _numbers(connection, joined.where(was_first)),
        _numbers(connection, joined.where(on_a_side)),
        _count_corrected(connection, names, and_(on_a_side, is_correction)),
    )


def _count_corrected(connection: Connection, names: Sequence[str], condition: ColumnElement[bool]) -> _Numbers:
    told = happenings.c
    query = select(told.who, told.id, told.incident, incidents.c.differences).join(incidents, incidents.c.id == told.incident)
    found: dict[str, set[str]] = {}
    for row in connection.execute(query.where(told.who.in_(names), ~told.is_own_voice, condition)):
        sides = (ids for one in json.loads(row.differences) if one["type"] in _CORRECTING for _, ids in one["sides"])
        if any(row.id in ids for ids in sides):
            found.setdefault(row.who, set()).add(row.incident)
    return {name: len(several) for name, several in found.items()}


def _numbers(connection: Connection, query: object) -> _Numbers:
    return {row[0]: row[1] for row in connection.execute(query)}  # type: ignore[call-overload]
