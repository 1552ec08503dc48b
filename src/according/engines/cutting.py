"""Where inputs are cut: before records of a WARC, lines of JSON Lines, rows of Parquet, with a hash of each part.

Cutting an input reads it once, which costs little beside reading what is in it. What is not whole (an archive that ends
early, lines that do not unpack) is not cut: one worker then reads it from its first byte, and says of it what one machine says.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from according.config import Config
from according.engines.inputs import Input, open_input
from according.engines.members import GZIP, Hashed, Members
from according.engines.parts import Part, Size, Sort
from according.engines.tables import MAGIC, iter_rows
from according.errors import ReadError
from according.read.sniff import sniff
from according.read.unpack import is_compressed, read_head, unpack
from according.read.warc_records import Damage, iter_records

_HEAD_BYTES = 4096
_CHUNK = 1024 * 1024
_READ_KINDS = frozenset({"response", "resource"})


class _NotWhole(Exception):
    """The input cannot be cut so that its parts read like the whole."""


def cut_input(source: Input, config: Config, size: Size, retrieved_at: str) -> tuple[Part, ...]:
    """The parts of an input, none if it is empty of anything to read.

    Raises ``ReadError`` for a kind that is not read here and for one that cannot be told, and ``OSError`` where the file cannot be opened.
    """
    sort, is_packed = _look_at(source, config)
    try:
        parts = tuple(_cut(source, sort, is_packed, config, size, retrieved_at))
    except (_NotWhole, ReadError):
        with open_input(source.path) as stream:
            sha256 = hash_rest(stream)
        parts = (Part(source.ref, source.path, sort, 0, None, 1, None, size.items, sha256, retrieved_at),)
    return parts


def hash_rest(stream: BinaryIO) -> str:
    """The hash of all that is still in a stream."""
    found = hashlib.sha256()
    while data := stream.read(_CHUNK):
        found.update(data)
    return found.hexdigest()


def _look_at(source: Input, config: Config) -> tuple[Sort, bool]:
    """What an input is, told as it is told on one machine, and whether it is compressed."""
    with open_input(source.path) as stream:
        head, packed = read_head(stream, _HEAD_BYTES)
        if head.startswith(MAGIC):
            return "parquet", False
        within, _ = read_head(unpack(packed, config), _HEAD_BYTES)
        sort = sniff(source.ref, within)
    if sort not in ("warc", "jsonl"):
        raise ReadError("is neither WARC, JSON Lines nor Parquet, which --engine ray reads; read it without --engine")
    return sort, is_compressed(head)


def _cut(source: Input, sort: Sort, is_packed: bool, config: Config, size: Size, retrieved_at: str) -> Iterator[Part]:
    with open_input(source.path) as stream:
        if sort == "parquet":
            cuts = _cut_rows(stream, size)
        else:
            members, opened = _open(stream, is_packed, config)
            cuts = _cut_records(members, opened, size) if sort == "warc" else _cut_lines(members, opened, config, size)
        for begin, end, number, member, items, sha256 in cuts:
            yield Part(source.ref, source.path, sort, begin, end, number, member if is_packed else None, items, sha256, retrieved_at)


_Cut = tuple[int, int, int, tuple[int, int], int, str]


def _open(stream: BinaryIO, is_packed: bool, config: Config) -> tuple[Members | None, Hashed]:
    """The unpacked bytes, with the places where their unpacking can begin, if there are any but the first."""
    head, _ = read_head(stream, len(GZIP))
    stream.seek(0)
    members = Members(stream, config) if head == GZIP else None
    unpacked = cast(BinaryIO, io.BufferedReader(members, _CHUNK)) if members else unpack(stream, config) if is_packed else stream
    within, whole = read_head(unpacked, _HEAD_BYTES)
    if members and is_compressed(within):
        raise _NotWhole
    return members, Hashed(whole)


def _cut_records(members: Members | None, stream: Hashed, size: Size) -> Iterator[_Cut]:
    """Cuts before records; only an archive that is whole, of which each page names its address, reads the same in parts."""
    begin, items, member = 0, 0, (0, 0)
    for record in iter_records(cast(BinaryIO, stream)):
        if isinstance(record, Damage):
            raise _NotWhole
        if items and (items >= size.items or record.offset - begin >= size.bytes):
            yield begin, record.offset, 1, member, items, stream.cut(record.offset)
            begin, items = record.offset, 0
        if begin == record.offset and members:
            member = members.last_before(begin)
        if record.get("warc-type") in _READ_KINDS:
            items += 1
            if not (record.get("warc-target-uri") or "").strip("<>"):
                raise _NotWhole
    if stream.at > begin:
        yield begin, stream.at, 1, member, items, stream.cut(stream.at)


def _cut_lines(members: Members | None, stream: Hashed, config: Config, size: Size) -> Iterator[_Cut]:
    begin, items, member, number, first = 0, 0, (0, 0), 0, 1
    while line := stream.readline(config.max_item_bytes + 1):
        start = stream.at - len(line)
        if items and (items >= size.items or start - begin >= size.bytes):
            yield begin, start, first, member, items, stream.cut(start)
            begin, items, first = start, 0, number + 1
            member = members.last_before(begin) if members else member
        while line and not line.endswith(b"\n"):
            stream.settle(stream.at)
            line = stream.readline(config.max_item_bytes)
        stream.settle(stream.at)
        number += 1
        items += 1
    if stream.at > begin:
        yield begin, stream.at, first, member, items, stream.cut(stream.at)


def _cut_rows(stream: BinaryIO, size: Size) -> Iterator[_Cut]:
    begin, held, found = 0, 0, hashlib.sha256()
    number = 0
    for line in iter_rows(stream):
        if number > begin and (number - begin >= size.items or held >= size.bytes):
            yield begin, number, begin + 1, (0, 0), number - begin, found.hexdigest()
            begin, held, found = number, 0, hashlib.sha256()
        found.update(line)
        held += len(line)
        number += 1
    if number > begin:
        yield begin, number, begin + 1, (0, 0), number - begin, found.hexdigest()
