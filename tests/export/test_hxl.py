"""HXL: libhxl reads the table back and finds nothing to complain of; each row leads to its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hxl
import pytest
from hxl.input import InputOptions

from according.errors import UsageError
from according.export.hxl import FIGURES, TELLINGS
from according.store import Account
from tests.export.war import GAZETTE, POST, WIRE, export, fill


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with Account.open(str(tmp_path_factory.mktemp("war") / "account.db")) as opened:
        fill(opened)
        yield opened


def read_back(file: Path) -> hxl.Dataset:
    return hxl.data(str(file), InputOptions(allow_local=True))


@pytest.mark.parametrize(("rows", "columns", "count"), [("tellings", TELLINGS, 5), ("figures", FIGURES, 3)])
def test_libhxl_finds_the_table_valid(account: Account, tmp_path: Path, rows: str, columns: dict[str, str], count: int) -> None:
    """By its own schema: dates are dates, numbers numbers, no space where none belongs; headers and hashtags come back as written."""
    written = export(account, "hxl", tmp_path / "war.csv", rows=rows)
    data = read_back(tmp_path / "war.csv")
    assert data.headers == list(columns.values())
    assert [hxl.model.Column.parse(tag).get_display_tag(sort_attributes=True) for tag in columns] == [
        column.get_display_tag(sort_attributes=True) for column in data.columns
    ]
    report = hxl.validate(read_back(tmp_path / "war.csv"))
    assert (report["is_valid"], report["stats"]["error"], report["stats"]["warning"]) == (True, 0, 0), report["issues"]
    assert len(list(data)) == count == written.rows[rows]


def test_reports_that_differ_stand_below_each_other_under_one_event(account: Account, tmp_path: Path) -> None:
    """Nothing is summed: every telling has its own numbers, an open end stays open."""
    export(account, "hxl", tmp_path / "war.csv")
    rows = [row for row in read_back(tmp_path / "war.csv") if row.get("#status") and row.get("#event+type") == "shelling"]
    assert len({row.get("#event+id") for row in rows}) == 1
    tolls = {(row.get("#status"), row.get("#affected+killed+min"), row.get("#affected+killed+max")) for row in rows}
    assert tolls == {("happened", "12", None), ("denied", "9", "9")}
    chains = {row.get("#meta+source+chain") for row in rows}
    assert chains == {"activists > Kesh Monitor > Orna Post", "Orvesh army > Kesh Gazette"}


@pytest.mark.parametrize("rows", ["tellings", "figures"])
def test_each_row_leads_to_its_sentence(account: Account, tmp_path: Path, rows: str) -> None:
    """The offsets are code points of the report's text, emoji and all."""
    export(account, "hxl", tmp_path / "war.csv", rows=rows, cells="exact")
    texts = {"https://post.example/orna?day=4": POST, "https://gazette.example/ünïcode/orna": GAZETTE, "folder/wire 7.txt": WIRE}
    for row in read_back(tmp_path / "war.csv"):
        start, end = int(row.get("#meta+start")), int(row.get("#meta+end"))
        assert " ".join(texts[row.get("#meta+url")][start:end].split()) == row.get("#meta+quote")


def test_rows_of_a_kind_that_there_is_none_of_are_refused(account: Account, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'sums' is no kind of rows: give one of tellings, figures"):
        export(account, "hxl", tmp_path / "war.csv", rows="sums")
