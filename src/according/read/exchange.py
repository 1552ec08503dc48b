"""One polite exchange with a server: paced, bounded, and tried again where that may help."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore

from according.config import Config
from according.errors import FetchError
from according.read.addresses import Target, parse_allowed
from according.read.answer import Answer, Limit, read_body
from according.read.connection import CheckedBackend, Clock, Deadline, Resolve

BUSY = frozenset({429, 502, 503, 504})
BACKOFF_S = 1.0
IDLE_S = 30.0
MAX_CONNECTIONS = 10

_BROKEN = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.RemoteProtocolError)
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


class Exchange:
    """Gets single addresses, one at a time, with a pause between two requests to one host."""

    def __init__(self, config: Config, clock: Clock, now: Callable[[], datetime], resolve: Resolve) -> None:
        self._config, self._clock, self._now = config, clock, now
        self._deadline = Deadline(clock, config.fetch_total_s)
        self._last: dict[str, float] = {}
        self._backend = CheckedBackend(resolve, parse_allowed(config.fetch_allow_private), self._deadline)
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def close(self) -> None:
        """Close the connections that are still open."""
        for pool in self._pools.values():
            pool.close()

    def get(
        self, target: Target, limit_for: Callable[[Answer], Limit], delay_s: float, conditions: tuple[tuple[str, str], ...] = ()
    ) -> Answer:
        """The server's last answer, whatever its status; raises ``FetchError``, ``FetchRefused`` or ``LimitExceeded``.

        ``conditions`` are headers such as ``If-None-Match``.
        """
        attempt = 0
        while True:
            self._keep_pace(target.host, delay_s)
            left = self._config.fetch_retries - attempt
            try:
                answer = self._once(target, limit_for, conditions)
                if answer.status not in BUSY or left <= 0:
                    return answer
                asked_s = retry_after_s(answer.header("retry-after"), self._now())
            except _BROKEN as error:
                if left <= 0 or _is_final(error):
                    raise FetchError(self._describe(error, target)) from error
                asked_s = None
            finally:
                self._last[target.host] = self._clock.monotonic()
            pause_s = BACKOFF_S * 2.0 ** min(attempt, 20) if asked_s is None else asked_s
            self._clock.sleep(min(pause_s, self._config.fetch_retry_cap_s))
            attempt += 1

    def _keep_pace(self, host: str, delay_s: float) -> None:
        last = self._last.get(host)
        if last is not None and (wait_s := last + delay_s - self._clock.monotonic()) > 0:
            self._clock.sleep(wait_s)

    def _once(self, target: Target, limit_for: Callable[[Answer], Limit], conditions: tuple[tuple[str, str], ...]) -> Answer:
        self._deadline.restart()
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        wait_s = self._config.fetch_timeout_s
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), wait_s)
        headers, extensions = [*self._headers(target), *conditions], {"timeout": timeouts}
        with self._pool(target.scheme).stream("GET", url, headers=headers, extensions=extensions) as response:
            received = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
            answer = Answer(response.status, received)
            if not answer.is_success:
                return answer
            return replace(answer, data=read_body(response.iter_stream(), answer, limit_for(answer)))

    def _pool(self, scheme: str) -> httpcore.ConnectionPool:
        """The connections of a scheme, made when first needed, for reading all trusted certificates takes its time."""
        if scheme not in self._pools:
            self._pools[scheme] = httpcore.ConnectionPool(
                ssl_context=httpcore.default_ssl_context() if scheme == "https" else None,
                max_connections=MAX_CONNECTIONS,
                keepalive_expiry=IDLE_S,
                network_backend=self._backend,
            )
        return self._pools[scheme]

    def _headers(self, target: Target) -> list[tuple[str, str]]:
        return [
            ("Host", target.authority),
            ("User-Agent", self._config.fetch_user_agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
        ]

    def _describe(self, error: Exception, target: Target) -> str:
        """What broke, in a user's words."""
        cause = error.args[0] if error.args else None
        if isinstance(cause, socket.gaierror):
            return f"there is no host {target.host}" if _is_final(error) else f"the name {target.host} could not be looked up"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {target.host} is not valid ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection to {target.host} ({cause.reason or cause})"
        if isinstance(error, httpcore.TimeoutException):
            return f"{target.host} did not answer within {self._config.fetch_timeout_s:g} seconds"
        if isinstance(error, httpcore.ConnectError):
            return f"no connection to {target.host} ({getattr(cause, 'strerror', None) or cause})"
        return f"the connection to {target.host} broke off, or its answer is not HTTP"


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, given in seconds or as a date; None where it says neither.

    >>> retry_after_s("120", datetime(2031, 5, 1, tzinfo=UTC))
    120.0
    """
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())


def _is_final(error: Exception) -> bool:
    """Whether the same failure would come again: no such name, or no trust in the certificate."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, socket.gaierror):
        return cause.errno in _NO_SUCH_NAME
    return isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError)
