"""Contents by a second witness: the head that asks of each piece alone whether someone says it, whatever it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from according.tag.decode import Floats, find_paths, path_spans, softmax

Run = tuple[int, int]
"""Pieces ``[start, end)`` of a text."""

_LOUDEST = 4.0
"""No piece counts for more than this, nor against more, in log odds."""
_TAKEN = -2.0
"""What a piece counts for a claim if a likelier claim has it."""
_SHUT = -30.0
"""What a piece counts that is in no run: those that are taken, and one before the first, so that a run costs the same there."""
_LABELS = ("O", "B-content", "I-content")


def log_odds(scores: Floats) -> Floats:
    """How much each piece speaks for being said, from the scores (pieces, 3) of nothing, content and source.

    >>> log_odds(np.array([[1, 0, -99], [0, 2, -99], [0, 99, 0]], np.float32)).round(1).tolist()
    [-1.0, 2.0, 4.0]
    """
    p = softmax(scores)[:, 1].astype(np.float64).clip(1e-6, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)).clip(-_LOUDEST, _LOUDEST), np.float32)


@dataclass(slots=True)
class Witness:
    """What the pieces of one text say, as far as it is read, and which of them claims have taken."""

    size: int
    odds: Floats = field(init=False)
    taken: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.odds, self.taken = np.zeros(self.size, np.float32), np.zeros(self.size, bool)

    def hear(self, first: int, scores: Floats) -> None:
        """The scores of pieces from ``first`` on; of a piece that was heard before, the later scores stand."""
        self.odds[first : first + len(scores)] = log_odds(scores)

    def choose(self, contents: Sequence[Sequence[Run]], probabilities: Sequence[float], trust: float, least: float) -> list[int]:
        """The numbers of the claims that stand, in the order given.

        From the likeliest anchor on, a claim stands if the log odds of its anchor, and ``trust`` times the mean of what its
        content's pieces say, reach those of ``least``; pieces that a claim before has taken speak against it.
        """
        chosen = []
        for number in sorted(range(len(contents)), key=lambda number: -probabilities[number]):
            pieces = _pieces(contents[number])
            said = float(np.where(self.taken[pieces], np.float32(_TAKEN), self.odds[pieces]).mean())
            if _logit(probabilities[number]) + trust * said >= _logit(least):
                chosen.append(number)
                self.take(contents[number])
        return sorted(chosen)

    def take(self, content: Sequence[Run]) -> None:
        """These pieces are in the content of a claim."""
        self.taken[_pieces(content)] = True

    def find_unclaimed(self, first: int, end: int, cost: float) -> list[Run]:
        """Runs of pieces in ``[first, end)`` that no claim has, and that together speak for being said by more than ``cost``."""
        worth = np.full(1 + end - first, _SHUT, np.float32)
        worth[1:][~self.taken[first:end]] = self.odds[first:end][~self.taken[first:end]]
        table = np.stack([np.zeros_like(worth), worth, worth], axis=1)
        (path,) = find_paths([table], [np.zeros_like(worth)], cost)
        return [(first + start, first + stop) for start, stop, _ in path_spans(path[1:], _LABELS)]


def _pieces(content: Sequence[Run]) -> NDArray[np.int64]:
    return np.concatenate([np.arange(*run) for run in content])


def _logit(p: float) -> float:
    return float(np.log(max(p, 1e-6) / max(1 - p, 1e-6)))


def add_runs(contents: Sequence[list[Run]], runs: Sequence[Run]) -> list[Run]:
    """Lengthens in place the contents that runs adjoin, first one that ends where a run begins; gives the runs that adjoin none."""
    alone = []
    for start, end in runs:
        content = next((content for content in contents if any(start == stop for _, stop in content)), None)
        content = content or next((content for content in contents if any(end == begin for begin, _ in content)), None)
        if content is None:
            alone.append((start, end))
            continue
        first = next((begin for begin, stop in content if stop == start), start)
        last = next((stop for begin, stop in content if begin == end), end)
        content[:] = sorted([run for run in content if run[1] <= first or run[0] >= last] + [(first, last)])
    return alone
