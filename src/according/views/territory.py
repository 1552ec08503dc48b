"""Who is said to hold which place, by whom, since when, and when the claim changed hands.

It follows from the happenings of kind ``territory`` alone: their actor is said to hold the place from that day on, their
target to have lost it. Who held a place before the first of them, and what was left without a word, nobody is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, func, select

from according.actors import actor_called
from according.reconcile.parties import may_be_same, parties_of
from according.reconcile.wording import KINDS_OF_PLACE, name_keys
from according.store.ledger import happenings, incidents
from according.views.filters import Filter, incident_conditions
from according.views.tellings import read_refs

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_POSSESSED = re.compile(r"(?:its|his|her|their|our)\s", re.IGNORECASE)
_OWN_MEN = re.compile(r"(?:its|our)\s", re.IGNORECASE)
_MORE_KINDS = frozenset("locality localities settlement settlements hamlet hamlets island islands crossroads barracks garrison".split())
_NOBODY = frozenset("it its them this that there which some any all most parts much more".split())
_SIDES = frozenset("regime government governments opposition militant militants rebel countrys citys towns held".split())
_PLACES = KINDS_OF_PLACE - _SIDES | _MORE_KINDS
_OF_PLACE = re.compile(rf"\b(?:{'|'.join(sorted(_PLACES))})\s+(?:of|in|near)\b", re.IGNORECASE)
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

    @property
    def is_denied(self) -> bool:
        """Whether nobody says that it is so, but only that it is not."""
        return all(word.status == "denied" for word in self.words)


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


class _Told(NamedTuple):
    """A happening by which someone took a place, with where its incident lies."""

    report_seq: int
    incident: str
    date_from: str | None
    place: str | None
    place_name: str | None
    where: str
    geonames: int | None
    lat: float | None
    lon: float | None
    country: str | None
    actor: str | None
    target: str | None
    status: str
    who: str | None
    is_own_voice: bool
    origin: str | None
    publisher: str | None
    published: str | None


def list_territory(connection: Connection, asked: Filter) -> list[Ground]:
    """The places that are said to have been taken, those of which most origins tell first; takings without a place are left out."""
    rows = _read_rows(connection, asked)
    places: dict[object, list[_Told]] = {}
    for row in rows:
        places.setdefault(row.geonames or _key(row.where), []).append(row)
    order = sorted(places.values(), key=lambda several: (-len({row.origin for row in several}), _name(several)))
    shown = order if asked.limit is None else order[: asked.limit]
    refs = read_refs(connection, [row.report_seq for several in shown for row in several])
    return [_ground(several, refs) for several in shown]


def _read_rows(connection: Connection, asked: Filter) -> list[_Told]:
    """The happenings, the first published first; actor and target by the vocabulary's name where it has one."""
    told = happenings.c
    place = incidents.c
    columns = (
        told.report_seq, told.incident, told.date_from, told.place, told.place_name, place.place, place.geonames, place.lat, place.lon,
        place.country, _named(told.actor_key, told.actor), _named(told.target_key, told.target), told.status, told.who, told.is_own_voice,
        told.origin, told.publisher, told.published,
    )  # fmt: skip
    query = select(*columns).join(incidents, place.id == told.incident)
    query = query.where(told.kind == "territory", told.status.in_(_SAID), place.place.is_not(None), *incident_conditions(asked))
    rows = map(_Told._make, connection.execute(query).all())
    return sorted(rows, key=lambda row: (row.published is None, row.published or "", row.report_seq))


def _named(key: Column[str], name: Column[str]) -> ColumnElement[str]:
    """The vocabulary's name, else the one that is written."""
    return func.coalesce(func.nullif(key, ""), name)


def _name(rows: Sequence[_Told]) -> str:
    """The name that most incidents give the place."""
    names = Counter(row.where for row in rows)
    return str(min(names, key=lambda name: (-names[name], name)))


def _ground(rows: Sequence[_Told], refs: dict[int, tuple[str, str]]) -> Ground:
    takings = tuple(_takings(rows, refs))
    held = [one for one in takings if _claimed(one)]
    dated = [one for one in held if one.date] or held
    last = dated[-1] if dated else takings[-1]
    names = tuple(holder.name for holder in _claimed(last))
    since = next((one.date for one in reversed(dated) if one.changes_hands), last.date)
    placed = next((row for row in rows if row.lat is not None), rows[0])
    origins = len({row.origin for row in rows})
    return Ground(_name(rows), placed.geonames, placed.lat, placed.lon, placed.country, names, since, last.is_contested, origins, takings)


def _takings(rows: Sequence[_Told], refs: dict[int, tuple[str, str]]) -> Iterator[Taking]:
    """The incidents at one place by day; those without a day stand last, and change no hands."""
    by_incident: dict[str, list[_Told]] = {}
    for row in rows:
        by_incident.setdefault(row.incident, []).append(row)
    dated = {name: min((row.date_from for row in several if row.date_from), default=None) for name, several in by_incident.items()}
    before: set[str | None] | None = None
    for name in sorted(by_incident, key=lambda one: (dated[one] is None, dated[one] or "", one)):
        several = _named_alike(by_incident[name])
        holders = tuple(_holders(several, refs))
        now = {_key(holder.name) for holder in holders if holder.name and not holder.is_denied}
        changes = dated[name] is not None and bool(now) and now != before and not _may_be_those(holders, before or set())
        yield Taking(dated[name], name, holders, changes, len(now) > 1 or any(row.status == "denied" for row in several))
        if dated[name] is not None and now:
            before = now


def _holders(rows: Sequence[_Told], refs: dict[int, tuple[str, str]]) -> Iterator[Holder]:
    """Who is said to have taken it, each once, with the words for it; accounts that name nobody are one of their own."""
    by_key = sorted(rows, key=lambda row: (_key(row.actor) or "~", row.published is None, row.published or ""))
    for _, group in groupby(by_key, key=lambda row: _key(row.actor)):
        several = list(group)
        loser = next((row.target for row in several if _is_loser(row)), None)
        words: dict[str | None, Word] = {}
        for row in several:
            who = None if row.is_own_voice else row.who
            words.setdefault(row.origin, Word(row.origin, who, row.publisher, row.status, refs[row.report_seq][0], row.published))
        yield Holder(several[0].actor, loser, tuple(words.values()))


def _named_alike(rows: Sequence[_Told]) -> list[_Told]:
    """Words that name nobody of their own ("its forces", "the rebels") go under the one name of the taking that they may mean."""
    rows = [row._replace(actor=_speaker(row) or row.actor) for row in rows]
    named = {_key(row.actor): row.actor for row in rows if row.actor and row.status != "denied" and not _is_vague(row.actor)}

    def name_of(row: _Told) -> str | None:
        if row.actor is None or not _is_vague(row.actor):
            return row.actor
        meant = parties_of(row.actor)
        fitting = [name for name in named.values() if may_be_same(parties_of(name), meant, row.country)]
        return fitting[0] if len(fitting) == 1 else row.actor

    return [row._replace(actor=name_of(row)) for row in rows]


def _speaker(row: _Told) -> str | None:
    """The body that says of its own men that they took a place: "its forces" by the army's word."""
    if row.actor is None or row.is_own_voice or row.who is None or not _OWN_MEN.match(row.actor):
        return None
    body = actor_called(row.who)
    return body.name if body else None


def _is_vague(name: str) -> bool:
    """Whether words name nobody of their own."""
    parties = parties_of(name).parties
    return _POSSESSED.match(name) is not None or (bool(parties) and all(party.loose for party in parties))


def _may_be_those(holders: Sequence[Holder], before: Collection[str | None]) -> bool:
    """Whether holders are named by words alone that may mean those who held the place before."""
    now = [holder.name for holder in holders if holder.name and not holder.is_denied]
    return all(_is_vague(name) and any(may_be_same(parties_of(one), parties_of(name)) for one in before) for name in now)


def _claimed(taking: Taking) -> list[Holder]:
    return [holder for holder in taking.holders if not holder.is_denied]


def _is_loser(row: _Told) -> bool:
    """Whether a target is someone from whom the place was taken, and not the place itself."""
    if row.target is None or _names_place(row.target, row.place, row.place_name, row.where):
        return False
    return _key(row.target) not in (_key(row.place), _key(row.place_name), _key(row.where), _key(row.actor))


@lru_cache(10_000)
def _names_place(target: str, *places: str | None) -> bool:
    """Whether words are those of a place: "the town of Orna", "nine villages", "it", or the name of what was taken."""
    words = _WORD.findall(target.lower())
    if not set(words) - _NOBODY or words[-1] in _PLACES or _OF_PLACE.search(target):
        return True
    keys = name_keys(target)
    return bool(keys) and any(keys <= name_keys(place) for place in places if place)


@lru_cache(10_000)
def _key(name: str | None) -> str | None:
    """A name by which two writings of it are one: without article, whatever its case."""
    return _ARTICLE.sub("", name).casefold() if name else None
