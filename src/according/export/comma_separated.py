"""CSV files as RFC 4180 has them, in UTF-8, and what is done with cells that a spreadsheet would run as formulas.

A report may hold any words, and a spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, which may start
programs. Such a text gets an apostrophe before it (numbers never do), and so does one in which only apostrophes and spaces stand before
the sign, so that taking one apostrophe away gives the text back: ``unguarded`` does it. ``cells=exact`` leaves all texts as they are,
for programs that read them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from according.errors import UsageError
from according.export.formats import Choices

CELLS = {"cells": "guarded puts ' before texts that a spreadsheet would run (the default), exact leaves them"}
"""The option of all formats that write CSV."""
_FORMULA = re.compile(r"\A['\s]*[=+\-@＝＋－＠]|\A'*[\t\r]")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_NUMBERS = frozenset({int, float, type(None)})
"""What the writer of the standard library writes as it is: numbers, and None as an empty cell."""
Value = str | int | float | bool | None | tuple[str, ...]


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("a = b"), unguarded(guarded("'=1+1"))
    ("'=1+1", "''=1+1", 'a = b', "'=1+1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that ``guarded`` was given."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell


def is_guarding(choices: Choices) -> bool:
    """Whether texts are to be guarded; raises ``UsageError`` for a value of ``cells`` that means nothing."""
    given = choices.options.get("cells", "guarded")
    if given not in ("guarded", "exact"):
        raise UsageError(f"cells={given}: give guarded or exact")
    return given == "guarded"


class CsvFile:
    """One CSV file that is written row by row; as a context manager."""

    def __init__(self, path: Path, columns: Sequence[str], *, guard: bool) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._as_it_is = _NUMBERS if guard else _NUMBERS | {str}
        self._writer.writerow(columns)
        self.rows = 0

    def write(self, values: Iterable[Value]) -> None:
        """Write one row; None is an empty cell, a truth ``true`` or ``false``, several texts a JSON list."""
        as_it_is = self._as_it_is
        self._writer.writerow([value if type(value) in as_it_is else self._cell(value) for value in values])
        self.rows += 1

    def _cell(self, value: Value) -> str:
        if isinstance(value, str):
            return value if value[:1].isalnum() else guarded(value)
        if isinstance(value, tuple):
            return _encode(value) if value else "[]"
        return "true" if value else "false"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
