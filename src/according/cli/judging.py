"""Commands by which people say what belongs together, what does not, and what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from according.cli.options import AccountOption, JsonOption, SettingsOption, app, config_of, open_reconciled

if TYPE_CHECKING:
    from according.incidents import Judgement, Relation, Subject

ByOption = Annotated[str, typer.Option("--by", help="Who holds it: every judgement is signed.")]
BecauseOption = Annotated[str | None, typer.Option("--because", help="Why, in words.", show_default=False)]
LeftArgument = Annotated[
    str, typer.Argument(metavar="ONE", help="A happening's id or its first digits (incident shows them), or a report's name.")
]
RightArgument = Annotated[str, typer.Argument(metavar="OTHER", help="The other one.")]
judging = typer.Typer(no_args_is_help=True, help="Say what belongs together, what does not, or what is wrong.")
app.add_typer(judging, name="judge")


@judging.command()
def same(
    left: LeftArgument,
    right: RightArgument,
    by: ByOption,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that two happenings, told by two reports, are the same."""
    _judge("happening", "same", left, right, by, because, account, settings)


@judging.command()
def different(
    left: LeftArgument,
    right: RightArgument,
    by: ByOption,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that two happenings, told by two reports, are not the same."""
    _judge("happening", "different", left, right, by, because, account, settings)


@judging.command()
def wrong(
    one: LeftArgument, by: ByOption, because: BecauseOption = None, account: AccountOption = None, settings: SettingsOption = None
) -> None:
    """Hold that a report does not tell this happening: it stands in no incident until that is taken back."""
    _judge("happening", "wrong", one, None, by, because, account, settings)


@judging.command("copy")
def copy_(
    left: LeftArgument,
    right: RightArgument,
    by: ByOption,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that one report repeats the other, or both a third."""
    _judge("report", "copy", left, right, by, because, account, settings)


@judging.command()
def independent(
    left: LeftArgument,
    right: RightArgument,
    by: ByOption,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that neither of two reports repeats the other."""
    _judge("report", "different", left, right, by, because, account, settings)


NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A name of a speaker, an actor or a place, as a report writes it.")]
OtherNameArgument = Annotated[str, typer.Argument(metavar="OTHER", help="The other name.")]
IsPlaceOption = Annotated[bool, typer.Option("--place", help="They are names of places; SY:NAME says in which country.")]


@judging.command()
def name_same(
    left: NameArgument,
    right: OtherNameArgument,
    by: ByOption,
    place: IsPlaceOption = False,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that two names are one person's, one body's or one place's."""
    _judge("place" if place else "actor", "same", left, right, by, because, account, settings)


@judging.command()
def name_different(
    left: NameArgument,
    right: OtherNameArgument,
    by: ByOption,
    place: IsPlaceOption = False,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Hold that two names are not one's, whatever the rule says."""
    _judge("place" if place else "actor", "different", left, right, by, because, account, settings)


@judging.command()
def retract(
    judgement: Annotated[str, typer.Argument(help="A judgement's id or its first digits, as judgements shows it.")],
    by: ByOption,
    because: BecauseOption = None,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Take a judgement back, so that all is as if it had never been; this too is kept, and can be taken back."""
    from according import reconciling, terminal

    with open_reconciled(config_of(settings, account)) as opened:
        held = reconciling.retract(opened, judgement, by=by, at=_now(), reason=because)
    terminal.note(f"taken back; this is judgement {held.id}")


@app.command()
def judgements(
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="[ABOUT]", help="An incident, happening, report or name; left out: all that people judged.", show_default=False
        ),
    ] = None,
    with_rules: Annotated[bool, typer.Option("--rules", help="Also what rules judged.")] = False,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List judgements: who holds what to be the same, different, copies or wrong, since when and why, and what became of it."""
    from according import reconciling, terminal
    from according.terminal.judging import judgement_lines

    with open_reconciled(config_of(settings, account)) as opened:
        for listed in reconciling.list_judgements(opened, about, with_rules=with_rules or about is not None):
            if as_json:
                terminal.write_record(listed)
            else:
                terminal.show_lines(judgement_lines(listed), indent=4)


def _judge(
    subject: Subject,
    relation: Relation,
    left: str,
    right: str | None,
    by: str,
    reason: str | None,
    account: str | None,
    settings: Path | None,
) -> None:
    from according import reconciling, terminal

    with open_reconciled(config_of(settings, account)) as opened:
        one = reconciling.find_judged(opened, subject, left)
        other = reconciling.find_judged(opened, subject, right) if right is not None else None
        held: Judgement = reconciling.judge(opened, subject, relation, one, other, by=by, at=_now(), reason=reason)
    terminal.note(f"kept as judgement {held.id}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
