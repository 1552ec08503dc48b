"""When two spans, or two claims, count as the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from according.model import Span
from according.spans import strip_span

_EDGE = " \t\n\r\"'“”‘’«».,;:!?…—–-"


class Said(Protocol):
    """A claim as far as it is compared: what is said, by whom, introduced by which words."""

    @property
    def content(self) -> tuple[Span, ...]:
        """What is said."""

    @property
    def source(self) -> Span | None:
        """Who says it."""

    @property
    def cue(self) -> Span | None:
        """The words that introduce it."""


Parts = tuple[frozenset[Span], Span | None, Span | None]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def characters(spans: Iterable[Span]) -> set[int]:
    """The numbers of all characters inside spans."""
    return {at for start, end in spans for at in range(start, end)}


def trimmed(text: str, span: Span | None) -> Span | None:
    """The span without white space, quotation marks and punctuation at its ends."""
    return strip_span(text, span, _EDGE) if span else None


def parts(text: str, claims: Iterable[Said]) -> set[Parts]:
    """Each claim as its trimmed content, source and cue."""
    return {
        (frozenset(t for part in claim.content if (t := trimmed(text, part))), trimmed(text, claim.source), trimmed(text, claim.cue))
        for claim in claims
    }


def attribution_sets(text: str, claims: Iterable[Said]) -> dict[str, set[Any]]:
    """By measure, what claims are compared by: characters inside, exact spans, whole attributions with their links."""
    claims = list(claims)
    cut = parts(text, claims)
    sets: dict[str, set[Any]] = {
        "characters in content": characters(span for claim in claims for span in claim.content),
        "characters in source": characters(claim.source for claim in claims if claim.source),
        "characters in cue": characters(claim.cue for claim in claims if claim.cue),
    }
    for name, at in (("content", 0), ("source", 1), ("cue", 2)):
        sets[f"exact {name}"] = {claim[at] for claim in cut if claim[at]}
    return sets | {"whole attribution": set(cut)}
