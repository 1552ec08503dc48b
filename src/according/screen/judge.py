"""Whether a report is about armed conflict at all: a linear model over hashed words, run before the tagger.

It exists to drop sport, markets, recipes and the like cheaply; whatever is doubtful is kept. A text is weighed in windows
and judged by its weightiest one, so that a few lines on fighting late in a long text are enough to keep it. The more windows
there are, the likelier one of them looks like fighting by accident: so a longer text needs a little more. Where other windows
look like it too, less is needed of the weightiest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from according.screen.words import Hashes, find_windows, hash_words, pair_slots, word_slots

WEIGHTS = "weights.npz"
_LEAST_KNOWN = 0.5
"""The share of known words in a window under which its language counts as one that the screen cannot judge."""
_LENGTH_COST = 0.8
"""What a text loses in log-odds with the logarithm of the number of its windows."""
_SPREAD_GAIN, _SPREAD_FROM = 3.0, -1.0
"""What a text gains with the mean of its windows' log-odds above this."""
_SHORT_GAIN = 1.0
"""What a text of a single window gains, in which nothing else can bear it out."""
_MOST_COUNTED = 64
"""So many windows count at the most, so that no length hides a report on fighting."""
_FEWEST_WORDS = 3
"""A text with fewer words says too little to be dropped."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What the screen holds of one report, for example that it is worth reading with a score of 0.97.

    ``score`` is the calibrated probability that the report is about armed conflict, as far as the screen can read it;
    ``keep`` is also true where it cannot: no words, too few, or a language that it does not know.
    """

    keep: bool
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted screen: a weight for each slot, and which slots are those of known words.

    ``step`` turns the whole numbers of ``table`` into log-odds, ``bias`` is added; ``threshold`` is the least log-odds of a
    text that is kept; ``slope`` and ``intercept`` turn log-odds into the probability.
    """

    table: NDArray[np.int8]
    known: NDArray[np.bool_]
    step: float
    bias: float
    threshold: float
    slope: float
    intercept: float


def is_about_conflict(text: str, title: str | None = None) -> Screened:
    """Whether a report is to be read: kept unless it is surely about something else than armed conflict and its like.

    >>> is_about_conflict("Stir the butter into the flour, season the sauce and bake the pie for forty minutes.").keep
    False
    >>> is_about_conflict("Rebels shelled the town overnight and three civilians were killed, residents said.").keep
    True
    """
    return judge(hash_words(f"{title}\n{text}" if title else text), load_weights())


def judge(words: Hashes, weights: Weights) -> Screened:
    """The same for words that are hashed already, with weights of one's own."""
    if len(words) < _FEWEST_WORDS:
        return Screened(True, to_probability(weights.bias, weights))
    log_odds = weigh(words, weights)
    return Screened(log_odds >= weights.threshold or not is_readable(words, weights), to_probability(log_odds, weights))


def weigh(words: Hashes, weights: Weights) -> float:
    """The log-odds of a text; sums are of whole numbers, so that they come out the same everywhere."""
    starts, ends = find_windows(len(words))
    single = _running_sum(weights.table[word_slots(words)])
    paired = _running_sum(weights.table[pair_slots(words)])
    sums = single[ends] - single[starts] + paired[ends - 1] - paired[starts]
    cost = _LENGTH_COST * math.log(min(len(starts), _MOST_COUNTED))
    above = np.maximum(sums - round((_SPREAD_FROM - weights.bias) / weights.step), 0).sum() / len(sums)
    gain = _SPREAD_GAIN * float(above) * weights.step + (_SHORT_GAIN if len(starts) == 1 else 0.0)
    return float(sums.max()) * weights.step + weights.bias - cost + gain


def is_readable(words: Hashes, weights: Weights) -> bool:
    """Whether in every window enough words are known for the screen to judge it."""
    starts, ends = find_windows(len(words))
    known = _running_sum(weights.known[word_slots(words)])
    return bool(((known[ends] - known[starts]) >= _LEAST_KNOWN * (ends - starts)).all())


def _running_sum(values: NDArray[np.int8] | NDArray[np.bool_]) -> NDArray[np.int64]:
    """Sums up to each position, beginning with 0, so that the sum of a stretch is a difference."""
    sums = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=sums[1:])
    return sums


def to_probability(log_odds: float, weights: Weights) -> float:
    """The calibrated probability that belongs to log-odds, to four digits."""
    return round(1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, weights.slope * log_odds + weights.intercept)))), 4)


@cache
def load_weights() -> Weights:
    """The shipped weights of this process, loaded once."""
    return read_weights(files("according.screen") / WEIGHTS)


def read_weights(file: Traversable) -> Weights:
    """Weights from a file of ``write_weights``."""
    with file.open("rb") as data, np.load(data, allow_pickle=False) as stored:
        numbers = [float(number) for number in stored["numbers"]]
        return Weights(stored["table"], np.unpackbits(stored["known"]).astype(np.bool_), *numbers)
