"""From another codebook's words for an event to the kinds of the account that may stand behind them: the crosswalks, read backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from according.compare.layouts import load_layouts
from according.vocab.crosswalks import load_crosswalk


def kinds_of_acled(event: str, sub_event: str) -> tuple[str, ...]:
    """The kinds that the crosswalk gives this event type and sub-event type; by the type alone where it knows no such sub-event.

    >>> kinds_of_acled("Explosions/Remote violence", "Air/drone strike"), kinds_of_acled("Dance", "")
    (('air_strike',), ())
    """
    pairs = _acled_pairs()
    event, sub_event = event.strip().lower(), sub_event.strip().lower()
    exact = [kind for kind, types in pairs.items() if (event, sub_event) in types]
    return tuple(exact or [kind for kind, types in pairs.items() if event in {one for one, _ in types}])


def kinds_of_ucdp() -> tuple[str, ...]:
    """The kinds in which armed force is used: UCDP tells who fights whom, not by which means."""
    return tuple(load_crosswalk("ucdp")["violence"])


def kinds_of_means(words: str) -> tuple[str, ...]:
    """The kinds that a sheet's word for a strike stands for; every kind of armed violence where it says none.

    >>> kinds_of_means("Airstrike and/or Artillery"), kinds_of_means("")[:2]
    (('air_strike', 'shelling'), ('air_strike', 'shelling'))
    """
    known = load_layouts()
    low = words.lower()
    found = [kind for word, kinds in known["means"].items() if word in low for kind in kinds]
    return tuple(dict.fromkeys(found)) or tuple(known["any"])


@cache
def _acled_pairs() -> Mapping[str, frozenset[tuple[str, str]]]:
    """For each kind all pairs of event type and sub-event type that it may become."""
    return {kind: frozenset(_pairs(given)) for kind, given in load_crosswalk("acled")["kinds"].items()}


def _pairs(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "event" in given:
        yield given["event"].lower(), str(given.get("sub") or "").lower()
    choices = [value for value in given.values() if isinstance(value, list)]
    choices += list(given.get("words", {}).values())
    for event, sub in choices:
        yield event.lower(), sub.lower()
