"""Alerts by webhook: one POST of JSON for each, named and signed as Standard Webhooks (standardwebhooks.com) has it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
import time
from datetime import datetime
from functools import cache

import httpcore

from according.config import Config
from according.errors import FetchError, ReadError
from according.read.addresses import Target, parse_target
from according.read.connection import CheckedBackend, Deadline, resolve_host
from according.read.exchange import retry_after_s
from according.read.fetch import describe_status
from according.watch.alert import to_body
from according.watch.definition import Watch
from according.watch.outbox import Parcel, Undelivered

_PREFIX = "whsec_"
_BROKEN = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)
# Answers about what was sent rather than about the receiver: the next alert may well be taken.
_ABOUT_THE_ALERT = frozenset({400, 409, 413, 415, 422, 500})


def post(watch: Watch, parcel: Parcel, config: Config, now: datetime) -> None:
    """Post an alert to the watch's webhook; raises ``Undelivered`` unless the answer is a success (200 to 299).

    The address is the user's own, so it may be private; redirects are not followed, and the answer's body is not read.
    """
    try:
        target = parse_target(watch.terms.webhook or "")
        status, retry_after = _exchange(target, parcel, config, now)
    except (ReadError, OSError, *_BROKEN) as error:
        raise Undelivered(_reason(error, config)) from error
    if not 200 <= status < 300:
        raise Undelivered(describe_status(status), retry_after_s(retry_after, now), is_alone=status in _ABOUT_THE_ALERT)


def signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """The signature of a message: base64 of HMAC-SHA-256 over key, time and body; a secret after ``whsec_`` is base64 itself.

    >>> signature("a secret", "sha256:ab", 1_900_000_000, b"{}")
    'v1,YMZCCYzOmHKC+1UaET/zNhNGpy5ikQnldxWLDEqP8f4='
    """
    made = hmac.new(_key(secret), f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode("ascii")


def _key(secret: str) -> bytes:
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error as error:
            raise Undelivered(f"setting webhook_secret: what follows {_PREFIX} is no base64") from error
    return secret.encode("utf-8", "surrogateescape")


def _exchange(target: Target, parcel: Parcel, config: Config, now: datetime) -> tuple[int, str | None]:
    """The status of the answer, and how long it asks to wait."""
    body = to_body(parcel.alerts[0])
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    backend = CheckedBackend(resolve_host, frozenset({target.host}), Deadline(time, config.fetch_total_s))
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), config.fetch_timeout_s)
    tls = _tls() if target.scheme == "https" else None
    with (
        httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
        pool.stream(
            "POST", url, headers=_headers(target, parcel.key, body, config, now), content=body, extensions={"timeout": timeouts}
        ) as response,
    ):
        asked = next((value.decode("latin-1") for name, value in response.headers if name.lower() == b"retry-after"), None)
        return response.status, asked


def _headers(target: Target, key: str, body: bytes, config: Config, now: datetime) -> list[tuple[str, str]]:
    timestamp = int(now.timestamp())
    headers = [
        ("Host", target.authority),
        ("User-Agent", config.fetch_user_agent),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Idempotency-Key", key),
        ("webhook-id", key),
        ("webhook-timestamp", str(timestamp)),
    ]
    if config.webhook_secret:
        headers.append(("webhook-signature", signature(config.webhook_secret, key, timestamp, body)))
    return headers


@cache
def _tls() -> ssl.SSLContext:
    """The trusted certificates, read once."""
    return httpcore.default_ssl_context()


def _reason(error: Exception, config: Config) -> str:
    """What broke, without the address, whose path may be a secret."""
    cause = error.args[0] if error.args else None
    if isinstance(error, FetchError | ReadError):
        return str(error)
    if isinstance(error, httpcore.TimeoutException):
        return f"no answer within {config.fetch_timeout_s:g} seconds"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the receiver's certificate is not valid ({cause.verify_message})"
    if isinstance(error, httpcore.ConnectError):
        return f"no connection to the receiver ({getattr(cause, 'strerror', None) or cause})"
    return "the connection to the receiver broke off, or its answer is not HTTP"
