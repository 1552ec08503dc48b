"""Fits the weights by which happenings of different reports are held to be one: ``python -m train.incidents [--data ../shared]``.

Needs the shipped tagger and numpy, no more; takes some minutes. Learns from reports whose incidents are annotated, as
According reads them, for that is what will be compared: the gold's, and those of further months in ``train/incidents``, whose pairs
count for themselves. The same data give the same weights; the file names the SHA-256 of all that it was made from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from according.config import Config
from according.incidents import Happening
from according.logistic import Weights
from according.model import Item, Reading
from according.pipeline import read_item
from according.read.story_days import as_written
from according.reconcile.columns import Columns, make_telling
from according.reconcile.contrast import compare
from according.reconcile.features import levels_of
from according.reconcile.happenings import make_happenings
from according.reconcile.rules import bars
from according.reconcile.scoring import Scorer, parse_scorer
from according.reconcile.wording import content_words, stem
from train.figures import ROOT
from train.sources import read_lines

WEIGHTS = ROOT / "src" / "according" / "reconcile" / "weights.json"
GOLD = "gold/incidents-dev.json"
OWN = ROOT / "train" / "incidents"
"""Our annotations, a file for each stretch of time: the form is the gold's, a mention's ``span`` is its sentence."""
REPORTS = "data/reports/syria.jsonl"
WORD_TEXTS = (REPORTS, "data/reports/rumours.jsonl")
THRESHOLD = 0.35
"""Where the power mean of scores joins, chosen on our own annotations, each stretch left out in turn."""
RIDGE = 10.0
_EVENLY = 0.25
"""The pairs of an incident count together as their number to one less this: else a few incidents in all papers are all that is learned."""
_COMMON = 0.004
"""A stem is common if this share of all sentences, in documents of their own, has it."""
_ROUNDS = 25
_CLOSE = 1e-3
_FURTHEST, _HALVINGS = 3.0, 40
_SMALLEST = 0.01

Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """Reports whose incidents are annotated: their happenings, and for each the incidents of the gold mentions that it stands for."""

    happenings: tuple[Happening, ...]
    refs: Mapping[str, str]
    incidents: Mapping[int, frozenset[str]]
    gold: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs of happenings by number, their levels (0 or 1), whether they are one (-1 if nobody says), and what each pair counts."""

    pairs: Matrix
    seen: Matrix
    label: Matrix
    weight: Matrix


def read_golds(shared: Path) -> list[dict[str, Any]]:
    """The annotations: the gold first, then our own by name of their files."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in (shared / GOLD, *sorted(OWN.glob("*.json")))]


def read_reports(shared: Path, wanted: Collection[str]) -> list[Reading]:
    """Some reports by their refs, as According reads them."""
    config = Config(read_all=True)
    readings: list[Reading] = []
    for record in read_lines(shared / REPORTS):
        if record["ref"] in wanted:
            item = Item(record["ref"], json.dumps(record).encode(), "record", "2030-01-01T00:00:00Z")
            readings += read_item(item, config).readings
    return readings


def to_annotated(readings: Sequence[Reading], gold: dict[str, Any], gathering: Mapping[str, Weights] | None = None) -> Annotated:
    """The happenings of some readings with the incidents that they stand for, as the scorer of incidents pairs them up.

    ``gathering`` are the weights that gather the passages of each report, by its id; ours if there are none.
    """
    weights = gathering or {}
    happenings = tuple(one for reading in readings for one in make_happenings(as_written(reading), weights.get(reading.report.id)))
    refs = {reading.report.id: reading.report.ref for reading in readings}
    mentions = defaultdict(list)
    for at, one in enumerate(happenings):
        for mention in one.mentions:
            mentions[refs[one.report]].append((at, mention))
    incidents: dict[int, set[str]] = defaultdict(set)
    for incident in gold["incidents"]:
        for told in incident["mentions"]:
            start, end = told["span"]
            inside = [
                (m.kind != told["kind"], m.trigger[0], at) for at, m in mentions[told["doc"]] if m.trigger[0] < end and m.trigger[1] > start
            ]
            if inside:
                incidents[min(inside)[2]].add(incident["id"])
    return Annotated(happenings, refs, {at: frozenset(ids) for at, ids in incidents.items()}, gold)


def count_words(shared: Path) -> dict[str, float]:
    """How much each common stem tells, from 0 to 1, by how few documents have it; what is not common tells 1."""
    left_out = set(json.loads((shared / GOLD).read_text(encoding="utf-8"))["reports"])
    counts: Counter[str] = Counter()
    number = 0
    for name in WORD_TEXTS:
        for record in read_lines(shared / name):
            if record["ref"] in left_out:
                continue
            for part in record["text"].split(". "):
                number += 1
                counts.update({stem(word) for word in content_words([part])})
    whole = log(number * _COMMON * 4)
    rare = {word: min(1.0, max(0.05, log(number / count) / whole)) for word, count in counts.items() if count >= number * _COMMON / 4}
    return {word: round(weight, 2) for word, weight in sorted(rare.items()) if weight < 0.995}


def make_rows(annotated: Annotated, columns: Columns) -> Rows:
    """All pairs of happenings of different reports that no rule keeps apart."""
    pairs: list[tuple[int, int]] = []
    seen: list[Matrix] = []
    label: list[int] = []
    for at in range(1, columns.count):
        compared = compare(columns, at, columns)
        open_pairs = np.nonzero((bars(compared) == 0)[:at])[0]
        levels = [np.eye(len(names), dtype=np.float32)[found[open_pairs]] for names, found in levels_of(compared).values()]
        seen.append(np.hstack(levels))
        for other in open_pairs.tolist():
            pairs.append((other, at))
            mine, theirs = annotated.incidents.get(at), annotated.incidents.get(other)
            label.append(-1 if mine is None or theirs is None else int(bool(mine & theirs)))
    return Rows(np.array(pairs), np.concatenate(seen), np.array(label), _weigh(annotated, pairs, label))


def _weigh(annotated: Annotated, pairs: Sequence[tuple[int, int]], label: Sequence[int]) -> Matrix:
    """1 for a pair of two incidents; less for one of an incident the more pairs it has."""
    shared = [annotated.incidents[a] & annotated.incidents[b] if is_one == 1 else () for (a, b), is_one in zip(pairs, label, strict=True)]
    count = Counter(one for ids in shared for one in ids)
    return np.array([max((count[one] for one in ids), default=1) ** -_EVENLY for ids in shared])


def known_rows(annotated: Annotated, words: Mapping[str, float]) -> tuple[Matrix, Matrix, Matrix]:
    """The levels of all pairs of which the annotation says whether they are one, what it says (0 or 1), and what each pair counts."""
    columns = unweighted(words).prepare(annotated.happenings)
    with np.errstate(invalid="ignore", over="ignore"):
        rows = make_rows(annotated, columns)
    known = rows.label >= 0
    return rows.seen[known], rows.label[known], rows.weight[known]


def level_names(columns: Columns) -> list[tuple[str, str]]:
    """The groups and levels that the columns of ``Rows.seen`` stand for."""
    return [(group, name) for group, (names, _) in levels_of(compare(columns, 0, columns)).items() for name in names]


def fit(seen: Matrix, label: Matrix, weight: Matrix | float = 1.0, ridge: float = RIDGE) -> Matrix:
    """Weights of a logistic regression under an L2 penalty by Newton's method, the bias last and free; ``weight`` is what rows count."""
    rows = np.hstack([seen, np.ones((len(seen), 1), np.float32)]).astype(np.float64)
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 1e-3
    weights = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        spread = weight * np.maximum(likely * (1 - likely), 1e-6)
        slope = rows.T @ (weight * (likely - label)) + penalty * weights
        step = np.linalg.solve((rows * spread[:, None]).T @ rows + np.diag(penalty), slope)
        longest = float(np.abs(step).max())
        weights -= step * min(1.0, 2.0 / longest) if longest else step
        if longest < _CLOSE:
            break
    return weights


def fit_evenly(seen: Matrix, label: Matrix, weight: Matrix) -> Matrix:
    """As ``fit``, with the bias that makes as many pairs likely as there are: what is weighed down is no less likely for it."""
    weights = fit(seen, label, weight)
    told = seen @ weights[:-1]
    low, high = weights[-1] - _FURTHEST, weights[-1] + _FURTHEST
    for _ in range(_HALVINGS):
        bias = (low + high) / 2
        low, high = (bias, high) if (1 / (1 + np.exp(-np.clip(told + bias, -30, 30)))).sum() < label.sum() else (low, bias)
    return np.append(weights[:-1], bias)


def likelihoods(seen: Matrix, weights: Matrix) -> Matrix:
    """How likely each row of levels (rows, levels) is one, by weights with the bias last."""
    likely: Matrix = 1 / (1 + np.exp(-np.clip(seen @ weights[:-1] + weights[-1], -30, 30)))
    return likely


def to_scorer(weights: Matrix, names: Sequence[tuple[str, str]], words: Mapping[str, float]) -> Scorer:
    """The scorer that has these weights."""
    levels: dict[str, dict[str, float]] = defaultdict(dict)
    for (group, name), weight in zip(names, weights.tolist(), strict=False):
        if abs(weight) >= _SMALLEST:
            levels[group][name] = round(weight, 3)
    return Scorer(round(float(weights[-1]), 3), dict(levels), make_telling(words), THRESHOLD)


def unweighted(words: Mapping[str, float]) -> Scorer:
    """A scorer that only prepares columns."""
    return Scorer(0.0, {}, make_telling(words), THRESHOLD)


def hashes(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """The SHA-256 of each file by its name below a folder."""
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def write_scorer(scorer: Scorer, made_from: Mapping[str, str], path: Path) -> None:
    """Writes a scorer, one level or stem a line."""
    body = {
        "made_from": dict(made_from),
        "threshold": scorer.threshold,
        "bias": scorer.bias,
        "levels": scorer.levels,
        "words": scorer.telling.words,
    }
    path.write_text(json.dumps(body, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    parse_scorer(path.read_text(encoding="utf-8"))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    words = count_words(given.data)
    told = [to_annotated(read_reports(given.data, set(gold["reports"])), gold) for gold in read_golds(given.data)]
    seen, label, weight = (np.concatenate(parts) for parts in zip(*(known_rows(one, words) for one in told), strict=True))
    names = level_names(unweighted(words).prepare(told[0].happenings[:2]))
    scorer = to_scorer(fit_evenly(seen, label, weight), names, words)
    made_from = hashes([given.data / GOLD, *(given.data / name for name in WORD_TEXTS)], given.data) | hashes(
        sorted(OWN.glob("*.json")), ROOT
    )
    write_scorer(scorer, made_from, given.out)
    sys.stdout.write(f"wrote {given.out}: {len(label)} pairs, {int(label.sum())} of one incident\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
