"""Passages that a report takes whole from another outlet: all that follows "Sputnik news reports:" up to where the report goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from according.model import Span

_OPEN, _CLOSE = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the report that is another outlet's, without the words that announce it."""

    span: Span
    outlet: str


def find_passages(text: str, lead_ins: Iterable[tuple[Span, str]]) -> tuple[Passage, ...]:
    """The passages after lead-ins (span of the line, outlet), each up to the next lead-in or the end of the report.

    The report's layout is lost in plain text, so nothing tells for certain where a passage ends; that the quoting report adds
    nothing of its own below it is the common case. A passage that stands in quotation marks ends where they close.
    """
    leads = sorted(lead_ins)
    stops = [*(span[0] for span, _ in leads[1:]), len(text)][: len(leads)]
    return tuple(Passage((span[1], _closing(text, span[1], stop)), outlet) for (span, outlet), stop in zip(leads, stops, strict=True))


def _closing(text: str, start: int, stop: int) -> int:
    first = start + len(text[start:stop]) - len(text[start:stop].lstrip(" \t\r\n:"))
    if first < stop and text[first] in _OPEN:
        depth = 0
        for at in range(first, stop):
            depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
            if depth == 0:
                return at + 1
    return stop
