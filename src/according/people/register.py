"""The register of people: who may sign in, and as what. Names sign judgements, so that a name is never given to a second person.

Each change of it is an entry of the log, in the same transaction; ``by`` is whoever made it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from according.errors import NotInAccount, UsageError
from according.people.passwords import Passwords, check_password
from according.people.roles import Role, parse_role
from according.people.sessions import end_sessions, start_token
from according.store import Account
from according.store.ledger import people
from according.store.logbook import append
from according.store.people_entries import COMMAND_LINE, FAILED, LET_IN, NOBODY_KNOWN, PASSWORD_GIVEN, REMOVED, ROLE_GIVEN, TOKEN_MADE

LONGEST_NAME = 80
_NAME = re.compile(r"[^\W_](?:[\w .'’-]*[^\W_.])?\.?")


@dataclass(frozen=True, slots=True)
class Registered:
    """Someone who may sign in, for example "Mira Tolen", a coder since 2019; ``removed_at`` where she may no more."""

    name: str
    role: Role
    made_at: str
    removed_at: str | None = None


def add_person(
    account: Account, name: str, role: str, password: str, now: datetime, passwords: Passwords, *, by: str = COMMAND_LINE
) -> Registered:
    """Let someone sign in; raises ``UsageError`` for a name that is taken, was another's, or is none, and for weak passwords.

    Who was removed comes back under the same name by being added again: with a new password, and the old signature.
    """
    name, kept_role = check_name(name), parse_role(role)
    kept = passwords.hash(check_password(password, name))
    at = now.isoformat(timespec="seconds")
    with account.writing_rows() as connection:
        row = _find(connection, name)
        if row is not None and row.removed_at is None:
            raise UsageError(f"there is somebody called {row.name} already")
        append(connection, LET_IN, by=by, at=_at(now), about=name if row is None else row.name, body={"role": kept_role})
        if row is not None:
            end_sessions(connection, row.seq)
            connection.execute(update(people).where(people.c.seq == row.seq).values(role=kept_role, password=kept, removed_at=None))
            return Registered(row.name, kept_role, row.made_at)
        connection.execute(people.insert().values(key=fold_name(name), name=name, role=kept_role, password=kept, made_at=at))
    return Registered(name, kept_role, at)


def list_people(account: Account) -> list[Registered]:
    """All who may sign in and all who once might, by name."""
    with account.reading_rows() as connection:
        rows = connection.execute(select(people).order_by(people.c.key))
        return [Registered(row.name, parse_role(row.role), row.made_at, row.removed_at) for row in rows]


def remove_person(account: Account, name: str, now: datetime, *, by: str = COMMAND_LINE) -> Registered:
    """Let someone sign in no more: password, browsers and tokens are forgotten at once, the name stays with what it signed."""
    with account.writing_rows() as connection:
        row = _present(connection, name)
        at = now.isoformat(timespec="seconds")
        connection.execute(update(people).where(people.c.seq == row.seq).values(password=None, removed_at=at))
        end_sessions(connection, row.seq)
        append(connection, REMOVED, by=by, at=_at(now), about=row.name)
    return Registered(row.name, parse_role(row.role), row.made_at, at)


def change_role(account: Account, name: str, role: str, now: datetime, *, by: str = COMMAND_LINE) -> Registered:
    """Give someone another role, from the next thing that she asks for on."""
    kept = parse_role(role)
    with account.writing_rows() as connection:
        row = _present(connection, name)
        connection.execute(update(people).where(people.c.seq == row.seq).values(role=kept))
        append(connection, ROLE_GIVEN, by=by, at=_at(now), about=row.name, body={"role": kept, "before": row.role})
    return Registered(row.name, kept, row.made_at)


def change_password(account: Account, name: str, password: str, now: datetime, passwords: Passwords, *, by: str = COMMAND_LINE) -> None:
    """Give someone another password; whoever is signed in under that name, in a browser or a program, has to do so again."""
    with account.reading_rows() as connection:
        row = _present(connection, name)
    kept = passwords.hash(check_password(password, row.name))
    with account.writing_rows() as connection:
        connection.execute(update(people).where(people.c.seq == row.seq, people.c.removed_at.is_(None)).values(password=kept))
        end_sessions(connection, row.seq)
        append(connection, PASSWORD_GIVEN, by=by, at=_at(now), about=row.name)


def sign_in(account: Account, name: str, password: str, passwords: Passwords) -> tuple[int, str] | None:
    """The row number and name of whoever has this name and this password; None for anybody else, after as long."""
    with account.reading_rows() as connection:
        row = _find(connection, name)
    if not passwords.is_right(row.password if row is not None else None, password) or row is None:
        return None
    if passwords.is_outdated(row.password):
        fresh = passwords.hash(password)
        with account.writing_rows() as connection:
            connection.execute(update(people).where(people.c.seq == row.seq, people.c.password == row.password).values(password=fresh))
    return row.seq, row.name


def note_failure(account: Account, name: str, now: datetime, *, is_refused: bool = False, unlisted: int = 0) -> None:
    """Write into the log that someone failed to sign in: under the name if somebody has it, else under none.

    ``is_refused`` where there were too many attempts to look at this one; ``unlisted`` is how many failed before it without an
    entry of their own.
    """
    body: dict[str, Any] = {"refused": "too many attempts"} if is_refused else {}
    with account.writing_rows() as connection:
        row = _find(connection, name)
        more = {"unlisted": unlisted} if unlisted else {}
        append(connection, FAILED, by=row.name if row is not None else NOBODY_KNOWN, at=_at(now), body={**body, **more})


def make_token(account: Account, name: str, label: str | None, now: datetime, days: int, *, by: str = COMMAND_LINE) -> str:
    """A token with which a program acts for someone for so many days: it is told once, here, and kept nowhere."""
    line = " ".join(label.split())[:LONGEST_NAME] if label else None
    with account.writing_rows() as connection:
        row = _present(connection, name)
        append(connection, TOKEN_MADE, by=by, at=_at(now), about=row.name, body={"for": line, "days": days})
        return start_token(connection, row.seq, line, now, days)


def check_name(name: str) -> str:
    """The name as it is kept; raises ``UsageError`` for what could pass for another name, or is none.

    >>> check_name("  Mira   Tolen ")
    'Mira Tolen'
    """
    line = " ".join(unicodedata.normalize("NFKC", name).split())
    if not _NAME.fullmatch(line) or len(line) > LONGEST_NAME:
        raise UsageError(
            f"{name[:LONGEST_NAME]!r} is no name to sign with: give letters, digits, spaces, dots and hyphens, at most {LONGEST_NAME}"
        )
    return line


def fold_name(name: str) -> str:
    """The form of a name under which no two people may be registered."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def _find(connection: Connection, name: str) -> Row[Any] | None:
    if "\0" in name or len(name) > 4 * LONGEST_NAME or any("\ud800" <= char <= "\udfff" for char in name):
        return None
    return connection.execute(select(people).where(people.c.key == fold_name(name))).one_or_none()


def _present(connection: Connection, name: str) -> Row[Any]:
    row = _find(connection, name)
    if row is None or row.removed_at is not None:
        raise NotInAccount(f"nobody called {name!r} may sign in")
    return row


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
