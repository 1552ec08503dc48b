"""From scores of pairs to incidents: average link of their squares under what people hold, the same whatever comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from according.reconcile.scoring import load_scorer

Pair = tuple[str, str]
Scores = Mapping[Pair, float]
_Matrix = np.ndarray[Any, Any]
_LARGEST = 3_000
"""How many happenings one component may have before its weaker scores are let go."""
_STEP = 0.05
_POWER = 2
"""What is likely counts for more than what is not: so high a power of a score."""
_WALL = 4.0
"""What a wall takes from the sum of squared scores between two groups: as much as four sure joins give."""
_APART = -1e6
_GONE = -1e9


def cluster(
    ids: Iterable[str],
    scores: Scores,
    same: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    threshold: float | None = None,
    walls: Iterable[Pair] = (),
    ties: Mapping[str, str] | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Happenings in groups of one incident each: every group in the order of its ids, groups in the order of their first.

    ``scores`` holds pairs of ids in either order; a pair that was never scored counts as 0, and a score of 0 bars no join by
    itself. Groups join while the root of the mean squared score between them reaches ``threshold``: what is likely counts for more
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
    groups = _cluster(everything - tied.keys(), scores, same, apart, threshold, walls)
    if not tied:
        return groups
    home = {name: at for at, group in enumerate(groups) for name in group}
    grown = [[*group] for group in groups]
    for one, to in tied.items():
        grown[home[to]].append(one)
    return tuple(sorted(tuple(sorted(group)) for group in grown))


def _cluster(
    ids: Iterable[str], scores: Scores, same: Iterable[Pair], apart: Iterable[Pair], threshold: float | None, walls: Iterable[Pair]
) -> tuple[tuple[str, ...], ...]:
    cut = load_scorer().threshold if threshold is None else threshold
    order = sorted(set(ids))
    number = {name: at for at, name in enumerate(order)}
    barred = _pairs(apart, number)
    bound = _bind(len(order), _pairs(same, number), barred)
    known: dict[tuple[int, int], float] = {}
    for (left, right), score in scores.items():
        if left in number and right in number and left != right:
            pair = _ordered(number[left], number[right])
            known[pair] = max(known.get(pair, 0.0), score)
    parts = _components(len(order), known, bound, cut)
    inside = _by_part(parts, known)
    kept_apart = _by_part(parts, barred)
    walled = _by_part(parts, _pairs(walls, number))
    groups: list[list[int]] = []
    for at, part in enumerate(parts):
        held = sorted(bound.groups(part))
        if len(held) == 1:
            groups += held
            continue
        sums, is_wall = _between(held, {pair: known[pair] for pair in inside[at]}, kept_apart[at], walled[at])
        rows = _group(np.arange(len(held)), np.array([float(len(some)) for some in held]), sums, is_wall, cut**_POWER)
        groups += [[one for row in some for one in held[row]] for some in rows]
    return tuple(sorted(tuple(order[at] for at in sorted(group)) for group in groups))


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

    def groups(self, members: Iterable[int]) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at in members:
            found[self.find(at)].append(at)
        return list(found.values())


def _bind(count: int, same: set[tuple[int, int]], barred: set[tuple[int, int]]) -> _Sets:
    """What people hold to be the same, in the order of the ids; a chain that would join a barred pair is broken where it closes."""
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
    return bound


def _components(count: int, known: Mapping[tuple[int, int], float], bound: _Sets, cut: float) -> list[list[int]]:
    """Parts that no score from the threshold on ties to one another; a part too large is parted again at a higher score."""

    def part(members: Sequence[int], pairs: Sequence[tuple[int, int]], least: float) -> list[list[int]]:
        tied = _Sets(count)
        for at in members:
            tied.join(at, bound.find(at))
        strong = [(a, b) for a, b in pairs if known[a, b] >= least]
        for a, b in strong:
            tied.join(a, b)
        found = []
        for group in tied.groups(members):
            if len(group) <= _LARGEST or least >= 1.0:
                found.append(group)
            else:
                inside = set(group)
                found += part(group, [pair for pair in strong if pair[0] in inside], least + _STEP)
        return found

    return part(range(count), [pair for pair, score in known.items() if score >= cut], cut)


def _by_part(parts: Sequence[Sequence[int]], pairs: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The pairs inside each part, in order."""
    of = {member: at for at, part in enumerate(parts) for member in part}
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in sorted(pairs):
        if of[pair[0]] == of[pair[1]]:
            found[of[pair[0]]].append(pair)
    return found


def _between(
    groups: Sequence[Sequence[int]],
    known: Mapping[tuple[int, int], float],
    kept_apart: Iterable[tuple[int, int]],
    walled: Iterable[tuple[int, int]],
) -> tuple[_Matrix, _Matrix]:
    """The sums of the squared scores between groups, far below 0 where they must stay apart, and which have a wall between them."""
    place = {at: row for row, group in enumerate(groups) for at in group}
    sums = np.zeros((len(groups), len(groups)))
    is_wall = np.zeros(sums.shape, np.bool_)
    for (a, b), score in known.items():
        sums[place[a], place[b]] += score**_POWER
        sums[place[b], place[a]] += score**_POWER
    for a, b in walled:
        if place[a] != place[b]:
            is_wall[place[a], place[b]] = is_wall[place[b], place[a]] = True
    sums[is_wall] = -_WALL
    for a, b in kept_apart:
        sums[place[a], place[b]] = sums[place[b], place[a]] = _APART
    return sums, is_wall


def _group(rows: _Matrix, sizes: _Matrix, sums: _Matrix, is_wall: _Matrix, cut: float) -> list[list[int]]:
    """Some rows in groups without a wall inside; what a wall puts out of a group is grouped by itself."""
    if len(rows) == 1:
        return [rows.tolist()]
    here = sums if len(rows) == len(sums) else sums[np.ix_(rows, rows)]
    means = here / np.outer(sizes[rows], sizes[rows])
    means[here <= _APART / 2] = _APART
    np.fill_diagonal(means, _GONE)
    found = []
    for group in _average(sizes[rows], means, cut):
        kept, out = (rows[group], rows[:0]) if len(group) == 1 else _part_at_walls(rows[group], sums, is_wall)
        found.append(kept.tolist())
        if len(out):
            found += _group(out, sizes, sums, is_wall, cut)
    return found


def _part_at_walls(rows: _Matrix, sums: _Matrix, is_wall: _Matrix) -> tuple[_Matrix, _Matrix]:
    """Those rows of a group that can stay together, and those that leave: one by one what is least of the group and has a wall in it."""
    kept, out = rows, []
    while (walled := is_wall[np.ix_(kept, kept)].any(axis=1)).any():
        held = sums[np.ix_(kept, kept)].sum(axis=1)
        least = int(np.where(walled, held, np.inf).argmin())
        out.append(kept[least])
        kept = np.delete(kept, least)
    return kept, np.array(sorted(out), np.int64)


def _average(sizes: _Matrix, means: _Matrix, cut: float) -> list[list[int]]:
    """Rows in groups: joins the two nearest to each other until none is near enough.

    Two groups that are each other's nearest can be joined at once: under average link nothing comes nearer by other joins. So a
    chain from neighbour to nearest neighbour finds all joins in time quadratic in the groups. Equal means go to the lower row.
    """
    held = [[row] for row in range(len(sizes))]
    open_rows = set(range(len(held)))
    chain: list[int] = []
    while open_rows:
        if not chain:
            chain.append(min(open_rows))
        top = chain[-1]
        near = int(means[top].argmax())
        if len(chain) > 1 and means[top, chain[-2]] >= means[top, near]:
            near = chain[-2]
        if means[top, near] < cut:
            open_rows.discard(top)
            means[top, :] = means[:, top] = _GONE
            chain.pop()
        elif len(chain) > 1 and near == chain[-2]:
            chain = chain[:-2]
            _merge(held, sizes, means, top, near)
            open_rows.discard(max(top, near))
        else:
            chain.append(near)
    return [group for group in held if group]


def _merge(held: list[list[int]], sizes: _Matrix, means: _Matrix, a: int, b: int) -> None:
    low, high = _ordered(a, b)
    joined = (means[low] * sizes[low] + means[high] * sizes[high]) / (sizes[low] + sizes[high])
    joined[joined < _APART / 1e5] = _APART
    gone = (means[low] <= _GONE / 2) | (means[high] <= _GONE / 2)
    joined[gone] = _GONE
    means[low, :] = means[:, low] = joined
    means[low, low] = _GONE
    means[high, :] = means[:, high] = _GONE
    held[low] += held[high]
    held[high] = []
    sizes[low] += sizes[high]
