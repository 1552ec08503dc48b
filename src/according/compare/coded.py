"""An event as people coded it in a table, and what cannot be read of one: frozen values that every layout is brought to."""

from __future__ import annotations

from dataclasses import dataclass, field

from according.incidents import Range


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One row of a table of coded events, for example an air strike on a market in Kesh on 11 April 2019 with 12 to 15 killed.

    ``row`` is the number of the line in the file on which the row begins. Days are ISO, both included, as wide as the table's own precision
    makes them. ``kinds`` are the kinds of the account that the coding may stand for, empty where it says none; ``coded_as`` its own words.
    ``radius_km`` is how exact the place is. ``figures`` are the numbers by measure (``killed``, ``injured``).
    """

    row: int
    id: str | None
    date_from: str
    date_to: str
    place: str | None
    lat: float | None
    lon: float | None
    radius_km: float
    country: str | None
    coded_as: str
    kinds: tuple[str, ...]
    actors: tuple[str, ...] = ()
    figures: tuple[tuple[str, Range], ...] = ()
    zero_is_unknown: bool = False
    source: str | None = None
    notes: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read, and why, in words; the others are not touched by it."""

    row: int
    problem: str
    column: str | None = None
    value: str | None = None
