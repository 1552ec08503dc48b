"""What was once reached is kept: scores on real reports, floors that are only ever raised."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from according.tag.weights import load_tagger
from train import sources

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from quality_sets import Tally, score_attributions, score_quantities, score_triggers

DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parents[3] / "shared"))
GOLD = {"characters in content": 91, "whole attribution": 57, "trigger": 86, "trigger, kind": 79, "figure": 89}
POLNEAR = {"characters in content": 90, "characters in source": 79, "whole attribution": 48}


def left_out(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"left out: {folder} is not there; set ACCORDING_DATA to the folder that holds gold and data")


def test_scores_on_our_own_dev_reports_do_not_fall() -> None:
    """F1 in per cent, as bench/quality.py gives it."""
    left_out(DATA / "gold" / "dev")
    texts = {record["ref"]: record["text"] for record in sources.read_lines(DATA / "gold" / "dev-reports.jsonl")}
    tally = Tally()
    for sample in sources.read_gold(sorted((DATA / "gold" / "dev").glob("*.json")), texts):
        score_attributions(sample, load_tagger(), tally)
        score_triggers(sample, load_tagger(), tally)
        score_quantities(sample, load_tagger(), tally)
    assert {measure: tally.scores(measure)[2] for measure, floor in GOLD.items() if tally.scores(measure)[2] < floor} == {}


def test_scores_on_political_news_do_not_fall() -> None:
    """The first twenty reports of PolNeAR's dev part."""
    left_out(DATA / "data" / "polnear" / "dev")
    tally = Tally()
    for sample in list(sources.read_polnear(DATA / "data" / "polnear" / "dev"))[:20]:
        score_attributions(sample, load_tagger(), tally)
    assert {measure: tally.scores(measure)[2] for measure, floor in POLNEAR.items() if tally.scores(measure)[2] < floor} == {}
