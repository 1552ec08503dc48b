"""Scores of the tagger on one text of each kind of set; every function adds counts to a tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from according.model import Span, Trigger
from according.tag.tagger import Tagger
from train.compare import attribution_sets, overlap
from train.samples import Sample
from train.samples import Trigger as Gold


@dataclass(slots=True)
class Tally:
    """Counts by measure: gold things, how many of them were found, found things, how many of them are right."""

    gold: Counter[str] = field(default_factory=Counter)
    recalled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, gold: list[bool], found: list[bool]) -> None:
        """Count gold things (was each found?) and found things (is each right?)."""
        self.gold[measure] += len(gold)
        self.recalled[measure] += sum(gold)
        self.found[measure] += len(found)
        self.right[measure] += sum(found)

    def add_sets(self, measure: str, gold: set[Any], found: set[Any]) -> None:
        """Count two sets of things that are right where they are equal."""
        self.add(measure, [one in found for one in gold], [one in gold for one in found])

    def scores(self, measure: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a measure, in per cent."""
        precision = 100 * self.right[measure] / max(1, self.found[measure])
        recall = 100 * self.recalled[measure] / max(1, self.gold[measure])
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score_attributions(sample: Sample, tagger: Tagger, tally: Tally) -> None:
    """Characters inside, exact spans, and whole attributions with their links."""
    gold = attribution_sets(sample.text, sample.attributions)
    found = attribution_sets(sample.text, tagger.mark(sample.text, sample.style).attributions)
    for measure, wanted in gold.items():
        tally.add_sets(measure, wanted, found[measure])


def score_spans(sample: Sample, tagger: Tagger, tally: Tally, head: str, only: Sequence[str] = ()) -> None:
    """Spans of a head, or of some types alone: equal and of the right type, equal, and overlapping."""
    found = [(mark.span, mark.type) for mark in tagger.spans(sample.text, head) if not only or mark.type in only]
    gold = {mark.span: mark.labels for mark in sample.spans[head]}
    kinds = dict(found)
    tally.add(
        "equal, and type",
        [kinds.get(span) in labels for span, labels in gold.items()],
        [kind in gold.get(span, ()) for span, kind in found],
    )
    tally.add("equal", [span in kinds for span in gold], [span in gold for span, _ in found])
    tally.add("overlapping", [_touches(span, kinds) for span in gold], [_touches(span, gold) for span, _ in found])


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(overlap(span, other) for other in others)


def score_factuality(sample: Sample, tagger: Tagger, pairs: list[tuple[float, float]]) -> None:
    """Pairs of gold and found certainty, from -3 to 3, one for each word that the set rates."""
    found = tagger.certainty(sample.text, [span for span, _ in sample.factuality])
    pairs += [(value, got) for (_, value), got in zip(sample.factuality, found, strict=True)]


def score_triggers(sample: Sample, tagger: Tagger, tally: Tally) -> None:
    """Event mentions that overlap, with their kind, and with their status too; roles of those found."""
    found = list(tagger.mark(sample.text).triggers)
    pairs = [(gold, next((mark for mark in found if overlap(gold.span, mark.span)), None)) for gold in sample.triggers]
    back = [(mark, next((gold for gold in sample.triggers if overlap(gold.span, mark.span)), None)) for mark in found]
    for measure, fits in _TRIGGER_MEASURES.items():
        tally.add(
            measure,
            [mark is not None and fits(gold, mark) for gold, mark in pairs],
            [gold is not None and fits(gold, mark) for mark, gold in back],
        )
    for role in ("actor", "target", "place"):
        for gold, mark in pairs:
            if mark is not None:
                theirs, ours = dict(gold.roles or ()).get(role), getattr(mark, role)
                right = bool(theirs and ours and overlap(theirs, ours))
                tally.add(role, [right] if theirs else [], [right] if ours else [])


_TRIGGER_MEASURES: dict[str, Callable[[Gold, Trigger], bool]] = {
    "trigger": lambda gold, mark: True,
    "trigger, kind": lambda gold, mark: mark.kind in gold.kinds,
    "trigger, kind, status": lambda gold, mark: mark.kind in gold.kinds and mark.status == gold.status,
}


def score_quantities(sample: Sample, tagger: Tagger, tally: Tally) -> None:
    """Figures that overlap, and with their measure."""
    found = {mark.span: mark.measure for mark in tagger.mark(sample.text).quantities}
    gold = {mark.span: mark.labels[0] for mark in sample.spans.get("quantity", ())}
    tally.add("figure", [_touches(span, found) for span in gold], [_touches(span, gold) for span in found])
    tally.add("figure, measure", _agreeing(gold, found), _agreeing(found, gold))


def _agreeing(some: dict[Span, str], others: dict[Span, str]) -> list[bool]:
    """For each span whether one of the others overlaps it and has the same label."""
    return [any(overlap(span, other) and label == its for other, its in others.items()) for span, label in some.items()]
