"""Which happenings of one report are two: what its own words tell apart, no other report joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, product

from according.incidents import Happening
from according.reconcile.clashes import great_circle_km, ranges_clash
from according.reconcile.names import person_of
from according.reconcile.wording import spelling_key

_RATIO = 1.4
_APART_KM = 10.0


def find_walls(happenings: Iterable[Happening]) -> frozenset[tuple[str, str]]:
    """Pairs of ids that are two happenings: of one report, with other days, places far apart or another toll; to two persons by name.

    A report may tell of one happening twice in words too far from each other to be taken together as it is read; those are
    no such pair, and may come to stand in one incident by what other reports tell.
    """
    by_report: dict[str, list[Happening]] = defaultdict(list)
    by_person: dict[frozenset[str], list[Happening]] = defaultdict(list)
    for one in happenings:
        by_report[one.report].append(one)
        if person := person_of(one):
            by_person[person].append(one)
    return frozenset(chain(*map(_walls, by_report.values()), _between_persons(by_person)))


def _between_persons(by_person: Mapping[frozenset[str], Sequence[Happening]]) -> Iterable[tuple[str, str]]:
    """Pairs of what happened to persons of whom the names have nothing in common, and neither is named with the other."""
    for mine, theirs in combinations(by_person, 2):
        if mine.isdisjoint(theirs):
            for one, other in product(by_person[mine], by_person[theirs]):
                if not _names(one, theirs) and not _names(other, mine):
                    yield min(one.id, other.id), max(one.id, other.id)


def _names(one: Happening, person: frozenset[str]) -> bool:
    """Whether words of a happening name a person."""
    return any(spelling_key(word) in person for word in one.words)


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
