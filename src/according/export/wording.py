"""Choices that a crosswalk makes by the words that name a happening: ``riot*`` for a word that begins so, ``mob`` for the word itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from according.export.records import Telling
from according.model import Span

_AROUND = 20
"""So many characters beside the word are looked at as well: "a suicide car bomb exploded"."""


def words_near(told: Telling, trigger: Span) -> str:
    """The word that names a happening with those beside it in its line, in lower case."""
    text, (start, end) = told.report.text, trigger
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    return f"{before}{text[start:end]}{text[end : end + _AROUND].partition(chr(10))[0]}".lower()


def choose_by_words(choices: Mapping[str, Any], texts: Iterable[str]) -> Any:
    """The first choice one of whose words stands in one of the texts; None where none does."""
    held = list(texts)
    return next((choice for word, choice in choices.items() if any(_pattern(word).search(text) for text in held)), None)


@lru_cache(200)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word.rstrip('*'))}{'' if word.endswith('*') else chr(92) + 'b'}")
