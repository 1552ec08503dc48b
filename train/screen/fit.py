"""From texts to weights: a linear model over hashed words, drawn to words that tell of war in any war."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from according.screen.judge import Weights
from according.screen.words import SLOTS, WINDOW, Hashes, hash_words, pair_slots, word_slots
from according.sentences import find_sentences
from train.screen.lists import CLEAR, FOREIGN, PRIOR
from train.screen.texts import Text

Floats = NDArray[np.float64]

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of text to learn from, as hashed words."""

    set: str
    about: bool
    words: Hashes


MOST_STRETCHES = 10


def iter_examples(text: Text) -> Iterator[Example]:
    """Windows of a text and single sentences of it, half of them without names, so that more than names is learned.

    Of a report on conflict only stretches with a clear word are learned from: the others may be about anything.
    """
    words = text.text.split()
    stretches = [" ".join(words[start : start + WINDOW]) for start in range(0, len(words), WINDOW)]
    if text.kind == "report" and len(words) > WINDOW:
        stretches += [text.text[a:b] for a, b in find_sentences(text.text)]
    rng = random.Random(text.id)
    if text.about and text.set != "made up":
        stretches = [stretch for stretch in stretches if CLEAR.search(stretch)]
    for stretch in rng.sample(stretches, min(MOST_STRETCHES, len(stretches))):
        part = _NAME.sub("", stretch) if rng.random() < NAMELESS_SHARE else stretch
        if len(hashed := hash_words(part)) > 2:
            yield Example(text.set, text.about, hashed[: WINDOW + WINDOW // 2])


NAMELESS_SHARE = 0.5
LEARNING_ROUNDS = 200
SHRINKAGE = 2e-5
SCALE = 0.125
"""What one word counts in an example while the weights are fitted: near one over the root of the slots of a whole window."""
START = -1.5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each slot, and the bias."""

    weights: Floats
    bias: float


def slots_of(words: Hashes) -> NDArray[np.intp]:
    """The slots of the words and word pairs of one example."""
    return np.concatenate((word_slots(words), pair_slots(words)))


def weigh_examples(examples: Sequence[Example]) -> Floats:
    """How much each example counts: conflict as much as the rest, and large sets less than their size."""
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    for example in examples:
        sizes[example.set, example.about] += 1
    counts = np.array([sizes[example.set, example.about] ** -0.5 for example in examples])
    about = np.array([example.about for example in examples])
    counts[about] /= 2 * counts[about].sum()
    counts[~about] /= 2 * counts[~about].sum()
    return counts


def shared_slots(examples: Sequence[Example], slots: Sequence[NDArray[np.intp]]) -> NDArray[np.bool_]:
    """Which slots are filled in two sets at least: what one set alone has says more of the set than of the world."""
    counts = np.zeros(SLOTS, dtype=np.int64)
    by_set: dict[str, list[NDArray[np.intp]]] = defaultdict(list)
    for example, filled in zip(examples, slots, strict=True):
        by_set[example.set].append(filled)
    for filled_slots in by_set.values():
        counts[np.unique(np.concatenate(filled_slots))] += 1
    return counts >= 2


def make_prior() -> Floats:
    """The weight of each slot before anything is learned."""
    prior = np.zeros(SLOTS)
    for log_odds, words in PRIOR.items():
        prior[word_slots(hash_words(words))] = log_odds / SCALE
    return prior


def fit(examples: Sequence[Example]) -> Fitted:
    """Weights of a logistic regression that is drawn to the prior, by accelerated gradient; the same rows give the same weights."""
    slots = [slots_of(example.words) for example in examples]
    prior = make_prior()
    allowed = shared_slots(examples, slots) | (prior != 0)
    columns = np.cumsum(allowed) - 1
    kept = [columns[filled[allowed[filled]]] for filled in slots]
    rows = _Rows(np.array([len(columns) for columns in kept]), np.concatenate(kept).astype(np.int32), int(allowed.sum()))
    about = np.array([example.about for example in examples], dtype=float)
    found, bias = _descend(rows, about, weigh_examples(examples), prior[allowed])
    weights = np.zeros(SLOTS)
    weights[allowed] = found * SCALE
    return Fitted(weights, bias)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Examples as rows of columns, all of value ``SCALE``."""

    lengths: NDArray[np.intp]
    columns: NDArray[np.int32]
    width: int

    def dot(self, weights: Floats) -> Floats:
        """The sum of the weights in each row."""
        sums = np.concatenate(([0.0], np.cumsum(weights[self.columns])))
        ends = np.cumsum(self.lengths)
        return np.asarray(SCALE * (sums[ends] - sums[ends - self.lengths]), dtype=np.float64)

    def dot_rows(self, values: Floats) -> Floats:
        """The sum of the rows' values in each column."""
        return np.asarray(
            SCALE * np.bincount(self.columns, weights=np.repeat(values, self.lengths), minlength=self.width), dtype=np.float64
        )


def _descend(rows: _Rows, about: Floats, counts: Floats, prior: Floats) -> tuple[Floats, float]:
    weights = ahead = prior
    bias = bias_ahead = START
    momentum, step = 1.0, 3.0
    for _ in range(LEARNING_ROUNDS):
        error = counts * (1 / (1 + np.exp(-rows.dot(ahead) - bias_ahead)) - about)
        moved = ahead - step * (rows.dot_rows(error) + SHRINKAGE * (ahead - prior))
        bias_moved = bias_ahead - step * float(error.sum())
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        push = (momentum - 1) / following
        ahead, bias_ahead = moved + push * (moved - weights), bias_moved + push * (bias_moved - bias)
        weights, bias, momentum = moved, bias_moved, following
    return weights, bias


def to_weights(fitted: Fitted, known: NDArray[np.bool_]) -> Weights:
    """The fitted weights as whole numbers of one byte; the few largest are cut to the largest that fits."""
    used = np.abs(fitted.weights[fitted.weights != 0])
    step = float(np.quantile(used, 0.9995)) / 127
    table = np.clip(np.rint(fitted.weights / step), -127, 127).astype(np.int8)
    return Weights(table, known, step, fitted.bias, 0.0, 1.0, 0.0)


KNOWN_IN = 5  # texts


def find_known(texts: Sequence[Text]) -> NDArray[np.bool_]:
    """The slots of the words that stand in several texts, those that are frequent in other languages left out."""
    counts = np.zeros(SLOTS, dtype=np.int64)
    for text in texts:
        if text.set != "made up":
            counts[np.unique(word_slots(hash_words(text.text)))] += 1
    known: NDArray[np.bool_] = counts >= KNOWN_IN
    english = hash_words("a i me no so to as is in on do we he she it was per son come den men at die")
    known[np.setdiff1d(word_slots(hash_words(FOREIGN)), word_slots(english))] = False
    return known
