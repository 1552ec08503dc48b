"""Reading on any number of machines: the shards of all inputs mapped over Ray Data by actors that keep the tagger loaded.

Only the bytes of a shard's description travel through Ray. Workers read inputs from where they lie and write what they found to the
folder of shards, so that nothing that was finished is lost with a node, with Ray, or with the command that started it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from according.config import Config
from according.engines.local import spare_what_is_loaded
from according.engines.parts import Shard, from_text, to_text
from according.engines.planning import MOST_BLOCKS, Job, quiet_data, without_secrets
from according.engines.shards import ShardFolder
from according.engines.worker import Done, read_shard
from according.errors import AccordingError, UsageError
from according.pipeline import reader_name

_SHARE_OF_A_CORE = 0.01
"""What an actor asks for: so little that one whose node is lost starts again on any other, where it shares a core.

Ray Data spreads actors over the nodes by itself, however little they ask for."""
_MOST_REASON = 300
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # else Ray tells its makers of its use
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # its warnings are for those who write programs for it
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
"""What Ray is told in the only way that it can be told before it starts."""


@contextmanager
def connected(job: Job) -> Iterator[int]:
    """Ray, started here or joined where it runs; gives the number of workers. Raises ``UsageError`` where it is not installed or there."""
    try:
        for name, value in _ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        import fsspec  # noqa: F401
        import pyarrow  # noqa: F401
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError(f"the Ray engine needs Ray: pip install 'according[ray]' ({error})") from error
    quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False, "configure_logging": True}
    try:
        if job.address is None:
            ray.init(num_cpus=job.workers or os.cpu_count(), include_dashboard=False, _node_ip_address="127.0.0.1", **quiet)
        else:
            ray.init(address=job.address, **quiet)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError(f"no Ray cluster can be joined at {job.address or 'this machine'}: {error}") from error
    try:
        yield job.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        ray.shutdown()


def map_shards(shards: Sequence[Shard], folder: ShardFolder, config: Config, workers: int) -> Iterator[Done]:
    """What became of each shard, as the workers come to its end; those that are finished are not read again.

    Raises ``AccordingError`` where no worker can read at all.
    """
    finished = folder.finished()
    left = [shard for shard in shards if shard.id not in finished]
    for shard in shards:
        if shard.id in finished:
            yield Done(shard.id, folder.read_finished(shard.id))
    if left:
        yield from _map(left, folder, config, workers)


def _map(shards: Sequence[Shard], folder: ShardFolder, config: Config, workers: int) -> Iterator[Done]:
    from ray.data import ActorPoolStrategy
    from ray.exceptions import RayError

    rows = [{"shard": to_text(shard)} for shard in shards]
    read = (
        quiet_data()
        .from_items(rows, override_num_blocks=min(len(rows), MOST_BLOCKS))
        .map_batches(
            _Worker,
            fn_constructor_args=(folder.path, without_secrets(config), reader_name(config)),
            batch_size=1,
            compute=ActorPoolStrategy(size=min(workers, len(rows)), max_tasks_in_flight_per_actor=2),
            num_cpus=_SHARE_OF_A_CORE,
        )
    )
    try:
        for batch in read.iter_batches(batch_size=None, prefetch_batches=0):
            for told in batch["done"]:
                done = msgspec.json.decode(told, type=Done)
                if done.is_fatal:
                    raise AccordingError(done.fault or "")
                yield done
    except RayError as error:
        why = " ".join(str(error).split())[:_MOST_REASON]
        raise AccordingError(f"Ray could not go on; what is finished stays finished, run the command again ({why})") from error


class _Worker:
    """An actor that reads shards: its process loads the tagger and the gazetteer once, with the first."""

    def __init__(self, folder: str, config: Config, reader: str) -> None:
        self._folder, self._config, self._reader = ShardFolder(folder), config, reader

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        done = [read_shard(from_text(text), self._folder, self._config, self._reader) for text in batch["shard"]]
        spare_what_is_loaded()
        return {"done": [msgspec.json.encode(one).decode("utf-8") for one in done]}
