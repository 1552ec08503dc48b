"""Whether a zip file is, byte by byte around its files, as ``export/bag.py`` writes it: nothing hidden or changed beside the contents."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from according.export.bag import LINES, make_entry
from according.export.checking.faults import PackFault

_LIMIT = zipfile.ZIP64_LIMIT
_MOST_ENTRIES = 0xFFFF
_FIELDS = (
    *("create_version", "create_system", "extract_version", "reserved", "flag_bits", "compress_type", "date_time", "volume"),
    *("internal_attr", "external_attr", "comment"),
)
_UNPACK = "unpack it and verify the folder, to check what it holds"


def layout_faults(opened: zipfile.ZipFile, path: Path) -> Iterator[PackFault]:
    """The first place at which the zip file is not as it is written; it may have been packed again by another program."""
    with path.open("rb") as file:
        at = 0
        for one in opened.infolist():
            expected = make_entry(one.filename)
            expected.CRC, expected.compress_size, expected.file_size = one.CRC, one.compress_size, one.file_size
            is_large = one.filename.endswith(LINES) or one.file_size * 1.05 > _LIMIT
            header = expected.FileHeader(zip64=is_large)
            file.seek(at)
            if one.header_offset != at or file.read(len(header)) != header or not _is_same(one, expected):
                yield PackFault(one.filename, f"the zip file is not as it was written around this file; {_UNPACK}")
                return
            at += len(header) + one.compress_size
        listed = sum(46 + len(one.filename) + len(one.extra) for one in opened.infolist())
        tail = _tail(len(opened.infolist()), listed, at)
        file.seek(at + listed)
        if opened.start_dir != at or file.read(len(tail) + 1) != tail:
            yield PackFault(path.name, f"the end of the zip file is not as it was written; {_UNPACK}")


def _is_same(one: zipfile.ZipInfo, expected: zipfile.ZipInfo) -> bool:
    sizes = [one.file_size, one.compress_size] if max(one.file_size, one.compress_size) > _LIMIT else []
    large = [*sizes, *([one.header_offset] if one.header_offset > _LIMIT else [])]
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    if large:
        expected.create_version = expected.extract_version = 45
    return one.extra == extra and all(getattr(one, name) == getattr(expected, name) for name in _FIELDS)


def _tail(entries: int, size: int, offset: int) -> bytes:
    """What stands behind the list of files: how many there are and where the list begins."""
    large = b""
    if entries > _MOST_ENTRIES or offset > _LIMIT or size > _LIMIT:
        large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, offset)
        large += struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + size, 1)
    shown = min(entries, _MOST_ENTRIES)
    return large + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, shown, shown, min(size, 0xFFFFFFFF), min(offset, 0xFFFFFFFF), 0)
