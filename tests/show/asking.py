"""What the tests of people, forgery and the API share: cheap password hashing, clocks that are set by hand, and signing in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from according.people import Passwords, add_person
from according.show.guard import Guard
from according.store import Account

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "four words of mine"
START = datetime(2019, 6, 1, 9, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed_s)

    def seconds(self) -> float:
        return self.passed_s

    def move_on(self, **by: float) -> None:
        self.passed_s += timedelta(**by).total_seconds()


def application(client: TestClient) -> Starlette:
    """The application behind a client."""
    app: Any = client.app
    assert isinstance(app, Starlette)
    return app


def guard_with(client: TestClient, clock: Clock, **settings: Any) -> Guard:
    """Give the desk a guard that goes by this clock."""
    guard = Guard(now=clock.now, clock=clock.seconds, passwords=CHEAP, **settings)
    application(client).state.guard = guard
    return guard


def register(client: TestClient, *people: tuple[str, str]) -> Account:
    """Let people in, all with the same password; returns the account."""
    account: Account = application(client).state.desk.account
    for name, role in people:
        add_person(account, name, role, PASSWORD, START, CHEAP)
    return account


def form_token(client: TestClient, page: str = "/sign-in") -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get(page).text)
    assert found
    return found[1]


def sign_in(client: TestClient, name: str, password: str = PASSWORD, onward: str = "/account") -> Any:
    """Send the sign-in form; the answer, without following it."""
    form = {"csrf": form_token(client), "name": name, "password": password, "next": onward}
    return client.post("/sign-in", data=form, follow_redirects=False)


def another(client: TestClient, make: Callable[[Starlette], TestClient] = lambda app: TestClient(app)) -> TestClient:
    """Another browser before the same desk."""
    return TestClient(application(client), base_url=str(client.base_url), raise_server_exceptions=False)
