"""Takes compression off a stream, as it is read and never further than the limits: gzip, bzip2, xz and Zstandard.

What a stream is compressed with is told by its first bytes, never by its name.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from according.config import MIB, Config
from according.errors import LimitExceeded, ReadError
from according.read.decompressors import CORRUPT, HEAD_BYTES, Codec, codec_of

MAX_LAYERS = 2
_CHUNK = 64 * 1024
_EXPANSION_FROM = 16 * MIB


class Prefixed(io.RawIOBase):
    """A stream with bytes put before it, for example those that had to be read to see what it is."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with the next bytes; returns how many."""
        data = self._head[: len(buffer)]
        self._head = self._head[len(data) :]
        data = data or self._stream.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)


class _Unpacking(io.RawIOBase):
    """The unpacked bytes of a compressed stream, all its members one after the other."""

    def __init__(self, packed: BinaryIO, config: Config, taken: Callable[[], int] | None) -> None:
        super().__init__()
        self._packed = packed
        self._config = config
        self._read = self._made = 0
        self._taken = taken or self.taken
        self._codec: Codec | None = None
        self._name = ""
        self._input = b""
        self._output = b""

    def readable(self) -> bool:
        """Always true."""
        return True

    def taken(self) -> int:
        """How many packed bytes were read so far."""
        return self._read

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with unpacked bytes; raises ``ReadError`` where they are corrupt, cut short or too many."""
        while not self._output:
            if not self._advance(len(buffer)):
                return 0
            self._keep_limits()
        data = self._output[: len(buffer)]
        self._output = self._output[len(data) :]
        buffer[: len(data)] = data
        return len(data)

    def _advance(self, size: int) -> bool:
        """Unpacks some more; False where the stream ends, as it may only between two members."""
        if (self._codec is None or self._codec.eof) and not self._next_member():
            return False
        assert self._codec is not None
        if self._codec.needs_input and not self._input and not self._more():
            raise ReadError(f"{self._name} data ends early, after {self._made:,} unpacked bytes")
        data, self._input = self._input, b""
        try:
            self._output = self._codec.decompress(data, size)
        except MemoryError as error:
            raise ReadError(f"{self._name} data needs too much memory to unpack") from error
        except CORRUPT as error:
            raise ReadError(f"{self._name} data is corrupt after {self._made:,} unpacked bytes: {error}") from error
        self._made += len(self._output)
        return True

    def _next_member(self) -> bool:
        """Stands before the next member of the file, past padding; False where there is none."""
        if self._codec is not None:
            self._input = (self._codec.unused_data + self._input).lstrip(b"\0")
        while len(self._input) < HEAD_BYTES and self._more():
            self._input = self._input if self._codec is None else self._input.lstrip(b"\0")
        if not self._input:
            return False
        found = codec_of(self._input)
        if found is None:
            raise ReadError(f"{self._name} data is followed by something else after {self._made:,} unpacked bytes")
        self._name, make = found
        self._codec = make()
        return True

    def _more(self) -> bool:
        data = self._packed.read(_CHUNK)
        self._read += len(data)
        self._input += data
        return bool(data)

    def _keep_limits(self) -> None:
        config, made, taken = self._config, self._made, self._taken()
        if made > config.max_container_bytes:
            raise LimitExceeded("max_container_bytes", config.max_container_bytes, f"unpacks to over {made:,} bytes")
        if made > _EXPANSION_FROM and made > config.max_expansion * taken:
            raise LimitExceeded("max_expansion", config.max_expansion, f"unpacks to {made // max(taken, 1):,} times its size")


def is_compressed(head: bytes) -> bool:
    r"""Whether a stream that begins with these bytes (six are enough) is one that ``unpack`` takes compression off.

    >>> is_compressed(b"\x1f\x8b\x08\x00"), is_compressed(b"<html>")
    (True, False)
    """
    return codec_of(head) is not None


def read_head(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first ``size`` bytes of a stream (fewer if it is shorter) and a stream that still holds them."""
    head = b""
    while len(head) < size and (more := stream.read(size - len(head))):
        head += more
    return head, cast(BinaryIO, io.BufferedReader(Prefixed(head, stream), _CHUNK))


def unpack(stream: BinaryIO, config: Config) -> BinaryIO:
    """The bytes of a stream without its compression, at most two layers of it; a plain stream comes back as it is.

    It reads ahead a little. It, and reading from what it returns, raise ``ReadError`` where the packed bytes are corrupt or end early, and
    ``LimitExceeded`` over ``max_container_bytes`` or ``max_expansion``.
    """
    taken: Callable[[], int] | None = None
    for layer in range(MAX_LAYERS + 1):
        head, stream = read_head(stream, HEAD_BYTES)
        if not is_compressed(head):
            break
        if layer == MAX_LAYERS:
            raise ReadError(f"is compressed more than {MAX_LAYERS} times over")
        unpacking = _Unpacking(stream, config, taken)
        taken = taken or unpacking.taken
        stream = cast(BinaryIO, io.BufferedReader(unpacking, _CHUNK))
    return stream
