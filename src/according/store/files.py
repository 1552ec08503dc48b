"""Accounts in an SQLite file: looked at without being touched, then made or opened.

A new account is made under another name and moved into place when it is whole, so that whoever is killed while making
one, or makes one at the same time as another, leaves a whole account or none.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event

from according.errors import AccountError, AccountForeign
from according.store.faults import database_faults
from according.store.schema import HEAD, VERSION_TABLE
from according.store.upgrade import read_revision, refuse_newer, upgrade

APPLICATION_ID = 0x4163636F
"""``Acco``: what the header of an SQLite file of ours carries at byte 68."""
_MAGIC = b"SQLite format 3\0"
_PRAGMAS = (
    "page_size = 8192",  # counts only while a file is made: a report with its text seldom fits into half a page less
    "foreign_keys = ON",
    "synchronous = FULL",
    "secure_delete = OFF",
    "cache_size = -32768",  # KiB
    "analysis_limit = 1000",  # rows of each index: a large account is looked over as quickly as a small one
)

_MAPPED = 1 << 30
"""So many bytes of the file are mapped into memory where a view asks for it: no page is copied then, but each counts as the process's."""


def open_file(address: str, *, create: bool, busy_timeout_s: float) -> Engine:
    """The engine of the account in a file, made first if there is none and ``create`` allows it."""
    path = Path(os.path.abspath(address))
    try:
        if not path.exists():
            if not create:
                raise AccountError(f"{address}: there is no such account")
            _make_file(path, address)
        revision = _peek(path, address, busy_timeout_s)
    except OSError as error:
        raise AccountError(f"{address}: {error.strerror or error}") from error
    refuse_newer(address, revision)
    engine = make_engine(path, busy_timeout_s)
    with database_faults(address), engine.execution_options(writes=revision != HEAD).begin() as connection:
        revision = read_revision(connection)
        refuse_newer(address, revision)
        if revision != HEAD:
            upgrade(connection)
    return engine


def make_engine(path: Path, busy_timeout_s: float) -> Engine:
    """An engine whose transactions take the write lock at once where they will write, and no lock where they will not.

    Python's driver would begin transactions by itself, and too late; it is told not to, as SQLAlchemy's manual advises.
    """
    engine = create_engine(URL.create("sqlite", database=os.fspath(path)), connect_args={"timeout": busy_timeout_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        mapped = _MAPPED if options.get("maps") else 0
        if connection.info.get("mapped") != mapped:
            connection.exec_driver_sql(f"PRAGMA mmap_size = {mapped}")
            connection.info["mapped"] = mapped
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def _make_file(path: Path, address: str) -> None:
    """Make an empty account and move it into place; if another process was faster, its account stays."""
    if (leftover := Path(f"{path}-wal")).exists() and not path.exists():
        raise AccountError(f"{address}: the file is gone, but {leftover.name} of it is still there; bring it back, or move that away")
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}.new")
    draft.touch(exist_ok=False)
    try:
        with database_faults(address):
            engine = make_engine(draft, 0)
            with engine.execution_options(writes=True).begin() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                upgrade(connection)
            engine.dispose()
            with contextlib.closing(sqlite3.connect(draft)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        _move(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _move(draft: Path, path: Path) -> None:
    """Give the draft its name unless the name is taken; file systems without hard links reserve it first."""
    with contextlib.suppress(FileExistsError):
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:
            path.touch(exist_ok=False)
            os.replace(draft, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _peek(path: Path, address: str, busy_timeout_s: float) -> str | None:
    """The account's revision, read without writing a byte; raises ``AccountForeign`` for what is no account."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(_MAGIC):
        raise AccountForeign(
            f"{address}: " + ("not an account of According" if header else "an empty file, not an account; remove it first")
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise AccountForeign(f"{address}: an SQLite file of another program, not an account of According")
    log = Path(f"{path}-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(os.fsencode(path))}?{mode}", uri=True, timeout=busy_timeout_s)) as connection:
            row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    except sqlite3.DatabaseError as error:
        raise AccountForeign(f"{address}: not an account of According, or damaged ({error})") from error
    return row[0] if row else None
