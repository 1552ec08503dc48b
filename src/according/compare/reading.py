"""From the rows of a table to coded events, each layout by its own rules; a row that cannot be one is named with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from according.compare.coded import BadRow, CodedEvent
from according.compare.days import Order, parse_coded_day, widen
from according.compare.kinds import kinds_of_acled, kinds_of_means, kinds_of_ucdp
from according.compare.layouts import Layout, find_layout, load_layouts
from according.compare.tables import Table, open_path, open_table
from according.incidents import Range
from according.places import open_gazetteer
from according.places.folding import name_key
from according.vocab.crosswalks import load_countries

_PLACE_KM = 10.0
"""How exact a place is where the table does not say."""
_NUMBER = re.compile(r"(\d{1,3}(?:[ ,.]\d{3})+|\d+)(?:\.0+)?")
_SPAN = re.compile(r"(\d[\d,]*)\s*(?:-|–|to)\s*(\d[\d,]*)")
_LEAST = re.compile(r"(?:at least|min\.?|>=?|≥)\s*(\d[\d,]*)|(\d[\d,]*)\s*(?:\+|or more)", re.IGNORECASE)
_PAIR = re.compile(r"[(\[]?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*[)\]]?")
_NOT_SAID = frozenset(("", "-", "–", "n/a", "na", "nan", "none", "null", "unknown", "not known", "not available", "?"))
_VIOLENCE = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}


class _Unreadable(ValueError):
    """Why a row cannot be read, with the field that it is for."""

    def __init__(self, problem: str, field: str) -> None:
        super().__init__(problem)
        self.field = field


@dataclass(frozen=True, slots=True)
class CodedTable:
    """An open table of coded events: which layout it has, its rows, and how many lines so far were in another encoding than UTF-8."""

    layout: Layout
    rows: Iterator[CodedEvent | BadRow]
    table: Table


@contextmanager
def open_coded(path: Path, layout: str = "auto", order: Order | None = None) -> Iterator[CodedTable]:
    """The table in a file, its rows read as they are asked for; raises ``UsageError`` where the file holds none.

    ``order`` says what stands first in dates such as 03/04/2017; without it they are refused, row by row.
    """
    with open_path(path) as file:
        table = open_table(file, path.name)
        found = find_layout(table.headers, layout)
        yield CodedTable(found, _events(table, found, order), table)


def _events(table: Table, layout: Layout, order: Order | None) -> Iterator[CodedEvent | BadRow]:
    for given in table.rows:
        if isinstance(given, BadRow):
            yield given
            continue
        number, cells = given
        row = Row(number, cells, layout, order)
        try:
            yield _READERS[layout.name](row)
        except _Unreadable as problem:
            column = layout.columns.get(problem.field)
            header = table.headers[column] if column is not None else None
            yield BadRow(number, str(problem), header, row.text(problem.field) or None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, read by the names of a layout's fields."""

    number: int
    cells: Sequence[str]
    layout: Layout
    order: Order | None

    def text(self, field: str) -> str:
        """What stands in a field, without spaces around it; empty where the table has no such column."""
        column = self.layout.columns.get(field)
        return self.cells[column].strip() if column is not None else ""

    def given(self, field: str) -> str | None:
        """What stands in a field, None for the words that mean nothing was said."""
        text = self.text(field)
        return None if text.lower() in _NOT_SAID else text

    def day(self, field: str) -> str:
        """The ISO day in a field."""
        try:
            return parse_coded_day(self.text(field), self.order)
        except ValueError as error:
            raise _Unreadable(str(error), field) from None

    def figure(self, measure: str) -> Range | None:
        """The number or range of a measure, from one column or from two; None where nothing is said."""
        both = [self._bound(f"{measure}_{end}") for end in ("low", "high")]
        if both != [None, None]:
            low, high = both[0] or (None, None), both[1] or (None, None)
            return self._in_order(measure, low[0], high[1] if high[1] is not None else high[0])
        return self._bound(measure)

    def _bound(self, field: str) -> Range | None:
        given = self.given(field)
        if given is None:
            return None
        if found := _NUMBER.fullmatch(given):
            number = int(re.sub(r"\D", "", found[1]))
            return number, number
        if found := _SPAN.fullmatch(given):
            return self._in_order(field, int(found[1].replace(",", "")), int(found[2].replace(",", "")))
        if found := _LEAST.fullmatch(given):
            return int((found[1] or found[2]).replace(",", "")), None
        raise _Unreadable(f"{given!r} is no number", field)

    def _in_order(self, field: str, low: int | None, high: int | None) -> Range:
        if low is not None and high is not None and low > high:
            raise _Unreadable(f"the fewest are {low:,} and the most {high:,}", f"{field}_low")
        return low, high

    def position(self) -> tuple[float | None, float | None]:
        """Latitude and longitude, from two columns or one."""
        if pair := self.given("coordinates"):
            if not (found := _PAIR.fullmatch(pair)):
                raise _Unreadable(f"{pair!r} is no latitude and longitude", "coordinates")
            return self._degrees(found[1], "coordinates", 90), self._degrees(found[2], "coordinates", 180)
        lat, lon = self.given("lat"), self.given("lon")
        if (lat is None) != (lon is None):
            raise _Unreadable("has only one of latitude and longitude", "lat" if lat is None else "lon")
        if lat is None or lon is None:
            return None, None
        return self._degrees(lat, "lat", 90), self._degrees(lon, "lon", 180)

    def _degrees(self, given: str, field: str, most: int) -> float:
        try:
            degrees = float(given.replace(",", ".") if given.count(",") == 1 and "." not in given else given)
        except ValueError:
            raise _Unreadable(f"{given!r} is no number of degrees", field) from None
        if not -most <= degrees <= most:
            raise _Unreadable(f"{given} is outside -{most} to {most} degrees", field)
        return degrees

    def actors(self) -> tuple[str, ...]:
        """Who is named on either side."""
        return tuple(name for field in ("actor", "other_actor") if (name := self.given(field)))

    def figures(self) -> tuple[tuple[str, Range], ...]:
        """The numbers that the row gives, by measure."""
        found = ((measure, self.figure(measure)) for measure in ("killed", "injured"))
        return tuple((measure, figure) for measure, figure in found if figure is not None and figure != (None, None))

    def radius_km(self) -> float:
        """How exact the place is, by the table's own precision."""
        known: dict[str, float] = load_layouts()["precision_km"].get(self.layout.name, {})
        return float(known.get(self.text("place_precision").removesuffix(".0"), _PLACE_KM))


def _read_acled(row: Row) -> CodedEvent:
    days = load_layouts()["precision_days"].get(row.text("date_precision").removesuffix(".0") or "1")
    if days is None:
        raise _Unreadable("is no precision of a date: ACLED has 1, 2 and 3", "date_precision")
    event, sub = row.text("event"), row.text("sub_event")
    return _event(
        row, widen(row.day("date"), days), " / ".join(part for part in (event, sub) if part) or "no type of event",
        kinds_of_acled(event, sub), zero_is_unknown=True,
    )  # fmt: skip


def _read_ucdp(row: Row) -> CodedEvent:
    first, last = row.day("date"), row.day("last_date")
    if last < first:
        raise _Unreadable(f"ends on {last}, before it begins on {first}", "last_date")
    violence = row.text("violence").removesuffix(".0")
    return _event(row, (first, last), _VIOLENCE.get(violence, "no type of violence"), kinds_of_ucdp())


def _read_sheet(row: Row) -> CodedEvent:
    first = row.day("date")
    last = row.day("last_date") if row.given("last_date") else first
    if last < first:
        raise _Unreadable(f"ends on {last}, before it begins on {first}", "last_date")
    words, grade = row.given("event") or "", row.given("grade")
    coded_as = ", ".join(part for part in (words or "an incident", f"graded {grade}" if grade else "") if part)
    return _event(row, (first, last), coded_as, kinds_of_means(words))


def _event(row: Row, days: tuple[str, str], coded_as: str, kinds: tuple[str, ...], *, zero_is_unknown: bool = False) -> CodedEvent:
    lat, lon = row.position()
    place, country = row.given("place"), _country(row.given("country"), row.given("iso"))
    if lat is None and place is None and country is None:
        raise _Unreadable("says nowhere where it happened", "place")
    return CodedEvent(
        row.number, row.given("id"), *days, place, lat, lon, row.radius_km(), country, coded_as,
        (ours,) if (ours := row.given("ours")) else kinds, row.actors(), row.figures(), zero_is_unknown, _sources(row.given("source")),
        row.given("notes"),
    )  # fmt: skip


def _sources(given: str | None) -> str | None:
    """The sources without the empty places between semicolons."""
    return "; ".join(part.strip() for part in (given or "").split(";") if part.strip()) or None


@lru_cache(1_000)
def _country(name: str | None, number: str | None) -> str | None:
    """The two letters of a country, by its number in ISO 3166 or its name; None for what is no country here."""
    if number and number.removesuffix(".0").isdecimal():
        asked = int(number.removesuffix(".0"))
        if found := next((two for two, codes in load_countries().items() if codes.number == asked), None):
            return found
    if not name:
        return None
    if name.upper() in load_countries():
        return name.upper()
    if found := next((two for two, codes in load_countries().items() if codes.three == name.upper()), None):
        return found
    bare = name.partition("(")[0]
    return next((entry.country for entry in open_gazetteer().lookup(name_key(bare)) if entry.kind == "country"), None)


_READERS = {"acled": _read_acled, "ucdp": _read_ucdp, "airwars": _read_sheet}
