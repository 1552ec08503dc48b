"""A small account at one glance: who published what, in the order of time, on which evidence; no verdict on any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from according.model import Capture, Claim, Post, Reading, Report
from according.terminal.facts import author, counted, headline, who
from according.terminal.findings import said
from according.terminal.safe import one_line, shortened
from according.terminal.write import Hanging

_QUIET = timedelta(days=7)
_INDENT = 12
_HASH_DIGITS = 12
_LONGEST_POST = 110
_MOST_CLAIMS = 3

Group = list[Reading]


def overview(readings: Iterable[Reading], capture_of: Callable[[str], Capture]) -> Iterator[RenderableType]:
    """The reports in groups, parted where none was published for more than a week; those without a date come last."""
    for group in _groups(reading for reading in readings if reading.report.parent is None):
        yield Hanging(Text(_span(group), style="bold").append(f" · {_size(group)}", style="not bold dim"), 2)
        yield Text("")
        for reading in group:
            yield _Head(reading.report, capture_of(reading.report.id).sha256)
            yield from _body(reading)
            yield Text("")
        for line in _origins(group):
            yield Hanging(line, 2)
            yield Text("")


def _groups(readings: Iterable[Reading]) -> Iterator[Group]:
    group: Group = []
    before: date | None = None
    for reading in sorted(readings, key=_moment):
        day = _day(reading.report.published)
        if group and ((day is None) != (before is None) or (day and before and day - before > _QUIET)):
            yield group
            group = []
        group.append(reading)
        before = day
    if group:
        yield group


def _moment(reading: Reading) -> tuple[str, str, str]:
    report = reading.report
    return report.published or "no date", report.published_at or "", report.ref


def _day(published: str | None) -> date | None:
    """The day of a date, the first one where only the month or the year is known."""
    return date.fromisoformat((published + "-01-01")[:10]) if published else None


def _span(group: Group) -> str:
    first, last = group[0].report.published, group[-1].report.published
    if first is None:
        return "No date given"
    return f"Published on {first}" if first == last else f"Published from {first} to {last}"


def _size(group: Group) -> str:
    alone = sum(reading.report.kind == "post" for reading in group)
    posts = alone + sum(len(reading.report.posts) for reading in group if reading.report.kind != "post")
    sizes = ((len(group) - alone, "report"), (posts, "post"))
    return " and ".join(counted(number, what) for number, what in sizes if number)


class _Head:
    """A report's date and publisher, with the first digits of its evidence's hash at the right edge where there is room."""

    def __init__(self, report: Report, sha256: str) -> None:
        self.left = Text(f"{report.published or 'no date':<{_INDENT}}").append(who(report), style="bold")
        self.right = Text(f"sha256:{sha256[:_HASH_DIGITS]}", style="dim")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One line, or two."""
        space = options.max_width - self.left.cell_len - cell_len(self.right.plain)
        if space >= 1:
            yield self.left.append(" " * space).append(self.right)
        else:
            yield Hanging(self.left, _INDENT)
            yield Hanging(self.right, _INDENT, first=_INDENT)


def _body(reading: Reading) -> Iterator[RenderableType]:
    report = reading.report
    yield _indented(Text(headline(report)))
    owed = [f"forwarded from {one_line(report.posts[0].forwarded_from)}"] if report.posts and report.posts[0].forwarded_from else []
    if report.credit and report.credit != report.publisher:
        owed.append(f"credits {one_line(report.credit)}")
    if quoted := _quoted(reading):
        owed.append(f"quotes {', '.join(quoted)}")
    if owed:
        yield _indented(Text("; ".join(owed), style="italic"))
    for claim in _outermost(reading.claims)[:_MOST_CLAIMS] if report.kind != "post" else ():
        yield Hanging(_claim(claim, report), _INDENT + 2, first=_INDENT)
    for post in report.posts if report.kind != "post" else ():
        yield Hanging(_post(post, report), _INDENT + 2, first=_INDENT)


def _indented(text: Text) -> Hanging:
    return Hanging(text, _INDENT, first=_INDENT)


def _quoted(reading: Reading) -> list[str]:
    """The outlets that a report quotes, apart from the one that it is by and the one that it credits."""
    own = {reading.report.publisher, reading.report.credit}
    names = (source.name for source in reading.sources if source.kind in ("media", "state media"))
    return list(dict.fromkeys(one_line(name) for name in names if name and name not in own))


def _outermost(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with a cue that stand in no other claim, in the order of the text."""
    held = [(start, end) for claim in claims for start, end in claim.content]
    return [claim for claim in claims if claim.cue and not any(start <= claim.cue[0] < end for start, end in held)]


def _claim(claim: Claim, report: Report) -> Text:
    line = Text("“ ", style="green").append(one_line("".join((claim.who, *(f" ← {name}" for name in claim.via)))), style="bold")
    return line.append(f": {shortened(said(claim, report.text), _LONGEST_POST)}")


def _post(post: Post, report: Report) -> Text:
    line = Text("↳ ", style="cyan").append(author(post), style="bold")
    if post.published and post.published != report.published:
        line.append(f", {one_line(post.published)}")
    return line.append(f": {shortened(report.text[slice(*post.text_span)], _LONGEST_POST)}")


def _origins(group: Group) -> Iterator[Text]:
    """What several reports of a group owe to one agency: they are no witnesses of their own."""
    for agency in dict.fromkeys(reading.report.credit for reading in group if reading.report.credit):
        owing = [reading.report for reading in group if agency in (reading.report.credit, reading.report.publisher)]
        if len(owing) > 1:
            names = ", ".join(dict.fromkeys(map(who, owing)))
            yield Text(
                f"{len(owing)} of these reports come from {one_line(agency)} by their own account ({names}): one origin, not {len(owing)}."
            )
