"""Asks one feed for what is new: only if its time has come, and only for what changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from sqlalchemy import delete, insert, select

from according.errors import ReadError
from according.ids import capture_id, sha256_hex
from according.model import Failure, Item
from according.read.fetch import Fetched, Fetcher, utc_stamp
from according.store import Account
from according.store.ledger import follows
from according.store.schema import captures
from according.watch.entries import cut_feed

LONGEST_PAUSE_S = 24 * 3600.0
"""Longest pause after failures, unless the server asks for more."""
LONGEST_ASKED_S = 7 * 24 * 3600.0
"""Longest pause that a feed or server is granted."""
_NOT_MODIFIED = 304
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.ASCII | re.IGNORECASE)
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Follow:
    """What is known of a feed that is polled: what its server gave to ask for changes by, and before when not to ask (UTC)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    polled_at: str | None = None
    next_at: str | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Poll:
    """What asking a feed gave: its new entries, or why it gave none, and what to keep of it once they are read."""

    follow: Follow
    items: tuple[Item, ...] = ()
    failure: Failure | None = None


def read_follow(account: Account, url: str) -> Follow:
    """What the account knows of a feed."""
    with account.reading_rows() as connection:
        row = connection.execute(select(follows).where(follows.c.url == url)).one_or_none()
    return Follow(**row._mapping) if row else Follow(url)


def keep_follow(account: Account, follow: Follow) -> None:
    """Keep what is known of a feed, in place of what was known before."""
    with account.writing_rows() as connection:
        connection.execute(delete(follows).where(follows.c.url == follow.url))
        values = {name: getattr(follow, name) for name in Follow.__slots__}
        connection.execute(insert(follows).values(values))


def parse_stamp(stamp: str) -> datetime:
    """The moment that ``utc_stamp`` wrote."""
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def poll(account: Account, fetcher: Fetcher, follow: Follow, now: datetime, every_s: float, known: Collection[str] = ()) -> Poll:
    """Ask a feed for entries that neither the account nor ``known`` (ids of captures) holds; a failure is in what is returned."""
    try:
        fetched = fetcher.fetch(follow.url, etag=follow.etag, last_modified=follow.last_modified)
    except ReadError as error:
        pause_s = max(min(every_s * 2.0 ** min(follow.failures, 20), LONGEST_PAUSE_S), getattr(error, "asked_s", None) or 0.0)
        return Poll(
            Follow(follow.url, follow.etag, follow.last_modified, utc_stamp(now), _later(now, pause_s), follow.failures + 1),
            failure=Failure(follow.url, str(error)),
        )
    if fetched.status == _NOT_MODIFIED:
        asked_s = _max_age_s(fetched)
        return Poll(Follow(follow.url, follow.etag, follow.last_modified, utc_stamp(now), _later(now, asked_s)))
    cut = cut_feed(fetched.data)
    asked_s = max(_max_age_s(fetched), (cut.pause_s if cut else None) or 0.0)
    after = Follow(follow.url, _header(fetched, "etag"), _header(fetched, "last-modified"), utc_stamp(now), _later(now, asked_s))
    items = tuple(_entry_item(follow.url, fetched, entry.name, entry.data) for entry in cut.entries) if cut else ()
    return Poll(after, tuple(_new(account, items or (_whole_item(follow.url, fetched),), known)))


def capture_of(item: Item) -> str:
    """The id of the capture that an item makes."""
    return capture_id(sha256_hex(item.data), item.url)


def _new(account: Account, items: tuple[Item, ...], known: Collection[str]) -> Iterator[Item]:
    for item in items:
        name = capture_of(item)
        if name in known:
            continue
        with account.reading_rows() as connection:
            if connection.scalar(select(captures.c.seq).where(captures.c.id == name)) is None:
                yield item


def _entry_item(feed: str, fetched: Fetched, name: str, data: bytes) -> Item:
    """An entry under an address of its own, so that only a later form of the same entry overtakes it."""
    part = quote(name, safe="")
    fragment = part if len(part) <= _LONGEST_NAME else sha256_hex(name.encode("utf-8", "replace"))
    return _item(f"{feed.partition('#')[0]}#{fragment}", f"{fetched.final_url.partition('#')[0]}#{fragment}", data, fetched)


def _whole_item(feed: str, fetched: Fetched) -> Item:
    return _item(feed, fetched.final_url, fetched.data, fetched)


def _item(ref: str, url: str, data: bytes, fetched: Fetched) -> Item:
    return Item(
        ref=ref,
        data=data,
        form="feed",
        retrieved_at=fetched.retrieved_at,
        method="http",
        url=url,
        media_type=fetched.media_type,
        charset=fetched.charset,
        headers=fetched.headers,
    )


def _max_age_s(fetched: Fetched) -> float:
    """For how long the server calls its answer fresh."""
    found = _MAX_AGE.search(_header(fetched, "cache-control") or "")
    return float(found[1]) if found else 0.0


def _header(fetched: Fetched, name: str) -> str | None:
    """The first header of that name; None for one that could not be sent back as it is."""
    value = next((value.strip() for key, value in fetched.headers if key.lower() == name), None)
    return value if value and len(value) <= _LONGEST_NAME and value.isascii() and value.isprintable() else None


def _later(now: datetime, pause_s: float) -> str | None:
    return utc_stamp(now + timedelta(seconds=min(pause_s, LONGEST_ASKED_S))) if pause_s > 0 else None
