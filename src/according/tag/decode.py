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
    labelled = probabilities[starts, 2:].argmax(axis=1).tolist()
    going_on = goes_on.tolist()
    for start, best in zip(np.flatnonzero(starts).tolist(), labelled, strict=True):
        end = start + 1
        while end < len(going_on) and going_on[end]:
            end += 1
        yield Found(start, end, labels[best + 2].removeprefix("B-"), float(begins[start]))


def link_scores(to: Floats, of: Floats, near: Floats, weight: Floats, bias: Floats) -> Floats:
    """Scores of every piece as seen from one anchor.

    ``to`` holds the pieces (pieces, width), ``of`` the anchor itself (width), ``near`` what their distances add (pieces, width of
    the additive part); ``weight`` (width, labels) and ``bias`` make scores of it. The rest of the width is multiplied, not added.
    """
    added = near.shape[1]
    left = to[:, :added] + of[:added]
    left += near
    np.maximum(left, np.zeros(added, np.float32), out=left)  # by a row of zeros, since by a lone one it takes ten times as long
    right = to[:, added:] * of[added:]
    return np.asarray(left @ weight[:added] + right @ weight[added:] + bias, np.float32)


def best_paths(scores: Floats, restart: float = 0.0, leaving: Floats | None = None) -> Ints:
    """The best labels of each row of scores (rows, pieces, labels), where labels are ``O, B-x, I-x, B-y, I-y, …``.

    ``I-x`` follows ``B-x`` or ``I-x`` only; everything else follows anything. ``restart`` is what beginning a span costs, in the
    units of the scores, other than at the first piece; ``leaving`` (rows, pieces) is what it costs that a span of the last
    part has its end just before a piece.
    """
    rows, length, _ = scores.shape
    steps = scores.transpose(1, 2, 0).copy()
    steps[1:, 1::2] -= restart
    costs = np.zeros((length, rows), np.float32) if leaving is None else leaving.T
    best = np.empty_like(steps)
    best[0] = steps[0]
    best[0, 2::2] = _NEVER
    for before, now, step, cost in zip(best, best[1:], steps[1:], costs[1:], strict=False):
        now[:] = np.maximum(before[:-2].max(axis=0), before[-2:].max(axis=0) - cost)
        np.maximum(before[1::2], before[2::2], out=now[2::2])
        now += step
    came_from = _came_from(best[:-1], costs[1:])
    paths = np.zeros((length, rows), np.int64)
    paths[-1] = best[-1].argmax(axis=0)
    every = np.arange(rows)
    for at in range(length - 1, 0, -1):
        paths[at - 1] = came_from[at - 1, paths[at], every]
    return paths.T


def _came_from(best: Floats, costs: Floats) -> NDArray[np.int8]:
    """Which label stands best before each, given the scores of the best ways to those before (pieces, labels, rows)."""
    inside = best[:, 1:].copy()
    inside[:, -2:] -= costs[:, None]
    came_from = np.empty(best.shape, np.int8)
    came_from[:] = np.where(best[:, 0] >= inside.max(axis=1), 0, inside.argmax(axis=1) + 1)[:, None]
    going_on = np.arange(2, best.shape[1], 2)[:, None]
    came_from[:, 2::2] = np.where(best[:, 2::2] >= best[:, 1::2], going_on, going_on - 1)
    return came_from


def find_paths(tables: Sequence[Floats], leaving: Sequence[Floats], restart: float = 0.0) -> list[Ints]:
    """The best labels of each table of scores (pieces, labels), as ``best_paths`` finds them, in far fewer steps.

    Where no label comes near to ``O`` there is no span; only the stretches between such pieces are searched, all side by side.
    """
    if not tables:
        return []
    flat, costs = np.concatenate(tables), np.concatenate(leaving)
    ends = np.cumsum([len(table) for table in tables])
    labels = np.ascontiguousarray(flat.T)
    is_open = labels[1:].max(axis=0) - labels[0] > -_SURE
    firsts, lasts = _stretches(is_open, ends)
    paths = np.zeros(len(flat), np.int64)
    if len(firsts):
        at = firsts[:, None] + np.arange((lasts - firsts).max() + 1)[None, :]
        inside = at <= lasts[:, None]
        at = np.minimum(at, len(flat) - 1)
        searched = inside & is_open[at]
        scores = flat[at]
        scores[~searched] = _NEVER / 1e3
        scores[~searched, 0] = 0
        found = best_paths(scores, restart, np.where(inside, costs[at], np.float32(0)))
        paths[at[searched]] = found[searched]
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
    found = np.flatnonzero(path)
    for at, label in zip(found.tolist(), path[found].tolist(), strict=True):
        name = labels[label]
        if name.startswith("B-"):
            spans.append((at, at + 1, name[2:]))
        elif spans:
            start, _, kind = spans[-1]
            spans[-1] = (start, at + 1, kind)
    return spans
