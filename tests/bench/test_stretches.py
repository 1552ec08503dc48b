"""How pairs that nothing has learned from are measured."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from incidents import count_pairs
from stretches import Stretch, mean_precision
from train.incidents import Annotated, Rows


def _stretch(likely: list[float], label: list[int]) -> Stretch:
    nothing = np.zeros((len(label), 0))
    rows = Rows(np.zeros((len(label), 2), int), nothing, np.array(label), np.ones(len(label)))
    return Stretch(Annotated((), {}, {}, {"incidents": []}), rows, np.array(likely))


def test_the_mean_precision_goes_by_likelihood_over_all_stretches() -> None:
    """Right, wrong, right: the mean of 1 of 1 and 2 of 3; what nobody knows counts for nothing."""
    assert round(mean_precision([_stretch([0.9, 0.2, 0.95], [1, 1, -1]), _stretch([0.5], [0])]), 4) == round(100 * (1 + 2 / 3) / 2, 4)


def test_pairs_are_of_two_reports_and_of_what_was_found() -> None:
    """Three mentions of one incident, of which one was not found, and another of the first report that is joined to them."""
    system = {("I1", 0): 7, ("I1", 1): 7, ("I1", 2): None, ("I2", 0): 7}
    info = {key: {"doc": doc} for key, doc in zip(system, ("a", "b", "c", "a"), strict=True)}
    assert count_pairs(system, info) == (1, 2, 3)
