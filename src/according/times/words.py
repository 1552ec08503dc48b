"""The words that time expressions are built of: each with the class under which the grammar knows it, and its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from according.vocab.lists import read_list

Value = str | int | float

# The grammar is written over one letter for each token; these are the letters by the names that the grammar uses.
LETTERS: Mapping[str, str] = {
    "other": "*",
    "day": "d",
    "num": "n",
    "few": "q",
    "half": "h",
    "a": "a",
    "ord": "o",
    "month": "M",
    "weak": "m",
    "lower": "v",
    "weekday": "W",
    "wk": "w",
    "weekdays": "6",
    "year": "Y",
    "short": "y",
    "decade": "D",
    "season": "S",
    "weakseason": "s",
    "unit": "U",
    "units": "P",
    "part": "T",
    "clock": "C",
    "meridiem": "A",
    "zone": "Z",
    "era": "B",
    "iso": "I",
    "numeric": "J",
    "quarter": "G",
    "deictic": "R",
    "tonight": "H",
    "overnight": "K",
    "set": "E",
    "holiday": "Q",
    "vague": "V",
    "the": "t",
    "this": "x",
    "that": "X",
    "same": "k",
    "last": "l",
    "next": "N",
    "coming": "c",
    "following": "F",
    "previous": "p",
    "every": "e",
    "ago": "g",
    "later": "L",
    "after": "f",
    "earlier": "r",
    "before": "b",
    "mod": "u",
    "portion": "z",
    "of": "O",
    "in": "i",
    "prep": "j",
    "and": "&",
    "to": ">",
    "more": "+",
    "about": "~",
    "old": "1",
    "recent": "2",
    "time": "3",
    "yearword": "4",
    "century": "5",
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words by their lower-case form, as (letter, value); ``phrases`` by their first word, the longest first.

    ``around`` are the words beside a number that tell whether it is a year.
    """

    words: Mapping[str, tuple[str, Value]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, Value], ...]]
    around: Mapping[str, frozenset[str]]


@cache
def load_lexicon() -> Lexicon:
    """The words of ``vocab/times.yml``."""
    entries = read_list("according.vocab", "times.yml")
    words: dict[str, tuple[str, Value]] = {}
    for name, group in entries["words"].items():
        words |= {word: (LETTERS[name], word) for word in group.split("|")}
    for part, letter in _VALUED.items():
        words |= {name: (LETTERS[letter], value) for value, group in entries[part].items() for name in group.split("|")}
    weak = {"month": "weak", "weekday": "wk", "season": "weakseason"}
    back = {LETTERS[strong]: LETTERS[w] for strong, w in weak.items()}
    words |= {word: (back[words[word][0]], words[word][1]) for word in entries["weak"].split("|")}
    words |= {"year": (LETTERS["yearword"], "Y"), "century": (LETTERS["century"], "CE")}
    words |= dict.fromkeys(entries["overnight"].split("|"), (LETTERS["overnight"], "TNI"))
    words |= dict.fromkeys(entries["tonight"].split("|"), (LETTERS["tonight"], "TNI"))
    several = _phrases(words)
    single = {word: entry for word, entry in words.items() if " " not in word and "-" not in word and "'" not in word and "’" not in word}
    around = {name: frozenset(group.split()) for name, group in entries["around"].items()}
    return Lexicon(single, several, around)


_VALUED = {
    "months": "month",
    "weekdays": "weekday",
    "owned": "weekdays",
    "seasons": "season",
    "ordinals": "ord",
    "units": "unit",
    "plurals": "units",
    "parts": "part",
    "numbers": "num",
    "deictic": "deictic",
    "sets": "set",
    "eras": "era",
    "holidays": "holiday",
    "vague": "vague",
}


def _phrases(words: Mapping[str, tuple[str, Value]]) -> dict[str, tuple[tuple[tuple[str, ...], str, Value], ...]]:
    """The entries of more than one token, split as the lexer splits text."""
    found: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
    for phrase, (letter, value) in words.items():
        parts = tuple(phrase.replace("-", " - ").replace("'", " ' ").replace("’", " ’ ").split())
        if len(parts) > 1:
            found.setdefault(parts[0], []).append((parts, letter, value))
    return {first: tuple(sorted(group, key=lambda one: -len(one[0]))) for first, group in found.items()}
