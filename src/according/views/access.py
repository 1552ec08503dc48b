"""How it stands with corridors, evacuations, ceasefires, aid convoys and sieges, by whose word.

What is told of one kind in one place within some days of each other is one thread, whatever incidents it makes up: a
truce that is announced on Monday and broken on Friday is one matter. No state is decided: the latest word of each stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Select, Text, and_, cast, func, or_, select

from according.store.ledger import happenings, incidents
from according.views.filters import Filter, incident_conditions
from according.views.tellings import Telling, iter_tellings
from according.vocab.lists import read_list

KINDS = ("ceasefire", "evacuation", "aid", "siege")
State = Literal["announced", "demanded", "open", "violated", "blocked", "over", "denied", "doubted"]
_BY_STATUS: dict[str, State] = {"future": "announced", "unreal": "demanded", "denied": "denied", "possible": "doubted"}
_VIOLENT = ("battle", "shelling", "air_strike", "attack", "explosion", "chemical", "killing")
_APART_DAYS = 14
_AFTER_DAYS = 3
_PLACES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Stage:
    """What one origin says of how it stands, at one time; ``date`` is the day told of, ``kind`` the kind of the happening.

    ``open`` means that it took place: the truce held, the convoy came, people were let out. A siege that is on is ``blocked``.
    """

    state: State
    date: str | None
    published: str | None
    origin: str | None
    who: str | None
    publisher: str | None
    kind: str
    incident: str
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
    threads = sorted(_threads(_read_rows(connection, asked)), key=lambda rows: (max(row.day for row in rows), rows[0].id), reverse=True)
    shown = threads if asked.limit is None else threads[: asked.limit]
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


def _read_rows(connection: Connection, asked: Filter) -> list[_Told]:
    """The happenings of these kinds; ``day`` is the one told of, else that of publication, ``dated`` only the one told of."""
    told = happenings.c
    kinds = [kind for kind in KINDS if not asked.kinds or kind in asked.kinds]
    place = func.coalesce(cast(incidents.c.geonames, Text), func.lower(incidents.c.place), "")
    day, first = func.coalesce(told.date_from, told.published, ""), func.coalesce(told.date_from, "")
    columns = (
        told.kind,
        place,
        day,
        told.id,
        func.coalesce(told.date_to, told.date_from, ""),
        first,
        func.coalesce(told.place_name, incidents.c.place, ""),
    )
    query: Select[Any] = select(*columns).join(incidents, incidents.c.id == told.incident)
    query = query.where(told.kind.in_(kinds), *incident_conditions(asked))
    return [_Told(*row) for row in connection.execute(query)]


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
    said = or_(*(told.body.contains(f'"{word}"', autoescape=True) for word in sorted(words["violated"])))
    found: dict[str, list[Telling]] = {}
    for some in _batches(sorted(spans)):
        held = [and_(told.place_name == name, told.date_from.between(spans[name][0], _later(spans[name][1]))) for name in some]
        query: Select[Any] = select(told.id, told.place_name).where(or_(*held), told.kind.in_(_VIOLENT), told.incident.is_not(None), said)
        names = {row.id: row.place_name for row in connection.execute(query)}
        for one in iter_tellings(connection, told.id, sorted(names)):
            if words["violated"].intersection(one.words) and words["about"].intersection(one.words):
                found.setdefault(names[one.happening], []).append(one)
    return found


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
