"""Which happenings are compared though they share no key: two that are each likely one with the same third."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np

Pair = tuple[str, str]
_Matrix = np.ndarray[Any, Any]
_AT_ONCE = 1 << 22
"""So many pairs of a happening and one of its neighbours are looked at together."""


class Neighbours:
    """Some happenings by their ids, and which are likely one with which.

    ``scores`` are those of the pairs that share a key, in either order; from ``least`` on two are neighbours. What this tells is a
    function of the happenings and scores given, not of their order.
    """

    def __init__(self, ids: Iterable[str], scores: Mapping[Pair, float], least: float) -> None:
        self._ids = sorted(set(ids))
        self._number = {name: at for at, name in enumerate(self._ids)}
        self._is_known, self._is_near = (np.zeros((len(self._ids), len(self._ids)), np.bool_) for _ in range(2))
        one, other = self._numbers(scores)
        is_near = np.fromiter(scores.values(), np.float64, len(scores)) >= least
        self._is_known[one, other] = self._is_known[other, one] = True
        self._is_near[one, other] = self._is_near[other, one] = is_near

    def through(self, scores: Mapping[Pair, float]) -> dict[Pair, float]:
        """Those of some scored pairs of which both have a neighbour in common."""
        one, other = self._numbers(scores)
        share: set[int] = set()
        step = 1 + _AT_ONCE // (1 + len(self._ids))
        for at in range(0, len(one), step):
            both = self._is_near[one[at : at + step]] & self._is_near[other[at : at + step]]
            share.update((at + np.flatnonzero(both.any(axis=1))).tolist())
        return {pair: score for at, (pair, score) in enumerate(scores.items()) if at in share}

    def unmet(self, new: Collection[str], known: Collection[Pair], reports: Mapping[str, str]) -> dict[str, list[str]]:
        """With which others each happening must be compared now that the ``new`` ones are there, without the pairs ``known``.

        Those are pairs with a neighbour in common that share no score, are of two ``reports``, and could not be met before: one of
        them is new, or all neighbours that they have in common are.
        """
        fresh = np.array(sorted(self._number[name] for name in new if name in self._number), np.int64)
        if not self._is_near[fresh].any():
            return {}
        is_old = np.ones(len(self._ids), np.bool_)
        is_old[fresh] = False
        one, other = self._numbers(known)
        report = np.unique([reports[name] for name in self._ids], return_inverse=True)[1]
        is_open = ~self._is_known & (report[:, None] != report[None, :])
        is_open[one, other] = is_open[other, one] = False
        found: set[tuple[int, int]] = set()
        for at in fresh.tolist():
            nearest = np.flatnonzero(self._is_near[at])
            further = np.flatnonzero(self._is_near[nearest].any(axis=0) & is_open[at])
            found.update((min(at, other), max(at, other)) for other in further.tolist() if other != at)
            old = self._is_near[nearest][:, is_old].astype(np.float32)
            between = np.argwhere(np.triu(is_open[np.ix_(nearest, nearest)] & (old @ old.T == 0), 1))
            found.update((low, high) for low, high in nearest[between].tolist())
        wanted: dict[str, list[str]] = {}
        for low, high in sorted(found):
            wanted.setdefault(self._ids[low], []).append(self._ids[high])
        return wanted

    def _numbers(self, pairs: Collection[Pair]) -> tuple[_Matrix, _Matrix]:
        names = chain.from_iterable(zip(*pairs, strict=True))
        one, other = np.fromiter(map(self._number.__getitem__, names), np.int64, 2 * len(pairs)).reshape(2, -1)
        return one, other
