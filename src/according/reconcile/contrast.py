"""How two happenings compare: days and kilometres apart, what is shared and what is told otherwise; one against many at once."""

from __future__ import annotations

import numpy as np

from according.reconcile.columns import RARE_ACTS, Array, Columns, Sets, take

_EARTH_KM = 6371.0
_BESIDE = 0.4
"""What a day beside the other counts: a report may tell of yesterday as of today."""
Compared = dict[str, Array]


def compare(left: Columns, at: int, right: Columns) -> Compared:
    """One happening against many: days and kilometres apart, and what is shared, by name; NaN where it is not known."""
    numbers, codes, sets = take(left, at)
    found: Compared = {}
    _compare_days(numbers, right, found)
    _compare_likely_days(left, at, right, found)
    _compare_places(numbers, codes, sets, right, found)
    _compare_acts(codes, right, found)
    _compare_tolls(numbers, right, found)
    _compare_words(left, at, sets, right, found)
    found["opening"] = right.numbers["opening"] + numbers["opening"]
    found["same_report"] = right.codes["report"] == codes["report"]
    return found


def _compare_days(one: dict[str, float], many: Columns, found: Compared) -> None:
    first, last, published, how = (many.numbers[name] for name in ("first", "last", "published", "how"))
    found["gap"] = np.maximum(0.0, np.maximum(first - one["last"], one["first"] - last))
    found["shift"] = np.abs(first - one["first"])
    length, own = last - first, one["last"] - one["first"]
    found["short"] = np.minimum(length, own)
    found["long"] = np.maximum(length, own)
    found["equal_days"] = (first == one["first"]) & (last == one["last"])
    found["least_how"] = np.minimum(how, one["how"])
    found["published_apart"] = np.abs(published - one["published"])
    mine = np.where(np.isnan(first), _outside(published, one["first"], one["last"]), np.nan)
    theirs = _outside(np.full(len(first), one["published"]), first, last)
    found["lag"] = np.where(np.isnan(first), mine, theirs if np.isnan(one["first"]) else np.nan)


def _compare_likely_days(left: Columns, at: int, many: Columns, found: Compared) -> None:
    """How likely two happenings were on one day, and on one day or, for less, on two that follow each other; NaN if nothing tells."""
    days, mine = many.sets["days"], left.sets["days"]
    ids, weights = mine.one(at), mine.weights_of(at)
    is_known = (days.totals > 0) & (len(ids) > 0)
    same = days.product(ids, weights)
    beside = days.product(ids + 1, weights) + days.product(ids - 1, weights)
    found["same_day"] = np.where(is_known, same, np.nan)
    found["near_day"] = np.where(is_known, same + _BESIDE * beside, np.nan)


def _outside(published: Array, first: Array | float, last: Array | float) -> Array:
    """How many days after the last day, or (below 0) before the first one, something was published."""
    late = published - last
    return np.where(np.isnan(late), np.nan, np.where(published < first, published - first, np.maximum(0.0, late)))


def _compare_places(one: dict[str, float], codes: dict[str, int], sets: dict[str, Array], many: Columns, found: Compared) -> None:
    lat, lon, radius = (many.numbers[name] for name in ("lat", "lon", "radius"))
    p, q = np.radians(one["lat"]), np.radians(lat)
    inner = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lon - one["lon"]) / 2) ** 2
    found["km"] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, inner)))
    mine = 0.0 if np.isnan(one["radius"]) else one["radius"]
    theirs = np.nan_to_num(radius)
    found["km_outside"] = np.maximum(0.0, found["km"] - np.maximum(mine, theirs))
    found["wide_km"] = np.maximum(mine, theirs)
    names, size = many.sets["place"], float(len(sets["place"]))
    found["names"] = np.where(
        (names.totals > 0) & (size > 0), names.shared(sets["place"]) / np.maximum(1, np.minimum(names.totals, size)), np.nan
    )
    told = many.sets["spellings"].shared(sets["place"]) / size if size else np.full(many.count, np.nan)
    theirs_told = np.where(names.totals > 0, names.shared(sets["spellings"]) / np.maximum(1, names.totals), np.nan)
    found["told"] = np.where(np.isnan(told), theirs_told, np.where(np.isnan(theirs_told), told, np.maximum(told, theirs_told)))
    found["told_both"] = np.where(np.isnan(told) | np.isnan(theirs_told), np.nan, np.minimum(told, theirs_told))
    found["near"] = _told_near(names, many.sets["near"], sets)
    found["same_name"] = (many.codes["place_name"] == codes["place_name"]) & (codes["place_name"] != 0)
    found["other_country"] = (many.codes["country"] != codes["country"]) & (many.codes["country"] != 0) & (codes["country"] != 0)


def _told_near(names: Sets, near: Sets, mine: dict[str, Array]) -> Array:
    """Whether each place is named in or near the words of the other: 0 no, 1 one of two, 2 both; 3 no and 4 yes where one has none."""
    size = len(mine["place"])
    forth = near.shared(mine["place"]) > size / 2
    back = names.shared(mine["near"]) > names.totals / 2
    both, one = (names.totals > 0) & (size > 0), (names.totals > 0) | (size > 0)
    return np.where(both, forth.astype(float) + back, np.where(one, 3.0 + (forth | back), np.nan))


def _compare_acts(one: dict[str, int], many: Columns, found: Compared) -> None:
    found["same_kind"] = many.codes["act"] == one["act"]
    found["share_act"] = (many.codes["acts"] & one["acts"]) != 0
    found["share_kind"] = (many.codes["kinds"] & one["kinds"]) != 0
    found["share_family"] = (many.codes["families"] & one["families"]) != 0
    found["rare_act"] = (many.codes["acts"] & one["acts"] & RARE_ACTS) != 0
    found["both_act"] = (many.codes["acts"] != 0) & (one["acts"] != 0)
    for name in ("actor", "target", "who", "publisher"):
        known = (many.codes[name] != 0) & (one[name] != 0)
        found[f"same_{name}"] = known & (many.codes[name] == one[name])
        found[f"other_{name}"] = known & (many.codes[name] != one[name])
    found["crossed"] = (
        ((many.codes["actor"] == one["target"]) & (one["target"] != 0)) | ((many.codes["target"] == one["actor"]) & (one["actor"] != 0))
    ) & ~found["same_actor"]


def _compare_tolls(one: dict[str, float], many: Columns, found: Compared) -> None:
    for measure in ("killed", "injured"):
        low, high = many.numbers[f"{measure}_low"], many.numbers[f"{measure}_high"]
        mine_low, mine_high = one[f"{measure}_low"], one[f"{measure}_high"]
        found[f"{measure}_known"] = ~np.isnan(low) & (not np.isnan(mine_low))
        found[f"{measure}_one"] = np.isnan(low) != np.isnan(mine_low)
        found[f"{measure}_equal"] = (low == mine_low) & (high == mine_high)
        found[f"{measure}_fits"] = (low <= mine_high) & (mine_low <= high)
        least, most = np.minimum(low, mine_low), np.maximum(low, mine_low)
        found[f"{measure}_ratio"] = (most + 1) / (least + 1)
        found[f"{measure}_least"] = least
        found[f"{measure}_most"] = most
    found["total"] = many.numbers["total"] + one["total"]


def _compare_words(left: Columns, at: int, sets: dict[str, Array], many: Columns, found: Compared) -> None:
    mine = float(left.sets["words"].totals[at])
    words = many.sets["words"]
    common = words.shared(sets["words"])
    found["alike"] = common / np.maximum(1e-6, mine + words.totals - common)
    found["inside"] = common / np.maximum(1e-6, np.minimum(mine, words.totals))
    for name in ("words", "around"):
        found[f"{name}_alike"] = _cosine(left.sets[name], at, many.sets[name])
    for name in ("actors", "targets"):
        size = float(len(sets[name]))
        theirs = many.sets[name]
        found[name] = np.where(
            (theirs.totals > 0) & (size > 0), theirs.shared(sets[name]) / np.maximum(1, np.minimum(theirs.totals, size)), np.nan
        )


def _cosine(left: Sets, at: int, many: Sets) -> Array:
    mine = left.weights_of(at)
    length = float(np.sqrt(np.square(mine, dtype=np.float64).sum()))
    return many.product(left.one(at), mine) / np.maximum(1e-6, length * many.lengths())
