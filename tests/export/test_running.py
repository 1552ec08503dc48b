"""How an export comes to its place: whole or not at all, over nothing that must not be lost, by the command."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from according.cli import app
from according.errors import AccordingError, UsageError
from according.export import FORMATS, Choices, Format, Written, find_format, run_export
from according.export.rows import open_rows
from according.extensions import Extension
from according.store import Account
from according.views import Filter
from tests.export.material import Told, tell_all, told
from tests.store.conftest import account, address, postgres_address, postgres_server, sqlite_address

__all__ = ["account", "address", "postgres_address", "postgres_server", "sqlite_address", "told"]


def test_what_is_there_is_not_written_over(told: Told, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        run_export(told.account, find_format("acled"), Filter(), target, Choices())
    assert target.read_text() == "mine"
    run_export(told.account, find_format("acled"), Filter(), target, Choices(), force=True)
    assert target.read_text().startswith("event_id_cnty,")


def test_force_takes_no_folder_that_holds_something_else(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds no export"):
        run_export(told.account, find_format("csv"), Filter(), folder, Choices(), force=True)
    with pytest.raises(UsageError, match="holds no export"):
        run_export(told.account, find_format("acled"), Filter(), folder, Choices(), force=True)
    assert [file.name for file in folder.iterdir()] == ["thesis.txt"]


def test_an_export_takes_the_place_of_an_earlier_one(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    run_export(told.account, find_format("csv"), Filter(), folder, Choices())
    (folder / "incidents.csv").write_text("old")
    run_export(told.account, find_format("csv"), Filter(limit=1), folder, Choices(), force=True)
    assert len((folder / "incidents.csv").read_text().splitlines()) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["tables"]


def test_an_export_that_fails_leaves_nothing(told: Told, tmp_path: Path) -> None:
    def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
        target.write_text("half")
        raise AccordingError("the disk is full")

    with pytest.raises(AccordingError):
        run_export(told.account, Format("half", "half a file", ".txt", write), Filter(), tmp_path / "half.txt", Choices())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "target", "options", "said"),
    [
        ("csv", "-", {}, "is a folder"),
        ("acled", "no/such/folder.csv", {}, "there is no folder"),
        ("acled", "out.csv", {"colour": "red"}, "no option 'colour'"),
        ("acled", "out.csv", {"cells": "pretty"}, "give guarded or exact"),
        ("acled", "out.csv", {"inter": "names"}, "give labels or codes"),
    ],
)
def test_what_cannot_be_written_is_said(told: Told, tmp_path: Path, form: str, target: str, options: dict[str, str], said: str) -> None:
    where = Path(target) if target == "-" else tmp_path / target
    with pytest.raises(UsageError, match=said):
        run_export(told.account, find_format(form), Filter(), where, Choices(options=options))


def test_a_format_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="'xlsx' is no format: give one of csv, parquet, acled, ucdp"):
        find_format("xlsx")
    assert {"csv", "parquet", "acled", "ucdp", "plover", "geojson", "geoparquet"} <= set(FORMATS)
    assert all(FORMATS[name].name == name for name in FORMATS)


def test_other_packages_add_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        name = "kml"

        def load(self) -> Format:
            return Format("kml", "points for globes", ".kml", find_format("geojson").write)

    extension = Extension("according.exporters", "kml", "globes 1.0", cast("EntryPoint", Entry()))
    monkeypatch.setattr("according.export.formats.find_extensions", lambda _: (extension,))
    assert list(FORMATS)[-1] == "kml"
    assert find_format("kml").suffix == ".kml"


def test_rows_come_in_the_order_of_their_ids_from_either_database(account: Account) -> None:
    named = tell_all(account)
    with open_rows(account, Filter(), Choices()) as rows:
        incidents = list(rows.incidents())
        reports = [report.id for report, _, _ in rows.reports()]
        assert [one.id for one in incidents] == sorted(named.values())
        assert reports == sorted(reports)
        assert len(list(rows.judgements())) == 1
    with open_rows(account, Filter(kinds=("shelling",), limit=1), Choices()) as rows:
        (one,) = rows.incidents()
        assert [told.chain for told in one.told] == [("activists", "SOHR", "Orna Agency", "Kesh Wire"), ("the mayor", "Orna Post")]
        assert [figure.words for told in one.told for figure in told.figures] == ["12 civilians", "At least 40 people"]
        assert len(list(rows.reports())) == 2


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["export", *words])
    return result.exit_code, result.stdout, result.stderr + (str(result.exception) if result.exception else "")


def test_the_command_writes_says_what_and_keeps_back(told: Told, tmp_path: Path) -> None:
    file, target = str(told.folder.parent / "account.db"), tmp_path / "points.geojson"
    code, _, said = run("geojson", "-o", str(target), "--account", file, "--place", "Aleppo", "--redact", "Orna Post", "--coarsen", "50")
    assert code == 0
    assert "1 features written to" in said
    assert "Orna Post" not in target.read_text()
    (feature,) = json.loads(target.read_text())["features"]
    assert feature["properties"]["radius_km"] == 50


def test_the_command_writes_to_standard_output(told: Told) -> None:
    code, out, _ = run("plover", "-o", "-", "--account", str(told.folder.parent / "account.db"), "--kind", "shelling")
    assert code == 0
    assert [json.loads(line)["event"] for line in out.splitlines() if line.startswith("{")] == [["ASSAULT"], ["ASSAULT"]]


def test_the_command_never_writes_over_the_account(told: Told) -> None:
    file = str(told.folder.parent / "account.db")
    code, _, said = run("acled", "-o", file, "--force", "--account", file)
    assert (code, "is the account" in said) == (1, True)


def test_the_command_lists_formats() -> None:
    code, out, _ = run("--list")
    assert code == 0
    assert "acled" in out
    assert "--option cells=" in out
    assert run("csv")[0] == 1


def test_bare_incidents_are_the_same_but_for_claims_and_figures(told: Told) -> None:
    with open_rows(told.account, Filter(), Choices()) as rows:
        whole, counted, bare = list(rows.incidents()), list(rows.incidents("counted")), list(rows.incidents("bare"))
    assert any(one.claim for incident in whole for one in incident.told)
    assert any(one.figures for incident in whole for one in incident.told)
    assert any(one.counted for incident in whole for one in incident.told)
    assert counted == [replace(one, told=tuple(replace(each, claim=None, figures=()) for each in one.told)) for one in whole]
    assert bare == [replace(one, told=tuple(replace(each, counted=()) for each in one.told)) for one in counted]
