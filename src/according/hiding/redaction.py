"""Keeps names and positions back from those who may not see them, in whatever is shown: pages, JSON, search, exports.

A hidden name becomes as many blocks as it has characters, so that every offset into a text stays right. A position is
moved to the middle of its cell in a grid of so many kilometres, its radius grows to that, and its GeoNames number goes.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import unicodedata
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from sqlalchemy import Row

from according.hiding.policy import AUDIENCES, CoarsePlaces, HiddenName, Policy
from according.places import open_gazetteer
from according.places.folding import name_key
from according.store.query import find_terms, parse_query
from according.views import Area
from according.views.areas import KM_PER_DEGREE

BLOCK = "█"
_T = TypeVar("_T")
_GAP = r"(?:[\W_]|%[0-9a-f]{2})"
_BETWEEN, _APART = _GAP + "{0,8}", _GAP + "{1,8}"
_PLACE_FIELDS = ("place_name", "place", "name")
_SINGLE_WORDS = "words"
_JSON, _POSITION = "value", "position"
"""Under these a judgement holds what somebody gave, in JSON: the field of a judgement, and the point that it is about."""
_UNLISTED = "unlisted"
_NAMELESS = [""]
_WORD = re.compile(r"[^\W_]+|\*")


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is kept back from one audience; made once for each by ``hiding_from``."""

    pattern: re.Pattern[str] | None
    names: tuple[str, ...]
    places: tuple[CoarsePlaces, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is kept back."""
        return self.pattern is None and not self.places

    def hide(self, text: str) -> str:
        """The text with as many blocks as a hidden name has characters in its place."""
        if self.pattern is None:
            return text
        folded, at = _fold(text)
        spans = [found.span() for found in self.pattern.finditer(folded)]
        if not spans:
            return BLOCK * len(text) if "%" in text and self.pattern.search(_fold(unquote(text))[0]) else text
        parts, end = [], 0
        for first, last in spans:
            start = at[first] if at else first
            parts.append(text[end:start])
            end = (at[last - 1] if at else last - 1) + 1
            parts.append(BLOCK * (end - start))
        return "".join((*parts, text[end:]))

    def is_probe(self, value: str) -> bool:
        """Whether a name that is asked for is hidden, or a part of one: nothing is to be found under it."""
        if self.pattern is None:
            return False
        folded = " ".join(_WORD.findall(_fold(value)[0].replace("*", " ")))
        return bool(folded) and (self.hide(value) != value or any(folded in name for name in self.names))

    def finds(self, query: str, *texts: str | None) -> bool:
        """Whether a search finds these texts also as they are shown: what matched a hidden name alone is not found."""
        shown = "\n".join(self.hide(text) for text in texts if text)
        terms = parse_query(query)
        return len(set(find_terms(terms, shown).terms)) == len(terms)

    def km(self, name: str | None, geonames: int | None) -> float | None:
        """How coarsely a place is shown, in kilometres; None if just as it is."""
        if not self.places:
            return None
        kind, folded = _kind_of(name, geonames), (name or "").casefold()
        fitting = (one.km for one in self.places if _fits(one, folded, kind))
        return max(fitting, default=None)


def hiding_from(policy: Policy, audience: str) -> Hiding:
    """What a policy keeps back from a role, or from ``export``."""
    return _hiding(policy, (audience,))


def redact(value: _T, policy: Policy, *audiences: str) -> _T:
    """The value as this audience may see it: texts, lists, mappings and dataclasses, however deep; unchanged where nothing is hidden.

    Where it is for several audiences (a role that takes an export away), what is kept back from any of them is kept back.

    >>> from according.hiding import HiddenName
    >>> redact({"who": "a sister of Zeyna Orlu"}, Policy((HiddenName(("Zeyna Orlu",)),)), "reader")
    {'who': 'a sister of ██████████'}
    """
    hiding = _hiding(policy, audiences)
    return value if hiding.is_open else cast("_T", _redact(value, hiding))


def coarsen_area(area: Area | None, hiding: Hiding) -> Area | None:
    """Where to look, no finer than what is shown: else a small circle moved about would find a place out."""
    if area is None or area.lat is None or area.lon is None or not hiding.places:
        return area
    km = max(one.km for one in hiding.places)
    lat, lon = _to_grid(area.lat, area.lon, km)
    return dataclasses.replace(area, lat=lat, lon=lon, radius_km=math.ceil(max(area.radius_km, km) / km) * km)


@lru_cache(64)
def _hiding(policy: Policy, audiences: tuple[str, ...]) -> Hiding:
    is_known = all(one in AUDIENCES for one in audiences)  # from whoever is nobody known all is kept back that is from anybody

    def is_meant(one: HiddenName | CoarsePlaces) -> bool:
        return not is_known or not set(audiences).isdisjoint(one.audiences)

    names = [spelling for one in policy.names if is_meant(one) for spelling in one.spellings]
    folded = tuple(sorted((" ".join(_WORD.findall(_fold(name)[0])) for name in names), key=lambda name: (-len(name), name)))
    pattern = re.compile("|".join(map(_pattern, folded))) if folded else None
    return Hiding(pattern, folded, tuple(filter(is_meant, policy.places)))


def _pattern(name: str) -> str:
    """What a folded name looks like anywhere: in text, in an address, run together in a handle; Latin words stand alone."""
    may_go_on = name.endswith("*")
    words = name.rstrip("* ").split()
    before = r"(?<![^\W\d_])" if words[0][0].isascii() else ""
    after = r"[^\W_]*" if may_go_on else r"(?![^\W\d_])" if words[-1][-1].isascii() else ""
    joints = [_BETWEEN if len(one) > 1 and len(other) > 1 else _APART for one, other in pairwise(words)]
    return before + "".join(re.escape(word) + joint for word, joint in zip(words, (*joints, ""), strict=True)) + after


def _fold(text: str) -> tuple[str, list[int] | None]:
    """The text without case, accents and what is invisible, and where each character of it stood (None: all in place)."""
    if text.isascii():
        return text.lower(), None
    pairs = [(char, at) for at, one in enumerate(text) for char in _fold_char(one)]
    return "".join(char for char, _ in pairs), [at for _, at in pairs]


@lru_cache(20_000)
def _fold_char(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return "".join(one for one in unicodedata.normalize("NFKD", char).casefold() if unicodedata.category(one) not in ("Mn", "Me"))


def _redact(value: Any, hiding: Hiding) -> Any:
    if isinstance(value, str):
        hidden = hiding.hide(value)
        return value if hidden == value else type(value)(hidden)
    if isinstance(value, Mapping):
        return _coarsened({_redact(key, hiding): _redact_field(key, one, hiding) for key, one in value.items()}, value, hiding)
    if isinstance(value, list | tuple | set | frozenset):
        shown = [_redact(one, hiding) for one in value]
        if all(one is own for one, own in zip(shown, value, strict=True)):
            return value
        return value._make(shown) if hasattr(value, "_make") else type(value)(shown)
    if isinstance(value, Row):
        return _row_type(tuple(value._fields))(*(_redact_field(name, one, hiding) for name, one in value._mapping.items()))
    if isinstance(value, Iterator):
        return (_redact(one, hiding) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _redact_fields(value, hiding)
    return value


@lru_cache(64)
def _row_type(fields: tuple[str, ...]) -> Any:
    """What stands for a database's row of these columns."""
    return namedtuple("Shown", fields, rename=True)


def _redact_field(field: Any, value: Any, hiding: Hiding) -> Any:
    """One field; of words that stand one by one those go that a hidden name is made of, and a value in JSON is what it says."""
    if hiding.places and isinstance(value, str) and (field == _JSON or getattr(field, "field", None) == _POSITION):
        return _redact(_coarsened_json(value, hiding), hiding)
    if field == _SINGLE_WORDS and isinstance(value, tuple) and hiding.names:
        parts = {part for name in hiding.names for part in name.split()}
        kept = tuple(one for one in value if not isinstance(one, str) or _fold(one)[0] not in parts)
        return _redact(kept if len(kept) != len(value) else value, hiding)
    return _redact(value, hiding)


def _redact_fields(value: Any, hiding: Hiding) -> Any:
    own = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
    shown = _coarsened({name: _redact_field(name, one, hiding) for name, one in own.items()}, own, hiding)
    changed = {name: one for name, one in shown.items() if one is not own[name]}
    return dataclasses.replace(value, **changed) if changed else value


def _coarsened(shown: dict[Any, Any], own: Mapping[Any, Any], hiding: Hiding) -> dict[Any, Any]:
    """The fields with their position on the grid, if they are those of a place that is shown coarsely; also a point of GeoJSON."""
    if not hiding.places:
        return shown
    if own.get("type") == "Feature" and isinstance(own.get("properties"), Mapping):
        return _coarsened_feature(shown, own, hiding)
    lat, lon = own.get("lat"), own.get("lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return shown
    names = _names_in(own)
    km = max((found for name in names or _NAMELESS if (found := hiding.km(name, own.get("geonames")))), default=None)
    if km is None:
        return shown
    shown["lat"], shown["lon"] = _to_grid(lat, lon, km)
    if "radius_km" in shown:
        shown["radius_km"] = max(own["radius_km"] or 0.0, km)
    if "geonames" in shown:
        shown["geonames"] = None
    return shown


def _coarsened_json(value: str, hiding: Hiding) -> str:
    """A position inside a value that a judgement holds as JSON; what holds none stays as it is, letter by letter."""
    try:
        found = json.loads(value)
    except ValueError:
        return value
    shown = _redact(found, hiding)
    return value if shown == found else json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _coarsened_feature(shown: dict[Any, Any], own: Mapping[Any, Any], hiding: Hiding) -> dict[Any, Any]:
    geometry, properties = own.get("geometry"), own["properties"]
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point":
        return shown
    lon, lat = geometry["coordinates"][:2]
    km = max((found for name in _names_in(properties) or _NAMELESS if (found := hiding.km(name, properties.get("geonames")))), default=None)
    if km is not None:
        lat, lon = _to_grid(lat, lon, km)
        shown["geometry"] = {**geometry, "coordinates": [lon, lat]}
    return shown


def _names_in(own: Mapping[Any, Any]) -> list[str]:
    return [value for field in _PLACE_FIELDS if isinstance(value := own.get(field), str)]


def _to_grid(lat: float, lon: float, km: float) -> tuple[float, float]:
    """The middle of the cell that a position lies in."""
    step = km / KM_PER_DEGREE
    row = max(-90.0, min(90.0, (math.floor(lat / step) + 0.5) * step))
    across = step / max(math.cos(math.radians(row)), 0.01)
    column = (math.floor(lon / across) + 0.5) * across
    return round(row, 4), round((column + 180.0) % 360.0 - 180.0, 4)


def _fits(one: CoarsePlaces, folded: str, kind: str) -> bool:
    if not one.words and not one.kinds:
        return True
    return kind in one.kinds or any(word in folded for word in one.words)


@lru_cache(20_000)
def _kind_of(name: str | None, geonames: int | None) -> str:
    """What the gazetteer calls a place of this name: the one of this number, else the first; ``unlisted`` where it has none."""
    entries = open_gazetteer().lookup(name_key(name)) if name else ()
    same: Iterable[str] = (entry.kind for entry in entries if geonames is not None and entry.id == geonames)
    return next(iter(same), entries[0].kind if entries else _UNLISTED)
