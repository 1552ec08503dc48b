"""Sums an incident up in one row, for maps, lists and filters: what most origins say, and how far they differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TypeVar

from according.incidents import Difference, Happening
from according.reconcile.differences import find_differences
from according.reconciling.rows import Row
from according.vocab.speaking import load_speaking_words

_NO_PLACE = (None, None, None, None, None, None)
_NO_DAYS = (None, None)
_EVERYWHERE_KM = 20_000.0
_MOST_COMPARED = 40
_COMPARED = (
    *("kind", "status", "date_from", "date_to", "date_how", "published", "place", "geonames", "actor", "target"),
    *("actor_key", "target_key", "killed", "injured", "scope", "counted", "is_rest", "approximate", "who", "words"),
)
_V = TypeVar("_V", bound=Hashable)


Likely = Callable[[str, str], float]


def incident_row(told: Sequence[Happening], origins: Mapping[str, str], likely: Likely) -> Row:
    """The row of an incident whose happenings are given by seniority; ``origins`` is by happening id, ``likely`` how two are one.

    Kind, days and place are those that most origins give; where as many give others, the narrowest, then the first told.
    """
    differences = _differences(told, origins, likely)
    kind = _most_given(told, origins, lambda one: one.kind, lambda _: 0.0)
    days = _most_given([one for one in told if one.date_from], origins, lambda one: (one.date_from, one.date_to), _days) or _NO_DAYS
    place = _most_given([one for one in told if one.place], origins, _place, lambda one: one.radius_km or _EVERYWHERE_KM) or _NO_PLACE
    lows = [one.killed[0] for one in told if one.killed and one.killed[0] is not None]
    highs = [max(value for value in one.killed if value is not None) for one in told if one.killed and one.killed != (None, None)]
    published = sorted(one.published for one in told if one.published)
    return {
        "id": told[0].id,
        "kind": kind,
        "date_from": days[0],
        "date_to": days[1],
        **dict(zip(("place", "geonames", "lat", "lon", "radius_km", "country"), place, strict=True)),
        "actors": json.dumps(_actors(told), ensure_ascii=False),
        "origins": len({origins[one.id] for one in told}),
        "reports": len({one.report for one in told}),
        "is_contested": bool(differences),
        "differences": json.dumps([asdict(one) for one in differences], ensure_ascii=False),
        "killed_low": min(lows, default=None),
        "killed_high": max(highs, default=None),
        "published_first": published[0] if published else None,
        "published_last": published[-1] if published else None,
    }


def _differences(told: Sequence[Happening], origins: Mapping[str, str], likely: Likely) -> tuple[Difference, ...]:
    """On which fields the tellings differ: those that say the very same are compared once, and all of them stand on its side.

    Of more than ``_MOST_COMPARED`` that say something of their own, the first told are compared.
    """
    alike: dict[tuple[object, ...], list[str]] = {}
    first: list[Happening] = []
    for one in told:
        key = (*(getattr(one, field) for field in _COMPARED), origins[one.id] if one.published else None)
        if key not in alike:
            first.append(one)
        alike.setdefault(key, []).append(one.id)
    others = {ids[0]: tuple(ids) for ids in alike.values()}

    def all_of(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(name for one in ids for name in others[one]))

    found = find_differences(first[:_MOST_COMPARED], origins, likely)
    return tuple(replace(one, sides=tuple((value, all_of(ids)) for value, ids in one.sides)) for one in found)


def _most_given(
    told: Sequence[Happening], origins: Mapping[str, str], value: Callable[[Happening], _V], width: Callable[[Happening], float]
) -> _V | None:
    """The value that most origins give."""
    given: dict[_V, set[str]] = {}
    widths: dict[_V, float] = {}
    for one in told:
        given.setdefault(value(one), set()).add(origins[one.id])
        widths[value(one)] = min(width(one), widths.get(value(one), width(one)))
    order = list(given)
    return min(order, key=lambda key: (-len(given[key]), widths[key], order.index(key)), default=None)


def _place(one: Happening) -> tuple[str | None, int | None, float | None, float | None, float | None, str | None]:
    return one.place_name or one.place, one.geonames, one.lat, one.lon, one.radius_km, one.country


def _days(one: Happening) -> float:
    if one.date_from is None or one.date_to is None:
        return float("inf")
    return (date.fromisoformat(one.date_to) - date.fromisoformat(one.date_from)).days


def _actors(told: Iterable[Happening]) -> list[str]:
    """Who is said to have done it or to have suffered it, by the vocabulary's name where it has one; "them" names nobody."""
    named = {one.actor_key or one.actor for one in told} | {one.target_key or one.target for one in told}
    return sorted(name for name in named if name and (name == "US" or name.lower() not in load_speaking_words().pronouns))
