"""Which incidents may hold others: those that span more than a day, or a wide place, and meet another in time and place."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from according.views.areas import KM_PER_DEGREE

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
        return (self.radius_km or 0.0) <= NARROW_KM and (self.first == self.last or self.days <= _LENGTHS[0])

    @property
    def days(self) -> int:
        """How many days after the first the last one is."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days


def find_overlaps(extents: Mapping[str, Extent]) -> Iterator[str]:
    """The names of the wide ones that meet any other; each of two wide ones that meet."""
    wide = [(name, one) for name, one in extents.items() if not one.is_narrow]
    if wide:
        classes = _classes(extents.values())
        for name, one in wide:
            if any(meet(one, other) for other in _about(classes, one) if other is not one):
                yield name


_BAND_DEGREES = 0.25
_Band = tuple[list[str], list[Extent]]
"""Extents in the order of their first days, with these days."""


@dataclass(slots=True)
class _Class:
    """Extents that last so many days at most (None: any number), by the band of latitude that they lie in, and the widest radius."""

    most_days: int | None
    bands: dict[int | None, _Band]
    widest_km: float


def _classes(extents: Iterable[Extent]) -> list[_Class]:
    """All extents by how long they last and whether their place is wide, so that those that may meet one lie together."""
    sorts: dict[tuple[int | None, bool], list[Extent]] = {}
    for one in extents:
        most: int | None = _LENGTHS[0]
        if one.first != one.last:
            days = one.days
            most = next((length for length in _LENGTHS if days <= length), None)
        sorts.setdefault((most, (one.radius_km or 0.0) > NARROW_KM), []).append(one)
    found = []
    for (most, _), several in sorts.items():
        several.sort(key=lambda one: one.first)
        bands: dict[int | None, _Band] = {}
        for one in several:
            starts, members = bands.setdefault(_band(one.lat), ([], []))
            starts.append(one.first)
            members.append(one)
        found.append(_Class(most, bands, max(one.radius_km or 0.0 for one in several)))
    return found


def _band(lat: float | None) -> int | None:
    return None if lat is None else math.floor(lat / _BAND_DEGREES)


def _about(classes: Iterable[_Class], one: Extent) -> Iterator[Extent]:
    """Those that begin before one ends, may last until it begins, and do not lie too far north or south of it."""
    for group in classes:
        since = (date.fromisoformat(one.first) - timedelta(days=group.most_days)).isoformat() if group.most_days is not None else ""
        wanted: Iterable[int | None] = group.bands
        if one.lat is not None:
            reach = ((one.radius_km or 0.0) + group.widest_km) / KM_PER_DEGREE
            south, north = math.floor((one.lat - reach) / _BAND_DEGREES), math.floor((one.lat + reach) / _BAND_DEGREES)
            wanted = (band for band in (None, *range(south, north + 1)) if band in group.bands)
        for band in wanted:
            starts, members = group.bands[band]
            for number in range(bisect_left(starts, since), bisect_right(starts, one.last)):
                yield members[number]


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
