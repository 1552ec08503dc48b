"""An empty account of either kind for every test, as the tests of the store have it, and one to tell tales into."""

from __future__ import annotations

import pytest

from according.store import Account
from tests.store.conftest import account, address, postgres_address, postgres_server, sqlite_address  # noqa: F401
from tests.views.material import Tale


@pytest.fixture
def tale(account: Account) -> Tale:  # noqa: F811
    """An empty account with a builder beside it."""
    return Tale(account)
