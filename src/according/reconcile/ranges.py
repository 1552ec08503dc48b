"""Figures as ranges: whether two can both be right, what two that agree come to, and how one is said in words."""

from __future__ import annotations

from collections.abc import Iterable

from according.incidents import Range

_VAGUE = {(3, 9): "several", (24, 99): "dozens", (40, 99): "scores"}
_ROUND = 10
_UNITS = (
    (1_000_000, "millions"),
    (100_000, "hundreds of thousands"),
    (10_000, "tens of thousands"),
    (1_000, "thousands"),
    (100, "hundreds"),
)


def compatible(left: Range | None, right: Range | None) -> bool:
    """Whether both can be right: the ranges share a number. None, what is not said, agrees with everything.

    A vague word ("dozens", "several") gives an order of size and no bound: it is contradicted only by a figure
    that nobody would call so, below half its low end. More than it seems is no contradiction.

    >>> compatible((30, None), (36, 36)), compatible((30, None), (28, 28)), compatible((3, 9), (40, 40)), compatible((24, 99), (5, 5))
    (True, False, True, False)
    """
    if left is None or right is None:
        return True
    (left_low, left_high), (right_low, right_high) = _loosened(left), _loosened(right)
    return (left_high is None or right_low <= left_high) and (right_high is None or left_low <= right_high)


def is_vague(figure: Range) -> bool:
    """Whether a range is what a vague word stands for: "several", "dozens", "hundreds".

    >>> is_vague((24, 99)), is_vague((10, 13)), is_vague((2000, 9999))
    (True, False, True)
    """
    low, high = figure
    if low is None or high is None:
        return False
    return figure in _VAGUE or _unit(low, high) is not None


def merge(figures: Iterable[Range]) -> Range | None:
    """What several agreeing figures come to, for display: the narrowest range they allow; None of none.

    Vague words yield to numbers. Where all are open, the weakest stands, for it is what all of them say.

    >>> merge([(30, None), (36, 36)]), merge([(24, 99), (45, 50)]), merge([(85, None), (101, None)]), merge([])
    ((36, 36), (45, 50), (85, None), None)
    """
    known = set(figures)
    exact = [figure for figure in known if not is_vague(figure)] or list(known)
    lows = [low for low, _ in exact if low is not None]
    highs = [high for _, high in exact if high is not None]
    if not lows or not highs:
        return (min(lows, default=None), max(highs, default=None)) if lows or highs else None
    low, high = max(lows), min(highs)
    return (low, high) if low <= high else (min(*lows, high), max(*highs, low))


def in_words(figure: Range) -> str:
    """A range as a reader would say it.

    >>> [in_words(figure) for figure in ((30, 30), (30, None), (None, 50), (10, 13), (24, 99), (2000, 9999), (0, 0))]
    ['30', 'at least 30', 'at most 50', '10 to 13', 'dozens', 'thousands', 'none']
    """
    low, high = figure
    if low is None and high is None:
        return "a number not said"
    if low is None:
        return f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}" if low else "none"
    return _VAGUE.get((low, high)) or _unit(low, high) or f"{low:,} to {high:,}"


def least(figure: Range) -> int:
    """The number that a range gives at least, by which it is put in order."""
    return _order(figure)[0]


def _unit(low: int, high: int) -> str | None:
    return next((word for unit, word in _UNITS if low == 2 * unit and high == _ROUND * unit - 1), None)


def _loosened(figure: Range) -> tuple[int, int | None]:
    low, high = figure
    return ((low or 0) // 2, None) if is_vague(figure) else (low or 0, high)


def _order(figure: Range) -> tuple[int, int, int]:
    low, high = figure
    return low or 0, 0 if high is None else 1, high or 0
