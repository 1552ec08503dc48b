"""How the places, days, acts and tolls of two passages go together."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from according.incidents import Range
from according.model import Place
from according.reconcile.families import families_of
from according.reconcile.passages import Passage

_EARTH_KM = 6371.0
_MEANS = frozenset(("air_strike", "shelling", "explosion", "chemical"))
_VAGUE = frozenset(("attack", "battle"))
_FAR = 2.5
_TELLING = 3
"""From how many dead on an equal toll tells that two passages mean the same."""
_WEEK = 7  # days


def distance_km(a: Place, b: Place) -> float | None:
    """How far apart two places are, None if the position of one is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return great_circle_km(a.lat, a.lon, b.lat, b.lon)


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance over ground between two positions in degrees."""
    p, q = radians(lat), radians(other_lat)
    inner = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, inner)))


def ranges_clash(a: Range | None, b: Range | None) -> bool:
    """Whether two ranges have no number in common."""
    if a is None or b is None:
        return False
    return (a[1] is not None and b[0] is not None and a[1] < b[0]) or (b[1] is not None and a[0] is not None and b[1] < a[0])


def acts_together(a: Passage, b: Passage) -> str:
    """How what two passages tell of goes together: the same acts, some, others of one family, of none, or by other means."""
    if not a.acts or not b.acts:
        return "one" if a.acts or b.acts else "none"
    if a.acts & b.acts:
        return "equal" if a.acts == b.acts else "shared"
    if not share_family(a.acts, b.acts) or (a.acts & _MEANS and b.acts & _MEANS and not (a.acts | b.acts) & _VAGUE):
        return "apart"
    return "other"


def share_family(kinds: frozenset[str], others: frozenset[str]) -> bool:
    """Whether some of the kinds are of one family."""
    mine = {family for kind in kinds for family in families_of(kind)}
    return any(family in mine for kind in others for family in families_of(kind))


def days_together(a: Passage, b: Passage) -> str:
    """How the days of two passages go together, and how many of them give their own."""
    if not a.days or not b.days:
        return f"one {(a if a.days else b).is_dated}" if a.days or b.days else "none"
    own = a.is_dated + b.is_dated
    gap = max((a.days[0] - b.days[1]).days, (b.days[0] - a.days[1]).days)
    how = "equal" if a.days == b.days else "meet" if gap <= 0 else "next" if gap == 1 else "near" if gap < _WEEK else "far"
    return f"{how} {own}"


def places_together(a: Passage, b: Passage) -> str:
    """How the places of two passages go together: one, of a name shared, one in the other, perhaps, or apart."""
    if not a.names or not b.names:
        return "one" if a.names or b.names else "none"
    if a.names & b.names:
        return "equal" if a.names == b.names else "shared"
    if a.place and b.place and (_holds(a.place, b.place) or _holds(b.place, a.place)):
        return "inside"
    return "perhaps" if _may_hold(a, b) or _may_hold(b, a) else "apart"


def _may_hold(roughly: Passage, other: Passage) -> bool:
    """Whether one names no more than the region of its place, "a village in eastern Orna", in which the other's may lie."""
    if not roughly.is_rough or roughly.place is None:
        return False
    apart = distance_km(roughly.place, other.place) if other.place else None
    return apart is None or apart <= (roughly.place.radius_km or 0.0)


def _holds(outer: Place, inner: Place) -> bool:
    """Whether one place is known to lie in the other."""
    if inner.within and inner.within == outer.name:
        return True
    if outer.how == "inside" or (apart := distance_km(outer, inner)) is None:
        return False
    outer_km, inner_km = outer.radius_km or 0.0, inner.radius_km or 0.0
    return apart <= outer_km and (inner.how == "inside" or outer_km > inner_km)


def tolls_together(a: Range | None, b: Range | None) -> str:
    """How two tolls go together: the same, the same few, ranges that meet or not, or so far apart that no two count the same."""
    if a is None or b is None:
        return "one" if a or b else "none"
    if a[0] == b[0]:
        return "equal" if (a[0] or 0) >= _TELLING else "few"
    if a[0] is not None and b[0] is not None and max(a[0], b[0]) >= _FAR * max(1, min(a[0], b[0])):
        return "far"
    return "apart" if ranges_clash(a, b) else "meet"
