"""What all rooms ask of spans: which claim holds one, and where its words end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from according.model import Span


class Said(Protocol):
    """Anything with a content: what is said, in one or more spans."""

    @property
    def content(self) -> tuple[Span, ...]:
        """What is said."""


T = TypeVar("T", bound=Said)


class Holding(Generic[T]):
    """Claims by where they begin, so that only those that may hold a span are looked at."""

    def __init__(self, claims: Iterable[T]) -> None:
        self._claims = sorted((claim for claim in claims if claim.content), key=lambda claim: min(claim.content))
        self._starts = [min(claim.content)[0] for claim in self._claims]
        self._reach = list(accumulate((max(end for _, end in claim.content) for claim in self._claims), max))

    def around(self, span: Span) -> list[T]:
        """All claims with a span of their content around this one, the one that says least first."""
        found = []
        for at in range(bisect_right(self._starts, span[0]) - 1, -1, -1):
            if self._reach[at] < span[1]:
                break
            if any(start <= span[0] and span[1] <= end for start, end in self._claims[at].content):
                found.append(self._claims[at])
        return sorted(found, key=lambda claim: (length(claim), claim.content)) if len(found) > 1 else found

    def innermost(self, span: Span) -> T | None:
        """The claim around a span that says least; None where the report speaks itself."""
        return next(iter(self.around(span)), None)


def length(claim: Said) -> int:
    """How many characters a claim says."""
    return sum(end - start for start, end in claim.content)


def strip_span(text: str, span: Span, edges: str) -> Span:
    """The span without any of these characters at its ends, as ``str.strip`` does it; empty at its end if nothing is left.

    >>> strip_span("“We won,”", (0, 9), "“”,")
    (1, 7)
    """
    start, end = span
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end
