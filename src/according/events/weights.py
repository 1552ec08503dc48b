"""The weights of the models of this room, as ``train/ties.py`` writes them: one number for each feature by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from according.logistic import Weights

Models = Mapping[str, Weights]


@cache
def load_models() -> Models:
    """The models by name: ``tie``, ``date``, and ``actor``, ``target``, ``place`` for what fills a missing role."""
    models: Models = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return models
