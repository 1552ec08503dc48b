"""Which passages of one report tell of one happening: event ids, parted where days, places, acts or tolls do not go together."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from according.incidents import Range
from according.model import Place
from according.reconcile.families import families_of
from according.reconcile.passages import Passage

_EARTH_KM = 6371.0
_MEANS = frozenset(("air_strike", "shelling", "explosion", "chemical"))
_STRIKES = frozenset(("air_strike", "shelling"))
"""What missiles do, told as one or the other."""
_VAGUE = frozenset(("attack", "battle"))
_FAR = 2.5
_TELLING = 3
"""From how many dead on an equal toll tells that two passages mean the same."""


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


def gather(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages in groups of one happening each, in the order of the text.

    A passage joins the latest group of its own event id that nothing speaks against, or any group that it clearly repeats.
    """
    groups: list[list[Passage]] = []
    for passage in passages:
        own = [group for group in reversed(groups) if any(other.id == passage.id for other in group)]
        same = next((group for group in own if _may_join(passage, group)), None)
        same = same or next((group for group in reversed(groups) if _repeats(passage, group)), None)
        if same is None:
            groups.append([passage])
        else:
            same.append(passage)
    return groups


def _may_join(passage: Passage, group: Sequence[Passage]) -> bool:
    if passage.anew and not any(passage.names & other.names for other in group):
        return False
    adds_little = not passage.names and passage.killed is None
    return not any(_clash(passage, other, by_any_means=adds_little) for other in group)


def _clash(a: Passage, b: Passage, *, by_any_means: bool = False) -> bool:
    """Whether two passages cannot be of one happening; ``by_any_means`` where a strike may be told as one from the air or the ground."""
    if a.is_denied != b.is_denied:
        return True
    is_one_strike = by_any_means and a.acts | b.acts <= _STRIKES
    return (not is_one_strike and acts_clash(a.acts, b.acts)) or _days_clash(a, b) or places_clash(a, b) or _tolls_clash(a, b)


def acts_clash(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of acts cannot be of one happening: no family in common, or each by other means."""
    if not a or not b or a & b:
        return False
    if not {family for kind in a for family in families_of(kind)} & {family for kind in b for family in families_of(kind)}:
        return True
    return bool(a & _MEANS and b & _MEANS and not (a | b) & _VAGUE)


def _days_clash(a: Passage, b: Passage) -> bool:
    """Whether both give days, and none in common; what is not of weeks ago is no part of what is."""
    is_background = (a.is_old and a.is_dated) or (b.is_old and b.is_dated)
    if not (a.days and b.days):
        return is_background
    if not (a.is_dated and b.is_dated) and not is_background:
        return False
    return a.days[0] > b.days[1] or b.days[0] > a.days[1]


def places_clash(a: Passage, b: Passage) -> bool:
    """Whether two passages name places of which neither is the other nor inside it."""
    if not a.names or not b.names or a.names & b.names:
        return False
    if a.place and b.place and (_holds(a.place, b.place) or _holds(b.place, a.place)):
        return False
    return not (_may_hold(a, b) or _may_hold(b, a))


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


def _tolls_clash(a: Passage, b: Passage) -> bool:
    """Whether two tolls cannot both be right, and neither is put as another count of the same dead."""
    if a.revised or b.revised or a.killed is None or b.killed is None:
        return False
    if _far(a.killed[0], b.killed[0]):
        return True
    return ranges_clash(a.killed, b.killed) and (a.who == b.who or a.who is None or b.who is None)


def _far(a: int | None, b: int | None) -> bool:
    """Whether one count is so much larger that no two speakers count the same dead."""
    return a is not None and b is not None and max(a, b) >= _FAR * max(1, min(a, b))


def ranges_clash(a: Range | None, b: Range | None) -> bool:
    """Whether two ranges have no number in common."""
    if a is None or b is None:
        return False
    return (a[1] is not None and b[0] is not None and a[1] < b[0]) or (b[1] is not None and a[0] is not None and b[1] < a[0])


def _repeats(passage: Passage, group: Sequence[Passage]) -> bool:
    """Whether a passage of another id says again what a group says: in one sentence, or the same act with the same place or toll."""
    if any(_clash(passage, other) for other in group):
        return False
    return any(_is_again(passage, other) for other in group)


def _is_again(a: Passage, b: Passage) -> bool:
    if not _share_family(a, b):
        return False
    if a.number == b.number:
        return bool(a.acts & b.acts) or not (a.acts and b.acts)
    if a.anew and not a.names & b.names:
        return False
    same_days = a.days is not None and b.days is not None and a.days[0] <= b.days[1] and b.days[0] <= a.days[1]
    same_toll = a.killed is not None and a.killed[0] == (b.killed or (None,))[0] and (a.killed[0] or 0) >= _TELLING
    same_place = bool(a.names & b.names)
    if not (a.acts & b.acts) and a.acts and b.acts:
        return same_toll and same_days
    return same_toll or (same_place and same_days)


def _share_family(a: Passage, b: Passage) -> bool:
    mine = {family for event in a.events for family in families_of(event.kind)}
    return any(family in mine for event in b.events for family in families_of(event.kind))
