"""What the tagger's network makes of each word piece of a text, in few numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from according.model import Span
from according.tag.decode import Floats, Ints

Halves = NDArray[np.float16]


class PieceStates:
    """One row of numbers for each piece of a text, in the order of the text.

    ``starts`` and ``ends`` are offsets in code points (pieces,), ``rows`` half-precision numbers (pieces, width) around 0.
    """

    __slots__ = ("_ends", "_rows", "_starts")

    def __init__(self, starts: Ints, ends: Ints, rows: Halves) -> None:
        self._starts, self._ends, self._rows = starts, ends, rows

    def of(self, spans: Sequence[Span]) -> Floats:
        """The mean row of the pieces of each span (spans, width); of one that holds no piece the row of the next one."""
        count, width = self._rows.shape
        found = np.zeros((len(spans), width), np.float32)
        if not count:
            return found
        firsts = np.searchsorted(self._ends, [start for start, _ in spans], side="right")
        lasts = np.searchsorted(self._starts, [end for _, end in spans], side="left")
        for at, (first, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
            first = min(first, count - 1)
            found[at] = self._rows[first : max(first + 1, last)].mean(axis=0, dtype=np.float32)
        return found
