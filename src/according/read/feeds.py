"""RSS and Atom: each entry of a feed as a report of its own."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from typing import Any

import feedparser

from according.config import Config
from according.errors import ReadError
from according.model import Item, Post
from according.read.dates import parse_stated
from according.read.decode import clean
from according.read.draft import Draft, Stated
from according.read.html import fragment
from according.read.posts import find_posts

_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,4000}\[", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_PLAIN = "text/plain"
# Harmless to what is read: the encoding that was declared was not the one used, or the server named no XML type.
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def read_feed(item: Item, config: Config) -> tuple[Draft, ...]:
    """The entries of a feed, ``entry/1`` onwards; raises ``ReadError`` where it holds none, or none with text.

    A feed that declares entities of its own is refused, since a few lines of them can unfold to gigabytes.
    """
    if _declares_entities(item.data.replace(b"\0", b"")):  # without the NULs of UTF-16 and UTF-32
        raise ReadError("declares entities of its own, which is not read")
    feed = _parse(item)
    publisher = _plain(feed.feed.get("title"), config)
    entries = [_read_entry(entry, number, publisher, config) for number, entry in enumerate(feed.entries, 1)]
    drafts = [draft for draft in entries if draft.text.strip()]
    if not drafts:
        raise ReadError("its entries hold no text" if entries else "is no feed, or one without entries")
    malformed = _problems(feed)
    lost = tuple(f"{draft.locator} holds no text; passed over" for draft in entries if not draft.text.strip())
    first, *others = (replace(draft, problems=malformed + draft.problems) for draft in drafts)
    return (replace(first, problems=lost + first.problems), *others)


def _declares_entities(data: bytes) -> bool:
    subset = _SUBSET.search(data)
    return subset is not None and _ENTITY.search(data, subset.end()) is not None


def _parse(item: Item) -> Any:
    """The feed as feedparser sees it, which gets bytes and never an address, and so fetches nothing."""
    # Without a content type it would take any bytes for Latin-1.
    headers = {"content-type": "application/xml" + (f"; charset={item.charset}" if item.charset else "")}
    if item.url:
        headers["content-location"] = item.url
    return feedparser.parse(io.BytesIO(item.data), response_headers=headers, sanitize_html=False, resolve_relative_uris=True)


def _problems(feed: Any) -> tuple[str, ...]:
    error = feed.get("bozo_exception") if feed.get("bozo") else None
    if error is None or isinstance(error, _HARMLESS):
        return ()
    return (f"the feed is malformed: {clean(str(error))[0]}",)


def _read_entry(entry: Any, number: int, publisher: str | None, config: Config) -> Draft:
    title = _plain(entry.get("title"), config)
    text, posts, problems = _body(entry, config)
    if not text.strip() and title:
        text, posts, problems = title, (), (*problems, "the entry holds no text beside its title")
    link = _word(entry.get("link"))
    byline = _byline(entry)
    published, modified = _date(entry, "published"), _date(entry, "updated")
    return Draft(
        text=text,
        locator=f"entry/{number}",
        ref=_word(entry.get("id")) or link,
        url=link,
        publisher=(publisher, "input") if publisher else None,
        byline=(byline, "input") if byline else None,
        title=(title, "input") if title else None,
        published=(published, "input") if published else None,
        modified=(modified, "input") if modified else None,
        posts=posts,
        problems=problems,
    )


def _body(entry: Any, config: Config) -> tuple[str, tuple[Post, ...], tuple[str, ...]]:
    """The entry's words: its content, or else its summary; the posts in them; and what was wrong."""
    contents = [*entry.get("content", []), entry.get("summary_detail") or {}]
    for content in contents:
        value, problems = clean(str(content.get("value") or ""))
        if not value.strip():
            continue
        if content.get("type") == _PLAIN:
            return value, find_posts(value), problems
        text, posts = fragment(value, config)
        if text.strip():
            return text, posts, problems
    return "", (), ()


def _byline(entry: Any) -> str | None:
    """Who wrote the entry: the name alone where RSS gives ``address (name)``."""
    value = _word(entry.get("author"))
    found = re.fullmatch(r"\S+@\S+\s+\((.+)\)", value or "")
    return found.group(1) if found else value


def _date(entry: Any, name: str) -> Stated | None:
    """The date as the feed states it, else the one that feedparser made out, in UTC."""
    # Its own look-up would answer "updated" with "published".
    stated = parse_stated(str(dict.get(entry, name) or ""))
    parsed = dict.get(entry, f"{name}_parsed")
    if stated or not isinstance(parsed, time.struct_time):
        return stated
    return parse_stated(time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed))


def _plain(markup: Any, config: Config) -> str | None:
    """A title without the markup that some feeds put into it."""
    value = clean(str(markup or ""))[0]
    text = fragment(value, config)[0] if "<" in value or "&" in value else value
    return " ".join(text.split()) or None


def _word(value: Any) -> str | None:
    return clean(str(value or "").strip())[0] or None
