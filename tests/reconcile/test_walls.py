"""What keeps two happenings of one report apart, whatever other reports tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from according.incidents import Happening
from according.reconcile.walls import find_walls

_CASES: list[tuple[str, dict[str, Any], dict[str, Any], bool]] = [
    ("nothing told", {}, {}, False),
    ("another toll", {"killed": (12, 12)}, {"killed": (40, None)}, True),
    ("tolls near each other", {"killed": (12, 12)}, {"killed": (14, 14)}, False),
    ("a toll within the other", {"killed": (10, None)}, {"killed": (40, 40)}, False),
    ("no one killed, and one", {"killed": (0, 0)}, {"killed": (1, 1)}, True),
    ("another day", {"date_from": "2031-03-04", "date_how": "relative"}, {"date_from": "2031-03-05", "date_how": "explicit"}, True),
    ("a lent day", {"date_from": "2031-03-04", "date_how": "relative"}, {"date_from": "2031-03-05", "date_how": "inherited"}, False),
    ("a day within", {"date_from": "2031-03-04", "date_to": "2031-03-06"}, {"date_from": "2031-03-05"}, False),
    ("towns far apart", {"lat": 10.0, "lon": 10.0, "radius_km": 3.0}, {"lat": 10.5, "lon": 10.0, "radius_km": 3.0}, True),
    ("a town in a region", {"lat": 10.0, "lon": 10.0, "radius_km": 80.0}, {"lat": 10.5, "lon": 10.0, "radius_km": 3.0}, False),
]


def _happening(name: str, report: str, known: dict[str, Any]) -> Happening:
    return Happening(name, report, (), (0, 1), (0, 1), "shelling", "happened", **known)


@pytest.mark.parametrize(("name", "one", "other", "is_wall"), _CASES, ids=[case[0] for case in _CASES])
def test_what_a_report_tells_apart(name: str, one: dict[str, Any], other: dict[str, Any], is_wall: bool) -> None:
    """Days, places and tolls that do not go together part two happenings of one report, in either order."""
    for first, second in ((one, other), (other, one)):
        told = (_happening("b", "r", first), _happening("a", "r", second))
        assert find_walls(told) == (frozenset({("a", "b")}) if is_wall else frozenset()), name


def test_reports_part_only_what_is_their_own() -> None:
    """Two reports may well differ on one happening."""
    assert not find_walls((_happening("a", "r", {"killed": (12, 12)}), _happening("b", "s", {"killed": (40, 40)})))


@pytest.mark.parametrize(
    ("mine", "theirs", "words", "is_wall"),
    [
        ("Ana Terrel", "Tomas Brond", (), True),
        ("Ana Terrel", "Brond", (), True),
        ("Ana Terrel", "Terrel", (), False),
        ("Ana Terrel", "Tomas Brond", ("terrel", "too"), False),
        ("Ana Terrel", "her", (), False),
    ],
)
def test_two_persons_by_name_are_never_one(mine: str, theirs: str, words: tuple[str, ...], is_wall: bool) -> None:
    """Whatever else ties what befell them, unless one is told with the other."""
    told = [
        replace(_happening(name, name, {"target": target}), kind="abduction", words=words) for name, target in (("a", mine), ("b", theirs))
    ]
    assert find_walls(told) == find_walls(reversed(told)) == (frozenset({("a", "b")}) if is_wall else frozenset())
