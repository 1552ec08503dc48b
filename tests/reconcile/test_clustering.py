"""What must hold of clusters: a function of the sets given, judgements above scores, cost bounded."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reconcile.clustering import cluster

_CASES = [
    ("nothing scored", {}, [], [], "a b c d"),
    ("a strong pair", {"ab": 0.9}, [], [], "ab c d"),
    ("a chain whose ends were never scored", {"ab": 0.9, "bc": 0.55}, [], [], "ab c d"),
    ("a chain whose ends agree", {"ab": 0.9, "bc": 0.8, "ac": 0.5}, [], [], "abc d"),
    ("apart outranks a score", {"ab": 0.99}, [], ["ab"], "a b c d"),
    ("same outranks no score", {}, ["ad"], [], "ad b c"),
    ("apart holds where both are said", {"ab": 0.9}, ["ab"], ["ab"], "a b c d"),
    ("a chain of same stops where it closes on apart", {}, ["ab", "bc"], ["ac"], "ab c d"),
    ("apart reaches through same", {"bc": 0.9, "ac": 0.9}, ["ab"], ["ac"], "ab c d"),
    ("ids that are not asked about", {"az": 0.9}, ["yz"], ["ay"], "a b c d"),
]


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(name[0], name[1]) for name in names]


@pytest.mark.parametrize(("name", "scores", "same", "apart", "groups"), _CASES)
def test_scores_join_and_judgements_outrank_them(
    name: str, scores: dict[str, float], same: list[str], apart: list[str], groups: str
) -> None:
    """Average link over scores, under what people hold."""
    found = cluster("abcd", {(k[0], k[1]): v for k, v in scores.items()}, _pairs(same), _pairs(apart), 0.5)
    assert " ".join("".join(group) for group in found) == groups, name


def test_what_a_wall_parts_is_joined_by_a_judgement_only() -> None:
    """Whatever the scores, the nearer one joins and the other stays."""
    scores = {("a", "c"): 0.9, ("b", "c"): 0.8, ("a", "b"): 0.9}
    assert cluster("abc", scores, threshold=0.3) == (("a", "b", "c"),)
    assert cluster("abc", scores, threshold=0.3, walls=[("b", "a")]) == (("a", "c"), ("b",))
    assert cluster("abc", scores, same=[("b", "a")], threshold=0.3, walls=[("a", "b")]) == (("a", "b", "c"),)


def test_one_wall_does_not_part_two_large_groups() -> None:
    """What ten reports tell is one though one report tells two of it apart: of those two the one that is less of it goes alone."""
    names = "abcdefghij"
    scores = {pair: 0.8 if ("a" in pair) or ("f" in pair) else 0.9 for pair in combinations(names, 2)}
    scores |= {("a", "b"): 0.7}
    assert cluster(names, scores, threshold=0.4) == (tuple(names),)
    assert cluster(names, scores, threshold=0.4, walls=[("f", "a")]) == (("a",), tuple("bcdefghij"))


def test_what_walls_put_out_of_a_group_may_be_one_by_itself() -> None:
    """Two that leave a group are looked at once more."""
    scores = dict.fromkeys(combinations("abcdefghij", 2), 0.9) | {("i", "j"): 1.0} | {(one, "j"): 0.8 for one in "abcdefgh"}
    walls = [("a", "i"), ("b", "j")]
    found = cluster("abcdefghij", {**scores, **{(one, "i"): 0.8 for one in "abcdefgh"}}, threshold=0.4, walls=walls)
    assert found == (tuple("abcdefgh"), ("i", "j"))


_IDS = "abcdefgh"
_SOME = st.lists(st.sampled_from(list(combinations(_IDS, 2))), max_size=4)


@given(
    scores=st.dictionaries(st.sampled_from(list(combinations(_IDS, 2))), st.sampled_from([0.0, 0.2, 0.3, 0.5, 0.5, 0.8, 1.0])),
    same=_SOME,
    apart=_SOME,
    walls=_SOME,
    turn=st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_changes_nothing(
    scores: dict[tuple[str, str], float],
    same: list[tuple[str, str]],
    apart: list[tuple[str, str]],
    walls: list[tuple[str, str]],
    turn: object,
) -> None:
    """Ids, pairs, walls and judgements in any order and direction give the same groups, and apart is never joined, nor what walls part."""
    found = cluster(_IDS, scores, same, apart, 0.4, walls)
    ids, pairs = list(_IDS), list(scores.items())
    turn.shuffle(ids)  # type: ignore[attr-defined]
    turn.shuffle(pairs)  # type: ignore[attr-defined]
    back = [[(b, a) for a, b in some[::-1]] for some in (same, apart, walls)]
    turned = cluster(ids, {(b, a): v for (a, b), v in pairs}, back[0], back[1], 0.4, back[2])
    assert turned == found
    assert sorted(name for group in found for name in group) == sorted(_IDS)
    of = {name: group for group in found for name in group}
    assert all(of[a] != of[b] for a, b in apart)
    assert same or all(of[a] != of[b] for a, b in walls)


def test_a_retracted_judgement_leaves_no_trace() -> None:
    """Groups follow from what is held now: without a judgement they are what they were before it."""
    scores = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.9}
    before = cluster("abc", scores, threshold=0.5)
    assert cluster("abc", scores, apart=[("a", "b")], threshold=0.5) != before
    assert cluster("abc", scores, threshold=0.5) == before


@pytest.mark.parametrize("power", [1, 2, 2.5])
def test_chains_of_neighbours_find_what_joining_the_nearest_two_finds(power: float) -> None:
    """The quick way gives the groups of the plain way: join the two nearest until none is near enough."""
    draw = np.random.default_rng(7)
    for _ in range(20):
        names = [f"h{at}" for at in range(9)]
        scores = {pair: float(draw.random()) for pair in combinations(names, 2)}
        assert cluster(names, scores, threshold=0.45, power=power) == _plainly(names, scores, 0.45, power)


def _plainly(names: list[str], scores: dict[tuple[str, str], float], cut: float, power: float) -> tuple[tuple[str, ...], ...]:
    groups = [[name] for name in names]

    def mean(a: list[str], b: list[str]) -> float:
        return (sum(scores[min(x, y), max(x, y)] ** power for x in a for y in b) / (len(a) * len(b))) ** (1 / power)

    while len(groups) > 1:
        best = max(combinations(groups, 2), key=lambda pair: mean(*pair))
        if mean(*best) < cut:
            break
        groups = [group for group in groups if group not in best] + [best[0] + best[1]]
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def test_a_component_of_two_thousand_costs_seconds_at_most() -> None:
    """Time is quadratic in a component, which is bounded."""
    ids = [f"h{at:05}" for at in range(2000)]
    scores = {(ids[a], ids[b]): 0.9 if b < a + 8 else 0.3 for a in range(2000) for b in range(a + 1, min(2000, a + 60))}
    began = time.process_time()
    found = cluster(ids, scores, threshold=0.4)
    assert time.process_time() - began < 20
    assert len(found) > 20
