"""What the published model makes of sentences: the vectors that ours are kept close to."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from train.batches import END, START
from train.network import HIDDEN, Encoder, read_encoder
from train.targets import Example

_ROWS = 64


@torch.inference_mode()
def teach_vectors(examples: list[Example]) -> None:
    """Give each example the published model's vector of each of its sentences, length one."""
    encoder = read_encoder()
    wanted = [(example, start, end) for example in examples for start, end in example.sentences]
    order = sorted(range(len(wanted)), key=lambda at: wanted[at][2] - wanted[at][1])
    made = np.zeros((len(wanted), HIDDEN), np.float32)
    for at in range(0, len(order), _ROWS):
        rows = order[at : at + _ROWS]
        made[rows] = _vectors(encoder, [wanted[row][0].ids[wanted[row][1] : wanted[row][2]] for row in rows])
    at = 0
    for example in examples:
        example.vectors = made[at : at + len(example.sentences)]
        at += len(example.sentences)


def _vectors(encoder: Encoder, sentences: list[np.ndarray]) -> np.ndarray:
    """Mean over all pieces, the marks of the ends included, as that model is used."""
    length = max(len(ids) for ids in sentences) + 2
    ids, mask = torch.zeros(len(sentences), length, dtype=torch.long), torch.zeros(len(sentences), length, dtype=torch.long)
    for row, found in enumerate(sentences):
        ids[row, : len(found) + 2] = torch.tensor([START, *found.tolist(), END])
        mask[row, : len(found) + 2] = 1
    hidden = encoder(ids, mask) * mask[..., None]
    return functional.normalize(hidden.sum(dim=1), dim=-1).numpy()
