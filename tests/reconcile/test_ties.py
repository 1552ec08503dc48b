"""Which denials belong to what a report tells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from according.incidents import Happening, Mention
from according.reconcile.clustering import cluster
from according.reconcile.ties import find_ties
from tests.reconcile.told import happening

_BARE: dict[str, Any] = {
    "target": None,
    "killed": None,
    "date_how": "inherited",
    "status": "denied",
    "trigger": (90, 96),
    "sentence": (88, 130),
    "who": "the army",
}


def _denied(**given: Any) -> Happening:
    plain = {"mentions": (Mention("E9", (90, 96), "air_strike"),), "kind": "air_strike"}
    return replace(happening("b"), **{**_BARE, **plain, **given})


@pytest.mark.parametrize(
    ("told", "denied", "is_tied"),
    [
        ({}, {}, True),
        ({}, {"place": "Kesh"}, False),
        ({}, {"place": "Kesh", "mentions": (Mention("Ea", (90, 96), "shelling"),)}, True),
        ({}, {"kind": "detention"}, False),
        ({}, {"trigger": (900, 906)}, False),
        ({}, {"report": "two"}, False),
        ({}, {"killed": (40, 40)}, False),
        ({"who": "the army"}, {}, False),
        ({"who": "the army", "is_own_voice": True}, {}, True),
        ({"status": "denied"}, {}, False),
        ({"sentence": (0, 130)}, {}, False),
        ({"place": None, "lat": None, "lon": None}, {}, False),
        ({"radius_km": 240.0}, {}, False),
        ({}, {"words": ("army", "denied", "repeatedly")}, False),
    ],
)
def test_a_denial_belongs_to_what_it_denies(told: dict[str, Any], denied: dict[str, Any], is_tied: bool) -> None:
    """Of the same event, or bare and right behind it; not where who denies it tells of something else."""
    found = find_ties([happening("a", **{"who": "residents", **told}), _denied(**denied)])
    assert found == ({"b": "a"} if is_tied else {})


def test_a_denial_goes_where_that_goes_which_it_denies() -> None:
    """It weighs nothing in the joining, and people's judgements outrank it."""
    scores = {("a", "c"): 0.4}
    assert cluster("abc", scores, ties={"b": "a"}) == (("a", "b", "c"),)
    assert cluster("abc", scores, apart=[("a", "b")], ties={"b": "a"}) == (("a", "c"), ("b",))
    assert cluster("abc", scores, ties={"b": "z"}) == (("a", "c"), ("b",))
