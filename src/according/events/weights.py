"""The weights of the models of this room, as ``train/ties.py`` writes them: one number for each feature by name."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import repeat

Weights = Mapping[str, float]
Models = Mapping[str, Weights]


@cache
def load_models() -> Models:
    """The models by name: ``tie``, ``date``, and ``actor``, ``target``, ``place`` for what fills a missing role."""
    models: Models = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return models


def chance(features: Iterable[str], weights: Weights) -> float:
    """The probability that a logistic model gives: 0.5 where no feature is known."""
    total = sum(map(weights.get, features, repeat(0.0)))
    total = 30.0 if total > 30.0 else -30.0 if total < -30.0 else total
    return 1.0 / (1.0 + math.exp(-total))
