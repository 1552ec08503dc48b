"""The weights of the models of this room, as ``train/ties.py`` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from according.events.refining import FILE, Nets, read_nets
from according.logistic import Weights

Models = Mapping[str, Weights]


class Fitted(NamedTuple):
    """The linear models by name, one number for each feature, and the nets that correct two of them.

    ``tie``, ``date`` (both have a net), ``lend``, and ``actor``, ``target``, ``place`` for what fills a missing role.
    """

    models: Models
    nets: Nets


@cache
def load_fitted() -> Fitted:
    """What is shipped."""
    here = files(__package__)
    models: Models = json.loads(here.joinpath("weights.json").read_text(encoding="utf-8"))
    return Fitted(models, read_nets(here.joinpath(FILE).read_bytes()))
