"""A smaller encoder cut out of the published one: its lower layers, and in each of them the inner units that do most."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from train.network import INNER, LAYERS, Encoder, Network, read_encoder

Ids = Sequence[int]


def load_narrowed(network: Network, windows: Sequence[Ids]) -> None:
    """Put the lower layers of the published encoder into the network's; ``windows`` show which inner units matter."""
    base = read_encoder()
    weights = inner_weights(base, windows)
    given = base.state_dict()
    state = {name: value for name, value in given.items() if not name.startswith("layers.")}
    for number in range(LAYERS):
        kept = weights[number].topk(INNER).indices.sort().values
        for name, value in given.items():
            layer, part = f"layers.{number}.", name.removeprefix(f"layers.{number}.")
            if name.startswith(layer):
                state[name] = value[kept] if part.startswith("up.") else value[:, kept] if part == "down.weight" else value
    network.encoder.load_state_dict(state)


@torch.inference_mode()
def inner_weights(base: Encoder, windows: Sequence[Ids]) -> list[Tensor]:
    """For each layer and inner unit: how strongly it answers on these texts, times how far its answer reaches."""
    sums = [torch.zeros(layer.up.out_features) for layer in base.layers]
    hooks = []
    for total, layer in zip(sums, base.layers, strict=True):

        def add(_: object, given: tuple[Tensor], total: Tensor = total) -> None:
            total += given[0].abs().sum((0, 1))

        hooks.append(layer.down.register_forward_pre_hook(add))
    for ids in windows:
        base(torch.tensor([list(ids)]), torch.ones(1, len(ids)))
    for hook in hooks:
        hook.remove()
    return [total * layer.down.weight.norm(dim=0) for total, layer in zip(sums, base.layers, strict=True)]
