"""The tables as CSV and Parquet: read back by the programs that their users use, every row with its sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import UsageError
from according.export import arrow
from according.export.comma_separated import guarded, unguarded
from according.export.dictionary import load_tables
from according.hiding import parse_policy
from according.views import Filter
from tests.export.material import HOSTILE, Told, told

__all__ = ["told"]
EXACT = {"cells": "exact"}
ROWS = {"incidents": 6, "events": 7, "reports": 4, "claims": 3, "figures": 2, "judgements": 1}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_all_tables_hold_all_rows_and_say_so(told: Told) -> None:
    folder, written = told.write("csv")
    assert written.rows == ROWS
    assert {file.stem: len(rows_of(file)) for file in folder.glob("*.csv")} == ROWS
    assert json.loads((folder / "according-export.json").read_text())["rows"] == ROWS


@pytest.mark.parametrize("table", ["claims", "events", "figures", "incidents"])
def test_each_row_leads_to_its_sentence(told: Told, table: str) -> None:
    """The sentence and the words stand in the row's report where the row says that they do."""
    folder, _ = told.write("csv", options=EXACT)
    for row in rows_of(folder / f"{table}.csv"):
        sentence = told.sentence(row["report"], int(row["sentence_start"]), int(row["sentence_end"]))
        assert row["sentence"] == sentence
        assert row["address"].startswith("https://")
        if "words" in row:
            assert row["words"] == told.sentence(row["report"], int(row["start"]), int(row["end"]))
            assert row["words"] in sentence


def test_the_dictionary_names_every_column(told: Told) -> None:
    for form, suffix in (("csv", "csv"), ("parquet", "parquet")):
        folder, _ = told.write(form)
        package = json.loads((folder / "datapackage.json").read_text())
        text = (folder / "dictionary.md").read_text()
        for resource in package["resources"]:
            columns = [field["name"] for field in resource["schema"]["fields"]]
            assert all(field["description"] for field in resource["schema"]["fields"])
            assert resource["path"] == f"{resource['name']}.{suffix}"
            assert all(f"`{name}`" in text for name in columns)
            if suffix == "csv":
                with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
                    assert next(csv.reader(file)) == columns
            else:
                assert pq.read_schema(folder / resource["path"]).names == columns


def test_every_id_that_a_table_points_to_is_there(told: Told) -> None:
    folder, _ = told.write("parquet")
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in load_tables()}
    for name, table in load_tables().items():
        for column in table.columns:
            if column.refers:
                key = load_tables()[column.refers].columns[0].name
                assert set(tables[name][column.name].drop_nulls()) <= set(tables[column.refers][key]), (name, column.name)


def test_pandas_polars_duckdb_and_pyarrow_read_the_same(told: Told) -> None:
    folder, _ = told.write("parquet")
    plain, _ = told.write("csv", options=EXACT)
    file = folder / "events.parquet"
    expected = pq.read_table(file).to_pylist()
    assert pl.read_parquet(file).to_dicts() == expected
    assert duckdb.sql(f"select count(*), sum(killed_low) from '{file}'").fetchall() == [(7, 52)]
    frame = pd.read_csv(plain / "events.csv")
    assert list(frame["sentence"]) == [row["sentence"] for row in expected]
    assert list(frame["killed_low"].dropna()) == [row["killed_low"] for row in expected if row["killed_low"] is not None]
    found = duckdb.sql(f"select sentence from read_csv('{plain / 'events.csv'}', header=true)").fetchall()
    assert sorted(row[0] for row in found) == sorted(row["sentence"] for row in expected)


def test_texts_that_a_spreadsheet_would_run_are_guarded(told: Told) -> None:
    """An apostrophe stands before them, and taking it away gives the text of the report."""
    folder, _ = told.write("csv")
    row = next(row for row in rows_of(folder / "events.csv") if row["incident"] == told.named["hostile"])
    assert row["sentence"].startswith("'=cmd|")
    assert unguarded(row["sentence"]) == HOSTILE[:33]
    assert (row["who"], row["publisher"], row["actor"]) == ("'+mayor", "'@kesh_news", "'-jets")
    assert [cell for one in rows_of(folder / "events.csv") for cell in one.values() if cell[:1] in ("=", "+", "@")] == []


@given(st.text())
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t")


def test_line_ends_quotes_and_signs_of_direction_are_kept(told: Told) -> None:
    folder, _ = told.write("csv", options=EXACT)
    words = next(row["words"] for row in rows_of(folder / "claims.csv") if row["who"] == "+mayor")
    assert words == HOSTILE[:33]
    report = next(row for row in rows_of(folder / "reports.csv") if row["publisher"] == "@kesh_news")
    assert int(report["characters"]) == len(HOSTILE)


def test_a_filter_chooses_incidents_and_what_belongs_to_them(told: Told) -> None:
    asked = Filter(kinds=("shelling",))
    folder, written = told.write("csv", asked)
    assert written.rows == {"incidents": 1, "events": 2, "reports": 2, "claims": 2, "figures": 2, "judgements": 1}
    assert {row["incident"] for row in rows_of(folder / "figures.csv")} == {told.named["shelling"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Filter(date_from="2016-03-01", date_to="2016-03-03"), {"shelling", "hostile", "possible", "territory", "talks"}),
        (Filter(min_origins=2), {"shelling"}),
        (Filter(is_contested=True), {"shelling"}),
        (Filter(actors=("Syrian army",)), {"shelling"}),
        (Filter(sources=("the mayor",)), {"shelling"}),
        (Filter(limit=1), {"territory"}),
        (Filter(kinds=("protest",)), set()),
    ],
)
def test_filters_choose_as_incidents_do(told: Told, asked: Filter, found: set[str]) -> None:
    folder, _ = told.write("csv", asked)
    assert {row["incident"] for row in rows_of(folder / "incidents.csv")} == {told.named[name] for name in found}


def test_names_and_positions_are_kept_back(told: Told) -> None:
    """What the policy hides from exports is hidden in every table, and every offset stays right."""
    given = {"names": [{"name": "SOHR", "from": ["export"]}], "places": [{"km": 50, "from": ["export"]}]}
    folder, _ = told.write("csv", policy=parse_policy(given))
    assert not any("SOHR" in file.read_text() for file in folder.iterdir())
    row = next(row for row in rows_of(folder / "events.csv") if "activists told ████" in row["sentence"])
    assert int(row["sentence_end"]) - int(row["sentence_start"]) == len(row["sentence"])
    assert (row["geonames"], row["lat"] == "36.20124") == ("", False)


def test_the_same_account_gives_the_same_bytes(told: Told) -> None:
    first, _ = told.write("csv")
    second, _ = told.write("csv")
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes()


def test_parquet_without_pyarrow_says_how_to_install_it(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(arrow.importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install 'according\[parquet\]'"):
        arrow.load_pyarrow()
