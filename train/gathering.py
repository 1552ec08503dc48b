"""Fits the weights that gather the passages of a report: ``python -m train.gathering [--data ../shared]``.

Needs the shipped tagger and numpy, no more; takes some minutes. Learns from all annotated reports as they are read by models of ties
that have not learned from them, since what ties say of a report that they know is too good. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from according.config import Config
from according.events.weights import Fitted
from according.model import Event, Item, Reading
from according.pipeline import read_item, read_marks
from according.reconcile.gathering import BARE, iter_pairs, look_at
from according.reconcile.passages import Passage, find_passages
from according.tag.weights import load_tagger
from train.figures import ROOT, fold_of
from train.ties import Rows, Seen, fit, fit_models, overlap, read_seen

WEIGHTS = ROOT / "src" / "according" / "reconcile" / "gathering.json"
FOLDS = 5
_RIDGE = 8.0


def fit_folds(reports: Sequence[Seen]) -> list[Fitted]:
    """For each fold the models of dates, ties and roles that were fitted without its reports."""
    return [fit_models([seen for seen in reports if fold_of(seen.ref, FOLDS) != fold]) for fold in range(FOLDS)]


def read_unknown(reports: Sequence[Seen], folds: Sequence[Fitted]) -> list[tuple[Seen, Reading]]:
    """Annotated reports in the order of their names, each read with the models of its fold, which have not learned from it."""
    return [(seen, _read(seen, folds[fold_of(seen.ref, FOLDS)])) for seen in sorted(reports, key=lambda one: one.ref)]


def _read(seen: Seen, fitted: Fitted) -> Reading:
    body = json.dumps({"ref": seen.ref, "text": seen.text, "published": seen.published}).encode()
    report = read_item(Item(seen.ref, body, "record", "2030-01-01T00:00:00Z"), Config(read_all=True)).readings[0].report
    return read_marks(report, seen.marks, fitted=fitted)


def events_of(passages: Sequence[Passage], gold: Sequence[Mapping[str, Any]]) -> list[frozenset[str]]:
    """The annotated happenings that each passage's mentions are of."""
    return [frozenset(one for event in passage.events if (one := _event_of(event, gold))) for passage in passages]


def _event_of(event: Event, gold: Sequence[Mapping[str, Any]]) -> str | None:
    """The annotated happening of the mention that overlaps one, of the same kind before others."""
    found = [one for one in gold if overlap(one["trigger"], event.trigger)]
    return next((one["event"] for one in sorted(found, key=lambda one: bool(one["kind"] != event.kind))), None)


def pair_rows(seen: Seen, reading: Reading) -> Rows:
    """The features of all pairs of passages of which the annotation says something, and whether they are of one happening."""
    passages = find_passages(reading)
    of = events_of(passages, seen.gold)
    pairs = iter_pairs(look_at(reading.report.text, passages))
    return [(features, bool(of[i] & of[j])) for i, j, features in pairs if of[i] and of[j]]


def fit_weights(rows: Rows) -> dict[str, float]:
    """The weights of all features; what being bare adds is set and not learned, since it is no matter of how likely two are one."""
    return fit([([name for name in features if name != BARE], is_one) for features, is_one in rows], _RIDGE)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    reports = read_seen(given.data, load_tagger())
    rows = [row for seen, reading in read_unknown(reports, fit_folds(reports)) for row in pair_rows(seen, reading)]
    weights = fit_weights(rows)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(weight)}" for name, weight in weights.items())
    given.out.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    counts = Counter(is_one for _, is_one in rows)
    sys.stdout.write(f"wrote {given.out}: {len(weights)} weights, {len(rows)} pairs, {counts[True]} of one happening\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
