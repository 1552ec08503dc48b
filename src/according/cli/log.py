"""The command that shows the log of what people did, and proves that it is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from according.cli.options import AccountOption, JsonOption, SettingsOption, app, config_of, open_account


@app.command("log")
def log_(
    verify: Annotated[
        bool, typer.Option("--verify", help="Check every entry and every judgement; what is wrong is named, exit code 1.")
    ] = False,
    noted: Annotated[
        str | None,
        typer.Option(
            "--noted",
            metavar="HASH",
            help="With --verify: a hash that was written down before; the log must still have it.",
            show_default=False,
        ),
    ] = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Show what people did, each entry with the hash that ties it to the one before."""
    from according import terminal
    from according.errors import UsageError
    from according.store.log_check import check_log
    from according.store.logbook import count_entries, iter_log, latest_entries
    from according.terminal.log import entry_line

    if noted is not None and not verify:
        raise UsageError("--noted goes with --verify")
    with open_account(config_of(settings, account)) as opened, opened.reading_rows() as connection:
        if not verify:
            for entry in iter_log(connection):
                if as_json:
                    terminal.write_record(entry)
                else:
                    terminal.show_lines([entry_line(entry)], indent=8)
            return
        found = 0
        for fault in check_log(connection, noted):
            found += 1
            if as_json:
                terminal.write_record(fault)
            terminal.complain(fault.reason)
        last = next(iter(latest_entries(connection, limit=1)), None)
        ending = f"; the last one's hash is {last.sha256}" if last else ""
        terminal.note(f"{count_entries(connection):,} entries, {found:,} faults{ending}")
    if found:
        raise typer.Exit(1)
