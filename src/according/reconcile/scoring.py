"""How likely two happenings of different reports are one: a logistic model over levels, and rules that no score overrides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from according.incidents import Happening
from according.reconcile.columns import Array, Columns, Ready, Telling, make_ready, make_telling, to_columns
from according.reconcile.contrast import Compared, compare
from according.reconcile.features import Levels, levels_of
from according.reconcile.reasons import MEASURED, reasons_of
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
        return to_columns([make_ready(one) for one in happenings], self.telling)

    def compare_columns(self, left: Columns, at: int, right: Columns) -> tuple[Array, Array, Compared, Levels]:
        """One happening against many: scores, the rules in ``NEVER`` that keep pairs apart (0 for none), and what both rest on."""
        with np.errstate(invalid="ignore", over="ignore"):
            compared = compare(left, at, right)
            levels = levels_of(compared)
            scores = self._likelihood(levels, len(compared["alike"]))
            rules = bars(compared)
            scores[rules > 0] = 0.0
        return scores, rules, compared, levels

    def _likelihood(self, levels: Levels, count: int) -> Array:
        total = np.full(count, self.bias)
        for group, (names, held) in levels.items():
            weights = self.levels.get(group, {})
            total += np.array([weights.get(name, 0.0) for name in names])[held]
        return np.asarray(np.round(np.minimum(_MOST, 1 / (1 + np.exp(-np.clip(total, -30, 30)))), 4))


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
    return score_many(make_ready(left), (make_ready(right),), scorer)[0]


def score_many(left: Ready, many: Sequence[Ready], scorer: Scorer | None = None, *, least: float = 0.0) -> tuple[Scored, ...]:
    """How likely one happening is each of many, in their order; reasons are given from a score of ``least`` on."""
    scorer = scorer or load_scorer()
    if not many:
        return ()
    one, others = to_columns((left,), scorer.telling), to_columns(many, scorer.telling)
    scores, rules, compared, levels = scorer.compare_columns(one, 0, others)
    found = []
    for at, right in enumerate(many):
        score, rule = float(scores[at]), int(rules[at])
        reasons: tuple[str, ...] = (NEVER[rule],) if rule else ()
        if not rule and score >= least:
            held = {group: names[int(which[at])] for group, (names, which) in levels.items()}
            measured = {name: float(compared[name][at]) for name in MEASURED}
            first, second = sorted((left.happening, right.happening), key=lambda one: one.id)
            reasons = reasons_of(first, second, held, measured)
        found.append(Scored(score, reasons))
    return tuple(found)
