"""The scoring of the tagger counts what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from according.model import Attribution, Marks, Quantity, Trigger
from plain_reading import to_plain_reading
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


@pytest.mark.parametrize(("content", "form"), [((1, 7), "direct"), ((4, 12), "mixed"), ((10, 17), "indirect")])
def test_a_plain_reading_takes_the_source_for_the_speaker(content: tuple[int, int], form: str) -> None:
    """And reads the form off the quotation marks."""
    marks = Marks(
        attributions=(Attribution((content,), (10, 12), (13, 17), "state", 0.9), Attribution((content,), None, None, "state", 0.9)),
        triggers=(Trigger((4, 7), "battle", "happened", (1, 3), None, None, 0.9),),
        quantities=(Quantity((1, 3), "killed", None, 0.9),),
    )
    reading = to_plain_reading("r", TEXT, marks)
    assert [claim["who"] for claim in reading["claims"]] == ["he", "unnamed"]
    assert reading["claims"][0]["form"] == form
    assert reading["events"][0]["actor"] == (1, 3)
    assert reading["figures"][0]["measure"] == "killed"
