"""The log: every alert that was made, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from according.errors import NotInAccount
from according.store import Account
from according.store.ledger import alerts, watches
from according.watch.alert import from_body, title_of


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An alert and its state: ``pending`` or ``failed`` (both tried again at ``next_at``), ``sent``, or ``dropped`` with its watch."""

    alert: str
    watch: str
    incident: str
    title: str
    reason: str
    channel: str
    state: str
    attempts: int
    made_at: str
    sent_at: str | None
    next_at: str | None
    last_error: str | None


def read_log(account: Account, name: str | None = None, limit: int = 100) -> tuple[LogEntry, ...]:
    """The newest alerts, of one watch or of all, oldest of them first; raises ``NotInAccount``.

    A watch that was removed is still found by its name.
    """
    query = select(alerts, watches.c.name).join(watches, watches.c.id == alerts.c.watch_id)
    with account.reading_rows() as connection:
        if name is not None:
            if connection.scalar(select(watches.c.seq).where(watches.c.name == name).limit(1)) is None:
                raise NotInAccount(f"there is no watch called {name!r}")
            query = query.where(watches.c.name == name)
        rows = connection.execute(query.order_by(alerts.c.seq.desc()).limit(limit)).all()
    return tuple(
        LogEntry(
            row.id,
            row.name,
            row.incident,
            title_of(from_body(row.body)),
            row.reason,
            row.channel,
            row.state,
            row.attempts,
            row.made_at,
            row.sent_at,
            row.next_at,
            row.last_error,
        )
        for row in reversed(rows)
    )
