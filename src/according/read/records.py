"""Reports as JSON records: JSON Lines, an array of them in a file, or one alone.

A record's fields are ``ref``, ``url``, ``publisher``, ``published``, ``title``, ``byline``, ``language`` and ``text`` or
``html``. What it gives wins over what the text says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import msgspec

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Failure, Item
from according.read.dates import parse_stated
from according.read.draft import Draft, Stated
from according.read.html import read_html
from according.read.json_slices import Broken, iter_slices
from according.read.json_values import Values, read_object
from according.read.plain import read_plain

Found = Iterator[Item | Failure]

_BOM = b"\xef\xbb\xbf"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_LONGEST_REF = 4_000


class _Names(msgspec.Struct):
    """What a record is called, which is all that has to be known of it before a worker reads it."""

    ref: str | None = None
    url: str | None = None


_names = msgspec.json.Decoder(_Names)


def iter_jsonl(stream: BinaryIO, ref: str, config: Config, retrieved_at: str, first: int = 1) -> Found:
    """The records of a JSON Lines file, each under its own ref or address, else under ``a.jsonl:12`` by its line.

    Blank lines are passed over; a line over ``max_item_bytes`` is named and not held. ``first`` is the number of the line that the
    stream begins with.
    """
    number = first - 1
    while line := stream.readline(config.max_item_bytes + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > config.max_item_bytes and not line.endswith(b"\n"):
            size = len(line) + _skip_line(stream, config.max_item_bytes)
            yield Failure(f"{ref}:{number}", str(LimitExceeded("max_item_bytes", config.max_item_bytes, f"holds {size:,} bytes")))
        elif line.strip():
            yield _item(line.rstrip(b"\r\n"), f"{ref}:{number}", retrieved_at)


def iter_json(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """The records of a JSON file that is an array of them, or one; each under its own ref or address, else ``a.json:12``."""
    for found in iter_slices(stream, None, config):
        if isinstance(found, Broken):
            name = ref if found.number is None else f"{ref}:{found.number}"
            yield Failure(name, f"{found.reason} (from byte {found.offset:,} on)")
        else:
            yield _item(found.data, f"{ref}:{found.number}", retrieved_at)


def read_record(item: Item, config: Config) -> Draft:
    """The report that a record gives; raises ``ReadError`` where it is broken or holds neither ``text`` nor ``html``."""
    values = read_object(item.data)
    draft = _body(values, config)
    given = {name: (values.text(name) or "").strip() for name in ("ref", "url", "publisher", "title", "byline")}
    published, language = _published(values), _language(values)
    return replace(
        draft,
        ref=given["ref"] or draft.ref,
        url=given["url"] or draft.url,
        publisher=_given(given["publisher"]) or draft.publisher,
        title=_given(given["title"]) or draft.title,
        byline=_given(given["byline"]) or draft.byline,
        published=(published, "input") if published else draft.published,
        language=_given(language) or draft.language,
        problems=(*values.problems, *draft.problems),
    )


def _item(data: bytes, place: str, retrieved_at: str) -> Item:
    """The item of one record; one that cannot be parsed stays under its place, for the worker to say what is wrong."""
    try:
        names = _names.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        names = _Names()
    own = next((name for name in (names.ref, names.url) if name and name.strip() and len(name) < _LONGEST_REF and "\0" not in name), None)
    return Item(ref=own or place, data=data, form="record", retrieved_at=retrieved_at, url=names.url or None)


def _skip_line(stream: BinaryIO, size: int) -> int:
    """Moves to the end of the line; returns how many bytes that was."""
    skipped = 0
    while part := stream.readline(size):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _body(values: Values, config: Config) -> Draft:
    if (text := values.needed_text("text")) is not None:
        return read_plain(text)
    if (markup := values.needed_text("html")) is not None:
        return read_html(markup, values.text("url"), config)
    raise ReadError("holds no text")


def _given(value: str | None) -> tuple[str, str] | None:
    return (value, "input") if value else None


def _published(values: Values) -> Stated | None:
    value = values.text("published")
    stated = parse_stated(value) if value else None
    if value and not stated:
        values.problems.append(f"published {value[:80]!r} states no full date; passed over")
    return stated


def _language(values: Values) -> str | None:
    value = values.text("language")
    if value and not _LANGUAGE.fullmatch(value.strip()):
        values.problems.append(f"language {value[:80]!r} is no language tag; passed over")
        return None
    return value.strip() if value else None
