"""How well happenings are joined on reports of months that nothing has learned from: each stretch of time left out in turn.

    python bench/stretches.py [--data ../shared] [--ecbplus WEIGHT]

The stretches are the gold's two months and our own of ``train/incidents``. A report is read with models of dates, ties and roles that
were fitted without it and the fifth of all reports that it is in, its passages are gathered by weights that were fitted so too, and the
pairs of a stretch are scored by weights fitted on all other stretches. Fits all of these first: a quarter of an hour, and needs torch.

`AP` is the mean precision of pairs of annotated happenings by their likelihood; `pairs` is F1 over pairs of mentions, all those
of some stretches counted together, since one pair more or less moves that of a small stretch by dozens; `b3` is B-cubed F1, a mean
by mentions. A stretch that has more than a fifth of all pairs of one incident, those of an attack that was in all papers, is left out
where the smaller ones stand a second time by themselves. With ``--ecbplus`` the weights that score pairs are fitted on the pairs of
ECB+'s train part as well, each counted so much.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from according.config import Config  # noqa: E402
from according.logistic import Weights  # noqa: E402
from according.model import Item, Reading  # noqa: E402
from according.pipeline import read_item, read_marks  # noqa: E402
from according.tag.weights import load_tagger  # noqa: E402
from incidents import count_pairs, group, score, stand  # noqa: E402
from train.ecbplus import learn_heads, pairs_of, read_ecbplus  # noqa: E402
from train.figures import fold_of  # noqa: E402
from train.gathering import FOLDS, fit_folds, fit_weights, pair_rows, read_unknown  # noqa: E402
from train.incidents import (  # noqa: E402
    REPORTS,
    THRESHOLD,
    Annotated,
    Matrix,
    Rows,
    count_words,
    fit_evenly,
    likelihoods,
    make_rows,
    read_golds,
    to_annotated,
    unweighted,
)
from train.sources import read_lines  # noqa: E402
from train.ties import read_seen  # noqa: E402

THRESHOLDS = (0.3, 0.35, 0.375, 0.4, 0.425)
LARGE = 0.2
"""A stretch with more than this share of all pairs of one incident is left out of the second count."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time: its happenings with what the annotation says of them, their pairs, and how likely each pair is one."""

    annotated: Annotated
    rows: Rows
    likely: Matrix

    @property
    def mentions(self) -> int:
        """How many mentions are annotated."""
        return sum(len(one["mentions"]) for one in self.annotated.gold["incidents"])


def read_all(shared: Path, refs: Collection[str]) -> dict[str, tuple[Reading, Weights]]:
    """The readings of some reports by their refs, each with weights to gather it by: all fitted without its fifth of the annotated ones."""
    tagger = load_tagger()
    reports = read_seen(shared, tagger)
    folds = fit_folds(reports)
    rows = {seen.ref: pair_rows(seen, reading) for seen, reading in read_unknown(reports, folds)}
    weights = [fit_weights([row for ref, some in rows.items() if fold_of(ref, FOLDS) != fold for row in some]) for fold in range(FOLDS)]
    read: dict[str, tuple[Reading, Weights]] = {}
    for record in read_lines(shared / REPORTS):
        if (ref := record["ref"]) in refs:
            item = Item(ref, json.dumps(record).encode(), "record", "2030-01-01T00:00:00Z")
            report = read_item(item, Config(read_all=True)).readings[0].report
            fold = fold_of(ref, FOLDS)
            read[ref] = read_marks(report, tagger.mark(report.text), fitted=folds[fold]), weights[fold]
    return read


def make_stretches(shared: Path, ecbplus: float) -> list[Stretch]:
    """All stretches, the gold's first, their pairs scored by weights that were fitted on the others, and on ECB+ for what that counts."""
    golds, words = read_golds(shared), count_words(shared)
    read = read_all(shared, {ref for gold in golds for ref in gold["reports"]})
    annotated = []
    for gold in golds:
        told = [read[ref] for ref in sorted(gold["reports"])]
        annotated.append(to_annotated([reading for reading, _ in told], gold, {reading.report.id: weights for reading, weights in told}))
    rows = []
    for one in annotated:
        columns = unweighted(words).prepare(one.happenings)
        with np.errstate(invalid="ignore", over="ignore"):
            rows.append(make_rows(one, columns))
    more = _ecbplus(shared, words, rows[0].seen.shape[1], ecbplus) if ecbplus else None
    return [Stretch(one, rows[at], _likely(rows, at, more)) for at, one in enumerate(annotated)]


def _ecbplus(shared: Path, words: Mapping[str, float], levels: int, weight: float) -> Rows:
    """The pairs of ECB+'s train part by the first levels, which are ours."""
    told = read_ecbplus(shared / "data" / "ecbplus", "Train")
    pairs, seen, label = pairs_of(told, unweighted(words), learn_heads(told))
    return Rows(np.array(pairs), seen[:, :levels], label, np.full(len(label), weight))


def _likely(rows: Sequence[Rows], at: int, more: Rows | None) -> Matrix:
    others = [one for number, one in enumerate(rows) if number != at] + ([more] if more else [])
    seen, label, weight = (np.concatenate([getattr(one, name)[one.label >= 0] for one in others]) for name in ("seen", "label", "weight"))
    return likelihoods(rows[at].seen, fit_evenly(seen, label, weight))


def mean_precision(stretches: Sequence[Stretch]) -> float:
    """The mean precision of known pairs in the order of their likelihood, in percent."""
    known = [(one.likely[one.rows.label >= 0], one.rows.label[one.rows.label >= 0]) for one in stretches]
    likely, label = (np.concatenate(parts) for parts in zip(*known, strict=True))
    right = label[np.argsort(-likely, kind="stable")]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(100 * precision[right == 1].mean())


def row(name: str, stretches: Sequence[Stretch], threshold: float) -> str:
    """The measures of some stretches as a row of a table."""
    groups = [group(one.annotated, one.rows, one.likely, threshold) for one in stretches]
    pairs = np.sum([count_pairs(*stand(one.annotated, some)[:2]) for one, some in zip(stretches, groups, strict=True)], axis=0)
    hit, got, want = pairs.tolist()
    b3 = np.average(
        [score(one.annotated, some)["b3"] for one, some in zip(stretches, groups, strict=True)], weights=[one.mentions for one in stretches]
    )
    cells = (f"{200 * hit / max(1, got + want):.1f} ({100 * hit / max(1, got):.1f} / {100 * hit / max(1, want):.1f})", f"{b3:.1f}")
    return f"| {name} | {threshold:.3f}{' *' if threshold == THRESHOLD else ''} | {mean_precision(stretches):.1f} | {' | '.join(cells)} |"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--ecbplus", type=float, default=0.0, metavar="WEIGHT")
    given = parser.parse_args()
    gold, *own = make_stretches(given.data, given.ecbplus)
    ones = [int((one.rows.label == 1).sum()) for one in own]
    small = [one for one, count in zip(own, ones, strict=True) if count <= LARGE * sum(ones)]
    print(f"{len(own) + 1} stretches, {sum(len(one.annotated.happenings) for one in (gold, *own))} happenings")
    print("| stretches | threshold | AP | pairs F1 (P / R) | b3 |")
    print("|---|---:|---:|---:|---:|")
    for threshold in THRESHOLDS:
        for name, some in ((f"our own {len(own)}", own), (f"the {len(small)} smaller of them", small), ("the gold's", [gold])):
            print(row(name, some, threshold))
    return 0


if __name__ == "__main__":
    sys.exit(main())
