"""One text with what a data set marks in it, and copies of it that are damaged as collectors damage text."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass, field, replace

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A span and the labels that it may have; several where the set's own label is coarser than ours."""

    span: Span
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim as a set marks it; ``act`` is None where the set does not tell."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event mention; None stands for what the set does not mark, ``roles`` holds what it does."""

    span: Span
    kinds: tuple[str, ...]
    status: str | None = None
    roles: tuple[tuple[str, Span], ...] | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its marks. ``heads`` names what the set marks exhaustively; all else is unknown in it, not absent."""

    id: str
    text: str
    heads: frozenset[str]
    attributions: tuple[Attribution, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    spans: dict[str, tuple[Marked, ...]] = field(default_factory=dict)
    scopes: tuple[Marked, ...] = ()
    factuality: tuple[tuple[Span, float], ...] = ()
    style: str = "house"


_QUOTES = '"“”«»'
_LOST = {"apostrophes": "'’‘", "commas": ",", "quotes": _QUOTES, "dashes": "–—-"}


def damage(sample: Sample, rng: random.Random) -> Sample:
    """A copy that lost some kinds of punctuation, as the texts of some collectors have; marks keep to their words."""
    lost = "".join(chars for chars in _LOST.values() if rng.random() < 0.6) or "'’,"
    kept = [at for at, char in enumerate(sample.text) if char not in lost]
    return _keep(sample, kept)


def _keep(sample: Sample, kept: list[int]) -> Sample:
    def moved(span: Span | None) -> Span | None:
        if span is None:
            return None
        start, end = bisect_left(kept, span[0]), bisect_left(kept, span[1])
        return (start, end) if start < end else None

    def moved_all(marks: tuple[Marked, ...]) -> tuple[Marked, ...]:
        return tuple(Marked(span, mark.labels) for mark in marks if (span := moved(mark.span)))

    attributions = []
    for claim in sample.attributions:
        content = tuple(span for part in claim.content if (span := moved(part)))
        if content:
            attributions.append(Attribution(content, moved(claim.source), moved(claim.cue), claim.act))
    triggers = []
    for trigger in sample.triggers:
        if span := moved(trigger.span):
            roles = None if trigger.roles is None else tuple((role, at) for role, part in trigger.roles if (at := moved(part)))
            triggers.append(replace(trigger, span=span, roles=roles))
    return replace(
        sample,
        id=sample.id + "~",
        text="".join(sample.text[at] for at in kept),
        attributions=tuple(attributions),
        triggers=tuple(triggers),
        spans={head: moved_all(marks) for head, marks in sample.spans.items()},
        scopes=moved_all(sample.scopes),
        factuality=tuple((span, value) for part, value in sample.factuality if (span := moved(part))),
    )
