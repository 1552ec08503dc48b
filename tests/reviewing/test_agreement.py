"""Agreement between people: worked out by hand for small tables, and bounded for all."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reviewing import measure_agreement
from according.reviewing.agreement import cohens_kappa, krippendorffs_alpha
from tests.reviewing.test_applying import SHELLING, corrected, held, seen

ALPHAS = [
    ([["a", "a"], ["b", "b"]], 1.0),
    ([["a", "b"], ["b", "a"]], -0.5),  # o = 0 of 4 alike; expected unlike 8 of 12: 1 - (4 / 4) / (8 / 12)
    ([["a", "a", "b"], ["b", "b"], ["a"]], 1 - (4 * (5 - 3)) / (25 - 13)),  # five values, three of them alike in pairs of their own unit
    ([["a", "a"], ["a", "a"]], None),
    ([["a"], ["b"]], None),
    ([], None),
]
KAPPAS = [
    ([("a", "a"), ("b", "b")], 1.0),
    ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),
    ([("a", "a")], None),
    ([], None),
]


@pytest.mark.parametrize(("units", "alpha"), ALPHAS)
def test_alpha_is_what_the_coincidences_give(units: list[list[str]], alpha: float | None) -> None:
    """Values that nobody else gave for the same thing count for nothing."""
    found = krippendorffs_alpha(units)
    assert found == alpha if alpha is None or found is None else isclose(found, alpha)


@pytest.mark.parametrize(("pairs", "kappa"), KAPPAS)
def test_kappa_is_what_the_table_gives(pairs: list[tuple[str, str]], kappa: float | None) -> None:
    """Seven in ten alike where chance gives half."""
    found = cohens_kappa(pairs)
    assert found == kappa if kappa is None or found is None else isclose(found, kappa)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12))
def test_alpha_is_never_above_one_and_people_can_be_renamed(units: list[list[str]]) -> None:
    """Who of a unit said what does not matter."""
    found = krippendorffs_alpha(units)
    assert found is None or found <= 1
    other = krippendorffs_alpha([unit[::-1] for unit in units])
    assert found == other if found is None or other is None else isclose(found, other)


def test_only_what_two_people_judged_is_measured() -> None:
    """Whoever accepts holds every field; whoever corrects holds one, and that the thing is there."""
    given = [held("Amira", "right", value=seen(SHELLING)), corrected("Bruno", "kind", "attack"), corrected("Bruno", "date", "2031-05-03")]
    measured = {one.field: (one.units, one.alike) for one in measure_agreement(given)}
    assert measured == {"": (1, 1.0), "kind": (1, 0.0), "date": (1, 1.0)}


def test_three_people_are_measured_together_and_two_by_two() -> None:
    """Kappa is for two; alpha for all."""
    given = [corrected(by, "kind", kind) for by, kind in (("Amira", "attack"), ("Bruno", "attack"), ("Chaim", "battle"))]
    measured = [(one.people, round(one.alike, 2), one.kappa is None) for one in measure_agreement(given) if one.field == "kind"]
    assert measured[0] == (("Amira", "Bruno", "Chaim"), 0.33, True)
    assert [people for people, _, _ in measured[1:]] == [("Amira", "Bruno"), ("Amira", "Chaim"), ("Bruno", "Chaim")]
