"""From the network's scores to spans: the best sequence of labels that the form of spans allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_FAR = 256
"""Distances beyond this are all alike, in word pieces."""
_NEAR = 16
"""Distances up to this are told apart one by one."""
_STEPS = 12
_NEVER = -1e9
_SURE = 8.0
"""A piece is in no span where every other label scores this much less than ``O``: one chance in three thousand."""
DISTANCES = 2 * (_NEAR + _STEPS) + 1
"""Classes of the distance between a piece and the one that it is looked at from."""


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def distance_classes(distances: Ints) -> Ints:
    """The class of each signed distance: exact near zero, by powers further away.

    >>> distance_classes(np.array([-1, 0, 1, 16, 400])).tolist()
    [27, 28, 29, 44, 56]
    """
    size = np.abs(distances)
    steps = np.ceil(np.log(np.maximum(size, 1) / _NEAR) / np.log(_FAR / _NEAR) * _STEPS)
    classes = np.where(size <= _NEAR, size, _NEAR + np.clip(steps, 1, _STEPS))
    return np.asarray(np.sign(distances) * classes + _NEAR + _STEPS, np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """A span of pieces ``[start, end)`` with its label and the probability of the label at its first piece."""

    start: int
    end: int
    label: str
    probability: float


def find_spans(probabilities: Floats, labels: Sequence[str], least: float = 0.5, staying: float = 1.0) -> Iterator[Found]:
    """The spans of one head over a window, given each piece's probabilities for ``O, I, B-…``.

    A span begins where beginning one is as likely as ``least``, and goes on while going on is likelier than beginning anew, and
    likelier than stopping or at least as likely as ``staying``.
    """
    begins = probabilities[:, 2:].sum(axis=1)
    inside = probabilities[:, 1]
    starts = begins >= np.maximum(least, inside)
    goes_on = (inside > begins) & ((inside > probabilities[:, 0]) | (inside >= staying))
    for start in np.flatnonzero(starts):
        end = int(start) + 1
        while end < len(inside) and goes_on[end]:
            end += 1
        best = int(probabilities[start, 2:].argmax())
        yield Found(int(start), end, labels[best + 2].removeprefix("B-"), float(begins[start]))


def link_scores(to: Floats, of: Floats, distance: Ints, near: Floats, weight: Floats, bias: Floats) -> Floats:
    """Scores of every piece as seen from anchors.

    ``to`` holds the pieces of each anchor's window (anchors, pieces, width), ``of`` the anchors themselves (anchors, width),
    ``distance`` the classes of (anchors, pieces), ``near`` one row for each class of distance, as wide as the additive part;
    ``weight`` (width, labels) and ``bias`` make scores of it. The rest of the width is multiplied, not added.
    """
    added = near.shape[1]
    left = to[:, :, :added] + of[:, None, :added] + near[distance]
    np.maximum(left, 0, out=left)
    right = to[:, :, added:] * of[:, None, added:]
    return np.asarray(left @ weight[:added] + right @ weight[added:] + bias, np.float32)


def best_paths(scores: Floats, restart: float = 0.0, leaving: Floats | None = None) -> Ints:
    """The best labels of each row of scores (rows, pieces, labels), where labels are ``O, B-x, I-x, B-y, I-y, …``.

    ``I-x`` follows ``B-x`` or ``I-x`` only; everything else follows anything. ``restart`` is what beginning a span costs, in the
    units of the scores, other than at the first piece; ``leaving`` (rows, pieces) is what it costs that a span of the last
    part has its end just before a piece.
    """
    rows, length, count = scores.shape
    best = scores[:, 0].copy()
    best[:, 2::2] = _NEVER
    steps = scores.transpose(1, 0, 2).copy()
    steps[1:, :, 1::2] -= restart
    costs = np.zeros((length, rows), np.float32) if leaving is None else leaving.T
    anything = np.zeros((length, rows), np.int64)
    goes_on = np.zeros((length, rows, count // 2), bool)
    every = np.arange(rows)
    for at in range(1, length):
        inside_any = best[:, 1:].copy()
        inside_any[:, -2:] -= costs[at][:, None]
        last_inside = inside_any.argmax(axis=1) + 1
        left = inside_any[every, last_inside - 1]
        anything[at] = np.where(best[:, 0] >= left, 0, last_inside)
        goes_on[at] = best[:, 2::2] >= best[:, 1::2]
        inside = np.maximum(best[:, 1::2], best[:, 2::2])
        best[:] = np.maximum(best[:, 0], left)[:, None]
        best[:, 2::2] = inside
        best += steps[at]
    paths = np.zeros((length, rows), np.int64)
    paths[-1] = best.argmax(axis=1)
    for at in range(length - 1, 0, -1):
        now = paths[at]
        is_inside = (now > 0) & (now % 2 == 0)
        stays = goes_on[at, every, np.maximum(now - 1, 0) // 2]
        paths[at - 1] = np.where(is_inside, np.where(stays, now, now - 1), anything[at])
    return paths.T


def find_paths(tables: Sequence[Floats], leaving: Sequence[Floats], restart: float = 0.0) -> list[Ints]:
    """The best labels of each table of scores (pieces, labels), as ``best_paths`` finds them, in far fewer steps.

    Where no label comes near to ``O`` there is no span; only the stretches between such pieces are searched, all side by side.
    """
    if not tables:
        return []
    flat, costs = np.concatenate(tables), np.concatenate(leaving)
    ends = np.cumsum([len(table) for table in tables])
    firsts, lasts = _stretches(flat[:, 1:].max(axis=1) - flat[:, 0] > -_SURE, ends)
    paths = np.zeros(len(flat), np.int64)
    if len(firsts):
        at = firsts[:, None] + np.arange((lasts - firsts).max() + 1)[None, :]
        inside = at <= lasts[:, None]
        at = np.minimum(at, len(flat) - 1)
        is_open = inside & (flat[at][:, :, 1:].max(axis=2) - flat[at][:, :, 0] > -_SURE)
        scores = np.where(is_open[:, :, None], flat[at], np.float32(_NEVER / 1e3))
        scores[:, :, 0] = np.where(is_open, flat[at][:, :, 0], 0)
        found = best_paths(scores, restart, np.where(inside, costs[at], np.float32(0)))
        paths[at[is_open]] = found[is_open]
    return np.split(paths, ends[:-1])


def _stretches(is_open: NDArray[np.bool_], ends: Ints) -> tuple[Ints, Ints]:
    """First and last piece of each run of open pieces within a table, with the closed piece before and after it if there is one."""
    starts = np.zeros(len(is_open), bool)
    starts[0] = True
    starts[ends[:-1]] = True
    stops = np.zeros(len(is_open), bool)
    stops[ends - 1] = True
    before = np.roll(is_open, 1) & ~starts
    after = np.roll(is_open, -1) & ~stops
    firsts, lasts = np.flatnonzero(is_open & ~before), np.flatnonzero(is_open & ~after)
    return firsts - ~starts[firsts], lasts + ~stops[lasts]


def path_spans(path: Ints, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans of one path of ``O, B-x, I-x, …`` as (start, end, x)."""
    spans: list[tuple[int, int, str]] = []
    for at in np.flatnonzero(path):
        name = labels[path[at]]
        if name.startswith("B-"):
            spans.append((int(at), int(at) + 1, name[2:]))
        elif spans:
            start, _, kind = spans[-1]
            spans[-1] = (start, int(at) + 1, kind)
    return spans
