"""The account at a glance: what one statement counts is what counting the incidents one by one gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from according.store.ledger import incidents
from according.views import Area, Filter
from according.views.glance import find_latest, look, to_bins
from according.views.names import list_places
from tests.views.material import Tale

_PLACES = {"Orna": (35.0, 36.0), "Kesh": (35.3, 36.2), "Farholm": (36.4, 37.0), None: (None, None)}
_NEAR_ORNA = Area("Orna", 35.0, 36.0, 20.0)
_AROUND_ORNA = Area("Orna", 35.0, 36.0, 80.0)


@pytest.fixture
def several(tale: Tale) -> Tale:
    """Forty incidents here and there, some without a day or a place, one of them told by two outlets."""
    rng = random.Random("glance")
    for number in range(40):
        report = tale.report(f"r{number}", f"Outlet {number % 3}", rng.choice(["2016-03-04", "2016-03-09", None]))
        place = rng.choice([*_PLACES])
        lat, lon = _PLACES[place]
        kind, day = rng.choice(["shelling", "battle", "aid"]), rng.choice(["2016-03-01", "2016-03-02", "2016-05-01", None])
        tale.alone(report, kind, place, day, lat=lat, lon=lon)
    told = [tale.tell(tale.report(f"s{number}", f"Post {number}"), "battle", "Orna", "2016-03-02", lat=35.0, lon=36.0) for number in (1, 2)]
    tale.incident(*told)
    return tale


_CASES: tuple[tuple[Filter, Callable[[Any], bool]], ...] = (
    (Filter(), lambda row: True),
    (Filter(kinds=("battle",)), lambda row: row.kind == "battle"),
    (Filter(min_origins=2), lambda row: row.origins >= 2),
    (Filter(date_from="2016-03-02"), lambda row: (row.date_from or "") >= "2016-03-02"),
    (Filter(area=_NEAR_ORNA), lambda row: row.place == "Orna"),
    (Filter(area=_AROUND_ORNA), lambda row: row.place in ("Orna", "Kesh")),
    (Filter(area=_AROUND_ORNA, kinds=("aid",)), lambda row: row.place in ("Orna", "Kesh") and row.kind == "aid"),
    (Filter(date_from="2030-01-01"), lambda row: False),
)


def test_a_glance_is_the_sum_of_the_incidents(several: Tale) -> None:
    """Near a place, which an index finds, and in a wide circle, where all are looked at."""
    with several.asking() as connection:
        rows = connection.execute(select(incidents)).all()
        for asked, is_meant in _CASES:
            meant = [row for row in rows if is_meant(row)]
            glance = look(connection, asked, 2, 3)
            places, latest = list_places(connection, asked), find_latest(connection, asked)
            assert dict(glance.by_kind) == Counter(row.kind for row in meant), asked
            assert [number for _, _, number in glance.by_origins] == [sum(row.origins == n for row in meant) for n in (1, 2, 3, 5)]
            assert {day: number for day, number, _ in glance.days} == Counter(row.date_from for row in meant if row.date_from)
            assert glance.undated == sum(row.date_from is None for row in meant)
            assert sum(one.incidents for one in places) == sum(row.place is not None for row in meant)
            assert (list(glance.places), list(glance.latest)) == (places[:2], latest[:3])
            assert set(latest) == {row.id for row in meant}


def test_days_far_apart_are_counted_by_longer_units() -> None:
    """A bar for each of more than 120 days would be too narrow to be seen."""
    days = [("2016-01-30", 2, 1), ("2016-02-01", 1, 0), ("2016-09-01", 4, 0)]
    assert to_bins(days).bins == (("2016-01-25", 2, 1), ("2016-02-01", 1, 0), ("2016-08-29", 4, 0))
    assert (to_bins(days).unit, to_bins(days[:2]).unit, to_bins([]).bins) == ("week", "day", ())
