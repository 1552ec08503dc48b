"""Web addresses to bytes, as they came: nothing private is reached, nothing goes on for ever, and sites are treated politely.

One ``Fetcher`` serves one thread, and keeps the pauses and robots.txt rules of all it meets; use one for a whole run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

from according.config import Config
from according.errors import FetchError, LimitExceeded, UsageError
from according.read.addresses import Target, parse_target
from according.read.answer import REDIRECTS, Answer, Limit, next_hop
from according.read.connection import Clock, Resolve, resolve_host
from according.read.exchange import BUSY, Exchange, retry_after_s
from according.read.robots import Robots

Conditions = tuple[tuple[str, str], ...]
"""Headers that ask only for what is newer than an earlier answer."""
_USER_AGENT = re.compile(r"[!-.0-~][!-~]*( [ -~]*[!-~])?")
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address gave: its body byte for byte, and how it came.

    ``url`` is the address as asked, ``final_url`` the one that answered, in plain ASCII; ``media_type`` and ``charset`` are
    lower case, None where the server does not state them; ``retrieved_at`` is UTC, ISO 8601, as ``2031-05-01T06:00:00Z``.
    """

    url: str
    final_url: str
    data: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    media_type: str | None
    charset: str | None
    retrieved_at: str


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def utc_stamp(moment: datetime) -> str:
    """A moment as it is written into evidence.

    >>> utc_stamp(datetime(2016, 12, 12, 18, 30, tzinfo=UTC))
    '2016-12-12T18:30:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Fetcher:
    """Fetches web addresses under one configuration; a context manager that closes its connections."""

    def __init__(
        self, config: Config, *, clock: Clock = time, now: Callable[[], datetime] = utc_now, resolve: Resolve = resolve_host
    ) -> None:
        if not _USER_AGENT.fullmatch(config.fetch_user_agent):
            raise UsageError("setting fetch_user_agent: plain ASCII, beginning with a name, for example according/0.1")
        self._config, self._now = config, now
        self._exchange = Exchange(config, clock, now, resolve)
        self._robots = Robots(config, self._exchange, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are still open."""
        self._exchange.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What the address gives; raises ``FetchRefused``, ``FetchError`` or ``LimitExceeded`` with the reason.

        With the ``ETag`` or ``Last-Modified`` of an earlier answer, a server that has nothing newer says so: status 304, no data.
        """
        given = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
        conditions: Conditions = tuple((name, value) for name, value in given if value)
        target = parse_target(url)
        passed = [target.url]
        answer = self._get(target, conditions)
        while following := next_hop(target, answer):
            self._check_hop(following, passed)
            passed.append(following.url)
            target = following
            answer = self._get_redirected(target, conditions)
        return self._make_fetched(url, target, answer)

    def _check_hop(self, following: Target, passed: list[str]) -> None:
        if following.url in passed:
            raise FetchError(f"the redirects go in a circle, back to {following.url}")
        if len(passed) > self._config.fetch_redirects:
            raise LimitExceeded("fetch_redirects", self._config.fetch_redirects, f"redirects {len(passed)} times")

    def _get_redirected(self, target: Target, conditions: Conditions) -> Answer:
        """As ``_get``, with the address that the user did not give named in the reason."""
        try:
            return self._get(target, conditions)
        except FetchError as error:
            named = type(error)(f"redirected to {target.url}: {error}")
            named.asked_s = error.asked_s
            raise named from error

    def _get(self, target: Target, conditions: Conditions) -> Answer:
        """A success, a redirect, or that nothing is newer than the conditions say; raises ``FetchError`` for any other status."""
        answer = self._exchange.get(target, self._limit_for, self._robots.permit(target), conditions)
        if answer.is_success or answer.status in REDIRECTS or (conditions and answer.status == HTTPStatus.NOT_MODIFIED):
            return answer
        tried = f" (tried {self._config.fetch_retries + 1} times)" if answer.status in BUSY and self._config.fetch_retries else ""
        failed = FetchError(describe_status(answer.status) + tried)
        failed.asked_s = retry_after_s(answer.header("retry-after"), self._now())
        raise failed

    def _limit_for(self, answer: Answer) -> Limit:
        media_type, _ = parse_content_type(answer.header("content-type"))
        if media_type == "application/pdf":
            return Limit("max_pdf_bytes", self._config.max_pdf_bytes)
        return Limit("max_item_bytes", self._config.max_item_bytes)

    def _make_fetched(self, url: str, target: Target, answer: Answer) -> Fetched:
        media_type, charset = parse_content_type(answer.header("content-type"))
        moment = utc_stamp(self._now())
        return Fetched(url, target.url, answer.data, answer.status, answer.headers, media_type, charset, moment)


def parse_content_type(value: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset that a Content-Type header states, in lower case.

    >>> parse_content_type('Text/HTML; charset="UTF-8"')
    ('text/html', 'utf-8')
    """
    kind = _MEDIA_TYPE.match(value or "")
    charset = _CHARSET.search(value or "")
    return (kind[1].lower() if kind else None), (charset[1].lower() if charset else None)


def describe_status(status: int) -> str:
    """A status in words that do not depend on the server's own.

    >>> describe_status(404)
    'HTTP 404 Not Found'
    """
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"
