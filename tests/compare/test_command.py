"""``according compare`` from the command line: lines for people, JSON Lines for programs, and what is called wrongly."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from according.cli import main
from according.store import Account
from according.store.ledger import pending
from tests.compare.material import SHEET, fill

TABLE = f"""{SHEET}
A1,3 March 2016,Orna,35.0,36.0,Airstrike,14,14,,,Fair
A2,soon,Orna,35.0,36.0,Airstrike,1,1,,,
A3,3 March 2016,Kesh,35.1,36.05,ground assault,3,3,,,
A4,1 March 2011,Kesh,35.1,36.05,ground assault,3,3,,,
"""
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("compare")
    with Account.open(str(made / "account.db")) as account:
        fill(account)
        with account.writing_rows() as connection:
            connection.execute(delete(pending))  # what stands in the tables is what the tests say, and no reading
    (made / "table.csv").write_text(TABLE, encoding="utf-8")
    return made


@pytest.fixture
def according(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["according", "compare", *words, "--account", str(folder / "account.db")])
        with pytest.raises(SystemExit) as end:
            main()
        return (int(end.value.code or 0), *capfd.readouterr())

    return command


def test_people_see_what_is_found_what_differs_and_what_cannot_be_read(according: Command, folder: Path) -> None:
    code, out, err = according(str(folder / "table.csv"))
    assert code == 1
    assert "row 2  2016-03-03  Orna  Airstrike, graded Fair" in out
    assert "differs: killed: coded 14 against 18 (Orna Wire/medical)" in out
    assert "not found (no report of that time)" in out
    assert "row 3, column Date: 'soon' is no date" in err
    assert "3 coded events of an incident sheet: 2 found, 1 of them with differences; 1 not found (1 no report of that time)" in err


def test_programs_get_a_line_for_each_row_and_the_totals_last(according: Command, folder: Path) -> None:
    code, out, err = according(str(folder / "table.csv"), "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert [row.get("row") for row in rows[:-1]] == [2, 3, 4, 5]
    assert rows[0]["found"]["figures"][0]["sides"][0].keys() == {"origin", "figure", "agrees", "happening"}
    assert rows[0]["found"]["told"][0]["ref"] == "https://post.example/1"
    assert rows[1] == {"row": 3, "problem": "'soon' is no date", "column": "Date", "value": "soon"}
    assert rows[-1] == {"rows": 3, "found": 2, "differing": 1, "missing": {"no report of that time": 1}, "unreadable": 1}


@pytest.mark.parametrize(("only", "rows"), [("found", [2, 4]), ("missing", [5]), ("differing", [2])])
def test_only_some_rows_are_shown_and_all_are_counted(according: Command, folder: Path, only: str, rows: list[int]) -> None:
    _, out, _ = according(str(folder / "table.csv"), "--only", only, "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert [row["row"] for row in found if "coded_as" in row] == rows
    assert found[-1]["rows"] == 3


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["nothing.csv"], "cannot read nothing.csv"),
        (["table.csv", "--format", "gdelt"], "'gdelt' is no layout of coded events"),
        (["table.csv", "--only", "some"], "'some' is no choice of rows"),
        (["table.csv", "--dates", "year"], "'year' does not come first in a date"),
    ],
)
def test_what_is_called_wrongly_is_said_in_one_line(
    according: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], problem: str
) -> None:
    monkeypatch.chdir(folder)
    code, out, err = according(*words)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert problem in err
