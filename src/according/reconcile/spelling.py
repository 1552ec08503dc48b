"""How likely two spellings are one name, learned from the names in GeoNames: what romanisations change is cheap, the rest is dear."""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from importlib.resources import files

from according.reconcile.wording import spelling_key

_VOWELS = frozenset("aeiouy")
_SOUNDS = tuple(
    frozenset(group) for group in (*("qkcg", "szc", "td", "wvu", "yij", "gj", "pb", "fp", "hx", "xk"), ("w", "o"), ("h", "g"), ("v", "b"))
)
_LIKE, _VOWEL, _SILENT = 0.4, 0.3, 0.35
_LONGEST = 40  # letters that are compared
_LENGTH = 10.0
NAMES = ("bias", "same consonants", "sounds", "letters", "begin alike", "as many words", "length", "consonants")


def likeness(left: str, right: str) -> float:
    """How likely two folded names are spellings of one, between 0 and 1.

    >>> likeness("qamishli", "kamishly") > likeness("qamishli", "qardaha"), likeness("orna", "tessit") < 0.1
    (True, True)
    """
    weights = _learned()[0]
    return _sigmoid(sum(weight * value for weight, value in zip(weights, features(left, right), strict=True)))


@lru_cache(maxsize=16384)
def features(left: str, right: str) -> tuple[float, ...]:
    """What the likeness is reckoned from, in the order of ``NAMES``; the same in either order of the two."""
    one, other = sorted((left.replace(" ", "")[:_LONGEST], right.replace(" ", "")[:_LONGEST]))
    keys = spelling_key(one), spelling_key(other)
    longest = max(len(one), len(other), 1)
    return (
        1.0,
        float(keys[0] == keys[1]),
        _distance(one, other, by_sound=True) / longest,
        _distance(one, other, by_sound=False) / longest,
        float(_begins_alike(one, other)),
        float(left.count(" ") == right.count(" ")),
        min(len(one), len(other)) / _LENGTH,
        _distance(keys[0], keys[1], by_sound=False) / max(len(keys[0]), len(keys[1]), 1),
    )


def _begins_alike(one: str, other: str) -> bool:
    return bool(one and other) and _cost(one[0], other[0]) < 1.0


def _distance(one: str, other: str, by_sound: bool) -> float:
    """The least cost of turning one word into the other, letter by letter; with ``by_sound`` like sounds and silent letters are cheap."""
    before = [0.0]
    for at in range(len(other)):
        before.append(before[-1] + (_drop(other, at) if by_sound else 1.0))
    for row, left in enumerate(one):
        dropped = _drop(one, row) if by_sound else 1.0
        current = [before[0] + dropped]
        for column, right in enumerate(other):
            change = (_cost(left, right) if by_sound else float(left != right)) + before[column]
            added = _drop(other, column) if by_sound else 1.0
            current.append(min(change, before[column + 1] + dropped, current[column] + added))
        before = current
    return before[-1]


@lru_cache(maxsize=2048)
def _cost(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if left in _VOWELS and right in _VOWELS:
        return _VOWEL
    return _LIKE if any(left in sounds and right in sounds for sounds in _SOUNDS) else 1.0


def _drop(word: str, at: int) -> float:
    """What a letter costs that the other spelling has not: a doubled one, a vowel or an h little."""
    letter = word[at]
    if at and word[at - 1] == letter:
        return 0.15
    if letter == "h":
        return _SILENT
    return 0.5 if letter in _VOWELS else 1.0


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def threshold() -> float:
    """The likeness from which on two spellings are taken for one name; chosen where it is right 97 times of a hundred."""
    return _learned()[1]


@cache
def _learned() -> tuple[tuple[float, ...], float]:
    read = json.loads(files("according.reconcile").joinpath("spelling.json").read_text(encoding="utf-8"))
    return tuple(read["weights"][name] for name in NAMES), float(read["threshold"])
