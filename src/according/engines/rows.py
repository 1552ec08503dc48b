"""What became of items as rows of a Parquet file, and back: raw bytes, readings as JSON, failures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from according.codec import from_json, to_json
from according.model import Failure, Item, Outcome
from according.read.folders import shown

_ROWS_AT_ONCE = 64
_PLAIN = ("form", "retrieved_at", "method", "url", "media_type", "charset")


def write_rows(file: Path, outcomes: Iterable[Outcome | Failure]) -> tuple[int, int, int]:
    """Write the outcomes as Parquet; returns how many items, reports and failures there were."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = pa.string()
    failures = pa.list_(pa.struct([("ref", words), ("reason", words)]))
    plain = [(name, words) for name in (*_PLAIN, "headers")]
    schema = pa.schema([("ref", words), ("data", pa.binary()), *plain, ("readings", pa.list_(words)), ("failures", failures)])
    counts = [0, 0, 0]
    with pq.ParquetWriter(file, schema, compression="zstd", use_dictionary=False, write_statistics=False) as writer:
        pending = map(_to_row, outcomes)
        while rows := list(islice(pending, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(rows, schema))
            counts[0] += len(rows)
            counts[1] += sum(len(row["readings"]) for row in rows)
            counts[2] += sum(len(row["failures"]) for row in rows)
    return counts[0], counts[1], counts[2]


def read_rows(file: Path) -> Iterator[list[Outcome | Failure]]:
    """The outcomes that ``write_rows`` wrote, some at a time."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(file).iter_batches(batch_size=_ROWS_AT_ONCE):
        yield [_from_row(row) for row in batch.to_pylist()]


def _to_row(outcome: Outcome | Failure) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return _failed(outcome.ref, outcome.reason)
    try:
        return _row_of(outcome)
    except (UnicodeEncodeError, OverflowError) as error:
        return _failed(outcome.item.ref, f"cannot be written as JSON ({error})")


def _failed(ref: str, reason: str) -> dict[str, Any]:
    ref, reason = shown(ref), shown(reason)
    return {"ref": ref, "readings": [], "failures": [{"ref": ref, "reason": reason}]}


def _row_of(outcome: Outcome) -> dict[str, Any]:
    item = outcome.item
    item.ref.encode("utf-8")
    return {
        "ref": item.ref,
        "data": bytes(item.data),
        "form": item.form,
        "retrieved_at": item.retrieved_at,
        "method": item.method,
        "url": item.url,
        "media_type": item.media_type,
        "charset": item.charset,
        "headers": json.dumps(item.headers),
        "readings": [to_json(reading).decode("utf-8") for reading in outcome.readings],
        "failures": [{"ref": failure.ref, "reason": failure.reason} for failure in outcome.failures],
    }


def _from_row(row: dict[str, Any]) -> Outcome | Failure:
    failures = tuple(Failure(one["ref"], one["reason"]) for one in row["failures"])
    if row["data"] is None:
        return failures[0]
    plain = {name: row[name] for name in ("ref", "data", *_PLAIN)}
    item = Item(**plain, headers=tuple((name, value) for name, value in json.loads(row["headers"])))
    return Outcome(item, tuple(from_json(reading.encode("utf-8")) for reading in row["readings"]), failures)
