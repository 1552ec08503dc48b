"""What two happenings have in common and where they differ, as levels that a model weighs: of each group of levels one holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from according.reconcile.columns import Array
from according.reconcile.contrast import Compared

_SMALL_KM, _WIDE_KM = 6.0, 40.0
"""A place within the first is a village or quarter, one beyond the second a region."""
_LONG_DAYS = 10
Level = tuple[str, Array]


def _unless(levels: Sequence[Level], other: str) -> tuple[tuple[str, ...], Array]:
    """The number of the first level that holds, for each pair, and the names of all levels."""
    names = (*(name for name, _ in levels), other)
    found = np.full(len(levels[0][1]), len(levels), np.int8)
    for at in range(len(levels) - 1, -1, -1):
        found[levels[at][1]] = at
    return names, found


def _day(c: Compared) -> list[Level]:
    gap, long, lag, printed = c["gap"], c["long"], c["lag"], c["published_apart"]
    sure = c["least_how"] >= 2
    single = long == 0
    weeks = single & (c["shift"] % 7 == 0) & (c["shift"] <= 28) & (c["least_how"] < 3)
    return [
        ("one day", (gap == 0) & single & sure),
        ("one day, lent", (gap == 0) & single),
        ("one stretch", (gap == 0) & c["equal_days"] & (long <= _LONG_DAYS)),
        ("day in stretch", (gap == 0) & (c["short"] == 0) & (long <= 3)),
        ("stretches meet", (gap == 0) & (long <= _LONG_DAYS)),
        ("long stretch", gap == 0),
        ("next day", (gap == 1) & sure),
        ("next day, lent", gap == 1),
        ("two days", (gap == 2)),
        ("weeks apart", weeks),
        ("days apart", (gap < 7) & sure),
        ("days apart, lent", gap < 7),
        ("far apart", (gap >= 7) & sure),
        ("far apart, lent", gap >= 7),
        ("printed before", lag < 0),
        ("printed next", lag <= 1),
        ("printed soon", lag <= 3),
        ("printed in a week", lag <= 8),
        ("printed late", lag > 8),
        ("undated, printed together", printed <= 1),
        ("undated, printed soon", printed <= 3),
        ("undated, printed in a week", printed <= 8),
    ]


def _place(c: Compared) -> list[Level]:
    shared, apart = c["names"] > 0, c["names"] == 0
    told = (c["told"] > 0.5) & ~c["other_country"]
    both = ~np.isnan(c["km"])
    inside = both & (c["km_outside"] < 0.5)
    wide = np.nan_to_num(c["wide_km"])
    return [
        ("abroad", c["other_country"] & ~shared & ~(c["told"] > 0.5) & ~(c["km_outside"] < 30)),
        ("very far", (c["km_outside"] > 120) & ~shared),
        ("far", (c["km_outside"] > 60) & ~shared),
        ("one small place", shared & (wide <= _SMALL_KM) & ~(c["km_outside"] > 15)),
        ("one town", shared & (wide <= _WIDE_KM) & ~(c["km_outside"] > 15)),
        ("one region", shared & ~(c["km_outside"] > 15)),
        ("each told", c["told_both"] > 0.5),
        ("quarters of one place", inside & (c["km"] < 1) & apart & ~told),
        ("inside a town, told", inside & (wide <= _WIDE_KM) & told),
        ("inside a town", inside & (wide <= _WIDE_KM)),
        ("inside a region, told", inside & told),
        ("inside a region", inside),
        ("near", both & (c["km_outside"] <= 15)),
        ("apart, told", both & told),
        ("apart", both),
        ("names apart, told", apart & told),
        ("names apart", apart),
        ("unnamed, told", told),
    ]


def _act(c: Compared) -> list[Level]:
    return [
        ("one rare act", c["rare_act"]),
        ("one act", c["same_kind"] & c["share_act"]),
        ("share an act", c["share_act"]),
        ("other acts of one family", c["both_act"] & c["share_family"]),
        ("other acts", c["both_act"]),
        ("one result", c["share_kind"]),
        ("one family", c["share_family"]),
    ]


def _killed(c: Compared) -> list[Level]:
    known, equal, fits, least, ratio = (c[f"killed_{name}"] for name in ("known", "equal", "fits", "least", "ratio"))
    return [
        ("equal, many", known & equal & (least >= 10)),
        ("equal", known & equal & (least >= 3)),
        ("equal, few", known & equal),
        ("fits, near", known & fits & (ratio < 1.4)),
        ("fits", known & fits),
        ("near", known & (ratio < 1.4)),
        ("not far", known & (ratio < 2.2)),
        ("far, one source", known & c["same_who"]),
        ("far", known),
        ("of one", c["killed_one"]),
    ]


def _injured(c: Compared) -> list[Level]:
    known, equal, ratio = (c[f"injured_{name}"] for name in ("known", "equal", "ratio"))
    return [("equal", known & equal), ("near", known & (ratio < 2)), ("far", known), ("of one", c["injured_one"])]


def _actor(c: Compared) -> list[Level]:
    return [
        ("same", c["same_actor"]),
        ("crossed", c["crossed"]),
        ("words shared", c["actors"] > 0),
        ("other", c["other_actor"]),
        ("words apart", c["actors"] == 0),
    ]


def _target(c: Compared) -> list[Level]:
    return [("words equal", c["targets"] >= 1), ("words shared", c["targets"] > 0), ("words apart", c["targets"] == 0)]


def _source(c: Compared) -> list[Level]:
    return [("same publisher", c["same_publisher"]), ("same source", c["same_who"])]


def _alike(c: Compared) -> list[Level]:
    return [(f"to {edge:.0%}", c["alike"] < edge) for edge in (0.03, 0.06, 0.09, 0.13, 0.18, 0.25, 0.4, 0.6, 0.8)]


def _inside(c: Compared) -> list[Level]:
    return [(f"to {edge:.0%}", c["inside"] < edge) for edge in (0.05, 0.1, 0.16, 0.24, 0.34, 0.5, 0.7, 0.9)]


def _total(c: Compared) -> list[Level]:
    return [("one", c["total"] == 1), ("both", c["total"] == 2)]


def _steps(values: Array, edges: Sequence[float]) -> list[Level]:
    return [(f"to {edge:.0%}", values < edge) for edge in edges]


def _same_day(c: Compared) -> list[Level]:
    return [("unknown", np.isnan(c["same_day"])), *_steps(c["same_day"], (1e-6, 0.05, 0.12, 0.2, 0.3, 0.45, 0.65, 0.99))]


def _near_day(c: Compared) -> list[Level]:
    return [("unknown", np.isnan(c["near_day"])), *_steps(c["near_day"], (1e-6, 0.05, 0.12, 0.2, 0.3, 0.4, 0.55, 0.8, 0.99))]


def _words(c: Compared) -> list[Level]:
    return _steps(c["words_alike"], (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6))


def _around(c: Compared) -> list[Level]:
    return _steps(c["around_alike"], (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6))


def _nearby(c: Compared) -> list[Level]:
    names = ("apart", "one told", "each told", "one place, not told", "one place, told")
    return [(name, c["near"] == number) for number, name in enumerate(names)]


def _sorts(name: str) -> Callable[[Compared], list[Level]]:
    return lambda c: [("shared", c[f"{name}_shared"]), ("apart", c[f"{name}_known"]), ("one", c[f"{name}_one"])]


def _opening(c: Compared) -> list[Level]:
    return [("one", c["opening"] == 1), ("both", c["opening"] == 2)]


_GROUPS: tuple[tuple[str, Callable[[Compared], list[Level]], str], ...] = (
    ("day", _day, "undated"),
    ("place", _place, "unknown"),
    ("act", _act, "other family"),
    ("killed", _killed, "unknown"),
    ("injured", _injured, "unknown"),
    ("actor", _actor, "unknown"),
    ("target", _target, "unknown"),
    ("source", _source, "other"),
    ("alike", _alike, "copied"),
    ("inside", _inside, "all"),
    ("total", _total, "none"),
    ("same day", _same_day, "to 100%"),
    ("near day", _near_day, "to 100%"),
    ("words", _words, "to 100%"),
    ("around", _around, "to 100%"),
    ("nearby", _nearby, "unknown"),
    ("opening", _opening, "none"),
    ("sites", _sorts("sites"), "none"),
    ("means", _sorts("means"), "none"),
)


Levels = dict[str, tuple[tuple[str, ...], Array]]


def levels_of(compared: Compared) -> Levels:
    """For each group of features the names of its levels, and which of them holds for each pair."""
    found = {group: _unless(levels(compared), other) for group, levels, other in _GROUPS}
    found["joint"] = _joint(found)
    found["day and place"] = _day_and_place(found, compared["near_day"])
    return found


def _day_and_place(found: Levels, near: Array) -> tuple[tuple[str, ...], Array]:
    names, levels = found["place"]
    here = np.isin(levels, [names.index(name) for name in _SAME_PLACE])
    day = np.nan_to_num(near)
    here_levels = [(f"here, to {edge:.0%}", here & (day < edge)) for edge in (0.1, 0.4, 0.8)]
    return _unless([*here_levels, ("here", here), *((f"to {edge:.0%}", day < edge) for edge in (0.1, 0.4, 0.8))], "else")


_SAME_DAY = ("one day", "one day, lent", "one stretch", "day in stretch")
_NEAR_DAY = (*_SAME_DAY, "stretches meet", "next day", "next day, lent", "printed next", "printed soon", "undated, printed together")
_SAME_PLACE = ("one small place", "one town", "each told", "inside a town, told")
_SAME_ACT = ("one rare act", "one act", "share an act")
_SAME_TOLL = ("equal, many", "equal")


def _joint(found: Levels) -> tuple[tuple[str, ...], Array]:
    """What tells only together: day, place, act and toll."""

    def has(group: str, wanted: Sequence[str]) -> Array:
        names, levels = found[group]
        return np.isin(levels, [names.index(name) for name in wanted])

    same_day, near_day, place, act, toll = (
        has("day", _SAME_DAY),
        has("day", _NEAR_DAY),
        has("place", _SAME_PLACE),
        has("act", _SAME_ACT),
        has("killed", _SAME_TOLL),
    )
    small = has("place", ("one small place",))
    return _unless(
        [
            ("place, act, toll", place & act & toll),
            ("day, small place, act", same_day & small & act),
            ("day, place, act", same_day & place & act),
            ("day, toll", near_day & toll),
            ("place, toll", place & toll),
            ("near day, small place, act", near_day & small & act),
            ("near day, place, act", near_day & place & act),
            ("day, small place", same_day & small),
            ("day, place", near_day & place),
            ("day, act", same_day & act),
            ("place, act", place & act),
        ],
        "none",
    )
