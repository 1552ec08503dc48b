"""Lists in pages: each page is the part of the whole list that it should be, whichever pages were asked for before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection
from starlette.testclient import TestClient

from according.show.blocks import next_size, rows_between
from according.show.desk import Desk
from according.show.listing import ORDERS, Order, find_order, find_place, read_listed
from according.store import Account
from according.views import Filter
from according.views.glance import find_latest
from according.views.incidents import read_incidents
from according.views.tellings import find_incidents
from tests.show.asking import application


@pytest.fixture
def own(desk: TestClient) -> Desk:
    """The desk behind the demo's pages."""
    found: Desk = application(desk).state.desk
    return found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("most", [1_000, 7])
def test_pages_of_incidents_are_parts_of_the_whole_list(own: Desk, order: Order, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any order of asking, also behind the pages that are found at once."""
    monkeypatch.setattr("according.show.listing._AT_ONCE", most)
    with own.account.reading_rows() as connection:
        asked = Filter(min_origins=1)
        whole = find_latest(connection, asked) if order == "latest" else find_incidents(connection, asked, by_origins=order == "origins")
        starts = list(range(0, len(whole) + 3, 3))
        Random(1).shuffle(starts)
        for start in starts:
            assert find_order(own, connection, asked, order, start, 4) == whole[start : start + 4]
        assert [find_place(own, connection, asked, order, name) for name in whole] == list(range(len(whole)))


@pytest.mark.parametrize("name", ["sha256:" + "0" * 64, "sha256:12", "nothing", ""])
def test_what_is_in_no_list_has_no_place_in_it(own: Desk, name: str) -> None:
    """Whatever is asked for."""
    with own.account.reading_rows() as connection:
        assert find_place(own, connection, Filter(), "date", name) is None


def test_a_list_says_of_an_incident_what_its_page_says(demo_file: Path) -> None:
    """Read from one row, the same as from all reports."""
    with Account.open(str(demo_file)) as account, account.reading_rows() as connection:
        ids = find_incidents(connection, Filter())
        assert any(one.differences for one in read_listed(connection, ids))
        for listed, whole in zip(read_listed(connection, ids), read_incidents(connection, ids), strict=True):
            for name in ("id", "kind", "date", "place", "actors", "origins", "reports", "is_contested", "killed"):
                assert getattr(listed, name) == getattr(whole, name)
            said = [(one.field, one.type, one.values) for one in whole.differences]
            assert [(one.field, one.type, one.values) for one in listed.differences] == said


def test_rows_are_made_anew_only_where_a_list_doubles(own: Desk) -> None:
    """Pages of fifty of ten thousand rows: nine times, and behind 8,192 rows each time."""
    made: list[int | None] = []

    def view(_: Connection, asked: Filter) -> Iterator[int]:
        made.append(asked.limit)
        yield from range(min(10_000, asked.limit or 10_000))

    def rows(start: int, count: int) -> list[Any]:
        return rows_between(own, connection, ("test",), view, Filter(), start, count)

    with own.account.reading_rows() as connection:
        for start in range(0, 8_100, 50):
            assert rows(start, 51) == list(range(start, start + 51))
        assert made == [128, 256, 512, 1_024, 2_048, 4_096, 8_192]
        assert rows(9_990, 51) == list(range(9_990, 10_000))
        assert rows(20_000, 51) == []
    assert made[7:] == [10_041, 20_051]


def test_sizes_hold_what_is_asked_for() -> None:
    """And at most twice as much, but for the first."""
    sizes: Iterable[tuple[int, int]] = ((rows, next_size(rows)) for rows in range(1, 3_000))
    assert all(rows <= size <= max(128, 2 * rows - 2) for rows, size in sizes)
