"""The command that writes the account into other programs' formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from according.cli.asking import (
    ActorOption,
    Asked,
    ContestedOption,
    FromOption,
    KindOption,
    OriginsOption,
    PlaceOption,
    RadiusOption,
    SourceOption,
    ToOption,
)
from according.cli.options import AccountOption, SettingsOption, app, config_of, open_reconciled

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.export import Choices, Written

FormatArgument = Annotated[str | None, typer.Argument(metavar="FORMAT", help="The format; --list names them.", show_default=False)]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="The file or folder to write; - is standard output.", show_default=False),
]
RedactOption = Annotated[
    list[str] | None, typer.Option("--redact", metavar="NAME", help="A name to black out; may be repeated.", show_default=False)
]
CoarsenOption = Annotated[
    float | None, typer.Option("--coarsen", metavar="KM", help="Move all positions to a grid of so many kilometres.", show_default=False)
]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A TOML file: which names and positions are kept back from exports.", show_default=False),
]
ChoiceOption = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME=VALUE", help="A choice that the format offers; may be repeated.", show_default=False),
]


@app.command()
def export(
    name: FormatArgument = None,
    output: OutputOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an earlier export.")] = False,
    list_formats: Annotated[bool, typer.Option("--list", help="List the formats with their options, and write nothing.")] = False,
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: Annotated[int | None, typer.Option("--limit", help="Most incidents, the earliest first.", min=1, show_default=False)] = None,
    redact: RedactOption = None,
    coarsen: CoarsenOption = None,
    policy: PolicyOption = None,
    option: ChoiceOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write the account, or some of its incidents, as other programs read them; each row with the sentences it rests on."""
    from according import terminal
    from according.export import find_format, run_export

    if list_formats:
        _list()
        return
    if name is None or output is None:
        raise _usage("give a format and -o PATH: --list names the formats")
    form = find_format(name)
    choices = _choices(policy, redact or [], coarsen, option or [])
    config = config_of(settings, account)
    _keep_account(config.account, output)
    asked = Asked(account, settings, True, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    with open_reconciled(config) as opened:
        with opened.reading_rows() as connection:
            wanted = asked.filter(connection, beyond=0)
        written = run_export(opened, form, wanted, output, choices, force=force)
    for line in _lines(written):
        terminal.note(line)


def _list() -> None:
    from according import terminal
    from according.errors import ExtensionError
    from according.export import FORMATS

    for name in FORMATS:
        try:
            form = FORMATS[name]
        except ExtensionError as error:
            terminal.complain(str(error))
            continue
        typer.echo(f"{name:<12} {form.summary}")
        for option, what in form.options.items():
            typer.echo(f"{'':<12} --option {option}={what}")


def _choices(policy: Path | None, names: list[str], km: float | None, given: list[str]) -> Choices:
    """What the options choose: the policy's names and places, and those named beside it."""
    from according.export import Choices
    from according.hiding import EXPORT, Policy, parse_policy, read_policy

    kept = read_policy(policy) if policy else Policy()
    more = parse_policy(
        {
            "names": [{"name": one, "from": [EXPORT]} for one in names],
            "places": [{"km": km, "from": [EXPORT]}] if km is not None else [],
        }
    )
    options = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals:
            raise _usage(f"--option {one!r}: write NAME=VALUE")
        options[key.strip()] = value.strip()
    return Choices(Policy((*kept.names, *more.names), (*kept.places, *more.places)), options)


def _keep_account(account: str, output: Path) -> None:
    """Refuse to write over the account itself."""
    if output.exists() and Path(account).exists() and output.samefile(account):
        raise _usage(f"{output} is the account: write somewhere else")


def _lines(written: Written) -> list[str]:
    """What was written, what was left out and what has no word in the format."""
    held = ", ".join(f"{number:,} {table}" for table, number in written.rows.items()) or "nothing"
    where = "standard output" if str(written.path) == "-" else str(written.path)
    lines = [f"{held} written to {where}"]
    lines += [f"left out: {number:,} ({reason})" for reason, number in sorted(written.left_out.items())]
    lines += [f"without a word in this format: {number:,} ({what})" for what, number in sorted(written.unmapped.items())]
    return lines


def _usage(message: str) -> Exception:
    from according.errors import UsageError

    return UsageError(message)
