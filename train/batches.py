"""Batches of windows of like length, padded, with their targets as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from according.tag.decode import distance_classes
from train.network import HIDDEN
from train.targets import MASKED_HEADS, Example

START, END = 101, 102
"""Ids of the pieces that mark the ends of a window."""


@dataclass(slots=True)
class Batch:
    """Windows side by side. ``masks`` holds bits of allowed labels, ``points`` (row, piece, value), ``anchors`` by link head."""

    ids: Tensor
    mask: Tensor
    core: Tensor
    masks: dict[str, Tensor]
    points: dict[str, Tensor]
    anchors: dict[str, tuple[Tensor, Tensor, Tensor]]
    content: Tensor
    styles: list[str]
    sentences: list[tuple[int, int, int]]
    vectors: Tensor

    @property
    def size(self) -> int:
        """Pieces, padding apart."""
        return int(self.mask.sum())


def iter_batches(examples: list[Example], budget: int, rng: random.Random) -> Iterator[Batch]:
    """All examples once, shuffled, in batches of at most ``budget`` pieces padding included."""
    order = sorted(examples, key=lambda e: len(e.ids) * rng.uniform(0.9, 1.1))
    groups: list[list[Example]] = [[]]
    for example in order:
        longest = max((len(e.ids) for e in groups[-1]), default=0)
        if groups[-1] and (len(groups[-1]) + 1) * (max(longest, len(example.ids)) + 2) > budget:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)


def collate(group: list[Example]) -> Batch:
    """One batch; rows are shifted by one for the mark of the window's start."""
    length = max(len(e.ids) for e in group) + 2
    shape = (len(group), length)
    ids, mask, core = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
    masks = {head: np.zeros(shape, np.int64) for head in MASKED_HEADS}
    content = np.full(shape, -1, np.int64)
    points: dict[str, list[tuple[int, int, float]]] = {"act": [], "status": [], "scope": [], "factuality": []}
    anchors: dict[str, list[tuple[int, int, np.ndarray]]] = {}
    for row, example in enumerate(group):
        size = len(example.ids)
        ids[row, 0], ids[row, size + 1] = START, END
        ids[row, 1 : size + 1] = example.ids
        mask[row, : size + 2] = 1
        core[row, 1 + example.core[0] : 1 + example.core[1]] = True
        for head, allowed in example.masks.items():
            masks[head][row, 1 : size + 1] = allowed
        if example.content is not None:
            content[row, 1 : size + 1] = example.content
        for head, found in example.points.items():
            points[head] += [(row, at + 1, value) for at, value in found]
        for anchor in example.anchors:
            labels = np.full(length, -100, np.int64)
            labels[1 : size + 1] = anchor.labels
            anchors.setdefault(anchor.head, []).append((row, anchor.piece + 1, labels))
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(core),
        {head: torch.from_numpy(found) for head, found in masks.items() if found.any()},
        {head: torch.tensor(found) for head, found in points.items() if found},
        {head: _stack(found) for head, found in anchors.items()},
        torch.from_numpy(content),
        [e.style for e in group],
        [(row, 1 + a, 1 + b) for row, e in enumerate(group) if e.vectors is not None for a, b in e.sentences],
        torch.from_numpy(np.concatenate([e.vectors for e in group if e.vectors is not None] or [np.zeros((0, HIDDEN), np.float32)])),
    )


def _stack(found: list[tuple[int, int, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    rows, pieces, labels = zip(*found, strict=True)
    return torch.tensor(rows), torch.tensor(pieces), torch.from_numpy(np.stack(labels))


def distances(pieces: Tensor, length: int) -> Tensor:
    """Classes of the distance of every piece of a window from each anchor: (anchors, length)."""
    return torch.from_numpy(distance_classes(np.arange(length)[None, :] - pieces.numpy()[:, None]))
