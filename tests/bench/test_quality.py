"""The scoring of the tagger counts what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from quality_sets import Tally
from train.compare import characters, parts, trimmed
from train.samples import Attribution as GoldAttribution

TEXT = "“We won,” he said."


def test_a_tally_gives_precision_recall_and_f1() -> None:
    """Three of four found are right, three of six to be found were found."""
    tally = Tally()
    tally.add("x", [True] * 3 + [False] * 3, [True] * 3 + [False])
    assert tally.scores("x") == pytest.approx((75.0, 50.0, 60.0))
    tally.add_sets("y", {1, 2}, {2, 3})
    assert tally.scores("y") == pytest.approx((50.0, 50.0, 50.0))


def test_nothing_found_of_nothing_is_no_error() -> None:
    """And scores nothing."""
    tally = Tally()
    tally.add("x", [], [])
    assert tally.scores("x")[2] == 0


def test_the_edges_of_spans_do_not_count() -> None:
    """Quotation marks, spaces and punctuation are cut off; what is left is compared."""
    assert trimmed(TEXT, (0, 9)) == (1, 7)
    assert trimmed(TEXT, None) is None
    one = parts(TEXT, [GoldAttribution(((0, 9),), (10, 12), (13, 17))])
    other = parts(TEXT, [GoldAttribution(((1, 7),), (10, 12), (13, 18))])
    assert one == other
    assert characters([(0, 2), (1, 3)]) == {0, 1, 2}
