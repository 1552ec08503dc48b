"""The desk in several processes: one person is signed in at all of them, limits and the log hold, and they end together."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlencode

import pytest

from according.people import add_person
from according.show.guard import Guard
from according.show.limits import Limit
from according.show.shared_limits import SharedLimit, make_shared, share_limits
from according.store import Account
from according.store.log_check import check_log
from according.views import Filter
from according.views.tellings import find_incidents
from tests.show.asking import CHEAP, PASSWORD, START, Clock

_PATIENCE_S = 120.0
_READY = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back on a connection of its own, so that any of the processes may have given it."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(slots=True)
class Browser:
    """Someone before the desk; each question goes on a new connection."""

    port: int
    cookie: str = ""

    def ask(self, method: str, address: str, **form: str) -> Answer:
        """Ask for a page, or send a form."""
        return self._send(method, address, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"} if form else {})

    def judge(self, happening: str, token: str) -> int:
        """Hold that a happening is wrong; returns the status."""
        body = json.dumps({"act": "wrong", "happening": happening, "reason": "a test"})
        return self._send("POST", "/api/judgements", body, {"Content-Type": "application/json", "X-CSRF-Token": token}).status

    def _send(self, method: str, address: str, body: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        connection.request(method, address, body or None, {"Cookie": self.cookie, **headers})
        given = connection.getresponse()
        answer = Answer(given.status, {name.lower(): value for name, value in given.getheaders()}, given.read().decode())
        connection.close()
        return answer

    def token(self, page: str) -> str:
        """The token of a page's forms; the cookie that it follows from is kept."""
        answer = self.ask("GET", page)
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        found = re.search(r'name="csrf" value="(\w+)"', answer.text)
        assert found, (page, answer.status)
        return found[1]

    def sign_in(self, name: str, password: str) -> int:
        """Send the sign-in form; returns the status."""
        answer = self.ask("POST", "/sign-in", csrf=self.token("/sign-in"), name=name, password=password, next="/")
        if answer.status == 303:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer.status


def children(pid: int) -> set[int]:
    """The processes that a process has started and that still run, but for the one that cleans up after them."""
    found = set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return {one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()}


@contextmanager
def serving(account: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``according serve`` as a user starts it; gives the process and its port."""
    command = [str(Path(sys.executable).with_name("according")), "serve", "--account", str(account), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            yield process, next(int(found[1]) for line in process.stderr if (found := _READY.search(line)))
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


def wait_for(pid: int, number: int) -> set[int]:
    """Wait until a process has so many others, all of which serve."""
    end = time.monotonic() + _PATIENCE_S
    while len(found := children(pid)) < number and time.monotonic() < end:
        time.sleep(0.05)
    return found


pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")


def test_three_processes_are_one_desk(demo_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed in once, seen by all; what is judged at one is seen at all; nobody guesses more often; the log is whole; all end."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Account.open(str(demo_copy)) as account:
        add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
        with account.reading_rows() as connection:
            told = find_incidents(connection, Filter(limit=24))
    with serving(demo_copy, "--workers", "3", "--users") as (process, port):
        others = wait_for(process.pid, 2)
        assert len(others) == 2
        mira = Browser(port)
        assert mira.sign_in("Mira Tolen", PASSWORD) == 303
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(lambda _: mira.ask("GET", "/incidents").status, range(20))) == {200}
            token = mira.token("/account")
            assert list(pool.map(lambda name: mira.judge(name, token), told)) == [201] * len(told)
            lists = pool.map(lambda _: mira.ask("GET", "/api/judgements?limit=200").text, range(12))
            assert [len(json.loads(one)["items"]) for one in lists] == [len(told)] * 12
            began = time.monotonic()
            guesses = list(pool.map(lambda _: Browser(port).sign_in("Joren Adel", "a wrong password"), range(16)))
        assert 10 <= guesses.count(401) <= 11 + (time.monotonic() - began) / 30  # ten, and one more in each half minute
        assert guesses.count(401) + guesses.count(429) == 16
        killed, other = others
        os.kill(killed, signal.SIGKILL)
        assert [mira.ask("GET", "/incidents").status for _ in range(4)] == [200] * 4
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE_S)
        assert not _runs(other)
        assert list(tmp_path.glob("according-desk-*")) == []
    with Account.open(str(demo_copy)) as account, account.reading_rows() as connection:
        assert list(check_log(connection)) == []


def test_processes_end_with_the_one_that_started_them(demo_copy: Path) -> None:
    """Also where it is killed, and can tell them nothing any more."""
    with serving(demo_copy, "--workers", "2") as (process, port):
        (other,) = wait_for(process.pid, 1)
        assert Browser(port).ask("GET", "/").status == 200
        process.kill()
        process.wait(_PATIENCE_S)
        end = time.monotonic() + _PATIENCE_S
        while _runs(other) and time.monotonic() < end:
            time.sleep(0.05)
        assert not _runs(other)


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_limits_with_one_file_let_through_what_one_would(tmp_path: Path) -> None:
    """Whichever is asked, for each asker and each limit apart, and filling up again with time."""
    make_shared(tmp_path / "limits.db")
    clock, alone = Clock(), Clock()
    one, other, another = (SharedLimit(3, 60.0, clock.seconds, name=name, file=tmp_path / "limits.db") for name in ("a", "a", "b"))
    single = Limit(3, 60.0, alone.seconds)
    for number in range(40):
        asker = ("Mira", "Joren")[number % 5 == 0]
        given = (one, other)[number % 2].wait_s(asker)
        assert given == pytest.approx(single.wait_s(asker))
        clock.move_on(seconds=7)
        alone.move_on(seconds=7)
    assert [another.wait_s("Mira") is None for _ in range(4)] == [True, True, True, False]


def test_a_shared_limit_forgets_whom_it_let_through_longest_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that its file has an end."""
    monkeypatch.setattr("according.show.shared_limits._MOST_KEPT", 20)
    make_shared(tmp_path / "limits.db")
    clock = Clock()
    limit = SharedLimit(1, 600.0, clock.seconds, name="a", file=tmp_path / "limits.db")
    for number in range(30):
        clock.move_on(seconds=1)
        assert limit.wait_s(number) is None
    assert limit.wait_s(29) is not None
    assert limit.wait_s(0) is None


def test_no_limit_of_the_guard_is_left_to_one_process(tmp_path: Path) -> None:
    """Whatever limits are added later."""
    make_shared(tmp_path / "limits.db")
    guard = Guard()
    share_limits(guard, tmp_path / "limits.db")
    held = [value for one in fields(guard) for value in _limits_in(getattr(guard, one.name))]
    assert len(held) >= 5
    assert all(isinstance(one, SharedLimit) for one in held)
    assert len({one.name for one in held if isinstance(one, SharedLimit)}) == len(held)


def _limits_in(value: object) -> Iterator[Limit]:
    if isinstance(value, Limit):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _limits_in(one)
    elif isinstance(getattr(value, "limit", None), Limit):
        yield value.limit  # type: ignore[attr-defined]
