"""Nets that correct linear models: what they compute, how they are kept, and that events do without them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.events import make_events
from according.events.refining import STEPS, Net, read_nets, steps_apart
from according.events.weights import Fitted, load_fitted
from according.logistic import chance_of
from according.model import Claim, Span
from according.sentences import find_sentences
from according.tag.weights import load_tagger
from according.times import find_times
from train.told import write_nets


def _net(out: float) -> Net:
    """One unit on each side of states of two numbers, and one hidden unit that adds up all it sees."""
    ones = np.ones
    return Net(
        scale=np.float32(1),
        left=np.array([[1], [0]], np.float32),
        left_bias=np.zeros(1, np.float32),
        right=np.array([[0], [1]], np.float32),
        right_bias=np.zeros(1, np.float32),
        near=np.arange(STEPS, dtype=np.float32)[:, None],
        hidden=ones((6, 1), np.float32),
        hidden_bias=np.zeros(1, np.float32),
        out=np.array([out], np.float32),
        out_bias=np.float32(0.5),
    )


def test_a_net_adds_what_it_makes_of_both_sides_to_the_sum() -> None:
    """By hand: sides 2 and 3, so 2 + 3 + 6 + 1, a distance of 4, and a quarter of the sum."""
    left, right = np.array([[2, 9]], np.float32), np.array([[9, 3]], np.float32)
    (likely,) = _net(0.1).refine(left, right)([-2.0], [(0, 0)], [4])
    assert likely == pytest.approx(chance_of(-2.0 + 0.1 * (2 + 3 + 6 + 1 + 4 - 0.5) + 0.5))


@given(st.lists(st.floats(-1e6, 1e6, width=32), max_size=5))
def test_whatever_the_sum_a_likelihood_comes_out(sums: list[float]) -> None:
    """Between 0 and 1, in order of the sums where the sides are the same."""
    rows = np.zeros((1, 2), np.float32)
    likely = _net(0.0).refine(rows, rows)(sums, [(0, 0)] * len(sums), [0] * len(sums))
    assert all(0 <= one <= 1 for one in likely)
    assert [one for _, one in sorted(zip(sums, likely, strict=True))] == sorted(likely)


@pytest.mark.parametrize(("sentences", "back", "step"), [(0, 0, 0), (-5, 2, 0), (-1, 2, 1), (3, 2, 5), (500, 0, STEPS - 1)])
def test_distances_end_somewhere(sentences: int, back: int, step: int) -> None:
    """All that is far is equally far."""
    assert steps_apart(sentences, back) == step


def test_nets_come_back_as_they_were_written(tmp_path: Path) -> None:
    """Every layer, by name."""
    write_nets({"date": _net(0.1), "tie": _net(0.2)}, tmp_path / "nets.npz")
    found = read_nets((tmp_path / "nets.npz").read_bytes())
    assert sorted(found) == ["date", "tie"]
    assert all(np.array_equal(getattr(found["tie"], layer), getattr(_net(0.2), layer)) for layer in Net.__dataclass_fields__)


TEXT = (
    "Warplanes bombed the market of Kesh on Monday, a day after rebels had shelled Orna. Nine people were killed in the bombing, "
    "the rescue service said on Wednesday. In 2029 the town was hit as well."
)


def _dates(*, with_states: bool, fitted: Fitted | None = None) -> list[tuple[str, str | None]]:
    marks = load_tagger().mark(TEXT, with_vectors=False)
    sentences = find_sentences(TEXT)
    claims = tuple(
        Claim(f"c{at}", one.content, one.source, one.cue, "unnamed", None, "indirect", one.act) for at, one in enumerate(marks.attributions)
    )
    given = (find_times(TEXT, "2031-05-08"), "2031-05-08", sentences, claims)
    events = make_events("r", TEXT, marks.triggers, *given, marks.states if with_states else None, fitted)
    return [(TEXT[slice(*event.trigger)], event.date) for event in events]


def test_events_are_dated_with_states_and_without() -> None:
    """Another tagger gives none: then the linear models are asked alone; a net that adds nothing changes nothing."""
    told = dict(_dates(with_states=True))
    assert (told["bombed"], told["shelled"]) == ("2031-05-05", "2031-05-04")
    shipped = load_fitted()
    silent = {
        name: Net(np.float32(1), *(np.zeros_like(getattr(net, layer)) for layer in list(Net.__dataclass_fields__)[1:]))
        for name, net in shipped.nets.items()
    }
    assert _dates(with_states=True, fitted=Fitted(shipped.models, silent)) == _dates(with_states=False)


class _Foreign:
    """States of another network, of which no net knows anything."""

    def of(self, spans: Sequence[Span]) -> object:
        return np.zeros((len(spans), 7), np.float32)


def test_states_that_no_net_knows_are_passed_over() -> None:
    """Another package's tagger may give its own: then the linear models are asked alone."""
    marks = load_tagger().mark(TEXT, with_vectors=False)
    given = (find_times(TEXT, "2031-05-08"), "2031-05-08", find_sentences(TEXT), ())
    assert make_events("r", TEXT, marks.triggers, *given, _Foreign()) == make_events("r", TEXT, marks.triggers, *given)
