"""Who is said to hold which place, by whom, since when, and when the claim changed hands.

It follows from the happenings of kind ``territory`` alone: their actor is said to hold the place from that day on, their
target to have lost it. Who held a place before the first of them, and what was left without a word, nobody is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from according.store.ledger import happenings, incidents
from according.views.filters import Filter, incident_conditions
from according.views.tellings import read_refs

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_SAID = ("happened", "possible", "denied")


@dataclass(frozen=True, slots=True)
class Word:
    """One origin's word that someone took a place: ``status`` is denied where it says that it did not happen."""

    origin: str | None
    who: str | None
    publisher: str | None
    status: str
    ref: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who is said to have taken the place, from whom, and by whose word; None where the text names nobody."""

    name: str | None
    loser: str | None
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """A day on which a place is said to have been taken; ``date`` is None where no account gives a day.

    ``changes_hands`` where a holder is named that is another one than by the taking before; ``is_contested`` where origins name
    different holders, or one denies it.
    """

    date: str | None
    incident: str
    holders: tuple[Holder, ...]
    changes_hands: bool
    is_contested: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A place with all takings of it in the order of time; ``holders`` are those of the last dated one, since ``since``."""

    place: str
    geonames: int | None
    lat: float | None
    lon: float | None
    country: str | None
    holders: tuple[str | None, ...]
    since: str | None
    is_contested: bool
    origins: int
    takings: tuple[Taking, ...]


def list_territory(connection: Connection, asked: Filter) -> list[Ground]:
    """The places that are said to have been taken, those of which most origins tell first; takings without a place are left out."""
    rows = _read_rows(connection, asked)
    places: dict[object, list[Row[Any]]] = {}
    for row in rows:
        places.setdefault(row.geonames or _key(row.where), []).append(row)
    order = sorted(places.values(), key=lambda several: (-len({row.origin for row in several}), _name(several)))
    shown = order if asked.limit is None else order[: asked.limit]
    refs = read_refs(connection, [row.report_seq for several in shown for row in several])
    return [_ground(several, refs) for several in shown]


def _read_rows(connection: Connection, asked: Filter) -> list[Row[Any]]:
    told = happenings.c
    place = incidents.c
    columns = (
        told.report_seq, told.incident, told.date_from, told.place, told.place_name, place.place.label("where"), place.geonames, place.lat,
        place.lon, place.country, told.actor, told.target, told.actor_key, told.target_key, told.status, told.who, told.is_own_voice,
        told.origin, told.publisher, told.published,
    )  # fmt: skip
    query = select(*columns).join(incidents, place.id == told.incident)
    query = query.where(told.kind == "territory", told.status.in_(_SAID), place.place.is_not(None), *incident_conditions(asked))
    return sorted(connection.execute(query), key=lambda row: (row.published is None, row.published or "", row.report_seq))


def _name(rows: Sequence[Row[Any]]) -> str:
    """The name that most incidents give the place."""
    names = Counter(row.where for row in rows)
    return str(min(names, key=lambda name: (-names[name], name)))


def _ground(rows: Sequence[Row[Any]], refs: dict[int, tuple[str, str]]) -> Ground:
    takings = tuple(_takings(rows, refs))
    held = [one for one in takings if _claimed(one)]
    dated = [one for one in held if one.date] or held
    last = dated[-1] if dated else takings[-1]
    names = tuple(holder.name for holder in _claimed(last))
    since = next((one.date for one in reversed(dated) if one.changes_hands), last.date)
    placed = next((row for row in rows if row.lat is not None), rows[0])
    origins = len({row.origin for row in rows})
    return Ground(_name(rows), placed.geonames, placed.lat, placed.lon, placed.country, names, since, last.is_contested, origins, takings)


def _takings(rows: Sequence[Row[Any]], refs: dict[int, tuple[str, str]]) -> Iterator[Taking]:
    """The incidents at one place by day; those without a day stand last, and change no hands."""
    by_incident: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_incident.setdefault(row.incident, []).append(row)
    dated = {name: min((row.date_from for row in several if row.date_from), default=None) for name, several in by_incident.items()}
    before: set[str | None] | None = None
    for name in sorted(by_incident, key=lambda one: (dated[one] is None, dated[one] or "", one)):
        several = by_incident[name]
        holders = tuple(_holders(several, refs))
        now = {_key(holder.name) for holder in holders if holder.name and not _is_denied(holder)}
        changes = dated[name] is not None and bool(now) and now != before
        yield Taking(dated[name], name, holders, changes, len(now) > 1 or any(row.status == "denied" for row in several))
        if dated[name] is not None and now:
            before = now


def _holders(rows: Sequence[Row[Any]], refs: dict[int, tuple[str, str]]) -> Iterator[Holder]:
    """Who is said to have taken it, each once, with the words for it; accounts that name nobody are one of their own."""
    by_key = sorted(rows, key=lambda row: (_key(row.actor_key or row.actor) or "~", row.published is None, row.published or ""))
    for _, group in groupby(by_key, key=lambda row: _key(row.actor_key or row.actor)):
        several = list(group)
        loser = next((row.target_key or row.target for row in several if _is_loser(row)), None)
        words: dict[str | None, Word] = {}
        for row in several:
            who = None if row.is_own_voice else row.who
            words.setdefault(row.origin, Word(row.origin, who, row.publisher, row.status, refs[row.report_seq][0], row.published))
        yield Holder(several[0].actor_key or several[0].actor, loser, tuple(words.values()))


def _is_denied(holder: Holder) -> bool:
    """Whether nobody says that it is so, but only that it is not."""
    return all(word.status == "denied" for word in holder.words)


def _claimed(taking: Taking) -> list[Holder]:
    return [holder for holder in taking.holders if not _is_denied(holder)]


def _is_loser(row: Row[Any]) -> bool:
    """Whether a target is someone from whom the place was taken, and not the place itself."""
    target = row.target_key or row.target
    places = {_key(row.place), _key(row.place_name), _key(row.where)}
    return target is not None and _key(target) not in places and _key(target) != _key(row.actor_key or row.actor)


def _key(name: str | None) -> str | None:
    """A name by which two writings of it are one: without article, whatever its case."""
    return _ARTICLE.sub("", name).casefold() if name else None
