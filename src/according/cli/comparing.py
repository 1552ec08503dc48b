"""The command that compares the account with a table of events that people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from according.cli.options import AccountOption, JsonOption, SettingsOption, app, config_of, open_reconciled

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from sqlalchemy import Connection

    from according.compare import BadRow, CodedTable, Compared, Totals
    from according.compare.days import Order

_SHOWN = 50
_ONLY = ("found", "missing", "differing")


@app.command()
def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file of coded events.")],
    layout: Annotated[str, typer.Option("--format", help="acled, ucdp, airwars (an incident sheet), or auto: by its headers.")] = "auto",
    dates: Annotated[
        str | None, typer.Option("--dates", help="What comes first in dates like 03/04/2017: day or month.", show_default=False)
    ] = None,
    days: Annotated[int, typer.Option("--days", help="So many days off an incident is still taken for the event.", min=0, max=7)] = 2,
    only: Annotated[str | None, typer.Option("--only", help="Only rows that are found, missing, or differing.", show_default=False)] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", help="Most rows; 0 shows all. [default: 50, with --json all]", min=0, show_default=False)
    ] = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Compare a table of coded events with the account: which it has, which not and why, and where they differ."""
    from according import terminal
    from according.compare import Totals, open_coded
    from according.errors import UsageError
    from according.terminal.comparing import totals_line

    if only is not None and only not in _ONLY:
        raise UsageError(f"{only!r} is no choice of rows: give one of {', '.join(_ONLY)}")
    if dates not in (None, "day", "month"):
        raise UsageError(f"{dates!r} does not come first in a date: give day or month")
    most = limit if limit is not None else 0 if as_json else _SHOWN
    totals = Totals()
    config = config_of(settings, account)
    with open_coded(file, layout, cast("Order | None", dates)) as table, open_reconciled(config) as opened:
        with opened.reading_rows() as connection:
            shown = _show_all(connection, table, totals, days, only, most, as_json=as_json)
        if table.table.not_utf8:
            terminal.note(f"{table.table.not_utf8:,} lines of {file.name} are not UTF-8 and were read as Windows-1252")
    if as_json:
        terminal.write_record(totals)
    else:
        if most and shown > most:
            terminal.note(f"{most:,} rows shown, there are more: --limit 0 shows all")
        terminal.note(totals_line(totals, table.layout.title))
    if totals.unreadable:
        raise typer.Exit(1)


def _show_all(connection: Connection, table: CodedTable, totals: Totals, days: int, only: str | None, most: int, *, as_json: bool) -> int:
    """Compare and show row by row; returns how many there were to show, those beyond ``most`` included."""
    from according.compare import BadRow, compare

    shown = 0
    for one in compare(connection, table.rows, days):
        if isinstance(one, BadRow):
            totals.unreadable += 1
            _show_bad(one, as_json=as_json)
            continue
        totals.count(one)
        if _is_wanted(one, only):
            shown += 1
            if not most or shown <= most:
                _show(one, as_json=as_json)
    return shown


def _is_wanted(one: Compared, only: str | None) -> bool:
    if only is None:
        return True
    if only == "missing":
        return one.found is None
    return one.found is not None and (only == "found" or bool(one.found.differs))


def _show(one: Compared, *, as_json: bool) -> None:
    from according import terminal
    from according.terminal.comparing import compared_lines

    if as_json:
        terminal.write_record(one)
    else:
        terminal.show_lines(compared_lines(one), indent=6)


def _show_bad(one: BadRow, *, as_json: bool) -> None:
    from according import terminal
    from according.terminal.comparing import bad_row_words

    if as_json:
        terminal.write_record(one)
    else:
        terminal.complain(bad_row_words(one))
