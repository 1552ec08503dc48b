"""What to show of the account: place and radius, dates, kinds, actors, sources, least origins, contested only.

One filter serves all views, and is always about incidents: where, when and what they are by the word of most of their
origins. What is not known is in no place and on no day, so that a filter by place or date leaves it out.
"""

from __future__ import annotations

import calendar
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Text,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.sql import ColumnCollection

from according.actors import actor_called
from according.errors import UsageError
from according.store.ledger import entity_links, facts, happenings, incidents, name_uses
from according.views.areas import KM_PER_DEGREE, Area, find_area
from according.vocab import agency_called

KINDS = (
    *("battle", "territory", "air_strike", "shelling", "explosion", "chemical", "attack", "killing", "injury", "abduction", "detention"),
    *("destruction", "siege", "displacement", "evacuation", "aid", "ceasefire", "surrender", "release", "buildup", "seizure", "protest"),
    *("sexual_violence", "diplomacy"),
)
MEASURES = (
    *("killed", "injured", "casualties", "missing", "abducted", "detained", "released", "displaced", "evacuated", "trapped", "surrendered"),
    *("fighters", "present", "in_need", "strikes", "vehicles", "weapons", "buildings", "places", "other"),
)
AHEAD = ("future", "unreal")
"""The statuses of what is announced, feared or demanded, which stands in no incident."""
_Columns = ColumnCollection[str, Column[Any]]
_SCANNED_KM = 50.0
"""A wider circle holds so many incidents that no index helps to find them."""
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; a field that is None or empty asks for nothing. Days are ISO, both included; ``limit`` None shows all."""

    area: Area | None = None
    date_from: str | None = None
    date_to: str | None = None
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    min_origins: int = 1
    is_contested: bool = False
    limit: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether all incidents are asked for."""
        is_anywhen = self.date_from is None and self.date_to is None
        return (
            self.area is None
            and is_anywhen
            and not (self.kinds or self.actors or self.sources or self.is_contested)
            and self.min_origins <= 1
        )


def make_filter(
    connection: Connection,
    *,
    place: str | None = None,
    radius_km: float | None = None,
    first: str | None = None,
    last: str | None = None,
    kinds: Iterable[str] = (),
    actors: Iterable[str] = (),
    sources: Iterable[str] = (),
    min_origins: int = 1,
    contested: bool = False,
    limit: int | None = None,
) -> Filter:
    """The filter that is meant by words; ``first`` and ``last`` are days, months or years. Raises ``UsageError`` for what nobody knows."""
    if radius_km is not None and place is None:
        raise UsageError("a radius needs a place to be around")
    area = find_area(connection, place, radius_km) if place is not None else None
    return Filter(area, *parse_dates(first, last), check_kinds(kinds), tuple(actors), tuple(sources), min_origins, contested, limit)


def parse_day(value: str, *, is_end: bool) -> str:
    """The first or last ISO day of a year, a month or a day; raises ``UsageError`` for anything else.

    >>> parse_day("2016-02", is_end=True), parse_day("2016", is_end=False)
    ('2016-02-29', '2016-01-01')
    """
    if not (found := _DAY.fullmatch(value.strip())):
        raise UsageError(f"{value!r} is no date: give a day, a month or a year (2016-12-12, 2016-12, 2016)")
    year, month, day = int(found[1]), int(found[2] or (12 if is_end else 1)), found[3]
    try:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, int(day) if day else last if is_end else 1).isoformat()
    except ValueError:
        raise UsageError(f"{value!r} is no date: there is no such day in the calendar") from None


def parse_dates(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """The first and last ISO day of what was asked for; raises ``UsageError`` where the end comes before the beginning."""
    begin = parse_day(first, is_end=False) if first is not None else None
    end = parse_day(last, is_end=True) if last is not None else None
    if begin and end and end < begin:
        raise UsageError(f"the dates are the wrong way round: {last} comes before {first}")
    return begin, end


def check_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds as the account writes them; raises ``UsageError`` for one that it does not know."""
    return tuple(_known(kind, KINDS, "kind of happening") for kind in kinds)


def check_measure(measure: str) -> str:
    """The measure as the account writes it; raises ``UsageError`` for one that it does not know."""
    return _known(measure, MEASURES, "measure")


def _known(given: str, allowed: Sequence[str], what: str) -> str:
    folded = given.strip().casefold().replace("-", "_").replace(" ", "_")
    if folded not in allowed:
        raise UsageError(f"{given!r} is no {what}: give one of {', '.join(allowed)}")
    return folded


def incident_conditions(asked: Filter) -> list[ColumnElement[bool]]:
    """What a row of ``incidents`` must fulfil."""
    columns = incidents.c
    found: list[ColumnElement[bool]] = []
    if asked.area:
        found.append(_in_area(asked.area))
    if asked.date_from:
        found.append(func.coalesce(columns.date_to, columns.date_from) >= asked.date_from)
    if asked.date_to:
        found.append(columns.date_from <= asked.date_to)
    if asked.kinds:
        found.append(columns.kind.in_(asked.kinds))
    if asked.actors:
        found.append(or_(*(_has_actor(name) for name in asked.actors)))
    if asked.sources:
        found.append(columns.id.in_(_told_by(asked.sources)))
    if asked.min_origins > 1:
        found.append(columns.origins >= asked.min_origins)
    if asked.is_contested:
        found.append(columns.is_contested)
    return found


def reads_incidents_first(asked: Filter) -> bool:
    """Whether a filter leaves so few incidents that a view should begin with them: those in a small circle.

    What else a view asks for is then best hidden from the database's indexes (``unindexed``), or it would begin there.
    """
    return asked.area is not None and not asked.area.country and asked.area.radius_km <= _SCANNED_KM


def unindexed(column: Column[str]) -> ColumnElement[str]:
    """A column by which no index finds rows: what it holds is looked at row by row."""
    return func.coalesce(column, "")


def plan_conditions(asked: Filter) -> list[ColumnElement[bool]]:
    """What a happening must fulfil that is announced, feared or demanded: it stands in no incident, and has but one origin."""
    told = happenings.c
    found: list[ColumnElement[bool]] = [told.status.in_(AHEAD)]
    if asked.area:
        found.append(_in_area(asked.area, told, told.place_name))
    if asked.date_from:
        found.append(func.coalesce(told.date_to, told.date_from) >= asked.date_from)
    if asked.date_to:
        found.append(told.date_from <= asked.date_to)
    if asked.kinds:
        found.append(told.kind.in_(asked.kinds))
    if asked.actors:
        names = sorted({form for name in asked.actors for form in names_of_actor(name)})
        same = same_names(names)
        written = [
            func.lower(column).contains(name.lower(), autoescape=True) for name in asked.actors for column in (told.actor, told.target)
        ]
        keyed = (told.actor_key.in_(names), told.target_key.in_(names), told.actor.in_(same), told.target.in_(same))
        found.append(or_(*keyed, *written))
    if asked.sources:
        known = names_of_sources(asked.sources)
        found.append(or_(is_called(told.who, known), is_called(told.publisher, known)))
    if asked.min_origins > 1 or asked.is_contested:
        found.append(false())
    return found


def _in_area(area: Area, columns: _Columns = incidents.c, place: Column[str] = incidents.c.place) -> ColumnElement[bool]:
    """Inside the circle, on the plane that touches the earth in its middle; right to a percent for some hundred kilometres."""
    if area.country:
        return columns.country == area.country
    named = or_(place == area.name, and_(columns.lat.is_(None), place.in_(same_names([area.name], "place"))))
    if area.lat is None or area.lon is None:
        return named
    north = area.radius_km / KM_PER_DEGREE
    east_km = KM_PER_DEGREE * max(math.cos(math.radians(area.lat)), 0.01)
    near = []
    for lon in (area.lon, area.lon - 360.0, area.lon + 360.0):
        if lon - area.radius_km / east_km <= 180.0 and lon + area.radius_km / east_km >= -180.0:
            across, along = (columns.lon - lon) * east_km, (columns.lat - area.lat) * KM_PER_DEGREE
            near.append(across * across + along * along <= area.radius_km**2)
    lat = columns.lat + 0 if area.radius_km > _SCANNED_KM else columns.lat  # all rows as they lie are read faster than many by an index
    inside = and_(
        lat.between(area.lat - north, area.lat + north),
        or_(*near),
        or_(columns.radius_km.is_(None), columns.radius_km <= area.widest_km),
    )
    return or_(inside, and_(columns.lat.is_(None), named))


def names_of_actor(name: str) -> tuple[str, ...]:
    """All names of the actor that is called so, of any time; the name itself where the vocabulary knows none."""
    actor = actor_called(name)
    return tuple(dict.fromkeys((name, *(actor.names if actor else ()))))


def names_of_source(name: str) -> tuple[str, ...]:
    """All names of the outlet or actor that is called so; the name itself where the vocabulary knows none."""
    agency = agency_called(name)
    return tuple(dict.fromkeys((*names_of_actor(name), *((agency.name, *agency.names) if agency else ()))))


def same_names(names: Iterable[str], subject: str = "actor") -> Select[tuple[str]]:
    """All names that the account takes for the same speaker, actor or place as any of these."""
    asked, links = entity_links.alias(), entity_links.c
    given = sorted(set(names))
    entities = select(asked.c.entity).where(asked.c.subject == subject, or_(asked.c.name.in_(given), asked.c.entity.in_(given)))
    return select(links.name).where(links.subject == subject, links.entity.in_(entities))


def is_called(column: Column[str], names: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these names, or another one of the same speaker, actor or outlet.

    All of them come as one list, so that an index on the column finds them; two lists with an "or" between them it would not.
    """
    given = sorted(set(names))
    return column.in_(union(*(select(literal(name, Text)) for name in given), same_names(given)))


def _has_actor(name: str) -> ColumnElement[bool]:
    names = names_of_actor(name)
    same = same_names(names)
    using = (
        select(name_uses.c.report_seq)
        .join(entity_links, entity_links.c.key == name_uses.c.name)
        .where(entity_links.c.subject == "actor", entity_links.c.name.in_(same))
    )
    called = or_(happenings.c.actor.in_(same), happenings.c.target.in_(same))
    keyed = [select(happenings.c.incident).where(column.in_(names)) for column in (happenings.c.actor_key, happenings.c.target_key)]
    written = json.dumps(name.lower(), ensure_ascii=False)[1:-1]
    return or_(
        incidents.c.id.in_(keyed[0]),
        incidents.c.id.in_(keyed[1]),
        incidents.c.id.in_(select(happenings.c.incident).where(happenings.c.report_seq.in_(using), called)),
        func.lower(incidents.c.actors).contains(written, autoescape=True),
    )


def names_of_sources(names: Iterable[str]) -> list[str]:
    """All names that the vocabulary knows for these outlets and actors, and these names themselves."""
    return sorted({form for name in names for form in names_of_source(name)})


def _told_by(names: Iterable[str]) -> CompoundSelect[tuple[str | None]]:
    known = names_of_sources(names)
    spoken = select(happenings.c.incident).where(is_called(happenings.c.who, known))
    by_outlet = select(happenings.c.incident).join(facts, facts.c.report_seq == happenings.c.report_seq)
    return spoken.union(by_outlet.where(is_called(facts.c.publisher, known)))


def published_conditions(asked: Filter, published: Column[str]) -> list[ColumnElement[bool]]:
    """What a row must fulfil where the dates that were asked for are those of publication; a month or a year counts as its first day."""
    found: list[ColumnElement[bool]] = []
    if asked.date_from:
        known = (asked.date_from[:4], asked.date_from[:7])
        found.append(
            or_(published >= asked.date_from, published.in_([part for part in known if asked.date_from in (part + "-01", part + "-01-01")]))
        )
    if asked.date_to:
        found.append(published <= asked.date_to)
    return found


def holds_reports(connection: Connection) -> bool:
    """Whether the account holds any report that was brought into its tables."""
    return bool(connection.scalar(select(exists(select(facts.c.report_seq)))))
