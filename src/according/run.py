"""Reads an intake into an account: each report is kept first and told of then, and what failed is named and counted."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

from according.config import Config
from according.engines import map_items
from according.errors import ItemRefused
from according.model import Failure, Outcome, Reading
from according.pipeline import READER
from according.read.intake import Intake
from according.store import Account


@dataclass(slots=True)
class Tally:
    """What became of a run: reports and posts read, how many of both the account did not know, and what failed."""

    reports: int = 0
    posts: int = 0
    new: int = 0
    failed: int = 0


def run(
    intake: Intake, config: Config, account: Account | None, tally: Tally, name: Callable[[Failure], None]
) -> Generator[tuple[Reading, ...], None, None]:
    """The readings of each item in order, handed out only once the account (if there is one) holds them.

    ``name`` is called with each failure in its place. An ``AccountError`` that concerns more than one item ends the run.
    """
    with closing(map_items(intake, config)) as outcomes:
        for outcome in outcomes:
            readings, failures = _keep(outcome, account, tally)
            for failure in failures:
                tally.failed += 1
                name(failure)
            tally.posts += sum(reading.report.kind == "post" for reading in readings)
            tally.reports += sum(reading.report.kind != "post" for reading in readings)
            yield readings


def _keep(outcome: Outcome | Failure, account: Account | None, tally: Tally) -> tuple[tuple[Reading, ...], tuple[Failure, ...]]:
    """The readings of an outcome, once the account holds them, and its failures."""
    if isinstance(outcome, Failure):
        return (), (outcome,)
    if account is not None:
        try:
            tally.new += len(account.add(outcome, reader=READER).new)
        except ItemRefused as error:
            return (), (*outcome.failures, Failure(outcome.item.ref, str(error)))
    return outcome.readings, outcome.failures
