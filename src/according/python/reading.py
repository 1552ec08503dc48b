"""Reads reports for a caller of the library; what is read remembers its bytes, so that an account can keep it with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields

from according.config import Config
from according.engines import map_items
from according.errors import ReadError, UsageError
from according.model import Form, Outcome, Reading
from according.python.inputs import Given, iter_items, settings

_FIELDS = tuple(field.name for field in fields(Reading))


class ReadReport(Reading):
    """A reading with the item that it was read from, which ``Account.add`` keeps as its evidence.

    It is equal to any reading that says the same.
    """

    __slots__ = ("outcome",)
    outcome: Outcome

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _FIELDS))


def read(what: Given | None, *, text: str | None, form: Form | None, url: str | None, config: Config | None) -> Reading:
    """The reading of the one report in what was given."""
    found = _outcomes(what, text, form, url, config)
    with closing(found):
        first = next(found, None)
        if first is None or not first.readings:
            raise ReadError("holds nothing that is read")
        if next(found, None) is not None:
            raise UsageError("holds several reports: read_each gives them one after the other")
    return _fresh(first.readings[0], first)


def read_each(what: Given | None, *, text: str | None, form: Form | None, url: str | None, config: Config | None) -> Iterator[Reading]:
    """The readings of all reports and posts in what was given."""
    with closing(_outcomes(what, text, form, url, config)) as found:
        for outcome in found:
            for reading in outcome.readings:
                yield _fresh(reading, outcome)


def _outcomes(what: Given | None, text: str | None, form: Form | None, url: str | None, config: Config | None) -> _Outcomes:
    return _Outcomes(what, text, form, url, settings(config))


class _Outcomes(Iterator[Outcome]):
    """What becomes of each item; raises ``ReadError`` for the first that cannot be read."""

    def __init__(self, what: Given | None, text: str | None, form: Form | None, url: str | None, config: Config) -> None:
        given = () if what is None else (what,)
        self._found = map_items(iter_items(given, text, form, url, config), config)

    def __next__(self) -> Outcome:
        outcome = next(self._found)
        failures = outcome.failures if isinstance(outcome, Outcome) else (outcome,)
        if failures:
            raise ReadError(f"{failures[0].ref}: {failures[0].reason}")
        assert isinstance(outcome, Outcome)
        return outcome

    def close(self) -> None:
        """Let go of what reads."""
        self._found.close()


def _fresh(reading: Reading, outcome: Outcome) -> ReadReport:
    made = ReadReport(*(getattr(reading, name) for name in _FIELDS))
    object.__setattr__(made, "outcome", outcome)
    return made
