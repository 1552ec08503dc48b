"""Which differences are found between reports of one happening, and of which type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.incidents import Happening, Mention
from according.reconcile.differences import find_differences
from according.reconcile.parties import may_be_same, may_be_same_people, parties_of

_DENIED = ("denied",)
_HERE: dict[str, Any] = {"date_from": "2015-03-04", "date_to": "2015-03-04", "published": "2015-03-05", "country": "SY"}


def happening(id: str, **given: Any) -> Happening:  # noqa: A002
    """An air strike as one report tells of it; each report has a source of its own unless one is given."""
    known = {"kind": "air_strike", "status": "happened", "who": f"source {id}", **_HERE, **given}
    return Happening(id=id, report=f"report {id}", mentions=(), trigger=(0, 1), sentence=(0, 1), **known)


def found(*happenings: Happening, origins: dict[str, str] | None = None) -> list[str]:
    """The differences as "field type: side | side"."""
    return [f"{one.field} {one.type}: {' | '.join(value for value, _ in one.sides)}" for one in find_differences(happenings, origins or {})]


TOLLS = [
    # one side, other side => differences
    ({"killed": (11, 11)}, {"killed": (16, None)}, ["killed number: 11 | at least 16"]),
    ({"killed": (30, None)}, {"killed": (36, 36)}, []),
    ({"killed": (30, None)}, {"killed": None}, []),
    ({"killed": (3, 9)}, {"killed": (40, 40)}, []),
    ({"killed": (90, 90), "approximate": ("killed",)}, {"killed": (87, 87)}, []),
    ({"killed": (90, 90), "approximate": ("killed",)}, {"killed": (99, 99)}, []),
    ({"killed": (90, 90), "approximate": ("killed",)}, {"killed": (100, 100)}, ["killed number: about 90 | 100"]),
    ({"killed": (90, 90), "approximate": ("injured",)}, {"killed": (87, 87)}, ["killed number: 87 | 90"]),
    ({"killed": (24, 24), "is_rest": True}, {"killed": (31, 31)}, []),  # 24 beside those told before
    ({"killed": (24, 24), "is_rest": True}, {"killed": (31, 31), "scope": "total"}, []),
    ({"injured": (24, 24), "is_rest": True}, {"injured": (31, 31)}, ["injured number: 24 | 31"]),  # it is of the dead
    ({"killed": (90, 90)}, {"killed": (87, 87)}, ["killed number: 87 | 90"]),
    ({"injured": (25, 25)}, {"injured": (50, 50)}, ["injured number: 25 | 50"]),
    # one counts more
    ({"killed": (9, 9), "scope": "new"}, {"killed": (210, 210), "scope": "total"}, ["killed scope: 9 | 210"]),
    (
        {"killed": (9, 9)},
        {"killed": (60, 60), "date_from": "2015-02-25", "date_to": "2015-03-07", "words": ("strikes",)},
        ["killed scope: 9 | 60"],
    ),
    (  # one strike of which the day is left open
        {"killed": (87, 87)},
        {"killed": (100, 100), "date_from": "2015-03-01", "date_to": "2015-03-25", "words": ("early", "march", "attack")},
        [],
    ),
    ({"killed": (9, 9)}, {"killed": (60, 60), "date_from": "2015-03-01", "date_to": "2015-03-07"}, []),  # "this week" may be that day
    (
        {"killed": (20, 20), "lat": 35.0, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        {"killed": (31, 31), "lat": 35.01, "lon": 37.0, "radius_km": 10.0},
        ["killed scope: 20 | 31"],
    ),
    ({"killed": (31, 31), "counted": "jihadists"}, {"killed": (39, 39), "counted": "jihadists civilians"}, ["killed scope: 31 | 39"]),
    ({"killed": (30, 30), "counted": "terrorists"}, {"killed": (40, 40), "counted": "government soldiers"}, []),  # of two sides
    ({"killed": (30, 30), "counted": "terrorists"}, {"killed": (40, 40), "counted": "rebels"}, ["killed number: 30 | 40"]),
    ({"killed": (4, 4), "counted": "women"}, {"killed": (5, 5), "counted": "children"}, []),
    ({"killed": (98, 98), "counted": "evacuees"}, {"killed": (126, 126), "counted": "people"}, ["killed scope: 98 | 126"]),
    ({"killed": (98, 98), "counted": "evacuees"}, {"killed": (126, 126)}, ["killed scope: 98 | 126"]),
    (
        {"killed": (5, 5), "counted": "civilians"},
        {"kind": "battle", "killed": (9, None)},
        ["killed scope: 5 | at least 9"],
    ),
    ({"killed": (28, 28), "counted": "heads"}, {"killed": (47, 47)}, ["killed number: 28 | 47"]),
    (  # a day nobody tells, and a period
        {"killed": (70, 70), "date_from": None, "date_to": None},
        {"killed": (100, 100), "date_from": "2015-03-01", "date_to": "2015-03-04"},
        [],
    ),
    ({"killed": (98, 98), "counted": "civilians"}, {"killed": (126, 126), "counted": "people"}, ["killed number: 98 | 126"]),
    ({"killed": (245, 245)}, {"killed": (2_000, 9_999)}, []),  # "thousands" are of something else
    ({"killed": (1, 1)}, {"killed": (3, 3)}, []),  # one of the three
    ({"killed": (1, 1)}, {"killed": (2, 2)}, ["killed number: 1 | 2"]),
    ({"killed": (9, 9), "date_from": "2015-03-01", "date_to": "2015-03-01"}, {"killed": (60, 60), "scope": "total"}, []),  # another day
    ({"killed": (4, 4), "target": "four children"}, {"killed": (12, 12), "target": "residents"}, ["killed scope: 4 | 12"]),
    ({"killed": (4, 4), "target": "Orro", "counted": "children"}, {"killed": (12, 12), "counted": "people"}, ["killed scope: 4 | 12"]),
    (
        {"killed": (4, 4), "target": "two children", "counted": "people"},
        {"killed": (12, 12), "counted": "people"},
        ["killed number: 4 | 12"],
    ),
    # one source, one figure after the other
    (
        {"killed": (22, 22), "who": "the Kesh Observatory"},
        {"killed": (31, 31), "who": "the Kesh Observatory", "published": "2015-03-06"},
        ["killed superseded: 22 | 31"],
    ),
    (
        {"killed": (22, 22), "who": "the Kesh Observatory"},
        {"killed": (31, 31), "who": "the Kesh Observatory", "words": ("new", "toll")},
        ["killed superseded: 22 | 31"],
    ),
    ({"killed": (22, 22), "who": "the Kesh Observatory"}, {"killed": (31, 31), "who": "the Kesh Observatory"}, ["killed number: 22 | 31"]),
    (  # of the later toll children alone
        {"killed": (22, 22), "who": "the Kesh Observatory", "counted": "people"},
        {"killed": (31, 31), "who": "the Kesh Observatory", "published": "2015-03-06", "counted": "children"},
        ["killed number: 22 | 31"],
    ),
    (
        {"killed": (22, 22), "who": "the Kesh Observatory", "counted": "civilians"},
        {"killed": (31, 31), "who": "the Kesh Observatory", "published": "2015-03-06", "counted": "people"},
        ["killed superseded: 22 | 31"],
    ),
    (  # whom the dead are says nothing of the injured
        {"injured": (22, 22), "who": "the Kesh Observatory", "counted": "people"},
        {"injured": (31, 31), "who": "the Kesh Observatory", "published": "2015-03-06", "counted": "children"},
        ["injured superseded: 22 | 31"],
    ),
    (
        {"killed": (50, 50), "who": "the Kesh Observatory"},
        {"killed": (31, 31), "who": "the Kesh Observatory", "words": ("corrected", "earlier", "figure")},
        ["killed correction: 31 | 50"],
    ),
]


@pytest.mark.parametrize(("one", "other", "differences"), TOLLS)
def test_tolls_differ_in_number_in_scope_or_in_turn(one: dict[str, Any], other: dict[str, Any], differences: list[str]) -> None:
    """Ranges are compared as ranges, and a later figure of one source takes the place of the earlier."""
    assert found(happening("a", **one), happening("b", **other)) == differences


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("rebels", "terrorists", True),
        ("terrorists", "Jaysh al-Islam", True),
        ("militants", "Free Syrian Army units", True),
        ("opposition forces", "Free Syrian Army", True),
        ("opposition forces", "al-Nusra Front", False),
        ("ISIS", "Daesh militants", True),
        ("ISIS", "al-Nusra Front", False),
        ("the regime", "the Syrian army", True),
        ("government forces", "Syrian warplanes", True),
        ("the Syrian army", "the Assad regime", True),
        ("Russian warplanes", "the regime", False),
        ("Russian warplanes", "Syrian helicopters", False),
        ("Russian jets", "Russia", True),
        ("Syrian and Russian warplanes", "Russian raids", True),
        ("Russian and regime", "Russia", True),
        ("Israeli and American", "US warplanes", True),
        ("Israeli and American", "Russia", False),
        ("Free Syrian Army", "Ahrar al-Sham", True),
        ("Syrian Democratic Forces", "YPG", True),
        ("Hamas", "Izz ad-Din al-Qassam Brigades", True),
        ("the coalition", "US warplanes", True),
        ("the coalition", "Russia", False),
        ("rebels", "the army", False),
        ("unknown gunmen", "the army", True),
        ("US-backed forces", "the army", True),
        ("the Orla Column", "rebels", True),
        (None, "rebels", True),
    ],
)
def test_a_party_has_many_names(one: str | None, other: str, same: bool) -> None:
    """Loose names may mean any party of that side; names that nobody knows may mean any party."""
    assert may_be_same(parties_of(one), parties_of(other), "SY") is same
    assert may_be_same(parties_of(other), parties_of(one), "SY") is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("civilians", "residents of Orna", True),
        ("civilians", "two children", True),
        ("civilians", "militants", False),
        ("terrorists", "women and children", False),
        ("people", "soldiers", True),
        ("rebel fighters", "Syrian soldiers", False),
        ("rebel positions", "civilians", True),
        ("a rebel-held town", "civilians", True),
        ("soldiers and civilians", "civilians", True),
        ("a crowded market", "terrorists", True),
    ],
)
def test_civilians_are_no_fighters(one: str, other: str, same: bool) -> None:
    """People are told apart, not the places where they were."""
    assert may_be_same_people(parties_of(one), parties_of(other), "SY") is same
    assert may_be_same_people(parties_of(other), parties_of(one), "SY") is same


FIELDS = [
    ({"actor": "rebels", "target": "army posts", "kind": "battle"}, {"actor": "the army", "target": "rebels", "kind": "battle"}, []),
    (
        {"target": "civilians", "killed": (12, 12)},
        {"target": "militants", "killed": (12, 12)},
        ["target victim: civilians | militants"],
    ),
    ({"target": "civilians", "actor": "militants", "killed": (12, 12)}, {"target": "militants", "killed": (12, 12)}, []),
    ({"target": "Syria", "place": "Syria", "killed": (12, 12)}, {"target": "civilians", "killed": (12, 12)}, []),
    ({"kind": "air_strike", "words": ("jets",)}, {"kind": "shelling", "words": ("rockets",)}, ["kind kind: air strike | shelling"]),
    ({"kind": "air_strike", "words": ("jets",)}, {"kind": "shelling", "words": ("bombardment", "shells")}, []),
    ({"kind": "explosion", "words": ("bombing", "car")}, {"kind": "shelling", "words": ("shells",)}, ["kind kind: explosion | shelling"]),
    ({"kind": "air_strike"}, {"kind": "battle"}, []),
    ({"kind": "air_strike"}, {"kind": "attack"}, []),
    ({"kind": "shelling"}, {"kind": "explosion"}, []),
    ({"kind": "shelling", "words": ("mortars",)}, {"kind": "explosion", "words": ("car",)}, ["kind kind: explosion | shelling"]),
    (
        {"kind": "explosion", "words": ("gas", "leak")},
        {"kind": "explosion", "actor": "rebels"},
        ["kind kind: explosion | explosion, by accident"],
    ),
    ({"kind": "air_strike", "words": ("plane", "crashed")}, {"kind": "air_strike", "actor": "rebels"}, []),  # strikes after a crash
    (
        {"kind": "destruction", "words": ("helicopter", "crashed")},
        {"kind": "attack", "words": ("helicopter", "shot")},
        ["kind kind: attack | destruction, by accident"],
    ),
    ({"status": "denied", "words": _DENIED}, {"status": "happened", "place": "Kesh"}, ["status denied: denied | happened"]),
    *(
        (
            {"status": "denied", "words": _DENIED, "kind": "killing", "target": denied},
            {"status": "happened", "place": "Kesh", "kind": "killing", "target": told},
            [] if are_others else ["status denied: denied | happened"],
        )
        for denied, told, are_others in (
            ("the rebel leader", "rebel leaders", True),
            ("the rebel leader", "the rebels' leader", False),
            ("any rebel leader", "rebel leaders", False),
            ("a single Orrite villager", "five Orrite villagers", False),
            ("any villager", "villagers", False),
            ("the general", "five villagers", True),
        )
    ),
    ({"status": "denied", "words": ("shelled",)}, {"status": "happened", "place": "Kesh"}, []),  # a third party's "was not shelled"
    (
        {"status": "denied", "words": ("shelled",), "who": "the Syrian army", "actor": "its forces"},
        {"status": "happened", "place": "Kesh", "actor": "the Syrian army"},
        ["status denied: denied | happened"],
    ),
    (
        {"status": "denied", "words": _DENIED, "who": "the Syrian army", "actor": "the Syrian army"},
        {"status": "happened", "place": "Kesh", "actor": "rebels"},
        [],
    ),
    (
        {"status": "denied", "words": _DENIED},
        {"status": "happened", "place": "Kesh", "date_from": "2014-09-01", "date_to": "2015-03-05"},  # a campaign
        [],
    ),
    (
        {"status": "denied", "words": _DENIED, "who": "The army"},
        {"status": "happened", "place": "Kesh", "actor": "the Upper Valley Army"},
        ["status denied: denied | happened"],
    ),
    ({"status": "denied", "words": _DENIED, "who": "The army"}, {"status": "happened", "place": "Kesh", "actor": "jets"}, []),
    ({"status": "denied", "words": (*_DENIED, "repeatedly"), "date_how": "inherited"}, {"status": "happened", "place": "Kesh"}, []),
    ({"status": "denied", "words": ("denies", "using"), "date_how": "inherited"}, {"status": "happened", "place": "Kesh"}, []),
    (  # "There was no resistance except in one house where a rebel opened fire", read in two ways
        {"status": "denied", "words": ("resistance",), "who": "a monitor", "actor": "a rebel"},
        {"status": "happened", "place": "Kesh", "actor": "a rebel"},
        [],
    ),
    (
        {"status": "denied", "words": (*_DENIED, "never"), "date_how": "relative"},
        {"status": "happened", "place": "Kesh"},
        ["status denied: denied | happened"],
    ),
    ({"status": "denied", "kind": "chemical"}, {"status": "happened", "place": "Kesh", "kind": "shelling"}, []),
    ({"status": "possible"}, {"status": "happened"}, []),
    (
        {"date_how": "explicit"},
        {"date_how": "explicit", "date_from": "2015-03-07", "date_to": "2015-03-07"},
        ["date date: 2015-03-04 | 2015-03-07"],
    ),
    (
        {"date_how": "explicit"},
        {"date_how": "explicit", "date_from": "2015-03-07", "date_to": "2015-03-07", "published": "2015-03-07"},
        [],  # the day of print, which may be the dateline
    ),
    ({"date_how": "explicit"}, {"date_how": "relative", "date_from": "2015-03-05", "date_to": "2015-03-05"}, []),
    ({"date_how": "explicit"}, {"date_how": "explicit", "date_from": "2015-03-05", "date_to": "2015-03-05", "published": "2015-03-05"}, []),
    (
        {"place": "Orna", "place_name": "Orna", "lat": 35.0, "lon": 37.0, "radius_km": 1.0, "geonames": 1, "killed": (9, 9)},
        {"place": "Tessit", "place_name": "Tessit", "lat": 35.4, "lon": 37.0, "radius_km": 1.0, "geonames": 1, "killed": (9, 9)},
        ["place place: Orna | Tessit"],
    ),
    (
        {"place": "Orna", "place_name": "Orna", "lat": 35.0, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        {"place": "Tessit", "place_name": "Tessit", "lat": 35.4, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        [],  # nothing else ties them
    ),
    (
        {"place": "a village near Orna", "place_name": "Tessit", "lat": 35.4, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        {"place": "Orna", "place_name": "Orna", "lat": 35.0, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        [],
    ),
    (
        {"place": "Orna", "place_name": "Orna", "lat": 35.0, "lon": 37.0, "radius_km": 1.0, "geonames": 1},
        {"place": "Orna district", "place_name": "Orna district", "lat": 35.2, "lon": 37.0, "radius_km": 25.0, "geonames": 2},
        [],
    ),
]


@pytest.mark.parametrize(("one", "other", "differences"), FIELDS)
def test_each_field_differs_in_its_own_way(one: dict[str, Any], other: dict[str, Any], differences: list[str]) -> None:
    """Names of one party, words for one act, places inside each other and a day's shift are no differences."""
    assert found(happening("a", **one), happening("b", **other)) == differences


APART = [
    # one side, other side, what of the two tolls is told
    ({"place": "Vellin neighbourhood"}, {"place": "the Orro neighbourhood of Kesh"}, []),
    ({"place": "the village of Vellin"}, {"place": "Orro village"}, []),
    ({"place": "Vellin neighbourhood"}, {"place": "the city of Kesh"}, ["killed number: 4 | 7"]),
    ({"place": "Qellin neighbourhood"}, {"place": "the Kellin district"}, ["killed number: 4 | 7"]),
    ({"date_from": "2015-03-03", "date_to": "2015-03-03"}, {}, []),
    ({"date_from": "2015-03-03"}, {}, ["killed number: 4 | 7"]),
    ({"date_from": None, "date_to": None}, {}, ["killed number: 4 | 7"]),
    ({"date_from": "2015-03-01", "date_to": "2015-03-04"}, {"date_from": "2015-03-01", "date_to": "2015-03-05"}, []),
    ({"date_from": "2015-03-01"}, {"date_from": "2015-03-01"}, ["killed number: 4 | 7"]),
    ({"date_from": "2015-02-20", "killed": (7, 7), "words": ("past", "days")}, {"killed": (4, 4)}, ["killed scope: 4 | 7"]),
    ({"date_from": "2015-02-20", "killed": (4, 4)}, {"killed": (7, 7)}, []),
    ({"target": "civilians"}, {"target": "soldiers", "kind": "battle"}, []),
    # places of which neither report names the other's
    ({"place": "Vellin"}, {"place": "Orro market"}, []),
    ({"place": "Vellin"}, {"place": "Orro market", "words": ("orro", "vellin")}, ["killed number: 4 | 7"]),
    ({"place": "Vellin"}, {"place": "the market"}, ["killed number: 4 | 7"]),
    ({"place": "rebel-held Vellin"}, {"place": "Vellin in Upland"}, ["killed number: 4 | 7"]),
    (
        {"place": "Vellin", "lat": 10.0, "lon": 20.0, "radius_km": 1.0},
        {"place": "Upland", "lat": 10.1, "lon": 20.0, "radius_km": 90.0},
        ["killed number: 4 | 7"],
    ),
    (
        {"place": "Vellin", "lat": 10.0, "lon": 20.0, "radius_km": 1.0},
        {"place": "Orro", "lat": 10.1, "lon": 20.0, "radius_km": 12.0},
        ["killed scope: 4 | 7"],
    ),
    (
        {"kind": "air_strike", "words": ("barrel", "bombs")},
        {"kind": "shelling", "words": ("rockets",)},
        ["killed number: 4 | 7"],  # bombs may be of either
    ),
    ({"kind": "air_strike", "words": ("jets",)}, {"kind": "shelling", "words": ("rockets",)}, ["kind kind: air strike | shelling"]),
]


@pytest.mark.parametrize(("one", "other", "differences"), APART)
def test_tolls_of_other_quarters_days_or_people_do_not_contradict_each_other(
    one: dict[str, Any], other: dict[str, Any], differences: list[str]
) -> None:
    """A day's toll beside a week's, a quarter's beside another's and civilians beside soldiers are other counts."""
    assert found(happening("a", **{"killed": (4, 4), **one}), happening("b", **{"killed": (7, 7), **other})) == differences


@pytest.mark.parametrize(
    ("other", "likely", "is_told"),
    [(7, 0.6, True), (11, 0.6, False), (11, 0.9, True), (12, 0.75, False), (12, 0.9, True), (40, 0.99, False), (5, 0.49, False)],
)
def test_tolls_far_apart_are_told_of_what_is_likely_one(other: int, likely: float, is_told: bool) -> None:
    """One that is twice the other mostly counts something else, and one that is ten times the other always does."""
    told = [happening("a", killed=(4, 4)), happening("b", killed=(other, other))]
    assert bool(find_differences(told, {}, lambda _left, _right: likely)) is is_told


def test_a_toll_that_one_telling_alone_gives_far_from_all_others_is_left_out() -> None:
    """Whoever is borne out by a second telling stands, and so does a lone toll near another; of few victims a lone one does not."""
    several = [happening(name, killed=(toll, toll)) for name, toll in (("a", 20), ("b", 20), ("c", 26), ("d", 90), ("e", 3))]
    differences = find_differences(several, {}, lambda _left, _right: 0.8)
    assert [(one.type, [value for value, _ in one.sides]) for one in differences] == [("number", ["20", "26"])]
    twice = [happening(name, killed=(toll, toll)) for name, toll in (("a", 20), ("b", 20), ("c", 50), ("d", 50))]
    assert [value for one in find_differences(twice, {}, lambda _left, _right: 0.8) for value, _ in one.sides] == ["20", "50"]


@pytest.mark.parametrize(
    ("large", "small", "differences"),
    [
        ("Orna, Kesh, Balzers and Tell", "the Kesh neighbourhood", ["killed scope: 15 | 16"]),
        ("Orna, Kesh and Tell quarters in Balzers", "Balzers", ["killed number: 15 | 16"]),
    ],
)
def test_who_lists_more_places_counts_more(large: str, small: str, differences: list[str]) -> None:
    assert found(happening("a", killed=(16, 16), place=large), happening("b", killed=(15, 15), place=small)) == differences


def test_one_seized_out_of_a_crash_is_no_other_kind_of_act() -> None:
    """The pilot is taken in both, whatever else is told beside it."""
    fell = happening("a", kind="abduction", words=("crash", "pilot"), actor=None)
    taken = replace(
        happening("b", kind="abduction", words=("bombardment", "pilot"), actor="rebels"), mentions=(Mention("e", (0, 1), "attack"),)
    )
    assert found(fell, taken) == []


def test_who_did_it_is_no_answer_to_a_denial_where_another_sentence_names_them() -> None:
    """The party taken over from the denial itself accuses nobody."""
    denial = happening(
        "a",
        status="denied",
        actor="government forces",
        who="government forces",
        words=("denied", "government", "forces", "strikes"),
        place="Orna",
    )
    told = happening("b", actor="government forces", who=None, publisher="Post", words=("strikes", "hospital", "orna"), place="Orna")
    assert found(denial, told) == []
    assert found(denial, replace(told, words=("strikes", "hospital", "government", "forces", "doctors", "rubble"))) == [
        "status denied: denied | happened"
    ]


_WHOLE_LAND = {"lat": 12.0, "lon": 22.0, "radius_km": 240.0}


@pytest.mark.parametrize(
    ("one", "other", "likely", "is_told"),
    [
        ({**_WHOLE_LAND, "date_from": None, "date_to": None}, {}, 0.9, False),
        ({**_WHOLE_LAND, "date_how": "inherited"}, {}, 0.7, False),
        ({**_WHOLE_LAND, "date_how": "inherited"}, {}, 0.8, True),
        ({**_WHOLE_LAND, "date_how": "explicit"}, {}, 0.7, True),
        ({"kind": "shelling", "actor": "rebels"}, {"kind": "air_strike", "actor": "the army", "target": "rebels"}, 0.9, False),
    ],
)
def test_tolls_that_little_ties_are_not_held_against_each_other(
    one: dict[str, Any], other: dict[str, Any], likely: float, is_told: bool
) -> None:
    """A toll of a whole land without a day is of anything; one side's shells and the other's air strike are two deeds."""
    told = [happening("a", **{"killed": (4, 4), **one}), happening("b", **{"killed": (7, 7), **other})]
    assert bool([one for one in find_differences(told, {}, lambda _left, _right: likely) if one.field == "killed"]) is is_told


def test_a_later_figure_that_is_lower_counts_less_and_supersedes_none() -> None:
    """Tolls grow; one that falls is said to be corrected, or counts a part."""
    first = happening("a", killed=(31, 31), who="the Kesh Observatory", published="2015-03-05")
    later = happening("b", killed=(22, 22), who="the Kesh Observatory", published="2015-03-06")
    assert found(first, later) == []
    assert found(first, replace(later, words=("corrected", "toll"))) == ["killed correction: 22 | 31"]


def test_tolls_that_contradict_each_other_are_not_told_to_be_of_another_scope_too() -> None:
    """A total beside them explains nothing that two plain counts already dispute."""
    told = [happening("a", killed=(13, 13)), happening("b", killed=(14, 14)), happening("c", killed=(14, 14), scope="total")]
    assert found(*told, replace(told[0], id="d", scope="new")) == ["killed number: 13 | 14"]


BLAMED = [
    # what is known of the act told with "rebels", and of that told with "the Syrian army"; whether the blame is told to differ
    ({"kind": "shelling"}, {"kind": "shelling"}, True),
    ({"kind": "shelling"}, {"kind": "shelling", "killed": None, "injured": (20, 20)}, True),
    ({"kind": "shelling"}, {"kind": "shelling", "killed": None}, False),  # any shelling of many
    ({"kind": "shelling", "words": ("not", "unclear")}, {"kind": "shelling"}, False),
    ({}, {}, False),  # rebels have no aircraft
    ({"words": ("drone", "rebels")}, {}, True),
    ({"kind": "shelling"}, {"kind": "shelling", "words": ("shells", "fell")}, False),  # named in another sentence
    ({"kind": "attack", "target": "rebel fighters"}, {"kind": "attack"}, False),  # one of both was misread
]


@pytest.mark.parametrize(("one", "other", "is_told"), BLAMED)
def test_two_are_blamed_for_one_act_only_where_both_can_have_done_it(one: dict[str, Any], other: dict[str, Any], is_told: bool) -> None:
    """Both accounts have a toll, none leaves open who it was, nobody strikes himself, and air strikes take aircraft or drones."""
    told = (
        happening("a", **{"killed": (4, 4), "actor": "rebels", **one}),
        happening("b", **{"killed": (4, 4), "actor": "the Syrian army", **other}),
    )
    assert found(*told) == (["actor perpetrator: rebels | the Syrian army"] if is_told else [])


@pytest.mark.parametrize(
    ("other", "likely", "is_told"),
    [
        ({"actor": "rebels"}, 0.8, True),
        ({"actor": "rebels", "killed": (6, None)}, 0.94, False),
        ({"actor": "rebels", "killed": (6, None)}, 0.95, True),
        ({"actor": "rebels"}, 0.7, False),
        ({"actor": "rebels", "place": "Vellin"}, 0.8, False),
        ({"target": "militants"}, 0.8, True),
        ({"target": "militants", "killed": (6, None)}, 0.8, False),
        ({"kind": "air_strike", "words": ("jets",)}, 0.8, True),
        ({"kind": "air_strike", "words": ("jets",), "killed": (6, None)}, 0.8, False),
    ],
)
def test_a_toll_in_common_makes_sure_that_one_act_is_told_in_two_ways(other: dict[str, Any], likely: float, is_told: bool) -> None:
    """Other parties, victims or means are those of another act unless the same number died or the two are all but surely one."""
    known = {
        "kind": "shelling",
        "actor": "the Syrian army",
        "target": "civilians",
        "killed": (9, 9),
        "words": ("rockets", "syrian", "army", "rebels"),
        "place": "Orro",
    }
    told = [happening("a", **known), happening("b", **{**known, "target": None, **other})]
    assert bool(find_differences(told, {}, lambda _left, _right: likely)) is is_told


def test_what_a_denial_denies_is_told_by_the_other_sentence_itself() -> None:
    """Fighting in whose report gas is told of elsewhere is not what the army denies when it denies gas."""
    denial = happening("a", kind="chemical", status="denied", words=_DENIED)
    fight = replace(happening("b", kind="battle", place="Kesh"), mentions=(Mention("e", (7, 8), "chemical"),))
    assert found(denial, fight) == []
    assert found(denial, replace(fight, sentence=(0, 9))) == ["status denied: denied | happened"]


def test_on_the_sides_of_a_denial_stand_those_that_it_is_about() -> None:
    """Not who says that the like is never done, nor who tells in the same incident of another sort of act."""
    told = [
        happening("a", status="denied", kind="shelling", words=_DENIED),
        happening("b", kind="shelling", place="Kesh"),
        happening("c", status="denied", kind="shelling", words=(*_DENIED, "never"), date_how="inherited"),
        happening("d", kind="detention", place="Kesh"),
        happening("e", kind="shelling", place="Kesh"),
    ]
    likely = lambda left, right: 0.9 if {left, right} == {"a", "b"} else 0.1  # noqa: E731
    assert [one.sides for one in find_differences(told, {}, likely)] == [(("denied", ("a",)), ("happened", ("b",)))]


def test_the_day_on_which_a_page_was_updated_makes_no_new_toll() -> None:
    """It is the page that was last updated."""
    one = happening("a", killed=(22, 22), who="the Kesh Observatory")
    other = happening("b", killed=(31, 31), who="the Kesh Observatory", words=("killed", "last", "updated"))
    assert found(one, other) == ["killed number: 22 | 31"]
    assert found(one, replace(other, words=("killed", "updated"))) == ["killed superseded: 22 | 31"]


def test_reports_of_one_origin_do_not_contradict_themselves() -> None:
    """Another figure of one origin is a later one; another perpetrator is no contradiction."""
    one, other = happening("a", actor="rebels", killed=(3, 3), who="SANA"), happening("b", actor="the army", killed=(5, 5), who="SANA")
    assert found(one, other, origins={"a": "o", "b": "o"}) == ["killed superseded: 3 | 5"]
    assert found(replace(one, killed=(5, 5)), other, origins={"a": "o", "b": "o"}) == []


def test_what_each_report_gives_itself_is_superseded_by_none() -> None:
    """Thirty soldiers and 39 rebels below "at least 70 killed" are no later figure of one source, however many print both."""
    one, other = happening("a", killed=(69, 69), who="SOHR"), happening("b", killed=(75, 75), who="SOHR", published="2015-03-06")
    assert found(one, other) == ["killed superseded: 69 | 75"]
    again = replace(other, id="c", report=one.report, published=one.published)
    assert found(one, other, again) == []


def test_a_figure_that_its_source_has_left_behind_contradicts_nobody() -> None:
    """The Observatory's first toll differs from the army's, its later one does not."""
    first = happening("a", killed=(22, 22), who="the Kesh Observatory", published="2015-03-05")
    later = happening("b", killed=(31, 31), who="the Kesh Observatory", published="2015-03-06")
    assert found(first, later, happening("c", killed=(31, 31))) == ["killed superseded: 22 | 31"]


def test_who_agrees_with_one_side_alone_stands_on_it() -> None:
    """What both sides allow stands on neither; several kinds in one report agree with each of them."""
    sides = find_differences(
        [happening("a", killed=(3, 3)), happening("b", killed=(5, 5)), happening("c", killed=(4, None)), happening("d", killed=(2, None))],
        {},
    )[0].sides
    assert sides == (("3", ("a",)), ("5, at least 4", ("b", "c")))
    both = replace(happening("a", kind="shelling"), mentions=(Mention("e", (0, 1), "air_strike"),))
    assert found(both, happening("b")) == []


def test_a_month_stands_with_the_day_that_is_near_it_under_the_name_of_the_day() -> None:
    """July, 3 August and 4 August: two days that exclude each other, and a month that may mean the first."""
    days = {"a": ("2031-07-01", "2031-07-31"), "b": ("2031-08-03", "2031-08-03"), "c": ("2031-08-04", "2031-08-04")}
    told = [
        happening(name, kind="abduction", killed=None, date_from=first, date_to=last, date_how="explicit", published="2031-09-01")
        for name, (first, last) in days.items()
    ]
    (difference,) = (one for one in find_differences(told, {}) if one.field == "date")
    assert difference.sides == (("2031-08-03", ("a", "b")), ("2031-08-04", ("c",)))


def test_what_is_hardly_one_is_not_held_against_each_other() -> None:
    """Two that stand in one incident by a third alone do not contradict each other; each may still contradict the third."""
    told = [happening("a", killed=(3, 3)), happening("b", killed=(5, 5)), happening("c", killed=(9, 9))]
    ties = {frozenset("ab"): 0.9, frozenset("bc"): 0.65, frozenset("ac"): 0.2}
    likely = lambda left, right: ties[frozenset((left, right))]  # noqa: E731
    assert [one.sides for one in find_differences(told[::2], {}, likely)] == []
    (difference,) = find_differences(told, {}, likely)
    assert difference.sides == (("3", ("a",)), ("5", ("b",)), ("9", ("c",)))


_HAPPENINGS = st.lists(
    st.builds(
        happening,
        st.sampled_from("abcdef"),
        kind=st.sampled_from(["air_strike", "shelling", "battle"]),
        killed=st.sampled_from([None, (3, 3), (4, None), (5, 5), (24, 99)]),
        injured=st.sampled_from([None, (20, 20), (22, 22), (30, 30)]),
        approximate=st.sampled_from([(), ("killed",), ("injured",), ("killed", "injured")]),
        counted=st.sampled_from([None, "people", "civilians", "children", "soldiers"]),
        is_rest=st.booleans(),
        actor=st.sampled_from([None, "rebels", "the army", "Russian jets"]),
        target=st.sampled_from([None, "civilians", "militants"]),
        who=st.sampled_from(["A", "B"]),
        published=st.sampled_from([None, "2015-03-05", "2015-03-06"]),
        status=st.sampled_from(["happened", "denied"]),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@settings(deadline=None)
@given(_HAPPENINGS, st.randoms())
def test_the_order_of_the_reports_does_not_matter(happenings: list[Happening], rng: Any) -> None:
    """The same differences, each with two sides or more and everyone on one of them at most."""
    differences = find_differences(happenings, {})
    rng.shuffle(happenings)
    assert find_differences(happenings, {}) == differences
    for one in differences:
        ids = [id for _, side in one.sides for id in side]  # noqa: A001
        assert len(one.sides) > 1
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("toll", "differences"), [(None, []), ((4, 4), ["status denied: denied | happened"])])
def test_that_nobody_died_is_no_word_on_the_deed(toll: tuple[int, int] | None, differences: list[str]) -> None:
    """A strike may be told of beside it, but not its dead."""
    denial = happening("a", kind="killing", status="denied", words=_DENIED, lat=35.0, lon=37.0, radius_km=1.0)
    assert found(denial, happening("b", killed=toll, lat=35.0, lon=37.0, radius_km=1.0)) == differences
