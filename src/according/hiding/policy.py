"""The policy file: which names are hidden from whom, and which places are shown how coarsely. TOML, checked as it is read.

[[names]]
name = "Zeyna Orlu"          # a star at the end lets the last word go on: "Orlu*"
also = ["Z. Orlu"]
from = ["reader", "export"]  # roles, and "export" for files; left out: everyone but admins

[[places]]
words = ["hospital", "shelter"]  # places with one of these words in their name
kinds = ["camp"]                 # places of these kinds in the gazetteer; neither given: all places
km = 25
from = ["reader", "coder", "export"]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from according.errors import UsageError
from according.people import ROLES

EXPORT = "export"
AUDIENCES = (*ROLES, EXPORT)
_USUAL = tuple(one for one in AUDIENCES if one != "admin")
_LEAST_LETTERS, _MOST_KM = 3, 1_000


@dataclass(frozen=True, slots=True)
class HiddenName:
    """A name that some may not see, in all its spellings."""

    spellings: tuple[str, ...]
    audiences: tuple[str, ...] = _USUAL


@dataclass(frozen=True, slots=True)
class CoarsePlaces:
    """Places that some see only to so many kilometres; by words in their names or kinds in the gazetteer, or all."""

    km: float
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = _USUAL


@dataclass(frozen=True, slots=True)
class Policy:
    """What is kept back, from whom; an empty one keeps nothing back."""

    names: tuple[HiddenName, ...] = ()
    places: tuple[CoarsePlaces, ...] = ()


def read_policy(file: Path) -> Policy:
    """The policy in a file; raises ``UsageError`` for anything in it that is not understood, since a slip would show what must not be."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"policy {file}: {error}") from error
    try:
        return parse_policy(given)
    except UsageError as error:
        raise UsageError(f"policy {file}: {error}") from error


def parse_policy(given: dict[str, Any]) -> Policy:
    """The policy that a table of TOML gives; raises ``UsageError``."""
    _check_keys(given, {"names", "places"}, "the policy")
    return Policy(tuple(map(_name, _tables(given, "names"))), tuple(map(_places, _tables(given, "places"))))


def _name(given: dict[str, Any]) -> HiddenName:
    _check_keys(given, {"name", "also", "from"}, "[[names]]")
    first = given.get("name")
    if not isinstance(first, str):
        raise UsageError("[[names]] needs a name")
    spellings = (first, *_texts(given, "also"))
    for one in spellings:
        if sum(char.isalpha() for char in one) < _LEAST_LETTERS:
            raise UsageError(f"{one!r} is too short to be hidden: it would be found in other words")
    return HiddenName(spellings, _audiences(given))


def _places(given: dict[str, Any]) -> CoarsePlaces:
    _check_keys(given, {"words", "kinds", "km", "from"}, "[[places]]")
    km = given.get("km")
    if isinstance(km, bool) or not isinstance(km, int | float) or not 0 < km <= _MOST_KM:
        raise UsageError(f"[[places]] needs km: a number above 0, at most {_MOST_KM}")
    return CoarsePlaces(float(km), tuple(word.casefold() for word in _texts(given, "words")), _texts(given, "kinds"), _audiences(given))


def _audiences(given: dict[str, Any]) -> tuple[str, ...]:
    if "from" not in given:
        return _USUAL
    found = _texts(given, "from")
    for one in found:
        if one not in AUDIENCES:
            raise UsageError(f"nothing can be kept back from {one!r}: give some of {', '.join(AUDIENCES)}")
    return found


def _texts(given: dict[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise UsageError(f"{key!r} is a list of texts")
    return tuple(value)


def _tables(given: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = given.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError(f"write [[{key}]] above each of the {key}")
    return value


def _check_keys(given: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(given.keys() - known):
        raise UsageError(f"{where} knows no {unknown[0]!r}; it takes {', '.join(sorted(known))}")
