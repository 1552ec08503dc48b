"""Commands for who may sign in at a desk that several people use."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from according.cli.options import AccountOption, JsonOption, SettingsOption, app, config_of, open_account

if TYPE_CHECKING:
    from according.people import Registered

PersonArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name that signs what the person judges.")]
RoleArgument = Annotated[str, typer.Argument(metavar="ROLE", help="One of reader, coder, reviewer, admin.")]
users = typer.Typer(no_args_is_help=True, help="Say who may sign in at a desk that is served with --users.")
app.add_typer(users, name="users")


@users.command()
def add(
    name: PersonArgument,
    role: Annotated[str, typer.Option("--role", help="One of reader, coder, reviewer, admin.")],
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Let someone sign in; the password is asked for, or read from standard input."""
    from according import people, terminal

    with open_account(config_of(settings, account), create=True) as opened:
        added = people.add_person(opened, people.check_name(name), people.parse_role(role), _password(name), _now(), people.Passwords())
    terminal.note(f"{added.name} may sign in as {added.role}")


@users.command("list")
def list_(account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """List who may sign in, as what and since when, and who once might."""
    from according import people, terminal

    with open_account(config_of(settings, account)) as opened:
        found = people.list_people(opened)
    for one in found:
        if as_json:
            terminal.write_record(one)
        else:
            terminal.show_lines([_line(one)], indent=4)
    if not found and not as_json:
        terminal.note("nobody may sign in: according users add NAME --role admin lets someone in")


@users.command()
def remove(name: PersonArgument, account: AccountOption = None, settings: SettingsOption = None) -> None:
    """Let someone sign in no more, at once; what the person judged stays, under the name."""
    from according import people, terminal

    with open_account(config_of(settings, account)) as opened:
        removed = people.remove_person(opened, name, _now())
    terminal.note(f"{removed.name} may sign in no more")


@users.command("role")
def role_(name: PersonArgument, role: RoleArgument, account: AccountOption = None, settings: SettingsOption = None) -> None:
    """Give someone another role."""
    from according import people, terminal

    with open_account(config_of(settings, account)) as opened:
        changed = people.change_role(opened, name, role, _now())
    terminal.note(f"{changed.name} is {changed.role} from now on")


@users.command()
def password(name: PersonArgument, account: AccountOption = None, settings: SettingsOption = None) -> None:
    """Give someone another password, which signs the person out everywhere; it is asked for, or read from standard input."""
    from according import people, terminal

    with open_account(config_of(settings, account)) as opened:
        people.change_password(opened, name, _password(name), _now(), people.Passwords())
    terminal.note(f"{name} has another password")


@users.command()
def token(
    name: PersonArgument,
    label: Annotated[str | None, typer.Option("--for", help="Which program it is for, as a reminder.", show_default=False)] = None,
    days: Annotated[int, typer.Option(help="For how many days it is good.", min=1, max=3650)] = 365,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Print a token with which a program acts for someone; it is shown this once, and kept nowhere."""
    from according import people

    with open_account(config_of(settings, account)) as opened:
        made = people.make_token(opened, name, label, _now(), days)
    typer.echo(made)


def _line(one: Registered) -> Text:
    since = f"since {one.made_at[:10]}"
    return Text(f"{one.name}  {one.role}, {since}{f', removed {one.removed_at[:10]}' if one.removed_at else ''}")


def _password(name: str) -> str:
    """The password from the terminal, asked for twice, or the first line of standard input."""
    from according.errors import UsageError
    from according.people import check_password

    if sys.stdin is not None and sys.stdin.isatty():
        given: str = typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    else:
        line = sys.stdin.readline() if sys.stdin is not None else ""
        given = line.rstrip("\r\n")
    if not given:
        raise UsageError("no password was given")
    return check_password(given, name)


def _now() -> datetime:
    return datetime.now(UTC)
