"""Who is signed in: a browser or a program holds a random token, and the account holds no more than the token's hash.

Signing in and signing out are entries of the log; that a session ran out is none, since nobody did it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from according.ids import text_sha256
from according.people.roles import Role, parse_role
from according.store import Account
from according.store.ledger import people, sessions
from according.store.logbook import append
from according.store.people_entries import SIGNED_IN, SIGNED_OUT

Sort = Literal["browser", "program"]
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a browser stays signed in: without asking for anything, and in all."""

    idle: timedelta = timedelta(hours=2)
    longest: timedelta = timedelta(hours=12)
    noted: timedelta = timedelta(minutes=1)
    """So often at most it is noted that someone is still there."""


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who is signed in now; ``key`` is the hash of the token."""

    key: str
    name: str
    role: Role
    sort: Sort
    label: str | None
    made_at: str
    seen_at: str
    expires_at: str


def start_session(account: Account, person_seq: int, now: datetime, lifetimes: Lifetimes, label: str | None = None) -> str:
    """Sign a browser in; returns its token, which is kept nowhere else. What has run out by now is forgotten with it."""
    with account.writing_rows() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires_at <= _at(now)))
        name = connection.execute(select(people.c.name).where(people.c.seq == person_seq)).scalar_one()
        append(connection, SIGNED_IN, by=name, at=_at(now))
        return _start(connection, person_seq, "browser", label, now, now + lifetimes.longest)


def start_token(connection: Connection, person_seq: int, label: str | None, now: datetime, days: int) -> str:
    """A token with which a program acts for someone for so many days; it is told once, here."""
    return _start(connection, person_seq, "program", label, now, now + timedelta(days=days))


def _start(connection: Connection, person_seq: int, sort: Sort, label: str | None, now: datetime, end: datetime) -> str:
    token = secrets.token_urlsafe(_BYTES)
    row = {"key": text_sha256(token), "person_seq": person_seq, "kind": sort, "label": label}
    connection.execute(sessions.insert().values(**row, made_at=_at(now), seen_at=_at(now), expires_at=_at(end)))
    return token


def find_session(account: Account, token: str, sort: Sort, now: datetime, lifetimes: Lifetimes) -> Session | None:
    """Who holds this token, if it is still good; that someone is there is noted now and then."""
    if not _TOKEN.fullmatch(token):
        return None
    with account.reading_rows() as connection:
        found = _read(connection, sessions.c.key == text_sha256(token), sessions.c.kind == sort)
    if not found or found[0].expires_at <= _at(now):
        return None
    one = found[0]
    if sort == "browser" and one.seen_at <= _at(now - lifetimes.idle):
        return None
    if one.seen_at <= _at(now - lifetimes.noted):
        with account.writing_rows() as connection:
            connection.execute(update(sessions).where(sessions.c.key == one.key).values(seen_at=_at(now)))
    return one


def list_sessions(account: Account, name: str) -> list[Session]:
    """Where someone is signed in, the latest first."""
    with account.reading_rows() as connection:
        return sorted(_read(connection, people.c.name == name), key=lambda one: (one.made_at, one.key), reverse=True)


def end_session(account: Account, key: str, name: str, now: datetime) -> None:
    """Sign one browser or program of someone out; nothing where it is no session of hers, or over already."""
    mine = select(people.c.seq).where(people.c.name == name)
    this = (sessions.c.key == key, sessions.c.person_seq.in_(mine))
    with account.writing_rows() as connection:
        sort = connection.scalar(select(sessions.c.kind).where(*this))
        if sort is not None:
            connection.execute(delete(sessions).where(*this))
            append(connection, SIGNED_OUT, by=name, at=_at(now), body={"sort": sort})


def end_sessions(connection: Connection, person_seq: int) -> None:
    """Sign someone out everywhere, programs included."""
    connection.execute(delete(sessions).where(sessions.c.person_seq == person_seq))


def _read(connection: Connection, *conditions: object) -> list[Session]:
    query = select(sessions, people.c.name, people.c.role).join(people, people.c.seq == sessions.c.person_seq)
    rows = connection.execute(query.where(people.c.removed_at.is_(None), *conditions))  # type: ignore[arg-type]
    return [Session(row.key, row.name, parse_role(row.role), row.kind, row.label, row.made_at, row.seen_at, row.expires_at) for row in rows]


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
