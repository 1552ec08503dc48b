"""Fits the nets that correct the linear models of dates and ties by the tagger's states of both sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from according.events.refining import SHRINK, STEPS, Matrix, Net
from train.told import Told

_PROJECTED, _DISTANCE, _HIDDEN = 32, 8, 64
_DROPOUT = 0.5
_RATE, _SCALE_RATE, _DECAY = 2e-3, 5e-3, 0.3


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a net learns: rounds over all rows, so many rows at once."""

    rounds: int
    batch: int


PLANS = {"date": Plan(15, 256), "tie": Plan(8, 1024)}


class _Network(nn.Module):
    """A ``Net`` in torch, with its hidden units and states dropped at random while it learns."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.left, self.right = nn.Linear(width, _PROJECTED), nn.Linear(width, _PROJECTED)
        self.near = nn.Embedding(STEPS, _DISTANCE)
        self.hidden = nn.Linear(4 * _PROJECTED + _DISTANCE + 1, _HIDDEN)
        self.out = nn.Linear(_HIDDEN, 1)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, sums: Tensor, left: Tensor, right: Tensor, apart: Tensor) -> Tensor:
        """The corrected sums (pairs,)."""
        a, b = self.left(self.drop(left)), self.right(self.drop(right))
        parts = (torch.relu(a), torch.relu(b), a * b, (a - b).abs(), self.near(apart), SHRINK * sums[:, None])
        units = self.drop(torch.relu(self.hidden(torch.cat(parts, dim=1))))
        corrected: Tensor = self.scale * sums + self.out(units)[:, 0]
        return corrected

    def to_net(self) -> Net:
        """The weights as they are shipped."""

        def plain(tensor: Tensor) -> Matrix:
            found: Matrix = tensor.detach().numpy().copy()
            return found

        return Net(
            plain(self.scale)[0],
            plain(self.left.weight).T.copy(),
            plain(self.left.bias),
            plain(self.right.weight).T.copy(),
            plain(self.right.bias),
            plain(self.near.weight),
            plain(self.hidden.weight).T.copy(),
            plain(self.hidden.bias),
            plain(self.out.weight)[0],
            plain(self.out.bias)[0],
        )


def fit_net(told: Told, plan: Plan, seed: int = 0) -> Net:
    """The net that these pairs teach; the same pairs give the same net."""
    torch.manual_seed(seed)
    network = _Network(told.left.shape[1])
    others = [weight for name, weight in network.named_parameters() if name != "scale"]
    optimizer = torch.optim.AdamW(
        [
            {"params": [network.scale], "lr": _SCALE_RATE, "weight_decay": 0.0},
            {"params": others, "lr": _RATE, "weight_decay": _DECAY},
        ]
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, plan.rounds)
    columns = [torch.from_numpy(one) for one in (told.sums, told.left, told.right, told.apart, told.label)]
    rng = np.random.default_rng(seed)
    for _ in range(plan.rounds):
        order = torch.from_numpy(rng.permutation(len(told.label)))
        for at in range(0, len(order), plan.batch):
            sums, left, right, apart, label = (column[order[at : at + plan.batch]] for column in columns)
            optimizer.zero_grad()
            loss = functional.binary_cross_entropy_with_logits(network(sums, left, right, apart), label)
            loss.backward()
            optimizer.step()
        schedule.step()
    return network.to_net()
