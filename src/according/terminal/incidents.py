"""Incidents for people: a line or two for each in lists, and one in full, by origin, with figures side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from according.terminal.facts import counted
from according.terminal.ranges import date_words, origin_words, quote_words, range_words, short_id, toll_words
from according.terminal.safe import one_line, shortened
from according.terminal.write import Hanging, Unbroken

if TYPE_CHECKING:
    from according.views.copies import CopiesView
    from according.views.incidents import IncidentDetail, IncidentDifference, IncidentView
    from according.views.tellings import Telling
    from according.views.timeline import TimelineEntry, Voice


def incident_lines(view: IncidentView) -> Iterator[Text]:
    """An incident in a list: when, what, where, by how many origins, what they differ on."""
    line = Text(date_words(view.date), style="cyan").append(f"  {_what(view.kind, view.place)}", style="not cyan bold")
    if view.actors:
        line.append(f" · {shortened(', '.join(view.actors), 70)}", style="not cyan not bold")
    if toll := toll_words(view.killed):
        line.append(f" · {toll}", style="not cyan not bold")
    line.append(f" · {counted(view.origins, 'origin')}, {counted(view.reports, 'report')}", style="not cyan not bold")
    statuses = sorted({one.status for one in view.mentions})
    if statuses and "happened" not in statuses:
        line.append(f" · {' or '.join(statuses)}", style="not cyan not bold")
    yield line.append(f"  {short_id(view.id)}", style="dim")
    for difference in view.differences:
        yield Text(f"    ≠ {_difference(difference)}", style="yellow")


def _what(kind: str, place: str | None) -> str:
    return one_line(kind.replace("_", " ") + (f" in {place}" if place else ", place not said"))


def _difference(difference: IncidentDifference) -> str:
    return one_line(f"{difference.field} ({difference.type}): {' / '.join(difference.values)}; {difference.reason}")


def incident_page(detail: IncidentDetail) -> Iterator[RenderableType]:
    """One incident in full: who says what, by origin, the figures side by side, the differences typed."""
    view = detail.incident
    yield Text(f"{_what(view.kind, view.place)}, {date_words(view.date)}", style="bold")
    yield Unbroken(Text(f"  {one_line(view.id)}", style="dim"))
    yield Text(f"  {counted(view.origins, 'independent origin')} in {counted(view.reports, 'report')}")
    for account in detail.accounts:
        yield Text(f"\n{origin_words(account.origin)}", style="bold cyan")
        for one in account.tellings:
            yield from _telling(one)
    if detail.figures:
        yield Text("\nFigures side by side", style="bold")
    for row in detail.figures:
        said = " | ".join(
            f"{origin_words(figure.origin)}: {range_words(figure.low, figure.high)} ({one_line(figure.words)})" for figure in row.figures
        )
        yield Hanging(Text(f"  {one_line(row.measure)}{f', {one_line(row.of)}' if row.of else ''}  {said}"), 4)
    if view.differences:
        yield Text("\nDifferences", style="bold")
    for difference in view.differences:
        yield Hanging(Text(f"  ≠ {_difference(difference)}", style="yellow"), 4)


def _telling(one: Telling) -> Iterator[RenderableType]:
    speaker = "own voice" if one.who is None else one_line("".join((one.who, *(f" ← {name}" for name in one.via))))
    facts = (
        one.kind.replace("_", " "),
        one.status if one.status != "happened" else None,
        one.date and date_words(one.date),
        one.place and f"in {one.place}",
        f"{one.actor or '?'} → {one.target or '?'}" if one.actor or one.target else None,
        toll_words(one.killed, one.injured),
    )
    head = Text(f"  {one_line(one.publisher or 'no publisher given')}, {one_line(one.published or 'no date given')}: {speaker}")
    yield Unbroken(head.append(f"  {one_line(one.ref)} {short_id(one.happening)}", style="dim"))
    yield Hanging(Text("    " + " · ".join(one_line(fact) for fact in facts if fact), style="green"), 6)
    yield Hanging(Text(quote_words(one.sentence)), 4, first=4)


def copies_lines(view: CopiesView) -> Iterator[Text]:
    """A group of copies: what kind, of which agency, and which reports in the order of publication."""
    head = Text(f"{counted(len(view.refs), 'report')}, one origin", style="bold")
    head.append(f" · {view.kind or 'kind not known'}", style="not bold")
    if view.credit:
        head.append(f" · credits {one_line(view.credit)}", style="not bold")
    yield head.append(f" · {shortened(view.title, 80)}" if view.title else "", style="not bold")
    for ref, publisher, published in zip(view.refs, view.publishers, view.published, strict=True):
        line = Text(f"  {one_line(published or 'no date given')}  {one_line(publisher or 'no publisher given')}")
        yield line.append(f"  {one_line(ref)}", style="dim")


def timeline_lines(entry: TimelineEntry) -> Iterator[Text]:
    """An entry of the timeline: from when to when, what, and each origin's word for it."""
    span = entry.date_from if entry.date_from == entry.date_to else f"{entry.date_from}/{entry.date_to}"
    line = Text(date_words(span), style="cyan").append(f"  {_what(entry.kind, entry.place)}", style="not cyan bold")
    if entry.actor or entry.target:
        line.append(f" · {one_line(entry.actor or '?')} → {one_line(entry.target or '?')}", style="not cyan not bold")
    if entry.differs_on_date:
        line.append(" · accounts give other days", style="yellow not bold")
    yield line.append(f"  {short_id(entry.incident)}", style="dim not bold")
    for voice in entry.voices:
        yield _voice(voice, entry)


def _voice(voice: Voice, entry: TimelineEntry) -> Text:
    facts = [
        voice.status if voice.status != "happened" else None,
        date_words(voice.date) if entry.differs_on_date else None,
        toll_words(voice.killed),
        f"in {voice.reports:,} reports" if voice.reports > 1 else None,
    ]
    said = "".join(f" · {fact}" for fact in facts if fact)
    return Text(f"    {origin_words(voice.origin)}, {one_line(voice.published or 'no date given')}{said}: {quote_words(voice.sentence)}")
