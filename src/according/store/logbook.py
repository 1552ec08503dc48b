"""The log of what people did: only added to, each entry carrying the SHA-256 of the one before it.

So whoever changes, removes or moves an entry is found out, unless all later ones are written anew; and whoever has noted one
hash elsewhere (on paper, in a mail) finds that out as well. What an entry tells of a judgement must be what the table of
judgements holds, and every judgement of a person must have its entry; so must everybody who may sign in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from according.ids import text_sha256
from according.store.ledger import log

FIRST = "0" * 64
"""What the first entry carries in place of a hash."""
_LOCK = 0x4C6F6762
_PAGE = 500
_MOST_MOVED = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, for example "3, Amira judged, on 1 June, that claim … is wrong"; ``body`` is JSON that says more."""

    number: int
    previous: str
    at: str
    by: str
    action: str
    about: str | None
    body: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LogFault:
    """What is no longer as it was written: the entry's number (None where there is none), and what is wrong, in words."""

    number: int | None
    reason: str


def entry_sha256(number: int, previous: str, at: str, by: str, action: str, about: str | None, body: str) -> str:
    """The hash of an entry: over all that it says, its place, and the hash of the one before."""
    said = (number, previous, at, by, action, about, body)
    return text_sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")))


def append(
    connection: Connection, action: str, *, by: str, at: str, about: str | None = None, body: Mapping[str, Any] | None = None
) -> Entry:
    """Write an entry in the transaction of what it tells of; ``body`` must hold no secret.

    One writer at a time: PostgreSQL lets the next one on with the end of the transaction, and SQLite has one writer anyway.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = connection.execute(select(log.c.number, log.c.sha256).order_by(log.c.number.desc()).limit(1)).one_or_none()
    number, previous = (last.number + 1, last.sha256) if last else (1, FIRST)
    told = json.dumps(body or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry = Entry(number, previous, at, by, action, about, told, entry_sha256(number, previous, at, by, action, about, told))
    values = {name: getattr(entry, name) for name in ("number", "previous", "at", "by", "action", "about", "body", "sha256")}
    connection.execute(log.insert(), values)
    return entry


def iter_log(connection: Connection, *, after: int = 0) -> Iterator[Entry]:
    """The entries after a number, oldest first, a few at a time in memory."""
    while rows := connection.execute(select(log).where(log.c.number > after).order_by(log.c.number).limit(_PAGE)).all():
        yield from map(_to_entry, rows)
        after = rows[-1].number


def latest_entries(connection: Connection, *, before: int | None = None, limit: int = 100) -> list[Entry]:
    """The last entries (before a number, if one is given), newest first."""
    query = select(log).order_by(log.c.number.desc()).limit(limit)
    rows = connection.execute(query if before is None else query.where(log.c.number < before))
    return [_to_entry(row) for row in rows]


def count_entries(connection: Connection) -> int:
    """How many entries the log holds."""
    return connection.scalar(select(func.count()).select_from(log)) or 0


def verify_chain(entries: Iterable[Entry], noted: str | None = None) -> Iterator[LogFault]:
    """What is wrong with a log as such, entry by entry in the order of their numbers.

    ``noted`` is the hash of an entry that was written down elsewhere (or its beginning): the log must still have it.
    """
    changed: list[Entry] = []
    number, previous, is_found = 0, FIRST, noted is None
    for entry in entries:
        gap = entry.number - number - 1
        if gap > 0:
            which = f"entry {number + 1} is" if gap == 1 else f"entries {number + 1} to {entry.number - 1} are"
            yield LogFault(number + 1, f"{which} missing")
        if not _is_sound(entry, entry.number):
            changed.append(entry)
        elif not gap and entry.previous != previous:
            yield LogFault(
                entry.number, f"entry {entry.number} does not follow from entry {number}, which is not the one it was written after"
            )
        number, previous = entry.number, entry.sha256
        is_found = is_found or entry.sha256.startswith(noted or "")
    yield from _changed(changed)
    if not is_found:
        yield LogFault(None, f"no entry has the hash {noted} that was noted: the log was cut off or written anew")


def _changed(entries: Sequence[Entry]) -> Iterator[LogFault]:
    """Entries whose hash is not theirs: moved to another place, or changed."""
    places = [entry.number for entry in entries[:_MOST_MOVED]]
    for entry in entries:
        if was := next((place for place in places if place != entry.number and _is_sound(entry, place)), None):
            yield LogFault(entry.number, f"entry {entry.number} was entry {was}: it was moved")
        else:
            yield LogFault(entry.number, f"entry {entry.number} is not as it was written")


def _is_sound(entry: Entry, number: int) -> bool:
    told = (entry.previous, entry.at, entry.by, entry.action, entry.about, entry.body)
    return entry_sha256(number, *told) == entry.sha256


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(row.number, row.previous, row.at, row.by, row.action, row.about, row.body, row.sha256)
