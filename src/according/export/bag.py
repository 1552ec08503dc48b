"""A bag as RFC 8493 describes it, written into one zip file as it goes: payload first, manifests last, the same bytes every time.

All that differs from run to run is left out: times stand still, files are in the order in which they are given, rights are fixed. So two
packs of one account are one file, and ``checking`` can tell a byte that was changed even where it changes no file in the bag.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from according import __version__

ROOT = "evidence-pack/"
"""The one folder of the zip file, which is the bag."""
PAYLOAD = "data/"
DECLARATION, INFO, MANIFEST, TAG_MANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LINES = ".jsonl"
"""How the files end that are written line by line: their size is not known before, so they stand in the zip file's larger form."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o100644 << 16
_LEVEL = 6


class Stream(Protocol):
    """What a file of the bag is written to."""

    def write(self, data: bytes, /) -> int:
        """Write some bytes."""


def make_entry(name: str) -> zipfile.ZipInfo:
    """What the zip file says of a file of this name before its size is known; ``checking`` holds what it finds against it."""
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _RIGHTS
    return entry


class BagWriter:
    """Writes a bag; ``add`` and ``stream`` take paths below ``data/``. Used as a context manager, which writes the manifests at the end."""

    def __init__(self, target: Path, description: str) -> None:
        self._zip = zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._manifest = bytearray()
        self._description = description
        self._files = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._zip:
            if kind is None:
                self._close()

    def add(self, path: str, data: bytes) -> None:
        """Write a whole file."""
        self._zip.writestr(make_entry(ROOT + PAYLOAD + path), data, compresslevel=_LEVEL)
        self._note(path, hashlib.sha256(data).hexdigest(), len(data))

    @contextmanager
    def stream(self, path: str) -> Iterator[Stream]:
        """Write a file some bytes at a time; no other may be written meanwhile."""
        with self._zip.open(make_entry(ROOT + PAYLOAD + path), "w", force_zip64=True) as file:
            hashed = _Hashed(file)
            yield hashed
        self._note(path, hashed.sha256.hexdigest(), hashed.size)

    def _note(self, path: str, sha256: str, size: int) -> None:
        self._manifest += f"{sha256}  {PAYLOAD}{path}\n".encode()
        self._files += 1
        self._bytes += size

    def _close(self) -> None:
        tags = {
            DECLARATION: DECLARED,
            INFO: (
                f"Bag-Software-Agent: According {__version__}\n"
                f"External-Description: {self._description}\n"
                f"Payload-Oxum: {self._bytes}.{self._files}\n"
            ).encode(),
            MANIFEST: bytes(self._manifest),
        }
        tags[TAG_MANIFEST] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in tags.items()).encode()
        for name, data in tags.items():
            self._zip.writestr(make_entry(ROOT + name), data, compresslevel=_LEVEL)


class _Hashed:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Write some bytes, and take them into the hash."""
        self.sha256.update(data)
        self.size += len(data)
        return self._file.write(data)
