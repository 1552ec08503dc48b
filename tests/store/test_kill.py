"""A writer killed at any instant: what it acknowledged is there, and running it again completes the rest."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from according.store import Account
from tests.store.killed_writer import make_numbered

Server = subprocess.Popen[str]


@pytest.fixture
def server() -> Iterator[Server]:
    """The program that forks a writer whenever it is asked."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "error", "-m", "tests.store.killed_writer"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def _write(server: Server, address: str, first: int, last: int, kill_after_s: float | None) -> list[int]:
    """The numbers that a writer acknowledged before it was killed, or was done."""
    assert server.stdin
    assert server.stdout
    server.stdin.write(f"{address} {first} {last}\n")
    server.stdin.flush()
    added = []
    for line in server.stdout:
        word, _, number = line.strip().partition(" ")
        if word == "end":
            break
        if word == "added":
            added.append(int(number))
        elif kill_after_s is not None:
            time.sleep(kill_after_s)
            os.kill(int(number), signal.SIGKILL)
    return added


def _kill_and_complete(server: Server, address: str, chance: random.Random, kills: int) -> int:
    """Kill writers of one account, the first while it makes the account; then let one finish, and look at all of it.

    Returns how many of the kills hit a writer that had acknowledged something since it began.
    """
    added = _write(server, address, 0, 100_000, chance.uniform(0, 0.06))
    acknowledged, hits = max(_write(server, address, 0, len(added) + 1, None)) + 1, 0
    for _ in range(kills - 1):
        added = _write(server, address, max(0, acknowledged - 2), 100_000, chance.uniform(0, 0.2))
        acknowledged, hits = max([acknowledged, *(number + 1 for number in added)]), hits + bool(added)
        with Account.open(address, create=False) as account:
            for number in added:
                assert account.reading(f"r{number}") == make_numbered(number).readings[0]
            assert account.counts().reports >= acknowledged
    _write(server, address, 0, acknowledged + 3, None)
    with Account.open(address, create=False) as account:
        counts = account.counts()
        assert counts.reports == counts.posts == counts.captures == acknowledged + 3
        assert len({reading.report.id for reading in account.readings(superseded=True)}) == counts.reports + counts.posts
        assert list(account.verify()) == []
        assert len(account.search("shell", limit=10_000)) == counts.reports + counts.posts
    return hits


def test_nothing_acknowledged_is_lost_to_200_kills(server: Server, tmp_path: Path) -> None:
    """In twenty new accounts, ten kills each at random instants, from the making of the file on; each file is whole."""
    chance, hits = random.Random(20_161_212), 0
    for number in range(20):
        address = str(tmp_path / f"account{number}.db")
        hits += _kill_and_complete(server, address, chance, kills=10)
        with closing(sqlite3.connect(address)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    assert hits > 50, hits


def test_nothing_acknowledged_by_a_server_is_lost_when_its_clients_are_killed(server: Server, postgres_address: str) -> None:
    """As above, on PostgreSQL."""
    _kill_and_complete(server, postgres_address, random.Random(7), kills=20)
