"""What several benchmarks share: generated pages and reports, kept in a work folder, and the command that reads them."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from make_pages import write_pages
from make_reports import write_reports

_SEED = 1


def add_work_option(parser: ArgumentParser) -> None:
    """The option ``--work``: where generated pages, reports and accounts are kept between runs."""
    default = Path(tempfile.gettempdir()) / "according-bench"
    parser.add_argument("--work", type=Path, default=default, help="folder for generated material (default: %(default)s)")


def ensure_pages(work: Path, count: int) -> Path:
    """A folder of that many generated pages, written now unless an earlier run left it."""
    return _ensure(work / f"pages-{count}", lambda path: write_pages(path, count, _SEED))


def ensure_reports(work: Path, count: int) -> Path:
    """A JSONL file of that many generated reports, written now unless an earlier run left it."""
    return _ensure(work / f"reports-{count}.jsonl", lambda path: write_reports(path, count, _SEED))


def _ensure(path: Path, write: Callable[[Path], None]) -> Path:
    """The path, its content written beside it first and renamed when whole."""
    if not path.exists():
        partial = path.with_name(f"partial-{path.name}")
        write(partial)
        partial.rename(path)
    return path


def read_command(source: Path, workers: int, account: Path | None) -> list[str]:
    """The command line that reads a source into an account, or without one only reads."""
    store = ["--no-store"] if account is None else ["--account", str(account)]
    return [str(Path(sys.executable).with_name("according")), "read", "--quiet", "--workers", str(workers), *store, str(source)]


def delete_account(account: Path) -> None:
    """The account's files gone, if there were any."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{account}{suffix}").unlink(missing_ok=True)
