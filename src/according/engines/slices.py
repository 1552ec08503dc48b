"""The items of one part of an input, the same ones as if the whole input were read on one machine."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from according.config import Config
from according.engines.cutting import hash_rest
from according.engines.inputs import open_input
from according.engines.parts import Part
from according.engines.tables import iter_rows
from according.errors import AccordingError, ReadError
from according.model import Failure, Item
from according.read.records import iter_jsonl
from according.read.unpack import is_compressed, read_head, unpack
from according.read.web_archives import iter_warc

Found = Iterator[Item | Failure]

_CHUNK = 64 * 1024
_HEAD_BYTES = 4096


class InputChanged(AccordingError):
    """An input is no longer what it was when it was cut."""


def iter_items(part: Part, config: Config) -> Found:
    """The items of a part in its order, with failures in between.

    Raises ``InputChanged``, at the latest after the last item, where its bytes are not those whose hash the part has.
    """
    with open_input(part.path) as stream:
        if part.end is None:
            yield from _iter_whole(part, stream, config)
        else:
            pieces = iter_rows(stream, part.begin, part.end) if part.sort == "parquet" else _iter_stretch(part, stream, config)
            yield from _read(part, cast(BinaryIO, io.BufferedReader(_Checked(part, pieces), _CHUNK)), config)


def _iter_whole(part: Part, stream: BinaryIO, config: Config) -> Found:
    """The items of an input that is not cut, with what is wrong with it, as one machine names it."""
    try:
        if part.sort == "parquet":
            yield from _read(part, cast(BinaryIO, io.BufferedReader(_Checked(None, iter_rows(stream)), _CHUNK)), config)
        else:
            head, packed = read_head(stream, _HEAD_BYTES)
            _, opened = read_head(unpack(packed, config) if is_compressed(head) else packed, _HEAD_BYTES)
            yield from _read(part, opened, config)
    except ReadError as error:
        yield Failure(part.ref, str(error))
    stream.seek(0)
    if hash_rest(stream) != part.sha256:
        raise _changed(part)


def _read(part: Part, stream: BinaryIO, config: Config) -> Found:
    if part.sort == "warc":
        return iter_warc(stream, part.ref, config, part.retrieved_at)
    return iter_jsonl(stream, part.ref, config, part.retrieved_at, part.number)


def _iter_stretch(part: Part, stream: BinaryIO, config: Config) -> Iterator[bytes]:
    """The unpacked bytes of the part, a chunk at a time; fewer than there should be if the file has changed."""
    assert part.end is not None
    at = part.begin
    if part.member is None:
        stream.seek(at)
    else:
        packed, at = part.member
        stream.seek(packed)
        stream = unpack(stream, config)
    while at < part.end and (data := stream.read(min(_CHUNK, part.end - at))):
        if at + len(data) > part.begin:
            yield data[max(0, part.begin - at) :]
        at += len(data)


class _Checked(io.RawIOBase):
    """Pieces of bytes as a stream, which at its end compares them with the hash of the part, if one is given."""

    def __init__(self, part: Part | None, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._part, self._pieces = part, pieces
        self._hash = hashlib.sha256()
        self._held = b""

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with the next bytes; returns how many."""
        if not self._held:
            self._held = self._next()
        data = self._held[: len(buffer)]
        self._held = self._held[len(data) :]
        buffer[: len(data)] = data
        return len(data)

    def _next(self) -> bytes:
        try:
            piece = next(self._pieces, b"")
        except ReadError as error:
            if self._part is None:
                raise
            raise _changed(self._part) from error
        self._hash.update(piece)
        if not piece and self._part is not None and self._hash.hexdigest() != self._part.sha256:
            raise _changed(self._part)
        return piece


def _changed(part: Part) -> InputChanged:
    return InputChanged(f"{part.ref} has changed since it was looked at; run the command again")
