"""What is fixed after training: thresholds, calibration, and the small weights of the heads that look from piece to piece."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from according.tag.decode import Floats


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """Weights of the link heads: ``near`` by family, ``weight`` and ``bias`` by head."""

    near: Mapping[str, Floats]
    weight: Mapping[str, Floats]
    bias: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """The axes (features, width) along which sentence features differ most, around their ``mean`` (features,)."""

    mean: Floats
    axes: Floats

    @property
    def width(self) -> int:
        """How many axes there are."""
        return int(self.axes.shape[1])

    def along(self, features: Floats) -> Floats:
        """Where pieces stand on each axis (pieces, width), by their features (pieces, features)."""
        found: Floats = np.matmul(features - self.mean, self.axes, dtype=np.float32)
        return found


@dataclass(frozen=True, slots=True)
class Choices:
    """How sure a head must be before a span begins, what spans cost, and how its probabilities are corrected.

    ``restart`` is the cost of beginning a span, ``leaving`` that of ending a content where neither punctuation nor a sentence ends.
    Contents that no claim has are looked for where ``restart`` has an entry for the head that finds them. ``staying`` is the
    probability from which on a piece goes on with a span, even if it may as well stand outside; without an entry being inside must be
    the likeliest. ``trust`` is how much the pieces of its content count for a claim, beside its anchor: nothing without an entry.
    ``calibration`` maps a kind of mark to (slope, intercept) of its log odds; without an entry they stay as they are.
    """

    least: Mapping[str, float] = field(default_factory=dict)
    restart: Mapping[str, float] = field(default_factory=dict)
    leaving: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    staying: Mapping[str, float] = field(default_factory=dict)
    trust: Mapping[str, float] = field(default_factory=dict)

    def calibrated(self, kind: str, probability: float) -> float:
        """The probability as it turned out on held-back reports, rounded to four places."""
        slope, intercept = self.calibration.get(kind, (1.0, 0.0))
        p = min(max(probability, 1e-6), 1 - 1e-6)
        odds = slope * math.log(p / (1 - p)) + intercept
        return round(1 / (1 + math.exp(-odds)), 4)
