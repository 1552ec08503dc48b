"""Whose transactions map the file of an account into memory: those of views that ask for it, and no others."""

from __future__ import annotations

from pathlib import Path

from according.store import Account


def test_only_a_view_that_asks_for_it_maps_the_file(tmp_path: Path) -> None:
    with Account.open(str(tmp_path / "account.db")) as account:
        mapped = []
        for maps in (False, True, False):
            with account.reading_rows(maps=maps) as connection:
                mapped.append(connection.exec_driver_sql("PRAGMA mmap_size").scalar())
    assert (mapped[0], mapped[2]) == (0, 0)
    assert mapped[1] > 0
