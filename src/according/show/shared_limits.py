"""Limits that several processes keep together: what someone spends at one of them is spent at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from according.show.limits import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from according.show.guard import Guard

_WAIT_S = 5.0
_MOST_KEPT = 20_000
_TABLE = "CREATE TABLE IF NOT EXISTS spent (asker TEXT PRIMARY KEY, amount REAL NOT NULL, at REAL NOT NULL) WITHOUT ROWID"
_FORGET = "DELETE FROM spent WHERE asker IN (SELECT asker FROM spent WHERE asker >= ? AND asker < ? ORDER BY at LIMIT ?)"


@dataclass(slots=True)
class SharedLimit(Limit):
    """A limit whose buckets stand in a small file beside the account, which lives as long as the desk; ``clock`` is the machine's."""

    name: str = ""
    file: Path = Path()
    _open: list[sqlite3.Connection] = field(default_factory=list, repr=False)

    def wait_s(self, asker: Hashable) -> float | None:
        """None if the asker may go on, which is counted; else after how many seconds it may."""
        key, rate = f"{self.name}\n{asker!r}", self.most / self.per_s
        with self._lock, self._writing() as rows:
            now = self.clock()
            amount, at = rows.execute("SELECT amount, at FROM spent WHERE asker = ?", (key,)).fetchone() or (0.0, now)
            spent = max(0.0, amount - (now - at) * rate)
            if spent + 1 > self.most:
                return (spent + 1 - self.most) / rate
            rows.execute("INSERT OR REPLACE INTO spent VALUES (?, ?, ?)", (key, spent + 1, now))
            self._forget_oldest(rows)
            return None

    def _forget_oldest(self, rows: sqlite3.Connection) -> None:
        """Where very many were let through, forget half of them, those first who were let through longest ago."""
        own = (f"{self.name}\n", f"{self.name}\v")
        if rows.execute("SELECT count(*) FROM spent").fetchone()[0] > _MOST_KEPT:
            rows.execute(_FORGET, (*own, _MOST_KEPT // 2))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One process at a time."""
        if not self._open:
            self._open.append(sqlite3.connect(self.file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False))
            self._open[0].execute("PRAGMA synchronous = OFF")
            self._open[0].execute("PRAGMA journal_mode = MEMORY")
        rows = self._open[0]
        rows.execute("BEGIN IMMEDIATE")
        try:
            yield rows
        finally:
            rows.execute("COMMIT")


def make_shared(file: Path) -> None:
    """The file in which limits are kept together, made before the processes that keep them."""
    rows = sqlite3.connect(file)
    with rows:
        rows.execute(_TABLE)
    rows.close()


def share_limits(guard: Guard, file: Path) -> None:
    """Have a guard keep all its limits together with those of other processes that share this file."""

    def shared(limit: Limit, name: str) -> Limit:
        return SharedLimit(limit.most, limit.per_s, limit.clock, name=name, file=file)

    guard.api = shared(guard.api, "api")
    guard.sign_in = tuple(shared(limit, f"sign-in {number}") for number, limit in enumerate(guard.sign_in))
    guard.failed.limit = shared(guard.failed.limit, "failed")
