"""What must hold of block keys: what may be the same meets, what cannot does not, and keys are few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reconcile.blocking import MOST_KEYS, block_keys
from tests.reconcile.told import happening

_FAR = {"place": "Tal Venn", "place_name": "Tal Venn", "geonames": 3, "lat": 14.0, "lon": 25.0, "words": ("bridge", "troops")}
_MEET = [
    ("the same day and place", {}),
    ("a day later", {"date_from": "2031-05-14", "date_to": "2031-05-14"}),
    ("a village ten kilometres away", {"place": "Kesh", "lat": 10.05, "lon": 20.05}),
    ("another act of force", {"kind": "territory"}),
    ("spelled otherwise, without position", {"place": "Oro", "lat": None, "lon": None, "geonames": None, "place_name": None}),
    ("undated, in print the day after", {"date_from": None, "date_to": None, "date_how": None}),
    ("the days around it", {"date_from": "2031-05-11", "date_to": "2031-05-14"}),
    ("reprinted and dated a week later", {"date_from": "2031-05-20", "date_to": "2031-05-20"}),
]
_MISS = [
    ("a month later", {"date_from": "2031-06-13", "date_to": "2031-06-13"}),
    ("elsewhere, in other words", _FAR),
    ("a meeting, in other words", {"kind": "diplomacy", "words": ("envoys", "parley")}),
]


@pytest.mark.parametrize(("name", "given_"), _MEET)
def test_what_may_be_the_same_meets(name: str, given_: dict[str, object]) -> None:
    """Neighbouring days and places, other names and other acts of force share a key."""
    assert set(block_keys(happening())) & set(block_keys(happening("b", "two", **given_))), name


def test_what_befell_a_person_meets_by_name_within_the_month() -> None:
    """A part of the name is enough, wherever it was."""
    taken = {"kind": "abduction", "killed": None, "date_from": "2031-05-02", "date_to": "2031-05-02"}
    elsewhere = {**taken, **_FAR, "date_from": "2031-05-01", "date_to": "2031-05-31"}
    mine = set(block_keys(happening(target="Ana Terrel", **taken)))
    assert mine & set(block_keys(happening("b", "two", target="Terrel", **elsewhere)))
    assert not mine & set(block_keys(happening("b", "two", target="Tomas Brond", **elsewhere)))


@pytest.mark.parametrize(("name", "given_"), _MISS)
def test_what_cannot_be_the_same_does_not_meet(name: str, given_: dict[str, object]) -> None:
    """Another month, another place or another family shares none."""
    assert not set(block_keys(happening())) & set(block_keys(happening("b", "two", **given_))), name


def test_a_rare_act_meets_wherever_it_is_told_of_on_its_day_or_where_within_the_month() -> None:
    """A gas attack is told of from a capital, and for weeks after; a shelling has its like every day."""
    later = {"date_from": "2031-05-27", "date_to": "2031-05-27", "words": ("inspectors", "samples")}
    for kind, meets in (("chemical", True), ("shelling", False)):
        told = set(block_keys(happening(kind=kind)))
        for given_ in (_FAR, later):
            assert bool(told & set(block_keys(happening("b", "two", kind=kind, **given_)))) is meets, (kind, given_)


@given(
    start=st.dates(),
    length=st.integers(0, 4000),
    lat=st.one_of(st.none(), st.floats(-90, 90)),
    radius=st.floats(0, 5000),
    words=st.lists(st.text(min_size=1, max_size=12), max_size=60),
)
def test_keys_are_few_signed_and_in_order(start: object, length: int, lat: float | None, radius: float, words: list[str]) -> None:
    """No happening, however long or wide, has many keys."""
    one = happening(
        date_from=str(start), date_to="9999-01-01" if length % 2 else str(start), lat=lat, lon=lat, radius_km=radius, words=tuple(words)
    )
    keys = block_keys(one)
    assert len(keys) <= MOST_KEYS
    assert list(keys) == sorted(set(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)
