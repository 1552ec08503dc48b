"""Pairs that nets learn from, and the file that nets are shipped in; without torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from according.events.refining import Matrix, Net, Nets


@dataclass(frozen=True, slots=True)
class Told:
    """Pairs to learn from: the linear model's sum, both sides' states (pairs, width), the distance in steps, whether it is so."""

    sums: Matrix
    left: Matrix
    right: Matrix
    apart: Matrix
    label: Matrix


def write_nets(nets: Nets, path: Path) -> None:
    """Writes nets, their weights as they are."""
    layers = Net.__dataclass_fields__
    tables: dict[str, Any] = {f"{name}/{layer}": getattr(net, layer) for name, net in sorted(nets.items()) for layer in layers}
    np.savez(path, **tables)
