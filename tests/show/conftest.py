"""The demo's account, read and joined once, and the desk over it; each test that writes gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from according.config import Config
from according.demo import bundle_paths
from according.read.fetch import Fetcher
from according.read.intake import Intake
from according.reconciling import reconcile
from according.run import Tally, run
from according.show import make_app
from according.store import Account
from tests.once import made_once

HOST = "http://127.0.0.1:8000"


def fill(address: Path, inputs: list[str], workers: int = 1, before_joining: Callable[[str], object] = str) -> None:
    """Read inputs into an account, do to it what is asked for, and join what was read."""
    config = Config(account=str(address), workers=workers)
    with Account.open(config.account) as account, Fetcher(config) as fetcher:
        intake = Intake(inputs, config, fetcher=fetcher, now=lambda: datetime(2019, 6, 1, tzinfo=UTC), stdin=None)  # type: ignore[arg-type]
        for _ in run(intake, config, account, Tally(), lambda failure: pytest.fail(failure.reason)):
            pass
        before_joining(str(address))
        reconcile(account, "2019-06-01T00:00:00+00:00")


def open_desk(address: Path, **options: object) -> TestClient:
    """A browser without scripts before the desk over an account; leave it as a context manager, to close the account."""
    app = make_app(Config(account=str(address)), **options)  # type: ignore[arg-type]
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the demo's account; nobody writes into it."""
    return made_once(tmp_path_factory, "demo.db", lambda path: fill(path, [str(one) for one in bundle_paths()]))


@pytest.fixture(scope="session")
def placed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the demo's account in which the invented towns have positions; nobody writes into it."""
    from tests.show.browser.towns import make_placed

    return made_once(tmp_path_factory, "placed.db", make_placed)


@pytest.fixture(scope="session")
def desk(demo_file: Path) -> Iterator[TestClient]:
    """The desk over the demo's account, to look at only."""
    with open_desk(demo_file) as client:
        yield client


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demo's account, to write into."""
    return copy_account(demo_file, tmp_path / "copy.db")


def copy_account(path: Path, to: Path) -> Path:
    """A copy of an account, to write into."""
    with Account.open(str(path)) as account, account.reading_rows():
        return Path(shutil.copy(path, to))


@pytest.fixture
def make_desk(demo_copy: Path) -> Iterator[Callable[..., TestClient]]:
    """Opens desks over one copy of the demo's account, with options of ``make_app``: ``make_desk(users=True)``."""
    yield from _desks_over(demo_copy)


@pytest.fixture
def make_placed_desk(placed_file: Path, tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """The same over a copy of the account in which the invented towns have positions."""
    yield from _desks_over(copy_account(placed_file, tmp_path / "placed.db"))


def _desks_over(account: Path) -> Iterator[Callable[..., TestClient]]:
    opened: list[TestClient] = []

    def make(**options: object) -> TestClient:
        client = open_desk(account, **options)
        client.__enter__()
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.__exit__(None, None, None)
