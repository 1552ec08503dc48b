"""Which incidents may hold others: those that span more than a day, or a wide place, and meet another in time and place."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from according.views.filters import KM_PER_DEGREE

NARROW_KM = 30.0
"""A place of this radius or less (a town with its surroundings) is taken for one place."""
_LENGTHS = (1, 14, 100)


@dataclass(slots=True)
class Extent:
    """When and where an incident is: first and last ISO day, and the place by name, position and radius."""

    first: str
    last: str
    place: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    country: str | None

    @property
    def is_narrow(self) -> bool:
        """Whether it is of one day (or one night) in one town."""
        return (self.radius_km or 0.0) <= NARROW_KM and self.days <= _LENGTHS[0]

    @property
    def days(self) -> int:
        """How many days after the first the last one is."""
        return 0 if self.first == self.last else (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days


def find_overlaps(extents: Mapping[str, Extent]) -> Iterator[str]:
    """The names of the wide ones that meet any other; each of two wide ones that meet."""
    wide = [(name, one) for name, one in extents.items() if not one.is_narrow]
    if wide:
        by_length = _by_length(extents.values())
        for name, one in wide:
            if any(meet(one, other) for other in _about(by_length, one) if other is not one):
                yield name


_ByLength = list[tuple[int | None, list[str], list[Extent]]]


def _by_length(extents: Iterable[Extent]) -> _ByLength:
    """All extents by the days that they last at most, and by their first day, so that those that may meet one lie together."""
    sorts: dict[int | None, list[Extent]] = {}
    for one in extents:
        days = one.days
        sorts.setdefault(next((most for most in _LENGTHS if days <= most), None), []).append(one)
    found: _ByLength = []
    for most, several in sorts.items():
        several.sort(key=lambda one: one.first)
        found.append((most, [one.first for one in several], several))
    return found


def _about(by_length: _ByLength, one: Extent) -> Iterator[Extent]:
    """Those that begin before one ends and may last until it begins."""
    for most, starts, several in by_length:
        since = (date.fromisoformat(one.first) - timedelta(days=most)).isoformat() if most is not None else ""
        yield from several[bisect_left(starts, since) : bisect_right(starts, one.last)]


def meet(one: Extent, other: Extent) -> bool:
    """Whether two incidents share a day and their places may share ground.

    >>> meet(Extent("2016-01-01", "2016-03-31", "Kesh", None, None, None, None), Extent("2016-02-02", "2016-02-02", "Kesh", 1, 1, 5, None))
    True
    """
    if one.last < other.first or other.last < one.first:
        return False
    if one.country and other.country and one.country != other.country:
        return False
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return (one.place or "").casefold() == (other.place or "").casefold()
    east = (one.lon - other.lon + 180.0) % 360.0 - 180.0
    apart = KM_PER_DEGREE * math.hypot(one.lat - other.lat, east * math.cos(math.radians((one.lat + other.lat) / 2)))
    return apart <= (one.radius_km or 0.0) + (other.radius_km or 0.0)
