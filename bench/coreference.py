"""The measures of coreference that are averaged as CoNLL F1: MUC, B-cubed and entity CEAF, over mentions with gold clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

Clusters = Mapping[int, Hashable]
"""Which cluster each mention belongs to."""


def conll(gold: Clusters, ours: Clusters) -> dict[str, float]:
    """The three F1 and their mean, in per cent; both sides hold the same mentions."""
    found = {"muc": _muc(gold, ours), "b3": _b3(gold, ours), "ceafe": _ceafe(gold, ours)}
    return {**{name: 100 * value for name, value in found.items()}, "conll": 100 * sum(found.values()) / 3}


def _members(of: Clusters) -> dict[Hashable, set[int]]:
    found: dict[Hashable, set[int]] = defaultdict(set)
    for mention, name in of.items():
        found[name].add(mention)
    return found


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _muc(gold: Clusters, ours: Clusters) -> float:
    def links(of: Clusters, by: Clusters) -> float:
        groups = [group for group in _members(of).values() if len(group) > 1]
        whole = sum(len(group) - 1 for group in groups)
        return sum(len(group) - len({by[one] for one in group}) for group in groups) / whole if whole else 0.0

    return _f1(links(ours, gold), links(gold, ours))


def _b3(gold: Clusters, ours: Clusters) -> float:
    theirs, mine = _members(gold), _members(ours)
    both = {one: len(theirs[gold[one]] & mine[ours[one]]) for one in gold}
    precision = sum(both[one] / len(mine[ours[one]]) for one in gold) / len(gold)
    return _f1(precision, sum(both[one] / len(theirs[gold[one]]) for one in gold) / len(gold))


def _ceafe(gold: Clusters, ours: Clusters) -> float:
    theirs, mine = _members(gold), _members(ours)
    likeness: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for one in gold:
        likeness[gold[one], ours[one]] += 1
    likeness = {(a, b): 2 * shared / (len(theirs[a]) + len(mine[b])) for (a, b), shared in likeness.items()}
    total = sum(_best_pairing(part) for part in _parts(likeness))
    return _f1(total / len(mine), total / len(theirs))


def _parts(likeness: Mapping[tuple[Hashable, Hashable], float]) -> list[dict[tuple[Hashable, Hashable], float]]:
    """The pairs in parts that share no cluster, each of which can be paired up by itself."""
    above: dict[Hashable, Hashable] = {}

    def find(name: Hashable) -> Hashable:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for a, b in likeness:
        above[find(("gold", a))] = find(("ours", b))
    parts: dict[Hashable, dict[tuple[Hashable, Hashable], float]] = defaultdict(dict)
    for (a, b), value in likeness.items():
        parts[find(("gold", a))][a, b] = value
    return list(parts.values())


def _best_pairing(likeness: Mapping[tuple[Hashable, Hashable], float]) -> float:
    """The largest sum of likenesses over pairs of which no two share a side (Hungarian method, with potentials)."""
    rows, columns = list({a for a, _ in likeness}), list({b for _, b in likeness})
    if len(rows) > len(columns):
        return _best_pairing({(b, a): value for (a, b), value in likeness.items()})
    cost = [[-likeness.get((a, b), 0.0) for b in columns] for a in rows]
    return -_least_cost(cost)


def _least_cost(cost: Sequence[Sequence[float]]) -> float:
    n, m = len(cost), len(cost[0])
    row_price, column_price, owner = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0] = i
        at, least, way, used = 0, [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while owner[at]:
            used[at] = True
            row, step, nearest = owner[at], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    value = cost[row - 1][j - 1] - row_price[row] - column_price[j]
                    if value < least[j]:
                        least[j], way[j] = value, at
                    if least[j] < step:
                        step, nearest = least[j], j
            for j in range(m + 1):
                if used[j]:
                    row_price[owner[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            at = nearest
        while at:
            owner[at], at = owner[way[at]], way[at]
    return sum(cost[owner[j] - 1][j - 1] for j in range(1, m + 1) if owner[j])
