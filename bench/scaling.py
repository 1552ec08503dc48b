"""How reading grows with workers, through the command line: processes of this machine, and actors of Ray, 1 and 2 of each.

python bench/scaling.py --n 1000  reports of $ACCORDING_DATA/data/reports; the four ways in turn, --rounds times

What it takes to start (the command, the processes, Ray, loading the tagger) is measured on as many reports as there are workers and
taken off: the rates are those of a run that is long enough for the start not to matter. Each way is told as soon as it has run, with
how many other processes wanted the cores before it: rates compare only where that is much the same.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from material import add_work_option, read_command
from measure import format_table, run_measured

_PER_SHARD = 16
_WAYS = (("processes", 1), ("processes", 2), ("Ray", 1), ("Ray", 2))
_HEADER = ("read by", "workers", "others waiting", "start, s", "whole run, s", "processor seconds", "reports/s, start apart")


@dataclass(frozen=True, slots=True)
class Timed:
    """One way of reading, once: seconds for the few reports that show the start, and for all; processor seconds for all."""

    cold_s: float
    wall_s: float
    cpu_s: float

    def rate(self, count: int) -> float:
        """Reports a second, the start apart; ends the benchmark where the start took longer than the whole run."""
        if self.wall_s <= self.cold_s:
            sys.exit("the start took longer than the whole run: give more reports with --n, on a quieter machine")
        return count / (self.wall_s - self.cold_s)


def write_reports(reports: Path, count: int, work: Path) -> Path:
    """So many of the reports in one file, in the order of the files and lines; ends the benchmark where there are fewer."""
    target = work / f"scaling-{count}.jsonl"
    found = [line for path in sorted(reports.glob("*.jsonl")) for line in path.read_bytes().splitlines(keepends=True)]
    if len(found) < count:
        sys.exit(f"{reports} holds {len(found):,} reports of {count:,}")
    target.write_bytes(b"".join(islice(found, count)))
    return target


def time_way(engine: str, workers: int, source: Path, few: Path) -> Timed:
    """Read the few reports twice, of which the quicker counts (the first may wait for the disk), then all of them."""
    cold = min(_time(engine, workers, few, per_shard=1)[0] for _ in range(2))
    wall, cpu = _time(engine, workers, source, per_shard=_PER_SHARD)
    return Timed(cold, wall, cpu)


def _time(engine: str, workers: int, source: Path, per_shard: int) -> tuple[float, float]:
    os.environ.update({"RAY_worker_niceness": "0"})  # else Ray's workers stand back where other processes want the cores
    shards = source.with_suffix(".shards")
    shutil.rmtree(shards, ignore_errors=True)
    options = ["--engine", "ray", "--shards", str(shards), "--per-shard", str(per_shard)] if engine == "Ray" else []
    log = source.with_suffix(".log")
    run = run_measured([*read_command(source, workers, None), *options], log)
    if run.exit_code != 0:
        sys.exit(f"reading ended with exit code {run.exit_code}: {log.read_text(errors='replace')[-2_000:]}")
    return run.wall_s, run.cpu_s


def show(cells: Sequence[object] = ()) -> None:
    """Print the next row of the table, or its head."""
    print(format_table(_HEADER, [cells]).splitlines()[-1] if cells else format_table(_HEADER, []), flush=True)


def compare(rates: Mapping[tuple[str, int], Sequence[float]]) -> str:
    """How much faster two workers are than one, by the medians."""
    single, double, ray_single, ray_double = (median(rates[way]) for way in _WAYS)
    return (
        f"Two processes read **{double / single:.2f} times** as fast as one; two actors of Ray **{ray_double / ray_single:.2f} times** "
        f"as fast as one of Ray and **{ray_double / single:.2f} times** as fast as one process (medians)."
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    parser.add_argument("--n", type=int, default=1_000, help="reports (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each way (default: %(default)s)")
    options = parser.parse_args()
    data = os.environ.get("ACCORDING_DATA")
    if data is None:
        sys.exit("set ACCORDING_DATA to the folder that holds data/reports")
    options.work.mkdir(parents=True, exist_ok=True)
    source = write_reports(Path(data) / "data" / "reports", options.n, options.work)
    size_mb = source.stat().st_size / 1e6
    print(
        f"{options.n:,} reports, {size_mb:.1f} MB, read and not stored, each worker on one thread; Ray: {_PER_SHARD} reports in a shard.\n"
    )
    show()
    rates: dict[tuple[str, int], list[float]] = {way: [] for way in _WAYS}
    for _ in range(options.rounds):
        for engine, workers in _WAYS:
            few = options.work / f"scaling-few-{workers}.jsonl"
            few.write_bytes(b"".join(source.read_bytes().splitlines(keepends=True)[:workers]))
            others = os.getloadavg()[0]
            one = time_way(engine, workers, source, few)
            rate = one.rate(options.n)
            rates[engine, workers].append(rate)
            show((engine, workers, f"{others:.1f}", f"{one.cold_s:.1f}", f"{one.wall_s:.1f}", f"{one.cpu_s:.1f}", f"{rate:,.1f}"))
    print(f"\n{compare(rates)}")


if __name__ == "__main__":
    main()
