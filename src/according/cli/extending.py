"""The command that says what other installed packages add, and what is wrong with it."""

from __future__ import annotations

import typer

from according.cli.options import JsonOption, app


@app.command()
def extensions(as_json: JsonOption = False) -> None:
    """List what other packages add (readers, vocabularies, taggers, exporters) and whether it can be used."""
    from according import terminal
    from according.extending import look_over

    found = look_over()
    for one in found:
        if as_json:
            terminal.write_record(one)
        else:
            typer.echo(f"{one.group:<24} {one.name:<16} {one.package:<28} {'; '.join(one.faults) or 'ready'}")
    if not found and not as_json:
        terminal.note("no package adds anything")
    raise typer.Exit(1 if any(one.faults for one in found) else 0)
