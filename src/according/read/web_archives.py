"""Web archives: the pages, feeds and documents that a WARC or WACZ file recorded, each as an item of its own."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Failure, Form, Item
from according.read.payloads import (
    Headers,
    charset,
    form_of,
    is_as_promised,
    media_type,
    parse_response,
    size_limit,
    without_chunks,
    without_encoding,
)
from according.read.unpack import unpack
from according.read.warc_records import Damage, Record, iter_records
from according.read.zips import open_member, open_zip

Found = Iterator[Item | Failure]

_HEAD_BYTES = 64 * 1024
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z")
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}


def iter_warc(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """What readers saw of the pages that a WARC recorded: responses with status 200 and resources of readable types.

    The stream may be compressed. An item's ``retrieved_at`` is its record's date; the one given stands in where a record
    has none. A record that is damaged is one ``Failure``, and so is the end of an archive that is cut short.
    """
    try:
        for record in iter_records(unpack(stream, config)):
            if isinstance(record, Damage):
                yield Failure(ref, record.reason)
            else:
                yield from _read_record(record, ref, config, retrieved_at)
    except ReadError as error:
        yield Failure(ref, str(error))


def iter_wacz(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """What ``iter_warc`` finds in the WARC files of a WACZ, in the order of their names; the stream must be seekable.

    Raises ``ReadError`` where the zip archive that it is cannot be opened.
    """
    with open_zip(stream, config) as archive:
        for info in sorted(archive.infolist(), key=lambda info: (info.filename, info.header_offset)):
            if not (info.filename.startswith("archive/") and info.filename.endswith((".warc", ".warc.gz", ".warc.zst"))):
                continue
            member_ref = f"{ref}/{info.filename}"
            try:
                with open_member(archive, info, config) as member:
                    yield from iter_warc(member, member_ref, config, retrieved_at)
            except ReadError as error:
                yield Failure(member_ref, str(error))


def is_wacz(names: list[str]) -> bool:
    """Whether a zip archive with members of these names is a WACZ.

    >>> is_wacz(["datapackage.json", "archive/data.warc.gz"]), is_wacz(["a.html"])
    (True, False)
    """
    return any(name.startswith("archive/") and ".warc" in name for name in names)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A record that is read: what form its payload has, and where in the record that begins."""

    form: Form
    content_type: str | None
    headers: Headers
    body_at: int
    encodings: tuple[str | None, str | None] = (None, None)


def _read_record(record: Record, archive: str, config: Config, retrieved_at: str) -> Found:
    """The item of one record, if it is of a kind and type that is read; raises ``ReadError`` where the archive ends in it."""
    url = (record.get("warc-target-uri") or "").removeprefix("<").removesuffix(">") or None
    ref = url or f"{archive} (record at byte {record.offset:,})"
    block = record.read(_HEAD_BYTES)
    try:
        wanted = _wanted(record, block)
        if wanted:
            _refuse_size(record.length - wanted.body_at, wanted.form, config)
    except ReadError as error:
        yield Failure(ref, str(error))
        return
    if wanted:
        block += record.read(record.length)
        found = _item(record, block, wanted, ref, config)
        if isinstance(found, Item):
            found = replace(found, url=url, retrieved_at=_date(record) or retrieved_at)
        if found is not None:
            yield found


def _wanted(record: Record, block: bytes) -> _Wanted | None:
    """How a record's payload is to be read; None for one that is passed over."""
    declared = record.get("content-type")
    if record.get("warc-type") == "resource":
        form = _form(record, declared, block)
        return _Wanted(form, declared, (), 0) if form else None
    if record.get("warc-type") != "response" or media_type(declared) != "application/http":
        return None
    response = parse_response(block)
    content_type = response.get("content-type")
    form = _form(record, content_type, block[response.body_at :]) if response.status == 200 else None
    encodings = (response.get("transfer-encoding"), response.get("content-encoding"))
    return _Wanted(form, content_type, response.headers, response.body_at, encodings) if form else None


def _form(record: Record, content_type: str | None, body: bytes) -> Form | None:
    """The form by the type that the server gave, else by the one that the archive's maker recognised, else by the bytes."""
    declared = content_type or record.get("warc-identified-payload-type")
    if declared:
        return form_of(media_type(declared))
    if body.startswith(b"%PDF-"):
        return "pdf"
    return "html" if _HTML.match(body) else None


def _refuse_size(size: int, form: Form, config: Config) -> None:
    name, allowed = size_limit(form, config)
    if size > allowed:
        raise LimitExceeded(name, allowed, f"holds {size:,} bytes")


def _item(record: Record, block: bytes, wanted: _Wanted, ref: str, config: Config) -> Item | Failure | None:
    """The record's item; a ``Failure`` where its bytes are not those that were archived; None where it is no report's form."""
    body = block[wanted.body_at :]
    transfer, content = wanted.encodings
    try:
        _verify(record, "WARC-Block-Digest", block)
        whole = without_chunks(body, transfer)
        data = without_encoding(whole, content, wanted.form, config)
        # Archives differ in which of these they take the digest of.
        _verify(record, "WARC-Payload-Digest", body, whole, data)
    except ReadError as error:
        return Failure(ref, str(error))
    if not is_as_promised(wanted.form, data):
        return None
    return Item(
        ref=ref,
        data=data,
        form=wanted.form,
        retrieved_at="",
        method="warc",
        media_type=media_type(wanted.content_type),
        charset=charset(wanted.content_type),
        headers=wanted.headers,
    )


def _verify(record: Record, header: str, *candidates: bytes) -> None:
    """Raises ``ReadError`` if the record states a digest of a known kind that is none of the candidates'."""
    name, _, stated = (record.get(header.lower()) or "").partition(":")
    make = _DIGESTS.get(name.strip().lower().replace("-", ""))
    if make is None or not stated:
        return
    for data in {id(one): one for one in candidates}.values():
        digest = make(data).digest()
        written = (digest.hex(), base64.b32encode(digest).decode().rstrip("=").lower())
        if stated.strip().rstrip("=").lower() in written:
            return
    raise ReadError(f"its bytes do not match the archive's {header} {name}:{stated}")


def _date(record: Record) -> str | None:
    """When the record was made, as it says itself; None if it does not say so in the form that the standard asks for."""
    stated = record.get("warc-date") or ""
    return stated if _DATE.fullmatch(stated) else None
