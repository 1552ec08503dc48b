"""Who acts and speaks in wars: actors by their names over time, states and their offices, and the words that name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from according.vocab.added import merged
from according.vocab.agencies import load_agencies
from according.vocab.checks import Line, NamesTaken
from according.vocab.lists import read_list

_AGENCY_KINDS = {"media": "outlet", "state media": "state outlet"}


@dataclass(frozen=True, slots=True)
class Former:
    """What an actor was until a date (that day or month no longer), for example al-Nusra Front until July 2016."""

    until: str
    name: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An army, an armed group, an office, an outlet; ``speaks`` is the source kind as which it speaks.

    ``name`` is its present or last name, ``was`` what differed before, oldest first; dates hold as much as is known of
    them. ``ambiguous`` are those of its names that also mean something else, ``loaded`` those that take a side.
    """

    name: str
    kind: str
    speaks: str
    also: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    side: str | None = None
    office: str | None = None
    since: str | None = None
    until: str | None = None
    was: tuple[Former, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, of any time, the one that we use first."""
        return tuple(dict.fromkeys((self.name, *(former.name for former in self.was if former.name), *self.also)))

    def name_on(self, date: str | None) -> str:
        """Its name on a date (ISO, a day or less of it), the present one where no date is given."""
        return next((former.name for former in self.was if former.name and _is_before(date, former.until)), self.name)

    def side_on(self, date: str | None) -> str | None:
        """Its side on a date, the present one where no date is given; None if it takes none."""
        return next((former.side for former in self.was if former.side and _is_before(date, former.until)), self.side)

    def exists_on(self, date: str | None) -> bool:
        """Whether it had begun by a date, as far as is known; what has ended may still be spoken of."""
        return self.since is None or not _is_before(date, self.since)


@dataclass(frozen=True, slots=True)
class State:
    """A state with the words that say that something is its own, and the city that may stand for its government."""

    name: str
    of: tuple[str, ...]
    also: tuple[str, ...]
    code: str
    capital: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """What every state has, for example an army, with the words that follow the state's name."""

    name: str
    kind: str
    side: str | None
    also: tuple[str, ...]
    loaded: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamingWord:
    """A common noun or a verb that names actors or acts; ``by`` tells whose word it is where that holds everywhere."""

    word: str
    also: tuple[str, ...]
    of: str
    family: str
    loaded: bool
    by: str | None

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, the one that stands for the line first."""
        return (self.word, *self.also)


@cache
def load_actors() -> tuple[Actor, ...]:
    """All actors of ``actors.yml``, those that other packages add, then the agencies of ``agencies.yml``."""
    kinds = actor_kinds()
    actors = tuple(
        Actor(
            name=entry["name"],
            kind=entry["kind"],
            speaks=kinds[entry["kind"]],
            also=tuple(entry["also"]),
            country=tuple(entry.get("country", ())),
            side=entry.get("side"),
            office=entry.get("office"),
            since=_date(entry.get("since")),
            until=_date(entry.get("until")),
            was=tuple(Former(str(was["until"]), was.get("name"), was.get("side")) for was in entry.get("was", ())),
            ambiguous=frozenset(entry.get("ambiguous", ())),
            loaded=frozenset(entry.get("loaded", ())),
        )
        for entry in _actor_lines()
    )
    agencies = tuple(
        Actor(agency.name, _AGENCY_KINDS[agency.kind], agency.kind, agency.also, ambiguous=frozenset(agency.ambiguous))
        for agency in load_agencies()
    )
    return actors + agencies


def _actor_lines() -> list[Line]:
    ours = _read("actors.yml")["actors"]
    taken = NamesTaken(kinds=actor_kinds(), sides=actor_sides(), offices=(office.name for office in load_offices()))
    for entry in ours:
        taken.hold(entry["name"], [entry["name"], *entry["also"]], entry.get("ambiguous", ()))
    for agency in load_agencies():
        taken.hold(agency.name, agency.names, agency.ambiguous)
    return merged("actors.yml", ours, taken)


@cache
def load_states() -> tuple[State, ...]:
    """All states of ``actors.yml``, in its order."""
    return tuple(
        State(entry["state"], tuple(entry["of"]), tuple(entry.get("also", ())), entry["code"], entry.get("capital"))
        for entry in _read("actors.yml")["states"]
    )


@cache
def load_offices() -> tuple[Office, ...]:
    """The offices that every state has, in the order of ``actors.yml``."""
    return tuple(
        Office(entry["office"], entry["kind"], entry.get("side"), tuple(entry["also"]), frozenset(entry.get("loaded", ())))
        for entry in _read("actors.yml")["offices"]
    )


@cache
def actor_kinds() -> dict[str, str]:
    """The kinds of actors, each with the source kind as which such an actor speaks."""
    return dict(_read("actors.yml")["kinds"])


@cache
def actor_sides() -> tuple[str, ...]:
    """The sides that an actor can take in its country's wars."""
    return tuple(_read("actors.yml")["sides"])


@cache
def load_naming_words() -> tuple[NamingWord, ...]:
    """The words of ``naming.yml``, in its order, then those that other packages add."""
    ours = _read("naming.yml")
    taken = NamesTaken()
    for entry in ours:
        taken.hold(entry["word"], [entry["word"], *entry["also"]])
    return tuple(
        NamingWord(entry["word"], tuple(entry["also"]), entry["of"], entry["family"], entry["loaded"], entry.get("by"))
        for entry in merged("naming.yml", ours, taken)
    )


@cache
def office_of(state: State, office: Office) -> Actor:
    """The actor that holds an office for a state: an entry that is named so or says so, else one made of the two names.

    >>> [office_of(load_states()[0], office).name for office in load_offices()[:2]]
    ['Syrian government', 'Syrian armed forces']
    """
    name = f"{state.of[0]} {office.name}"
    return _holders().get((state.code, office.name)) or Actor(
        name, office.kind, actor_kinds()[office.kind], country=(state.code,), side=office.side
    )


@cache
def _holders() -> dict[tuple[str, str], Actor]:
    offices = {f"{state.of[0]} {office.name}": (state.code, office.name) for state in load_states() for office in load_offices()}
    named = {offices[actor.name]: actor for actor in load_actors() if actor.name in offices}
    return named | {(actor.country[0], actor.office): actor for actor in load_actors() if actor.office}


@cache
def _read(name: str) -> Any:
    return read_list("according.vocab", name)


def _date(value: object) -> str | None:
    return None if value is None else str(value)


def _is_before(date: str | None, limit: str) -> bool:
    """Whether a date lies before another, as far as both are known."""
    shared = min(len(date or ""), len(limit))
    return date is not None and date[:shared] < limit[:shared]
