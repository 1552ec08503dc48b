"""Which happenings of one report are two: what its own words tell apart, no other report joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from according.incidents import Happening
from according.reconcile.gathering import great_circle_km, ranges_clash

_RATIO = 1.4
_APART_KM = 10.0


def find_walls(happenings: Iterable[Happening]) -> frozenset[tuple[str, str]]:
    """Pairs of ids of one report each that are two happenings: each with days of its own, places far apart, or another toll.

    A report may tell of one happening twice in words too far from each other to be taken together as it is read; those are
    no such pair, and may come to stand in one incident by what other reports tell.
    """
    by_report: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        by_report[one.report].append(one)
    return frozenset(pair for told in by_report.values() for pair in _walls(told))


def _walls(told: Sequence[Happening]) -> Iterable[tuple[str, str]]:
    for one, other in combinations(sorted(told, key=lambda one: one.id), 2):
        if _days_clash(one, other) or _tolls_clash(one, other) or _are_far(one, other):
            yield one.id, other.id


def _days_clash(one: Happening, other: Happening) -> bool:
    """Whether each has days of its own, and none in common."""
    if "inherited" in (one.date_how, other.date_how) or not (one.date_from and other.date_from):
        return False
    return one.date_from > (other.date_to or other.date_from) or other.date_from > (one.date_to or one.date_from)


def _tolls_clash(one: Happening, other: Happening) -> bool:
    if one.killed is None or other.killed is None or not ranges_clash(one.killed, other.killed):
        return False
    low, high = sorted((one.killed[0] or 0, other.killed[0] or 0))
    return high + 1 >= _RATIO * (low + 1)


def _are_far(one: Happening, other: Happening) -> bool:
    """Whether the places lie further apart than either reaches."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    reach = max(one.radius_km or 0.0, other.radius_km or 0.0)
    return great_circle_km(one.lat, one.lon, other.lat, other.lon) > reach + _APART_KM
