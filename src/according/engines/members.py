"""The unpacked bytes of a file with the places in it where unpacking can begin, and a hash of each stretch that is cut off."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections import deque
from typing import BinaryIO

from according.config import Config
from according.errors import LimitExceeded, ReadError

GZIP = b"\x1f\x8b\x08"

_CHUNK = 256 * 1024
_EXPANSION_FROM = 16 * 1024 * 1024


class Members(io.RawIOBase):
    """The unpacked bytes of a gzip file, which may be of many members one after the other, as web archives are.

    Raises ``ReadError`` for whatever is not whole, or over a limit: what is to be made of such a file is for its reader to say.
    """

    def __init__(self, packed: BinaryIO, config: Config) -> None:
        super().__init__()
        self._packed, self._config = packed, config
        self._read = self._made = 0
        self._waiting = b""
        self._codec: zlib._Decompress | None = None
        self._begun: deque[tuple[int, int]] = deque()
        self._last = (0, 0)

    def readable(self) -> bool:
        """Always true."""
        return True

    def last_before(self, offset: int) -> tuple[int, int]:
        """The packed and the unpacked offset of the last member that begins at or before an unpacked offset; offsets may only grow."""
        while self._begun and self._begun[0][1] <= offset:
            self._last = self._begun.popleft()
        return self._last

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with unpacked bytes; returns how many."""
        while True:
            if self._codec is None and not self._next():
                return 0
            assert self._codec is not None
            if not self._waiting and not self._more():
                raise ReadError("gzip data ends early")
            try:
                data = self._codec.decompress(self._waiting, len(buffer))
            except zlib.error as error:
                raise ReadError(f"gzip data is corrupt: {error}") from error
            self._waiting = self._codec.unconsumed_tail
            if self._codec.eof:
                self._waiting, self._codec = self._codec.unused_data, None
            if data:
                break
        self._made += len(data)
        self._keep_limits()
        buffer[: len(data)] = data
        return len(data)

    def _next(self) -> bool:
        """Stands at the next member; False at the end of the file."""
        while len(self._waiting) < len(GZIP) and self._more():
            pass
        if not self._waiting:
            return False
        if not self._waiting.startswith(GZIP):
            raise ReadError("gzip data is followed by something else")
        self._begun.append((self._read - len(self._waiting), self._made))
        self._codec = zlib.decompressobj(wbits=31)
        return True

    def _more(self) -> bool:
        data = self._packed.read(_CHUNK)
        self._read += len(data)
        self._waiting += data
        return bool(data)

    def _keep_limits(self) -> None:
        config = self._config
        if self._made > config.max_container_bytes:
            raise LimitExceeded("max_container_bytes", config.max_container_bytes, "unpacks to more")
        if self._made > _EXPANSION_FROM and self._made > config.max_expansion * self._read:
            raise LimitExceeded("max_expansion", config.max_expansion, "unpacks to more")


class Hashed:
    """A stream that hashes what is read from it, so that each stretch that is cut off has a hash of its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._lines = b""
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; before them no cut can be made any more."""
        self.settle(self.at)
        data = self._stream.read(size)
        self._hash.update(data)
        self.at += len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        """The next line, held so that a cut can still be made before it."""
        line = self._stream.readline(size)
        self._lines += line
        self.at += len(line)
        return line

    def settle(self, offset: int) -> None:
        """Hold nothing from before an offset any more."""
        split = len(self._lines) - (self.at - offset)
        self._hash.update(self._lines[:split])
        self._lines = self._lines[split:]

    def cut(self, offset: int) -> str:
        """The hash of all from the last cut to an offset."""
        self.settle(offset)
        cut, self._hash = self._hash.hexdigest(), hashlib.sha256()
        return cut
