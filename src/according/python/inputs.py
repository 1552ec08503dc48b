"""What a caller of the library gives to be read, as the items that the command would make of it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from according.config import Config, load_config
from according.errors import ReadError, UsageError
from according.ids import sha256_hex
from according.model import Failure, Form, Item
from according.read.fetch import Fetcher, utc_stamp
from according.read.intake import Intake, is_address
from according.read.sniff import sniff

METHOD = "python"
Given = str | Path | bytes
_FILE_NAME = re.compile(r"[^\n]*\.[A-Za-z]\w{0,4}\s*")
_FORMS: tuple[Form, ...] = ("text", "html", "record", "feed", "pdf", "mail", "telegram", "tweet")
_HEAD_BYTES = 4096


def settings(config: Config | None) -> Config:
    """The settings that were given, or those of the environment."""
    return config if config is not None else load_config(os.environ)


def iter_items(given: Iterable[Given], text: str | None, form: Form | None, url: str | None, config: Config) -> Iterator[Item | Failure]:
    """The items in what was given; raises ``UsageError`` where it cannot be told what is meant."""
    given = tuple(given)
    if text is None and not given:
        raise UsageError("nothing to read: give a file, an address, bytes or text=…")
    if form is not None and form not in _FORMS:
        raise UsageError(f"{form!r} is no form: give one of {', '.join(_FORMS)}")
    is_held = [isinstance(one, bytes) or _is_text(one) for one in given]
    if (form or url) and not all(is_held):
        raise UsageError("form= and url= go with bytes or a text: a file or an address tells both itself")
    for one, held in zip(given, is_held, strict=True):
        if not held:
            yield from _named(str(one), config)
        elif isinstance(one, bytes):
            yield _item(one, form or _sniffed(one), url)
        else:
            yield _item(str(one).encode("utf-8", "replace"), form or "text", url)
    if text is not None:
        yield _item(text.encode("utf-8", "replace"), form or "text", url)


def _is_text(given: Given) -> bool:
    """Whether a string is a text: no path or address, no existing file, and not like the name of one that is missing."""
    if not isinstance(given, str):
        return False
    if "\n" in given.strip():
        return True
    return " " in given.strip() and not is_address(given) and not os.path.lexists(given[:4096]) and not _FILE_NAME.fullmatch(given)


def _named(name: str, config: Config) -> Iterator[Item | Failure]:
    if not is_address(name) and not os.path.lexists(name):
        raise ReadError(f"there is no file {name!r} (a text is given as text=…)")
    with Fetcher(config) as fetcher:
        yield from Intake([name], config, fetcher=fetcher, now=lambda: datetime.now(UTC), stdin=io.BytesIO())


def _sniffed(data: bytes) -> Form:
    """The form of bytes, told by themselves."""
    sort = sniff("-", data[:_HEAD_BYTES])
    if sort == "json":
        return "record"
    known = next((form for form in _FORMS if form == sort), None)
    if known is None:
        raise ReadError(f"these bytes are {'of a kind that is not read' if sort is None else f'a container ({sort})'}: save them as a file")
    return known


def _item(data: bytes, form: Form, url: str | None) -> Item:
    """An item under the hash of its bytes, so that two texts are never taken for two captures of one page."""
    return Item(f"given/{sha256_hex(data)[:16]}", data, form, utc_stamp(datetime.now(UTC)), METHOD, url)
