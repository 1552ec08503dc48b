"""How long the desk's pages take over an account of N reports with many readers: ``python bench/desk.py --n 100000 --readers 20``.

The account is made by ``make_account.py``. The desk runs in a process of its own, as ``according serve`` starts it; readers ask
over loopback, each on a connection of its own, the next page as soon as the last one has come: the overview, incidents chosen
by chance (those of two origins or more, which are the larger pages), and overviews with a filter that nobody asked for before.
"""

from __future__ import annotations

import argparse
import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
_KINDS = ("battle", "shelling", "air_strike", "killing", "attack", "territory")


@contextmanager
def open_desk(account: Path) -> Iterator[int]:
    """The desk in a process of its own; gives its port."""
    command = [str(Path(sys.executable).with_name("according")), "serve", "--account", str(account), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stderr or ())
            yield next(int(found[1]) for line in lines if (found := _READY.search(line)))
        finally:
            process.terminate()


def read_pages(port: int, readers: int, seconds: float, choose: Callable[[Random], str]) -> tuple[list[float], int]:
    """The milliseconds of every answer to so many readers in so many seconds, sorted; and the bytes of one, as sent."""
    times: list[list[float]] = [[] for _ in range(readers)]
    sizes: list[int] = [0] * readers
    end = time.perf_counter() + seconds

    def read(number: int) -> None:
        rng = Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.perf_counter() < end:
            address, start = choose(rng), time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            sizes[number] = len(answer.read())
            times[number].append((time.perf_counter() - start) * 1_000)
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status}")

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(one for several in times for one in several), max(sizes)


def row_of(name: str, times: Sequence[float], size: int, seconds: float) -> tuple[str, ...]:
    """A question as cells: name, answers a second, median and 95th percentile in milliseconds, kilobytes."""
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    return name, f"{len(times) / seconds:,.0f}", f"{median(times):,.0f}", f"{late:,.0f}", f"{size / 1_000:,.0f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    parser.add_argument("--n", type=int, default=100_000, help="reports in the account (default: %(default)s)")
    parser.add_argument("--readers", type=int, default=20, help="how many read at once (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each page is read (default: %(default)s)")
    parser.add_argument("--only", default="", help="measure only pages whose name holds this")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    path = options.work / f"views-{options.n}.db"
    is_there = path.exists()
    with Account.open(str(path)) as account:
        if not is_there:
            fill_account(account, options.n)
        with account.reading_rows() as connection:
            several = find_incidents(connection, Filter(min_origins=2))
            any_incidents = find_incidents(connection, Filter(limit=50_000))
    pages: dict[str, Callable[[Random], str]] = {
        "overview": lambda _: "/",
        "map of all": lambda _: "/data/incidents.json",
        "incident of two origins or more": lambda rng: f"/incidents/{rng.choice(several).removeprefix('sha256:')}",
        "any incident": lambda rng: f"/incidents/{rng.choice(any_incidents).removeprefix('sha256:')}",
        "list of incidents, any page": lambda rng: f"/incidents?page={rng.randrange(1, 400)}",
        "overview, one month and kind": lambda rng: f"/?kind={rng.choice(_KINDS)}&from=20{rng.randrange(13, 16)}-{rng.randrange(1, 13):02}",
    }
    rows = []
    with open_desk(path) as port:
        for name, choose in ((name, choose) for name, choose in pages.items() if options.only in name):
            start = time.perf_counter()
            read_pages(port, 1, 0.001, choose)
            first = (time.perf_counter() - start) * 1_000
            times, size = read_pages(port, options.readers, options.seconds, choose)
            rows.append((*row_of(name, times, size, options.seconds), f"{first:,.0f}"))
    print(f"{options.n:,} reports, {options.readers} readers at once, {options.seconds:.0f} s for each page.\n")
    print(format_table(("page", "answers a second", "median, ms", "95th percentile, ms", "sent, kB", "first answer, ms"), rows))


if __name__ == "__main__":
    main()
