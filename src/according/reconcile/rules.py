"""What no score overrides: which two happenings are never the same, and why."""

from __future__ import annotations

import numpy as np

from according.reconcile.columns import Array
from according.reconcile.contrast import Compared

NEVER = (
    "",
    "two happenings of one report",
    "in different countries",
    "too far apart",
    "on different days",
    "one was in print before the other",
    "a sum and a part of it",
    "acts of different families",
)
"""Why two happenings are never the same, by number; 0 is for those that may be."""
_FAR_KM = 120.0
_POSSIBLE = 0.1
"""Two happenings whose days fall together this likely are not kept apart by them."""
_DAYS = 7
_DAYS_EXPLICIT = 3
_LATE_DAYS = 30
_EARLY_DAYS = 3
_COPIED = 0.4
_PART = 2.5
_SUM_DAYS = 3


def bars(c: Compared) -> Array:
    """For each pair the number of the first rule of ``NEVER`` that keeps it apart, 0 if none does.

    Words that are all but copied outweigh days, for a reprint may be dated anew, but not a report, a place or a sum.
    """
    copied = c["alike"] >= _COPIED
    near = (c["names"] > 0) | (c["told"] > 0)
    gap, shift = c["gap"], c["shift"]
    weeks = (c["long"] == 0) & (shift % 7 == 0) & (shift <= 28) & (c["least_how"] < 3)
    unlikely = ~(c["near_day"] > _POSSIBLE)
    dated_apart = unlikely & ((gap > _DAYS) & ~weeks) | ((gap > _DAYS_EXPLICIT) & (c["least_how"] == 3))
    printed_apart = unlikely & (
        (c["lag"] > _LATE_DAYS) | (c["lag"] < -_EARLY_DAYS) | (np.isnan(gap) & np.isnan(c["lag"]) & (c["published_apart"] > _LATE_DAYS))
    )
    of_a_sum = ((c["total"] == 1) | ((c["long"] - c["short"] >= _SUM_DAYS) & (c["short"] <= 1))) & c["killed_known"]
    rules = [
        c["same_report"],
        c["other_country"] & ~near & ~(c["km_outside"] < 30),
        (c["km_outside"] > _FAR_KM) & ~near,
        dated_apart & ~copied,
        printed_apart & ~copied,
        of_a_sum & ~c["killed_fits"] & (c["killed_ratio"] >= _PART),
        ~c["share_family"] & ~copied,
    ]
    return np.select(rules, range(1, len(NEVER)), 0)
