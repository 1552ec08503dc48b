"""An object store that speaks S3, on the loopback: inputs and shards in it are as those on a disk, and what is wrong is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import msgspec
import pytest

from according.config import Config
from according.engines.inputs import Input, NotReached, iter_inputs, open_input
from according.engines.loading import load_shards
from according.engines.parts import Size
from according.engines.planning import Job, make_plan
from according.engines.shards import ShardFolder
from according.engines.slices import iter_items
from according.engines.worker import read_shard
from according.model import Failure, Item
from according.pipeline import READER
from according.run import Tally, run
from according.store import Account
from tests.engines.material import NOW, lines, on_one_machine, warc_records, write_jsonl, write_parquet, write_warc

s3fs = pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server")
pytestmark = pytest.mark.filterwarnings("default")

CONFIG = Config()
WRITERS: dict[str, Callable[[Path], Path]] = {
    "a.warc.gz": lambda to: write_warc(to, warc_records(20)),
    "b.jsonl": lambda to: write_jsonl(to, [*lines(9), b"{broken", *lines(20)[9:]]),
    "c.jsonl.gz": lambda to: write_jsonl(to, lines(20)),
    "d.parquet": lambda to: write_parquet(to, 20),
}


@dataclass(frozen=True)
class Store:
    """The store: its server, and the files in it."""

    server: Any
    files: Any


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A server with one bucket that is empty; its address and keys stand in the environment, as a user would put them there."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {"ENDPOINT_URL": f"http://{host}:{port}", "ACCESS_KEY_ID": "kesh", "SECRET_ACCESS_KEY": "orna"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    s3fs.S3FileSystem.clear_instance_cache()  # what it knows is the store of another test
    with urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")):  # or it holds what another test left
        pass
    files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    files.mkdir("bucket")
    try:
        yield Store(server, files)
    finally:
        server.stop()


def upload(store: Store, folder: Path, name: str) -> Path:
    """The file of that name, on the disk and in the bucket."""
    path = WRITERS[name](folder / name)
    store.files.put_file(str(path), f"bucket/in/{name}")
    return path


def found_in(name: str) -> list[Input | Failure]:
    """The inputs that a name stands for, and what is wrong with them."""
    return [one for one in iter_inputs([name]) if isinstance(one, Input | Failure)]


def test_a_key_a_folder_and_a_pattern_name_what_is_in_a_bucket(store: Store, tmp_path: Path) -> None:
    """Sorted; what marks a folder is no file, and other kinds of files in one are passed over."""
    for name in ("d.parquet", "b.jsonl"):
        upload(store, tmp_path, name)
    store.files.pipe_file("bucket/in/", b"")
    store.files.pipe_file("bucket/in/logo.png", b"-")
    both = ["s3://bucket/in/b.jsonl", "s3://bucket/in/d.parquet"]
    for asked in ("s3://bucket/in", "s3://bucket/in/", "s3://bucket", "s3://bucket/in/?.*", "s3://bucket/**/?.*"):
        assert [one.ref for one in found_in(asked)] == both
    assert [one.ref for one in found_in("s3://bucket/in/d.parquet")] == both[1:]
    assert {one.bytes for one in found_in(both[0]) if isinstance(one, Input)} == {(tmp_path / "b.jsonl").stat().st_size}


def test_an_object_that_was_replaced_has_another_stamp(store: Store, tmp_path: Path) -> None:
    """Also where its size is the same, and it was listed a moment ago."""
    stamps = set()
    for content in (b"{}\n", b"[]\n"):
        store.files.pipe_file("bucket/in/a.jsonl", content)
        stamps |= {one.stamp for one in found_in("s3://bucket/in") if isinstance(one, Input)}
    assert len(stamps) == 2


@pytest.mark.parametrize("name", WRITERS)
def test_the_parts_of_an_object_hold_what_is_in_the_file(name: str, store: Store, tmp_path: Path) -> None:
    """Item after item; only the name that it goes by is another."""
    path = upload(store, tmp_path, name)
    size = Size(items=6)

    def items(asked: str) -> list[Item | Failure]:
        plan = make_plan(Job((asked,), str(tmp_path / asked.replace("/", "_")), CONFIG, size), ShardFolder(f"{tmp_path}/{asked[:2]}"), NOW)
        assert len(plan.shards) == 4
        return [item for shard in plan.shards for part in shard.parts for item in iter_items(part, CONFIG)]

    there = items(f"s3://bucket/in/{name}")
    assert [replace(one, ref=one.ref.replace("s3://bucket/in", str(tmp_path))) for one in there] == items(str(path))
    assert len(there) >= 20


def test_shards_in_a_bucket_make_the_account_of_one_machine(store: Store, tmp_path: Path) -> None:
    """With what failed; what is finished there stays so, and one that was altered is read again."""
    paths = [upload(store, tmp_path, name) for name in ("a.warc.gz", "b.jsonl")]
    folder = ShardFolder("s3://bucket/shards")
    job = Job(tuple(f"s3://bucket/in/{path.name}" for path in paths), folder.path, CONFIG, Size(items=9))
    plan = make_plan(job, folder, NOW)
    assert folder.finished() == frozenset()
    done = [read_shard(shard, folder, CONFIG, READER) for shard in plan.shards]
    assert folder.finished() == {shard.id for shard in plan.shards}
    assert make_plan(job, folder, NOW) == plan
    with Account.open(str(tmp_path / "account.db")) as account:
        steps = list(load_shards(plan.shards, done, folder, account, []))
        assert sum(len(loaded.failures) for step in steps for loaded in step.loaded) == 1
        there = claims_in(account)
    with Account.open(str(tmp_path / "one.db")) as account:
        items = [item for path in paths for item in on_one_machine(path, CONFIG)]
        assert len(list(run(items, CONFIG, account, Tally(), lambda failure: None))) == 41
        assert there == claims_in(account)
    altered = plan.shards[0].id
    store.files.pipe_file(f"bucket/shards/readings/{altered}.parquet", b"altered")
    (*_, told) = load_shards(plan.shards[:1], done[:1], folder, None, [])
    assert "is not what was written" in told.loaded[0].failures[0].reason
    assert folder.finished() == {shard.id for shard in plan.shards[1:]}


def test_the_command_reads_from_a_bucket_into_a_bucket_with_ray(store: Store, tmp_path: Path) -> None:
    """The workers find the store by the environment, as the command does; with no account all that is made is in the bucket."""
    pytest.importorskip("ray")
    for name in WRITERS:
        upload(store, tmp_path, name)
    program = str(Path(sys.executable).with_name("according"))
    asked = ["read", "s3://bucket/in", "--engine", "ray", "--shards", "s3://bucket/shards", "--workers", "1", "--no-store", "-q"]
    done = subprocess.run([program, *asked], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert "s3://bucket/in/b.jsonl" in done.stderr  # the line that is broken
    assert "80 reports" in done.stderr, done.stderr
    names = store.files.find("bucket/shards")
    assert {name.split("/")[2] for name in names} == {"finished", "inputs", "manifest.jsonl", "readings"}
    shards = [msgspec.json.decode(line) for line in store.files.cat_file("bucket/shards/manifest.jsonl").splitlines()]
    assert sum(shard["reports"] for shard in shards) == 80


def claims_in(account: Account) -> list[tuple[str, int]]:
    """Each report of an account by its address or text, with how many claims it holds."""
    return sorted((one.report.url or one.report.text, len(one.claims)) for one in account.readings())


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("s3://bucket/in/gone.jsonl", "is not there"),
        ("s3://bucket/gone/", "is not there"),
        ("s3://bucket/gone*", "fits no file"),
        ("s3://gone/", "is not there"),
        ("nope://bucket/a.jsonl", "nope:// is a file system that cannot be opened (Protocol not known: nope)"),
    ],
)
def test_what_is_not_there_is_named(asked: str, reason: str, store: Store) -> None:
    """In the words that are used of a file."""
    assert found_in(asked) == [Failure(asked, reason)]


def test_without_its_package_it_is_said_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, for inputs and for the folder of shards."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    (found,) = found_in("s3://bucket/in")
    assert isinstance(found, Failure)
    assert found.reason.startswith("s3:// needs the package s3fs: pip install s3fs")
    with pytest.raises(NotReached, match="pip install s3fs"):
        ShardFolder("s3://bucket/shards")


def test_a_folder_of_shards_needs_its_bucket(store: Store) -> None:
    """Before anything is read for it."""
    folder = ShardFolder("s3://gone/shards")
    with pytest.raises(NotReached, match="the folder of shards s3://gone/shards is in no bucket that there is"):
        folder.begin("kesh")


def test_a_store_that_does_not_answer_is_a_fault_of_what_was_asked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an input, of a shard on the way, of the folder of shards; and nothing is taken for changed or broken."""
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)  # or it waits for the store to come back
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    path = f"s3://bucket/in/{upload(store, tmp_path, 'd.parquet').name}"
    folder = ShardFolder(str(tmp_path / "shards"))
    shard, *_ = make_plan(Job((path,), folder.path, CONFIG, Size(items=6)), folder, NOW).shards
    with open_input(path) as opened:
        store.server.stop()
        with pytest.raises(NotReached, match=r"s3://bucket/in/d.parquet cannot be read any further \("):
            opened.read()
    (found,) = found_in(path)
    assert isinstance(found, Failure)
    assert found.reason.startswith("cannot be reached (")
    assert "cannot be reached (" in (read_shard(shard, folder, CONFIG, READER).fault or "")
    with pytest.raises(NotReached, match=r"the folder of shards s3://bucket/shards: cannot be reached \("):
        ShardFolder("s3://bucket/shards").begin(shard.id)


def test_without_keys_it_is_said(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of the package."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    s3fs.S3FileSystem.clear_instance_cache()
    (found,) = found_in("s3://bucket/in")
    assert found == Failure("s3://bucket/in", "cannot be reached (NoCredentialsError: Unable to locate credentials)")
