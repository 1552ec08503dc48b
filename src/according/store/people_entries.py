"""What the log tells of people: who was let in, as what, by whom, and who signed in; and whether the register still says the same.

Neither passwords nor what was typed in their place, nor tokens, nor addresses of machines are in it: an entry can never be taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from according.store.ledger import people
from according.store.logbook import Entry, LogFault

LET_IN = "let in"
ROLE_GIVEN = "gave another role to"
REMOVED = "removed"
PASSWORD_GIVEN = "gave another password to"
TOKEN_MADE = "made a token for"
SIGNED_IN = "signed in"
SIGNED_OUT = "signed out"
FAILED = "failed to sign in"
OF_PEOPLE = (LET_IN, ROLE_GIVEN, REMOVED, PASSWORD_GIVEN, TOKEN_MADE, SIGNED_IN, SIGNED_OUT, FAILED)
"""The actions of entries that tell of people rather than of what they judged."""
COMMAND_LINE = "(command line)"
"""Who acts where a command is run on the machine of the account; no person can be registered under such a name."""
NOBODY_KNOWN = "(nobody known)"
"""Who acts where a name was typed that nobody has: the name is not kept, since people type passwords in its place."""


class Register:
    """Who may sign in as what, as entries tell it one after the other."""

    def __init__(self) -> None:
        self._roles: dict[str, tuple[str | None, int]] = {}

    def follow(self, entry: Entry) -> None:
        """Take in what an entry changes, if it is one that does."""
        if entry.about is None:
            return
        if entry.action == REMOVED:
            self._roles[entry.about] = (None, entry.number)
        elif entry.action in (LET_IN, ROLE_GIVEN):
            self._roles[entry.about] = (_told(entry.body).get("role"), entry.number)

    def check(self, connection: Connection) -> Iterator[LogFault]:
        """Where the table of people says otherwise: someone put in, made more than she was, or taken out beside the log."""
        told = dict(self._roles)
        for row in connection.execute(select(people.c.name, people.c.role, people.c.removed_at).order_by(people.c.key)):
            role, number = told.pop(row.name, (None, None))
            if number is None:
                yield LogFault(None, f"{row.name} was let in beside the log: no entry tells of it")
            elif role != (row.role if row.removed_at is None else None):
                yield LogFault(number, f"{row.name} is {_as(row)}, which is not what entry {number} says")
        for name, (_, number) in told.items():
            yield LogFault(number, f"{name}, of whom entry {number} tells, is not in the register")


def _told(body: str) -> dict[str, Any]:
    """What the body of an entry says; nothing where it is none any more."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _as(row: Any) -> str:
    return f"registered as {row.role}" if row.removed_at is None else "removed"
