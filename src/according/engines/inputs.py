"""From what the user names (paths, folders, patterns, on any file system that fsspec knows) to files, in a fixed order."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from according.config import MIB
from according.ids import sha256_hex
from according.model import Failure
from according.read.folders import Skipped, is_asset, iter_files, open_file, reason_of, shown

_PATTERN = frozenset("*?[")
_WEB = ("http://", "https://")
_BLOCK_BYTES = MIB
"""So much of a remote file is asked for beyond what is wanted: few requests, and little beyond the end of a part."""


class NotReached(OSError):
    """A file system on other machines that does not answer, asks for keys that it is not given, or whose package is missing."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: ``ref`` is what the user calls it, ``path`` what every machine does.

    ``stamp`` changes where the file does: its size and the time of its last change, or what an object store says instead.
    """

    ref: str
    path: str
    bytes: int
    stamp: str


def is_remote(path: str) -> bool:
    """Whether a path names its file system, and is none of this machine's.

    >>> is_remote("s3://bucket/a.warc.gz"), is_remote("a/b.warc.gz"), is_remote("-")
    (True, False, False)
    """
    return "://" in path and not os.path.lexists(path)


def iter_inputs(names: Sequence[str]) -> Iterator[Input | Failure | Skipped]:
    """The files that the user named, each once, in the order of the names; what is in a folder or fits a pattern, sorted."""
    seen: set[str] = set()
    for name in names:
        for found in _iter_named(name):
            if not isinstance(found, Input):
                yield found
            elif found.path not in seen:
                seen.add(found.path)
                yield found


def open_input(path: str) -> BinaryIO:
    """A file, opened to be read from any place in it; raises ``OSError`` or ``ReadError``."""
    if not is_remote(path):
        return open_file(Path(path))
    system, inner = file_system(path)
    with reaching(path):
        return cast(BinaryIO, io.BufferedReader(_RemoteFile(system.open(inner, "rb", block_size=_BLOCK_BYTES), path)))


def file_system(path: str) -> tuple[Any, str]:
    """The file system of a path, and the path in it; raises ``NotReached`` where it is not known or its package is missing."""
    from fsspec.core import url_to_fs

    try:
        system, inner = url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise NotReached(_why_unknown(path.partition("://")[0], error)) from error
    return system, inner


@contextmanager
def reaching(path: str) -> Iterator[None]:
    """Within it whatever a file system's package raises is an ``OSError``: each has a tree of errors of its own.

    What is not there is a ``FileNotFoundError`` that names the path.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from error
    except OSError:
        raise
    except Exception as error:
        raise NotReached(f"cannot be reached ({type(error).__name__}: {error})") from error


class _RemoteFile(io.RawIOBase):
    """A file that fsspec has opened, read as files of this machine are and with their errors."""

    def __init__(self, opened: Any, path: str) -> None:
        super().__init__()
        self._opened, self._path = opened, path

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with the next bytes; returns how many, and raises ``NotReached`` where they do not come."""
        try:
            data = self._opened.read(len(buffer))
        except Exception as error:
            raise NotReached(f"{self._path} cannot be read any further ({type(error).__name__}: {error})") from error
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes to a place in the file; returns where that is, in bytes from its begin."""
        return int(self._opened.seek(offset, whence))

    def close(self) -> None:
        """Closes the file."""
        if not self.closed:
            self._opened.close()
        super().close()


def _why_unknown(protocol: str, error: Exception) -> str:
    from fsspec.registry import known_implementations

    package = str(known_implementations.get(protocol, {}).get("class", "fsspec")).partition(".")[0]
    if isinstance(error, ImportError) and package != "fsspec":
        return f"{protocol}:// needs the package {package}: pip install {package} ({error})"
    return f"{protocol}:// is a file system that cannot be opened ({error})"


def _iter_named(name: str) -> Iterator[Input | Failure | Skipped]:
    if name == "-" or name.startswith(_WEB):
        yield Failure(name, "is no file: --engine ray reads files, folders and patterns, local or such as s3://bucket/*.warc.gz")
        return
    try:
        if is_remote(name):
            with reaching(name):
                yield from _iter_remote(name)
        else:
            yield from _iter_local(name)
    except OSError as error:
        yield Failure(shown(name), reason_of(error))


def _iter_local(name: str) -> Iterator[Input | Failure | Skipped]:
    path = Path(name)
    if path.is_dir():
        for found in iter_files(path):
            is_table = isinstance(found, Skipped) and found.path.suffix.lower() == ".parquet"
            yield found if isinstance(found, Failure) or (isinstance(found, Skipped) and not is_table) else _local(_path_of(found))
    elif _PATTERN.intersection(name) and not os.path.lexists(name):
        from glob import glob

        matched = sorted(glob(name, recursive=True), key=os.fsencode)
        if not matched:
            yield Failure(shown(name), "fits no file")
        for one in matched:
            if not os.path.isdir(one):
                yield _local(Path(one))
    else:
        yield _local(path)


def _path_of(found: Path | Skipped) -> Path:
    return found.path if isinstance(found, Skipped) else found


def _local(path: Path) -> Input | Failure:
    if shown(path) != str(path):
        return Failure(shown(path), "has a name that is not UTF-8; rename it to read it")
    try:
        found = path.stat()
    except OSError as error:
        return Failure(shown(path), reason_of(error))
    return Input(str(path), os.path.abspath(path), found.st_size, f"{found.st_size} {found.st_mtime_ns}")


def _iter_remote(name: str) -> Iterator[Input | Failure | Skipped]:
    system, inner = file_system(name)
    system.invalidate_cache()  # what it listed before may have changed
    if _PATTERN.intersection(inner):
        paths = [path for path in system.glob(inner) if not system.isdir(path)]
    elif system.isdir(inner):
        files = [path for path in system.find(inner) if not path.endswith("/")]  # which in an object store marks a folder
        paths = [path for path in files if not is_asset(Path(path)) or path.endswith(".parquet")]
    else:
        paths = [inner]
    if not paths:
        yield Failure(name, "fits no file")
    for path in sorted(paths):
        if not Path(path).name.startswith("."):
            url = system.unstrip_protocol(path)
            yield Input(url, url, int(system.size(path) or 0), _remote_stamp(system, path))


def _remote_stamp(system: Any, path: str) -> str:
    """What changes when a file does, as its file system tells: size, and tag or time of the last change."""
    told = system.info(path)
    marks = [str(told[key]) for key in ("size", "ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified") if key in told]
    return sha256_hex("\n".join(marks).encode())
