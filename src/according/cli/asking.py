"""The options by which a view is asked for, and how its rows are read and shown."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from according.cli.options import config_of, open_reconciled

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from rich.text import Text
    from sqlalchemy import Connection

    from according.views import Filter

SHOWN = 50
PlaceOption = Annotated[
    str | None, typer.Option("--place", help="A place's name, or latitude,longitude (or latitude,longitude,radius).", show_default=False)
]
RadiusOption = Annotated[
    float | None, typer.Option("--radius", metavar="KM", help="How far around the place, in kilometres.", min=0, show_default=False)
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, month or year.", show_default=False)]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, month or year.", show_default=False)]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="A kind of happening, such as battle; may be repeated.", show_default=False)
]
ActorOption = Annotated[list[str] | None, typer.Option("--actor", help="Who did or suffered it; may be repeated.", show_default=False)]
SourceOption = Annotated[list[str] | None, typer.Option("--source", help="A speaker or an outlet; may be repeated.", show_default=False)]
OriginsOption = Annotated[int, typer.Option("--min-origins", help="Least number of independent origins.", min=1)]
ContestedOption = Annotated[bool, typer.Option("--contested", help="Only where accounts differ.")]
LimitOption = Annotated[
    int | None, typer.Option("--limit", help="Most rows; 0 shows all. [default: 50, with --json all]", min=0, show_default=False)
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a view as they were given."""

    account: str | None
    settings: Path | None
    as_json: bool
    limit: int | None
    place: str | None = None
    radius: float | None = None
    first: str | None = None
    last: str | None = None
    kinds: list[str] | None = None
    actors: list[str] | None = None
    sources: list[str] | None = None
    min_origins: int = 1
    contested: bool = False

    @property
    def most(self) -> int | None:
        """The most rows that are shown; None for all."""
        if self.limit is None:
            return None if self.as_json else SHOWN
        return self.limit or None

    def filter(self, connection: Connection, *, beyond: int = 1) -> Filter:
        """The filter that the options mean; one row more than is shown is asked for, to tell whether there are more."""
        from according import views

        if self.radius is not None and self.place is None:
            raise usage("--radius needs a --place to be around")
        return views.make_filter(
            connection,
            place=self.place,
            radius_km=self.radius,
            first=self.first,
            last=self.last,
            kinds=self.kinds or (),
            actors=self.actors or (),
            sources=self.sources or (),
            min_origins=self.min_origins,
            contested=self.contested,
            limit=self.most + beyond if self.most is not None else None,
        )


def usage(message: str) -> Exception:
    """The error that names what was asked wrongly, to be raised."""
    from according.errors import UsageError

    return UsageError(message)


def one_of(given: str, allowed: tuple[str, ...], option: str) -> str:
    """What was given for an option, if it is one of these words; raises ``UsageError`` if not."""
    if given not in allowed:
        raise usage(f"{given!r} is no {option}: give one of {', '.join(allowed)}")
    return given


@contextmanager
def opened(asked: Asked) -> Iterator[Connection]:
    """The account that was asked for, with all that was read joined, to be read from."""
    with open_reconciled(config_of(asked.settings, asked.account)) as account, account.reading_rows(maps=True) as connection:
        was_on = gc.isenabled()
        gc.disable()  # a view ends before there is garbage worth looking for among its rows
        try:
            yield connection
        finally:
            if was_on:
                gc.enable()


def show_rows(asked: Asked, ask: Callable[[Connection, Filter], Iterable[Any]], lines: Callable[[Any], Iterable[Text]]) -> None:
    """Print the rows of a view, and say so where there are more or none."""
    from according import terminal

    with opened(asked) as connection:
        shown = 0
        rows = iter(ask(connection, asked.filter(connection)))
        for row in islice(rows, asked.most):
            shown += 1
            if asked.as_json:
                terminal.write_record(row)
            else:
                terminal.show_lines(lines(row), indent=4)
        if not asked.as_json:
            say_rest(connection, shown, has_more=next(rows, None) is not None)


def say_rest(connection: Connection, shown: int, *, has_more: bool) -> None:
    """Say that there are more rows than were shown, or why there are none."""
    from according import terminal, views

    if has_more:
        terminal.note(f"{shown:,} shown, there are more: --limit 0 shows all")
    elif not shown:
        terminal.note("nothing found" if views.holds_reports(connection) else "the account holds no reports yet")
