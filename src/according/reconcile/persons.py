"""Who a person was at the time of a report: role and affiliation as that report gives them, never merged into one present title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from according.actors import actor_called
from according.model import Reading, Source
from according.reconcile.entities import name_key


@dataclass(frozen=True, slots=True)
class Role:
    """What one report calls a person that it lets speak, for example a colonel of an army in May who speaks for rebels in July.

    ``name_key`` is what is looked up by; ``affiliation_key`` the actor that the vocabulary gives the body on the date. ``date``
    is the report's (ISO), so that of two roles the later can be told; all are as written there, None if not said.
    """

    name_key: str
    name: str
    role: str | None
    affiliation: str | None
    affiliation_key: str | None
    date: str | None
    report: str
    source: str


def roles_of(sources: Iterable[Source], report: str, date: str | None) -> tuple[Role, ...]:
    """The roles of the persons among the sources of a report, in their order; bodies and the unnamed have none.

    >>> source = Source("s1", "Tem Orlan", "armed group", "Col.", "Free Syrian Army")
    >>> [(role.name_key, role.role, role.affiliation_key, role.date) for role in roles_of([source], "r1", "2013-05-02")]
    [('tem orlan', 'Col.', 'Free Syrian Army', '2013-05-02')]
    """
    return tuple(
        Role(name_key(source.name), source.name, source.role, source.affiliation, _body(source.affiliation, date), date, report, source.id)
        for source in sources
        if source.name and (source.role or source.affiliation) and actor_called(source.name, date) is None
    )


def roles_in(reading: Reading) -> tuple[Role, ...]:
    """The roles of the persons that a reading lets speak, dated by its report."""
    return roles_of(reading.sources, reading.report.id, reading.report.published)


def role_on(roles: Iterable[Role], date: str | None) -> Role | None:
    """The role that a person had by a date, the last one given by then; None if none was. Without a date, the last of all.

    >>> spoke = [Role("orlan", "Orlan", "Col.", None, None, day, day, "s1") for day in ("2012-01-04", "2013-05-02")]
    >>> role_on(spoke, "2012-12-31").date, role_on(spoke, "2011-01-01")
    ('2012-01-04', None)
    """
    by_then = [role for role in roles if role.date and (date is None or role.date <= date)]
    return max(by_then, key=lambda role: (role.date or "", role.report, role.source), default=None)


def _body(affiliation: str | None, date: str | None) -> str | None:
    actor = actor_called(affiliation, date) if affiliation else None
    return actor.name_on(date) if actor else None
