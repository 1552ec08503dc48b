"""What a match of the grammar says, before it is set against the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from according.times.tokens import Tokens
from according.times.words import LETTERS

NAMES = {letter: name for name, letter in LETTERS.items()}
CLOCK_UNITS = {"H": "H", "TM": "M", "S": "S"}
_ANCHORS = frozenset(("last", "next", "coming", "following", "previous", "this", "that", "same"))
# Half of a unit in the next smaller one.
_HALVES: dict[str, tuple[float, str]] = {"Y": (6, "M"), "D": (12, "H"), "H": (30, "TM")}
_UNITS = ("unit", "yearword", "century", "units")
_FIELDS = {
    "month": "month",
    "weak": "month",
    "lower": "month",
    "day": "day",
    "ord": "day",
    "year": "year",
    "weekday": "weekday",
    "wk": "weekday",
    "weekdays": "weekday",
    "season": "part",
    "weakseason": "part",
    "decade": "stem",
    "part": "clock",
    "tonight": "clock",
    "overnight": "clock",
    "deictic": "count",
    "unit": "unit",
    "yearword": "unit",
    "century": "unit",
    "units": "unit",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression as the words have it: ``first`` and ``last`` are its tokens, every field None where nothing is said.

    ``form``: ``point`` (a date or a part of one), ``shift`` (``count`` units from the anchor), ``unit`` (a unit named by its anchor,
    as in "last week"), ``clock`` (a time of some day) or ``fixed`` (``value`` holds already). ``anchor`` is ``published``, ``text`` or
    the word that points ("last", "same"); ``stem`` the first figures of a decade's or century's years.
    """

    first: int
    last: int
    form: str
    year: int | None = None
    short_year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str | None = None
    stem: str | None = None
    clock: str | None = None
    anchor: str | None = None
    definite: bool = False
    count: float | None = None
    unit: str | None = None
    value: str | None = None
    type: str = "DATE"
    how: str = "explicit"


def gather(tokens: Tokens, first: int, last: int) -> Expression:
    """A point with all that the tokens tell of it."""
    said: dict[str, object] = {}
    letters, values = tokens.letters, tokens.values
    for at in range(first, last):
        name, value = NAMES.get(letters[at], ""), values.get(at)
        if field := _FIELDS.get(name):
            said.setdefault(field, value)
        elif name in _ANCHORS:
            said["anchor"] = name
        elif name in ("the", "era"):
            said["definite"] = True
    if "clock" in said:
        said["clock"] = str(said["clock"])
    return Expression(first, last, "point", **said)  # type: ignore[arg-type]


def duration(count: float | None, unit: str) -> str:
    """The TimeML value of so many units; None stands for an unknown number.

    >>> duration(3, "D"), duration(24, "H"), duration(None, "W"), duration(2.5, "Y")
    ('P3D', 'PT24H', 'PXW', 'P2.5Y')
    """
    if unit == "N":
        unit = "D"
    if unit == "FN":
        count, unit = None if count is None else count * 2, "W"
    number = "X" if count is None else f"{count:g}"
    return f"PT{number}{CLOCK_UNITS[unit]}" if unit in CLOCK_UNITS else f"P{number}{unit}"


def quantity(tokens: Tokens, first: int, last: int) -> tuple[float | None, str]:
    """How many of which unit: None for "several"."""
    if re.search(r"\d\s?-\s?\d", " ".join(tokens.words[first:last])):
        return None, _unit_in(tokens, first, last)
    total: float = 0
    known, unit, indefinite = False, "", False
    for at in range(first, last):
        name, value = NAMES.get(tokens.letters[at], ""), tokens.values.get(at)
        if name in ("num", "day", "year") and isinstance(value, int | float):
            total = total * value if value in (100, 1000) and known and tokens.words[at].isalpha() else total + value
            known = True
        elif name == "half":
            total, known = total + 0.5, True
        elif name == "few":
            return None, str(_unit_in(tokens, first, last))
        elif name == "a":
            indefinite = True
        elif name in _UNITS:
            unit = str(value)
            break
    if not known:
        return (1 if indefinite or tokens.letters[first] == LETTERS["about"] else None), unit
    smaller = _HALVES.get(unit) if total == 0.5 else None
    return smaller or (total, unit)


def _unit_in(tokens: Tokens, first: int, last: int) -> str:
    return next((str(tokens.values[at]) for at in range(first, last) if NAMES.get(tokens.letters[at], "") in _UNITS), "")
