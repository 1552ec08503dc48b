"""Which days a TimeML value covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.times import interval_of


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016-12-12", "2016-12-12", "2016-12-12"),
        ("2016-12-12TNI", "2016-12-12", "2016-12-12"),
        ("2016-12-12T10:30", "2016-12-12", "2016-12-12"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-W49", "2016-12-05", "2016-12-11"),
        ("2016-W49-WE", "2016-12-10", "2016-12-11"),
        ("2015-W53", "2015-12-28", "2016-01-03"),
        ("2016-SP", "2016-03-01", "2016-05-31"),
        ("2016-SU", "2016-06-01", "2016-08-31"),
        ("2016-FA", "2016-09-01", "2016-11-30"),
        ("2015-WI", "2015-12-01", "2016-02-29"),
        ("2016-Q2", "2016-04-01", "2016-06-30"),
        ("2016-H2", "2016-07-01", "2016-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("18", "1800-01-01", "1899-12-31"),
        ("00", "0001-01-01", "0099-12-31"),
    ],
)
def test_the_days_of_a_value(value: str, first: str, last: str) -> None:
    """The first and the last day, both included."""
    assert interval_of(value) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "P3D",
        "PT24H",
        "PXW",
        "PAST_REF",
        "XXXX-WXX-1",
        "BC0264",
        "2016-13",
        "2016-02-30",
        "2016-W60",
        "2015-W54-WE",
        "0000",
        "9999-WI",
        "٢٠١٦-99",
    ],
)
def test_values_that_cover_no_known_days(value: str) -> None:
    """Durations, sets, vague times, times before Christ and dates that do not exist."""
    assert interval_of(value) is None


@given(st.text(max_size=20))
def test_any_string(value: str) -> None:
    """No string does harm."""
    found = interval_of(value)
    assert found is None or found[0] <= found[1]
