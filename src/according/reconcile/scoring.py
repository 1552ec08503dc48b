"""How likely two happenings of different reports are one: a logistic model over levels, and rules that no score overrides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from according.incidents import Happening
from according.reconcile.columns import Array, Columns, Ready, Telling, Which, make_ready, make_telling, to_columns
from according.reconcile.contrast import Compared, compare
from according.reconcile.features import Levels, levels_of
from according.reconcile.reasons import MEASURED, reasons_of
from according.reconcile.rules import NEVER, bars

_MOST = 0.9995
"""No pair is surer than this."""
_ONE_PERSON = 0.9
"""What is told of one person by name, of one kind and of days that go together, is as likely one at least."""
_TOGETHER = 4_000
"""So many pairs are compared at once, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How likely two happenings are one, between 0 and 1, with the reasons in words; 0 where a rule keeps them apart."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by group and level, and how much each stem tells; ``threshold`` is where the root of a mean squared score joins."""

    bias: float
    levels: Mapping[str, Mapping[str, float]]
    telling: Telling
    threshold: float

    def prepare(self, happenings: Sequence[Happening]) -> Columns:
        """Happenings as columns, to be scored many at once."""
        return to_columns([make_ready(one, self.telling) for one in happenings])

    def compare_columns(self, left: Columns, at: Which, right: Columns) -> tuple[Array, Array, Compared, Levels]:
        """Scores of pairs, the rules in ``NEVER`` that keep pairs apart (0 for none), and what both rest on.

        ``at`` is the row on the left, one for all, or one for each on the right.
        """
        with np.errstate(invalid="ignore", over="ignore"):
            compared = compare(left, at, right)
            levels = levels_of(compared)
            scores = self._likelihood(levels, len(compared["alike"]))
            rules = bars(compared)
            scores = np.where(compared["one_person"], np.maximum(scores, _ONE_PERSON), scores)
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
    scorer = scorer or load_scorer()
    one, other = (make_ready(happening, scorer.telling) for happening in (left, right))
    return score_near([(one, (other,))], 0.0, scorer)[0][0][1]


def score_near(
    lists: Sequence[tuple[Ready, Sequence[Ready]]], least: float, scorer: Scorer | None = None
) -> list[list[tuple[int, Scored]]]:
    """For each happening which of those listed with it it may be, with a score of ``least`` or more: their places, and how likely."""
    scorer = scorer or load_scorer()
    found: list[list[tuple[int, Scored]]] = []
    for some in _in_parts(lists):
        found += _score(some, least, scorer)
    return found


def _in_parts(lists: Sequence[tuple[Ready, Sequence[Ready]]]) -> Iterator[Sequence[tuple[Ready, Sequence[Ready]]]]:
    """The lists so many at a time that no more than ``_TOGETHER`` pairs are compared at once, one list at least."""
    start, pairs = 0, 0
    for end, (_, many) in enumerate(lists):
        if start < end and pairs + len(many) > _TOGETHER:
            yield lists[start:end]
            start, pairs = end, 0
        pairs += len(many)
    yield lists[start:]


def _score(lists: Sequence[tuple[Ready, Sequence[Ready]]], least: float, scorer: Scorer) -> list[list[tuple[int, Scored]]]:
    found: list[list[tuple[int, Scored]]] = [[] for _ in lists]
    sizes = [len(many) for _, many in lists]
    of = np.repeat(np.arange(len(lists)), sizes)
    if not len(of):
        return found
    first = np.cumsum(sizes) - sizes
    left, right = to_columns([one for one, _ in lists]), to_columns([other for _, many in lists for other in many])
    scores, rules, compared, levels = scorer.compare_columns(left, of, right)
    for at in np.flatnonzero(scores >= least).tolist():
        mine, rule = int(of[at]), int(rules[at])
        number = at - int(first[mine])
        reasons: tuple[str, ...] = (NEVER[rule],)
        if not rule:
            held = {group: names[int(which[at])] for group, (names, which) in levels.items()}
            held["person"] = "one" if compared["one_person"][at] else "none"
            measured = {name: float(compared[name][at]) for name in MEASURED}
            pair = sorted((lists[mine][0].happening, lists[mine][1][number].happening), key=lambda one: one.id)
            reasons = reasons_of(pair[0], pair[1], held, measured)
        found[mine].append((number, Scored(float(scores[at]), reasons)))
    return found
