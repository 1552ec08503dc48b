"""How fast exports stream out of an account of N incidents, and in how much memory: ``python bench/exporting.py --n 1000000``.

The account is filled straight into the tables: ``make_account.py`` makes the reports of a first part, and the rest are the same rows
under other ids, copied inside the database, so that incidents lie as scattered among reports as in the first part. ``--account`` names
one that stands instead, which is only read. Each format is written by the command in a process of its own; its peak memory is what the
kernel keeps, and the means over the second and the last tenth of its time say whether memory grows with what is written. What was
written is removed once it is measured. With ``--seconds`` a format that takes longer is ended, and only its memory is told.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Connection, Table, case, func, insert, literal, select

from according.export import find_format
from according.store import Account
from according.store.ledger import counts, facts, happenings, incidents, statements
from according.store.schema import captures, reports
from make_account import fill_account
from material import add_work_option
from measure import format_table, run_measured

_FIRST_REPORTS = 20_000
_SUFFIX = 8
_SEQS = {"seq", "report_seq", "capture_seq", "happening_seq"}
_IDS = {"id", "incident", "claim", "copy_group"}
_ENDED = 124
"""What ``timeout`` exits with where it ended the command."""
_COPIED = (captures, reports, facts, incidents, happenings, statements, counts)
_FORMATS = ("csv", "parquet", "acled", "ucdp", "plover", "geojson", "geoparquet", "ftm", "hxl", "annotations", "matrix")
_HEADER = ("format", "rows", "s", "processor s", "rows/s", "peak MB", "MB in the 2nd tenth", "MB in the last", "size MB")


def make_account(path: Path, count: int) -> int:
    """An account of at least so many incidents in a file; returns how many it holds."""
    with Account.open(str(path)) as account:
        fill_account(account, min(_FIRST_REPORTS, count))
        with account.writing_rows() as connection:
            first = _count(connection)
            step = (connection.scalar(select(func.max(statements.c.seq))) or 0) + 1
            for number in range(1, -(-count // first)):
                for table in _COPIED:
                    _copy(connection, table, number, step)
        account.look_over()
        with account.reading_rows() as connection:
            return _count(connection)


def count_incidents(path: Path) -> int:
    """How many incidents an account holds."""
    with Account.open(str(path), create=False) as account, account.reading_rows() as connection:
        return _count(connection)


def _count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(incidents)) or 0


def _copy(connection: Connection, table: Table, number: int, step: int) -> None:
    """The rows of the first part once more, under ids of their own."""
    first = next(iter(table.primary_key.columns))
    is_first = first < step if first.name in _SEQS else func.substr(first, -_SUFFIX) != f"{number:08x}"
    if table is incidents:
        is_first = incidents.c.id.in_(select(happenings.c.incident).where(happenings.c.seq < step))
    values = [_value(column, number, step) for column in table.columns]
    connection.execute(insert(table).from_select([column.name for column in table.columns], select(*values).where(is_first)))


def _value(column: Column[object], number: int, step: int) -> ColumnElement[object]:
    """A column's value in a copy: numbers moved on, ids with another end, also within the JSON of a happening."""
    if column.name in _SEQS:
        return column + literal(number * step)
    if column.name in _IDS:
        return _renamed(column, number)
    if column.table is happenings and column.name == "body":
        body: ColumnElement[object] = column
        for name in (happenings.c.id, happenings.c.claim):
            body = case((name.is_(None), body), else_=func.replace(body, name, _renamed(name, number)))
        return body
    return column


def _renamed(column: Column[object], number: int) -> ColumnElement[object]:
    return func.substr(column, 1, func.length(column) - _SUFFIX).op("||")(f"{number:08x}")


def measure(name: str, account: Path, work: Path, most_s: float | None) -> tuple[str, ...]:
    """The cells of one format: rows, seconds, processor seconds, rows a second, memory and size in megabytes."""
    target, log = work / f"exported-{name}{find_format(name).suffix}", work / f"exported-{name}.log"
    program = str(Path(sys.executable).with_name("according"))
    limit = ["timeout", "--signal=INT", f"{most_s:.0f}"] if most_s else []
    run = run_measured([*limit, program, "export", name, "-o", str(target), "--force", "--account", str(account)], log)
    curve = run.curve_mb()
    memory = (f"{run.peak_mb:,.0f}", f"{curve[1]:,.0f}", f"{curve[-1]:,.0f}")
    if run.exit_code == _ENDED:
        return (name, "not all", f"{run.wall_s:,.0f}", f"{run.cpu_s:,.0f}", "", *memory, "")
    said = log.read_text(encoding="utf-8").partition(" written to ")[0]
    if run.exit_code:
        raise SystemExit(f"{name} failed: {said}")
    rows = sum(int(part.split()[0].replace(",", "")) for part in said.split(", "))
    size = sum(file.stat().st_size for file in ([target] if target.is_file() else target.iterdir()))
    if target.is_file():
        target.unlink()
    else:
        shutil.rmtree(target)
    return (name, f"{rows:,}", f"{run.wall_s:,.0f}", f"{run.cpu_s:,.0f}", f"{rows / run.wall_s:,.0f}", *memory, f"{size / 1e6:,.0f}")


def main() -> None:
    """Make the account, and print a row of the table as soon as a format is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1_000_000, help="how many incidents")
    parser.add_argument("--account", type=Path, help="an account that stands, instead of one of --n incidents")
    parser.add_argument("--format", action="append", choices=_FORMATS, help="a format; all are measured where none is given")
    parser.add_argument("--seconds", type=float, help="end a format that takes longer")
    add_work_option(parser)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    path = given.account or given.work / f"exporting-{given.n}.db"
    held = count_incidents(path) if path.exists() else make_account(path, given.n)
    print(f"An account of {held:,} incidents.\n\n{format_table(_HEADER, [])}", flush=True)
    for name in given.format or _FORMATS:
        cells = measure(name, path, given.work, given.seconds)
        print(format_table(_HEADER, [cells]).splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
