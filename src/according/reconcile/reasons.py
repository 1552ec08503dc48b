"""Why two happenings are held to be one, or not, in words that an analyst can check against the sentences."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from according.incidents import Happening, Range

MEASURED = ("gap", "km", "alike")
"""What a reason may name: days and kilometres apart, and the share of telling words in common."""
_DAYS = {
    "one day": "same day",
    "one day, lent": "same day as far as known",
    "one stretch": "same days",
    "day in stretch": "a day within the days of the other",
    "stretches meet": "overlapping days",
    "long stretch": "within one long stretch of time",
    "next day": "a day apart",
    "next day, lent": "a day apart as far as known",
    "two days": "two days apart",
    "weeks apart": "same day of the week, weeks apart",
    "printed next": "undated, in print within a day of the other",
    "printed soon": "undated, in print within three days of the other",
}
_ACTS = {
    "other acts of one family": "{} and {}",
    "other acts": "{} and {}, acts of different kinds",
}


def reasons_of(left: Happening, right: Happening, held: Mapping[str, str], measured: Mapping[str, float]) -> tuple[str, ...]:
    """The reasons that weigh most in a score, for and against, in the order day, place, act, toll, words.

    ``held`` is the level of each group of features that this pair has, ``measured`` the values named by ``MEASURED``.
    """
    reasons = (
        _day(held["day"], measured["gap"]),
        _place(held["place"], left, right, measured["km"]),
        _act(held["act"], left, right),
        f"to one person by name ({left.target}, {right.target})" if held["person"] == "one" else None,
        _toll("killed", left.killed, right.killed) if held["killed"] not in ("unknown", "of one") else None,
        _toll("injured", left.injured, right.injured) if held["injured"] not in ("unknown", "of one") else None,
        _actor(held["actor"], left),
        _words(held["alike"], measured["alike"]),
    )
    return tuple(reason for reason in reasons if reason)


def _day(level: str, gap: float) -> str | None:
    if level in _DAYS:
        return _DAYS[level]
    return None if np.isnan(gap) else f"{gap:.0f} days apart"


def _place(level: str, left: Happening, right: Happening, km: float) -> str | None:
    places = " and ".join(dict.fromkeys(name for name in (left.place, right.place) if name))
    if level in ("one small place", "one town", "one region"):
        return f"same place ({places})"
    if np.isnan(km):
        return f"places not resolved ({places})" if places else None
    return f"places {km:.0f} km apart ({places})" if km >= 1 else f"same position ({places})"


def _act(level: str, left: Happening, right: Happening) -> str:
    kinds = sorted({left.kind, right.kind})
    names = [kind.replace("_", " ") for kind in kinds]
    if level in _ACTS and len(names) > 1:
        return _ACTS[level].format(*names)
    return f"both {names[0]}" if len(names) == 1 else f"{names[0]} and {names[1]}"


def _toll(measure: str, left: Range | None, right: Range | None) -> str | None:
    if left is None or right is None:
        return None
    return f"{measure} {range_in_words(left)} in both" if left == right else f"{measure} {range_in_words(left)} and {range_in_words(right)}"


def range_in_words(given: Range) -> str:
    """A range as a report would put it.

    >>> [range_in_words(one) for one in ((5, 5), (4, None), (None, 9), (24, 99))]
    ['5', 'at least 4', 'at most 9', '24 to 99']
    """
    low, high = given
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return f"{low}" if low == high else f"{low} to {high}"


def _actor(level: str, left: Happening) -> str | None:
    return {
        "same": f"both by {left.actor_key}",
        "other": "by different actors",
        "crossed": "the actor of one is the target of the other",
    }.get(level)


def _words(level: str, alike: float) -> str | None:
    if level == "copied":
        return "all but the same words"
    return f"{alike:.0%} of telling words in common" if alike >= 0.13 else None
