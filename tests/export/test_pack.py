"""An evidence pack: a bag that archives can check, with all that the account holds or that the asked-for incidents rest on."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import bagit
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from according.cli import app
from according.codec import from_body, to_body
from according.errors import UsageError
from according.export import Choices, find_format, run_export
from according.export.evidence_lines import raw_path, text_path
from according.hiding import HiddenName, Policy
from according.ids import sha256_hex
from according.store import Account
from according.store.ledger import incidents
from according.views import Filter
from tests.export.packs import AIR_STRIKES, demo_file, faults_of, files_of, judged, pack, write_pack

__all__ = ["demo_file", "judged", "pack"]


def lines_of(pack: Path, name: str) -> list[dict[str, object]]:
    """The lines of a file of a pack."""
    return [json.loads(line) for line in files_of(pack)[f"data/{name}.jsonl"].splitlines()]


def test_the_pack_is_a_whole_and_valid_bag(pack: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(pack, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["evidence-pack"]
    bag = bagit.Bag(str(tmp_path / "evidence-pack"))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert faults_of(tmp_path / "evidence-pack") == []


def test_nothing_is_wrong_with_a_pack_as_it_was_written(pack: Path) -> None:
    assert faults_of(pack) == []


def test_the_same_account_and_filter_give_the_same_bytes(judged: Account, pack: Path, tmp_path: Path) -> None:
    assert write_pack(judged, tmp_path / "again.zip").read_bytes() == pack.read_bytes()
    parts = [write_pack(judged, tmp_path / name, AIR_STRIKES).read_bytes() for name in ("one.zip", "two.zip")]
    assert parts[0] == parts[1] != pack.read_bytes()


def test_it_holds_every_capture_text_and_reading_as_the_account_does(judged: Account, pack: Path) -> None:
    files = files_of(pack)
    read = {one["report"]: one for one in lines_of(pack, "readings")}
    assert len(read) == sum(1 for _ in judged.readings(superseded=True))
    for reading in judged.readings(superseded=True):
        report, capture = reading.report, judged.capture(reading.report.id)
        raw = files["data/" + raw_path(capture.sha256)]
        assert raw == judged.raw(capture.sha256)
        assert sha256_hex(raw) == capture.sha256
        assert files["data/" + text_path(report.id)].decode() == report.text
        assert json.loads(to_body(reading)) == read[report.id]["reading"]
        assert from_body(json.dumps(read[report.id]["reading"]).encode(), report.text) == reading


def test_a_pack_of_some_incidents_holds_what_they_rest_on_and_says_what_it_leaves_out(judged: Account, pack: Path, tmp_path: Path) -> None:
    part = write_pack(judged, tmp_path / "part.zip", AIR_STRIKES)
    assert faults_of(part) == []
    struck, about = lines_of(part, "incidents"), json.loads(files_of(part)["data/pack.json"])
    assert {one["kind"] for one in struck} == {"air_strike"}
    telling = {told["report"] for one in struck for told in one["told"]}
    assert {one["id"] for one in lines_of(part, "reports")} == telling
    assert {one["sha256"] for one in lines_of(part, "captures")} == {one["sha256"] for one in lines_of(part, "reports")}
    for name in ("captures", "reports", "incidents", "judgements"):
        assert about["left_out"][name] == len(lines_of(pack, name)) - len(lines_of(part, name)) > 0
    assert about["asked"]["kinds"] == ["air_strike"]


def test_entries_of_the_log_that_tell_of_something_else_are_sealed(judged: Account, pack: Path, tmp_path: Path) -> None:
    part = write_pack(judged, tmp_path / "part.zip", AIR_STRIKES)
    assert [one["by"] for one in lines_of(pack, "log")] == ["Amira", "Bojan"]
    held, sealed = lines_of(part, "log")
    assert held["by"] == "Amira"
    assert set(sealed) == {"number", "previous", "sha256"}
    assert b"Bojan" not in b"".join(files_of(part).values())


def test_an_incident_of_which_nothing_is_told_any_more_is_in_no_pack(judged: Account, tmp_path: Path) -> None:
    with Account.open(str(shutil.copy(judged._name, tmp_path / "copy.db"))) as account:
        with account.writing_rows() as connection:
            row = connection.execute(select(incidents).limit(1)).one()._mapping
            connection.execute(incidents.insert(), {**row, "id": f"sha256:{0:064x}"})
        assert faults_of(write_pack(account, tmp_path / "part.zip", Filter(kinds=(row["kind"],)))) == []


def test_nothing_can_be_kept_back_in_a_pack(judged: Account, tmp_path: Path) -> None:
    policy = Policy((HiddenName(("Mirel Tovas",), ("export",)),))
    with pytest.raises(UsageError, match="write a site instead"):
        run_export(judged, find_format("pack"), Filter(), tmp_path / "no.zip", Choices(policy))
    assert list(tmp_path.iterdir()) == []


def test_the_zip_file_has_no_times_and_one_order(pack: Path) -> None:
    with zipfile.ZipFile(pack) as opened:
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.testzip() is None


def test_the_commands_write_a_pack_and_check_it_without_the_account(judged: Account, tmp_path: Path) -> None:
    runner, target = CliRunner(), tmp_path / "out.zip"
    account = judged._name
    made = runner.invoke(app, ["export", "pack", "-o", str(target), "--account", account, "--kind", "shelling"])
    assert made.exit_code == 0, made.output
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        checked = runner.invoke(app, ["verify", "out.zip"])
        target.write_bytes(target.read_bytes()[:-9])
        cut = runner.invoke(app, ["verify", "out.zip", "--json"])
        both = runner.invoke(app, ["verify", "out.zip", "--account", account])
        none = runner.invoke(app, ["verify", "no.zip"])
    finally:
        os.chdir(here)
    assert (checked.exit_code, "nothing changed" in checked.output) == (0, True), checked.output
    assert cut.exit_code == 1
    assert json.loads(cut.stdout)["file"] == "out.zip"
    assert isinstance(both.exception, UsageError)
    assert isinstance(none.exception, UsageError)
