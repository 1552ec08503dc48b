"""The membership matrix: read back by pandas, every 1 with its sentence, and no list made of what is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from according.errors import UsageError
from according.export import Choices, find_format
from according.export.matrix import STRATA, victims_in
from according.hiding import EXPORT, HiddenName, Policy
from according.store import Account
from according.views.filters import Filter
from tests.export.war import GAZETTE, POST, WIRE, export, fill


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with Account.open(str(tmp_path_factory.mktemp("war") / "account.db")) as opened:
        fill(opened)
        yield opened


def test_rows_are_incidents_and_columns_origins(account: Account, tmp_path: Path) -> None:
    """Whoever only denies an incident does not list it, and is counted."""
    written = export(account, "matrix", tmp_path / "matrix")
    matrix = pd.read_csv(tmp_path / "matrix" / "matrix.csv")
    assert list(matrix.columns[:8]) == ["row", "incident", *STRATA]
    lists = matrix.columns[8:-1]
    assert set(lists) == {"publisher:Kesh Monitor/activist", "agency:Orna Wire", "Orna Post"}
    assert matrix[lists].isin([0, 1]).all(axis=None)
    shelling = matrix.set_index("kind").loc["shelling"]
    assert shelling["publisher:Kesh Monitor/activist"] == shelling["agency:Orna Wire"] == 1
    assert list(matrix.set_index("kind").loc["aid", ["agency:Orna Wire", "Orna Post", "other"]]) == [1, 0, 0]
    assert written.left_out == {"tellings that do not say that it happened": 1}
    assert (tmp_path / "matrix" / "README.md").read_text(encoding="utf-8").count("not independent") == 1


def test_every_one_rests_on_a_sentence(account: Account, tmp_path: Path) -> None:
    """For each row and list, with a one in the matrix, there is evidence, and there is none without."""
    export(account, "matrix", tmp_path / "matrix")
    matrix = pd.read_csv(tmp_path / "matrix" / "matrix.csv").set_index("row")
    evidence = pd.read_csv(tmp_path / "matrix" / "evidence.csv")
    lists = [name for name in matrix.columns if name not in ("incident", *STRATA, "other")]
    ones = {(row, name) for row in matrix.index for name in lists if matrix.loc[row, name]}
    assert ones == set(zip(evidence["row"], evidence["list"], strict=True))
    for one in evidence.itertuples():
        assert any(text[one.start : one.end] == one.quote for text in (POST, GAZETTE, WIRE))


def test_only_so_many_lists_have_a_column_and_the_rest_is_not_lost(account: Account, tmp_path: Path) -> None:
    export(account, "matrix", tmp_path / "matrix", columns="1")
    matrix = pd.read_csv(tmp_path / "matrix" / "matrix.csv")
    assert list(matrix.columns[8:]) == ["agency:Orna Wire", "other"]
    assert set(zip(matrix["kind"], matrix["other"], strict=True)) == {("shelling", 1), ("aid", 0)}
    lists = pd.read_csv(tmp_path / "matrix" / "lists.csv")
    assert dict(zip(lists["list"], lists["has_column"], strict=True))["Orna Post"] == 0
    assert lists["rows_of_no_other_list"].sum() == 1


def test_rows_may_be_the_victims_that_are_named(account: Account, tmp_path: Path) -> None:
    """A name is one row under all its spellings in one incident; who is counted but not named is no row."""
    export(account, "matrix", tmp_path / "matrix", unit="victim")
    matrix = pd.read_csv(tmp_path / "matrix" / "matrix.csv").set_index("names")
    named = matrix.loc[next(name for name in matrix.index if "Orlu" in name)]
    assert (named["Orna Post"], named["agency:Orna Wire"]) == (1, 1)
    assert (matrix.loc["Tem Karsk", "Orna Post"], matrix.loc["Tem Karsk", "agency:Orna Wire"]) == (0, 1)
    assert len(matrix) == 2


def test_a_name_that_is_kept_back_is_no_row(account: Account, tmp_path: Path) -> None:
    """Two black bars are not two people, nor one."""
    policy = Policy((HiddenName(("Zeyna Orlu",), (EXPORT,)),))
    written = find_format("matrix").write(account, Filter(), tmp_path / "matrix", Choices(policy, {"unit": "victim"}))
    assert list(pd.read_csv(tmp_path / "matrix" / "matrix.csv")["names"]) == ["Tem Karsk"]
    assert written.left_out["tellings of victims whose name is kept back"] == 2


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("Zeyna Orlu", ("Zeyna Orlu",)),
        ("Zeyna Orlu, 34, a teacher", ("Zeyna Orlu",)),
        ("Tem al-Karsk and Ilia Voss", ("Tem al-Karsk", "Ilia Voss")),
        ("Dr. Tem Karsk", ("Dr. Tem Karsk",)),
        ("Karsk", ()),
        ("three children", ()),
        ("the Kesh Brigade", ()),
        ("United Nations", ()),
        ("Kurdish fighters", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_only_names_of_people_are_victims(target: str | None, names: tuple[str, ...]) -> None:
    """One word may be a family or a town, and a body is nobody; what cannot be told is left out."""
    assert victims_in(target) == names


@pytest.mark.parametrize("options", [{"unit": "village"}, {"list": "rumour"}, {"columns": "0"}, {"columns": "many"}, {"cells": "no"}])
def test_an_option_that_means_nothing_is_refused(account: Account, tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        export(account, "matrix", tmp_path / "matrix", **options)
    assert not (tmp_path / "matrix").exists()
