"""Small networks that correct a linear model of pairs by what the tagger's network makes of both sides."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

FILE = "nets.npz"
STEPS = 12
"""So many distances in sentences a net tells apart."""
SHRINK = 0.25
"""A linear model's sum is given to the hidden units in these units."""
Matrix = np.ndarray[Any, Any]
Refine = Callable[[Sequence[float], Sequence[tuple[int, int]], Sequence[int]], list[float]]
"""From the sums of a linear model, the two sides of each pair by number and how far apart they are, the likelihood of each pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """The weights of one net, by layer.

    Both sides are projected (width, projected), compared unit by unit, and joined with their distance (``STEPS``, distance) and the
    linear model's sum in one layer of hidden units, whose output is added to that sum.
    """

    scale: Matrix
    left: Matrix
    left_bias: Matrix
    right: Matrix
    right_bias: Matrix
    near: Matrix
    hidden: Matrix
    hidden_bias: Matrix
    out: Matrix
    out_bias: Matrix

    def refine(self, left: Matrix, right: Matrix) -> Refine:
        """Likelihoods of pairs of these rows (rows, width): the first of a pair is one of ``left``."""
        lefts = (left @ self.left + self.left_bias).astype(np.float32)
        rights = (right @ self.right + self.right_bias).astype(np.float32)

        def likelihoods(sums: Sequence[float], pairs: Sequence[tuple[int, int]], apart: Sequence[int]) -> list[float]:
            if not pairs:
                return []
            one, other = np.array(pairs, np.int64).T
            a, b, total = lefts[one], rights[other], np.clip(np.array(sums, np.float32), -30, 30)
            parts = (np.maximum(a, 0), np.maximum(b, 0), a * b, np.abs(a - b), self.near[np.array(apart)], SHRINK * total[:, None])
            units = np.maximum(np.concatenate(parts, axis=1) @ self.hidden + self.hidden_bias, 0)
            refined = self.scale * total + units @ self.out + self.out_bias
            likely: list[float] = (1 / (1 + np.exp(-np.clip(refined.astype(np.float64), -30, 30)))).tolist()
            return likely

        return likelihoods


Nets = Mapping[str, Net]


def read_nets(data: bytes) -> dict[str, Net]:
    """Nets from the bytes of a file that ``write_nets`` wrote."""
    tables = np.load(io.BytesIO(data), allow_pickle=False)
    names = sorted({key.split("/")[0] for key in tables})
    return {name: Net(**{layer: tables[f"{name}/{layer}"].astype(np.float32) for layer in Net.__dataclass_fields__}) for name in names}


def steps_apart(sentences: int, back: int) -> int:
    """A distance in sentences as a net knows it, of which ``back`` are below 0."""
    return min(max(sentences + back, 0), STEPS - 1)
