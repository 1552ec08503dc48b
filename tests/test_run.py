"""A run that reads with several processes joins what it has kept while they read on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from according import run as running
from according.config import Config
from according.model import Failure, Item, Outcome
from according.store import Account
from according.store.ledger import incidents, pending
from tests.reconciling.material import tell


def _count_pending(account: Account) -> int:
    with account.reading_rows() as connection:
        return connection.scalar(select(func.count()).select_from(pending)) or 0


@pytest.mark.parametrize(("workers", "waiting"), [(1, [1, 2, 3, 4, 5]), (2, [1, 1, 2, 1, 2])])
def test_what_is_kept_is_joined_while_other_processes_read(
    workers: int, waiting: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one process reading and joining take turns anyway; the incidents are the same."""
    told = [tell(f"report {number}", killed=5, form=number) for number in range(5)]

    def outcomes(items: Iterable[Item | Failure], config: Config) -> Iterator[Outcome | Failure]:
        del items, config
        yield from told

    monkeypatch.setattr(running, "_JOINED_TOGETHER", 2)
    monkeypatch.setattr(running, "map_items", outcomes)
    config, failures = Config(workers=workers), list[Failure]()
    with Account.open(str(tmp_path / "account.db")) as account:
        seen = [_count_pending(account) for _ in running.run((), config, account, running.Tally(), failures.append)]
        settled = running.after_reading(account, config, datetime.now(UTC))
        with account.reading_rows() as connection:
            reports = connection.scalars(select(incidents.c.reports)).all()
    assert (seen, failures, settled.reconciled.failures) == (waiting, [], [])
    assert reports == [5]
