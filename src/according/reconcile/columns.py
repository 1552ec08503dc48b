"""Happenings as columns of numbers, so that one is compared with thousands at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np

from according.incidents import Happening, Range
from according.reconcile.days import likely_days
from according.reconcile.families import FAMILIES, families_of, is_result
from according.reconcile.names import person_of
from according.reconcile.wording import content_words, name_keys, spelling_key, stem
from according.vocab.lists import read_list

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
_LOW = 0xFFFF
_ID_BITS = 34
"""An id, even with a day more, takes no more bits than these."""


Which = int | Array
"""Which row others are compared with: one for all of them, or one for each."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Many sets of hashed words, one behind the other: set ``i`` is ``ids[starts[i]:starts[i + 1]]``, with a weight for each word.

    The ids of a set are sorted. ``rows`` is the set that each id stands in, ``totals`` the sum of weights of each set.
    """

    ids: Array
    weights: Array
    starts: Array
    rows: Array
    totals: Array

    def shared(self, other: Sets, at: Which) -> Array:
        """The weight that each set shares with the one it is compared with."""
        here, _ = self._met(other, at, 0)
        return self._summed(here, self.weights[here])

    def product(self, other: Sets, at: Which, shift: int = 0) -> Array:
        """The sum of products of the weights that each set and the one it is compared with give what they share.

        ``shift`` is added to the ids of the other one.
        """
        here, there = self._met(other, at, shift)
        return self._summed(here, self.weights[here] * other.weights[there])

    def sizes(self) -> Array:
        """How many ids each set has."""
        return np.diff(self.starts).astype(np.float32)

    def lengths(self) -> Array:
        """The length of each set as a vector of its weights."""
        squares = np.bincount(self.rows, np.square(self.weights), len(self.totals))
        return np.asarray(np.sqrt(squares), np.float32)

    def _summed(self, at: Array, values: Array) -> Array:
        """The sum over each set of what some of its ids have."""
        return np.asarray(np.bincount(self.rows[at], values, len(self.totals)), np.float32)

    def _met(self, other: Sets, at: Which, shift: int) -> tuple[Array, Array]:
        """Where ids stand that are in the set compared with as well: here, and there.

        Few are. So a table of the lowest bits of the other ids tells first which may be.
        """
        start, end = (int(other.starts[at]), int(other.starts[at + 1])) if isinstance(at, int) else (0, len(other.ids))
        theirs = other.ids[start:end] + shift
        if not len(theirs):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        known = np.zeros(_LOW + 1, np.bool_)
        known[theirs & _LOW] = True
        here = np.flatnonzero(known[self.ids & _LOW])
        mine = self.ids[here]
        if not isinstance(at, int):
            mine = mine + (at[self.rows[here]] << _ID_BITS)
            theirs = theirs + (other.rows << _ID_BITS)
        there = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
        is_met = theirs[there] == mine
        return here[is_met], there[is_met] + start


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
_CODES = ("report", "act", "kinds", "acts", "families", "actor", "target", "who", "publisher", "country", "place_name", "sites", "means")
_SETS = ("words", "around", "days", "spellings", "place", "actors", "targets", "near", "person")
OF_ONE_PERSON = sum(_KIND_BITS[kind] for kind in ("abduction", "detention", "release", "killing"))
"""The bits of kinds that happen to a person by name."""
_OPENING = 450  # characters


@dataclass(frozen=True, slots=True)
class Telling:
    """How much words tell, from 0 to 1, by stem: what is not listed tells 1. ``codes`` holds the same by the stems' codes."""

    words: Mapping[str, float]
    codes: Mapping[int, float]

    def of(self, word: str) -> float:
        """How much a stem tells."""
        return self.words.get(word, 1.0)

    def of_codes(self, numbers: Sequence[int]) -> list[float]:
        """How much stems tell, by their codes."""
        return [self.codes.get(number, 1.0) for number in numbers]


def make_telling(words: Mapping[str, float]) -> Telling:
    """A list of stems and what they tell, made ready to be looked up."""
    return Telling(words, {code(word): weight for word, weight in words.items()})


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A happening made ready to be put into columns: numbers, codes, and its sets one behind the other, with a weight for each id."""

    happening: Happening
    numbers: Array
    codes: Array
    ids: Array
    weights: Array
    lengths: Array


def to_columns(ready: Sequence[Ready]) -> Columns:
    """The columns of some happenings."""
    numbers = _chained([one.numbers for one in ready], np.float64).reshape(len(ready), len(_NUMBERS))
    codes = _chained([one.codes for one in ready], np.int64).reshape(len(ready), len(_CODES))
    return Columns(
        len(ready),
        dict(zip(_NUMBERS, numbers.T.copy(), strict=True)),
        dict(zip(_CODES, codes.T.copy(), strict=True)),
        _to_sets(ready),
    )


def _to_sets(ready: Sequence[Ready]) -> dict[str, Sets]:
    """All sets of one name behind each other, where each happening has its own behind each other."""
    lengths = _chained([one.lengths for one in ready], np.int64).reshape(len(ready), len(_SETS))
    ids, weights = _chained([one.ids for one in ready], np.int64), _chained([one.weights for one in ready], np.float32)
    starts = _starts(lengths.ravel())[:-1].reshape(lengths.shape)
    found = {}
    for at, name in enumerate(_SETS):
        size, first = lengths[:, at], _starts(lengths[:, at])
        order = np.arange(first[-1]) + np.repeat(starts[:, at] - first[:-1], size)
        rows, weight = np.repeat(np.arange(len(ready)), size), weights[order]
        found[name] = Sets(ids[order], weight, first, rows, np.asarray(np.bincount(rows, weight, len(ready)), np.float32))
    return found


def _starts(lengths: Array) -> Array:
    return np.concatenate(([0], np.cumsum(lengths)))


def _chained(rows: Sequence[Array], of: type[np.generic]) -> Array:
    return np.concatenate(rows) if rows else np.empty(0, of)


def make_ready(one: Happening, telling: Telling) -> Ready:
    """A happening made ready, its words weighed by what they tell; what is kept of it serves with any number of others."""
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
        _sorts(one.words, "sites"),
        _sorts(one.words, "means"),
    )
    words, around = set(map(_stem_code, one.words)), set(map(_stem_code, one.around))
    spellings = set(map(_spelling_code, one.words))
    days = likely_days(one)
    in_sets = (
        words,
        around,
        days,
        spellings,
        _place_codes(one.place or ""),
        _party_codes(one.actor or ""),
        _party_codes(one.target or ""),
        spellings.union(map(_spelling_code, one.around)),
        map(code, person_of(one)),
    )
    sets = [sorted(some) for some in in_sets]
    weights = [*map(telling.of_codes, sets[:2]), [days[day] for day in sets[2]], *([1.0] * len(some) for some in sets[3:])]
    return Ready(
        one,
        np.array(numbers, np.float64),
        np.array(codes, np.int64),
        np.array(list(chain.from_iterable(sets)), np.int64),
        np.array(list(chain.from_iterable(weights)), np.float32),
        np.array(list(map(len, sets)), np.int64),
    )


@lru_cache(maxsize=65536)
def _stem_code(word: str) -> int:
    return code(stem(word))


@lru_cache(maxsize=65536)
def _spelling_code(word: str) -> int:
    return code(spelling_key(word))


@lru_cache(maxsize=4096)
def _place_codes(name: str) -> frozenset[int]:
    return frozenset(map(code, name_keys(name)))


def _sorts(words: Iterable[str], of: str) -> int:
    """A bit for each sort of scene or of means that words name."""
    found = 0
    for word in words:
        found |= _sort_bits(of).get(word, 0)
    return found


@cache
def _sort_bits(of: str) -> Mapping[str, int]:
    """The bit of each word of one list of ``sorts.yml``."""
    return {word: 1 << at for at, words in enumerate(read_list("according.reconcile", "sorts.yml")[of]) for word in words}


@lru_cache(maxsize=4096)
def _party_codes(name: str) -> frozenset[int]:
    return frozenset(map(_stem_code, content_words([name])))


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
