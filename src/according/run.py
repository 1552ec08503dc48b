"""Reads an intake into an account: each report is kept first and told of then, and what failed is named and counted.

What was read is then joined to all that was there, and whoever watches for it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from according.config import Config
from according.engines import map_items
from according.errors import ItemRefused
from according.model import Failure, Item, Outcome, Reading
from according.pipeline import reader_name
from according.reconciling import Reconciled, reconcile
from according.store import Account
from according.watch import Delivered, deliver, make_alerts

_JOINED_TOGETHER = 64
"""So few items are joined at a time that the processes that read need not wait for it."""
_LOOKED_OVER = 8 * _JOINED_TOGETHER


@dataclass(slots=True)
class Tally:
    """What became of a run: reports and posts read, how many of both the account did not know, and what failed."""

    reports: int = 0
    posts: int = 0
    new: int = 0
    failed: int = 0


def run(
    intake: Iterable[Item | Failure], config: Config, account: Account | None, tally: Tally, name: Callable[[Failure], None]
) -> Generator[tuple[Reading, ...], None, None]:
    """The readings of each item in order, handed out only once the account (if there is one) holds them.

    ``name`` is called with each failure in its place. An ``AccountError`` that concerns more than one item ends the run.
    Where other processes read, what is kept is joined in the meantime, so that ``after_reading`` finds little left. Once
    something cannot be joined it and all the rest wait for ``after_reading``, which names it.
    """
    reader = reader_name(config)
    is_joining = config.workers > 1
    with closing(map_items(intake, config)) as outcomes:
        for number, outcome in enumerate(outcomes, start=1):
            if account is not None and is_joining and number % _JOINED_TOGETHER == 0:
                is_joining = not reconcile(account, datetime.now(UTC).isoformat(timespec="microseconds")).failures
                if number % _LOOKED_OVER == 0:
                    account.look_over()
            readings, failures = _keep(outcome, account, tally, reader)
            for failure in failures:
                tally.failed += 1
                name(failure)
            tally.posts += sum(reading.report.kind == "post" for reading in readings)
            tally.reports += sum(reading.report.kind != "post" for reading in readings)
            yield readings


def _keep(
    outcome: Outcome | Failure, account: Account | None, tally: Tally, reader: str
) -> tuple[tuple[Reading, ...], tuple[Failure, ...]]:
    """The readings of an outcome, once the account holds them, and its failures."""
    if isinstance(outcome, Failure):
        return (), (outcome,)
    if account is not None:
        try:
            tally.new += len(account.add(outcome, reader=reader).new)
        except ItemRefused as error:
            return (), (*outcome.failures, Failure(outcome.item.ref, str(error)))
    return outcome.readings, outcome.failures


@dataclass(frozen=True, slots=True)
class Settled:
    """What followed from what was read: how it was joined, for how many incidents alerts were made, and what was delivered."""

    reconciled: Reconciled
    alerts: int
    delivered: Delivered


def after_reading(account: Account, config: Config, now: datetime, advance: Callable[[int], None] | None = None) -> Settled:
    """Join what was read to all that was there, make the alerts that this calls for, and send what is due.

    What a run before left undone is done as well. ``advance`` is told how many reports are joined.
    """
    reconciled = reconcile(account, now.isoformat(timespec="microseconds"), advance)
    made = make_alerts(account, now)
    return Settled(reconciled, made, deliver(account, config, now))
