"""Packages that add to According, made in a folder as an installer leaves them, and a server that answers like a language model's."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from according import extensions
from according.read import added as added_readers
from according.tag import choosing
from according.vocab import actors, added, agencies, gazette

CACHES = (
    extensions._entries,
    extensions.find_extensions,
    added_readers._load,
    choosing._open,
    added._load,
    agencies.load_agencies,
    agencies.clear_names,
    agencies.ambiguous_names,
    agencies._by_name,
    actors.load_actors,
    actors.load_naming_words,
    actors.office_of,
    actors._holders,
    gazette.load_listed_places,
)


def forget() -> None:
    """Let all be looked up anew."""
    for held in CACHES:
        held.cache_clear()
    added._told.clear()


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, entries: dict[str, str], files: dict[str, str]) -> None:
    """Put a package with these files and entry points (``group:name`` to its value) where Python finds it."""
    module = package.replace("-", "_")
    info = folder / f"{module}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
    lines = [f"[{key.split(':')[0]}]\n{key.split(':')[1]} = {value}\n" for key, value in entries.items()]
    (info / "entry_points.txt").write_text("\n".join(lines))
    (folder / module).mkdir()
    for name, text in {"__init__.py": "", **files}.items():
        (folder / module / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    for name in [one for one in sys.modules if one.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    forget()


class Answers:
    """What the server is to answer and what it was asked, one after the other; the last answer is given again."""

    def __init__(self, *given: Any) -> None:
        self.given, self.asked, self.headers = list(given), list[dict[str, Any]](), list[dict[str, str]]()
        self.address = ""

    def next(self) -> Any:
        return self.given.pop(0) if len(self.given) > 1 else self.given[0]


def chat(content: str | dict[str, Any]) -> bytes:
    """An answer of the form that chat completions have."""
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


@contextmanager
def serve(*given: bytes | int | float | Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Answers]:
    """A server on loopback that answers with bytes, a status (int), nothing for some seconds (float), or as a function does."""
    answers = Answers(*given)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answers.headers.append(dict(self.headers))
            answers.asked.append({"path": self.path, **json.loads(self.rfile.read(int(self.headers["Content-Length"])))})
            answer = answers.next()
            if callable(answer):
                answer(self)
                return
            if isinstance(answer, float):
                time.sleep(answer)
                return
            body = answer if isinstance(answer, bytes) else b"secret-key and text echoed"
            self.send_response(200 if isinstance(answer, bytes) else answer)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    answers.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield answers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
