"""Fits the weights that tell what a figure measures: ``python -m train.figures [--data ../shared]``.

Needs the shipped tagger and numpy, no more; takes about a minute. Learns from the annotated reports and from IDMC's
excerpts, each figure with the measure that the tagger gives it and without, so that the weights also serve figures that the
tagger missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from according.figures.amounts import Amount, find_amounts
from according.figures.measures import Weights, iter_features
from according.figures.reads import read_marked
from according.figures.tokens import Tokens
from according.model import Marks, Quantity, Span, Trigger
from according.tag.labels import MEASURES
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger
from train.sources import read_idmc, read_reports

ROOT = Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / "train" / "annotations"
WEIGHTS = ROOT / "src" / "according" / "figures" / "measures.json"
_UNMARKED_SHARE = 0.4
"""How much a figure counts without its mark, beside 1 with it."""
_UNSEEN_SHARE = 0.2
"""How much it counts as the spotter sees it in a text without any marks."""
_AROUND = 600  # characters
_LASSO = 0.0007
_SEEN_AT_LEAST = 2
_ROUNDS = 250
_SMALLEST = 0.01


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated report: its text, its figures as annotated, and what the tagger marks in it."""

    ref: str
    text: str
    record: dict[str, Any]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Example:
    """A figure to learn from: its features, its measure, and how much it counts."""

    ref: str
    features: tuple[str, ...]
    measure: str
    weight: float


def read_annotated(shared: Path, tagger: Tagger) -> list[Annotated]:
    """The annotated reports in the order of their names."""
    texts = {ref: report["text"] for ref, report in read_reports(shared).items()}
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ANNOTATIONS.glob("*.json"))]
    return [Annotated(record["id"], texts[record["id"]], record, tagger.mark(texts[record["id"]])) for record in records]


def fold_of(ref: str, folds: int = 5) -> int:
    """The fold that a report is tested in, by a hash of its ref."""
    return hashlib.sha256(f"fold {ref}".encode()).digest()[0] % folds


def iter_examples(reports: Iterable[Annotated]) -> Iterator[Example]:
    """The examples of some reports; a figure in which no amount is found is left out."""
    for report in reports:
        tokens = Tokens(report.text)
        amounts = list(find_amounts(tokens))
        for figure in report.record["figures"]:
            yield from _examples_of(report.ref, tokens, amounts, tuple(figure["span"]), (figure["measure"],), report.marks)


def iter_displaced(folder: Path, tagger: Tagger) -> Iterator[Example]:
    """The excerpts of IDMC, whose figures are of people displaced and homes destroyed; the tagger learned from them too."""
    for sample in read_idmc(folder):
        tokens = Tokens(sample.text)
        figure = sample.spans["quantity"][0]
        yield from _examples_of(sample.id, tokens, list(find_amounts(tokens)), figure.span, figure.labels, tagger.mark(sample.text))


def _examples_of(
    ref: str, tokens: Tokens, amounts: Sequence[Amount], span: Span, measures: Sequence[str], marks: Marks
) -> Iterator[Example]:
    """A figure as it is seen with its mark and the triggers, with the triggers alone, and with neither.

    Where a figure may be of either of two measures, the tagger's choice stands if it is one of them.
    """
    within = tokens.within(span)
    read = next(read_marked(tokens, amounts, within.start, within.stop), None)
    if read is None:
        return
    mark = next((one for one in marks.quantities if one.span[0] < span[1] and span[0] < one.span[1]), None)
    around = [one for one in marks.triggers if abs(one.span[0] - span[0]) < _AROUND]
    measure = mark.measure if mark and mark.measure in measures else measures[0]

    def seen(marked: Quantity | None, triggers: Sequence[Trigger], weight: float) -> Example:
        given, confidence = (marked.measure, marked.confidence) if marked else (None, 0.0)
        features = iter_features(tokens, read.first, read.end, read.noun, given, confidence, triggers)
        return Example(ref, tuple(features), measure, weight)

    if mark:
        yield seen(mark, around, 1.0)
    yield seen(None, around, _UNMARKED_SHARE if mark else 1.0)
    yield seen(None, (), _UNSEEN_SHARE)


def fit(examples: Sequence[Example]) -> Weights:
    """Weights of a multinomial logistic regression under an L1 penalty, by accelerated proximal gradient."""
    counts = Counter(feature for example in examples for feature in set(example.features))
    names = sorted(name for name, count in counts.items() if count >= _SEEN_AT_LEAST)
    column = {name: at for at, name in enumerate(names)}
    seen = np.zeros((len(examples), len(names)), np.float32)
    gold = np.zeros((len(examples), len(MEASURES)), np.float32)
    for row, example in enumerate(examples):
        seen[row, [column[name] for name in set(example.features) if name in column]] = 1
        gold[row, MEASURES.index(example.measure)] = 1
    share = np.array([example.weight for example in examples], np.float32)[:, None]
    share /= share.sum()
    step = 2 / float(np.linalg.norm(seen * np.sqrt(share), 2) ** 2)
    weights = np.zeros((len(names), len(MEASURES)), np.float32)
    ahead, pace = weights, 1.0
    for _ in range(_ROUNDS):
        scores = seen @ ahead
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        moved = ahead - step * (seen.T @ ((chances - gold) * share))
        shrunk = np.sign(moved) * np.maximum(np.abs(moved) - _LASSO * step, 0)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead, weights, pace = shrunk + (pace - 1) / faster * (shrunk - weights), shrunk, faster
    return _to_table(names, weights)


def _to_table(names: Sequence[str], weights: np.ndarray[Any, Any]) -> Weights:
    rows = (
        {measure: round(float(weight), 2) for measure, weight in zip(MEASURES, row, strict=True) if abs(weight) >= _SMALLEST}
        for row in weights
    )
    return {name: row for name, row in zip(names, rows, strict=True) if row}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    tagger = load_tagger()
    examples = [*iter_examples(read_annotated(given.data, tagger)), *iter_displaced(given.data / "data/idmc", tagger)]
    weights = fit(examples)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in weights.items())
    given.out.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    sys.stdout.write(f"wrote {given.out}: {sum(map(len, weights.values()))} weights of {len(weights)} features\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
