"""Commands that watch for incidents, and that follow feeds."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from according.cli.options import AccountOption, JsonOption, SettingsOption, app, config_of, open_account
from according.cli.settling import settle

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.config import Config
    from according.model import Failure, Item
    from according.run import Tally
    from according.store import Account
    from according.watch import Circle

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The watch's name.")]
_INDENT = 10
watching = typer.Typer(no_args_is_help=True, help="Be told of incidents: at a place, of a kind, by or on an actor.")
app.add_typer(watching, name="watch")


@watching.command()
def add(
    name: NameArgument,
    place: Annotated[str | None, typer.Option(help='A place\'s name, with its country where it needs one: "Tripoli, LB".')] = None,
    at: Annotated[str | None, typer.Option(metavar="LAT,LON", help="A point, in degrees, instead of a name.")] = None,
    radius: Annotated[float | None, typer.Option(metavar="KM", help="How far around it. [default: the place's own radius, or 25]")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="A kind of incident, as read --json names it; give it again for more.")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Who acted or suffered, by any name; give it again for more.")] = None,
    origins: Annotated[int, typer.Option(help="Least number of independent origins.", min=1)] = 1,
    atom: Annotated[Path | None, typer.Option(metavar="PATH", help="Write alerts to this Atom feed.")] = None,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Post each alert to this address as JSON.")] = None,
    mail: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Send alerts to this mail address.")] = None,
    past: Annotated[bool, typer.Option("--past", help="Tell also of what the account holds already.")] = False,
    account: AccountOption = None,
    settings: SettingsOption = None,
) -> None:
    """Add a watch; each later run of read or follow tells of the incidents that meet it."""
    from according import terminal
    from according.terminal.watching import watch_line
    from according.watch import Terms, add_watch

    terms = Terms(
        circle=_circle(place, at, radius),
        kinds=_kinds(kind or ()),
        actors=tuple(_names(one) for one in actor or ()),
        origins=origins,
        atom=str(atom) if atom else None,
        webhook=webhook,
        mail=mail,
    )
    with open_account(config_of(settings, account), create=True) as opened:
        watch = add_watch(opened, name, terms, _now(), past=past)
    terminal.show_lines([watch_line(watch)])


@watching.command("list")
def list_(account: AccountOption = None, as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """List the watches."""
    from according import terminal
    from according.terminal.watching import watch_line
    from according.watch import list_watches

    with open_account(config_of(settings, account)) as opened:
        watches = list_watches(opened)
    for watch in watches:
        if as_json:
            terminal.write_record(watch)
        else:
            terminal.show_lines([watch_line(watch)], indent=4)
    if not watches and not as_json:
        terminal.note("no watches")


@watching.command()
def remove(name: NameArgument, account: AccountOption = None, settings: SettingsOption = None) -> None:
    """Remove a watch; what it had not sent yet is dropped, and stays in the log."""
    from according import terminal
    from according.watch import remove_watch

    with open_account(config_of(settings, account)) as opened:
        dropped = remove_watch(opened, name, _now())
    terminal.note(f"removed {name}" + (f"; {dropped:,} unsent dropped" if dropped else ""))


@watching.command()
def log(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of this watch only.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(help="Most alerts shown, the newest.", min=1)] = 100,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List the alerts, oldest first: of what, how they go out, whether they were sent, and if not, why."""
    from according import terminal
    from according.terminal.watching import log_lines
    from according.watch import read_log

    with open_account(config_of(settings, account)) as opened:
        entries = read_log(opened, name, limit)
    for entry in entries:
        if as_json:
            terminal.write_record(entry)
        else:
            terminal.show_lines(log_lines(entry), indent=_INDENT)
    if not entries and not as_json:
        terminal.note("no alerts")


@app.command()
def follow(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses of RSS or Atom feeds.")],
    every: Annotated[float, typer.Option(metavar="MINUTES", help="Pause between two looks at a feed; longer where it asks.", min=1)] = 15,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed once and end.")] = False,
    account: AccountOption = None,
    as_json: JsonOption = False,
    workers: Annotated[int | None, typer.Option(help="Processes that read. [default: 1]", min=1, show_default=False)] = None,
    read_all: Annotated[bool, typer.Option("--all", help="Look for claims also in reports that seem to be about something else.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no line for each report.")] = False,
    allow_private: Annotated[
        list[str] | None, typer.Option("--allow-private", metavar="HOST", help="A private host (host or host:port) that may be fetched.")
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Look at feeds again and again, read what is new in them, and send alerts, until stopped (Ctrl-C)."""
    from according import terminal, watch
    from according.read.fetch import Fetcher
    from according.run import Tally

    config = config_of(settings, account, workers, allow_private)
    # A server that is busy is asked again in the next round, so that it keeps no other feed waiting.
    config = replace(config, read_all=read_all or config.read_all, fetch_retries=0)
    tally = Tally()
    with ExitStack() as stack:
        stop = stack.enter_context(_stopping())
        keep = stack.enter_context(open_account(config, create=True))
        fetcher = stack.enter_context(Fetcher(config, clock=_Clock(stop)))

        def name(failure: Failure) -> None:
            tally.failed += 1
            terminal.complain(f"{failure.ref}: {failure.reason}")

        errands = watch.Errands(
            read=lambda items: _read(items, config, keep, tally, stop, as_json=as_json, quiet=quiet),
            after=lambda: settle(keep, config, quiet=as_json),
            name=name,
            note=terminal.note,
            now=_now,
            wait=stop.wait,
        )
        watch.follow(feeds, keep, fetcher, errands, every_s=every * 60, once=once)
    if not as_json:
        terminal.note(terminal.tally_line(tally, config.account))
    raise typer.Exit(1 if once and tally.failed else 0)


class _Clock:
    """The machine's clock, whose pauses end when following is to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        from time import monotonic

        return monotonic()

    def sleep(self, seconds: float, /) -> None:
        """Let that many seconds pass, unless following is to stop."""
        self._stop.wait(seconds)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Set once the process is asked to end (SIGINT, SIGTERM); what is being read is still kept. Asked twice, it ends at once."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)] or signal.SIG_DFL)

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _read(
    items: Sequence[Item], config: Config, account: Account, tally: Tally, stop: threading.Event, *, as_json: bool, quiet: bool
) -> bool:
    """Read entries into the account, each printed only once it is safely kept; False if it was to stop before the last."""
    from according import terminal
    from according.codec import to_json
    from according.engines import spare_what_is_loaded
    from according.run import run

    def name(failure: Failure) -> None:
        terminal.complain(f"{failure.ref}: {failure.reason}")

    with closing(run(items, config, account, tally, name)) as kept:
        for readings in kept:
            spare_what_is_loaded()
            for reading in readings:
                if as_json:
                    terminal.write_json(to_json(reading))
                elif not quiet:
                    terminal.show_lines(terminal.lines_of(reading), indent=_INDENT)
            if stop.is_set():
                return False
    return True


def _circle(place: str | None, at: str | None, radius_km: float | None) -> Circle | None:
    """Where to look; raises ``UsageError`` for a place that is not known, and a point that is none."""
    from according.errors import UsageError
    from according.places import open_gazetteer
    from according.places.folding import name_key
    from according.watch import Circle

    if place and at:
        raise UsageError("give --place or --at, not both")
    if at:
        try:
            lat, lon = (float(part) for part in at.split(","))
        except ValueError as error:
            raise UsageError(f"--at takes a latitude and a longitude in degrees, as 36.2,37.16, not {at!r}") from error
        return Circle(lat, lon, 25.0 if radius_km is None else radius_km)
    if not place:
        if radius_km is not None:
            raise UsageError("--radius needs --place or --at")
        return None
    name, _, country = (part.strip() for part in place.partition(","))
    found = [entry for entry in open_gazetteer().lookup(name_key(name)) if not country or entry.country == country.upper()]
    if not found:
        raise UsageError(f"the gazetteer knows no place called {place!r}; give --at LAT,LON")
    first = found[0]
    called = f"{name}, {first.country}" if first.country else name
    return Circle(first.lat, first.lon, first.radius_km if radius_km is None else radius_km, called)


def _kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    from according.errors import UsageError
    from according.tag.labels import KINDS

    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"no kind is called {kind!r}; there are {', '.join(KINDS)}")
    return tuple(kinds)


def _names(actor: str) -> tuple[str, ...]:
    """All names of an actor, the vocabulary's first; the given one alone if it knows none of that name."""
    from according.actors import actor_called

    known = actor_called(actor)
    return tuple(dict.fromkeys((*(known.names if known else ()), actor)))


def _now() -> datetime:
    return datetime.now(UTC)
