"""How fast reports are read and in how much memory, through the command line, as a user would.

python bench/reading.py pages --n 10000      HTML pages, with 1 and 2 workers in turn
python bench/reading.py reports --n 100000   JSON Lines into SQLite, with the memory over the run
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from according.store import Account
from material import add_work_option, delete_account, ensure_pages, ensure_reports, read_command
from measure import Run, format_table, run_measured

_MB = 1_000_000


def measure_pages(work: Path, count: int, rounds: int, store: bool) -> None:
    """Prints one line for each run, 1 and 2 workers in turn, and how much faster two are than one."""
    folder, runs = ensure_pages(work, count), []
    size_mb = sum(page.stat().st_size for page in folder.iterdir()) / _MB
    for workers in (1, 2) * rounds:
        account = work / "pages.db" if store else None
        runs.append((workers, _read(folder, workers, account, count)))
    print(f"{count:,} generated pages, {size_mb:,.0f} MB in all, {'into an SQLite account' if store else 'read and not stored'}.\n")
    header = ("workers", "seconds", "processor seconds", "pages/s", "peak memory, MB", "shared pages once, MB")
    print(format_table(header, [(workers, *_format_run(run, count)) for workers, run in runs]))
    one, two = (median(run.wall_s for workers, run in runs if workers == wanted) for wanted in (1, 2))
    print(f"\nTwo workers are **{one / two:.2f} times** as fast as one (medians of {rounds}).")


def measure_reports(work: Path, count: int, workers: int) -> None:
    """Prints the speed of reading a JSONL file into SQLite, and the memory in ten equal parts of the run."""
    source, account = ensure_reports(work, count), work / f"reports-{count}.db"
    run = _read(source, workers, account, count)
    print(f"{count:,} generated reports, {source.stat().st_size / _MB:,.0f} MB; the account has {account.stat().st_size / _MB:,.0f} MB.\n")
    header = ("workers", "seconds", "processor seconds", "reports/s", "peak memory, MB", "shared pages once, MB")
    print(format_table(header, [(workers, *_format_run(run, count))]) + "\n")
    curve = run.curve_mb()
    parts = [f"{number * 10}–{number * 10 + 10} %" for number in range(10)]
    print(format_table(("part of the run", *parts), [("memory, MB", *(f"{mb:.0f}" for mb in curve))]))
    growth = (curve[-1] - curve[2]) / 7 * 10 / count * 10_000
    print(f"\nFrom the third tenth to the last, memory changes by {curve[-1] - curve[2]:+.1f} MB: {growth:+.2f} MB for 10,000 reports.")


def _read(source: Path, workers: int, account: Path | None, expected: int) -> Run:
    """One measured reading into a fresh account; ends the benchmark if it failed or anything is missing."""
    if account is not None:
        delete_account(account)
    log = source.with_suffix(".log")
    run = run_measured(read_command(source, workers, account), log)
    if run.exit_code != 0:
        sys.exit(f"reading ended with exit code {run.exit_code}: {log.read_text(errors='replace')[-2_000:]}")
    if account is not None:
        with Account.open(str(account), create=False) as opened:
            if (found := opened.counts().reports) < expected:
                sys.exit(f"the account holds {found:,} reports of {expected:,}")
    return run


def _format_run(run: Run, count: int) -> tuple[str, ...]:
    """A run as cells: seconds, processor seconds, items a second, peak memory summed over processes, and with shared pages once."""
    return f"{run.wall_s:.1f}", f"{run.cpu_s:.1f}", f"{count / run.wall_s:,.1f}", f"{run.peak_mb:.0f}", f"{run.peak_pss_mb:.0f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    kinds = parser.add_subparsers(dest="kind", required=True)
    pages = kinds.add_parser("pages", help="HTML pages, with 1 and 2 workers in turn")
    pages.add_argument("--n", type=int, default=10_000, help="pages (default: %(default)s)")
    pages.add_argument("--rounds", type=int, default=2, help="runs with each number of workers (default: %(default)s)")
    pages.add_argument("--no-store", action="store_true", help="read only, keep nothing")
    reports = kinds.add_parser("reports", help="JSON Lines into SQLite")
    reports.add_argument("--n", type=int, default=100_000, help="reports (default: %(default)s)")
    reports.add_argument("--workers", type=int, default=1, help="processes that read (default: %(default)s)")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.kind == "pages":
        measure_pages(options.work, options.n, options.rounds, not options.no_store)
    else:
        measure_reports(options.work, options.n, options.workers)


if __name__ == "__main__":
    main()
