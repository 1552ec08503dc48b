"""Readings of an account as people hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from according.incidents import Judgement
from according.model import Reading
from according.reviewing.applying import apply
from according.reviewing.weighing import Held, weigh
from according.store.judging import judged_in
from according.store.lookup import read_reading


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A reading beside what people hold of it: as the machine wrote it, as it counts now, and why."""

    machine: Reading
    reading: Reading
    judgements: tuple[Judgement, ...]
    held: Held


def read_reviewed(connection: Connection, name: str) -> Reviewed:
    """The report called ``name`` with all judgements about what was read in it; raises ``NotInAccount``."""
    machine = read_reading(connection, name)
    given = tuple(sorted(judged_in(connection, [machine.report.id]), key=lambda one: (one.at, one.id)))
    return Reviewed(machine, apply(machine, given), given, weigh(given))


def corrected(connection: Connection, reading: Reading) -> Reading:
    """A reading as people hold it."""
    return apply(reading, judged_in(connection, [reading.report.id]))


def iter_corrected(connection: Connection, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Readings as people hold them, in their order, for whatever is written out of the account."""
    for reading in readings:
        yield corrected(connection, reading)
