"""Connections that lead only where they may: to the very address that was checked, and not for ever.

A name is looked up once, here, and what is connected to is the answer that was checked. So a name server that says
something public first and something private a moment later (DNS rebinding) has nothing to gain.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any, Protocol

import httpcore

from according.errors import FetchRefused, LimitExceeded
from according.read.addresses import is_allowed_private, is_public

Resolve = Callable[[str, int], Sequence[str]]
"""Looks up a host name for a port: IP addresses as text; raises ``socket.gaierror``."""

SocketOptions = Iterable[httpcore.SOCKET_OPTION]


class Clock(Protocol):
    """What passes the time; the module ``time`` is one."""

    def monotonic(self) -> float:
        """Seconds since some moment, never running backwards."""

    def sleep(self, seconds: float, /) -> None:
        """Let that many seconds pass."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """All addresses that this machine's resolver knows for a host, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline:
    """The moment by which one exchange must be over, whatever the server still sends."""

    def __init__(self, clock: Clock, total_s: float) -> None:
        self._clock, self._total_s = clock, total_s
        self._end = clock.monotonic() + total_s

    def restart(self) -> None:
        """Give a new exchange its full time."""
        self._end = self._clock.monotonic() + self._total_s

    @contextmanager
    def cap(self, timeout: float | None) -> Iterator[float]:
        """The shorter of a timeout and the time left; raises ``LimitExceeded`` when that is used up."""
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise self._exceeded()
        try:
            yield left if timeout is None else min(timeout, left)
        except httpcore.TimeoutException as error:
            if self._clock.monotonic() >= self._end:
                raise self._exceeded() from error
            raise

    def _exceeded(self) -> LimitExceeded:
        return LimitExceeded("fetch_total_s", int(self._total_s), f"takes more than {self._total_s:g} seconds")


class TimedStream(httpcore.NetworkStream):
    """A connection of which every wait ends with the deadline, so that a slow drip does not last."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, none at the end."""
        with self._deadline.cap(timeout) as capped:
            return self._stream.read(max_bytes, capped)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of the bytes."""
        with self._deadline.cap(timeout) as capped:
            self._stream.write(buffer, capped)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, made secure and checked against the host name."""
        with self._deadline.cap(timeout) as capped:
            return TimedStream(self._stream.start_tls(ssl_context, server_hostname, capped), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the socket knows of itself."""
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses, and to private ones of hosts that the settings name."""

    def __init__(self, resolve: Resolve, allowed: frozenset[str], deadline: Deadline) -> None:
        self._resolve, self._allowed, self._deadline = resolve, allowed, deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's checked addresses that answers."""
        failed: Exception = httpcore.ConnectError("the host has no address")
        for address in self._checked(host, port):
            try:
                with self._deadline.cap(timeout) as capped:
                    return TimedStream(self._sockets.connect_tcp(address, port, capped, local_address, socket_options), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def _checked(self, host: str, port: int) -> list[str]:
        """The host's addresses, all of them fit to connect to; one that is not condemns the rest."""
        addresses = [str(ip_address(address)) for address in self._look_up(host, port)]
        if is_allowed_private(host, port, self._allowed):
            return addresses
        for address in addresses:
            if not is_public(address):
                where = host if host == address else f"{host} (at {address})"
                raise FetchRefused(f"{where} is not on the public internet; fetch_allow_private can name hosts that may be fetched")
        return addresses

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            return self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError(error) from error
