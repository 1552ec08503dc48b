"""Which figures contradict each other, and how ranges are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.incidents import Range
from according.reconcile.ranges import compatible, in_words, is_vague, merge

_NUMBERS = st.one_of(st.none(), st.integers(0, 10**6))
RANGES = st.tuples(_NUMBERS, _NUMBERS).filter(lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1])


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ((30, None), (36, 36), True),  # at least 30, 36
        ((36, 36), (30, None), True),
        ((30, None), (29, 29), False),  # at least 30, 29
        ((30, None), (45, None), True),  # two floors
        ((10, 13), (13, 20), True),
        ((10, 13), (14, 14), False),
        ((None, 50), (51, None), False),  # at most 50, at least 51
        ((None, 50), (50, 50), True),
        ((11, 11), (11, 11), True),
        ((11, 11), (12, 12), False),
        ((3, 9), (40, 40), True),  # several and 40: a vague word is no bound
        ((24, 99), (130, None), True),  # dozens and at least 130
        ((24, 99), (20, 20), True),
        ((24, 99), (5, 5), False),  # dozens and 5
        ((200, 999), (60, 60), False),  # hundreds and 60
        ((0, 0), (1, 1), False),  # none and one
        (None, (5, 5), True),  # not said
        ((None, None), (5, 5), True),
    ],
)
def test_ranges_contradict_only_where_they_share_no_number(left: Range | None, right: Range | None, agree: bool) -> None:
    """A floor agrees with all above it; what is not said agrees with everything."""
    assert compatible(left, right) is agree
    assert compatible(right, left) is agree


@pytest.mark.parametrize(
    ("figures", "merged"),
    [
        ([(30, None), (36, 36)], (36, 36)),
        ([(10, 13), (12, None)], (12, 13)),
        ([(24, 99), (45, 45)], (45, 45)),
        ([(24, 99)], (24, 99)),
        ([(85, None), (101, None)], (85, None)),
        ([(None, 50)], (None, 50)),
        ([], None),
    ],
)
def test_agreeing_figures_come_to_what_all_allow(figures: list[Range], merged: Range | None) -> None:
    """Numbers before vague words; of floors alone the weakest, which all of them say."""
    assert merge(figures) == merged
    assert merge(reversed(figures)) == merged


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ((1200, 1200), "1,200"),
        ((30, None), "at least 30"),
        ((None, 8), "at most 8"),
        ((10, 13), "10 to 13"),
        ((3, 9), "several"),
        ((200, 999), "hundreds"),
        ((20_000, 99_999), "tens of thousands"),
        ((0, 0), "none"),
        ((None, None), "a number not said"),
    ],
)
def test_ranges_are_said_in_words(figure: Range, words: str) -> None:
    """As a reader would say them."""
    assert in_words(figure) == words


@given(RANGES, RANGES)
def test_agreement_goes_both_ways(left: Range, right: Range) -> None:
    """Every range agrees with itself, and the order does not matter."""
    assert compatible(left, left)
    assert compatible(left, right) == compatible(right, left)


@given(st.lists(RANGES, max_size=5))
def test_merging_never_fails(figures: list[Range]) -> None:
    """Whatever the figures, what they come to has its low end first."""
    merged = merge(figures)
    if merged and None not in merged:
        assert merged[0] <= merged[1]  # type: ignore[operator]
    assert all(in_words(figure) for figure in figures)


def test_vague_words_are_known_by_their_bounds() -> None:
    """Between exact figures and orders of size."""
    assert [is_vague(figure) for figure in ((3, 9), (24, 99), (200_000, 999_999), (30, 40), (5, 5), (7, None))] == [True] * 3 + [False] * 3
