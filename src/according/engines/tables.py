"""The rows of a Parquet file as lines of JSON, in the form of the records that are read from JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

import msgspec

from according.engines.inputs import NotReached
from according.errors import ReadError

MAGIC = b"PAR1"

_FIELDS = ("ref", "url", "publisher", "published", "title", "byline", "language", "text", "html")
_ROWS_AT_ONCE = 64


def iter_rows(stream: BinaryIO, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
    r"""The rows from ``begin`` to before ``end``, each as one line with the fields that it gives, in a fixed order.

    Other columns are passed over, and so are empty fields: the line of a row is the same whatever else its table holds. Row
    groups without such rows are not touched. Raises ``ReadError`` where the file is no whole Parquet, or has no column to read, and
    ``NotReached`` where it does not come.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
        names = [name for name in _FIELDS if name in file.schema_arrow.names]
        if not {"text", "html"}.intersection(names):
            raise ReadError("has no column named text or html")
        groups, at = _groups(file.metadata, begin, end)
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=groups, columns=names):
            for row in batch.to_pylist():
                if begin <= at and (end is None or at < end):
                    yield _line(row)
                at += 1
    except NotReached:
        raise
    except (pa.ArrowException, OSError) as error:
        raise ReadError(f"is no whole Parquet file ({' '.join(str(error).split())[:200]})") from error


def _groups(metadata: Any, begin: int, end: int | None) -> tuple[list[int], int]:
    """The row groups in which the rows are, and the number of the first row in them."""
    wanted: list[int] = []
    at = first = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        if at + rows > begin and (end is None or at < end):
            first = first if wanted else at
            wanted.append(group)
        at += rows
    return wanted, first


def _line(row: dict[str, Any]) -> bytes:
    return msgspec.json.encode({name: _value(row[name]) for name in _FIELDS if row.get(name) is not None}) + b"\n"


def _value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
