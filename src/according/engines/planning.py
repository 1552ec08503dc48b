"""What a job on Ray comes to: its inputs cut into shards, what is known from before, and what cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from according.config import MIB, Config
from according.engines.cutting import cut_input
from according.engines.inputs import Input, iter_inputs
from according.engines.parts import Part, Shard, Size, make_shards
from according.engines.shards import Cut, ShardFolder
from according.errors import ReadError
from according.model import Failure
from according.pipeline import reader_name
from according.read.fetch import utc_stamp
from according.read.folders import Skipped, reason_of

MOST_BLOCKS = 4_096
"""In so many pieces Ray Data keeps a list at most."""
_SMALL_BYTES = 64 * MIB
"""Inputs of fewer bytes in all are cut sooner than other processes are started for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read on Ray: the inputs that the user named, into which folder of shards, with how many workers.

    Without ``address`` Ray is started on this machine for as long as the job takes. Without ``workers`` there is one for each core
    that the cluster has.
    """

    inputs: tuple[str, ...]
    shards: str
    config: Config
    size: Size = field(default_factory=Size)
    address: str | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a job's inputs are cut: the shards in their order, what could not be looked at, and how many inputs have changed."""

    shards: tuple[Shard, ...]
    failures: tuple[Failure, ...]
    skipped: tuple[Skipped, ...]
    changed: tuple[str, ...]


def make_plan(job: Job, folder: ShardFolder, now: datetime) -> Plan:
    """Cut the inputs, as many at a time as there are cores; one that was cut before and has not changed is not looked at again."""
    found = list(iter_inputs(job.inputs))
    sources = [one for one in found if isinstance(one, Input)]
    failures = [one for one in found if isinstance(one, Failure)]
    size = msgspec.json.encode((job.size, job.config.max_item_bytes, job.config.max_container_bytes, job.config.max_expansion)).decode()
    known = {source.path: before for source in sources if (before := folder.read_cut(source, size))}
    cuts = {source.path: known[source.path].parts for source in sources if _is_same(source, known.get(source.path))}
    changed: list[str] = []
    for source, cut in _cut_all([one for one in sources if one.path not in cuts], job, utc_stamp(now)):
        if isinstance(cut, Failure):
            failures.append(cut)
            continue
        cuts[source.path] = cut
        folder.keep_cut(source, size, cut)
        if source.path in known and _hashes(known[source.path].parts) != _hashes(cut):
            changed.append(source.ref)
    whole = [(cuts[source.path], source.bytes) for source in sources if source.path in cuts]
    return Plan(
        tuple(make_shards(whole, job.config, reader_name(job.config), job.size)),
        tuple(failures),
        tuple(one for one in found if isinstance(one, Skipped)),
        tuple(changed),
    )


def _hashes(parts: Iterable[Part]) -> list[str]:
    return [part.sha256 for part in parts]


def _is_same(source: Input, cut: Cut | None) -> bool:
    return cut is not None and cut.stamp == source.stamp


def _cut_all(sources: Sequence[Input], job: Job, stamp: str) -> Iterator[tuple[Input, tuple[Part, ...] | Failure]]:
    """Each input with its parts, or with why it has none: a few small ones are cut here, many or large ones on all nodes."""
    if not sources:
        return
    config = without_secrets(job.config)
    if sum(source.bytes for source in sources) < _SMALL_BYTES:
        told = [(number, _cut(source, config, job.size, stamp)) for number, source in enumerate(sources)]
    else:
        rows = [{"number": number, "input": msgspec.json.encode(source).decode()} for number, source in enumerate(sources)]

        def cut(row: dict[str, Any]) -> dict[str, Any]:
            return {"number": row["number"], "cut": _cut(msgspec.json.decode(row["input"], type=Input), config, job.size, stamp)}

        dataset = quiet_data().from_items(rows, override_num_blocks=min(len(rows), MOST_BLOCKS)).map(cut)
        told = sorted((int(row["number"]), str(row["cut"])) for row in dataset.iter_rows())
    for number, text in told:
        yield sources[number], msgspec.json.decode(text, type=tuple[Part, ...] | Failure)


def _cut(source: Input, config: Config, size: Size, stamp: str) -> str:
    """The parts of an input, or why it has none, as JSON."""
    try:
        found: tuple[Part, ...] | Failure = cut_input(source, config, size, stamp)
    except OSError as error:
        found = Failure(source.ref, reason_of(error))
    except ReadError as error:
        found = Failure(source.ref, str(error))
    return msgspec.json.encode(found).decode("utf-8")


def quiet_data() -> Any:
    """Ray Data, without its own progress and its log on the terminal."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.memory_usage_poll_interval_s = None  # else a worker stops each second to count the pages of its memory
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray.data


def without_secrets(config: Config) -> Config:
    """The settings that reading needs: what is only for the account and for sending stays on this machine."""
    return replace(config, account="", smtp_password="", webhook_secret="")
