"""The command that opens the desk: the account in the browser, on this machine unless told otherwise."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from according.cli.options import AccountOption, SettingsOption, app, config_of, open_reconciled

_ANYWHERE = ("0.0.0.0", "::")
_MOST_USUAL = 4


@app.command()
def serve(
    account: AccountOption = None,
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any that is free.", min=0, max=65_535)] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; only this machine reaches the default.")] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="A name under which browsers may ask for the desk; may be repeated.", show_default=False),
    ] = None,
    users: Annotated[bool, typer.Option("--users", help="Ask for names and passwords.")] = False,
    basemap: Annotated[
        str | None,
        typer.Option(metavar="FILE|URL", help="A PMTiles file, or the address of tiles, to draw below the map.", show_default=False),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A TOML file: which names and positions are kept back from whom.", show_default=False),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            help="How many processes serve readers. [default: as many as there are cores, at most 4]", min=1, max=64, show_default=False
        ),
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Open the desk: read, compare, check and correct the account in the browser."""
    from according import terminal
    from according.hiding import read_policy
    from according.show.app import LOOPBACK
    from according.show.serving import Plan, serve

    config = config_of(settings, account)
    kept_back = read_policy(policy) if policy else None
    with open_reconciled(config):  # what a killed run left undone is done before anybody looks
        pass
    if not _is_loopback(host) and not users:
        terminal.note(f"everybody who reaches {host} can read and judge here: --users asks for names and passwords")
    plan = Plan(config, users, basemap, (*LOOPBACK, *_names(host), *(name or ())), kept_back)
    with _listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        serve(plan, listening, workers or _usual_workers(), lambda: terminal.note(f"the desk is open at {address} (end it with Ctrl-C)"))


def _usual_workers() -> int:
    """As many processes as this one has cores, four at most; one where processes cannot share a socket."""
    if os.name != "posix":
        return 1
    return min(_MOST_USUAL, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _names(host: str) -> tuple[str, ...]:
    """The names by which whoever asks may call this machine."""
    if host in _ANYWHERE:
        return (socket.gethostname(), socket.getfqdn())
    return (f"[{host}]" if ":" in host else host,)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens; raises ``UsageError`` where the address is none of this machine's, or taken."""
    from according.errors import UsageError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # whoever reads that it is open finds it so
    except OSError as error:
        listening.close()
        raise UsageError(f"cannot listen on {host}, port {port}: {error.strerror or error}; --port takes another") from error
    return listening
