"""From scores of pairs to incidents: average link of their powers under what people hold, the same whatever comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np

from according.reconcile.linkage import BARRED, WALL, link
from according.reconcile.scoring import load_scorer

Pair = tuple[str, str]
Scores = Mapping[Pair, float]
_Numbers = np.ndarray[Any, Any]
_LARGEST = 3_000
"""How many happenings one component may have before its weaker scores are let go."""
_STEP = 0.05
POWER = 2.5
"""What is likely counts for more than what is not: so high a power of a score."""


def cluster(
    ids: Iterable[str],
    scores: Scores,
    same: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    threshold: float | None = None,
    walls: Iterable[Pair] = (),
    ties: Mapping[str, str] | None = None,
    power: float = POWER,
) -> tuple[tuple[str, ...], ...]:
    """Happenings in groups of one incident each: every group in the order of its ids, groups in the order of their first.

    ``scores`` holds pairs of ids in either order; a pair that was never scored counts as 0, and a score of 0 bars no join by
    itself. Groups join while the mean of the scores between them, to this ``power``, reaches ``threshold``: what is likely counts for more
    than what is not, since of one happening much goes unsaid. ``same`` and ``apart`` are people's judgements,
    which outrank any score; where they contradict each other, apart holds. The pairs of ``walls`` are joined by a judgement
    only: one counts against the join of two groups, and where the rest joins them all the same, whichever of the pair is less
    of the group leaves it. What ``ties`` names goes wherever the happening goes that it names for it, unless a judgement names
    it. The result is a function of the sets given and not of their order.
    """
    same, apart = tuple(same), tuple(apart)
    judged = {name for pair in (*same, *apart) for name in pair}
    everything = set(ids)
    tied = {one: to for one, to in (ties or {}).items() if {one, to} <= everything and one not in judged}
    groups = _cluster(everything - tied.keys(), scores, same, apart, threshold, walls, power)
    if not tied:
        return groups
    home = {name: at for at, group in enumerate(groups) for name in group}
    grown = [[*group] for group in groups]
    for one, to in tied.items():
        grown[home[to]].append(one)
    return tuple(sorted(tuple(sorted(group)) for group in grown))


def _cluster(
    ids: Iterable[str],
    scores: Scores,
    same: Iterable[Pair],
    apart: Iterable[Pair],
    threshold: float | None,
    walls: Iterable[Pair],
    power: float,
) -> tuple[tuple[str, ...], ...]:
    cut = load_scorer().threshold if threshold is None else threshold
    order = sorted(set(ids))
    number = {name: at for at, name in enumerate(order)}
    known = _scored(scores, number)
    barred = _pairs(apart, number)
    bound = _bind(len(order), _pairs(same, number), barred)
    parts = _components(bound, known, cut)
    inside = _by_part(parts, known)
    kept_apart, walled = _sorted_by_part(parts, barred), _sorted_by_part(parts, _pairs(walls, number))
    groups: list[list[int]] = []
    for at, members in _sets(parts):
        held = [some.tolist() for _, some in _sets(bound[members], members)]
        if len(held) == 1:
            groups += held
            continue
        sums, is_wall = _between(len(order), held, inside[at].raised(power), kept_apart[at], walled[at])
        groups += [[one for row in rows for one in held[row]] for rows in link([len(some) for some in held], sums, is_wall, cut**power)]
    return tuple(sorted(tuple(order[at] for at in sorted(group)) for group in groups))


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """Pairs with their scores, each once: the lower number, the higher one, how likely they are one; in the order of the numbers."""

    low: _Numbers
    high: _Numbers
    score: _Numbers

    def only(self, which: _Numbers) -> _Scored:
        """Some of the pairs, by a mask or by their places."""
        return _Scored(self.low[which], self.high[which], self.score[which])

    def raised(self, power: float) -> _Scored:
        """The pairs with their scores to a power."""
        return _Scored(self.low, self.high, self.score**power)


def _scored(scores: Scores, number: Mapping[str, int]) -> _Scored:
    """What is known of pairs; of one scored in both directions the higher score."""
    names = chain.from_iterable(zip(*scores, strict=True))
    one, other = np.fromiter(map(number.get, names, repeat(-1)), np.int64, 2 * len(scores)).reshape(2, -1)
    known = _Scored(np.minimum(one, other), np.maximum(one, other), np.fromiter(scores.values(), np.float64, len(scores)))
    known = known.only((known.low >= 0) & (known.low != known.high))
    known = known.only(np.lexsort((known.score, known.high, known.low)))
    is_last = np.ones(len(known.low), np.bool_)
    is_last[:-1] = (known.low[1:] != known.low[:-1]) | (known.high[1:] != known.high[:-1])
    return known.only(is_last)


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _pairs(given: Iterable[Pair], number: Mapping[str, int]) -> set[tuple[int, int]]:
    return {_ordered(number[a], number[b]) for a, b in given if a in number and b in number and a != b}


class _Sets:
    """Numbers in sets that are joined one by one; the smallest number stands for its set."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, a: int, b: int) -> None:
        low, high = _ordered(self.find(a), self.find(b))
        self._above[high] = low

    def names(self) -> _Numbers:
        """What each number's set goes by."""
        return np.fromiter((self.find(at) for at in range(len(self._above))), np.int64, len(self._above))


def _bind(count: int, same: set[tuple[int, int]], barred: set[tuple[int, int]]) -> _Numbers:
    """What people hold to be the same, in the order of the ids; a chain that would join a barred pair is broken where it closes."""
    if not same:
        return np.arange(count)
    bound = _Sets(count)
    foes: dict[int, set[int]] = defaultdict(set)
    for a, b in barred:
        foes[a].add(b)
        foes[b].add(a)
    members: dict[int, list[int]] = {}
    for a, b in sorted(same - barred):
        first, second = bound.find(a), bound.find(b)
        mine, theirs = members.get(first, [first]), members.get(second, [second])
        if first == second or any(foes[one].intersection(theirs) for one in mine):
            continue
        bound.join(first, second)
        members[bound.find(first)] = sorted(mine + theirs)
    return bound.names()


def _components(bound: _Numbers, known: _Scored, cut: float) -> _Numbers:
    """By what part each goes that no score from the threshold on ties to others; a part too large is parted again at a higher score."""
    parts = np.arange(len(bound))

    def part(members: _Numbers, pairs: _Scored, least: float) -> None:
        strong = pairs.only(pairs.score >= least)
        parts[members] = _tied(members, bound, strong)
        names, sizes = np.unique(parts[members], return_counts=True)
        if least < 1.0:
            for name in names[sizes > _LARGEST]:
                part(members[parts[members] == name], strong.only(parts[strong.low] == name), least + _STEP)

    part(parts.copy(), known, cut)
    return parts


def _tied(members: _Numbers, bound: _Numbers, strong: _Scored) -> _Numbers:
    """The lowest number among those that each of some members is tied to, over however many others."""
    lowest = np.arange(len(bound))
    one, other = np.concatenate((strong.low, members)), np.concatenate((strong.high, bound[members]))
    while True:
        before = lowest.copy()
        np.minimum.at(lowest, one, before[other])
        np.minimum.at(lowest, other, before[one])
        lowest = lowest[lowest]
        if np.array_equal(before, lowest):
            return lowest[members]


def _sets(names: _Numbers, of: _Numbers | None = None) -> Iterator[tuple[int, _Numbers]]:
    """What goes by one name, in order, and sets in the order of their names: places in ``names``, or what ``of`` has there."""
    order = np.argsort(names, kind="stable")
    ends = np.flatnonzero(np.diff(names[order])) + 1
    for some in np.split(order, ends):
        if len(some):
            yield int(names[some[0]]), some if of is None else of[some]


def _by_part(parts: _Numbers, known: _Scored) -> Mapping[int, _Scored]:
    """The scored pairs inside each part."""
    inside = known.only(parts[known.low] == parts[known.high])
    found: dict[int, _Scored] = defaultdict(lambda: inside.only(inside.low[:0]))
    found.update((name, inside.only(some)) for name, some in _sets(parts[inside.low]))
    return found


def _sorted_by_part(parts: _Numbers, pairs: Iterable[tuple[int, int]]) -> Mapping[int, list[tuple[int, int]]]:
    """The pairs inside each part, in order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in sorted(pairs):
        if parts[a] == parts[b]:
            found[int(parts[a])].append((a, b))
    return found


def _between(
    count: int, groups: list[list[int]], known: _Scored, kept_apart: Iterable[tuple[int, int]], walled: Iterable[tuple[int, int]]
) -> tuple[_Numbers, _Numbers]:
    """The sums of the scores between groups, without end below 0 where they must stay apart, and which have a wall between them."""
    place = np.zeros(count, np.int64)
    for row, group in enumerate(groups):
        place[group] = row
    size = len(groups)
    sums = np.bincount(place[known.low] * size + place[known.high], known.score, size * size).reshape(size, size)
    sums += sums.T.copy()
    is_wall = np.zeros(sums.shape, np.bool_)
    for a, b in walled:
        if place[a] != place[b]:
            is_wall[place[a], place[b]] = is_wall[place[b], place[a]] = True
    sums[is_wall] = -WALL
    for a, b in kept_apart:
        sums[place[a], place[b]] = sums[place[b], place[a]] = BARRED
    return sums, is_wall
