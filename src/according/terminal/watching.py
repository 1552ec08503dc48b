"""What takes a line: a watch, an alert in the log, and what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from according.terminal.facts import counted
from according.terminal.safe import one_line

if TYPE_CHECKING:
    from according.watch import Delivered, LogEntry, Watch

_COLOURS = {"sent": "green", "pending": "yellow", "failed": "red", "dropped": "dim"}


def watch_line(watch: Watch) -> Text:
    """A watch: what it looks for, and where its alerts go."""
    terms = watch.terms
    wanted = []
    if terms.circle:
        where = terms.circle.place or f"{terms.circle.lat:g}, {terms.circle.lon:g}"
        wanted.append(f"within {terms.circle.radius_km:g} km of {where}")
    if terms.kinds:
        wanted.append(" or ".join(terms.kinds))
    wanted += [f"by or on {' or '.join(names[0] for names in terms.actors)}"] if terms.actors else []
    wanted += [f"told by {terms.origins} origins or more"] if terms.origins > 1 else []
    ways = [f"{way}: {address}" for way, address in (("atom", terms.atom), ("webhook", terms.webhook), ("mail", terms.mail)) if address]
    line = Text(one_line(watch.name), style="bold")
    line.append(f"  {one_line(' · '.join(wanted)) or 'every incident'}", style="not bold")
    return line.append(f"  → {one_line(', '.join(ways))}", style="not bold dim")


def log_lines(entry: LogEntry) -> Iterator[Text]:
    """An alert: when it was made, of what, how it goes out, and what became of it; then why it was not taken, if so."""
    line = Text(f"{one_line(entry.made_at)}  ")
    line.append(f"{entry.state:<8}", style=_COLOURS.get(entry.state, ""))
    line.append(one_line(f"{entry.channel:<8}{entry.watch}: {entry.title}"))
    yield line.append(f"  {one_line(entry.incident)}", style="dim")
    if entry.last_error:
        again = f"; tried again at {entry.next_at}" if entry.next_at else ""
        why = f"{counted(entry.attempts, 'attempt')}: {entry.last_error}{again}"
        yield Text(f"          ! {one_line(why)}", style="yellow")


def delivered_line(made: int, delivered: Delivered) -> str:
    """How many alerts were made, sent, and not yet sent."""
    failed = f", {delivered.failed:,} could not be sent" if delivered.failed else ""
    waiting = f", {delivered.pending:,} waiting" if delivered.pending else ""
    return f"{counted(made, 'incident')} alerted; {delivered.sent:,} sent{failed}{waiting}"
