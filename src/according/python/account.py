"""An account for a caller of the library: reading into it, and each view as a method that gives the view's own typed rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, Unpack, cast

from according import views
from according.config import Config
from according.errors import UsageError
from according.model import Capture, Failure, Form, Item, Outcome, Reading
from according.pipeline import reader_name
from according.python.inputs import Given, iter_items, settings
from according.python.listed import Listed
from according.python.reading import ReadReport
from according.reconciling import reconcile
from according.run import Tally, after_reading, run
from according.store import Account as Store
from according.store.records import CaptureEntry, Hit

if TYPE_CHECKING:  # exports load much that no other question needs
    from sqlalchemy import Connection

    from according.export import Written
    from according.hiding import Policy
    from according.views.diff import Clock
    from according.views.tally import By
    from according.views.words import Of


class Asked(TypedDict, total=False):
    """What to show, as the options of the commands; dates are days, months or years (``2016-12``), one name stands for a list of one."""

    place: str
    radius: float
    date_from: str
    date_to: str
    kind: str | Sequence[str]
    actor: str | Sequence[str]
    source: str | Sequence[str]
    min_origins: int
    contested: bool
    limit: int


@dataclass(frozen=True, slots=True)
class Added:
    """What became of what was added: reports and posts read, how many of both the account did not know, and what failed."""

    reports: int
    posts: int
    new: int
    failures: tuple[Failure, ...]


class Account:
    """An open account; ``store`` is what it rests on. Close it, or use it with ``with``.

    Whatever is asked, all that was read is joined first to all that was there, as the commands do it.
    """

    def __init__(self, address: str | Path, *, create: bool = True, config: Config | None = None) -> None:
        self.config = replace(settings(config), account=str(address))
        self.store = Store.open(self.config.account, create=create, busy_timeout_s=self.config.busy_timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<according account {self.config.account.rsplit('@', 1)[-1]}>"

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def add(self, *given: Given | Reading, text: str | None = None, form: Form | None = None, url: str | None = None) -> Added:
        """Read files, folders, addresses, bytes or texts into the account, or keep what ``according.read`` gave; watches are told.

        What cannot be read is named in ``failures``, and the rest goes on. Raises ``UsageError`` for a reading whose bytes are not at hand.
        """
        ready = [_outcome(one) for one in given if isinstance(one, Reading)]
        named = [one for one in given if not isinstance(one, Reading)]
        tally, failures = Tally(), list[Failure]()
        for outcome in {one.item.ref: one for one in ready}.values():
            tally.new += len(self.store.add(outcome, reader=reader_name(self.config)).new)
            tally.posts += sum(reading.report.kind == "post" for reading in outcome.readings)
            tally.reports += sum(reading.report.kind != "post" for reading in outcome.readings)
        if named or text is not None or not ready:
            for _ in run(self._items(named, text, form, url), self.config, self.store, tally, failures.append):
                pass
        settled = after_reading(self.store, self.config, datetime.now(UTC))
        return Added(tally.reports, tally.posts, tally.new, (*failures, *settled.reconciled.failures))

    def _items(self, given: Sequence[Given], text: str | None, form: Form | None, url: str | None) -> Iterator[Item | Failure]:
        return iter_items(given, text, form, url, self.config)

    def readings(self, *, superseded: bool = False) -> Iterator[Reading]:
        """The latest reading of every report in the order they came, a few at a time in memory."""
        return self.store.readings(superseded=superseded)

    def reading(self, name: str) -> Reading:
        """The latest reading of a report, by its ref, URL or id (8 digits of it or more); raises ``NotInAccount``."""
        return self.store.reading(name)

    def capture(self, name: str) -> Capture:
        """The evidence for a report: which bytes, from where, when."""
        return self.store.capture(name)

    def search(self, query: str, *, limit: int = 20) -> Listed[Hit]:
        """Reports by their words: all must occur; ``"words in quotes"`` together; ``begin*`` may go on."""
        return Listed(self.store.search(query, limit=limit))

    def history(self, name: str) -> Listed[CaptureEntry]:
        """What each capture of an address gave, oldest first."""
        return Listed(self.store.history(name))

    def incidents(self, *, by_origins: bool = False, **asked: Unpack[Asked]) -> Listed[views.IncidentView]:
        """The same happening across reports, by date or by how many independent origins tell of it."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.iter_incidents(connection, wanted, by_origins=by_origins))

    def incident(self, name: str) -> views.IncidentDetail:
        """One incident in full, by its id, that of a happening in it, or the first digits; raises ``NotInAccount``."""
        with self._ask({}) as (connection, _):
            return views.read_incident(connection, name)

    def count_incidents(self, **asked: Unpack[Asked]) -> int:
        """How many incidents there are."""
        with self._ask(asked) as (connection, wanted):
            return views.count_incidents(connection, wanted)

    def copies(self, **asked: Unpack[Asked]) -> Listed[views.CopiesView]:
        """Reports that repeat one origin."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.iter_copies(connection, wanted))

    def timeline(self, **asked: Unpack[Asked]) -> Listed[views.TimelineEntry]:
        """What happened when, by whose account."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.iter_timeline(connection, wanted))

    def tally(self, measure: str, *, by: By = "month", **asked: Unpack[Asked]) -> views.Tally:
        """Figures by source: least and most, what may be added up, and why the rest may not."""
        with self._ask(asked) as (connection, wanted):
            return views.tally(connection, measure, wanted, by)

    def territory(self, **asked: Unpack[Asked]) -> Listed[views.Ground]:
        """Who is said to hold which place, by whom, since when."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_territory(connection, wanted))

    def access(self, **asked: Unpack[Asked]) -> Listed[views.Thread]:
        """How it stands with corridors, evacuations, ceasefires, aid and sieges, by whose word."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_access(connection, wanted))

    def warnings(self, **asked: Unpack[Asked]) -> Listed[views.Warned]:
        """Reported build-ups, threats and orders to leave."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_warnings(connection, wanted))

    def warnings_before(self, incident: str, *, days: int = 30, radius: float | None = None) -> Listed[views.Warned]:
        """What had warned of an incident, and how long before."""
        with self._ask({}) as (connection, wanted):
            return Listed(views.list_warnings_before(connection, incident, wanted, days, radius))

    def sources(self, **asked: Unpack[Asked]) -> Listed[views.SourceView]:
        """Sources: their claims, through whom they come, how often first, repeated, contradicted, corrected."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_sources(connection, wanted))

    def names(self, name: str | None = None, **asked: Unpack[Asked]) -> Listed[views.Entity]:
        """Under which names each speaker, actor or place goes, who uses them, and a person's roles over time."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_entities(connection, wanted, name))

    def words(self, of: Of | None = None, *, loaded: bool = False, **asked: Unpack[Asked]) -> Listed[views.WordUse]:
        """What each outlet and speaker calls each actor and act, own voice apart from quoted."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.list_words(connection, wanted, of, loaded_only=loaded))

    def changes(self, *, clock: Clock = "retrieved", **asked: Unpack[Asked]) -> Listed[views.IncidentChange]:
        """What changed in the account between two dates."""
        with self._ask(asked) as (connection, wanted):
            return Listed(views.iter_changes(connection, wanted, clock))

    def page_changes(self, name: str, other: str | None = None) -> Listed[views.PageChange]:
        """What the last capture of a page changed, or what is different in a later report."""
        with self._ask({}) as (connection, _):
            return Listed(views.list_page_changes(connection, name, other))

    def export(
        self,
        format: str,  # noqa: A002
        path: str | Path,
        *,
        force: bool = False,
        options: Mapping[str, str] | None = None,
        policy: Policy | None = None,
        **asked: Unpack[Asked],
    ) -> Written:
        """Write the account, or some of its incidents, as other programs read them; ``according export --list`` names the formats."""
        from according.export import Choices, find_format, run_export
        from according.hiding import Policy

        form, target = find_format(format), Path(path)
        if target.exists() and Path(self.config.account).exists() and target.samefile(self.config.account):
            raise UsageError(f"{target} is the account: write somewhere else")
        with self._ask(asked) as (_, wanted):
            pass
        return run_export(self.store, form, wanted, target, Choices(policy or Policy(), dict(options or {})), force=force)

    @contextmanager
    def _ask(self, asked: Asked) -> Iterator[tuple[Connection, views.Filter]]:
        """A transaction to ask in, once all that was read is joined, and the filter that was meant."""
        reconcile(self.store, datetime.now(UTC).isoformat(timespec="microseconds"))
        with self.store.reading_rows() as connection:
            yield connection, make_filter(connection, asked)


def make_filter(connection: Connection, asked: Asked) -> views.Filter:
    """The filter that is meant; raises ``UsageError`` for what nobody knows."""
    if unknown := sorted(asked.keys() - Asked.__annotations__.keys()):
        raise UsageError(f"{unknown[0]!r} is nothing that can be asked for: there is {', '.join(Asked.__annotations__)}")
    return views.make_filter(
        connection,
        place=asked.get("place"),
        radius_km=asked.get("radius"),
        first=asked.get("date_from"),
        last=asked.get("date_to"),
        kinds=_several(asked.get("kind")),
        actors=_several(asked.get("actor")),
        sources=_several(asked.get("source")),
        min_origins=asked.get("min_origins", 1),
        contested=asked.get("contested", False),
        limit=asked.get("limit"),
    )


def _several(given: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _outcome(reading: Reading) -> Outcome:
    """What a reading was read from, with all that was read in it."""
    outcome = cast("Outcome | None", getattr(reading, "outcome", None)) if isinstance(reading, ReadReport) else None
    if outcome is None:
        raise UsageError(f"the bytes of {reading.report.ref} are not at hand: add the file, the address or the text itself")
    return outcome
