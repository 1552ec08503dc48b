"""Asks a language model behind an OpenAI-compatible address: the one place besides fetching and alerts that opens a connection.

Texts go to this machine alone (loopback), or to hosts that the settings name. No proxy is used, no redirect followed, and neither the
key nor the text gets into any message.
"""

from __future__ import annotations

import ipaddress
import json
import time
from typing import Any
from urllib.parse import urlsplit

import httpcore
import msgspec

from according.config import MIB, Config
from according.errors import ReadError, UsageError

_MOST_BYTES = 2 * MIB
_TRIES = 2
_AGAIN = frozenset({429, 500, 502, 503, 504})


class Model:
    """A language model at an address; raises ``UsageError`` for an address that texts may not be sent to."""

    def __init__(self, config: Config) -> None:
        self.host = check_address(config)
        if not config.remote_model:
            raise UsageError("setting remote_model: say which model the remote tagger asks for")
        self.name = config.remote_model
        self._url = config.remote_address.rstrip("/") + "/chat/completions"
        self._timeout_s = config.remote_timeout_s
        self._headers: dict[bytes | str, bytes | str] = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Host": urlsplit(self._url).netloc,
        }
        if config.remote_key:
            self._headers["Authorization"] = f"Bearer {config.remote_key}"

    def ask(self, instruction: str, text: str) -> str:
        """What the model writes; asked again once where the server is busy. Raises ``ReadError`` with the reason."""
        body = {
            "model": self.name,
            "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": text}],
            "temperature": 0,
            "seed": 0,
            "stream": False,
            "response_format": {"type": "json_object"},
        }
        sent = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        until = time.monotonic() + self._timeout_s
        for tries_left in reversed(range(_TRIES)):
            status, answer = self._post(sent, until)
            if status == 200:
                return self._content(answer)
            if status not in _AGAIN or not tries_left:
                break
        raise ReadError(f"the remote tagger at {self.host} answered with status {status}")

    def _post(self, sent: bytes, until: float) -> tuple[int, bytes]:
        left = max(until - time.monotonic(), 0.001)
        timeouts = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), left)}
        try:
            with (
                httpcore.ConnectionPool(max_connections=1, retries=0) as pool,
                pool.stream("POST", self._url, headers=self._headers, content=sent, extensions=timeouts) as response,
            ):
                received = bytearray()
                for chunk in response.iter_stream():
                    received += chunk
                    if len(received) > _MOST_BYTES:
                        raise ReadError(f"the remote tagger at {self.host} answered with more than {_MOST_BYTES:,} bytes")
                    if time.monotonic() > until:
                        raise httpcore.ReadTimeout
                return response.status, bytes(received)
        except httpcore.TimeoutException as error:
            raise ReadError(f"the remote tagger at {self.host} gave no answer in {self._timeout_s:g} s (remote_timeout_s)") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise ReadError(f"the remote tagger at {self.host} could not be asked ({type(error).__name__})") from error

    def _content(self, answer: bytes) -> str:
        try:
            found: Any = msgspec.json.decode(answer)
            content = found["choices"][0]["message"]["content"]
        except (msgspec.DecodeError, RecursionError, LookupError, TypeError):
            content = None
        if not isinstance(content, str):
            raise ReadError(f"the remote tagger at {self.host} gave an answer of another form than chat completions have")
        return content


def check_address(config: Config) -> str:
    """The host and port of ``remote_address``; raises ``UsageError`` where no text may be sent there."""
    try:
        parts = urlsplit(config.remote_address)
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        raise UsageError(f"setting remote_address: {config.remote_address!r} is no http(s) address") from None
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise UsageError("setting remote_address: give scheme, host and path alone, as in http://127.0.0.1:8080/v1")
    shown = f"{host}:{port}"
    if _is_loopback(host):
        return shown
    if not {host, shown} & set(config.remote_hosts):
        raise UsageError(f"setting remote_address: {shown} is another machine; name it in remote_hosts to let texts be sent there")
    if config.remote_key and parts.scheme != "https":
        raise UsageError(f"setting remote_address: the key would go to {shown} for all to read; use https")
    return shown


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine by its own number; "localhost" is what the system says it is, and counts too."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
