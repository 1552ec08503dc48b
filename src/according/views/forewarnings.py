"""Reported build-ups, threats and orders to leave: what was said near a place in the days before, and how long before.

It tells what was reported when; whether a warning was one, or a boast, or a ruse, it does not tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from according.errors import UsageError
from according.store.ledger import happenings, incidents, statements
from according.views.areas import Area
from according.views.filters import AHEAD, Filter, incident_conditions, plan_conditions, published_conditions
from according.views.incidents import find_incident
from according.views.tellings import Telling, iter_tellings

Sort = Literal["build-up", "threat", "order to leave", "expected"]
VIOLENT = ("battle", "territory", "air_strike", "shelling", "explosion", "chemical", "attack", "siege", "killing")
MOVES = ("evacuation", "displacement")
_NEAR_KM = 50.0
_SPARE = 4
"""So many times as many rows are read as are shown, since not all that is told ahead is a warning."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that was said ahead: ``published`` when, ``date`` the day that it speaks of, if any.

    ``sort`` is a build-up of forces, a threat of the one who would strike, an order or call to leave, or something that is
    expected. ``lead_days`` counts from its publication to the day looked back from, None where there is none. ``incident`` is
    None of what is still to come.
    """

    sort: Sort
    kind: str
    published: str | None
    lead_days: int | None
    date: str | None
    place: str | None
    actor: str | None
    target: str | None
    who: str | None
    origin: str | None
    publisher: str | None
    incident: str | None
    ref: str
    sentence: str


def list_warnings(connection: Connection, asked: Filter) -> list[Warned]:
    """The warnings that were published in the days asked for, by publication, the latest first."""
    whenever = replace(asked, date_from=None, date_to=None, kinds=())
    kinds = [happenings.c.kind.in_(asked.kinds)] if asked.kinds else []
    said = [*kinds, *published_conditions(asked, happenings.c.published)]
    return _read(connection, [*said, *_about(whenever)], [*said, *plan_conditions(whenever)], asked.limit, None)


def _about(asked: Filter) -> list[ColumnElement[bool]]:
    """What a happening must fulfil by its incident, which is looked up for each of them, as few tell of what is ahead."""
    conditions = incident_conditions(asked)
    return [exists(select(incidents.c.id).where(incidents.c.id == happenings.c.incident, *conditions))] if conditions else []


def list_warnings_before(
    connection: Connection, incident: str, asked: Filter, days: int = 30, radius_km: float | None = None
) -> list[Warned]:
    """What was published near an incident in so many days before it, the earliest first; raises ``NotInAccount``.

    Near is within ``radius_km`` of its place, else within 50 km of it; what the same incident's reports announced counts too.
    Raises ``UsageError`` where the incident has no date, or is placed nowhere.
    """
    row = connection.execute(select(incidents).where(incidents.c.id == find_incident(connection, incident))).one()
    if row.date_from is None:
        raise UsageError(f"no account of {incident} gives a day, so there is nothing to look back from")
    if row.place is None and row.lat is None:
        raise UsageError(f"no account of {incident} gives a place, so there is nothing to look around")
    radius = radius_km if radius_km is not None else _NEAR_KM + (row.radius_km or 0.0)
    near = Filter(area=Area(row.place or "", row.lat, row.lon, radius))
    day = date.fromisoformat(row.date_from)
    begin = (day - timedelta(days=days)).isoformat()
    said = [happenings.c.published >= begin, happenings.c.published < row.date_from]
    told = [*said, or_(happenings.c.incident == row.id, *_about(near))]
    found = _read(connection, told, [*said, *plan_conditions(near)], None, day)
    found.sort(key=lambda one: (one.published or "", one.ref))
    return found if asked.limit is None else found[: asked.limit]


def _read(
    connection: Connection,
    conditions: list[ColumnElement[bool]],
    ahead: list[ColumnElement[bool]],
    limit: int | None,
    day: date | None,
) -> list[Warned]:
    """The warnings by ``conditions`` of what has begun, and by others of what is ``ahead``."""
    told = happenings.c
    kinds = told.kind.in_(("buildup", *VIOLENT, *MOVES))
    sorts: tuple[list[ColumnElement[bool]], ...] = (
        [told.kind == "buildup", told.status.in_(("happened", "possible")), told.incident.is_not(None), *conditions],
        *([kinds, told.status == status, *ahead] for status in AHEAD),
    )
    acts: dict[str, str | None] = {}
    for sort in sorts:  # one by one, so that an index gives the latest of each without a look at the others
        order = (told.published.is_(None), told.published.desc(), told.id)
        latest = select(told.id, told.claim, told.report_seq).where(*sort).order_by(*order)
        some = latest.subquery() if limit is None else latest.limit(_SPARE * limit + _SPARE).subquery()
        claim = and_(statements.c.id == some.c.claim, statements.c.report_seq == some.c.report_seq)
        acts.update((row.id, row.act) for row in connection.execute(select(some.c.id, statements.c.act).outerjoin(statements, claim)))
    tellings = sorted(iter_tellings(connection, told.id, list(acts)), key=lambda one: one.happening)
    found = [warned for one in tellings for warned in _warned(one, acts[one.happening], day)]
    found.sort(key=lambda one: (one.published or "", one.ref), reverse=True)
    return found if limit is None else found[:limit]


def _warned(one: Telling, act: str | None, day: date | None) -> Iterator[Warned]:
    """The warning that a telling is, if it is one: a strike that is only supposed or demanded of others is none."""
    sort = _sort(one, act)
    if sort is not None:
        lead = (day - date.fromisoformat(_whole(one.published))).days if day and one.published else None
        yield Warned(
            sort, one.kind, one.published, lead, one.date, one.place, one.actor, one.target, one.who, one.origin, one.publisher,
            one.incident, one.ref, one.sentence,
        )  # fmt: skip


def _whole(day: str) -> str:
    return (day + "-01-01")[:10]


def _sort(one: Telling, act: str | None) -> Sort | None:
    if one.kind == "buildup":
        return "build-up"
    if one.kind in MOVES:
        return "order to leave" if act in ("demand", "threaten") or one.status == "future" else None
    if act == "threaten":
        return "threat"
    return "expected" if one.status == "future" and act != "demand" else None
