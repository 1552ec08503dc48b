"""The records of a WARC file one after the other, and what is damaged between them.

The format is a few header lines and a block of a stated length, so it is read here: a library that takes a cut header for
the end, or gives up at the first damaged record, would lose in silence what an archive still holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from according.config import MIB
from according.errors import ReadError

_HEADER_BYTES = 1 * MIB
_LINE_BYTES = 64 * 1024
_CHUNK = 256 * 1024


@dataclass(slots=True)
class Record:
    """One record, good until the next is asked for: its headers, and its block to be read from front to back.

    ``offset`` is where it begins in the unpacked archive; the names of ``headers`` are in lower case.
    """

    offset: int
    headers: dict[str, str]
    length: int
    _stream: BinaryIO = field(repr=False)
    _left: int = 0

    def get(self, name: str) -> str | None:
        """The header of that name (in lower case), None if there is none."""
        return self.headers.get(name)

    def read(self, size: int) -> bytes:
        """The next bytes of the block, fewer only at its end; raises ``ReadError`` where the archive ends first."""
        wanted = min(size, self._left)
        data = self._stream.read(wanted)
        self._left -= len(data)
        if len(data) < wanted:
            raise ReadError("the archive ends early")
        return data

    def skip(self) -> None:
        """Passes over what is left of the block; raises ``ReadError`` where the archive ends first."""
        while self._left:
            self.read(_CHUNK)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in the archive where no record could be read."""

    offset: int
    reason: str


def iter_records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """The records of an unpacked archive; after damage it goes on at the next line that a record begins with.

    Raises ``ReadError`` where the archive ends within a record, and what reading the stream raises.
    """
    lines = _Lines(stream)
    lost = False
    while line := lines.next():
        offset = lines.at - len(line)
        if not line.strip(b"\r\n"):
            continue
        if not line.startswith((b"WARC/1.", b"WARC/0.")):
            if not lost:
                yield Damage(offset, f"the bytes from {offset:,} on belong to no record")
            lost = True
            continue
        headers = _read_headers(lines)
        length = headers.get("content-length", "")
        lost = not (length.isascii() and length.isdigit() and len(length) < 19)
        if lost:
            yield Damage(offset, f"the record at byte {offset:,} has no valid length")
            continue
        record = Record(offset, headers, int(length), stream, int(length))
        yield record
        record.skip()
        lines.at += record.length


class _Lines:
    """Lines of a stream, at most ``_LINE_BYTES`` at a time, with the position after the last."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.at = 0

    def next(self) -> bytes:
        line = self._stream.readline(_LINE_BYTES)
        self.at += len(line)
        return line


def _read_headers(lines: _Lines) -> dict[str, str]:
    """The header lines up to the empty one; of several by one name the first counts."""
    headers: dict[str, str] = {}
    last, size = "", 0
    while (line := lines.next()).strip(b"\r\n"):
        size += len(line)
        if size > _HEADER_BYTES:
            return {}
        text = line.decode("utf-8", "replace").replace("\0", "\ufffd")
        name, colon, value = text.partition(":")
        if text[0] in " \t" and last:
            headers[last] = f"{headers[last]} {text.strip()}"
        elif colon:
            last = name.strip().lower()
            headers.setdefault(last, value.strip())
    if not line.endswith(b"\n"):
        raise ReadError("the archive ends early, in a record's header")
    return headers
