"""Made-up reports in each of the forms that workers read, and what one machine finds in them."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from according.config import Config
from according.model import Failure, Item
from according.read.fetch import Fetcher
from according.read.intake import Intake

NOW = datetime(2019, 3, 13, 10, 0, 0, tzinfo=UTC)
STAMP = "2019-03-13T10:00:00Z"
PLACES = ("Kesh", "Orna", "Tessamar", "Nuvesh", "Ghelda")


def record(number: int) -> dict[str, str]:
    """One report, each unlike the others."""
    place = PLACES[number % len(PLACES)]
    text = (
        f"{place.upper()} — The army shelled the village of {place} on Tuesday, killing {number + 2} civilians, a spokesman said.\n\n"
        f"“We counted {number + 5} wounded,” said Doctor Ilan Veresh, who runs the hospital there. The army denied report {number}."
    )
    return {"url": f"https://herald.example/{number}", "publisher": "Herald", "published": "2019-03-12", "text": text}


def lines(count: int) -> list[bytes]:
    """Reports as lines of JSON; some without an address, which are called by their line."""
    found = [record(number) for number in range(count)]
    for one in found[2::5]:
        del one["url"]
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in found]


def write_jsonl(path: Path, written: Sequence[bytes]) -> Path:
    """The lines in a file, one gzip member around them if it is called so."""
    data = b"".join(line + b"\n" for line in written)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_parquet(path: Path, count: int) -> Path:
    """The reports of ``lines`` as rows in groups of seven, beside a column that nobody reads."""
    rows = [json.loads(line) | {"row": number} for number, line in enumerate(lines(count))]
    schema = pa.schema([(name, pa.string()) for name in ("url", "publisher", "published", "text")] + [("row", pa.int64())])
    pq.write_table(pa.Table.from_pylist(rows, schema), path, row_group_size=7)
    return path


def page(number: int) -> bytes:
    """The report as a page."""
    one = record(number)
    paragraphs = "".join(f"<p>{part}</p>" for part in one["text"].split("\n\n"))
    return f"<!doctype html><html><head><title>Report {number}</title></head><body><article>{paragraphs}</article></body></html>".encode()


def warc_record(kind: str, number: int, body: bytes, *, address: bool = True) -> bytes:
    """One record of a WARC."""
    if kind == "response":
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    where = f"WARC-Target-URI: https://herald.example/{number}\r\n" if address else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{where}WARC-Date: 2019-03-12T08:00:00Z\r\nContent-Type: application/http\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def warc_records(count: int, *, address: bool = True) -> list[bytes]:
    """The records of an archive: what it is, and for each page what was asked and what was answered."""
    found = [warc_record("warcinfo", 0, b"software: none\r\n", address=False)]
    for number in range(count):
        found.append(warc_record("request", number, b"GET / HTTP/1.1\r\n\r\n"))
        found.append(warc_record("response", number, page(number), address=address))
    return found


def write_warc(path: Path, records: Sequence[bytes]) -> Path:
    """The records in a file, each a gzip member of its own if it is called so."""
    path.write_bytes(b"".join(gzip.compress(one) if path.suffix == ".gz" else one for one in records))
    return path


def on_one_machine(path: Path, config: Config) -> list[Item | Failure]:
    """What one machine finds in a file."""
    with Fetcher(config) as fetcher:
        return list(Intake([str(path)], config, fetcher=fetcher, now=lambda: NOW, stdin=io.BytesIO()))
