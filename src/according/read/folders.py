"""The files below a folder, in a fixed order, with what cannot be entered named and the rest found all the same."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from according.model import Failure

# What pages and exports bring along and no report is in; a file of these kinds is read only when it is named itself.
_ASSETS = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".ico",
        ".bmp",
        ".tif",
        ".tiff",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".mp3",
        ".mp4",
        ".m4a",
        ".mov",
        ".webm",
        ".ogg",
        ".oga",
        ".ogv",
        ".wav",
        ".avi",
        ".mkv",
        ".tgs",
        ".db",
        ".db-wal",
        ".db-shm",
        ".sqlite",
        ".py",
        ".pyc",
        ".so",
        ".dll",
        ".exe",
        ".lock",
        ".toml",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".log",
        ".csv",
        ".tsv",
        ".parquet",
        ".xlsx",
        ".xls",
        ".doc",
        ".docx",
        ".ppt",
        ".pptx",
    ]
)
_POSTS_OF_X = re.compile(r"tweets?(-part\d+)?\.js")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is of a kind which holds no report, such as a picture."""

    path: Path


def iter_files(folder: Path) -> Iterator[Path | Skipped | Failure]:
    """Every file below the folder, sorted by name level by level; hidden ones are passed over.

    Links are followed, but not into a folder that is being walked already, which is named as a loop.
    """
    pending: list[tuple[Path, frozenset[str]]] = [(folder, frozenset())]
    while pending:
        here, above = pending.pop()
        real = os.path.realpath(here)
        if real in above:
            yield Failure(shown(here), "is a loop: the folder links to one that it lies in")
            continue
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield Failure(shown(here), reason_of(error))
            continue
        folders = []
        for entry in entries:
            if not entry.name.startswith("."):
                if entry.is_dir() and not _belongs_to_page(entry, entries):
                    folders.append((Path(entry.path), above | {real}))
                elif not entry.is_dir():
                    yield _file(Path(entry.path))
        pending += reversed(folders)


def is_asset(path: Path) -> bool:
    """Whether a file is of a kind that comes along with pages and exports and holds no report.

    >>> is_asset(Path("a/logo.PNG")), is_asset(Path("data/tweets.js")), is_asset(Path("a.html"))
    (True, False, False)
    """
    return path.suffix.lower() in _ASSETS and not _POSTS_OF_X.fullmatch(path.name)


def shown(path: Path) -> str:
    """The path as it can be printed and stored, with bytes that are no UTF-8 written as ``\\xff``."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def reason_of(error: OSError) -> str:
    """Why the system refused a file, in words for a user."""
    known = {FileNotFoundError: "is not there", PermissionError: "may not be read (permission denied)", IsADirectoryError: "is a folder"}
    return next((words for kind, words in known.items() if isinstance(error, kind)), error.strerror or str(error))


def _file(path: Path) -> Path | Skipped | Failure:
    if shown(path) != str(path):
        return Failure(shown(path), "has a name that is not UTF-8; rename it to read it")
    return Skipped(path) if is_asset(path) else path


def _belongs_to_page(entry: os.DirEntry[str], entries: list[os.DirEntry[str]]) -> bool:
    """Whether a folder is the ``page_files`` that a browser saved beside ``page.html``."""
    stem = entry.name.removesuffix("_files")
    return stem != entry.name and any(other.name in (f"{stem}.html", f"{stem}.htm") for other in entries)
