"""Servers on the loopback that answer as a test tells them, and remember what they were asked: for the web and for mail."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What a server says: a status with headers and a body; ``None`` hangs up without a word."""

    status: int | None = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A web server: the answers to come, one for each request, the last one for ever; and what it was asked."""

    port: int
    answer: Callable[[Asked], Answer] = lambda _: Answer()
    asked: list[Asked] = field(default_factory=list)

    def say(self, *answers: Answer) -> None:
        left = list(answers)
        self.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class _Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        if self.path != "/robots.txt":
            site.asked.append(asked)
        answer = site.answer(asked) if self.path != "/robots.txt" else Answer(404)
        if answer.status is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in (answer.headers | {"Content-Length": str(len(answer.body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


class _WebServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no fault of the test."""


@contextmanager
def serve_web() -> Iterator[Site]:
    """A web server on a port of its own."""
    server = _WebServer(("127.0.0.1", 0), _Web)
    site = server.site = Site(server.server_address[1])  # type: ignore[attr-defined]
    with _running(server):
        yield site


@dataclass
class Post:
    """A mail server: what it answers to a recipient and to a message, what it took, and who logged in."""

    port: int
    recipient: bytes = b"250 fine"
    message: list[bytes] = field(default_factory=lambda: [b"250 taken"])
    hangs_up: bool = False
    taken: list[bytes] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)


class _Smtp(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        self.wfile.write(b"220 post.example ready\r\n")
        while line := self.rfile.readline():
            post.said.append(line.strip())
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                message = b"".join(iter(self.rfile.readline, b".\r\n"))
                post.taken.append(message)
                answer = post.message.pop(0) if len(post.message) > 1 else post.message[0]
                self.wfile.write(answer + b"\r\n")
                if post.hangs_up:
                    return
            else:
                told = {
                    b"EHLO": b"250-post.example\r\n250 AUTH PLAIN",
                    b"RCPT": post.recipient,
                    b"AUTH": b"235 welcome",
                    b"QUIT": b"221 bye",
                }
                self.wfile.write(told.get(word, b"250 fine") + b"\r\n")


class _SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


@contextmanager
def serve_mail() -> Iterator[Post]:
    """A mail server on a port of its own."""
    server = _SmtpServer(("127.0.0.1", 0), _Smtp)
    post = server.post = Post(server.server_address[1])  # type: ignore[attr-defined]
    with _running(server):
        yield post


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
