"""One worker and the folder of shards: what is finished stays, what kills the reader costs itself alone, nothing is half written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from according.config import Config
from according.engines import worker
from according.engines.cutting import cut_input
from according.engines.inputs import Input, iter_inputs
from according.engines.loading import Step, load_shards
from according.engines.local import map_items
from according.engines.parts import Shard, Size, make_shards
from according.engines.shards import Finished, ShardFolder
from according.engines.worker import Done, read_shard
from according.errors import AccordingError
from according.model import Failure, Item, Outcome
from according.pipeline import READER
from according.store import Account
from tests.engines.material import STAMP, lines, on_one_machine, write_jsonl

CONFIG = Config()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Nine reports and two lines that hold none."""
    return write_jsonl(tmp_path / "a.jsonl", [*lines(5), b"{broken", *lines(9)[5:], b'{"text": ""}'])


def shards_of(path: Path, items: int = 4) -> list[Shard]:
    """The file in shards."""
    (found,) = iter_inputs([str(path)])
    assert isinstance(found, Input)
    size = Size(items=items)
    return list(make_shards([(cut_input(found, CONFIG, size, STAMP), found.bytes)], CONFIG, READER, size))


def outcomes_of(folder: ShardFolder, done: Done) -> list[Outcome | Failure]:
    """What became of the items of a shard."""
    assert done.finished
    return [outcome for some in folder.read(done.finished) for outcome in some]


def test_shards_hold_what_one_machine_makes_of_the_whole(source: Path, tmp_path: Path) -> None:
    """Outcome after outcome, bytes, readings and failures."""
    folder = ShardFolder(str(tmp_path / "shards"))
    done = [read_shard(shard, folder, CONFIG, READER) for shard in shards_of(source)]
    found = [outcome for one in done for outcome in outcomes_of(folder, one)]
    assert found == list(map_items(on_one_machine(source, CONFIG), CONFIG))
    assert sum(bool(one.failures) for one in found if isinstance(one, Outcome)) == 2
    assert [(one.finished.items, one.finished.reports, one.finished.failures) for one in done if one.finished] == [
        (4, 4, 0),
        (4, 3, 1),
        (3, 2, 1),
    ]


def test_what_is_finished_is_not_read_again(source: Path, tmp_path: Path) -> None:
    """Its record is answered, though the input is gone; and it is written the same however often it is."""
    folder, again = ShardFolder(str(tmp_path / "shards")), ShardFolder(f"file://{tmp_path}/again")
    (shard,) = shards_of(source, 99)
    first = read_shard(shard, folder, CONFIG, READER)
    assert read_shard(shard, again, CONFIG, READER) == first
    source.unlink()
    assert read_shard(shard, folder, CONFIG, READER) == first
    assert folder.finished() == {shard.id}
    assert not list((tmp_path / "shards" / "begun").iterdir())


def test_an_input_that_is_gone_or_changed_faults_its_shard(source: Path, tmp_path: Path) -> None:
    """It is said which, and the shard is not finished."""
    folder = ShardFolder(str(tmp_path / "shards"))
    shard, *_, last = shards_of(source)
    write_jsonl(source, lines(5))
    assert "has changed since" in (read_shard(last, folder, CONFIG, READER).fault or "")
    source.unlink()
    assert read_shard(shard, folder, CONFIG, READER).fault
    assert folder.finished() == frozenset()


def test_another_version_reads_nothing(source: Path, tmp_path: Path) -> None:
    """All nodes must have the one that gives the command."""
    done = read_shard(shards_of(source)[0], ShardFolder(str(tmp_path / "shards")), CONFIG, "according 99")
    assert done.is_fatal
    assert "install the same" in (done.fault or "")


class Deadly(bytes):
    """Bytes on which any process but this one ends."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def test_an_item_that_kills_its_reader_costs_itself_alone(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shard that a worker died on is read in processes of their own the next time, which tells it apart from the others."""
    items = on_one_machine(source, CONFIG)[:3]

    def with_a_deadly_one(part: object, config: Config) -> Iterator[Item | Failure]:
        for number, item in enumerate(items):
            yield replace(item, data=Deadly(item.data)) if number == 1 and isinstance(item, Item) else item

    monkeypatch.setattr(worker, "iter_items", with_a_deadly_one)
    folder = ShardFolder(str(tmp_path / "shards"))
    (shard,) = shards_of(source, 99)
    assert folder.begin(shard.id) == 0  # by a worker that died
    found = outcomes_of(folder, read_shard(shard, folder, CONFIG, READER))
    assert [bool(one.readings) for one in found if isinstance(one, Outcome)] == [True, False, True]
    assert isinstance(found[1], Outcome)
    assert found[1].failures[0].reason == "the process that read it died"


def test_a_shard_on_which_every_worker_dies_is_given_up(source: Path, tmp_path: Path) -> None:
    """After some tries, so that a run comes to its end."""
    folder = ShardFolder(str(tmp_path / "shards"))
    (shard,) = shards_of(source, 99)
    for _ in range(4):
        folder.begin(shard.id)
    assert "death of the worker" in (read_shard(shard, folder, CONFIG, READER).fault or "")


def test_a_file_of_a_shard_that_was_altered_is_read_again(source: Path, tmp_path: Path) -> None:
    """It is named, and no longer finished."""
    folder = ShardFolder(str(tmp_path / "shards"))
    (shard,) = shards_of(source, 99)
    done = read_shard(shard, folder, CONFIG, READER)
    file = tmp_path / "shards" / "readings" / f"{shard.id}.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(AccordingError, match="not what was written"):
        outcomes_of(folder, done)
    assert folder.finished() == frozenset()


def load(shards: list[Shard], done: list[Done], folder: ShardFolder, account: Account | None) -> tuple[list[Step], list[Finished]]:
    """Load shards into an account."""
    finished: list[Finished] = []
    return list(load_shards(shards, done, folder, account, finished)), finished


def test_shards_are_loaded_in_the_order_of_the_inputs(source: Path, tmp_path: Path) -> None:
    """Whichever is finished first; one that failed is named, and the others are loaded."""
    folder, shards = ShardFolder(str(tmp_path / "shards")), shards_of(source)
    first, second, third = (read_shard(shard, folder, CONFIG, READER) for shard in shards)
    fault = replace(second, finished=None, fault="the disk is full")
    with Account.open(str(tmp_path / "a.db")) as account:
        steps, finished = load(shards, [third, fault, first], folder, account)
        refs = [reading.report.ref for reading in account.readings()]
    names = [item.ref for item in on_one_machine(source, CONFIG)]
    assert refs == [*names[:4], *names[8:10]]
    assert next(failure.reason for step in steps for one in step.loaded for failure in one.failures) == "the disk is full"
    assert [one.shard for one in finished] == [shards[0].id, shards[2].id]
    assert sum(step.bytes for step in steps) == source.stat().st_size


def test_a_shard_for_which_nobody_answers_is_named(source: Path, tmp_path: Path) -> None:
    """A run does not end as if it had been read."""
    steps, finished = load(shards_of(source), [], ShardFolder(str(tmp_path / "shards")), None)
    assert len([one for step in steps for one in step.loaded if one.failures]) == 3
    assert finished == []
