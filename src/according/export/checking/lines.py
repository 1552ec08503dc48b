"""The lines of a pack as they are read back: each file's form, and a reader that names the lines that do not have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from according.export.bag import LINES, PAYLOAD
from according.export.checking.containers import Container, Refused, iter_lines
from according.export.checking.faults import PackFault, Tally
from according.export.records import FigureRow
from according.incidents import Happening

_T = TypeVar("_T")


class CaptureLine(msgspec.Struct):
    """A line of ``captures.jsonl``."""

    id: str
    sha256: str
    size: int
    url: str | None


class ReportLine(msgspec.Struct):
    """A line of ``reports.jsonl``."""

    id: str
    capture: str
    sha256: str
    kind: str
    url: str | None
    ref: str
    locator: str | None
    text_sha256: str
    parent: str | None


class ReadingLine(msgspec.Struct):
    """A line of ``readings.jsonl``; ``reading`` are the very bytes that its id is a hash of."""

    id: str
    report: str
    reading: msgspec.Raw


class ToldLine(msgspec.Struct):
    """What one report tells of an incident."""

    report: str
    sentence: str
    happening: Happening
    figures: list[FigureRow]


class IncidentLine(msgspec.Struct):
    """A line of ``incidents.jsonl``."""

    id: str
    told: list[ToldLine]


class LogLine(msgspec.Struct):
    """A line of ``log.jsonl``; of a sealed entry only the number and the hashes are there."""

    number: int
    previous: str
    sha256: str
    at: str | None = None
    by: str | None = None
    action: str | None = None
    about: str | None = None
    body: str | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether what it says is not in the pack."""
        return self.body is None


def path_of(name: str) -> str:
    """Where the lines of this name stand in the bag."""
    return PAYLOAD + name + LINES


def read_lines(container: Container, name: str, form: type[_T], tally: Tally, say: Callable[[PackFault], None]) -> Iterator[tuple[int, _T]]:
    """The lines of a file with their numbers; what cannot be read is said and passed over."""
    decoder = msgspec.json.Decoder(form)
    number = 0
    try:
        for number, line in enumerate(iter_lines(container, path_of(name)), start=1):
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                say(PackFault(path_of(name), f"line {number} is not what it should be: {error}"))
    except Refused as refused:
        say(refused.fault)
    tally.lines[name] = number
