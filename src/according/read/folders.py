"""The files below a folder, in a fixed order, with what cannot be entered named and the rest found all the same."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from according.errors import ReadError
from according.model import Failure

# What pages and exports bring along and no report is in; a file of these kinds is read only when it is named itself.
_ASSETS = frozenset(
    """
    .css .js .mjs .map .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp .tif .tiff .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .mov
    .webm .ogg .oga .ogv .wav .avi .mkv .tgs .db .db-wal .db-shm .sqlite .py .pyc .so .dll .exe .lock .toml .yaml .yml .ini .cfg
    .log .csv .tsv .parquet .xlsx .xls .doc .docx .ppt .pptx
    """.split()
)
_REASONS = {
    errno.ENOENT: "is not there",
    errno.EACCES: "may not be read (permission denied)",
    errno.EPERM: "may not be read (permission denied)",
    errno.EISDIR: "is a folder",
    errno.ELOOP: "is a link that leads back to itself",
    errno.ENAMETOOLONG: "has too long a name",
}
_POSTS_OF_X = re.compile(r"tweets?(-part\d+)?\.js")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a folder that is passed over; ``kind`` is its ending, or what it is in words."""

    path: Path
    kind: str


Walked = Iterator[Path | Skipped | Failure]


def iter_files(folder: Path) -> Walked:
    """Every file below the folder, sorted by name level by level; hidden ones are passed over.

    Links are followed, but not into a folder that is being walked already, which is named as a loop, nor a second time into
    one that was walked, or folders that link to each other would never end.
    """
    walked: set[str] = set()
    pending: list[tuple[Path, frozenset[str]]] = [(folder, frozenset())]
    while pending:
        here, above = pending.pop()
        real = os.path.realpath(here)
        if real in above:
            yield Failure(shown(here), "is a loop: the folder links to one that it lies in")
        elif real in walked:
            yield Skipped(here, "link to a folder that was read already")
        else:
            walked.add(real)
            folders: list[Path] = []
            yield from _entries(here, folders)
            pending += ((path, above | {real}) for path in reversed(folders))


def _entries(here: Path, folders: list[Path]) -> Walked:
    """The files in a folder; the folders in it are added to ``folders``."""
    try:
        with os.scandir(here) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Failure(shown(here), reason_of(error))
        return
    names = {entry.name for entry in found}
    for entry in found:
        if entry.name.startswith("."):
            continue
        try:
            is_folder = entry.is_dir()
        except OSError as error:
            yield Failure(shown(Path(entry.path)), reason_of(error))
            continue
        if not is_folder:
            yield _file(Path(entry.path))
        elif not _belongs_to_page(entry.name, names):
            folders.append(Path(entry.path))


def open_file(path: Path) -> BinaryIO:
    """A regular file, opened to be read; raises ``ReadError`` for anything else, which could make the reader wait for ever.

    Not even for an instant is a pipe waited for or a device woken. Raises ``OSError`` where the system refuses the file.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise ReadError("is a link to something that is not there") from None
        raise
    if not stat.S_ISREG(mode):
        raise ReadError(_what_else(mode))
    stream = io.BufferedReader(io.FileIO(path, opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)))
    if not stat.S_ISREG(mode := os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise ReadError(_what_else(mode))
    return stream


def _what_else(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "is a folder"),
        (stat.S_ISFIFO, "is a named pipe, which is not opened (pipe into standard input, named -, instead)"),
        (stat.S_ISSOCK, "is a socket, which is not opened"),
    )
    return next((words for is_kind, words in kinds if is_kind(mode)), "is a device, which is not opened")


def is_asset(path: Path) -> bool:
    """Whether a file is of a kind that comes along with pages and exports and holds no report.

    >>> is_asset(Path("a/logo.PNG")), is_asset(Path("data/tweets.js")), is_asset(Path("a.html"))
    (True, False, False)
    """
    return path.suffix.lower() in _ASSETS and not _POSTS_OF_X.fullmatch(path.name)


def shown(path: Path | str) -> str:
    r"""The path as it can be printed and stored, with bytes that are no UTF-8 written as ``\xff``."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def reason_of(error: OSError) -> str:
    """Why the system refused a file, in words for a user."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def _file(path: Path) -> Path | Skipped | Failure:
    if shown(path) != str(path):
        return Failure(shown(path), "has a name that is not UTF-8; rename it to read it")
    return Skipped(path, path.suffix.lower()) if is_asset(path) else path


def _belongs_to_page(name: str, names: set[str]) -> bool:
    """Whether a folder is the ``page_files`` that a browser saved beside ``page.html``."""
    stem = name.removesuffix("_files")
    return stem != name and not names.isdisjoint((f"{stem}.html", f"{stem}.htm"))
