"""What the network is taught by: one loss for each head, over what a set marks of it."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from according.tag.labels import LINK_HEADS, SAID, columns
from train.batches import Batch, distances
from train.network import ADDED, MULTIPLIED, Network

WEIGHTS = {"anchor.house": 8.0, "anchor.polnear": 8.0, "trigger": 8.0, "quantity": 5.0, "name": 2.0, "re3d": 2.0, "time": 3.0}
WEIGHTS |= {
    "act": 0.5,
    "status": 0.6,
    "scope": 0.3,
    "factuality": 0.5,
    "content": 1.0,
    "vector": 8.0,
    "part.house": 1.0,
    "part.polnear": 1.0,
    "role": 1.0,
}
_SPAN_PIECES = 12.0
"""Links are averaged by anchor; each weighs as much as this many pieces."""
_FALSE_ANCHORS = 12
"""Most windows of a batch that a false anchor is taken from."""
SMOOTHING = 0.02


def total_loss(network: Network, batch: Batch, weights: Mapping[str, float]) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum of the losses, and each of them."""
    hidden = network.encoder(batch.ids, batch.mask)
    scores, links, vectors = network.heads(hidden)
    losses = {head: _masked_loss(scores[..., columns(head)], allowed, batch.core) for head, allowed in batch.masks.items()}
    losses |= {head: _point_loss(head, scores[..., columns(head)], found) for head, found in batch.points.items()}
    for head in LINK_HEADS:
        if (loss := _link_loss(network, head, scores, links, batch)) is not None:
            losses[head] = loss
    if (batch.content >= 0).any():
        losses["content"] = _content_loss(scores, batch)
    if batch.sentences:
        losses["vector"] = _vector_loss(vectors, batch)
    weighted = [weights[head] * loss for head, loss in losses.items()]
    return torch.stack(weighted).sum(), {head: float(loss.detach()) for head, loss in losses.items()}


def _masked_loss(scores: Tensor, allowed: Tensor, core: Tensor) -> Tensor:
    """Minus the log of the probability of all allowed labels together, over the known pieces of the core."""
    known = (allowed > 0) & core
    logs = functional.log_softmax(scores[known], dim=-1)
    bits = ((allowed[known][:, None] >> torch.arange(scores.shape[-1])) & 1).bool()
    every = -torch.logsumexp(logs.masked_fill(~bits, -1e4), dim=-1)
    return every.sum() / max(known.sum().item(), 200)


def _point_loss(head: str, scores: Tensor, found: Tensor) -> Tensor:
    rows, pieces, values = found[:, 0].long(), found[:, 1].long(), found[:, 2]
    chosen = scores[rows, pieces]
    if head == "factuality":
        return functional.smooth_l1_loss(chosen[:, 0], values)
    return functional.cross_entropy(chosen, values.long(), label_smoothing=SMOOTHING)


def _link_loss(network: Network, head: str, scores: Tensor, links: Tensor, batch: Batch) -> Tensor | None:
    """Cross-entropy of each piece's part as seen from true anchors, and from a few likely but false ones, which have none."""
    rows, pieces, labels = _with_false_anchors(head, scores, batch)
    if not len(rows):
        return None
    family = sorted(network.seen).index(head.split(".")[0])
    width = ADDED + MULTIPLIED
    to = links[..., 2 * family * width : (2 * family + 1) * width]
    of = links[..., (2 * family + 1) * width : (2 * family + 2) * width]
    found = network.link(head, to[rows], of[rows, pieces], distances(pieces, batch.ids.shape[1]))
    losses = functional.cross_entropy(found.reshape(-1, found.shape[-1]), labels.reshape(-1), ignore_index=-100, reduction="sum")
    return losses / (max(len(rows), 8) * _SPAN_PIECES)


def _with_false_anchors(head: str, scores: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    length = batch.ids.shape[1]
    rows, pieces, labels = batch.anchors.get(head, (torch.zeros(0).long(), torch.zeros(0).long(), torch.zeros(0, length).long()))
    trigger = {"part.house": "anchor.house", "part.polnear": "anchor.polnear", "role": "trigger"}[head]
    allowed = batch.masks.get(trigger)
    if allowed is None:
        return rows, pieces, labels
    with torch.no_grad():
        begins = functional.softmax(scores[..., columns(trigger)], dim=-1)[..., 2:].sum(-1)
        begins = begins * ((allowed == 1) & batch.core)
        best = begins.max(dim=1)
    likely = (best.values > 0.1).nonzero()[:, 0][:_FALSE_ANCHORS]
    if not len(likely):
        return rows, pieces, labels
    nothing = torch.where(batch.mask[likely] > 0, 0, -100)
    return torch.cat([rows, likely]), torch.cat([pieces, best.indices[likely]]), torch.cat([labels, nothing])


def _content_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Is a piece in some content, in some source?  One set of outputs for each style."""
    is_house = torch.tensor([style == "house" for style in batch.styles])[:, None, None]
    chosen = torch.where(is_house, scores[..., columns("said.house")], scores[..., columns("said.polnear")])
    return functional.cross_entropy(chosen.reshape(-1, len(SAID)), batch.content.reshape(-1), ignore_index=-1)


def _vector_loss(vectors: Tensor, batch: Batch) -> Tensor:
    """How far the sum over a sentence's pieces points away from what the published model makes of the sentence alone."""
    means = torch.stack([vectors[row, start:end].mean(dim=0) for row, start, end in batch.sentences])
    return (1 - functional.cosine_similarity(means, batch.vectors, dim=-1)).mean()
