"""On which days a happening may have been."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.incidents import Happening
from according.reconcile.days import likely_days

_CASES: list[tuple[str, dict[str, Any], str]] = [
    ("nothing known", {}, ""),
    ("a day of its own", {"date_from": "2031-03-04", "date_how": "relative", "published": "2031-03-06"}, "03-04"),
    ("undated", {"published": "2031-03-06"}, "03-06 03-05 03-04"),
    ("a lent day", {"date_from": "2031-03-02", "date_how": "inherited", "published": "2031-03-06"}, "03-02 03-06 03-05 03-04"),
    ("a lent day, in print at no known time", {"date_from": "2031-03-02", "date_how": "inherited"}, "03-02"),
    ("a lent month tells nothing", {"date_from": "2031-02-01", "date_to": "2031-02-28", "date_how": "inherited"}, ""),
    ("two days alike", {"date_from": "2031-03-02", "date_to": "2031-03-03", "date_how": "relative"}, "03-02 03-03"),
    (
        "two dates that it may have",
        {"date_from": "2031-03-04", "date_how": "relative", "dates": (("2031-03-02", 0.3), ("2031-03-04", 0.6))},
        "03-04 03-02",
    ),
    ("one that it may have, though none is told", {"published": "2031-03-06", "dates": (("2031-03-02", 0.2),)}, "03-06 03-05 03-02 03-04"),
]


def _happening(known: dict[str, Any]) -> Happening:
    return Happening("h", "r", (), (0, 1), (0, 1), "shelling", "happened", **known)


@pytest.mark.parametrize(("name", "known", "days"), _CASES, ids=[case[0] for case in _CASES])
def test_days_by_how_likely_they_are(name: str, known: dict[str, Any], days: str) -> None:
    """The likeliest first; days that are as likely in their order."""
    weights = likely_days(_happening(known))
    ranked = sorted(weights, key=lambda day: (-weights[day], day))
    assert " ".join(date.fromordinal(day).isoformat()[5:] for day in ranked) == days, name


def test_a_long_stretch_tells_most_of_its_first_day() -> None:
    """What has lasted since a day is told of that day by others."""
    weights = likely_days(_happening({"date_from": "2031-03-01", "date_to": "2031-03-28", "date_how": "relative"}))
    assert max(weights, key=lambda day: weights[day]) == date(2031, 3, 1).toordinal()


_ISO = st.none() | st.dates().map(date.isoformat) | st.sampled_from(["", "no day", "2031-13-01", "0001-01-01", "9999-12-31"])


_LIKELY = st.lists(st.tuples(_ISO.filter(lambda iso: iso is not None), st.floats(0, 1)), max_size=4).map(tuple)


@given(first=_ISO, last=_ISO, published=_ISO, how=st.sampled_from([None, "inherited", "relative", "explicit"]), dates=_LIKELY)
def test_weights_are_a_share_of_one(
    first: str | None, last: str | None, published: str | None, how: str | None, dates: tuple[tuple[str, float], ...]
) -> None:
    """Any dates, broken ones too: the weights are above 0 and add up to 1 at the most."""
    weights = likely_days(_happening({"date_from": first, "date_to": last, "date_how": how, "published": published, "dates": dates}))
    assert all(weight >= 0 for weight in weights.values())
    assert sum(weights.values()) <= 1.001
