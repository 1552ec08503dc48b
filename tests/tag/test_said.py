"""Claims weighed by what each piece says of itself, and contents that no claim has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.tag.said import Run, Witness, add_runs, log_odds

LOUD = {"+": 3.0, "-": -3.0, ".": 0.0}


def witness(said: str) -> Witness:
    """One that heard ``+`` for pieces that speak for being said, ``-`` for those that speak against it."""
    made = Witness(len(said))
    made.hear(0, np.array([[0.0, LOUD[sign], -99.0] for sign in said], np.float32).reshape(-1, 3))
    return made


def test_no_piece_counts_for_more_than_a_limit() -> None:
    """One piece that is very sure does not outweigh a sentence."""
    scores = np.array([[0, 50, 0], [50, 0, 0], [0, 0, 50], [0, 1, -99]], np.float32)
    assert log_odds(scores).round(2).tolist() == [4.0, -4.0, -4.0, 1.0]


WEIGHED = [
    # pieces, contents, probabilities of their anchors, trust, least => those that stand
    ("++++", [[(0, 2)], [(2, 4)]], [0.9, 0.2], 1.0, 0.6, [0, 1]),
    ("++--", [[(0, 2)], [(2, 4)]], [0.9, 0.2], 1.0, 0.6, [0]),
    ("++--", [[(0, 2)], [(2, 4)]], [0.2, 0.9], 1.0, 0.6, [0]),
    ("++--", [[(0, 2)], [(2, 4)]], [0.2, 0.9], 0.0, 0.6, [1]),
    ("++++", [[(0, 4)], [(0, 4)]], [0.3, 0.9], 1.0, 0.6, [1]),
    ("++++", [[(0, 1), (3, 4)], [(1, 3)]], [0.3, 0.3], 1.0, 0.6, [0, 1]),
    ("", [], [], 1.0, 0.5, []),
]


@pytest.mark.parametrize(("said", "contents", "probabilities", "trust", "least", "expected"), WEIGHED)
def test_a_content_may_make_up_for_a_doubtful_anchor(
    said: str, contents: list[list[Run]], probabilities: list[float], trust: float, least: float, expected: list[int]
) -> None:
    """And speak against a likely one; what a likelier claim has taken speaks for no other."""
    assert witness(said).choose(contents, probabilities, trust, least) == expected


UNCLAIMED = [
    # pieces, taken, cost => runs
    ("--++++--", [], 8.0, [(2, 6)]),
    ("--++++--", [], 20.0, []),
    ("-++++++-", [(3, 5)], 5.0, [(1, 3), (5, 7)]),
    ("-++.++-", [], 8.0, [(1, 6)]),
    ("-++-++-", [], 8.0, [(1, 6)]),
    ("-----", [], 1.0, []),
]


@pytest.mark.parametrize(("said", "taken", "cost", "expected"), UNCLAIMED)
def test_what_is_said_and_no_claim_has_is_found(said: str, taken: list[Run], cost: float, expected: list[Run]) -> None:
    """If its pieces together say so loudly enough; a doubtful piece between two sure ones parts nothing."""
    heard = witness(said)
    for run in taken:
        heard.take([run])
    assert heard.find_unclaimed(0, len(said), cost) == expected


ADDED: list[tuple[list[list[Run]], list[Run], list[list[Run]], list[Run]]] = [
    # contents, runs => contents, runs alone
    ([[(0, 3)]], [(3, 5)], [[(0, 5)]], []),
    ([[(5, 8)]], [(3, 5)], [[(3, 8)]], []),
    ([[(0, 3), (5, 8)]], [(3, 5)], [[(0, 8)]], []),
    ([[(0, 3)], [(5, 8)]], [(3, 5)], [[(0, 5)], [(5, 8)]], []),
    ([[(0, 3)]], [(4, 6)], [[(0, 3)]], [(4, 6)]),
    ([[(0, 2), (9, 11)]], [(2, 4), (7, 9)], [[(0, 4), (7, 11)]], []),
    ([], [(1, 2)], [], [(1, 2)]),
]


@pytest.mark.parametrize(("contents", "runs", "expected", "alone"), ADDED)
def test_a_content_goes_on_with_what_adjoins_it(
    contents: list[list[Run]], runs: list[Run], expected: list[list[Run]], alone: list[Run]
) -> None:
    """First one that ends where a run begins."""
    given_contents = [list(content) for content in contents]
    assert add_runs(given_contents, runs) == alone
    assert given_contents == expected


@given(st.text("+-.", min_size=1, max_size=30), st.integers(0, 29), st.integers(0, 29), st.floats(0.5, 30))
def test_runs_lie_outside_what_is_taken(said: str, start: int, end: int, cost: float) -> None:
    """In order, not empty, inside the text."""
    heard = witness(said)
    if start < end <= len(said):
        heard.take([(start, end)])
    last = 0
    for first, stop in heard.find_unclaimed(0, len(said), cost):
        assert last <= first < stop <= len(said)
        assert not heard.taken[first:stop].any()
        last = stop
