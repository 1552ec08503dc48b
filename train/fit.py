"""Training: from examples to weights, with a running average of the weights as the result."""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from according.tag.labels import LINK_HEADS
from according.tag.settings import LinkWeights
from train.batches import Batch, iter_batches
from train.losses import WEIGHTS, total_loss
from train.narrow import load_narrowed
from train.network import Network
from train.targets import Example


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn. ``tokens`` counts word pieces seen in all, padding apart."""

    tokens: int
    budget: int = 2048
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    average: float = 0.998
    seed: int = 7
    weights: Mapping[str, float] = field(default_factory=dict)
    """Weights of losses where they differ from the usual ones, by head."""


Epoch = Callable[[int, random.Random], list[Example]]


def fit(network: Network, epoch: Epoch, plan: Plan, say: bool = True) -> Network:
    """Train in place on ``epoch(number, rng)`` until the plan's tokens are seen; returns the averaged network."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network.encoder.words.weight.requires_grad_(False)
    optimizer = torch.optim.AdamW(_groups(network, plan), betas=(0.9, 0.98), weight_decay=0.01)
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    seen, step, start, kept = 0, 0, time.time(), {}
    network.train()
    for batch in _forever(epoch, plan, rng):
        scale = _schedule(seen / plan.tokens, plan.warmup)
        for group in optimizer.param_groups:
            group["lr"] = group["initial"] * scale
        loss, parts = total_loss(network, batch, WEIGHTS | plan.weights)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen, step = seen + batch.size, step + 1
        _blend(average, network, min(plan.average, step / (step + 10)))
        kept = {name: 0.97 * kept.get(name, value) + 0.03 * value for name, value in (kept | parts).items()}
        if say and step % 50 == 0:
            told = " ".join(f"{name} {value:.3f}" for name, value in sorted(kept.items()))
            sys.stderr.write(f"step {step} tokens {seen} of {plan.tokens} {seen / (time.time() - start):.0f}/s  {told}\n")
        if seen >= plan.tokens:
            break
    network.load_state_dict(average)
    return network.eval()


def _groups(network: Network, plan: Plan) -> list[dict[str, object]]:
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in known]
    return [{"params": encoder, "initial": plan.rate}, {"params": heads, "initial": plan.head_rate}]


def _forever(epoch: Epoch, plan: Plan, rng: random.Random) -> Iterator[Batch]:
    number = 0
    while True:
        yield from iter_batches(epoch(number, rng), plan.budget, rng)
        number += 1


def _schedule(done: float, warmup: float) -> float:
    """Up in a line, down in half a cosine."""
    return done / warmup + 0.01 if done < warmup else 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (done - warmup) / (1 - warmup))))


@torch.no_grad()
def _blend(average: dict[str, Tensor], network: Network, keep: float) -> None:
    for name, value in network.state_dict().items():
        if value.dtype.is_floating_point and name != "encoder.words.weight":
            average[name].lerp_(value, 1 - keep)


def new_network(windows: Sequence[Sequence[int]], dropout: float = 0.1) -> Network:
    """A network with the part of the published encoder that does most on these windows of pieces, and fresh heads."""
    torch.manual_seed(1)
    network = Network(dropout)
    load_narrowed(network, windows)
    return network


def link_weights(network: Network) -> LinkWeights:
    """The weights that the shipped tagger applies itself."""
    heads = {head: network.links[head.replace(".", "_")] for head in LINK_HEADS}
    return LinkWeights(
        {family: near.weight.detach().numpy() for family, near in network.near.items()},
        {head: layer.weight.detach().numpy().T.copy() for head, layer in heads.items()},
        {head: layer.bias.detach().numpy() for head, layer in heads.items()},
    )


def run_network(network: Network) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The network as the tagger calls it: ids of one window in, arrays out."""

    def run(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        with torch.inference_mode():
            scores, links, vectors = network(torch.from_numpy(ids), torch.ones_like(torch.from_numpy(ids)))
        return scores.numpy(), links.numpy(), vectors.numpy()

    return run
