"""Two nodes of Ray on this machine: what they read is what one machine reads, whatever dies on the way."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from according.config import Config
from according.engines import planning
from according.engines.loading import load_shards
from according.engines.parts import Size
from according.engines.planning import Job, make_plan
from according.engines.ray import map_shards
from according.engines.shards import Finished, ShardFolder
from according.reconciling import reconcile
from according.run import Tally, run
from according.store import Account
from tests.engines.material import NOW, lines, on_one_machine, warc_records, write_jsonl, write_warc

# Said before Ray is imported: it tells nobody of its use, takes the loopback for the address of its nodes, and its workers wait for
# the processor no longer than others.
os.environ.update({"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_worker_niceness": "0"})
cluster_utils = pytest.importorskip("ray.cluster_utils")
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]

CONFIG = Config()
SIZE = Size(items=6)
AT = "2019-03-14T00:00:00.000000Z"
_NODE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 80 * 1024 * 1024, "node_ip_address": "127.0.0.1", "include_dashboard": False}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and one more node, both on the loopback, and this process connected to them."""
    import ray

    started = cluster_utils.Cluster(initialize_head=True, head_node_args=_NODE)
    started.add_node(**_NODE)
    try:
        ray.init(address=started.address, log_to_driver=False, logging_level="ERROR")
        yield started
    finally:
        ray.shutdown()
        started.shutdown()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """A web archive and JSON Lines, with what cannot be read in both."""
    folder = tmp_path_factory.mktemp("inputs")
    archive = write_warc(folder / "a.warc.gz", [*warc_records(20), *warc_records(1)])
    text = write_jsonl(folder / "b.jsonl", [*lines(9), b"{broken", *lines(22)[9:], b'{"text": ""}'])
    return str(archive), str(text)


@pytest.fixture(scope="module")
def expected(inputs: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The account that one machine makes of the inputs, as statements of SQL."""
    path = tmp_path_factory.mktemp("one") / "account.db"
    items = [item for name in inputs for item in on_one_machine(Path(name), CONFIG)]
    with Account.open(str(path)) as account:
        assert len(list(run(items, CONFIG, account, Tally(), lambda failure: None))) == 45
        reconcile(account, AT)
    return dump(path)


def dump(path: Path) -> list[str]:
    """All that an account holds, but for the day on which its file was made."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if "INSERT INTO" in line]


@dataclass
class Told:
    """What a run on the cluster came to."""

    account: list[str]
    finished: list[Finished]
    failures: list[str]


def read(inputs: tuple[str, ...], folder: Path, during: Callable[[int], None] = lambda done: None) -> Told:
    """Read the inputs on the cluster; ``during`` is told how many shards are done, whenever one is."""
    job = Job(inputs, str(folder / "shards"), CONFIG, SIZE, workers=2)
    shards = ShardFolder(job.shards)
    plan = make_plan(job, shards, NOW)
    finished: list[Finished] = []

    def watched() -> Iterator[Any]:
        for number, done in enumerate(map_shards(plan.shards, shards, CONFIG, 2), start=1):
            yield done
            during(number)

    failures: list[str] = [failure.ref for failure in plan.failures]
    with Account.open(str(folder / "account.db")) as account:
        for step in load_shards(plan.shards, watched(), shards, account, finished):
            failures += [failure.reason for loaded in step.loaded for failure in loaded.failures]
        reconcile(account, AT)
    return Told(dump(folder / "account.db"), finished, failures)


def workers() -> list[int]:
    """The processes of the actors that read."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if path.read_bytes().startswith(b"ray::") and b"_Worker" in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def test_two_nodes_read_what_one_machine_reads(
    cluster: Any, inputs: tuple[str, ...], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, with what failed; and the same again adds nothing and reads nothing."""
    monkeypatch.setattr(planning, "_SMALL_BYTES", 0)  # the nodes cut the inputs as well
    told = read(inputs, tmp_path)
    assert told.account == expected
    assert len(told.failures) == 2
    assert len(told.finished) == 8
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").rglob("*") if path.is_file()}
    assert read(inputs, tmp_path).account == expected
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").rglob("*") if path.is_file()} == before


def test_a_killed_worker_costs_its_shard(cluster: Any, inputs: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    """It starts again, reads that shard once more, and all else is read once."""
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if not killed and (pids := workers()):
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    told = read(inputs, tmp_path, kill_one)
    assert killed
    assert told.account == expected
    assert sum(one.begun_before for one in told.finished) <= 1
    assert len(told.finished) == 8


def test_a_run_goes_on_after_its_command_was_killed(cluster: Any, inputs: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    """What was finished is not read again, and nothing is missing or twice; of an input that changed only the change is read."""
    folder, done = tmp_path / "shards", tmp_path / "shards" / "finished"
    command = [
        str(Path(sys.executable).with_name("according")),
        "read",
        *inputs,
        "--engine",
        "ray",
        "--address",
        cluster.address,
        "--no-store",
        "-q",
    ]
    options = ["--shards", str(folder), "--per-shard", "6", "--workers", "2"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen([*command, *options], stdout=log, stderr=log) as process:
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None and not (done.is_dir() and any(done.iterdir())):
            time.sleep(0.05)
        process.kill()
    before = {path: path.stat().st_mtime_ns for path in done.iterdir()}
    assert before, (tmp_path / "log").read_text()
    told = read(inputs, tmp_path)
    assert [without_stamps(line) for line in told.account] == [without_stamps(line) for line in expected]
    assert {path: path.stat().st_mtime_ns for path in before} == before


def without_stamps(line: str) -> str:
    """The line without the time at which the input was looked at, which a command takes from the clock."""
    return re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "WHEN", line)


def test_a_lost_node_costs_what_it_was_reading(cluster: Any, inputs: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    """Its actor starts again on the node that is left, though all cores there are taken.

    This is the last test: the cluster has one node then.
    """
    removed: list[int] = []
    nodes: set[str] = set()

    def remove_one(done: int) -> None:
        if not removed:
            removed.append(done)
            nodes.update(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1] for pid in workers())
            cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)

    told = read(inputs, tmp_path, remove_one)
    assert removed
    assert len(nodes) == 2  # each had a worker
    assert told.account == expected
    assert sum(one.begun_before for one in told.finished) <= 1
    assert len(told.finished) == 8
