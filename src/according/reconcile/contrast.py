"""How two happenings compare: days and kilometres apart, what is shared and what is told otherwise; many pairs at once."""

from __future__ import annotations

import numpy as np

from according.reconcile.columns import OF_ONE_PERSON, RARE_ACTS, Array, Columns, Which

_EARTH_KM = 6371.0
_BESIDE = 0.4
"""What a day beside the other counts: a report may tell of yesterday as of today."""
POSSIBLE_DAY = 0.1
"""Two happenings whose days fall together this likely may be of one day, and are not kept apart by their days."""
Compared = dict[str, Array]
Row = dict[str, Array]
"""One side of the pairs, by name: a value for all of them, or one for each."""


def compare(left: Columns, at: Which, right: Columns) -> Compared:
    """How each happening of ``right`` and one of ``left`` compare, by name: days and kilometres apart, what is shared; NaN if not known.

    ``at`` is the row on the left, one for all, or one for each on the right.
    """
    numbers = {name: column[at] for name, column in left.numbers.items()}
    codes = {name: column[at] for name, column in left.codes.items()}
    found: Compared = {}
    _compare_days(numbers, right, found)
    _compare_likely_days(left, at, right, found)
    _compare_places(numbers, codes, right, found)
    _compare_place_names(left, at, right, found)
    _compare_acts(codes, right, found)
    _compare_tolls(numbers, right, found)
    _compare_words(left, at, right, found)
    _compare_persons(left, at, codes, right, found)
    _compare_sorts(codes, right, found)
    found["opening"] = right.numbers["opening"] + numbers["opening"]
    found["same_report"] = right.codes["report"] == codes["report"]
    return found


def _compare_days(one: Row, many: Columns, found: Compared) -> None:
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
    theirs = np.where(np.isnan(one["first"]), _outside(one["published"], first, last), np.nan)
    found["lag"] = np.where(np.isnan(first), mine, theirs)


def _compare_likely_days(left: Columns, at: Which, many: Columns, found: Compared) -> None:
    """How likely two happenings were on one day, and on one day or, for less, on two that follow each other; NaN if nothing tells."""
    days, mine = many.sets["days"], left.sets["days"]
    is_known = (days.totals > 0) & (mine.sizes()[at] > 0)
    same = days.product(mine, at)
    beside = days.product(mine, at, 1) + days.product(mine, at, -1)
    found["same_day"] = np.where(is_known, same, np.nan)
    found["near_day"] = np.where(is_known, same + _BESIDE * beside, np.nan)


def _outside(published: Array, first: Array, last: Array) -> Array:
    """How many days after the last day, or (below 0) before the first one, something was published."""
    late = published - last
    return np.where(np.isnan(late), np.nan, np.where(published < first, published - first, np.maximum(0.0, late)))


def _compare_places(one: Row, codes: Row, many: Columns, found: Compared) -> None:
    lat, lon, radius = (many.numbers[name] for name in ("lat", "lon", "radius"))
    p, q = np.radians(one["lat"]), np.radians(lat)
    inner = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lon - one["lon"]) / 2) ** 2
    found["km"] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, inner)))
    mine, theirs = np.nan_to_num(one["radius"]), np.nan_to_num(radius)
    found["km_outside"] = np.maximum(0.0, found["km"] - np.maximum(mine, theirs))
    found["wide_km"] = np.maximum(mine, theirs)
    found["same_name"] = (many.codes["place_name"] == codes["place_name"]) & (codes["place_name"] != 0)
    found["other_country"] = (many.codes["country"] != codes["country"]) & (many.codes["country"] != 0) & (codes["country"] != 0)


def _compare_place_names(left: Columns, at: Which, many: Columns, found: Compared) -> None:
    """What the names of the places share, and whether each place is named in the words of the other, or near them.

    ``near`` is 0 for no, 1 for one of two, 2 for both; 3 for no and 4 for yes where one has no place.
    """
    names, mine = many.sets["place"], left.sets["place"]
    size = mine.sizes()[at]
    has, they_have = size > 0, names.totals > 0
    found["names"] = np.where(they_have & has, names.shared(mine, at) / np.maximum(1, np.minimum(names.totals, size)), np.nan)
    told = np.where(has, many.sets["spellings"].shared(mine, at) / np.maximum(1, size), np.nan)
    theirs_told = np.where(they_have, names.shared(left.sets["spellings"], at) / np.maximum(1, names.totals), np.nan)
    found["told"] = np.where(np.isnan(told), theirs_told, np.where(np.isnan(theirs_told), told, np.maximum(told, theirs_told)))
    found["told_both"] = np.where(np.isnan(told) | np.isnan(theirs_told), np.nan, np.minimum(told, theirs_told))
    forth = many.sets["near"].shared(mine, at) > size / 2
    back = names.shared(left.sets["near"], at) > names.totals / 2
    found["near"] = np.where(they_have & has, forth.astype(float) + back, np.where(they_have | has, 3.0 + (forth | back), np.nan))


def _compare_acts(one: Row, many: Columns, found: Compared) -> None:
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


def _compare_sorts(one: Row, many: Columns, found: Compared) -> None:
    """Whether both name sorts of scenes or of means, and one in common, or only one of them names any."""
    for name in ("sites", "means"):
        theirs, mine = many.codes[name], one[name]
        found[f"{name}_known"] = (theirs != 0) & (mine != 0)
        found[f"{name}_shared"] = (theirs & mine) != 0
        found[f"{name}_one"] = (theirs != 0) != (mine != 0)


def _compare_persons(left: Columns, at: Which, codes: Row, many: Columns, found: Compared) -> None:
    """Whether each happened to a person by another name, who is not named in the words of the other, or the same thing to one person.

    A part of a name is that name: "Terrel" is Ana Terrel. The days have to go together, for one may be seized twice.
    """
    persons, mine = many.sets["person"], left.sets["person"]
    size, shared = mine.sizes()[at], persons.shared(mine, at)
    both = (persons.totals > 0) & (size > 0)
    is_named = (persons.shared(left.sets["spellings"], at) > 0) | (many.sets["spellings"].shared(mine, at) > 0)
    found["two_persons"] = both & ~is_named & (shared == 0)
    is_one = both & (shared >= np.minimum(persons.totals, size)) & ((many.codes["kinds"] & codes["kinds"] & OF_ONE_PERSON) != 0)
    found["one_person"] = is_one & ((found["gap"] == 0) | (found["near_day"] > POSSIBLE_DAY))


def _compare_tolls(one: Row, many: Columns, found: Compared) -> None:
    for measure in ("killed", "injured"):
        low, high = many.numbers[f"{measure}_low"], many.numbers[f"{measure}_high"]
        mine_low, mine_high = one[f"{measure}_low"], one[f"{measure}_high"]
        found[f"{measure}_known"] = ~np.isnan(low) & ~np.isnan(mine_low)
        found[f"{measure}_one"] = np.isnan(low) != np.isnan(mine_low)
        found[f"{measure}_equal"] = (low == mine_low) & (high == mine_high)
        found[f"{measure}_fits"] = (low <= mine_high) & (mine_low <= high)
        least, most = np.minimum(low, mine_low), np.maximum(low, mine_low)
        found[f"{measure}_ratio"] = (most + 1) / (least + 1)
        found[f"{measure}_least"] = least
        found[f"{measure}_most"] = most
    found["total"] = many.numbers["total"] + one["total"]


def _compare_words(left: Columns, at: Which, many: Columns, found: Compared) -> None:
    words = many.sets["words"]
    mine = left.sets["words"].totals[at]
    common = words.shared(left.sets["words"], at)
    found["alike"] = common / np.maximum(1e-6, mine + words.totals - common)
    found["inside"] = common / np.maximum(1e-6, np.minimum(mine, words.totals))
    for name in ("words", "around"):
        one, theirs = left.sets[name], many.sets[name]
        found[f"{name}_alike"] = theirs.product(one, at) / np.maximum(1e-6, one.lengths()[at] * theirs.lengths())
    for name in ("actors", "targets"):
        size, theirs = left.sets[name].sizes()[at], many.sets[name]
        share = theirs.shared(left.sets[name], at) / np.maximum(1, np.minimum(theirs.totals, size))
        found[name] = np.where((theirs.totals > 0) & (size > 0), share, np.nan)
