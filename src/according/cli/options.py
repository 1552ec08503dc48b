"""What all commands share: the program itself, the options that mean the same everywhere, and how an account is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.config import Config
    from according.store import Account

app = typer.Typer(
    name="according",
    help="Reads reports of armed conflict and keeps an account in which nothing stands without its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
AccountOption = Annotated[
    str | None, typer.Option("--account", help="File of the account, or a postgresql:// URL. [default: account.db]", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON Lines to standard output and nothing else there.")]
SettingsOption = Annotated[Path | None, typer.Option("--config", help="A TOML file of settings.", show_default=False)]
NameArgument = Annotated[str, typer.Argument(help="A report's ref, URL or id (or the first digits of its id).")]


def config_of(file: Path | None, account: str | None, workers: int | None = None, allow_private: list[str] | None = None) -> Config:
    """The settings of a command, from its options, the environment and a file."""
    from according.config import load_config

    config = load_config(os.environ, file)
    return replace(
        config,
        account=account or config.account,
        workers=workers or config.workers,
        fetch_allow_private=(*config.fetch_allow_private, *(allow_private or ())),
    )


@contextmanager
def open_account(config: Config, *, create: bool = False) -> Iterator[Account]:
    """The account, closed when the command is done with it."""
    from according.store import Account

    with Account.open(config.account, create=create, busy_timeout_s=config.busy_timeout_s) as account:
        yield account


@contextmanager
def open_reconciled(config: Config) -> Iterator[Account]:
    """The account with all that was read joined to what was there: what a killed run left undone is done first."""
    from according import terminal
    from according.reconciling import reconcile

    with open_account(config) as account:
        for failure in reconcile(account, datetime.now(UTC).isoformat(timespec="microseconds")).failures:
            terminal.complain(f"{failure.ref}: {failure.reason}")
        yield account
