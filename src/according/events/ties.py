"""Which mentions name the same happening: a logistic model over pairs, then groups by average link."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from according.events.mentions import Mention
from according.events.weights import Weights, chance

REACH = 30
"""How many mentions back a mention is compared with."""
FIRST = 3
"""How many mentions at the beginning of a text every other one is compared with, for they may be its headline."""
_NEAR = 8
"""How many sentences apart any two mentions are compared."""
Pairs = dict[tuple[int, int], float]


def tie_features(a: Mention, b: Mention, between: int, dates: tuple[str | None, str | None]) -> list[str]:
    """The features of a pair, the first in the text first; ``between`` counts the mentions between, ``dates`` are theirs if known."""
    first, second = a.trigger, b.trigger
    apart = b.sentence - a.sentence
    near = "same" if apart == 0 else "next" if apart == 1 else "near" if apart <= 4 else "far" if apart <= 10 else "very far"
    same_kind = first.kind == second.kind
    families = a.family if a.family == b.family else "+".join(sorted((a.family, b.family)))
    kinds = first.kind if same_kind else "+".join(sorted((first.kind, second.kind)))
    how = "kind" if same_kind else families
    same_word = a.stem == b.stem
    features = [
        "any",
        f"kinds {kinds}",
        f"{how} {near}",
        f"word {same_word} {near}" if same_kind else f"between {min(between, 4)} {families}",
        f"pointing {b.pointing} {'kind' if same_kind else 'other'}",
        f"status {'same' if first.status == second.status else 'other'}",
        f"same claim {a.claim is b.claim} {near}" if a.claim or b.claim else "no claim",
    ]
    if a.line == 0 and b.line > 0:
        features.append(f"headline {'kind' if same_kind else families}")
    if apart and a.line == b.line:
        features.append("one line")
    for role, mine, theirs in (("actor", a.actor, b.actor), ("target", a.target, b.target), ("place", a.place, b.place)):
        features.append(f"{role} {_likeness(mine, theirs)} {how}")
    if a.trigger.target and a.trigger.target == b.trigger.target:
        features.append("very same target")
    if a.trigger.actor and a.trigger.actor == b.trigger.actor:
        features.append("very same actor")
    if a.trigger.place and a.trigger.place == b.trigger.place:
        features.append("very same place")
    features.append(_agreement(*dates))
    if apart:
        shared = a.numbers & b.numbers
        features.append(f"numbers {min(2, len(shared))}" if a.numbers and b.numbers else "numbers none")
        names = a.nearby & b.nearby
        features.append(f"names {min(3, len(names))} {'far' if apart > 4 else 'near'}" if a.nearby and b.nearby else "names none")
    return features


def _likeness(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "one" if a or b else "none"
    if a == b:
        return "equal"
    if a & b:
        return "within" if a <= b or b <= a else "shared"
    return "other"


def _agreement(a: str | None, b: str | None) -> str:
    if a is None or b is None:
        return "date one" if a or b else "date none"
    if a == b:
        return "date equal"
    return "date within" if a.startswith(b) or b.startswith(a) else "date other"


def compared(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The pairs of mentions that are compared, in number linear in their count.

    Two mentions that are far apart are compared only if they are of one word or have something else in common.
    """
    pairs = []
    for later, b in enumerate(mentions):
        begin = max(0, later - REACH)
        for first in (*range(min(FIRST, begin)), *range(begin, later)):
            a = mentions[first]
            if b.sentence - a.sentence <= _NEAR or a.stem == b.stem or a.place & b.place or a.target & b.target or a.actor & b.actor:
                pairs.append((first, later))
    return pairs


def tie_pairs(mentions: Sequence[Mention], dates: Sequence[str | None], weights: Weights) -> Pairs:
    """How likely each two mentions are to name the same happening; pairs that are not compared are left out."""
    return {(i, j): chance(tie_features(mentions[i], mentions[j], j - i - 1, (dates[i], dates[j])), weights) for i, j in compared(mentions)}


def group(count: int, pairs: Pairs, threshold: float) -> list[int]:
    """The group of each mention, numbered in the order of first mention; two groups are joined while their mean tie is strong enough.

    >>> group(3, {(0, 1): 0.2, (0, 2): 0.9, (1, 2): 0.1}, 0.5)
    [0, 1, 0]
    """
    members: dict[int, list[int]] = {at: [at] for at in range(count)}
    links: dict[int, dict[int, float]] = {at: {} for at in range(count)}
    heap: list[tuple[float, int, int]] = []
    for (i, j), tie in pairs.items():
        links[i][j] = links[j][i] = tie
        if tie >= threshold:
            heap.append((-tie, i, j))
    heapq.heapify(heap)
    while heap:
        strength, i, j = heapq.heappop(heap)
        if i not in members or j not in members or -strength != _mean(links[i].get(j, 0.0), members[i], members[j]):
            continue
        _join(i, j, members, links)
        for other, total in links[i].items():
            if (mean := _mean(total, members[i], members[other])) >= threshold:
                heapq.heappush(heap, (-mean, min(i, other), max(i, other)))
    chosen = {at: number for number, i in enumerate(sorted(members, key=lambda i: members[i][0])) for at in members[i]}
    return [chosen[at] for at in range(count)]


def _mean(total: float, a: list[int], b: list[int]) -> float:
    return total / (len(a) * len(b))


def _join(i: int, j: int, members: dict[int, list[int]], links: dict[int, dict[int, float]]) -> None:
    """Joins group ``j`` to group ``i``, which holds the earlier mention: a group is called after its first."""
    members[i] += members.pop(j)
    for other, total in links.pop(j).items():
        del links[other][j]
        if other != i:
            links[i][other] = links[other][i] = links[i].get(other, 0.0) + total
