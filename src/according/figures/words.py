"""The words in which reports count, read once from ``counting.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from according.vocab.lists import read_list

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Modifier:
    """What words beside a number do to it: ``effect`` on the range (low, high, same), and the quantifier they make.

    Example: "no fewer than" is ``Modifier("low", "at least")``.
    """

    effect: str
    quantifier: str | None


@dataclass(frozen=True, slots=True)
class CountingWords:
    """The vocabulary of counting; every key is lower-case, phrases are tuples of words."""

    ones: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    letters: Mapping[str, int]
    plurals: Mapping[str, tuple[int, int]]
    vague: Mapping[str, tuple[int, int]]
    none: frozenset[str]
    single: frozenset[str]
    persons: frozenset[str]
    groups: frozenset[str]
    before: Mapping[Phrase, Modifier]
    after: Mapping[Phrase, Modifier]
    units: frozenset[str]
    not_behind: frozenset[str]
    years: frozenset[str]
    nouns: Mapping[str, str]
    adjectives: frozenset[str]
    ends: frozenset[str]
    openers: frozenset[str]
    done: Mapping[str, str]
    done_stems: Mapping[str, str]

    def starts_number(self, word: str) -> bool:
        """Whether a number may begin with this word, for example "several" or "half"."""
        return word in self.openers

    def measure_of_deed(self, word: str) -> str | None:
        """The measure that a verb or noun of harm stands for: "wounding" is ``injured``; None for any other word."""
        return _deed(word)


@lru_cache(maxsize=8192)
def _deed(word: str) -> str | None:
    words = load_counting_words()
    if not word[:1].isalpha():
        return None
    return words.done.get(word) or next((words.done_stems[word[:n]] for n in range(len(word), 3, -1) if word[:n] in words.done_stems), None)


@cache
def load_counting_words() -> CountingWords:
    """The words of ``counting.yml``."""
    read = read_list("according.vocab", "counting.yml")
    deeds = {word.lower(): measure for measure, words in read["done"].items() for word in words}
    return CountingWords(
        ones=read["ones"],
        tens=read["tens"],
        scales=read["scales"],
        letters=read["letters"],
        plurals={word: (low, high) for word, (low, high) in read["plurals"].items()},
        vague={word: (low, high) for word, (low, high) in read["vague"].items()},
        none=frozenset(read["none"]),
        single=frozenset(read["single"]),
        persons=frozenset(read["persons"]),
        groups=frozenset(read["groups"]),
        before=_modifiers(read["before"]),
        after=_modifiers(read["after"]),
        units=frozenset(read["units"]),
        not_behind=frozenset(read["not_behind"]),
        years=frozenset(read["years"]),
        nouns={noun.lower(): kind for kind, nouns in read["nouns"].items() for noun in nouns},
        adjectives=frozenset(read["adjectives"]),
        ends=frozenset(read["ends"]),
        openers=frozenset(word for name in ("ones", "tens", "scales", "plurals", "vague") for word in read[name]) | {"half", "quarter"},
        done={word: measure for word, measure in deeds.items() if not word.endswith("*")},
        done_stems={word[:-1]: measure for word, measure in deeds.items() if word.endswith("*")},
    )


def _modifiers(effects: dict[str, Any]) -> dict[Phrase, Modifier]:
    """Each phrase of an effect, by the quantifier it makes; those listed under no quantifier qualify nothing."""
    found: dict[Phrase, Modifier] = {}
    for effect, quantifiers in effects.items():
        groups = quantifiers if isinstance(quantifiers, dict) else {None: quantifiers}
        for quantifier, phrases in groups.items():
            found |= {tuple(phrase.split()): Modifier("same" if effect == "plain" else effect, quantifier) for phrase in phrases}
    return found
