"""What each line of a list must be, and which names it may have beside those of others; ours and added lines are held to the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

Line = dict[str, Any]
_DATE = re.compile(r"(?:18|19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CODE = re.compile(r"[A-Z]{2}")
_AGENCY_KINDS = ("media", "state media")
_KEYS = {
    "agency": {"name": True, "kind": True, "also": True, "ambiguous": False},
    "actor": {
        **dict.fromkeys(("name", "kind", "also"), True),
        **dict.fromkeys(("country", "side", "office", "since", "until", "was", "ambiguous", "loaded"), False),
    },
    "naming": {"word": True, "also": True, "of": True, "family": True, "loaded": True, "by": False},
    "place": {"name": True, "kind": True, **dict.fromkeys(("also", "within", "country", "lat", "lon", "radius_km"), False)},
}
"""The keys of each kind of line, and whether it must have them."""


class NamesTaken:
    """The names that lines have already; one that may mean something else can be several's if it is ambiguous in all.

    ``free`` names may be several's without more, as those of places may: two towns can have a quarter of one name.
    """

    def __init__(self, *, kinds: Iterable[str] = (), sides: Iterable[str] = (), offices: Iterable[str] = (), free: bool = False) -> None:
        self.kinds, self.sides, self.offices = frozenset(kinds), frozenset(sides), frozenset(offices)
        self._free = free
        self._owners: dict[str, tuple[str, bool]] = {}

    def hold(self, owner: str, names: Iterable[str], ambiguous: Iterable[str] = ()) -> None:
        """Keep names as those of a line."""
        unclear = frozenset(ambiguous)
        for name in names:
            self._owners.setdefault(_key(name), (owner, name in unclear))

    def claim(self, line: Line) -> tuple[Line | None, list[str]]:
        """The line without the names that are another's, and these in words; None where its main name is one of them."""
        main, also = line.get("name") or line["word"], list(line.get("also", ()))
        unclear = frozenset(line.get("ambiguous", ()))
        key = (main, line.get("within"), line.get("country")) if self._free else main
        conflicts = {name: owner for name in ([key] if self._free else [main, *also]) if (owner := self._owner(name, unclear))}
        told = [f"{main if name == key else name!r} is a name of {owner!r} already" for name, owner in conflicts.items()]
        if key in conflicts:
            return None, [f"{reason}: the line is left out" for reason in told]
        kept = {**line, "also": [name for name in also if name not in conflicts]}
        for marks in ("ambiguous", "loaded"):
            if isinstance(line.get(marks), list):
                kept[marks] = [name for name in line[marks] if name not in conflicts]
        self.hold(main, [str(key)] if self._free else [main, *kept["also"]], unclear)
        return kept, [f"{reason}: left off" for reason in told]

    def _owner(self, name: object, unclear: frozenset[str]) -> str | None:
        owner, is_unclear = self._owners.get(_key(str(name)), (None, False))
        return None if is_unclear and name in unclear else owner


def check_agency(line: Line, taken: NamesTaken) -> list[str]:
    """What is wrong with a line of ``agencies.yml``."""
    faults = _shape("agency", line)
    if not faults and line["kind"] not in _AGENCY_KINDS:
        faults.append(f"{line['kind']!r} is no kind of agency: {' or '.join(_AGENCY_KINDS)}")
    return faults or _own_names(line, "ambiguous")


def check_actor(line: Line, taken: NamesTaken) -> list[str]:
    """What is wrong with a line of ``actors.yml``."""
    if faults := _shape("actor", line):
        return faults
    was = line.get("was", [])
    if not isinstance(was, list) or not all(
        isinstance(one, dict) and "until" in one and one.keys() <= {"until", "name", "side"} for one in was
    ):
        return ["was: each needs until, and a name or a side"]
    faults = _own_names(line, "ambiguous", "loaded", also=[one["name"] for one in was if "name" in one])
    faults += _known(line["kind"], taken.kinds, "kind of actor")
    for side in (line.get("side"), *(one.get("side") for one in was)):
        faults += [] if side is None else _known(side, taken.sides, "side")
    if line.get("office") is not None:
        faults += _known(line["office"], taken.offices, "office")
        faults += [] if line.get("country") else ["an office needs a country"]
    faults += [f"{code!r} is no ISO 3166 code of two capitals" for code in line.get("country", ()) if not _CODE.fullmatch(str(code))]
    dates = [str(date) for date in (line.get("since"), *(one["until"] for one in was), line.get("until")) if date is not None]
    faults += [f"{date!r} is no date" for date in dates if not _DATE.fullmatch(date)]
    return faults + (["its dates are not in order"] if dates != sorted(dates) else [])


def check_naming(line: Line, taken: NamesTaken) -> list[str]:
    """What is wrong with a line of ``naming.yml``."""
    if faults := _shape("naming", line):
        return faults
    faults = _known(line["of"], ("actor", "act"), "thing that a word is for")
    faults += [] if isinstance(line["loaded"], bool) else ["loaded must be true or false"]
    faults += [] if line.get("by") in (None, "own side", "other side") else [f"{line['by']!r} is neither own side nor other side"]
    return faults


def check_place(line: Line, taken: NamesTaken) -> list[str]:
    """What is wrong with a line of ``places.yml``."""
    if faults := _shape("place", line):
        return faults
    lat, lon, radius = (line.get(key) for key in ("lat", "lon", "radius_km"))
    numbers = [one for one in (lat, lon, radius) if one is not None]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return ["lat, lon and radius_km must be numbers"]
    faults = [] if (lat is None) == (lon is None) else ["lat and lon stand together or not at all"]
    faults += ["lat or lon lies outside of the earth"] if not (-90 <= (lat or 0) <= 90 and -180 <= (lon or 0) <= 180) else []
    faults += ["radius_km must be more than nothing"] if radius is not None and not 0 < radius < 20_000 else []
    country = line.get("country")
    faults += [] if country is None or _CODE.fullmatch(str(country)) else [f"{country!r} is no ISO 3166 code of two capitals"]
    return faults + ([] if line.get("within") is None or isinstance(line["within"], str) else ["within must be a name"])


def _shape(kind: str, line: Line) -> list[str]:
    """Unknown and missing keys, and names that are none."""
    keys: Mapping[str, bool] = _KEYS[kind]
    faults = [f"{key!r} is no key of such a line" for key in line if key not in keys]
    faults += [f"it has no {key}" for key, is_needed in keys.items() if is_needed and key not in line]
    lists = [
        key
        for key in ("also", "ambiguous", "loaded", "country")
        if key in keys and (key, kind) not in (("loaded", "naming"), ("country", "place"))
    ]
    faults += [f"{key} must be a list" for key in lists if not isinstance(line.get(key, []), list)]
    main = line.get("name", line.get("word"))
    names = [main, *(line.get("also", []) if isinstance(line.get("also", []), list) else [])]
    faults += [f"{name!r} is no name" for name in names if not isinstance(name, str) or name != " ".join(name.split()) or len(name) < 2]
    if not faults and len(set(names)) < len(names):
        faults.append("it has a name twice")
    return faults


def _own_names(line: Line, *marks: str, also: Iterable[str] = ()) -> list[str]:
    own = {line["name"], *line["also"], *also}
    return [f"{mark}: {name!r} is no name of its own" for mark in marks for name in line.get(mark, ()) if name not in own]


def _known(value: object, known: Collection[str], what: str) -> list[str]:
    return [] if value in known else [f"{value!r} is no {what}: give one of {', '.join(sorted(known))}"]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")
