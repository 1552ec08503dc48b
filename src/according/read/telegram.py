"""Telegram Desktop's export (``result.json``): each message of a chat, or of all chats of an account, as a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import msgspec

from according.config import Config
from according.errors import ReadError
from according.model import Failure, Hints, Item, Post
from according.read.decode import clean
from according.read.draft import Draft, Stated
from according.read.json_slices import Broken, Slice, iter_slices
from according.read.json_values import Values, read_object

Found = Iterator[Item | Failure]

_MEDIA = ("photo", "file")


class _Glance(msgspec.Struct):
    """What decides whether a message is read, and under which name."""

    id: int | str | None = None
    type: str | None = None
    text: msgspec.Raw = msgspec.Raw(b'""')


_glance = msgspec.json.Decoder(_Glance)


def iter_telegram(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """The messages with text of an export, each under ``result.json/CHAT/MESSAGE`` by the numbers that Telegram gave them.

    Service messages (someone joined, a title changed) and those of pictures alone are passed over.
    """
    for found in iter_slices(stream, "messages", config):
        if isinstance(found, Broken):
            which = ref if found.number is None else f"{ref} message {found.number}"
            yield Failure(which, f"{found.reason} (from byte {found.offset:,} on)")
            continue
        try:
            glance = _glance.decode(found.data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Failure(f"{ref} message {found.number}", f"is not JSON: {error} (from byte {found.offset:,} on)")
            continue
        if glance.type == "message" and bytes(glance.text) not in (b'""', b"[]"):
            yield _item(found, glance, ref, retrieved_at)


def read_message(item: Item, config: Config) -> Draft:
    """The post that a message is; raises ``ReadError`` where it is broken or holds no text."""
    values = read_object(item.data)
    text = _text(values)
    published, modified = _time(values, "date"), _time(values, "edited")
    author = values.text("from")
    post = Post(
        span=(0, len(text)),
        text_span=(0, len(text)),
        platform="telegram",
        author=author,
        published=published.date if published else None,
        published_how="input" if published else None,
        media=tuple(path for name in _MEDIA if (path := values.text(name)) and not path.startswith("(")),
        forwarded_from=values.text("forwarded_from"),
    )
    return Draft(
        text=text,
        kind="post",
        publisher=(item.hints.publisher, "input") if item.hints.publisher else None,
        byline=(author, "input") if author else None,
        published=(published, "input") if published else None,
        modified=(modified, "input") if modified else None,
        posts=(post,),
        problems=tuple(values.problems),
    )


def _item(found: Slice, glance: _Glance, ref: str, retrieved_at: str) -> Item:
    name, chat = found.said("name"), found.said("id")
    channel = clean(name)[0] if isinstance(name, str) and name.strip() else None
    number = found.number if glance.id is None else glance.id
    return Item(
        ref=f"{ref}/{chat}/{number}" if chat is not None else f"{ref}/{number}",
        data=found.data,
        form="telegram",
        retrieved_at=retrieved_at,
        hints=Hints(publisher=channel, channel=channel),
    )


def _text(values: Values) -> str:
    """The message's words: Telegram writes them as text, or as a list of texts and objects with a text (links, bold)."""
    value = values.members.get("text")
    parts: list[Any] = value if isinstance(value, list) else [value]
    words = [part.get("text") if isinstance(part, dict) else part for part in parts]
    if any(word is not None and not isinstance(word, str) for word in words):
        values.problems.append("parts of the message are no text; passed over")
    text, problems = clean("".join(word for word in words if isinstance(word, str)))
    values.problems.extend(problems)
    if not text.strip():
        raise ReadError("holds no text")
    return text


def _time(values: Values, name: str) -> Stated | None:
    """The time in UTC if the message gives it, else the exporter's local time, which names no zone."""
    for key, parse in ((f"{name}_unixtime", _unix_time), (name, _local_time)):
        value = values.members.get(key)
        if value is not None:
            if stated := parse(str(value)):
                return stated
            values.problems.append(f"{key} {str(value)[:80]!r} is no time; passed over")
    return None


def _unix_time(value: str) -> Stated | None:
    try:
        at = datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Stated(at.date().isoformat(), at.isoformat().replace("+00:00", "Z"))


def _local_time(value: str) -> Stated | None:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Stated(at.date().isoformat(), at.isoformat())
