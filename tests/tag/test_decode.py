"""From scores to spans."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.tag.decode import DISTANCES, best_paths, distance_classes, find_paths, find_spans, link_scores, path_spans, softmax

LABELS = ("O", "I", "B-x", "B-y")
LINKS = ("O", "B-s", "I-s", "B-c", "I-c")


def certain(path: str) -> np.ndarray:
    """Probabilities that say one label for each piece: O, I, x or y."""
    return np.array([[0.9 if label == sign else 0.1 / 3 for label in "OIxy"] for sign in path], np.float32)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("OxIIO", [(1, 4, "x")]),
        ("xy", [(0, 1, "x"), (1, 2, "y")]),
        ("OIIO", []),
        ("xIxI", [(0, 2, "x"), (2, 4, "x")]),
        ("", []),
    ],
)
def test_a_span_begins_once_and_goes_on(path: str, expected: list[tuple[int, int, str]]) -> None:
    """What goes on without a beginning is none."""
    found = find_spans(certain(path).reshape(-1, 4), LABELS)
    assert [(span.start, span.end, span.label) for span in found] == expected


def test_a_lower_threshold_finds_more() -> None:
    """A beginning of 0.3 against nothing of 0.6 is a span if 0.25 is enough."""
    scores = np.array([[0.6, 0.1, 0.3, 0.0]], np.float32)
    assert not list(find_spans(scores, LABELS, 0.5))
    assert [span.label for span in find_spans(scores, LABELS, 0.25)] == ["x"]


def test_a_span_may_go_on_with_what_is_likelier_outside() -> None:
    """If being inside is likely enough, and likelier than a new beginning."""
    scores = np.array([[0.1, 0, 0.9, 0], [0.6, 0.3, 0.1, 0], [0.3, 0.3, 0.4, 0]], np.float32)
    assert [(span.start, span.end) for span in find_spans(scores, LABELS, 0.5)] == [(0, 1)]
    assert [(span.start, span.end) for span in find_spans(scores, LABELS, 0.5, 0.25)] == [(0, 2)]


@given(
    rows=st.lists(st.lists(st.integers(-5, 5), min_size=5, max_size=5), min_size=1, max_size=5),
    leaving=st.lists(st.sampled_from([0.0, 1.5]), min_size=5, max_size=5),
)
def test_the_best_path_is_the_best_of_all_that_are_allowed(rows: list[list[int]], leaving: list[float]) -> None:
    """Compared with every sequence of labels, one by one."""
    scores = np.array(rows, np.float32)
    costs = np.array(leaving[: len(rows)], np.float32)

    def worth(path: tuple[int, ...]) -> float:
        before = 0
        total = 0.0
        for at, label in enumerate(path):
            goes_on = label in (2, 4)
            if goes_on and before not in (label - 1, label):
                return -np.inf
            total += scores[at, label] - (0.5 if label in (1, 3) and at else 0) - (costs[at] if before in (3, 4) and not goes_on else 0)
            before = label
        return total

    best = max(worth(path) for path in product(range(5), repeat=len(rows)))
    found = tuple(int(label) for label in best_paths(scores[None], 0.5, costs[None])[0])
    assert worth(found) == pytest.approx(best)


@given(
    tables=st.lists(
        st.lists(st.one_of(st.lists(st.integers(-3, 3), min_size=5, max_size=5), st.just([0, -50, -50, -50, -50])), min_size=1, max_size=9),
        min_size=1,
        max_size=4,
    ),
    restart=st.sampled_from([-1.0, 0.0, 0.5]),
)
def test_searching_only_where_spans_can_be_finds_the_same(tables: list[list[list[int]]], restart: float) -> None:
    """Pieces that are surely in no span part the search, whatever the other tables hold."""
    scores = [np.array(table, np.float32) for table in tables]
    costs = [np.linspace(0, 1, len(table), dtype=np.float32) for table in scores]
    found = find_paths(scores, costs, restart)
    for table, cost, path in zip(scores, costs, found, strict=True):
        assert path.tolist() == best_paths(table[None], restart, cost[None])[0].tolist()


def test_spans_of_a_path_carry_their_part() -> None:
    """A part may come in several pieces."""
    assert path_spans(np.array([1, 2, 0, 3, 4, 0, 3]), LINKS) == [(0, 2, "s"), (3, 5, "c"), (6, 7, "c")]


def test_distances_are_symmetric_and_few() -> None:
    """As many classes as there are rows for them, growing with the distance."""
    classes = distance_classes(np.arange(-5000, 5001))
    assert classes.min() == 0
    assert classes.max() == DISTANCES - 1
    assert (np.diff(classes) >= 0).all()
    assert (classes + classes[::-1] == DISTANCES - 1).all()


def test_link_scores_add_and_multiply() -> None:
    """By hand: (1 + 2 + 3) in the additive part, (4 x 5) in the other."""
    to, of = np.array([[1.0, 4.0]], np.float32), np.array([2.0, 5.0], np.float32)
    near = np.array([[3.0]], np.float32)
    weight, bias = np.array([[1.0], [10.0]], np.float32), np.array([0.5], np.float32)
    assert link_scores(to, of, near, weight, bias).tolist() == [[6.0 + 200.0 + 0.5]]


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=8))
def test_probabilities_add_up_to_one(row: list[float]) -> None:
    """And keep the order of the scores."""
    found = softmax(np.array(row, np.float32))
    assert found.sum() == pytest.approx(1, abs=1e-4)
    assert found[int(np.argmax(row))] == found.max()
