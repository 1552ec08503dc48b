"""Runs the desk: in this process, or in several that listen on one socket, so that many readers are served by all cores.

Nothing that pages say is kept in one process alone. Who is signed in, judgements and the log stand in the account, where one
writes at a time; forms are checked by a secret that the browser holds; what is remembered is good for one state of the account
and found anew for the next; and limits are kept in one small file for all (``show.shared_limits``).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import BoundedSemaphore
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from according.config import Config
from according.errors import UsageError
from according.hiding import Policy
from according.people import Passwords
from according.show.app import LOOPBACK, make_app
from according.show.guard import Guard
from according.show.overview import look_ahead
from according.show.shared_limits import make_shared, share_limits

_QUEUE = 1_024
_SHORTEST_S = 10.0
"""A process that ends sooner than this is not started again: what ended it would end the next one."""
_PATIENCE_S = 20.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be served to whom; each process makes its own application of it (``make_app`` says what is what)."""

    config: Config
    users: bool = False
    basemap: str | None = None
    hosts: tuple[str, ...] = LOOPBACK
    policy: Policy | None = None


def serve(plan: Plan, listening: socket.socket, workers: int, tell: Callable[[], None]) -> None:
    """Serve the desk on a socket that listens, until this process is told to end; ``tell`` is called once it is open.

    This process is one of the ``workers``. Raises ``AccordingError`` for what cannot be served.
    """
    if workers > 1 and os.name != "posix":
        raise UsageError("on this system the desk runs in one process: leave --workers out")
    app = _make(plan)
    with _company(plan, listening, workers - 1) as limits:
        if limits is not None:
            _share(app, limits)
        look_ahead(app)
        _Server(app, tell).run(sockets=[listening])


def _make(plan: Plan) -> Starlette:
    return make_app(plan.config, users=plan.users, basemap=plan.basemap, hosts=plan.hosts, policy=plan.policy)


def _share(app: Starlette, limits: Path) -> None:
    """Have the guard keep its limits with the other processes; each hashes one password at a time, since each takes much memory."""
    app.state.guard = Guard(passwords=Passwords(turns=BoundedSemaphore(1)))
    share_limits(app.state.guard, limits)


class _Server(uvicorn.Server):
    """A server that takes one connection at a time off its socket, so that of several that share it none takes what others could serve."""

    def __init__(self, app: Starlette, tell: Callable[[], None] | None = None) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, backlog=1))
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; the queue before the door stays long."""
        await super().startup(sockets)
        for one in sockets or ():
            one.listen(_QUEUE)
        if self._tell:
            self._tell()


@contextmanager
def _company(plan: Plan, listening: socket.socket, number: int) -> Iterator[Path | None]:
    """So many other processes that serve the same socket; gives the file of the limits that all keep, or None if there are no others."""
    if number < 1:
        yield None
        return
    with _ended_in_order(), tempfile.TemporaryDirectory(prefix="according-desk-") as folder:
        limits = Path(folder) / "limits.db"
        make_shared(limits)
        crew = _Crew(plan, listening, limits)
        try:
            crew.start(number)
            yield limits
        finally:
            crew.stop()


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """A signal to terminate ends this process by way of all that is still to be ended before it."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Crew:
    """Processes that serve one socket, each started again if it ends by itself."""

    def __init__(self, plan: Plan, listening: socket.socket, limits: Path) -> None:
        self._plan, self._listening, self._limits = plan, listening, limits
        self._context = get_context("spawn")
        self._ended, self._end = self._context.Pipe(duplex=False)
        self._started: dict[BaseProcess, float] = {}
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def start(self, number: int) -> None:
        """Start so many, and watch over them."""
        for _ in range(number):
            self._start()
        self._watching.start()

    def stop(self) -> None:
        """Have them end in good order, or if they take too long in any."""
        self._end.close()  # which each of them notices, and who watches
        if self._watching.ident:
            self._watching.join()
        last = time.monotonic() + _PATIENCE_S
        for one in self._started:
            one.join(max(0.0, last - time.monotonic()))
            if one.is_alive():
                one.kill()
                one.join()

    def _start(self) -> None:
        one = self._context.Process(target=work, args=(self._plan, self._listening, self._limits, self._ended))
        mask = signal.pthread_sigmask(
            signal.SIG_BLOCK, {signal.SIGINT}
        )  # a terminal's Ctrl-C is for the first process, which ends the others
        try:
            one.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        self._started[one] = time.monotonic()

    def _watch(self) -> None:
        while self._started and self._ended not in connection.wait([self._ended, *(one.sentinel for one in self._started)]):
            for one in [one for one in self._started if not one.is_alive()]:
                lived_s = time.monotonic() - self._started.pop(one)
                _log.error("a process of the desk ended by itself after %.0f s (exit code %s)", lived_s, one.exitcode)
                if lived_s >= _SHORTEST_S:
                    self._start()


def work(plan: Plan, listening: socket.socket, limits: Path, ended: Connection) -> None:
    """Serve beside the process that started this one, until that closes its end of a pipe, or is gone."""
    app = _make(plan)
    _share(app, limits)
    server = _Server(app)

    def wait() -> None:
        connection.wait([ended])
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()
    look_ahead(app)
    server.run(sockets=[listening])
