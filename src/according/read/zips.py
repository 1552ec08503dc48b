"""A zip archive as a folder in a file: its members in a fixed order, read as streams; nothing is written to a named file."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from lzma import LZMAError
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from according.config import MIB, Config
from according.errors import LimitExceeded, ReadError
from according.model import Failure, Item

Found = Iterator[Item | Failure]
Each = Callable[[str, BinaryIO], Found]

MAX_NESTING = 1
_EXPANSION_FROM = 16 * MIB
_SPOOLED_BYTES = 32 * MIB
_CHUNK = MIB // 4
_ENCRYPTED = 0x1
# What zipfile raises for archives that are damaged or use a method it does not know.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    MemoryError,
    RuntimeError,
)


def iter_zip(stream: BinaryIO, ref: str, config: Config, each: Each, nesting: int = 0) -> Found:
    """Everything that ``each`` finds in the members of an archive, given their refs (``a.zip/folder/b.html``) and streams.

    Members come in the order of their names. A member that is encrypted, damaged or over a limit is one ``Failure``, a
    zip in the zip is gone into once. Raises ``ReadError`` where the archive itself cannot be opened.
    """
    with open_zip(stream, config) as archive:
        for info in sorted(archive.infolist(), key=lambda info: (info.filename, info.header_offset)):
            if info.is_dir() or info.filename.startswith("__MACOSX/"):
                continue
            member_ref = f"{ref}/{info.filename}"
            try:
                with open_member(archive, info, config) as member:
                    if info.filename.lower().endswith(".zip"):
                        yield from _iter_nested(member, member_ref, config, each, nesting)
                    else:
                        yield from each(member_ref, member)
            except ReadError as error:
                yield Failure(member_ref, str(error))


def open_zip(stream: BinaryIO, config: Config) -> zipfile.ZipFile:
    """The archive in a seekable stream, once it is sure that its directory fits ``max_archive_members``."""
    try:
        _refuse_crowds(stream, config.max_archive_members)
        return zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise ReadError(f"is no whole zip archive: {error}") from error


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, config: Config) -> BinaryIO:
    """A member's bytes, which end with an error if they are damaged; raises ``ReadError`` where it cannot be opened.

    No member gives more bytes than its entry says (zipfile sees to that), so the limits are kept by what it says.
    """
    size, packed = info.file_size, max(info.compress_size, 1)
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("is encrypted")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ReadError("is a symbolic link, which is not followed")
    if size > config.max_container_bytes:
        raise LimitExceeded("max_container_bytes", config.max_container_bytes, f"unpacks to {size:,} bytes")
    if size > _EXPANSION_FROM and size > config.max_expansion * packed:
        raise LimitExceeded("max_expansion", config.max_expansion, f"unpacks to {size // packed:,} times its size")
    try:
        return cast(BinaryIO, io.BufferedReader(_Member(cast(BinaryIO, archive.open(info))), _CHUNK))
    except NotImplementedError as error:
        raise ReadError("is packed by a method that is not supported") from error
    except _DAMAGE as error:
        raise ReadError(f"is damaged in its archive: {error}") from error


class _Member(io.RawIOBase):
    """A member's stream, of which only ``ReadError`` is raised, so that errors of whoever reads it are not hidden."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with the next bytes; returns how many."""
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGE as error:
            raise ReadError(f"is damaged in its archive: {error}") from error
        buffer[: len(data)] = data
        return len(data)


def _iter_nested(member: BinaryIO, ref: str, config: Config, each: Each, nesting: int) -> Found:
    if nesting == MAX_NESTING:
        raise ReadError("is a zip in a zip in a zip, which is not opened")
    with SpooledTemporaryFile(max_size=_SPOOLED_BYTES) as whole:
        while data := member.read(_CHUNK):
            whole.write(data)
        whole.seek(0)
        yield from iter_zip(cast(BinaryIO, whole), ref, config, each, nesting + 1)


def _refuse_crowds(stream: BinaryIO, limit: int) -> None:
    """Counts the entries of the directory without loading it, since what the archive says of their number may be a lie."""
    start, end = _directory_span(stream)
    stream.seek(start)
    count, tail, left = 0, b"", end - start
    while left > 0 and (data := stream.read(min(_CHUNK, left))):
        left -= len(data)
        count += (tail + data).count(b"PK\x01\x02")
        tail = data[-3:]
        if count > limit:
            raise LimitExceeded("max_archive_members", limit, f"holds more than {limit:,} members")
    stream.seek(0)


def _directory_span(stream: BinaryIO) -> tuple[int, int]:
    """Where the archive's directory begins and ends, by the record at its end; raises ``ReadError`` if there is none."""
    size = stream.seek(0, 2)
    base = max(0, size - 65_557 - 20)
    stream.seek(base)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise ReadError("is no whole zip archive: it has no directory")
    length, end = struct.unpack_from("<I", tail, at + 12)[0], base + at
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":  # zip64: the true size stands in a record of its own
        stream.seek(max(0, end - 20 - 56))
        record = stream.read(56)
        if record.startswith(b"PK\x06\x06"):
            length, end = struct.unpack_from("<Q", record, 40)[0], end - 20 - 56
    return max(0, end - length), end
