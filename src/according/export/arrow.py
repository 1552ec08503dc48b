"""Parquet files by pyarrow, which is an extra: it is asked for only when such a file is written."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from according.errors import UsageError
from according.export.dictionary import Column

_GROUP = 5_000
"""So many rows are held in memory and written as one row group."""


def load_pyarrow(name: str = "pyarrow") -> Any:
    """The module of pyarrow; raises ``UsageError`` that says how to install it where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError("Parquet files need pyarrow; install it with: pip install 'according[parquet]'") from error


class ParquetFile:
    """One Parquet file that is written row by row, with the meanings of its columns in it; as a context manager."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._arrow = load_pyarrow()
        self._schema = self._arrow.schema([self._field(one) for one in columns])
        self._file = load_pyarrow("pyarrow.parquet").ParquetWriter(path, self._schema, compression="zstd")
        self._held: list[Sequence[Any]] = []
        self.rows = 0

    def _field(self, column: Column) -> Any:
        arrow = self._arrow
        types = {
            "string": arrow.string(),
            "integer": arrow.int64(),
            "number": arrow.float64(),
            "boolean": arrow.bool_(),
            "list": arrow.list_(arrow.string()),
            "binary": arrow.binary(),
        }
        return arrow.field(column.name, types[column.type], metadata={"description": column.meaning})

    def write(self, row: Sequence[Any]) -> None:
        """Write one row, its values in the order of the columns."""
        self._held.append(row)
        self.rows += 1
        if len(self._held) >= _GROUP:
            self._flush()

    def note(self, said: Mapping[str, str]) -> None:
        """Say something of the whole file in its metadata."""
        self._file.add_key_value_metadata(dict(said))

    def _flush(self) -> None:
        columns = list(zip(*self._held, strict=True)) or [()] * len(self._schema)
        arrays = [self._arrow.array(values, type=field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._file.write_table(self._arrow.table(arrays, schema=self._schema))
        self._held = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._flush()
        finally:
            self._file.close()
