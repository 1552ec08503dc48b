"""Reads a CSV file as people save them: any common separator, UTF-8 or what spreadsheets write instead, line by line."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from according.compare.coded import BadRow
from according.errors import UsageError

_SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 4_000_000
_LONGEST_LINE = 16_000_000
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_FALLBACK = "cp1252"


@dataclass(slots=True)
class Table:
    """A table as it is read: its headers, and then its rows, each with the number of the line on which it begins.

    ``not_utf8`` counts lines that were not UTF-8 and were read as Windows-1252 instead.
    """

    headers: list[str]
    rows: Iterator[tuple[int, list[str]] | BadRow]
    separator: str
    lines: _Lines = field(repr=False)

    @property
    def not_utf8(self) -> int:
        """How many lines, of those read so far, were not UTF-8."""
        return self.lines.not_utf8


def open_table(file: BinaryIO, name: str) -> Table:
    """The table in an open file; raises ``UsageError`` where there is none."""
    lines = _Lines(file)
    first = next(lines, None)
    if first is not None and first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        first = next(lines, None)
    if first is None or not first.strip():
        raise UsageError(f"{name} is empty: a table begins with a line of headers")
    separator = _separator(first)
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    reader = csv.reader(_chain(first, lines), delimiter=separator)
    headers = [header.strip() for header in next(reader)]
    if len(headers) < 2:
        raise UsageError(f"{name} is no table: its first line has one column ({headers[0][:60]!r})")
    return Table(headers, _rows(reader, lines, len(headers)), separator, lines)


def open_path(path: Path) -> BinaryIO:
    """The file, opened; raises ``UsageError`` where that cannot be done."""
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


class _Lines:
    """The lines of a file as text, counted; what is not UTF-8 is read as Windows-1252, line by line."""

    def __init__(self, file: BinaryIO) -> None:
        self.number = 0
        self.not_utf8 = 0
        start = file.read(4)
        file.seek(0)
        wide = next((codec for mark, codec in _UTF_16.items() if start.startswith(mark)), None)
        self._lines: Iterable[str] = _wide_lines(file, wide) if wide else map(self._decode, _byte_lines(file))
        self._iterator = iter(self._lines)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._iterator)
        self.number += 1
        return line.removeprefix("\ufeff") if self.number == 1 else line

    def _decode(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.not_utf8 += 1
            return line.decode(_FALLBACK, errors="replace")


def _byte_lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines ended by a line feed, or by carriage returns alone as old spreadsheets write them."""
    while line := file.readline(_LONGEST_LINE):
        if b"\r" in line[:-2]:
            yield from (part + b"\n" for part in line.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines())
        else:
            yield line


def _wide_lines(file: BinaryIO, codec: str) -> Iterator[str]:
    return iter(codecs.getreader(codec)(file, "replace"))


def _separator(line: str) -> str:
    """The separator that stands most often outside quotation marks."""
    bare = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=lambda sign: (bare.count(sign), -_SEPARATORS.index(sign)))


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _rows(reader: Iterator[list[str]], lines: _Lines, width: int) -> Iterator[tuple[int, list[str]] | BadRow]:
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(start, f"is no row of a table: {error}")
            continue
        if not any(cell.strip() for cell in cells) or _is_hashtags(cells):
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield BadRow(start, f"has {len(cells)} cells where the header has {width}: is a separator missing its quotation marks?")
            continue
        yield start, [*cells, *[""] * (width - len(cells))]


def _is_hashtags(cells: list[str]) -> bool:
    """Whether it is the row of HXL hashtags below a header."""
    given = [cell.strip() for cell in cells if cell.strip()]
    return all(cell.startswith("#") for cell in given)
