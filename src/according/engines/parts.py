"""What reading is divided into: parts of inputs, and shards, which one worker reads at a time.

A shard is known by its content: the id is a hash of the bytes in it, of what they are called, and of who reads them how. So
a shard that is finished stays so, whoever asks for it again, and one whose input has changed is another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import msgspec

from according.config import MIB, Config
from according.ids import sha256_hex

Sort = Literal["warc", "jsonl", "parquet"]

_DIGITS = 24
_TELLING = frozenset({"read_all", "tagger", "remote_address", "remote_model"})
"""The settings besides limits that change what is read."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much goes into one shard: whichever is reached first ends it.

    A worker that is lost costs at most one shard, so this is also what a loss costs.
    """

    items: int = 200
    bytes: int = 32 * MIB


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one input, for example the 200 records from byte 33,554,432 of a WARC on.

    ``begin`` and ``end`` are offsets in its unpacked bytes; in a Parquet file they are rows. ``number`` is that of its first
    line or row, from 1. ``member`` is where to begin to unpack a packed one: the packed and the unpacked offset of the last place
    at or before ``begin`` where that is possible. ``sha256`` is of the unpacked bytes from ``begin`` to ``end``. Where ``end`` is
    None the input is not cut, and ``sha256`` is of its bytes as they lie.
    """

    ref: str
    path: str
    sort: Sort
    begin: int
    end: int | None
    number: int
    member: tuple[int, int] | None
    items: int
    sha256: str
    retrieved_at: str


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker reads at a time and writes as one Parquet file; ``bytes`` is its share of the inputs, as they lie."""

    id: str
    parts: tuple[Part, ...]
    bytes: int


def make_shards(cut: Sequence[tuple[Sequence[Part], int]], config: Config, reader: str, size: Size) -> Iterator[Shard]:
    """The shards of the inputs, each given as its parts and its bytes, in their order.

    A part of an input that was cut is a shard of its own, so that it stays the same whatever happens to other inputs; small
    inputs that follow each other share one.
    """
    held: list[Part] = []
    held_bytes = 0
    for parts, packed in cut:
        alone = len(parts) > 1
        if held and (alone or sum(part.items for part in held) + _items(parts) > size.items or held_bytes + packed > size.bytes):
            yield _shard(held, held_bytes, config, reader)
            held, held_bytes = [], 0
        if alone:
            done = 0
            for number, part in enumerate(parts, start=1):
                upto = packed * number // len(parts)
                yield _shard([part], upto - done, config, reader)
                done = upto
        else:
            held += parts
            held_bytes += packed
    if held:
        yield _shard(held, held_bytes, config, reader)


def to_text(shard: Shard) -> str:
    """The shard as JSON, in which it travels to a worker."""
    return msgspec.json.encode(shard).decode("utf-8")


def from_text(text: str) -> Shard:
    """The shard that ``to_text`` wrote."""
    return msgspec.json.decode(text, type=Shard)


def _items(parts: Sequence[Part]) -> int:
    return sum(part.items for part in parts)


def _shard(parts: Sequence[Part], packed: int, config: Config, reader: str) -> Shard:
    named = [[part.ref, part.sort, part.begin, part.end, part.number, part.sha256] for part in parts]
    return Shard(sha256_hex(json.dumps([named, reader, _settings(config)]).encode())[:_DIGITS], tuple(parts), packed)


def _settings(config: Config) -> dict[str, Any]:
    """The settings that change what is read in an input."""
    return {name: value for name, value in asdict(config).items() if name.startswith("max_") or name in _TELLING}
