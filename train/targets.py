"""From samples to what the network learns from: windows of pieces with a target for every piece and head."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from according.tag.labels import ACTS, LINK_HEADS, SCOPES, STATUSES, TOKEN_HEADS
from according.tag.windows import Pieces, make_windows, split_pieces
from train.samples import Attribution, Marked, Sample, Span, Trigger

Labels = NDArray[np.int64]
MASKED_HEADS = ("anchor.house", "anchor.polnear", "trigger", "quantity", "name", "re3d", "time")
"""Heads that mark spans; their target is the set of labels that a piece may have, as bits (0 stands for unknown)."""


@dataclass(slots=True)
class Anchor:
    """A piece that other pieces are looked at from, with the label of each piece of the window (-1 where unknown)."""

    piece: int
    head: str
    labels: Labels


@dataclass(slots=True)
class Example:
    """One window: ids without its end marks, targets by head, and the anchors in its core."""

    ids: Labels
    masks: dict[str, Labels]
    points: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    content: Labels | None = None
    style: str = "house"
    core: tuple[int, int] = (0, 0)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    vectors: NDArray[np.float32] | None = None


def make_examples(sample: Sample, tokenizer: Tokenizer) -> list[Example]:
    """The windows of a sample, cut as they are when the tagger reads, but without the context that would be learned twice."""
    pieces = split_pieces(sample.text, tokenizer)
    if not len(pieces):
        return []
    masks = {head: mask for head in MASKED_HEADS if (mask := _mask(head, sample, pieces)) is not None}
    points = _points(sample, pieces)
    anchors = _anchors(sample, pieces)
    content = _content(sample, pieces) if "attribution" in sample.heads else None
    examples = []
    for window in make_windows(pieces, before=0, after=0):
        cut = slice(window.start, window.end)
        inside = range(window.core_start, window.core_end)
        examples.append(
            Example(
                ids=pieces.ids[cut],
                masks={head: mask[cut] for head, mask in masks.items()},
                points={head: [(at - window.start, value) for at, value in found if at in inside] for head, found in points.items()},
                anchors=[Anchor(a.piece - window.start, a.head, a.labels[cut]) for a in anchors if a.piece in inside],
                content=None if content is None else content[cut],
                style=sample.style,
                core=(window.core_start - window.start, window.core_end - window.start),
                sentences=_sentences(pieces.sentence_of[cut]),
            )
        )
    return examples


def _sentences(sentence_of: Labels) -> list[tuple[int, int]]:
    """Where the sentences of a window start and end, in pieces."""
    edges = np.flatnonzero(np.diff(sentence_of)) + 1
    return list(zip([0, *edges.tolist()], [*edges.tolist(), len(sentence_of)], strict=True))


def over(pieces: Pieces, span: Span) -> range:
    """The pieces that a span touches."""
    first = int(np.searchsorted(pieces.ends, span[0], side="right"))
    last = int(np.searchsorted(pieces.starts, span[1], side="left"))
    return range(first, max(first, last))


def _mask(head: str, sample: Sample, pieces: Pieces) -> Labels | None:
    """The allowed labels of each piece as bits; None where the sample says nothing of this head."""
    labels = TOKEN_HEADS[head]
    marks = _marks(head, sample)
    if marks is None:
        return None
    complete, found = marks
    everything = (1 << len(labels)) - 1
    mask = np.full(len(pieces), 1 if complete else 0, np.int64)
    if head == "name" and "place" in sample.heads:
        mask[:] = everything & ~_bits(labels, ("B-place", "B-facility"))
    for mark in found:
        at = over(pieces, mark.span)
        if len(at):
            mask[at.start] = _bits(labels, tuple(f"B-{name}" for name in mark.labels))
            mask[at.start + 1 : at.stop] = _bits(labels, ("I",))
    return mask


def _bits(labels: tuple[str, ...], allowed: tuple[str, ...]) -> int:
    return sum(1 << labels.index(label) for label in allowed)


def _marks(head: str, sample: Sample) -> tuple[bool, tuple[Marked, ...]] | None:
    """Whether the sample marks all spans of the head, and those that it marks."""
    if head.startswith("anchor."):
        if "attribution" not in sample.heads or sample.style != head.removeprefix("anchor."):
            return None
        return True, tuple(anchor for claim in sample.attributions if (anchor := anchor_of(claim)))
    if head == "trigger":
        if not sample.heads & {"trigger", "kind"}:
            return None
        return "trigger" in sample.heads, tuple(Marked(t.span, t.kinds) for t in sample.triggers if t.kinds)
    if head not in sample.spans:
        return None
    return bool(sample.heads & {head, "place"}) or (head == "quantity" and "quantity" in sample.heads), sample.spans[head]


def anchor_of(claim: Attribution) -> Marked | None:
    """What a claim hangs on: its cue, else the first word of its content."""
    if claim.cue:
        return Marked(claim.cue, ("cue",))
    start, end = claim.content[0]
    return Marked((start, min(end, start + 1)), ("uncued",))


def _points(sample: Sample, pieces: Pieces) -> dict[str, list[tuple[int, float]]]:
    """Targets of single pieces: act, status, scope, factuality."""
    found: dict[str, list[tuple[int, float]]] = {"act": [], "status": [], "scope": [], "factuality": []}

    def add(head: str, span: Span, value: float) -> None:
        if at := over(pieces, span):
            found[head].append((at.start, value))

    for claim in sample.attributions:
        if claim.act is not None and (anchor := anchor_of(claim)):
            add("act", anchor.span, ACTS.index(claim.act))
    for trigger in sample.triggers:
        if trigger.status is not None:
            add("status", trigger.span, STATUSES.index(trigger.status))
    for mark in sample.scopes:
        add("scope", mark.span, SCOPES.index(mark.labels[0]))
    for span, value in sample.factuality:
        add("factuality", span, value)
    return found


def _anchors(sample: Sample, pieces: Pieces) -> list[Anchor]:
    anchors = []
    for claim in sample.attributions:
        at = over(pieces, anchor.span) if (anchor := anchor_of(claim)) else range(0)
        if at:
            anchors.append(Anchor(at.start, f"part.{sample.style}", _part_labels(claim, sample.style, pieces)))
    anchors += [
        Anchor(at.start, "role", _role_labels(trigger, pieces))
        for trigger in sample.triggers
        if trigger.roles is not None and (at := over(pieces, trigger.span))
    ]
    return anchors


def _part_labels(claim: Attribution, style: str, pieces: Pieces) -> Labels:
    head = LINK_HEADS[f"part.{style}"]
    labels = np.zeros(len(pieces), np.int64)
    for part in claim.content:
        _put(labels, over(pieces, part), head.index("B-content"), head.index("I-content"))
    if claim.source:
        _put(labels, over(pieces, claim.source), head.index("B-source"), head.index("I-source"))
    return labels


def _role_labels(trigger: Trigger, pieces: Pieces) -> Labels:
    head = LINK_HEADS["role"]
    labels = np.zeros(len(pieces), np.int64)
    for role, span in trigger.roles or ():
        _put(labels, over(pieces, span), head.index(f"B-{role}"), head.index(f"I-{role}"))
    return labels


def _put(labels: Labels, at: range, first: int, rest: int) -> None:
    if at:
        labels[at.start : at.stop] = rest
        labels[at.start] = first


def _content(sample: Sample, pieces: Pieces) -> Labels:
    """Whether each piece stands in no claim's content, in one's, or in its source."""
    labels = np.zeros(len(pieces), np.int64)
    for claim in sample.attributions:
        for part in claim.content:
            at = over(pieces, part)
            labels[at.start : at.stop] = 1
    for claim in sample.attributions:
        if claim.source:
            at = over(pieces, claim.source)
            labels[at.start : at.stop] = 2
    return labels
