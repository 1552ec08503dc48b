"""How likely two happenings of different reports are one: a logistic model over levels, and rules that no score overrides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from according.incidents import Happening
from according.reconcile.columns import Array, Columns, Telling, make_telling, to_columns
from according.reconcile.features import Compared, compare, levels_of
from according.reconcile.reasons import reasons_of
from according.reconcile.rules import NEVER, bars

_MOST = 0.9995
"""No pair is surer than this."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How likely two happenings are one, between 0 and 1, with the reasons in words; 0 where a rule keeps them apart."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by group and level, and how much each stem tells; ``threshold`` is where a mean score joins."""

    bias: float
    levels: Mapping[str, Mapping[str, float]]
    telling: Telling
    threshold: float

    def prepare(self, happenings: Sequence[Happening]) -> Columns:
        """Happenings as columns, to be scored many at once."""
        return to_columns(happenings, self.telling)

    def score_columns(self, left: Columns, at: int, right: Columns) -> Array:
        """The scores of one happening against many, in their order: each between 0 and 1."""
        with np.errstate(invalid="ignore", over="ignore"):
            compared = compare(left, at, right)
            scores = self._likelihood(compared)
            scores[bars(compared) > 0] = 0.0
        return scores

    def _likelihood(self, compared: Compared) -> Array:
        total = np.full(len(compared["alike"]), self.bias)
        for group, (names, levels) in levels_of(compared).items():
            weights = self.levels.get(group, {})
            total += np.array([weights.get(name, 0.0) for name in names])[levels]
        return np.round(np.minimum(_MOST, 1 / (1 + np.exp(-np.clip(total, -30, 30)))), 4)


@cache
def load_scorer() -> Scorer:
    """The scorer whose weights ``train/incidents.py`` made."""
    return parse_scorer(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))


def parse_scorer(text: str) -> Scorer:
    """A scorer from its JSON form."""
    given = json.loads(text)
    return Scorer(given["bias"], given["levels"], make_telling(given["words"]), given["threshold"])


def score_pair(left: Happening, right: Happening, scorer: Scorer | None = None) -> Scored:
    """How likely two happenings are one, and why; the same whichever comes first."""
    scorer = scorer or load_scorer()
    first, second = sorted((left, right), key=lambda one: one.id)
    columns = scorer.prepare((first, second))
    score = float(scorer.score_columns(columns, 0, columns)[1])
    with np.errstate(invalid="ignore", over="ignore"):
        compared = {name: values[1:] for name, values in compare(columns, 0, columns).items()}
        rule = int(bars(compared)[0])
    if rule:
        return Scored(0.0, (NEVER[rule],))
    return Scored(score, reasons_of(first, second, compared, scorer.levels))


def score_many(left: Happening, many: Sequence[Happening], scorer: Scorer | None = None) -> tuple[float, ...]:
    """The scores of one happening against many, in their order, without reasons."""
    scorer = scorer or load_scorer()
    if not many:
        return ()
    return tuple(scorer.score_columns(scorer.prepare((left,)), 0, scorer.prepare(many)).tolist())
