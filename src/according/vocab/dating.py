"""The words with which texts are dated, in many languages, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class DatingWords:
    """Patterns for the words beside a date: ``published`` and ``modified`` introduce it, a weekday stands before it."""

    published: str
    modified: str
    on: str
    weekday: str


@cache
def load_dating_words() -> DatingWords:
    """The words of ``dating.yml``."""
    entries = yaml.safe_load(files(__package__).joinpath("dating.yml").read_text(encoding="utf-8"))
    return DatingWords(
        _pattern(entries["published"]), _pattern(entries["modified"]), _pattern([entries["on"]]), _pattern(entries["weekdays"])
    )


def _pattern(lines: list[str]) -> str:
    words = sorted((word for line in lines for word in line.split("|")), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"
