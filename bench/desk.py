"""How long the desk's pages take over an account of N reports with many readers: ``python bench/desk.py --n 100000 --readers 20``.

The account is made by ``make_account.py``. The desk runs in processes of its own, as ``according serve`` starts it. Readers are
threads that ask over loopback, each on a connection of its own that it keeps, by HTTP/1.1 and with gzip. Each page is read twice
over: without think time (a closed loop: the next page as soon as the last one has come, so that the desk is never idle), and
with as many seconds between an answer and the next question as ``--think`` says on average (half to one and a half of it).
The processor time of the desk's processes and that of the readers are given apart, for both share the machine's cores.

Pages: the overview; incidents chosen by chance, and those of two origins or more, which are the larger pages; one and the same
incident; pages of the list of incidents by chance; overviews with a filter that nobody asked for before; rows of the API.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from according.store import Account
from according.views import Filter
from according.views.tellings import find_incidents
from make_account import fill_account
from material import add_work_option
from measure import format_table

_READY = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
_KINDS = ("battle", "shelling", "air_strike", "killing", "attack", "territory")
_TICK_MS = 1_000 / os.sysconf("SC_CLK_TCK")
Choose = Callable[[Random], str]
HEADINGS = (
    "page", "think, s", "answers a second", "median, ms", "95th percentile, ms", "processor, ms", "readers' own, ms", "sent, kB",
)  # fmt: skip


@dataclass(slots=True)
class Answers:
    """The milliseconds of all answers, sorted; how many bytes the largest had; processor milliseconds of desk and readers."""

    times: list[float]
    size: int
    seconds: float
    desk_ms: float
    own_ms: float

    def late(self) -> float:
        """The 95th percentile."""
        return self.times[min(len(self.times) - 1, int(len(self.times) * 0.95))]

    def row(self, name: str, think_s: float) -> tuple[str, ...]:
        """The cells below ``HEADINGS``."""
        number = len(self.times)
        rate, each = number / self.seconds, (f"{self.desk_ms / number:,.1f}", f"{self.own_ms / number:,.1f}")
        return name, f"{think_s:g}", f"{rate:,.1f}", f"{median(self.times):,.0f}", f"{self.late():,.0f}", *each, f"{self.size / 1_000:,.0f}"


class Reader:
    """A connection that is kept, by which one reader asks."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=300)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, address: str) -> int:
        """Read a page to its end; returns its bytes as sent. Anything but 200 ends the measurement."""
        self._socket.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        got = self._socket.recv(65_536)
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._socket.recv(65_536)
        head = got[: end + 2]
        if not head.startswith(b"HTTP/1.1 200") or not (length := _LENGTH.search(head)):
            raise SystemExit(f"{address}: {head[:200]!r}")
        left = int(length[1]) - (len(got) - end - 4)
        while left > 0:
            left -= len(self._socket.recv(min(left, 1 << 20)))
        return int(length[1])


@contextmanager
def open_desk(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The desk in processes of its own; gives its port and the id of the first."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stderr or ())
            port = next((int(found[1]) for line in lines if (found := _READY.search(line))), None)
            if port is None:
                raise SystemExit("the desk did not open")
            threading.Thread(target=lambda: [sys.stderr.write(line) for line in lines], daemon=True).start()
            yield port, process.pid
        finally:
            process.terminate()


def processor_ms(pid: int) -> float:
    """The processor time that a process and those started by it have had."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, ticks)) * _TICK_MS + sum(processor_ms(int(child)) for child in children)


def own_ms() -> float:
    """The processor time that this process has had."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1_000


def read_pages(port: int, pid: int, readers: int, seconds: float, think_s: float, choose: Choose) -> Answers:
    """What so many readers got in so many seconds."""
    times: list[list[float]] = [[] for _ in range(readers)]
    sizes: list[int] = [0] * readers
    faults: list[str] = []
    began, desk_before, own_before = time.perf_counter(), processor_ms(pid), own_ms()

    def read(number: int) -> None:
        rng, reader = Random(number), Reader(port)
        pause_s = rng.random() * think_s
        while time.perf_counter() + pause_s < began + seconds:
            time.sleep(pause_s)
            address, start = choose(rng), time.perf_counter()
            try:
                sizes[number] = max(sizes[number], reader.ask(address))
            except SystemExit as fault:
                faults.append(str(fault))
                return
            times[number].append((time.perf_counter() - start) * 1_000)
            pause_s = (0.5 + rng.random()) * think_s

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(faults[0])
    took_s = time.perf_counter() - began
    return Answers(
        sorted(one for some in times for one in some), max(sizes), took_s, processor_ms(pid) - desk_before, own_ms() - own_before
    )


def choose_pages(path: Path, count: int) -> dict[str, Choose]:
    """What is asked for under which name; the account is made first if it is not there."""
    is_there = path.exists()
    with Account.open(str(path)) as account:
        if not is_there:
            fill_account(account, count)
            account.look_over()
        with account.reading_rows() as connection:
            several = find_incidents(connection, Filter(min_origins=2))
            any_incidents = find_incidents(connection, Filter(limit=50_000))

    def incident(rng: Random, names: Sequence[str]) -> str:
        return f"/incidents/{rng.choice(names).removeprefix('sha256:')}"

    def month(rng: Random) -> str:
        return f"kind={rng.choice(_KINDS)}&from=20{rng.randrange(13, 16)}-{rng.randrange(1, 13):02}"

    return {
        "overview": lambda _: "/",
        "map of all": lambda _: "/data/incidents.json",
        "incident of two origins or more": lambda rng: incident(rng, several),
        "any incident": lambda rng: incident(rng, any_incidents),
        "one incident": lambda _: f"/incidents/{several[0].removeprefix('sha256:')}",
        "list of incidents, any page": lambda rng: f"/incidents?page={rng.randrange(1, 400)}",
        "overview, another filter each time": lambda rng: f"/?{month(rng)}&place={rng.randrange(33_000, 37_000) / 1_000},38&radius=150",
        "API sources": lambda rng: f"/api/sources?limit={rng.randrange(1, 100)}",
        "API territory": lambda rng: f"/api/territory?limit={rng.randrange(1, 100)}",
        "API access": lambda rng: f"/api/access?limit={rng.randrange(1, 100)}",
        "API tally": lambda _: "/api/tally/killed",
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    parser.add_argument("--n", type=int, default=100_000, help="reports in the account (default: %(default)s)")
    parser.add_argument("--readers", type=int, default=20, help="how many read at once (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each page is read (default: %(default)s)")
    parser.add_argument("--think", type=float, nargs="+", default=[0.0, 1.0], help="seconds between answer and question (default: 0 and 1)")
    parser.add_argument("--workers", type=int, help="processes of the desk (default: as the desk chooses)")
    parser.add_argument("--only", default="", help="measure only pages whose name holds this")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    path = options.work / f"views-{options.n}.db"
    pages = choose_pages(path, options.n)
    program = str(Path(sys.executable).with_name("according"))
    workers = ["--workers", str(options.workers)] if options.workers else []
    rows = []
    with open_desk([program, "serve", "--account", str(path), "--port", "0", *workers]) as (port, pid):
        for name, choose in ((name, choose) for name, choose in pages.items() if options.only in name):
            for think_s in options.think:
                rows.append(read_pages(port, pid, options.readers, options.seconds, think_s, choose).row(name, think_s))
                print("  ".join(rows[-1]), file=sys.stderr)
    print(f"{options.n:,} reports, {options.readers} readers at once, {options.seconds:.0f} s for each row.\n")
    print(format_table(HEADINGS, rows))


if __name__ == "__main__":
    main()
