"""News agencies by the names that reports credit them with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from according.vocab.added import merged
from according.vocab.checks import NamesTaken
from according.vocab.lists import read_list

_TYPES = ("news agency", "agency", "news")


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency, for example Reuters; ``kind`` is a source kind of the reading, ``also`` its other names.

    ``ambiguous`` are those of its names that also mean something else, such as Petra, which is a city.
    """

    name: str
    kind: str
    also: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the one that we use first."""
        return (self.name, *self.also)


@cache
def load_agencies() -> tuple[Agency, ...]:
    """All agencies of ``agencies.yml``, in its order, then those that other packages add."""
    ours = read_list("according.vocab", "agencies.yml")
    taken = NamesTaken()
    for entry in ours:
        taken.hold(entry["name"], [entry["name"], *entry["also"]], entry.get("ambiguous", ()))
    entries = merged("agencies.yml", ours, taken)
    return tuple(Agency(entry["name"], entry["kind"], tuple(entry["also"]), tuple(entry.get("ambiguous", ()))) for entry in entries)


def agency_called(name: str) -> Agency | None:
    """The agency of that name, exactly as agencies write themselves or in capitals of another style; None if it is none's.

    >>> agency_called("Agence France-Presse").name, agency_called("Sputnik news").name, agency_called("The Qast Herald")
    ('AFP', 'Sputnik', None)
    """
    return _by_name().get(" ".join(name.split()).lower())


@cache
def clear_names() -> frozenset[str]:
    """The names that mean an agency wherever they stand."""
    return frozenset(name for agency in load_agencies() for name in agency.names) - ambiguous_names()


@cache
def ambiguous_names() -> frozenset[str]:
    """The names that mean an agency only in a credit line or beside the word "agency"."""
    return frozenset(name for agency in load_agencies() for name in agency.ambiguous)


def any_of(names: Iterable[str]) -> str:
    r"""A pattern for any of these names, longer ones first; names with one first letter stand together, to be fast.

    >>> any_of(["AP", "UPI", "AP News"])
    'A(?:P\\ News|P)|U(?:PI)'
    """
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))


@cache
def _by_name() -> dict[str, Agency]:
    """The agencies by the lower-case form of their names, with and without "news agency" behind an unambiguous one."""
    exact = {name.lower(): agency for agency in load_agencies() for name in agency.names}
    longer = {f"{name} {word}".lower(): agency for agency in load_agencies() for name in agency.names for word in _TYPES}
    return longer | exact
