"""How it stands with corridors, evacuations, ceasefires, aid convoys and sieges, by whose word.

What is told of one kind in one place within some days of each other is one thread, whatever incidents it makes up: a
truce that is announced on Monday and broken on Friday is one matter. No state is decided: the latest word of each stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, and_, cast, func, or_, select

from according.store.ledger import happenings, incidents
from according.views.filters import Filter, incident_conditions, plan_conditions, reads_incidents_first, unindexed
from according.views.tellings import Telling, iter_tellings
from according.vocab.lists import read_list

KINDS = ("ceasefire", "evacuation", "aid", "siege")
State = Literal["announced", "demanded", "open", "violated", "blocked", "over", "denied", "doubted"]
_BY_STATUS: dict[str, State] = {"future": "announced", "unreal": "demanded", "denied": "denied", "possible": "doubted"}
_VIOLENT = ("battle", "shelling", "air_strike", "attack", "explosion", "chemical", "killing")
_APART_DAYS = 14
_AFTER_DAYS = 3
_PLACES_AT_ONCE = 50
_ROWS_AT_ONCE = 1_000
_ROWS_A_THREAD, _STEP = 4, 8
"""So many of the latest happenings are looked at first for each thread that is shown, and so many times as many next."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one origin says of how it stands, at one time; ``date`` is the day told of, ``kind`` the kind of the happening.

    ``incident`` is None of what is still to come.

    ``open`` means that it took place: the truce held, the convoy came, people were let out. A siege that is on is ``blocked``.
    """

    state: State
    date: str | None
    published: str | None
    origin: str | None
    who: str | None
    publisher: str | None
    kind: str
    incident: str | None
    ref: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter: a ceasefire, an evacuation, aid to a place or a siege, with all that was said of it in the order of time.

    ``latest`` is the state in the latest words, one for each origin that spoke of it on that last day;
    ``is_contested`` where they do not say the same.
    """

    kind: str
    place: str | None
    date_from: str | None
    date_to: str | None
    latest: tuple[State, ...]
    latest_by: tuple[str | None, ...]
    is_contested: bool
    stages: tuple[Stage, ...]


def list_access(connection: Connection, asked: Filter) -> list[Thread]:
    """The threads that were asked for, the latest first; kinds that are none of these find nothing."""
    shown = _latest(_threads(_read_rows(connection, asked)), None) if asked.limit is None else _find_latest(connection, asked, asked.limit)
    told = {one.happening: one for one in iter_tellings(connection, happenings.c.id, [row.id for rows in shown for row in rows])}
    broken = _read_violations(connection, shown)
    return [_thread(rows, [told[row.id] for row in rows], broken) for rows in shown]


class _Told(NamedTuple):
    """A happening while threads are made: what puts it in one. Nothing is None, so that they can be sorted as they are."""

    kind: str
    place: str
    day: str
    id: str
    last: str
    dated: str
    name: str


def _latest(threads: Iterable[list[_Told]], limit: int | None) -> list[list[_Told]]:
    """The threads that were spoken of last, the latest first."""
    return sorted(threads, key=lambda rows: (_last_day(rows), rows[0].id), reverse=True)[:limit]


def _find_latest(connection: Connection, asked: Filter, limit: int) -> list[list[_Told]]:
    """The same as ``_latest`` of all threads, read from the end: of what is longer past only what a shown thread goes on in."""
    is_rare = bool(asked.area or asked.actors or asked.sources)  # most rows would be looked at in vain, again and again
    number = 0 if is_rare else limit * _ROWS_A_THREAD
    total = connection.scalar(select(func.count()).where(happenings.c.kind.in_(_kinds(asked)))) or 0 if number else 0
    rows: list[_Told] = []
    of: set[tuple[str, str]] | None = None
    floor = since = ""
    while 0 < number <= total and (until := _day_of(connection, asked, number)):
        rows += _read_rows(connection, asked, of, begin=until, end=since)
        since, number = until, number * _STEP
        found = [one for one in _latest(_threads(rows), None) if _last_day(one) >= (floor or since)]
        if len(found) >= limit:
            floor = floor or since
            of = _going_on(found, limit, since)
            if not of:
                return found[:limit]
    rows += _read_rows(connection, asked, of, end=since)
    return _latest(_threads(rows), limit)


def _going_on(found: Sequence[Sequence[_Told]], limit: int, since: str) -> set[tuple[str, str]]:
    """The kinds and places of those shown, and of those spoken of on the last shown one's day, that may have begun before a day."""
    end, reach = _last_day(found[limit - 1]), _ordinal(since) + _APART_DAYS
    return {one[0][:2] for one in found if _last_day(one) >= end and one[0].place and _ordinal(one[0].day) <= reach}


def _last_day(rows: Sequence[_Told]) -> str:
    return max(row.day for row in rows)


_DAY = func.coalesce(happenings.c.date_from, happenings.c.published, "")
"""The day that a happening tells of, else that of its publication."""


def _day_of(connection: Connection, asked: Filter, number: int) -> str | None:
    """The day from which on so many happenings of these kinds are told of, whatever else is asked for; None where there are fewer."""
    query = select(_DAY).where(happenings.c.kind.in_(_kinds(asked))).order_by(_DAY.desc()).offset(number - 1).limit(1)
    return connection.scalar(query) or None


def _lasts_until(since: str) -> ColumnElement[bool]:
    """Whether a happening is of this day or a later one, or goes on until then."""
    return or_(since <= _DAY, func.coalesce(happenings.c.date_to, "") >= since)


def _kinds(asked: Filter) -> list[str]:
    return [kind for kind in KINDS if not asked.kinds or kind in asked.kinds]


def _read_rows(
    connection: Connection, asked: Filter, of: Collection[tuple[str, str]] | None = None, *, begin: str = "", end: str = ""
) -> list[_Told]:
    """The happenings of these kinds, only ``of`` some kinds and places where these are given, that last until ``begin`` but not ``end``.

    ``day`` is the one told of, else that of publication, ``dated`` only the one told of.
    """
    told = happenings.c
    place = func.coalesce(cast(incidents.c.geonames, Text), func.lower(incidents.c.place), "")
    kind = unindexed(told.kind) if reads_incidents_first(asked) else told.kind
    query = select(*_columns(place, incidents.c.place)).join(incidents, incidents.c.id == told.incident)
    query = query.where(kind.in_(_kinds_of(asked, of)), *incident_conditions(asked))
    plan_place = func.coalesce(cast(told.geonames, Text), func.lower(told.place_name), func.lower(told.place), "")
    plans = select(*_columns(plan_place, told.place)).where(told.kind.in_(_kinds_of(asked, of)), *plan_conditions(asked))
    found = [
        *connection.execute(_lasting(query, place, of, begin, end)).all(),
        *connection.execute(_lasting(plans.where(told.incident.is_(None)), plan_place, of, begin, end)).all(),
    ]
    return [row for row in map(_Told._make, found) if not of or row[:2] in of]


def _kinds_of(asked: Filter, of: Collection[tuple[str, str]] | None) -> list[str]:
    return sorted({name for name, _ in of}) if of else _kinds(asked)


def _columns(place: ColumnElement[str], named: Column[str]) -> tuple[ColumnElement[Any], ...]:
    """What a thread is made of; ``named`` is what the place is called where its happening has no name for it."""
    told = happenings.c
    until = func.coalesce(told.date_to, told.date_from, "")
    return told.kind, place, _DAY, told.id, until, func.coalesce(told.date_from, ""), func.coalesce(told.place_name, named, "")


def _lasting(query: Select[Any], place: ColumnElement[str], of: Collection[tuple[str, str]] | None, begin: str, end: str) -> Select[Any]:
    """Of what a query finds that which lasts until ``begin`` but not ``end``, in the places ``of`` some threads."""
    told = happenings.c
    if end:
        query = query.where(~_lasts_until(end))
    if begin:  # few of them: an index on kind and day tells which; for many, rows as they lie are read faster
        query = query.where(_lasts_until(begin)).order_by(told.kind, told.date_from)
    if of:
        query = query.where(place.in_(sorted({name for _, name in of})))
    return query


def _threads(rows: list[_Told]) -> Iterator[list[_Told]]:
    """Rows of one kind and place in stretches without a gap of more than some days; what has no place or day stands alone."""
    rows.sort()
    thread: list[_Told] = []
    last = ""
    for row in rows:
        if thread and not (row.place and row[:2] == thread[-1][:2] and last and _ordinal(row.day) - _ordinal(last) <= _APART_DAYS):
            yield thread
            thread, last = [], ""
        thread.append(row)
        last = max(last, row.last, row.day)
    if thread:
        yield thread


@lru_cache(20_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat((day + "-01-01")[:10]).toordinal()


def _read_violations(connection: Connection, threads: Sequence[Sequence[_Told]]) -> dict[str, list[Telling]]:
    """Acts of war in the places and days of these threads that are told of as breaking something, by place."""
    spans: dict[str, tuple[str, str]] = {}
    for rows in threads:
        name, days = next((row.name for row in rows if row.name), None), _days(rows)
        if name and days and rows[0].kind != "siege":
            before = spans.get(name, days)
            spans[name] = min(before[0], days[0]), max(before[1], days[1])
    words, told = _words(), happenings.c
    broken, about = ([f'"{word}"' for word in sorted(words[name])] for name in ("violated", "about"))
    found: dict[str, list[Telling]] = {}
    for some in _batches(sorted(spans)):
        held = [and_(told.place_name == name, told.date_from.between(spans[name][0], _later(spans[name][1]))) for name in some]
        query: Select[Any] = select(told.id, told.place_name, told.body).where(
            or_(*held), told.kind.in_(_VIOLENT), told.incident.is_not(None)
        )
        near = connection.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
        names = {row.id: row.place_name for row in near if _holds_any(row.body, broken) and _holds_any(row.body, about)}
        for one in iter_tellings(connection, told.id, sorted(names)):
            if words["violated"].intersection(one.words) and words["about"].intersection(one.words):
                found.setdefault(names[one.happening], []).append(one)
    return found


def _holds_any(body: str, written: Sequence[str]) -> bool:
    """Whether one of these words may be among those of a happening, by a look at its body as it is kept."""
    return any(map(body.__contains__, written))


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _PLACES_AT_ONCE):
        yield names[start : start + _PLACES_AT_ONCE]


def _days(rows: Sequence[_Told]) -> tuple[str, str] | None:
    """The first and the last day that the rows of a thread tell of."""
    days = [day for row in rows if row.dated for day in (row.dated, row.last)]
    return (min(days), max(days)) if days else None


def _later(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=_AFTER_DAYS)).isoformat()


@cache
def _words() -> dict[str, frozenset[str]]:
    return {state: frozenset(words) for state, words in read_list("according.views", "access.yml").items()}


def _thread(rows: Sequence[_Told], told: Sequence[Telling], broken: dict[str, list[Telling]]) -> Thread:
    kind = rows[0].kind
    days = _days(rows)
    first, last = days or (None, None)
    stages = [_stage(_state(one), one) for one in told]
    if kind != "siege" and first and last:
        acts = broken.get(next((row.name for row in rows if row.name), ""), ())
        stages += [_stage("violated", one) for one in acts if one.date_from and first <= one.date_from <= _later(last)]
    stages.sort(key=lambda one: (one.published or one.date or "", one.date or "", one.ref))
    end = max((one.published or one.date or "" for one in stages), default="")
    latest: dict[str | None, State] = {}
    for one in stages:
        if (one.published or one.date or "") == end:
            latest[one.origin] = one.state
    states = tuple(dict.fromkeys(latest.values()))
    place = next((one.place for one in told if one.place), None)
    return Thread(kind, place, first, last, states, tuple(latest), len(states) > 1, tuple(stages))


def _state(one: Telling) -> State:
    """How it stands by one account: its status, and, where it took place, the words about it."""
    words, about = _words(), set(one.words)
    if one.status in ("happened", "possible") and one.kind != "siege":
        for state in ("violated", "blocked", "over"):
            if words[state] & about:
                return state
    if one.kind == "siege" and one.status == "happened" and words["over"] & about:
        return "over"
    return _BY_STATUS.get(one.status, "blocked" if one.kind == "siege" else "open")


def _stage(state: State, one: Telling) -> Stage:
    return Stage(state, one.date, one.published, one.origin, one.who, one.publisher, one.kind, one.incident, one.ref, one.sentence)
