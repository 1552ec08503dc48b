"""What no score overrides: which two happenings are never the same, and why."""

from __future__ import annotations

import numpy as np

from according.reconcile.columns import Array
from according.reconcile.contrast import POSSIBLE_DAY, Compared

NEVER = (
    "",
    "two happenings of one report",
    "in different countries",
    "too far apart",
    "on different days",
    "one was in print before the other",
    "a sum and a part of it",
    "acts of different families",
    "to two persons, each by name",
)
"""Why two happenings are never the same, by number; 0 is for those that may be."""
_FAR_KM = 120.0
_DAYS = 7
_DAYS_EXPLICIT = 3
_DAYS_LENT = 30
"""So far apart may days lie of which one was only lent by the sentences around."""
_LATE_DAYS = 30
_EARLY_DAYS = 3
_COPIED = 0.4
_ALIKE = 0.2
"""Words that are alike by more outweigh places, for a speaker's city is easily taken for that of the deed."""
_TELLING = 10
"""From how many dead on an equal toll of one day does the same."""
_PART = 2.5
_SUM_DAYS = 3


def bars(c: Compared) -> Array:
    """For each pair the number of the first rule of ``NEVER`` that keeps it apart, 0 if none does.

    Words that are all but copied outweigh days, for a reprint may be dated anew, but not a report, a sum or
    a person's name; places are outweighed by words or a toll that are alike.
    """
    copied = c["alike"] >= _COPIED
    near = (c["names"] > 0) | (c["told"] > 0)
    tolls_fit = ~c["killed_known"] | c["killed_fits"] | (c["killed_ratio"] < _PART)
    same_toll = c["killed_known"] & c["killed_equal"] & (c["killed_least"] >= _TELLING) & (c["same_day"] > POSSIBLE_DAY)
    told_alike = (c["words_alike"] >= _ALIKE) & (c["around_alike"] >= _ALIKE / 2) & tolls_fit
    told_alike |= (c["words_alike"] >= _ALIKE / 2) & same_toll
    gap, shift = c["gap"], c["shift"]
    weeks = (c["long"] == 0) & (shift % 7 == 0) & (shift <= 28) & (c["least_how"] < 3)
    unlikely = ~(c["near_day"] > POSSIBLE_DAY)
    most = np.where(c["least_how"] < 2, _DAYS_LENT, _DAYS)
    dated_apart = unlikely & ((gap > most) & ~weeks) | ((gap > _DAYS_EXPLICIT) & (c["least_how"] == 3))
    printed_apart = unlikely & (
        (c["lag"] > _LATE_DAYS) | (c["lag"] < -_EARLY_DAYS) | (np.isnan(gap) & np.isnan(c["lag"]) & (c["published_apart"] > _LATE_DAYS))
    )
    of_a_sum = ((c["total"] == 1) | ((c["long"] - c["short"] >= _SUM_DAYS) & (c["short"] <= 1))) & c["killed_known"]
    rules = [
        c["same_report"],
        c["other_country"] & ~near & ~(c["km_outside"] < 30) & ~told_alike,
        (c["km_outside"] > _FAR_KM) & ~near & ~c["other_country"],
        dated_apart & ~copied,
        printed_apart & ~copied,
        of_a_sum & ~c["killed_fits"] & (c["killed_ratio"] >= _PART),
        ~c["share_family"] & ~copied,
        c["two_persons"],
    ]
    return np.select(rules, range(1, len(NEVER)), 0)
