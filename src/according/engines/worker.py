"""What one worker does with one shard: read it, write what became of it, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from according.config import Config
from according.engines.local import map_items
from according.engines.parts import Shard
from according.engines.shards import Finished, ShardFolder
from according.engines.slices import iter_items
from according.errors import AccordingError, GazetteerError, WeightsError
from according.model import Failure, Item
from according.pipeline import reader_name

_MOST_TRIES = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker answers: the record of the shard, or why it could not be read; ``is_fatal`` where no other can be either."""

    shard: str
    finished: Finished | None = None
    fault: str | None = None
    is_fatal: bool = False


def read_shard(shard: Shard, folder: ShardFolder, config: Config, reader: str) -> Done:
    """Read a shard that is not finished yet, in this process; one that a worker died on in processes of its own.

    So what kills its reader (a fault in a parser, or too much memory) is found, and costs itself alone. Whatever is wrong with the
    shard as a whole, for example that its input changed, is answered and not raised.
    """
    if reader != (own := reader_name(config)):
        return Done(shard.id, fault=f"a node has {own}, but the command was given by {reader}: install the same on all", is_fatal=True)
    try:
        if finished := folder.read_finished(shard.id):
            return Done(shard.id, finished)
        tries = folder.begin(shard.id)
        if tries >= _MOST_TRIES:
            return Done(shard.id, fault=f"reading it ended {tries} times with the death of the worker")
        with closing(map_items(_iter_shard(shard, config), replace(config, workers=2 if tries else 1))) as outcomes:
            return Done(shard.id, folder.finish(shard, outcomes, reader, tries))
    except (WeightsError, GazetteerError) as error:
        return Done(shard.id, fault=str(error), is_fatal=True)
    except (AccordingError, OSError) as error:
        return Done(shard.id, fault=str(error))


def _iter_shard(shard: Shard, config: Config) -> Iterator[Item | Failure]:
    for part in shard.parts:
        yield from iter_items(part, config)
