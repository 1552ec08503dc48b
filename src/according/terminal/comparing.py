"""Coded events beside the account, for people: a few lines for each row, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from according.terminal.facts import counted
from according.terminal.ranges import date_words, quote_words, short_id
from according.terminal.safe import one_line, shortened

if TYPE_CHECKING:
    from according.compare import BadRow, Compared, Found, Totals

_LONGEST_NAME = 60


def compared_lines(one: Compared) -> Iterator[Text]:
    """What was coded, then the incident that it is taken for with what differs, or why there is none."""
    where = shortened(one_line(one.place), _LONGEST_NAME) if one.place else "place not said"
    line = Text(f"row {one.row}", style="dim").append(f"  {date_words(one.date)}  {where}", style="not dim cyan")
    yield line.append(f"  {one_line(one.coded_as)}", style="not dim not cyan")
    if one.found is not None:
        yield from _found(one.found)
        return
    yield Text(f"  not found ({one.missing}): {one_line(one.reason or '')}", style="yellow")
    for near in one.near:
        near_where = shortened(one_line(near.place), _LONGEST_NAME) if near.place else "place not said"
        yield Text(f"    {short_id(near.incident)}  {date_words(near.date)}  {near_where}  {near.kind.replace('_', ' ')}", style="dim")


def _found(found: Found) -> Iterator[Text]:
    where = shortened(one_line(found.place), _LONGEST_NAME) if found.place else "place not said"
    told = f"{found.kind.replace('_', ' ')}, {date_words(found.date)}, {where}"
    yield Text(f"  found: {short_id(found.incident)}", style="green").append(
        f"  {told}, {counted(found.origins, 'origin')}", style="not green"
    )
    for difference in found.differs:
        yield Text(f"    differs: {one_line(difference)}", style="yellow")
    if found.told:
        yield Text(f"    {quote_words(found.told[0].sentence)}", style="dim")
    if found.also:
        yield Text(f"    may be as well: {', '.join(map(short_id, found.also))}", style="dim")


def bad_row_words(one: BadRow) -> str:
    """What is wrong with a row, and in which column."""
    where = f"row {one.row}, column {one_line(one.column)}" if one.column else f"row {one.row}"
    return f"{where}: {one_line(one.problem)}"


def totals_line(totals: Totals, title: str) -> str:
    """What the whole table comes to."""
    parts = [f"{counted(totals.rows, 'coded event')} of {title}: {totals.found:,} found, {totals.differing:,} of them with differences"]
    lacking = ", ".join(f"{count:,} {reason}" for reason, count in sorted(totals.missing.items(), key=lambda pair: (-pair[1], pair[0])))
    parts.append(f"{sum(totals.missing.values()):,} not found" + (f" ({lacking})" if lacking else ""))
    if totals.unreadable:
        parts.append(f"{counted(totals.unreadable, 'row')} could not be read")
    return "; ".join(parts)
