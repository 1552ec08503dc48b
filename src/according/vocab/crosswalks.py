"""How our words stand in other codebooks: kinds of happening, kinds of party, countries; reviewed data, one file for each codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from according.vocab.lists import read_list

_PACKAGE = "according.vocab"


@dataclass(frozen=True, slots=True)
class Country:
    """The codes of a country in ISO 3166, for example ``Country("SY", "SYR", 760)``."""

    two: str
    three: str
    number: int | None


@dataclass(frozen=True, slots=True)
class PartyWords:
    """What tells which kind of party an actor is: its kind and side in ``actors.yml``, or the nouns of its phrase.

    ``nouns`` holds each noun, of one or more words, with its kind of party.
    """

    kinds: Mapping[str, str]
    sides: Mapping[str, str]
    nouns: Mapping[str, str]


def load_crosswalk(name: str) -> Mapping[str, Any]:
    """A codebook's file as it stands: ``acled``, ``ucdp`` or ``plover``."""
    return _read(name)


@cache
def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_list(_PACKAGE, f"{name}.yml")
    return found


@cache
def load_countries() -> Mapping[str, Country]:
    """All countries by their two letters."""
    return {two: Country(two, three, number) for two, (three, number) in _read("countries").items()}


@cache
def load_party_words() -> PartyWords:
    """The words of ``parties.yml``."""
    given = _read("parties")
    nouns = {noun.strip(): kind for kind, words in given["words"].items() for noun in words.split(",")}
    return PartyWords(given["kinds"], given["sides"], nouns)
