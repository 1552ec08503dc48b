"""What goes out with every answer: a page runs nothing but our own scripts, and nobody else's page frames it."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from according.errors import UsageError

_ORIGIN = re.compile(r"(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?=/)")

_POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("connect-src", "'self'"),
    ("font-src", "'self'"),
    ("worker-src", "'self' blob:"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
)


def security_headers(tiles: str | None = None) -> dict[str, str]:
    """The headers of every answer; ``tiles`` is the one origin beside our own that map pictures may come from, if any."""
    policy = {**dict(_POLICY)}
    if tiles:
        policy["connect-src"] += f" {tiles}"
        policy["img-src"] += f" {tiles}"
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def origin_of(address: str | None) -> str | None:
    """Scheme, host and port of a web address; None for a file. Raises ``UsageError`` for what is neither.

    >>> origin_of("https://tiles.example:8443/{z}/{x}/{y}.png"), origin_of("country.pmtiles")
    ('https://tiles.example:8443', None)
    """
    if address is None or "://" not in address:
        return None
    if not (found := _ORIGIN.match(address)):
        raise UsageError(f"{address!r} is no address of tiles: give a file, or an http or https address")
    return found[1]


class SecurityHeaders:
    """Puts the headers on every answer; what is no file of ours is not kept by caches, since an account may be confidential."""

    def __init__(self, app: ASGIApp, tiles: str | None = None) -> None:
        self._app = app
        self._headers = security_headers(tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and the answer back with its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
