"""One reconciler at a time: joining is a question to all that is there, and two who ask at once would miss each other."""

from __future__ import annotations

from sqlalchemy import Connection, text

_LOCK = 0x52656363


def lock(connection: Connection) -> None:
    """Wait until nobody else reconciles; the end of the transaction lets the next one go on. SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
