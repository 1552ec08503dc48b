"""Average link over powers of scores: groups of rows, joined while they are near enough to each other and no wall is inside one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

_Matrix = np.ndarray[Any, Any]
WALL = 4.0
"""What a wall takes from the sum of powers of scores between two groups: as much as four sure joins give."""
BARRED = -np.inf
"""The sum between two groups that must stay apart: no mean that it goes into ever comes near."""


def link(sizes: Sequence[int], sums: _Matrix, is_wall: _Matrix, cut: float) -> list[list[int]]:
    """Numbers of rows in groups: those between which the mean of the scores' powers reaches ``cut``, without a wall inside.

    ``sums`` holds the sums of those powers between any two rows, ``BARRED`` where they must stay apart; ``sizes`` of how many
    each row is. What a wall puts out of a group is grouped by itself.
    """
    return _link(np.arange(len(sizes)), np.array(sizes, np.float64), sums, is_wall, cut)


def _link(rows: _Matrix, sizes: _Matrix, sums: _Matrix, is_wall: _Matrix, cut: float) -> list[list[int]]:
    if len(rows) == 1:
        return [rows.tolist()]
    here = sums if len(rows) == len(sums) else sums[np.ix_(rows, rows)]
    means = here / np.outer(sizes[rows], sizes[rows])
    np.fill_diagonal(means, BARRED)
    is_walled = is_wall.any()
    found = []
    for group in _average(sizes[rows], means, cut):
        kept, out = (rows[group], rows[:0]) if len(group) == 1 or not is_walled else _part_at_walls(rows[group], sums, is_wall)
        found.append(kept.tolist())
        if len(out):
            found += _link(out, sizes, sums, is_wall, cut)
    return found


def _part_at_walls(rows: _Matrix, sums: _Matrix, is_wall: _Matrix) -> tuple[_Matrix, _Matrix]:
    """Those rows of a group that can stay together, and those that leave: one by one what is least of the group and has a wall in it."""
    kept, out = rows, []
    while (walled := is_wall[np.ix_(kept, kept)].any(axis=1)).any():
        held = sums[np.ix_(kept, kept)].sum(axis=1)
        least = int(np.where(walled, held, np.inf).argmin())
        out.append(kept[least])
        kept = np.delete(kept, least)
    return kept, np.array(sorted(out), np.int64)


def _average(sizes: _Matrix, means: _Matrix, cut: float) -> list[list[int]]:
    """Rows in groups: joins the two nearest to each other until none is near enough.

    Two groups that are each other's nearest can be joined at once: under average link nothing comes nearer by other joins. So a
    chain from neighbour to nearest neighbour finds all joins in time quadratic in the groups. Equal means go to the lower row.
    """
    held = [[row] for row in range(len(sizes))]
    is_open = [True] * len(held)
    lowest = 0
    chain: list[int] = []
    while lowest < len(held):
        if not chain:
            if not is_open[lowest]:
                lowest += 1
                continue
            chain.append(lowest)
        top = chain[-1]
        near = int(means[top].argmax())
        nearest = means[top, near]
        if len(chain) > 1 and means[top, chain[-2]] >= nearest:
            near = chain[-2]
        if nearest < cut:
            is_open[top] = False
            means[top, :] = means[:, top] = BARRED
            chain.pop()
        elif len(chain) > 1 and near == chain[-2]:
            chain = chain[:-2]
            _merge(held, sizes, means, top, near)
            is_open[max(top, near)] = False
        else:
            chain.append(near)
    return [group for group in held if group]


def _merge(held: list[list[int]], sizes: _Matrix, means: _Matrix, a: int, b: int) -> None:
    low, high = min(a, b), max(a, b)
    joined = (means[low] * sizes[low] + means[high] * sizes[high]) / (sizes[low] + sizes[high])
    means[low, :] = means[:, low] = joined
    means[high, :] = means[:, high] = BARRED
    held[low] += held[high]
    held[high] = []
    sizes[low] += sizes[high]
