"""Several writers, servers that go away, and disks that fill: nothing acknowledged is lost, and the account goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from according.errors import AccountBusy, AccountError, AccountFull
from according.store import Account
from according.store.faults import database_faults
from tests.store.material import READER, make_outcome


@contextmanager
def _held(address: str) -> Iterator[None]:
    """The account while another program is writing to it."""
    if address.startswith("postgresql"):
        with psycopg.connect(address) as other:
            other.execute("LOCK TABLE blobs IN ACCESS EXCLUSIVE MODE")
            yield
    else:
        with closing(sqlite3.connect(address, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


def test_an_account_that_another_is_writing_to_is_busy_and_then_is_not(address: str) -> None:
    """The message says so, nothing is stored, and the same call succeeds afterwards."""
    with Account.open(address, busy_timeout_s=0.05) as account:
        account.add(make_outcome("first", "The first shell fell."), reader=READER)
        with _held(address), pytest.raises(AccountBusy, match="another process is writing"):
            account.add(make_outcome("second"), reader=READER)
        assert account.counts().reports == 1
        assert account.add(make_outcome("second"), reader=READER).new


def test_readers_are_not_kept_waiting_by_a_writer(sqlite_address: str) -> None:
    """What was acknowledged can be read while another writes."""
    with Account.open(sqlite_address, busy_timeout_s=0.05) as account:
        account.add(make_outcome("first"), reader=READER)
        with _held(sqlite_address):
            assert account.reading("first").report.ref == "first"
            assert account.search("bridge")


def test_a_full_account_says_so_and_keeps_what_it_had(sqlite_address: str) -> None:
    """The database's own limit stands in for a full disk; with room again, the same item goes in."""
    with Account.open(sqlite_address) as account:
        account.add(make_outcome("first"), reader=READER)

    def limit_pages(connection: Any, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")

    vast = make_outcome("vast", " ".join(f"word{number}" for number in range(50_000)))
    event.listen(Engine, "connect", limit_pages)
    try:
        with Account.open(sqlite_address) as account:
            with pytest.raises(AccountFull, match="no room left"):
                account.add(vast, reader=READER)
            assert account.counts().reports == 1
            assert account.reading("first").report.ref == "first"
    finally:
        event.remove(Engine, "connect", limit_pages)
    with Account.open(sqlite_address) as account:
        assert account.add(vast, reader=READER).new
        assert list(account.verify()) == []


def test_an_account_outlives_its_connections(postgres_address: str) -> None:
    """A server that dropped us is asked again, and the next call works."""
    with Account.open(postgres_address) as account:
        account.add(make_outcome("first"), reader=READER)
        with psycopg.connect(postgres_address) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        assert account.reading("first").report.ref == "first"


WRITER = """
import sys
from according.store import Account
from tests.store.material import make_outcome
with Account.open(sys.argv[1]) as account:
    for number in range(40):
        account.add(make_outcome(f"{sys.argv[2]}{number}", f"Shell {sys.argv[2]} {number} fell."), reader="according 0.1.0")
        account.add(make_outcome(f"both{number}", f"Shell {number} fell."), reader="according 0.1.0")
"""


def test_two_processes_write_at_once_and_both_succeed(address: str) -> None:
    """Both made the account if there was none; what both added is there once."""
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen([sys.executable, "-W", "error", "-c", WRITER, address, name], cwd=root) for name in "ab"]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    with Account.open(address) as account:
        assert account.counts().reports == 120
        assert list(account.verify()) == []


class ServerFault(Exception):
    """What psycopg raises, with the server's code for it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("the server's words")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (ServerFault(psycopg.errors.DiskFull.sqlstate), AccountFull),
        (ServerFault(psycopg.errors.LockNotAvailable.sqlstate), AccountBusy),
        (ServerFault(psycopg.errors.DeadlockDetected.sqlstate), AccountBusy),
        (ServerFault(psycopg.errors.AdminShutdown.sqlstate), AccountError),
        (ServerFault(None), AccountError),
        (sqlite3.OperationalError("disk I/O error"), AccountError),
    ],
)
def test_what_the_server_complains_of_is_told_in_our_errors(fault: Exception, kind: type[AccountError]) -> None:
    """Busy and full are told apart from the rest by the server's own codes."""
    with pytest.raises(AccountError) as raised, database_faults("account"):
        raise OperationalError("INSERT", {}, fault)
    assert type(raised.value) is kind


def test_a_process_that_uses_up_its_own_connections_is_told_so() -> None:
    """That is no other process's doing."""
    with pytest.raises(AccountBusy, match="of this process"), database_faults("account"):
        raise PoolTimeout("QueuePool limit")


def test_a_fault_of_the_file_itself_is_told_with_its_reason() -> None:
    """Also where SQLite is used without SQLAlchemy."""
    with pytest.raises(AccountError, match="unable to open"), database_faults("account"):
        raise sqlite3.OperationalError("unable to open database file")
