"""Logistic models over features by name: one number for each, of which the sum tells how likely something is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import repeat

Weights = Mapping[str, float]


def chance(features: Iterable[str], weights: Weights) -> float:
    """The probability that a model gives: 0.5 where no feature is known.

    >>> round(chance(["near", "of one kind"], {"near": 1.5, "of one kind": 0.7}), 2)
    0.9
    """
    return chance_of(total_of(features, weights))


def chance_of(total: float) -> float:
    """The probability that belongs to a model's sum."""
    total = 30.0 if total > 30.0 else -30.0 if total < -30.0 else total
    return 1.0 / (1.0 + math.exp(-total))


def total_of(features: Iterable[str], weights: Weights) -> float:
    """The sum of which a model makes its probability.

    >>> total_of(["near", "unheard of"], {"near": 1.5})
    1.5
    """
    return sum(map(weights.get, features, repeat(0.0)))
