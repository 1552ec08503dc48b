"""An empty account of either kind for every test, and a PostgreSQL server of our own for the tests that need one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from according.store import Account


def _find_binaries() -> Path | None:
    """Where Debian keeps the newest PostgreSQL's programs, if it is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def _run(*command: str | Path) -> None:
    """Run a program of the server as a user that it accepts: it refuses to run as root."""
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_other, *map(str, command)], check=True, stdin=subprocess.DEVNULL, capture_output=True, cwd="/")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a throw-away server on a loopback port of its own."""
    binaries = _find_binaries()
    if binaries is None:
        if os.environ.get("ACCORDING_REQUIRE_POSTGRES") == "1":
            pytest.fail("PostgreSQL is required here, and there is none in /usr/lib/postgresql")
        pytest.skip("PostgreSQL's programs are not installed in /usr/lib/postgresql")
    home = Path(tempfile.mkdtemp(prefix="according-postgres-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(home, owner.pw_uid, owner.pw_gid)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    data = home / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on"
    try:
        _run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        _run(binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/"
    finally:
        if (data / "postmaster.pid").exists():
            _run(binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_address(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database."""
    name = f"account_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield postgres_server + name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """The path of an SQLite file that is not there yet."""
    return str(tmp_path / "account.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Where an account is to be, on either database."""
    given: str = request.getfixturevalue("sqlite_address" if request.param == "sqlite" else "postgres_address")
    return given


@pytest.fixture
def account(address: str) -> Iterator[Account]:
    """An empty account on either database."""
    with Account.open(address, busy_timeout_s=5) as opened:
        yield opened


@pytest.fixture
def tamper(address: str) -> Callable[[str], None]:
    """Changes the account behind its back, keys between tables not withstanding."""
    return lambda statement: run_behind(address, statement)


def run_behind(address: str, statement: str) -> None:
    """Run one statement on the database itself."""
    if address.startswith("postgresql:"):
        with psycopg.connect(address) as server:
            server.execute("SET session_replication_role = replica")
            server.execute(statement.encode())
    else:
        with closing(sqlite3.connect(address)) as file, file:
            file.execute(statement)
