"""A report as a page: its facts and how they are known, its evidence, its sources, its posts and its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from according.model import Capture, Post, Reading, Report
from according.terminal.facts import author, how_known
from according.terminal.findings import findings_of
from according.terminal.safe import in_lines, one_line
from according.terminal.write import Hanging, Unbroken

_LABEL = 12


def page_of(reading: Reading, capture: Capture | None) -> Iterator[RenderableType]:
    """All that is known of one report."""
    report = reading.report
    yield Text(one_line(report.title or report.ref), style="bold")
    yield from _rows(_facts(report))
    if capture:
        yield from _section("Evidence", _rows(_evidence(capture)))
    if reading.sources:
        yield from _section("Sources", _rows((source.id, source.name or "unnamed", source.kind or "") for source in reading.sources))
    if report.posts and report.kind != "post":
        yield from _section("Posts", _posts(report))
    yield from findings_of(reading)
    if reading.problems:
        yield from _section("Problems", (Hanging(Text(f"  ! {one_line(problem)}", style="yellow"), 4) for problem in reading.problems))
    yield from _section("Text", [_marked(report)])


def _section(heading: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    yield Text(f"\n{heading}", style="bold")
    yield from parts


def _facts(report: Report) -> Iterator[tuple[str, str, str]]:
    rows = (
        ("publisher", report.publisher or "not given", report.publisher_how),
        ("byline", report.byline, report.byline_how),
        ("credit", report.credit, None),
        ("published", report.published_at or report.published or "not given", report.published_how),
        ("modified", report.modified_at or report.modified, report.modified_how),
        ("language", report.language, report.language_how),
        ("address", report.url, None),
        ("came in as", report.ref, None),
        ("part of", report.parent, None),
        ("id", report.id, None),
    )
    return ((name, value, how_known(how)) for name, value, how in rows if value)


def _evidence(capture: Capture) -> tuple[tuple[str, str, str], ...]:
    return (
        ("SHA-256", capture.sha256, ""),
        ("bytes", f"{capture.size:,}", ""),
        ("from", capture.address, ""),
        ("retrieved", capture.retrieved_at, capture.method),
        ("read by", capture.reader, ""),
    )


def _rows(rows: Iterable[tuple[str, str, str]]) -> Iterator[Unbroken]:
    for name, value, how in rows:
        line = Text(f"  {name:<{_LABEL}}", style="dim").append(one_line(value), style="not dim")
        yield Unbroken(line.append(f"  {one_line(how)}" if how else ""))


def _posts(report: Report) -> Iterator[RenderableType]:
    for number, post in enumerate(report.posts):
        if number:
            yield Text("")
        yield from _post(post, report.text)


def _post(post: Post, text: str) -> Iterator[RenderableType]:
    head = f"{author(post)} · {one_line(post.platform)} · {one_line(post.published or 'no date given')}"
    yield Hanging(Text(f"  {head}", style="cyan"), 4)
    for line in in_lines(text[slice(*post.text_span)]).split("\n"):
        yield Hanging(Text(line), 2, first=2)
    if post.url:
        yield Unbroken(Text(f"  {one_line(post.url)}", style="dim"))


def _marked(report: Report) -> Text:
    """The text as the report gives it, its posts in colour."""
    text = Text(in_lines(report.text))
    for post in report.posts if report.kind != "post" else ():
        text.stylize("cyan", *post.span)
    return text
