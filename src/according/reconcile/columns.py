"""Happenings as columns of numbers, so that one is compared with thousands at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from according.incidents import Happening, Range
from according.reconcile.days import likely_days
from according.reconcile.families import FAMILIES, families_of, is_result
from according.reconcile.wording import content_words, name_keys, spelling_key, stem

Array = np.ndarray[Any, Any]
HOWS = {"inherited": 1.0, "relative": 2.0, "explicit": 3.0}
KINDS = tuple(
    """
    battle air_strike shelling explosion chemical attack killing injury destruction sexual_violence territory siege surrender
    buildup seizure abduction detention release displacement evacuation aid ceasefire diplomacy protest
    """.split()
)
_KIND_BITS = {kind: 1 << at for at, kind in enumerate(KINDS)}
_OTHER_KINDS = 38
"""Kinds beyond ours share this many bits, by their hash."""
_COMMON_ACTS = frozenset(("battle", "air_strike", "shelling", "attack", "territory", "killing", "injury", "destruction", "diplomacy"))
RARE_ACTS = sum(bit for kind, bit in _KIND_BITS.items() if kind not in _COMMON_ACTS)
"""The bits of kinds that a war's reports do not tell of every day, so that sharing one tells more."""
_FAMILY_BITS = {name: 1 << at for at, name in enumerate(FAMILIES)}
_NONE = float("nan")
_FEW = 4
"""So few words are looked for one by one, which is faster than to look all others up among them."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Many sets of hashed words, one behind the other: set ``i`` is ``ids[starts[i]:starts[i + 1]]``, with a weight for each word."""

    ids: Array
    weights: Array
    starts: Array
    totals: Array

    def shared(self, ids: Array) -> Array:
        """The weight that each set shares with one other, whose ids are sorted."""
        return self.product(ids, np.ones(len(ids), np.float32))

    def product(self, ids: Array, weights: Array) -> Array:
        """The sum of products of the weights that each set and one other give what they share; the other's ids are sorted."""
        if not len(ids) or not len(self.ids):
            return np.zeros(len(self.totals), np.float32)
        if len(ids) <= _FEW:
            shares = np.zeros(len(self.ids), np.float32)
            for one, weight in zip(ids, weights, strict=True):
                shares[self.ids == one] = weight
            found = self.weights * shares
        else:
            at = np.minimum(np.searchsorted(ids, self.ids), len(ids) - 1)
            found = np.where(ids[at] == self.ids, self.weights * weights[at], np.float32(0))
        sums = np.concatenate(([0.0], np.cumsum(found, dtype=np.float64)))
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]], np.float32)

    def lengths(self) -> Array:
        """The length of each set as a vector of its weights."""
        sums = np.concatenate(([0.0], np.cumsum(np.square(self.weights), dtype=np.float64)))
        return np.asarray(np.sqrt(sums[self.starts[1:]] - sums[self.starts[:-1]]), np.float32)

    def weights_of(self, at: int) -> Array:
        """The weights of one set, in the order of its ids."""
        return np.asarray(self.weights[self.starts[at] : self.starts[at + 1]])

    def one(self, at: int) -> Array:
        """The ids of one set, sorted."""
        return np.asarray(self.ids[self.starts[at] : self.starts[at + 1]])


@dataclass(frozen=True, slots=True)
class Columns:
    """Happenings in columns: numbers with NaN where nothing is known, and sets of words."""

    count: int
    numbers: Mapping[str, Array]
    codes: Mapping[str, Array]
    sets: Mapping[str, Sets]


_NUMBERS = (
    "first",
    "last",
    "how",
    "published",
    "lat",
    "lon",
    "radius",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "total",
    "opening",
)
_CODES = ("report", "act", "kinds", "acts", "families", "actor", "target", "who", "publisher", "country", "place_name")
_SETS = ("words", "spellings", "place", "actors", "targets", "around", "near")
_TELLING = frozenset(("words", "around"))
_OPENING = 450  # characters


@dataclass(frozen=True, slots=True)
class Telling:
    """How much words tell, from 0 to 1, by stem: what is not listed tells 1. ``ids`` are their codes, sorted, ``weights`` beside them."""

    words: Mapping[str, float]
    ids: Array
    weights: Array

    def of(self, word: str) -> float:
        """How much a stem tells."""
        return self.words.get(word, 1.0)

    def of_all(self, ids: Array) -> Array:
        """How much stems tell, by their codes."""
        if not len(self.ids) or not len(ids):
            return np.ones(len(ids), np.float32)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.weights[at], np.float32(1))


def make_telling(words: Mapping[str, float]) -> Telling:
    """A list of stems and what they tell, made ready to be looked up."""
    by_code = {code(word): weight for word, weight in words.items()}
    ids = sorted(by_code)
    return Telling(words, np.array(ids, np.int64), np.array([by_code[one] for one in ids], np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A happening made ready to be put into columns: its numbers, its codes, its sets of codes, and its likely days with their weights."""

    happening: Happening
    numbers: Array
    codes: Array
    sets: tuple[Array, ...]
    days: Array
    likely: Array


def to_columns(ready: Sequence[Ready], telling: Telling) -> Columns:
    """The columns of some happenings."""
    numbers = _chained([one.numbers for one in ready], np.float64).reshape(len(ready), len(_NUMBERS))
    codes = _chained([one.codes for one in ready], np.int64).reshape(len(ready), len(_CODES))
    sets = {name: _sets([one.sets[at] for one in ready], telling if name in _TELLING else None) for at, name in enumerate(_SETS)}
    days = [one.days for one in ready]
    return Columns(
        len(ready),
        {name: numbers[:, at].copy() for at, name in enumerate(_NUMBERS)},
        {name: codes[:, at].copy() for at, name in enumerate(_CODES)},
        sets | {"days": _laid_out(days, _chained([one.likely for one in ready], np.float32))},
    )


def take(columns: Columns, at: int) -> tuple[dict[str, float], dict[str, int], dict[str, Array]]:
    """One row: its numbers, codes and sorted sets."""
    return (
        {name: float(column[at]) for name, column in columns.numbers.items()},
        {name: int(column[at]) for name, column in columns.codes.items()},
        {name: one.one(at) for name, one in columns.sets.items()},
    )


def make_ready(one: Happening) -> Ready:
    """A happening made ready; what is kept of it serves with any number of others."""
    acts = {mention.kind for mention in one.mentions if not is_result(mention.kind)}
    kinds = {mention.kind for mention in one.mentions} | {one.kind}
    numbers = (
        day_number(one.date_from),
        day_number(one.date_to or one.date_from),
        HOWS.get(one.date_how or "", 0.0) if one.date_from else 0.0,
        day_number(one.published),
        _NONE if one.lat is None else one.lat,
        _NONE if one.lon is None else one.lon,
        _NONE if one.radius_km is None else one.radius_km,
        *_ends(one.killed),
        *_ends(one.injured),
        1.0 if one.scope == "total" else 0.0,
        1.0 if one.trigger[0] < _OPENING else 0.0,
    )
    codes = (
        code(one.report),
        code(one.kind),
        _bits(kinds),
        _bits(acts),
        _families(acts or kinds),
        code(one.actor_key),
        code(one.target_key),
        code(one.who),
        code(one.publisher),
        code(one.country),
        code(one.place_name),
    )
    sets = (
        map(stem, one.words),
        map(spelling_key, one.words),
        name_keys(one.place or ""),
        map(stem, content_words([one.actor or ""])),
        map(stem, content_words([one.target or ""])),
        map(stem, one.around),
        map(spelling_key, (*one.words, *one.around)),
    )
    days = likely_days(one)
    return Ready(
        one,
        np.array(numbers, np.float64),
        np.array(codes, np.int64),
        tuple(np.array(sorted(set(map(code, words))), np.int64) for words in sets),
        np.fromiter(days.keys(), np.int64),
        np.fromiter(days.values(), np.float32),
    )


@lru_cache(maxsize=65536)
def code(name: str | None) -> int:
    """A number for a name, 0 for none."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) + 1 if name else 0


@lru_cache(maxsize=4096)
def day_number(iso: str | None) -> float:
    """The number of a day, NaN for what is not one."""
    try:
        return float(date.fromisoformat((iso or "")[:10]).toordinal())
    except ValueError:
        return _NONE


def _ends(given: Range | None) -> tuple[float, float]:
    if given is None:
        return _NONE, _NONE
    low, high = given
    return (0.0 if low is None else float(low)), (float("inf") if high is None else float(high))


def _bits(kinds: Iterable[str]) -> int:
    bits = 0
    for kind in kinds:
        bits |= _KIND_BITS.get(kind) or 1 << (len(KINDS) + code(kind) % _OTHER_KINDS)
    return bits


def _families(kinds: Iterable[str]) -> int:
    bits = 0
    for kind in kinds:
        for name in families_of(kind):
            bits |= _FAMILY_BITS.get(name) or 1 << (len(FAMILIES) + code(name) % (62 - len(FAMILIES)))
    return bits


def _sets(rows: Sequence[Array], telling: Telling | None) -> Sets:
    ids = _chained(rows, np.int64)
    return _laid_out(rows, telling.of_all(ids) if telling else np.ones(len(ids), np.float32))


def _chained(rows: Sequence[Array], of: type[np.generic]) -> Array:
    return np.concatenate(rows) if rows else np.empty(0, of)


def _laid_out(rows: Sequence[Array], weights: Array) -> Sets:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    sums = np.concatenate(([0.0], np.cumsum(weights, dtype=np.float64)))
    return Sets(_chained(rows, np.int64), weights, starts, np.asarray(sums[starts[1:]] - sums[starts[:-1]], np.float32))
