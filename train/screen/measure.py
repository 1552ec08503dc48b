"""How the screen does on sets that it has not seen, and the threshold and calibration that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from according.screen.judge import Weights, is_readable, weigh
from according.screen.words import hash_words
from train.screen.fit import Example, fit, iter_examples, to_weights
from train.screen.texts import Text, read_texts


@dataclass(frozen=True, slots=True)
class Scored:
    """A text with the log-odds that weights gave it which were fitted without its set; ``readable`` as the screen sees it."""

    text: Text
    clear: bool
    log_odds: float
    readable: bool


Material = Sequence[tuple[Text, Sequence[Example]]]


def read_material(shared: Path) -> Material:
    """All texts with the examples that each gives."""
    return [(text, tuple(iter_examples(text))) for text in read_texts(shared)]


def fit_without(material: Material, left_out: Sequence[str], known: NDArray[np.bool_]) -> Weights:
    """Weights that have seen nothing of some sets."""
    skipped = {*left_out, "crime"}
    return to_weights(fit([example for text, examples in material if text.set not in skipped for example in examples]), known)


def score_left_out(material: Material, left_out: Sequence[str], known: NDArray[np.bool_]) -> list[Scored]:
    """The texts of some sets, scored by weights that have seen nothing of them."""
    weights = fit_without(material, left_out, known)
    scored = []
    for text, _ in material:
        if text.set in left_out and len(words := hash_words(text.text)) > 2:
            scored.append(Scored(text, text.clear, weigh(words, weights), is_readable(words, weights)))
    return scored


POOLED_RECALL, LEAST_RECALL, LARGE_SET = 0.995, 0.99, 100
MARGIN = 0.2
"""How far below what these sets need the threshold lies, in log-odds: the next war is like none of them."""


def choose_threshold(scored: Sequence[Scored]) -> float:
    """The log-odds that keep 99.5 % of all clear reports on conflict, and 99 % of those of each large set."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for one in scored:
        if one.text.about and one.clear and one.text.kind == "report":
            by_set[one.text.set].append(one.log_odds)
    pooled = [score for scores in by_set.values() for score in scores]
    least = [float(np.quantile(scores, 1 - LEAST_RECALL, method="lower")) for scores in by_set.values() if len(scores) >= LARGE_SET]
    return min(float(np.quantile(pooled, 1 - POOLED_RECALL, method="lower")), *least) - MARGIN


def calibrate(scored: Sequence[Scored]) -> tuple[float, float]:
    """Slope and intercept that turn log-odds into the probability of conflict where half of all texts are about it (Newton's method)."""
    chosen = [one for one in scored if one.clear]
    about = np.array([one.text.about for one in chosen], dtype=float)
    counts = np.where(about == 1, 0.5 / about.sum(), 0.5 / (1 - about).sum())
    inputs = np.column_stack(([one.log_odds for one in chosen], np.ones(len(chosen))))
    found = np.array([0.5, 0.0])
    for _ in range(50):
        odds = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (counts * (odds - about)) + 1e-6 * found
        curve = (inputs * (counts * odds * (1 - odds))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        found = found - np.linalg.solve(curve, slope)
    return float(found[0]), float(found[1])


def tabulate(scored: Sequence[Scored], threshold: float) -> Iterator[str]:
    """The lines of a table of each set: how many of its texts are kept by weights that have not seen it."""
    groups: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one in scored:
        label = ("conflict" if one.clear else "conflict, unclear") if one.text.about else "other"
        groups[one.text.set, one.text.kind, label].append(one.log_odds >= threshold or not one.readable)
    yield "| left out | texts | label | count | kept |"
    yield "| --- | --- | --- | ---: | ---: |"
    for (name, kind, label), kept in sorted(groups.items(), key=lambda group: (group[0][2], group[0])):
        yield f"| {name} | {kind}s | {label} | {len(kept):,} | {sum(kept) / len(kept):.1%} |"
