"""The folder of shards, on a disk or in an object store: what was read as Parquet, and a record of each shard that is finished.

| file | what it is |
|---|---|
| ``readings/ID.parquet`` | what became of each item of a shard: its raw bytes, its readings as JSON, its failures |
| ``finished/ID.json`` | that the shard is finished, with the hash of its Parquet file; written last |
| ``begun/ID`` | how often reading the shard was begun and not finished |
| ``inputs/ID.json`` | how an input was cut, as long as it does not change |
| ``manifest.jsonl`` | the records of all shards of the last run, in the order of its inputs |
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import msgspec

from according.engines.cutting import hash_rest
from according.engines.inputs import Input, NotReached, file_system, is_remote, reaching
from according.engines.parts import Part, Shard
from according.engines.rows import read_rows, write_rows
from according.errors import AccordingError
from according.ids import sha256_hex
from according.model import Failure, Outcome


@dataclass(frozen=True, slots=True)
class Finished:
    """The record of a shard that is finished: the hash of its Parquet file, how much is in it, and how often it was begun in vain."""

    shard: str
    sha256: str
    items: int
    reports: int
    failures: int
    begun_before: int
    reader: str
    inputs: tuple[tuple[str, int, int | None, str], ...]
    """The parts that were read: ref, begin, end, hash."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How an input was cut while its ``stamp`` and the ``size`` of shards were such."""

    stamp: str
    size: str
    parts: tuple[Part, ...]


class ShardFolder:
    """A folder of shards, for example ``ShardFolder("s3://bucket/march")``; nothing in it is ever half written.

    Where it cannot be reached or written, whatever is asked of it raises ``OSError``.
    """

    def __init__(self, path: str) -> None:
        self.path = path if is_remote(path) else os.path.abspath(path)  # workers may stand in another folder
        self._system, self._root = file_system(self.path)
        self._is_local = "file" in (self._system.protocol if isinstance(self._system.protocol, tuple) else (self._system.protocol,))

    def finished(self) -> frozenset[str]:
        """The ids of all shards that are finished."""
        return frozenset(Path(name).stem for name in self._names("finished"))

    def read_finished(self, shard: str) -> Finished | None:
        """The record of a shard, None if it is not finished."""
        data = self._read(f"finished/{shard}.json")
        return None if data is None else msgspec.json.decode(data, type=Finished)

    def begin(self, shard: str) -> int:
        """Note that reading a shard begins; returns how often it was begun before and not finished."""
        before = int(self._read(f"begun/{shard}") or b"0")
        self._write(f"begun/{shard}", str(before + 1).encode())
        return before

    def finish(self, shard: Shard, outcomes: Iterable[Outcome | Failure], reader: str, begun_before: int) -> Finished:
        """Write what became of a shard's items, and that it is finished."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "shard.parquet"
            items, reports, failures = write_rows(file, outcomes)
            sha256 = _hash_file(file)
            self._put(file, f"readings/{shard.id}.parquet")
        inputs = tuple((part.ref, part.begin, part.end, part.sha256) for part in shard.parts)
        done = Finished(shard.id, sha256, items, reports, failures, begun_before, reader, inputs)
        self._write(f"finished/{shard.id}.json", msgspec.json.encode(done))
        self._delete(f"begun/{shard.id}")
        return done

    def read(self, done: Finished) -> Iterator[list[Outcome | Failure]]:
        """What became of a shard's items, some at a time; raises ``AccordingError`` where its file is not what was written.

        Such a shard is no longer finished then, and the next run reads it again.
        """
        with TemporaryDirectory() as folder:
            file = Path(folder) / "shard.parquet"
            name = f"readings/{done.shard}.parquet"
            try:
                with self._reaching():
                    self._system.get_file(f"{self._root}/{name}", str(file))
            except FileNotFoundError as error:
                raise self._lost(done, "is not there; every node must see the folder of shards") from error
            if _hash_file(file) != done.sha256:
                raise self._lost(done, "is not what was written; run the command again")
            yield from read_rows(file)

    def read_cut(self, source: Input, size: str) -> Cut | None:
        """How an input was cut before into shards of that size, None if it was not."""
        data = self._read(f"inputs/{_key(source)}.json")
        cut = None if data is None else msgspec.json.decode(data, type=Cut)
        return cut if cut and cut.size == size else None

    def keep_cut(self, source: Input, size: str, parts: tuple[Part, ...]) -> None:
        """Keep how an input was cut."""
        self._write(f"inputs/{_key(source)}.json", msgspec.json.encode(Cut(source.stamp, size, parts)))

    def write_manifest(self, done: Sequence[Finished]) -> None:
        """Write the records of a run's shards in one file."""
        self._write("manifest.jsonl", b"".join(msgspec.json.encode(one) + b"\n" for one in done))

    def _lost(self, done: Finished, why: str) -> AccordingError:
        self._delete(f"finished/{done.shard}.json")
        return AccordingError(f"{self.path}/readings/{done.shard}.parquet {why}")

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Within it what goes wrong elsewhere than on a disk is told as of this folder."""
        try:
            with reaching(self.path):
                yield
        except FileNotFoundError:
            raise
        except OSError as error:
            if self._is_local:
                raise
            raise NotReached(f"the folder of shards {self.path}: {error}") from error

    def _names(self, folder: str) -> list[str]:
        self._system.invalidate_cache()  # workers have written into it
        try:
            with self._reaching():
                return [str(name) for name in self._system.ls(f"{self._root}/{folder}", detail=False)]
        except FileNotFoundError:
            return []

    def _read(self, name: str) -> bytes | None:
        try:
            with self._reaching():
                data: bytes = self._system.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def _delete(self, name: str) -> None:
        try:
            with self._reaching():
                self._system.rm_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return

    def _write(self, name: str, data: bytes) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "file"
            file.write_bytes(data)
            self._put(file, name)

    def _put(self, file: Path, name: str) -> None:
        """Bring a file into the folder in one step: object stores do so themselves, on a disk it is renamed when it is whole."""
        path = f"{self._root}/{name}"
        if not self._is_local:
            self._put_remote(file, path)
            return
        partial = f"{path}.{uuid4().hex}.partial"
        self._system.makedirs(str(Path(path).parent), exist_ok=True)
        self._system.put_file(str(file), partial)
        Path(partial).replace(path)

    def _put_remote(self, file: Path, path: str) -> None:
        try:
            with self._reaching():
                self._system.put_file(str(file), path)
        except FileNotFoundError as error:
            raise NotReached(f"the folder of shards {self.path} is in no bucket that there is") from error


def _key(source: Input) -> str:
    return sha256_hex(f"{source.ref}\n{source.path}".encode())[:24]


def _hash_file(file: Path) -> str:
    with file.open("rb") as stream:
        return hash_rest(stream)
