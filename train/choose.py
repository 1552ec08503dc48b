"""Thresholds and calibration, fitted on reports that no training step saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
from tokenizers import Tokenizer

from according.model import Marks, Span
from according.tag.decode import Floats, Ints
from according.tag.labels import ROLES
from according.tag.settings import Choices, LinkWeights
from according.tag.tagger import Network, Tagger
from train.compare import attribution_sets, characters, overlap
from train.samples import Sample

_LEAST = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
_TRUST = (0.5, 1.0, 1.5)
_STAYING = (0.2, 0.25, 0.3, 0.35)
_UNCLAIMED = (8.0, 10.0, 12.0, 14.0)
_RESTART = (0.0, 1.0, 2.0)
_LEAVING = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
_ROLE_RESTART = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0)
"""Below nothing: a role that is found too seldom is found more often."""
_SAME = 0.5
"""Contents count as the same from this share of common characters on (Dice), as in the scoring of claims."""


def choose(network: Network, tokenizer: Tokenizer, links: LinkWeights, house: list[Sample], polnear: list[Sample]) -> Choices:
    """The thresholds of the best F1 on the reports held back of each style, one head after the other, then the calibration."""
    remembered = _remember(network)

    def make(choices: Choices) -> Tagger:
        return Tagger(remembered, tokenizer, links, choices)

    best = _choose_claims(
        make, Choices(), "house", lambda tagger: _f1(tagger, house, claim_pairs), lambda tagger: _f1(tagger, house, part_pairs)
    )
    agreement = partial(_agreement, samples=polnear)
    best = _choose_claims(make, best, "polnear", agreement, agreement)
    for head, pairs in (("trigger", trigger_pairs), ("quantity", quantity_pairs)):
        options = [replace(best, least={**best.least, head: least}) for least in _LEAST]
        best = max(options, key=lambda option, pairs=pairs: _f1(make(option), house, pairs))  # type: ignore[misc]
    options = [replace(best, restart={**best.restart, "role": restart}) for restart in _ROLE_RESTART]
    best = max(options, key=lambda option: _f1(make(option), house, role_pairs))
    fitted = {kind: fit_line(_outcomes(make(best), house, pairs)) for kind, pairs in PAIRS.items()}
    return replace(best, calibration=fitted)


Score = Callable[[Tagger], float]


def _choose_claims(make: Callable[[Choices], Tagger], best: Choices, style: str, found: Score, cut: Score) -> Choices:
    """With the thresholds under which claims of a style are best found, and the costs under which they are best cut."""
    anchor, part, said = f"anchor.{style}", f"part.{style}", f"said.{style}"
    options = [replace(best, least={**best.least, anchor: least}) for least in _LEAST]
    options += [replace(option, trust={**best.trust, anchor: trust}) for trust, option in product(_TRUST, options)]
    best = max(options, key=lambda option: found(make(option)))
    options = [best, *(replace(best, staying={**best.staying, anchor: staying}) for staying in _STAYING)]
    best = max(options, key=lambda option: found(make(option)))
    options = [
        replace(best, restart={**best.restart, part: restart}, leaving={**best.leaving, part: leaving})
        for restart, leaving in product(_RESTART, _LEAVING)
    ]
    best = max(options, key=lambda option: cut(make(option)))
    options = [best, *(replace(best, restart={**best.restart, said: cost}) for cost in _UNCLAIMED)]
    return max(options, key=lambda option: cut(make(option)))


def _agreement(tagger: Tagger, samples: Iterable[Sample]) -> float:
    """The mean F1 over all that attributions are compared by: characters, exact spans, whole attributions."""
    counts: dict[str, list[int]] = {}
    for sample in samples:
        gold = attribution_sets(sample.text, sample.attributions)
        found = attribution_sets(sample.text, tagger.mark(sample.text, sample.style, with_vectors=False).attributions)
        for measure, wanted in gold.items():
            right, size = counts.setdefault(measure, [0, 0])
            counts[measure] = [right + len(wanted & found[measure]), size + len(wanted) + len(found[measure])]
    return sum(2 * right / max(1, size) for right, size in counts.values()) / max(1, len(counts))


def _remember(network: Network) -> Network:
    """The network, asked once for each window."""
    known: dict[bytes, tuple[Floats, Floats, Floats]] = {}

    def answer(ids: Ints) -> tuple[Floats, Floats, Floats]:
        key = ids.tobytes()
        if key not in known:
            known[key] = network(ids)
        return known[key]

    return answer


Pairs = Callable[[Sample, Marks], tuple[list[tuple[float, bool]], int]]
"""From a report and its marks: each mark's confidence and whether it is right, and how many there should be."""


def claim_pairs(sample: Sample, marks: Marks) -> tuple[list[tuple[float, bool]], int]:
    """A claim is right if it shares half of its characters with a claim of the report that no earlier one took."""
    contents = [characters(claim.content) for claim in sample.attributions]
    taken: set[int] = set()
    found = []
    for mark in marks.attributions:
        inside = characters(mark.content)
        shares = [0.0 if at in taken else 2 * len(inside & gold) / max(1, len(inside) + len(gold)) for at, gold in enumerate(contents)]
        right = max(shares, default=0.0) >= _SAME
        if right:
            taken.add(int(np.argmax(shares)))
        found.append((mark.confidence, right))
    return found, len(contents)


def part_pairs(sample: Sample, marks: Marks) -> tuple[list[tuple[float, bool]], int]:
    """A content, or a source, is right if it is found exactly, punctuation at its ends aside."""
    gold = {("content", _inner(sample.text, claim.content)) for claim in sample.attributions}
    gold |= {("source", _inner(sample.text, (claim.source,))) for claim in sample.attributions if claim.source}
    found = {("content", _inner(sample.text, claim.content)) for claim in marks.attributions}
    found |= {("source", _inner(sample.text, (claim.source,))) for claim in marks.attributions if claim.source}
    return [(1.0, one in gold) for one in sorted(found, key=str)], len(gold)


def _inner(text: str, spans: tuple[Span, ...]) -> frozenset[int]:
    """The characters of spans that are letters or digits."""
    return frozenset(at for at in characters(spans) if text[at].isalnum())


def trigger_pairs(sample: Sample, marks: Marks) -> tuple[list[tuple[float, bool]], int]:
    """A trigger is right if it overlaps one of its kind."""
    gold = [(trigger.span, trigger.kinds) for trigger in sample.triggers]
    found = [(mark.confidence, any(overlap(mark.span, span) and mark.kind in kinds for span, kinds in gold)) for mark in marks.triggers]
    return found, len(gold)


def role_pairs(sample: Sample, marks: Marks) -> tuple[list[tuple[float, bool]], int]:
    """A role is right if it overlaps that role of a trigger that its own trigger overlaps."""
    wanted = 0
    found: list[tuple[float, bool]] = []
    for trigger in sample.triggers:
        mark = next((mark for mark in marks.triggers if overlap(mark.span, trigger.span)), None)
        if mark is None:
            continue
        gold = dict(trigger.roles or ())
        wanted += len(gold)
        spans = {role: span for role in ROLES if (span := getattr(mark, role))}
        found += [(mark.confidence, role in gold and overlap(gold[role], span)) for role, span in spans.items()]
    return found, wanted


def quantity_pairs(sample: Sample, marks: Marks) -> tuple[list[tuple[float, bool]], int]:
    """A quantity is right if it overlaps one."""
    gold = [mark.span for mark in sample.spans.get("quantity", ())]
    return [(mark.confidence, any(overlap(mark.span, span) for span in gold)) for mark in marks.quantities], len(gold)


PAIRS: dict[str, Pairs] = {"claim": claim_pairs, "trigger": trigger_pairs, "quantity": quantity_pairs}


def _f1(tagger: Tagger, samples: Iterable[Sample], pairs: Pairs) -> float:
    right, found, gold = 0, 0, 0
    for sample in samples:
        marks, wanted = pairs(sample, tagger.mark(sample.text, with_vectors=False))
        right, found, gold = right + sum(ok for _, ok in marks), found + len(marks), gold + wanted
    return 2 * right / max(1, found + gold)


def _outcomes(tagger: Tagger, samples: Iterable[Sample], pairs: Pairs) -> list[tuple[float, bool]]:
    return [outcome for sample in samples for outcome in pairs(sample, tagger.mark(sample.text, with_vectors=False))[0]]


def fit_line(outcomes: list[tuple[float, bool]], steps: int = 2000) -> tuple[float, float]:
    """Slope and intercept of the log odds that make confidences likeliest, by gradient descent, drawn towards (1, 0)."""
    p = np.clip(np.array([confidence for confidence, _ in outcomes] or [0.5]), 1e-6, 1 - 1e-6)
    right = np.array([float(ok) for _, ok in outcomes] or [0.5])
    odds = np.log(p / (1 - p))
    slope, intercept = 1.0, 0.0
    for _ in range(steps):
        error = 1 / (1 + np.exp(-(slope * odds + intercept))) - right
        slope -= 0.05 * (float((error * odds).mean()) + 0.01 * (slope - 1))
        intercept -= 0.05 * (float(error.mean()) + 0.01 * intercept)
    return round(slope, 4), round(intercept, 4)


def calibration_error(outcomes: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: how far confidence and share of right marks lie apart, averaged over bins of confidence."""
    total = 0.0
    for low in np.arange(bins) / bins:
        inside = [(p, ok) for p, ok in outcomes if low <= p < low + 1 / bins or (p == 1.0 and low == (bins - 1) / bins)]
        if inside:
            total += len(inside) * abs(float(np.mean([p for p, _ in inside])) - float(np.mean([ok for _, ok in inside])))
    return total / max(1, len(outcomes))
