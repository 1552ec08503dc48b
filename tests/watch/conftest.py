"""What the tests of watches share: an account in a file, and a clock that only they move."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from according.store import Account
from tests.watch.material import Clock
from tests.watch.servers import Post, Site, serve_mail, serve_web


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty account, made once and copied."""
    path = tmp_path_factory.mktemp("empty") / "account.db"
    Account.open(str(path)).close()
    return path


@pytest.fixture
def account(tmp_path: Path, empty: Path) -> Iterator[Account]:
    shutil.copy(empty, tmp_path / "account.db")
    with Account.open(str(tmp_path / "account.db"), busy_timeout_s=5) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_web() as served:
        yield served


@pytest.fixture
def post() -> Iterator[Post]:
    with serve_mail() as served:
        yield served
