"""Commands that need not start anew: one process loads what reading needs and forks for each command, so that a hundred take seconds.

Tests use it where they look at what a command does. That it starts by itself is shown by ``test_cli_process.py`` and the README's commands.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TEXT = "Two people were killed when jets bombed the market of Aleppo on 13 March 2019, activists said."
ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1", "TOKENIZERS_PARALLELISM": "false"}
"""What every such command has in its environment: some of it is looked at while modules are loaded, and threads do not outlive a fork."""
SHIM = f"""#!{sys.executable} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(os.environ["WARM_ACCORDING"])
    asked = json.dumps({{"arguments": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}})
    socket.send_fds(server, [asked.encode() + b"\\n"], [0, 1, 2])
    sys.exit(json.loads(server.makefile().readline())["code"])
"""
"""The program ``according`` of a shell: it hands its arguments, folder, environment and streams to the process that is warm."""


@dataclass(frozen=True)
class Warm:
    """The process that is warm: ``bin`` holds a program ``according`` that runs in a fork of it."""

    bin: Path
    address: Path

    def environment(self, **changes: str) -> dict[str, str]:
        """An environment in which ``according`` is that program."""
        path = os.pathsep.join((str(self.bin), str(Path(sys.executable).parent), os.environ["PATH"]))
        return {**os.environ, **ENVIRONMENT, "PATH": path, "WARM_ACCORDING": str(self.address), **changes}

    def run(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: Sequence[int]) -> tuple[int, float]:
        """Run one command, or Python code behind ``-c``, with these three streams; returns its exit code and its peak of memory in MiB."""
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(str(self.address))
            asked = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
            socket.send_fds(server, [json.dumps(asked).encode() + b"\n"], list(streams))
            ended = json.loads(server.makefile().readline())
        return ended["code"], ended["peak_kib"] / 1024


def start(folder: Path) -> tuple[Warm, subprocess.Popen[bytes]]:
    """The process, when it is warm; whoever starts it ends it."""
    warm = Warm(folder / "bin", folder / "socket")
    warm.bin.mkdir()
    (warm.bin / "according").write_text(SHIM)
    (warm.bin / "according").chmod(0o755)
    command = [sys.executable, "-m", "tests.warm", str(warm.address)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"warm\n"
    return warm, process


def serve(address: str) -> None:
    """Load what reading needs, then fork for every command until ended."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        (Path(folder) / "a.txt").write_text(TEXT)
        sys.stdout = nowhere
        assert call_main(["read", "--no-store", str(Path(folder) / "a.txt")]) == 0
    sys.stdout = sys.__stdout__
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        os.write(1, b"warm\n")
        while True:
            connection, _ = listening.accept()
            with connection:
                if os.fork() == 0:
                    listening.close()
                    watch(connection)


def watch(connection: socket.socket) -> None:
    """In a process of its own: fork for the command, wait for it and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    data, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while not data.endswith(b"\n"):
        data += connection.recv(1 << 20)
    asked = json.loads(data)
    if (pid := os.fork()) == 0:
        connection.close()
        os._exit(become(asked, streams))
    _, status, usage = os.wait4(pid, 0)
    with suppress(OSError):  # whoever asked is gone
        connection.sendall(json.dumps({"code": os.waitstatus_to_exitcode(status), "peak_kib": usage.ru_maxrss}).encode() + b"\n")
    os._exit(0)


def become(asked: Mapping[str, Any], streams: Sequence[int]) -> int:
    """Be the command; returns its exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout = io.TextIOWrapper(open(1, "wb"), encoding="utf-8", line_buffering=os.isatty(1))  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb"), encoding="utf-8", errors="backslashreplace", line_buffering=True)  # noqa: SIM115
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    code = call_main(asked["arguments"])
    with suppress(OSError):
        sys.stdout.flush()
    sys.stderr.flush()
    return code


def call_main(arguments: Sequence[str]) -> int:
    """The exit code of the command line, or with ``-c`` of the Python code behind it."""
    from according.cli import main

    sys.argv = ["according", *arguments]
    try:
        if arguments[:1] == ["-c"]:
            exec(compile(arguments[1], "block", "exec"), {"__name__": "__main__"})
        else:
            main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
