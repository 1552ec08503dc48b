"""Commands that read reports, and that show one report with its evidence."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from according.cli.clusters import AddressOption, Engine, EngineOption, PerShardOption, ShardsOption, Shown, cluster_of, read_on_cluster
from according.cli.options import AccountOption, JsonOption, NameArgument, SettingsOption, app, config_of, open_account
from according.cli.settling import settle

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.config import Config
    from according.model import Failure, Reading
    from according.read.fetch import Fetcher
    from according.read.intake import Intake
    from according.run import Tally
    from according.store import Account

_INDENT = 10


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, http(s) addresses, or - for standard input.")],
    account: AccountOption = None,
    as_json: JsonOption = False,
    workers: Annotated[
        int | None, typer.Option(help="Processes that read; the output is the same for any number. [default: 1]", min=1, show_default=False)
    ] = None,
    read_all: Annotated[bool, typer.Option("--all", help="Look for claims also in reports that seem to be about something else.")] = False,
    no_store: Annotated[bool, typer.Option("--no-store", help="Only print; leave no account.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no line for each report.")] = False,
    allow_private: Annotated[
        list[str] | None, typer.Option("--allow-private", metavar="HOST", help="A private host (host or host:port) that may be fetched.")
    ] = None,
    engine: EngineOption = Engine.local,
    address: AddressOption = None,
    shards: ShardsOption = None,
    per_shard: PerShardOption = None,
    settings: SettingsOption = None,
) -> None:
    """Read reports into the account and print what they are."""
    from according.read.fetch import Fetcher

    config = config_of(settings, account, workers, allow_private)
    config = replace(config, read_all=read_all or config.read_all)
    if cluster := cluster_of(engine, address, shards, per_shard):
        read_on_cluster(cluster, inputs, config, workers, Shown(store=not no_store, as_json=as_json, quiet=quiet))
    with ExitStack() as stack:
        keep = None if no_store else stack.enter_context(open_account(config, create=True))
        intake = _intake(inputs, config, stack.enter_context(Fetcher(config)))
        tally = _run(intake, config, keep, as_json=as_json, quiet=quiet)
        if keep is not None:
            settle(keep, config, quiet=as_json)
    if not as_json:
        _sum_up(tally, intake, None if no_store else config.account)
    raise typer.Exit(1 if tally.failed else 0)


@app.command()
def show(name: NameArgument, account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """Show one report: its facts and how they are known, its evidence, its posts, its text."""
    from according import terminal
    from according.codec import to_json
    from according.read.folders import shown

    with open_account(config_of(settings, account)) as opened:
        reading = opened.reading(shown(name))
        capture = opened.capture(reading.report.id)
    if as_json:
        terminal.write_json(to_json(reading))
    else:
        terminal.show_page(terminal.page_of(reading, capture))


@app.command()
def explain(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id (or its first digits), as read --json gives it.")],
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Explain one claim: its sentence with the marks in it, and what gave each of its fields, how surely."""
    from according import terminal
    from according.explain import explain_claim
    from according.read.folders import shown

    with open_account(config_of(settings, account)) as opened:
        reading, number = opened.claim(shown(claim))
    explained = explain_claim(reading, number)
    if as_json:
        terminal.write_record(explained)
    else:
        terminal.show_page(terminal.explanation_of(explained, reading.report))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='All words must occur; "words in quotes" together; begin* may go on.')],
    account: AccountOption = None,
    limit: Annotated[int, typer.Option(help="Most reports shown.", min=1)] = 20,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Find reports by their words."""
    from according import terminal
    from according.read.folders import shown

    with open_account(config_of(settings, account)) as opened:
        hits = opened.search(shown(query), limit=limit)
    for hit in hits:
        if as_json:
            terminal.write_record(hit)
        else:
            terminal.show_lines(terminal.hit_of(hit), indent=4)
    if not hits and not as_json:
        terminal.note("nothing found")


@app.command()
def history(name: NameArgument, account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """List the captures of an address, oldest first, and what changed from each to the next."""
    from according import terminal
    from according.read.folders import shown

    with open_account(config_of(settings, account)) as opened:
        entries = opened.history(shown(name))
    if as_json:
        for entry in entries:
            terminal.write_record(entry)
    else:
        terminal.show_lines(terminal.history_of(entries), indent=1)


@app.command()
def verify(
    pack: Annotated[
        Path | None,
        typer.Argument(metavar="PACK", help="An evidence pack: the zip file, or its folder. [default: the account]", show_default=False),
    ] = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Hash everything in the account, or in an evidence pack, again and name what is no longer as it was kept."""
    from according import terminal

    if pack is not None:
        verify_evidence(pack, account, as_json=as_json)
    found = 0
    with open_account(config_of(settings, account)) as opened:
        for found, finding in enumerate(opened.verify(), start=1):  # noqa: B007
            if as_json:
                terminal.write_record(finding)
            else:
                terminal.show_lines([terminal.finding_line(finding)], indent=4)
        counts = opened.counts()
    if not as_json:
        terminal.show_lines([terminal.verified_line(counts, found)])
    raise typer.Exit(1 if found else 0)


def verify_evidence(pack: Path, account: str | None, *, as_json: bool) -> NoReturn:
    """Check an evidence pack, which needs no account."""
    from according import terminal
    from according.errors import UsageError
    from according.export.checking import Tally, verify_pack

    if account is not None:
        raise UsageError("verify either an evidence pack or an account: a pack is checked without one")
    tally, found = Tally(), 0
    for found, fault in enumerate(verify_pack(pack, tally), start=1):  # noqa: B007
        if as_json:
            terminal.write_record(fault)
        else:
            terminal.show_lines([terminal.fault_line(fault.file, fault.reason)], indent=4)
    if not as_json:
        terminal.show_lines([terminal.pack_line(tally.files, tally.lines, tally.seal, found)])
    raise typer.Exit(1 if found else 0)


@app.command()
def demo(account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """Read a bundle of invented reports on two incidents and print the account of it.

    Without --account it is kept nowhere.
    """
    from according import terminal
    from according.demo import bundle_paths
    from according.read.fetch import Fetcher

    with TemporaryDirectory() as folder:
        config = config_of(settings, account or str(Path(folder) / "demo.db"))
        with open_account(config, create=True) as keep, Fetcher(config) as fetcher:
            intake = _intake([str(path) for path in bundle_paths()], config, fetcher)
            tally = _run(intake, config, keep, as_json=as_json, quiet=True)
            settle(keep, config, quiet=as_json)
            if not as_json:
                terminal.show_page(terminal.overview(keep.readings(), keep.capture))
    if not as_json:
        _sum_up(tally, intake, account)
    raise typer.Exit(1 if tally.failed else 0)


@app.command()
def version() -> None:
    """Print the version and the name of the output's schema."""
    from according import __version__
    from according.model import SCHEMA

    typer.echo(f"according {__version__} ({SCHEMA})")


def _intake(inputs: list[str], config: Config, fetcher: Fetcher) -> Intake:
    from according.read.intake import Intake

    stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()  # there is none where it was closed before the start
    return Intake(inputs, config, fetcher=fetcher, now=lambda: datetime.now(UTC), stdin=stdin)


def _run(intake: Intake, config: Config, account: Account | None, *, as_json: bool, quiet: bool) -> Tally:
    """Read all of the intake; each item is printed only once it is safely kept."""
    from according import terminal
    from according.engines import spare_what_is_loaded
    from according.run import Tally, run

    def name(failure: Failure) -> None:
        terminal.complain(f"{failure.ref}: {failure.reason}")

    tally = Tally()
    with (
        terminal.progress(intake.progress.bytes_total, as_json=as_json) as advance,
        closing(run(intake, config, account, tally, name)) as kept,
    ):
        for readings in kept:
            spare_what_is_loaded()
            write_readings(readings, as_json=as_json, quiet=quiet)
            advance(intake.progress.bytes_done, tally.reports)
    return tally


def write_readings(readings: Sequence[Reading], *, as_json: bool, quiet: bool) -> None:
    """Print what was read in one item: a line of JSON for each reading, or lines for people unless it is to be ``quiet``."""
    from according import terminal
    from according.codec import to_json

    for reading in readings:
        if as_json:
            terminal.write_json(to_json(reading))
        elif not quiet:
            terminal.show_lines(terminal.lines_of(reading), indent=_INDENT)


def _sum_up(tally: Tally, intake: Intake, account: str | None) -> None:
    from according import terminal

    terminal.note(terminal.tally_line(tally, account))
    if skipped := intake.progress.skipped:
        terminal.note(terminal.skipped_line(skipped))
