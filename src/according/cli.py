"""The command line: it parses, calls and prints.

One of the four places that catch broadly: errors on purpose become one line and an exit code. Exit codes: 0 all was read
or found, 1 something failed, 2 the command was called wrongly.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from according.errors import AccordingError, ItemRefused, UsageError

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.config import Config
    from according.model import Failure, Outcome, Reading
    from according.read.fetch import Fetcher
    from according.read.intake import Intake
    from according.store import Account, CaptureEntry

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


@dataclass(slots=True)
class _Tally:
    """What became of a run."""

    reports: int = 0
    posts: int = 0
    new: int = 0
    failed: int = 0


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, http(s) addresses, or - for standard input.")],
    account: AccountOption = None,
    as_json: JsonOption = False,
    workers: Annotated[
        int | None, typer.Option(help="Processes that read; the output is the same for any number. [default: 1]", min=1, show_default=False)
    ] = None,
    no_store: Annotated[bool, typer.Option("--no-store", help="Only print; leave no account.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no line for each report.")] = False,
    allow_private: Annotated[
        list[str] | None, typer.Option("--allow-private", metavar="HOST", help="A private host (host or host:port) that may be fetched.")
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Read reports into the account and print what they are."""
    from according.read.fetch import Fetcher

    config = _config(settings, account, workers, allow_private)
    tally = _Tally()
    with ExitStack() as stack:
        keep = None if no_store else stack.enter_context(_open(config, create=True))
        intake = _intake(inputs, config, stack.enter_context(Fetcher(config)))
        _run(intake, config, keep, tally, as_json=as_json, quiet=quiet)
    if not as_json:
        _sum_up(tally, intake, None if no_store else config.account)
    raise typer.Exit(1 if tally.failed else 0)


@app.command()
def show(name: NameArgument, account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """Show one report: its facts and how they are known, its evidence, its posts, its text."""
    from according import terminal
    from according.codec import to_json

    with _open(_config(settings, account)) as opened:
        reading = opened.reading(name)
        if as_json:
            _write_line(to_json(reading))
        else:
            Console().print(terminal.page_of(reading, opened.capture(reading.report.id)))


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

    with _open(_config(settings, account)) as opened:
        hits = opened.search(query, limit=limit)
    for hit in hits:
        if as_json:
            _write_line(_dump(asdict(hit)))
        else:
            Console().print(terminal.hit_of(hit))
    if not hits and not as_json:
        Console(stderr=True).print("nothing found")


@app.command()
def history(name: NameArgument, account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """List the captures of an address, oldest first, and what changed from each to the next."""
    from according import terminal

    with _open(_config(settings, account)) as opened:
        entries = opened.history(name)
    before: CaptureEntry | None = None
    for entry in entries:
        if as_json:
            _write_line(_dump(asdict(entry)))
        else:
            Console().print(
                f"{entry.capture.retrieved_at}  sha256:{entry.capture.sha256}  {entry.title or ''}", highlight=False, markup=False
            )
            if before is not None:
                Console().print(terminal.difference(before, entry))
        before = entry


@app.command()
def verify(account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """Hash everything in the account again and name what is no longer as it was kept."""
    found = 0
    with _open(_config(settings, account)) as opened:
        for finding in opened.verify():
            found += 1
            if as_json:
                _write_line(_dump(asdict(finding)))
            else:
                where = f" ({finding.address})" if finding.address else ""
                Console(soft_wrap=True).print(f"{finding.what} {finding.name}{where}: {finding.reason}", highlight=False, markup=False)
        counts = opened.counts()
    if not as_json:
        state = f"{found} changed" if found else "nothing changed"
        held = f"{_counted(counts.captures, 'capture')}, {_counted(counts.reports, 'report')} and {_counted(counts.posts, 'post')}"
        Console().print(f"{held} verified: {state}", highlight=False)
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
        config = _config(settings, account or str(Path(folder) / "demo.db"))
        tally = _Tally()
        with _open(config, create=True) as keep, Fetcher(config) as fetcher:
            intake = Intake(
                [str(path) for path in bundle_paths()], config, fetcher=fetcher, now=lambda: datetime.now(UTC), stdin=sys.stdin.buffer
            )
            _run(intake, config, keep, tally, as_json=as_json, quiet=True)
            if not as_json:
                Console().print(terminal.overview(list(keep.readings())))
        if not as_json:
            _sum_up(tally, intake, account)
    raise typer.Exit(1 if tally.failed else 0)


@app.command()
def version() -> None:
    """Print the version and the name of the output's schema."""
    from according import __version__
    from according.model import SCHEMA

    Console().print(f"according {__version__} ({SCHEMA})", highlight=False)


def main() -> None:
    """Run the command line; an error on purpose becomes one line on standard error."""
    try:
        app()
    except UsageError as error:
        _complain(str(error))
        sys.exit(2)
    except AccordingError as error:
        _complain(str(error))
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _config(file: Path | None, account: str | None, workers: int | None = None, allow_private: list[str] | None = None) -> Config:
    from according.config import load_config

    config = load_config(os.environ, file)
    return replace(
        config,
        account=account or config.account,
        workers=workers or config.workers,
        fetch_allow_private=(*config.fetch_allow_private, *(allow_private or ())),
    )


@contextmanager
def _open(config: Config, *, create: bool = False) -> Iterator[Account]:
    from according.store import Account

    with Account.open(config.account, create=create, busy_timeout_s=config.busy_timeout_s) as account:
        yield account


def _intake(inputs: list[str], config: Config, fetcher: Fetcher) -> Intake:
    from according.read.intake import Intake

    return Intake(inputs, config, fetcher=fetcher, now=lambda: datetime.now(UTC), stdin=sys.stdin.buffer)


def _run(intake: Intake, config: Config, account: Account | None, tally: _Tally, *, as_json: bool, quiet: bool) -> None:
    """Read all of the intake; each item is printed only once it is safely kept."""
    from according import terminal
    from according.codec import to_json
    from according.engines import map_items

    console = Console(soft_wrap=True)
    with terminal.progress_bar(Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=intake.progress.bytes_total or None, reports=0)
        for outcome in map_items(intake, config):
            for reading in _keep(outcome, account, tally):
                if as_json:
                    _write_line(to_json(reading))
                elif not quiet:
                    console.print(terminal.line_of(reading), highlight=False)
            bar.update(task, completed=intake.progress.bytes_done, reports=tally.reports)


def _keep(outcome: Outcome | Failure, account: Account | None, tally: _Tally) -> tuple[Reading, ...]:
    """The readings of an outcome, once the account holds them; failures are named at once."""
    from according.model import Failure
    from according.pipeline import READER

    failures = (outcome,) if isinstance(outcome, Failure) else outcome.failures
    readings = () if isinstance(outcome, Failure) else outcome.readings
    if account is not None and not isinstance(outcome, Failure):
        try:
            tally.new += len(account.add(outcome, reader=READER).new)
        except ItemRefused as error:
            failures, readings = (*failures, Failure(outcome.item.ref, str(error))), ()
    for failure in failures:
        tally.failed += 1
        _complain(f"{failure.ref}: {failure.reason}")
    tally.posts += sum(reading.report.kind == "post" for reading in readings)
    tally.reports += sum(reading.report.kind != "post" for reading in readings)
    return readings


def _sum_up(tally: _Tally, intake: Intake, account: str | None) -> None:
    console = Console(stderr=True, soft_wrap=True)
    known = tally.reports + tally.posts - tally.new
    kept = f"; {tally.new} new and {known} already known in {account}" if account else ""
    failed = f"; {tally.failed} failed" if tally.failed else ""
    console.print(
        f"{_counted(tally.reports, 'report')} and {_counted(tally.posts, 'post')} read{kept}{failed}", highlight=False, markup=False
    )
    if skipped := intake.progress.skipped:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(skipped.items()))
        console.print(f"passed over in folders, as of kinds that hold no report: {kinds}", highlight=False, markup=False)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"


def _complain(message: str) -> None:
    Console(stderr=True, soft_wrap=True).print(f"according: {message}", highlight=False, markup=False, style="red")


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _write_line(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
