"""What the tagger tells of each piece of a text: looked up by span, bounded, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.tag.settings import Axes
from according.tag.states import PieceStates
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger

# "Kesh fell." in three pieces, each with a row of its own
STATES = PieceStates(np.array([0, 5, 9]), np.array([4, 9, 10]), np.array([[1, 0], [0, 2], [4, 4]], np.float16))


@pytest.mark.parametrize(
    ("span", "row"),
    [
        ((0, 4), [1, 0]),
        ((1, 3), [1, 0]),
        ((0, 9), [0.5, 1]),
        ((5, 10), [2, 3]),
        ((4, 5), [0, 2]),
        ((9, 400), [4, 4]),
        ((400, 401), [4, 4]),
    ],
)
def test_a_span_has_the_mean_of_its_pieces(span: tuple[int, int], row: list[float]) -> None:
    """Of one that holds none it is the next piece's, behind the end the last one's."""
    assert STATES.of([span]).tolist() == [row]


def test_no_spans_and_no_pieces() -> None:
    """Nothing asked, nothing told; a text without pieces tells only zeros."""
    assert STATES.of([]).shape == (0, 2)
    empty = PieceStates(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 2), np.float16))
    assert empty.of([(0, 4)]).tolist() == [[0, 0]]


def test_axes_are_taken_from_the_mean() -> None:
    """A piece that is as the mean stands at the origin."""
    axes = Axes(np.array([1, 1], np.float32), np.array([[2], [0]], np.float32))
    assert (axes.width, axes.along(np.array([[1, 1], [2, 9]], np.float32)).tolist()) == (1, [[0], [2]])


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.sampled_from(("Kesh fell on Sunday.", "كيش", "🙂", "\n", "a" * 300, "Officials said that 40 died in May.")), max_size=40)
)
def test_every_text_has_states_that_are_numbers(parts: list[str]) -> None:
    """As many for each span, whatever it holds, and the same when it is read again."""
    text = " ".join(parts)
    spans = [(0, 1), (len(text) // 2, len(text)), (len(text), len(text) + 1)]
    marks = load_tagger().mark(text, with_vectors=False)
    assert marks.states is not None
    rows = marks.states.of(spans)
    assert rows.shape == (3, 96)
    assert np.isfinite(rows).all()
    again = load_tagger().mark(text, with_vectors=False).states
    assert again is not None
    assert np.array_equal(again.of(spans), rows)


def test_the_same_words_stand_elsewhere_in_another_company() -> None:
    """A state is of a piece where it stands: "struck" of a strike lies nearer to "bombed" than "struck" of a bargain."""
    text = "Jets struck the town of Kesh. Planes bombed Orna. Both sides struck a deal on trade."
    states = load_tagger().mark(text).states
    assert states is not None
    first, bombed, bargain = states.of([(at, at + 6) for at in (text.index("struck"), text.index("bombed"), text.rindex("struck"))])
    assert np.linalg.norm(first - bombed) < np.linalg.norm(bargain - bombed)


def test_a_tagger_without_axes_marks_as_well() -> None:
    """It has no states to give; all else is the same."""
    shipped = load_tagger()
    bare = Tagger(shipped._network, shipped._tokenizer, shipped._links, shipped._choices)
    text = "Jets struck the town of Kesh on Monday."
    assert bare.mark(text).states is None
    assert bare.mark(text) == shipped.mark(text)
