"""The page of each incident: who says what, by origin, each sentence leading to its report, and where accounts differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from according.export.pages.paths import incident_path
from according.export.pages.rendering import Pages
from according.export.records import FigureRow, IncidentRow, Telling
from according.export.rows import Rows
from according.incidents import Difference
from according.views.tellings import date_of


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: its value in words, and the accounts that stand on it."""

    value: str
    told: tuple[Telling, ...]


def write_incidents(pages: Pages, rows: Rows) -> None:
    """Write a page for each incident."""
    for one in rows.incidents():
        pages.write(
            incident_path(one.id), "incident.html", incident=one, date=date_of(one.date_from, one.date_to), accounts=_by_origin(one),
            differences=[(each, list(_sides(each, one))) for each in one.differences], figures=_figures(one),
        )  # fmt: skip


def _by_origin(one: IncidentRow) -> dict[str, list[Telling]]:
    found: dict[str, list[Telling]] = {}
    for told in one.told:
        found.setdefault(told.origin, []).append(told)
    return found


def _sides(difference: Difference, one: IncidentRow) -> Iterator[Side]:
    told = {each.happening.id: each for each in one.told}
    for value, names in difference.sides:
        yield Side(value, tuple(told[name] for name in names if name in told))


def _figures(one: IncidentRow) -> dict[str, list[tuple[Telling, FigureRow]]]:
    """The figures of each measure in the order of publication."""
    found: dict[str, list[tuple[Telling, FigureRow]]] = {}
    for told in one.told:
        for figure in told.figures:
            found.setdefault(figure.measure, []).append((told, figure))
    return found
