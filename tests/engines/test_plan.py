"""The plan of a run: what is cut again, what is said to have changed, and the options of the command."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from according.cli import app
from according.config import Config
from according.engines.parts import Size
from according.engines.planning import Job, Plan, make_plan
from according.engines.shards import ShardFolder
from according.errors import UsageError
from tests.engines.material import NOW, STAMP, lines, write_jsonl


def plan(folder: Path, *names: str, config: Config | None = None, later_s: int = 0) -> Plan:
    """The plan for inputs, with the folder of shards beside them."""
    job = Job(names, str(folder / "shards"), config or Config(), Size(items=3))
    return make_plan(job, ShardFolder(job.shards), NOW + timedelta(seconds=later_s))


def test_an_input_that_has_not_changed_is_not_cut_again(tmp_path: Path) -> None:
    """The time at which it was first looked at stays."""
    path = str(write_jsonl(tmp_path / "a.jsonl", lines(8)))
    first = plan(tmp_path, path)
    assert len(first.shards) == 3
    assert plan(tmp_path, path, later_s=60) == first
    assert {part.retrieved_at for shard in first.shards for part in shard.parts} == {STAMP}


def test_only_what_is_different_in_a_changed_input_is_another_shard(tmp_path: Path) -> None:
    """Lines that were added leave the shards before them as they were; a new time alone changes nothing."""
    path = write_jsonl(tmp_path / "a.jsonl", lines(8))
    first = plan(tmp_path, str(path))
    os.utime(path, ns=(1, 1))
    touched = plan(tmp_path, str(path))
    assert ([shard.id for shard in touched.shards], touched.changed) == ([shard.id for shard in first.shards], ())
    write_jsonl(path, lines(10))
    longer = plan(tmp_path, str(path))
    assert longer.changed == (str(path),)
    assert [shard.id for shard in longer.shards[:2]] == [shard.id for shard in first.shards[:2]]
    assert not {shard.id for shard in longer.shards[2:]} & {shard.id for shard in first.shards}


def test_what_cannot_be_read_is_named_and_the_rest_is_planned(tmp_path: Path) -> None:
    """Whether it is not there or of another kind."""
    path = write_jsonl(tmp_path / "a.jsonl", lines(2))
    (tmp_path / "b.txt").write_text("Kesh is quiet.")
    found = plan(tmp_path, str(tmp_path / "nowhere.jsonl"), str(tmp_path / "b.txt"), str(path))
    assert [Path(failure.ref).name for failure in found.failures] == ["nowhere.jsonl", "b.txt"]
    assert len(found.shards) == 1


def test_what_only_a_cluster_has_goes_with_it() -> None:
    """The options are refused without ``--engine ray``."""
    result = CliRunner().invoke(app, ["read", "a.jsonl", "--shards", "b"])
    assert isinstance(result.exception, UsageError)
    assert str(result.exception) == "--shards goes with --engine ray"


def test_an_account_in_a_database_has_no_folder_beside_it() -> None:
    """So that one has to be named."""
    result = CliRunner().invoke(app, ["read", "a.jsonl", "--engine", "ray", "--account", "postgresql://x/y", "--no-store"])
    assert isinstance(result.exception, UsageError)
    assert "--shards" in str(result.exception)


def test_without_ray_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is the only part that needs it."""
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["read", "a.jsonl", "--engine", "ray", "--no-store"])
    assert isinstance(result.exception, UsageError)
    assert "pip install 'according[ray]'" in str(result.exception)
