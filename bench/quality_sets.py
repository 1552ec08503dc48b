"""Scores of the tagger on one text of each kind of set; every function adds counts to a tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from according.model import Span, Trigger
from according.tag.tagger import Tagger
from train.samples import Attribution, Sample
from train.samples import Trigger as Gold

_EDGE = " \t\n\r\"'“”‘’«».,;:!?…—–-"


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


def trimmed(text: str, span: Span | None) -> Span | None:
    """The span without white space, quotation marks and punctuation at its ends."""
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


Parts = tuple[frozenset[Span], Span | None, Span | None]


def parts(text: str, claims: Iterable[Attribution]) -> set[Parts]:
    """Each claim as its trimmed content, source and cue."""
    return {
        (frozenset(t for part in claim.content if (t := trimmed(text, part))), trimmed(text, claim.source), trimmed(text, claim.cue))
        for claim in claims
    }


def characters(spans: Iterable[Span]) -> set[Any]:
    """The numbers of all characters inside spans."""
    return {at for start, end in spans for at in range(start, end)}


def score_attributions(sample: Sample, tagger: Tagger, tally: Tally) -> None:
    """Characters inside, exact spans, and whole attributions with their links."""
    marks = tagger.mark(sample.text, sample.style).attributions
    found = [Attribution(mark.content, mark.source, mark.cue) for mark in marks]
    gold = list(sample.attributions)
    for name, of in _PARTS.items():
        tally.add_sets(
            f"characters in {name}", characters(span for c in gold for span in of(c)), characters(span for c in found for span in of(c))
        )
    for name, at in (("content", 0), ("source", 1), ("cue", 2)):
        sides = [{claim[at] for claim in parts(sample.text, claims) if claim[at]} for claims in (gold, found)]
        tally.add_sets(f"exact {name}", set(sides[0]), set(sides[1]))
    tally.add_sets("whole attribution", set(parts(sample.text, gold)), set(parts(sample.text, found)))


_PARTS: dict[str, Callable[[Attribution], tuple[Span, ...]]] = {
    "content": lambda claim: claim.content,
    "source": lambda claim: (claim.source,) if claim.source else (),
    "cue": lambda claim: (claim.cue,) if claim.cue else (),
}


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
    return any(_overlap(span, other) for other in others)


def score_factuality(sample: Sample, tagger: Tagger, pairs: list[tuple[float, float]]) -> None:
    """Pairs of gold and found certainty, from -3 to 3, one for each word that the set rates."""
    found = tagger.certainty(sample.text, [span for span, _ in sample.factuality])
    pairs += [(value, got) for (_, value), got in zip(sample.factuality, found, strict=True)]


def score_triggers(sample: Sample, tagger: Tagger, tally: Tally) -> None:
    """Event mentions that overlap, with their kind, and with their status too; roles of those found."""
    found = list(tagger.mark(sample.text).triggers)
    pairs = [(gold, next((mark for mark in found if _overlap(gold.span, mark.span)), None)) for gold in sample.triggers]
    back = [(mark, next((gold for gold in sample.triggers if _overlap(gold.span, mark.span)), None)) for mark in found]
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
                right = bool(theirs and ours and _overlap(theirs, ours))
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
    return [any(_overlap(span, other) and label == its for other, its in others.items()) for span, label in some.items()]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
