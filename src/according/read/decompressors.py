"""The decompressors of single files as one kind: gzip, bzip2, xz and Zstandard, told apart by their first bytes."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

import zstandard

from according.config import MIB

HEAD_BYTES = 6
_WINDOW_BYTES = 128 * MIB
# One block of Zstandard, four bytes long, can unfold to 128 KiB: only small bites keep what comes of each small.
_ZSTD_BITE = 1024
CORRUPT = (zlib.error, OSError, EOFError, lzma.LZMAError, zstandard.ZstdError, ValueError)
"""What they raise for corrupt data."""


class Codec(Protocol):
    """A decompressor in the manner of ``bz2.BZ2Decompressor``, good for one member of a file."""

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""

    @property
    def unused_data(self) -> bytes:
        """What was put in behind the member's end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """About ``max_length`` unpacked bytes at most, of what was put in now and before."""


class _Zlib:
    """Gzip as a ``Codec``."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    """Zstandard as a ``Codec``; it keeps ``max_length`` only nearly, by eating little at a time."""

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES).decompressobj()
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:
        self._waiting += data
        made: list[bytes] = []
        while self._waiting and not self._inner.eof and sum(map(len, made)) < max_length:
            bite, self._waiting = self._waiting[:_ZSTD_BITE], self._waiting[_ZSTD_BITE:]
            made.append(self._inner.decompress(bite))
        return b"".join(made)


def _make_xz() -> Codec:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_WINDOW_BYTES)


_BY_MAGIC: tuple[tuple[bytes, str, Callable[[], Codec]], ...] = (
    (b"\x1f\x8b\x08", "gzip", _Zlib),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", "xz", _make_xz),
    (b"\x28\xb5\x2f\xfd", "zstd", _Zstd),
    *((bytes([n]) + b"\x2a\x4d\x18", "zstd", _Zstd) for n in range(0x50, 0x60)),
)


def codec_of(head: bytes) -> tuple[str, Callable[[], Codec]] | None:
    """The name and maker of the decompressor for data that begins so (six bytes are enough); None if it is not compressed."""
    return next(((name, make) for magic, name, make in _BY_MAGIC if head.startswith(magic)), None)
