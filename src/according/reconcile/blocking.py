"""The keys under which happenings that may be the same meet: acts, day and place, and where those are not known, words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, islice
from math import cos, floor, radians

from according.incidents import Happening
from according.reconcile.days import likely_days
from according.reconcile.families import families_of
from according.reconcile.names import person_of
from according.reconcile.scoring import load_scorer
from according.reconcile.wording import name_keys, stem

MOST_KEYS = 40
"""No happening has more keys than this."""
_CELL_DEGREES = 0.5
_LIKELY_DAYS = 8
_WIDE_KM = 60.0
_WORDS = 9
_COPIED_WORDS = 3
_PLACES = 4
_NAMES = 3
_DAYS = 6
_DAYS_OF_WORDS = 2
_DAYS_OF_RARE = 2
_SPELL_DAYS = 15
_FORCE = frozenset(("violence", "ground"))
_RARE = frozenset(("chemical", "sexual_violence", "seizure"))
"""Acts of which a day sees so few that the day alone is a key, and half a month in one place."""
_KM_PER_DEGREE = 111.2


def block_keys(happening: Happening) -> tuple[int, ...]:
    """Signed 64-bit keys in ascending order, at most ``MOST_KEYS``: two happenings that share one may be the same.

    Days meet with those beside them, places with the cells of a half degree that their radius touches. A wide or unresolved
    place goes by its name and by its rarest words; one without any date by its day of print. Acts that are rare, such as
    the use of poison gas, meet wherever they are told of on one day, and in one place within a month; what happened to a person by
    name in one month meets by the name.
    """
    return tuple(sorted({_hash(key) for key in islice(dict.fromkeys(_keys(happening)), MOST_KEYS)}))


@lru_cache(maxsize=1 << 14)
def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _keys(happening: Happening) -> Iterator[str]:
    days = _days(happening)
    words = _telling_words(happening)
    kinds = {mention.kind for mention in happening.mentions} | {happening.kind}
    force = {"force" if _FORCE.intersection(families_of(kind)) else "other" for kind in kinds}
    where = list(dict.fromkeys(_where(happening)))[:_PLACES]
    for day in days[:_DAYS]:
        for kind in sorted(force):
            for place in where:
                yield f"{kind} {day} {place}"
    for kind in sorted(kinds & _RARE):
        for day in days[:_DAYS_OF_RARE]:
            yield f"{kind} {day}"
        for spell in _spells(days):
            for place in where[:2]:
                yield f"{kind} {spell} {place}"
    for month in _months(days):
        yield from (f"person {month} {name}" for name in sorted(person_of(happening))[:_NAMES])
        yield from (f"words {month} {' '.join(sorted(pair))}" for pair in combinations(words[:_COPIED_WORDS], 2))
    for word in words:
        for day in days[:_DAYS_OF_WORDS]:
            yield f"word {day} {word}"


def _spells(days: Sequence[date]) -> list[int]:
    """The half month of the likeliest day and the one before, by number: what is told without its day may be of either."""
    return sorted({day.toordinal() // _SPELL_DAYS - back for day in days[:1] for back in (0, 1)})


def _months(days: Sequence[date]) -> list[str]:
    return [day.isoformat()[:7] for day in days[:1]]


def _days(happening: Happening) -> list[date]:
    """The likeliest days of a happening, and the one after where it is told: the likeliest first, of equal ones the latest."""
    weights = likely_days(happening)
    ranked = sorted(weights, key=lambda day: (-weights[day], -day))[:_LIKELY_DAYS]
    if happening.date_from and ranked:
        ranked.insert(1, max(ranked) + 1)
    return [date.fromordinal(day) for day in dict.fromkeys(ranked) if day <= date.max.toordinal()]


def _where(happening: Happening) -> Iterator[str]:
    radius = happening.radius_km or 0.0
    if happening.lat is not None and happening.lon is not None and radius <= _WIDE_KM:
        yield from _cells(happening.lat, happening.lon, radius)
    names = sorted(name_keys(happening.place or ""))
    yield from names[:2]
    if not names and happening.lat is None:
        yield f"in {happening.country}"


def _cells(lat: float, lon: float, radius_km: float) -> Iterator[str]:
    """The cell of a position, then those that its radius touches."""
    reach_lat = radius_km / _KM_PER_DEGREE
    reach_lon = radius_km / (_KM_PER_DEGREE * max(0.05, cos(radians(lat))))
    around = [(lat, lon), (lat - reach_lat, lon - reach_lon), (lat - reach_lat, lon + reach_lon)]
    around += [(lat + reach_lat, lon - reach_lon), (lat + reach_lat, lon + reach_lon)]
    for row, column in dict.fromkeys((floor(a / _CELL_DEGREES), floor(b / _CELL_DEGREES)) for a, b in around):
        yield f"{row} {column}"


def _is_telling(word: str) -> bool:
    return len(word) > 3 and not word.endswith("ly") and not word[0].isdigit()


def _telling_words(happening: Happening) -> list[str]:
    """The stems that tell most, rarest and longest first, then in alphabetical order."""
    weight_of = load_scorer().telling.of
    stems = sorted({stem(word) for word in happening.words if _is_telling(word)}, key=lambda one: (-weight_of(one), -len(one), one))
    return stems[:_WORDS]
