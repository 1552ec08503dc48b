"""Which mentions name the same happening: a logistic model over pairs, then groups by average link."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from functools import lru_cache

from according.events.calendar import bounds, days_between
from according.events.mentions import Mention
from according.events.refining import Refine, steps_apart
from according.logistic import Weights, chance_of, total_of

REACH = 30
"""How many mentions back a mention is compared with."""
FIRST = 3
"""How many mentions at the beginning of a text every other one is compared with, for they may be its headline."""
_WEEK = 7  # days
_OF_A_DAY = frozenset(("means", "result"))
"""Families of kinds that are over in a day or two."""
_NEAR = 8
"""How many sentences apart any two mentions are compared."""
OwnDate = tuple[str, bool]
"""A date, and whether the mention's own sentence gives it."""
Pairs = dict[tuple[int, int], float]


def tie_features(a: Mention, b: Mention, between: int, dates: tuple[OwnDate | None, OwnDate | None]) -> list[str]:
    """The features of a pair, the first in the text first; ``between`` counts the mentions between, ``dates`` are theirs if known."""
    first, second = a.trigger, b.trigger
    apart = b.sentence - a.sentence
    near = "same" if apart == 0 else "next" if apart == 1 else "near" if apart <= 4 else "far" if apart <= 10 else "very far"
    same_kind = first.kind == second.kind
    how = "kind" if same_kind else _together(a.family, b.family)
    features = [
        *_of_kinds(first.kind, second.kind, a.family, b.family, near, a.stem == b.stem, min(between, 4)),
        *_of_wording(a.another, b.another, a.tense, b.tense, a.plural, b.plural, b.pointing, same_kind, how),
        *_of_roles(_likeness(a.actor, b.actor), _likeness(a.target, b.target), _likeness(a.place, b.place), how),
        "status same" if first.status == second.status else "status other",
        f"same claim {a.claim is b.claim} {near}" if a.claim or b.claim else "no claim",
        _agreement(*dates),
    ]
    if a.line == 0 and b.line > 0:
        features.append(f"headline {how}")
    if first.target and first.target == second.target:
        features.append("very same target")
    if first.actor and first.actor == second.actor:
        features.append("very same actor")
    if first.place and first.place == second.place:
        features.append("very same place")
    if apart:
        if a.line == b.line:
            features.append("one line")
        features.append(_shared("numbers", a.numbers, b.numbers, 2, ""))
        features.append(_shared("names", a.nearby, b.nearby, 3, " far" if apart > 4 else " near"))
    return features


@lru_cache(maxsize=1024)
def _together(one: str, other: str) -> str:
    return one if one == other else "+".join(sorted((one, other)))


@lru_cache(maxsize=16384)
def _of_kinds(first: str, second: str, family: str, other: str, near: str, same_word: bool, between: int) -> tuple[str, ...]:
    """What the kinds of two mentions tell, and how far they are apart."""
    same_kind = first == second
    families = _together(family, other)
    return (
        "any",
        f"kinds {_together(first, second)}",
        f"{'kind' if same_kind else families} {near}",
        f"word {same_word} {near}" if same_kind else f"between {between} {families}",
    )


@lru_cache(maxsize=16384)
def _of_wording(
    another: bool, b_another: bool, tense: str, b_tense: str, plural: bool, b_plural: bool, pointing: str, same_kind: bool, how: str
) -> tuple[str, ...]:
    """What the words right before two mentions tell."""
    return (
        f"another {b_another} {another} {how}",
        f"tense {tense} {b_tense}",
        f"plural {plural} {b_plural} {same_kind}",
        f"pointing {pointing} {'kind' if same_kind else 'other'}",
    )


@lru_cache(maxsize=16384)
def _of_roles(actor: str, target: str, place: str, how: str) -> tuple[str, ...]:
    return (f"actor {actor} {how}", f"target {target} {how}", f"place {place} {how}")


def _shared(what: str, mine: frozenset[str], theirs: frozenset[str], most: int, where: str) -> str:
    return f"{what} {min(most, len(mine & theirs))}{where}" if mine and theirs else f"{what} none"


def _likeness(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "one" if a or b else "none"
    if a == b:
        return "equal"
    if a & b:
        return "within" if a <= b or b <= a else "shared"
    return "other"


@lru_cache(maxsize=1024)
def _agreement(a: OwnDate | None, b: OwnDate | None) -> str:
    """How two dates agree: the same, one within the other or overlapping, or how far apart they are."""
    if a is None or b is None:
        one = a or b
        return "date none" if one is None else f"date one {one[1]}"
    if a[0] == b[0]:
        return f"date equal {a[1] and b[1]}"
    (first, until), (second, end) = bounds(a[0]), bounds(b[0])
    if first <= end and second <= until:
        return "date within"
    return f"date other {a[1] or b[1]} {'year' if first[:4] == second[:4] else 'years'}"


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


def tie_pairs(mentions: Sequence[Mention], dates: Sequence[OwnDate | None], weights: Weights, refine: Refine | None = None) -> Pairs:
    """How likely each two mentions are to name the same happening; pairs that are not compared are left out."""
    pairs = compared(mentions)
    features, apart = tie_pairs_features(mentions, dates, pairs)
    sums = [total_of(some, weights) for some in features]
    likely = map(chance_of, sums) if refine is None else refine(sums, pairs, apart)
    return dict(zip(pairs, likely, strict=True))


def tie_pairs_features(
    mentions: Sequence[Mention], dates: Sequence[OwnDate | None], pairs: Sequence[tuple[int, int]]
) -> tuple[list[list[str]], list[int]]:
    """For each pair its features, and how many sentences lie between, in steps."""
    features = [tie_features(mentions[i], mentions[j], j - i - 1, (dates[i], dates[j])) for i, j in pairs]
    return features, [steps_apart(mentions[j].sentence - mentions[i].sentence, 0) for i, j in pairs]


def part_by_dates(
    mentions: Sequence[Mention], dates: Sequence[OwnDate | None], sure: Sequence[OwnDate | None], pairs: Pairs, published: str | None
) -> Pairs:
    """The pairs, with no chance for two mentions of which each has a day of its own that cannot be the other's.

    That is more than a week away, or another day at another place. What a report with news of its week tells before it looks
    back is not of the day on which it looks back. ``sure`` are those of the ``dates`` that leave no doubt.
    """
    parted = dict(pairs)
    own = [one[0] if one and one[1] else None for one in dates]
    is_sure = [one is not None and one[1] for one in sure]
    is_old = [date is not None and published is not None and days_between(date, published) > _WEEK for date in own]
    has_news = published is not None and any(date is not None and not old for date, old in zip(own, is_old, strict=True))
    for i, j in pairs:
        one, other = own[i], own[j]
        if one is None or other is None:
            apart = one is None and is_old[j] and is_sure[j] and has_news and mentions[i].sentence < mentions[j].sentence
        else:
            gap = days_between(one, other) if is_sure[i] or is_sure[j] else 0
            elsewhere = gap > 1 and _likeness(mentions[i].place, mentions[j].place) == "other"
            are_of_a_day = mentions[i].family in _OF_A_DAY and mentions[j].family in _OF_A_DAY
            apart = gap > _WEEK or (is_sure[i] and is_sure[j] and (elsewhere or (gap > 1 and are_of_a_day)))
        if apart:
            parted[i, j] = -math.inf
    return parted


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
