"""Long lists in pieces, since a statement takes only so many values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_SIZE = 400
_T = TypeVar("_T")


def in_chunks(values: Sequence[_T], size: int = _SIZE) -> Iterator[Sequence[_T]]:
    """The values in their order, so many at a time.

    >>> list(in_chunks("abcde", 2))
    ['ab', 'cd', 'e']
    """
    for start in range(0, len(values), size):
        yield values[start : start + size]
