"""The files of a pack, in a zip file or unpacked in a folder. Nothing is ever written, and no more is read at once than a file may hold.

A zip file of a stranger may name files outside of its folder, claim to unpack to more than any disk holds, or hide bytes between its
files. Such a one is refused before any of it is unpacked.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from according.export.bag import DECLARATION, ROOT
from according.export.checking.faults import PackFault

LARGEST_READ = 64 << 20
"""So many bytes a text, a page or a line may have; raw captures are hashed some bytes at a time and may have any size."""
CHUNK = 1 << 18
_UNPACKED_FREELY, _MOST_RATIO = 100 << 20, 200
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Refused(Exception):
    """A pack that is not opened, or a file of it that cannot be read; ``fault`` says why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = PackFault(file, reason)


class Container(Protocol):
    """The files of a bag by their paths in it, with their sizes."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """All files with their sizes in bytes."""

    def open(self, path: str) -> IO[bytes]:
        """A file to read; what it raises is turned by the readers below."""


def iter_chunks(container: Container, path: str) -> Iterator[bytes]:
    """The bytes of a file, some at a time; raises ``Refused`` where they cannot be had."""
    try:
        with container.open(path) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except _BROKEN as error:
        raise Refused(path, f"cannot be read: {error}") from error


def read_whole(container: Container, path: str) -> bytes:
    """A file that is small; raises ``Refused`` for one that is not there, cannot be read or is not small."""
    size = container.sizes.get(path)
    if size is None:
        raise Refused(path, "is missing")
    if size > LARGEST_READ:
        raise Refused(path, f"has {size:,} bytes, more than such a file may have ({LARGEST_READ:,})")
    return b"".join(iter_chunks(container, path))


def iter_lines(container: Container, path: str) -> Iterator[bytes]:
    """The lines of a file without their ends; raises ``Refused`` where they cannot be had, or one is longer than a line may be."""
    if path not in container.sizes:
        raise Refused(path, "is missing")
    try:
        with container.open(path) as file:
            while line := file.readline(LARGEST_READ + 1):
                if len(line) > LARGEST_READ:
                    raise Refused(path, f"holds a line of more than {LARGEST_READ:,} bytes")
                yield line.rstrip(b"\n")
    except _BROKEN as error:
        raise Refused(path, f"cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class _Zip:
    file: zipfile.ZipFile
    sizes: Mapping[str, int]

    def open(self, path: str) -> IO[bytes]:
        return self.file.open(ROOT + path)


@dataclass(frozen=True, slots=True)
class _Folder:
    root: Path
    sizes: Mapping[str, int]

    def open(self, path: str) -> IO[bytes]:
        return (self.root / path).open("rb")


def open_zip(path: Path) -> tuple[Container, zipfile.ZipFile]:
    """The files of a zip file, and the zip file itself; raises ``Refused`` for what no pack is."""
    try:
        opened = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Refused(path.name, f"is no whole zip file: it was cut short or altered ({error})") from error
    try:
        return _Zip(opened, _sizes(opened, path)), opened
    except BaseException:
        opened.close()
        raise


def _sizes(opened: zipfile.ZipFile, path: Path) -> dict[str, int]:
    size = path.stat().st_size
    total, packed = (sum(getattr(one, name) for one in opened.infolist()) for name in ("file_size", "compress_size"))
    if packed > size or (total > _UNPACKED_FREELY and total > _MOST_RATIO * size):
        raise Refused(path.name, f"would unpack from {size:,} to {total:,} bytes, as no pack does: it is not opened")
    sizes: dict[str, int] = {}
    for one in opened.infolist():
        if reason := _why_refused(one, sizes):
            raise Refused(one.filename, f"{reason}: the pack is not opened")
        if one.is_dir():
            continue
        sizes[one.filename.removeprefix(ROOT)] = one.file_size
    return sizes


def _why_refused(one: zipfile.ZipInfo, known: Mapping[str, int]) -> str | None:
    """What in an entry could lead out of the pack's folder, or to something else than its name says."""
    name, kind = one.filename.removesuffix("/") if one.is_dir() else one.filename, one.external_attr >> 28
    if one.filename != one.orig_filename or "\\" in name or "\0" in name or ":" in name:
        return "its name holds characters that no file of a pack has"
    if not f"{name}/".startswith(ROOT) or any(part in ("", ".", "..") for part in name.split("/")):
        return f"its path leads out of {ROOT}"
    if kind not in ((0, 4) if one.is_dir() else (0, 8)):
        return "it is no plain file"
    if one.flag_bits & 1:
        return "it is encrypted"
    return "it is there twice" if name.removeprefix(ROOT) in known else None


def open_folder(path: Path) -> Container:
    """The files of an unpacked pack; raises ``Refused`` for a folder that holds none, or links."""
    root = path if (path / DECLARATION).is_file() else path / ROOT
    if not (root / DECLARATION).is_file():
        raise Refused(path.name, f"is no pack: it holds no {DECLARATION}")
    sizes: dict[str, int] = {}
    for folder, names, found in os.walk(root):
        for name in (*names, *found):
            one = Path(folder, name)
            where = one.relative_to(root).as_posix()
            if one.is_symlink() or not (one.is_dir() or one.is_file()):
                raise Refused(where, "is a link or no plain file: the pack is not opened")
            if one.is_file():
                sizes[where] = one.stat().st_size
    return _Folder(root, sizes)
