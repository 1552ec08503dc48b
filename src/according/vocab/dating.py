"""The words with which texts are dated, in many languages, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from according.vocab.lists import read_list


@dataclass(frozen=True, slots=True)
class DatingWords:
    """Patterns for the words beside a date: ``published`` and ``modified`` introduce it, a weekday stands before it.

    ``months`` are the numbers of the months by their lower-case names.
    """

    published: str
    modified: str
    on: str
    weekday: str
    months: Mapping[str, int]


@cache
def load_dating_words() -> DatingWords:
    """The words of ``dating.yml``."""
    entries = read_list("according.vocab", "dating.yml")
    return DatingWords(
        published=_pattern(entries["published"]),
        modified=_pattern(entries["modified"]),
        on=_pattern([entries["on"]]),
        weekday=_pattern(entries["weekdays"]),
        months={name: number for number, names in enumerate(entries["months"], start=1) for name in names.split("|")},
    )


def _pattern(lines: list[str]) -> str:
    words = sorted((word for line in lines for word in line.split("|")), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"
