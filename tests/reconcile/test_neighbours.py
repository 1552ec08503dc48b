"""Which pairs are compared because of a third: the same ones whatever came first, and never those of one report."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reconcile.neighbours import Neighbours

_LEAST = 0.4
_IDS = tuple("abcdefghij")
_PAIRS = tuple(combinations(_IDS, 2))


def _wanted(scores: dict[tuple[str, str], float], reports: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of different reports that share no score and have a neighbour in common, found by asking each third one."""
    near = {pair for pair, score in scores.items() if score >= _LEAST}
    near |= {(b, a) for a, b in near}
    return {
        (a, b)
        for a, b in _PAIRS
        if (a, b) not in scores and reports[a] != reports[b] and any((a, third) in near and (b, third) in near for third in _IDS)
    }


@given(
    scores=st.dictionaries(st.sampled_from(_PAIRS), st.sampled_from((0.2, 0.5, 0.9)), max_size=20),
    owners=st.lists(st.sampled_from("uvwxyz"), min_size=len(_IDS), max_size=len(_IDS)),
    order=st.permutations(_IDS),
    cuts=st.sets(st.integers(1, len(_IDS) - 1)),
)
def test_one_by_one_or_at_once_the_same_pairs_are_met(
    scores: dict[tuple[str, str], float], owners: list[str], order: list[str], cuts: set[int]
) -> None:
    """However the happenings come, in the end each pair with a neighbour in common was asked for once, and no other was."""
    reports = dict(zip(_IDS, owners, strict=True))
    scores = {pair: score for pair, score in scores.items() if reports[pair[0]] != reports[pair[1]]}
    edges = [0, *sorted(cuts), len(order)]
    met: list[tuple[str, str]] = []
    for start, end in pairwise(edges):
        there = order[:end]
        held = {pair: score for pair, score in scores.items() if set(pair) <= set(there)}
        unmet = Neighbours(there, held, _LEAST).unmet(order[start:end], met, reports)
        met += [(one, other) for one, others in unmet.items() for other in others]
    assert len(met) == len(set(met))
    assert set(met) == _wanted(scores, reports)
    through = Neighbours(_IDS, scores, _LEAST).through(dict.fromkeys(met, 0.3))
    assert through == dict.fromkeys(met, 0.3)


@pytest.mark.parametrize(
    ("scores", "stands"),
    [
        ({("a", "b"): 0.5, ("b", "c"): 0.5}, True),
        ({("b", "a"): 0.5, ("c", "b"): 0.5}, True),
        ({("a", "b"): 0.5, ("b", "c"): 0.3}, False),
        ({("a", "b"): 0.5}, False),
        ({}, False),
    ],
)
def test_a_score_through_a_third_stands_only_with_it(scores: dict[tuple[str, str], float], *, stands: bool) -> None:
    """Where a person took back what ties the third to one of the pair, the pair's own score counts no more."""
    assert Neighbours("abc", scores, _LEAST).through({("a", "c"): 0.7}) == ({("a", "c"): 0.7} if stands else {})


def test_happenings_that_are_not_there_are_not_asked_for() -> None:
    """New ones of another component are passed over, and none new means none to meet."""
    near = Neighbours("abc", {("a", "b"): 0.5, ("b", "c"): 0.5}, _LEAST)
    assert near.unmet(["z"], (), {"a": "u", "b": "v", "c": "w"}) == {}
    assert near.unmet((), (), {"a": "u", "b": "v", "c": "w"}) == {}
    assert near.unmet(["b"], (), {"a": "u", "b": "v", "c": "w"}) == {"a": ["c"]}
    assert near.unmet(["b"], (), {"a": "u", "b": "v", "c": "u"}) == {}
