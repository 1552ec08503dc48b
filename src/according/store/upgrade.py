"""Brings an open database to the form that this version knows, with Alembic, inside the caller's transaction."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from according.errors import AccountNewer
from according.store.schema import HEAD, REVISIONS, VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic hands the connection to its scripts through a name that all threads share."""


def read_revision(connection: Connection) -> str | None:
    """The revision that the account says it has, None if it says none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(select(table(VERSION_TABLE, column("version_num")).c.version_num))
    return found


def refuse_newer(name: str, revision: str | None) -> None:
    """Raise ``AccountNewer`` if this version does not know the revision."""
    if revision is not None and revision not in REVISIONS:
        raise AccountNewer(f"{name}: written by a newer version of According (form {revision}); install that version to open it")


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing; Alembic is imported only here, since most openings need none."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    with _ONE_AT_A_TIME, EnvironmentContext(Config(), scripts, fn=lambda revision, _: scripts._upgrade_revs(HEAD, revision)) as steps:
        steps.configure(connection=connection, version_table=VERSION_TABLE)
        steps.run_migrations()
