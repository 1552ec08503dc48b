"""Which denials of a report belong to what it tells: "Residents said the army shelled Orna. It denied the attack" is one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from according.incidents import Happening
from according.reconcile.denying import may_deny
from according.reconcile.families import families_of
from according.reconcile.passages import DENIED
from according.reconcile.walls import find_walls

_CLOSE = 600
"""So many characters after it a denial that names neither place nor victim is of what was told last."""


def find_ties(happenings: Iterable[Happening]) -> Mapping[str, str]:
    """The id of what is denied, with that of the happening of the same report that it is: by its event, or right behind it.

    A denial says little of its own, so that its words tie it to nothing; that it stands beside what it denies does.
    """
    by_report: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        by_report[one.report].append(one)
    ties = {}
    for told in by_report.values():
        denied = [one for one in told if one.status == DENIED]
        walls = find_walls(told) if denied else frozenset()
        for one in denied:
            if others := [other for other in told if _may_be(one, other, walls)]:
                ties[one.id] = min(others, key=lambda other: _rank(one, other)).id
    return ties


def _may_be(one: Happening, other: Happening, walls: frozenset[tuple[str, str]]) -> bool:
    if other.status == DENIED or _pair(one, other) in walls or (one.who == other.who and not other.is_own_voice):
        return False  # who denies it tells of something else: "denied that Orna had fallen, saying that its men held it"
    if not may_deny(one, other):
        return False
    if _events(one) & _events(other):
        return True
    behind = one.trigger[0] - other.trigger[0]
    return 0 < behind <= _CLOSE and _is_bare(one, other) and _share_family(one, other)


def _is_bare(one: Happening, other: Happening) -> bool:
    """Whether a denial tells neither where else nor to whom nor how many: "denied the attack"."""
    return one.target is None and one.killed is None and one.date_how in (None, "inherited") and one.place in (None, other.place)


def _share_family(one: Happening, other: Happening) -> bool:
    return not set(families_of(one.kind)).isdisjoint(families_of(other.kind))


def _events(one: Happening) -> frozenset[str]:
    return frozenset(mention.event for mention in one.mentions)


def _pair(one: Happening, other: Happening) -> tuple[str, str]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _rank(one: Happening, other: Happening) -> tuple[bool, bool, int, str]:
    """Of one event first, then of one kind of act, then the nearest."""
    is_one_event = bool(_events(one) & _events(other))
    return not is_one_event, not _share_family(one, other), abs(one.trigger[0] - other.trigger[0]), other.id
