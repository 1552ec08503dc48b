"""How the command line shows things: one line per report read, a page per report shown, progress on standard error."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from according.model import Capture, Post, Reading, Report, Source
from according.store import CaptureEntry, Hit

_HOW = {
    "input": "given",
    "page": "the page says so",
    "address": "from the address",
    "text": "from the text",
    "credit": "agency credit",
    "detected": "detected",
}
_LONGEST_TITLE = 90


def line_of(reading: Reading) -> Text:
    """One line for a report that was read: what it is, whose, of when, and how that is known."""
    report = reading.report
    line = Text(no_wrap=False)
    line.append("  ↳ post  " if report.parent else f"{report.kind:<8} ", style="dim")
    line.append(_named(report), style="bold")
    for part in filter(None, (_dated(report), report.language, _counted(reading))):
        line.append(f" · {part}", style="default" if part != report.language else "dim")
    line.append(f"  {report.ref}", style="dim")
    for problem in reading.problems:
        line.append(f"\n          ! {problem}", style="yellow")
    return line


def _named(report: Report) -> str:
    who = report.publisher or report.byline
    if report.kind == "post":
        handle = report.posts[0].handle if report.posts else None
        who = f"{report.byline} (@{handle})" if handle and handle != report.byline else (report.byline or "unnamed author")
    title = report.title or " ".join(report.text.split())
    return f"{who or 'no publisher given'}: {_short(title)}"


def _dated(report: Report) -> str:
    if not report.published:
        return "no date given"
    return f"{report.published} ({_HOW.get(report.published_how or '', report.published_how)})"


def _counted(reading: Reading) -> str | None:
    posts = len(reading.report.posts) if reading.report.kind != "post" else 0
    return f"{posts} post{'s' if posts != 1 else ''}" if posts else None


def overview(readings: Sequence[Reading]) -> Group:
    """The reports of a small account in the order of their dates, with whom each credits or quotes; no verdict on any."""
    reports = [reading for reading in readings if reading.report.parent is None]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("published", "who", "what", "quotes or credits"):
        table.add_column(heading, overflow="fold")
    for reading in sorted(reports, key=lambda r: (r.report.published or "9999", r.report.published_at or "", r.report.ref)):
        table.add_row(*_row(reading), end_section=False)
        for post in reading.report.posts if reading.report.kind != "post" else ():
            words = " ".join(reading.report.text[slice(*post.text_span)].split())
            table.add_row(
                Text(post.published or "no date", style="dim"),
                Text(f"  ↳ {post.author or 'unnamed'}", style="cyan"),
                Text(_short(words), style="cyan"),
                "",
            )
    return Group(table, *_origins(reports))


def _row(reading: Reading) -> tuple[str, str, str, str]:
    report = reading.report
    quoted = [source.name or "unnamed" for source in reading.sources if source.kind != "social media"]
    credited = [report.credit] if report.credit else []
    what = report.title or _short(" ".join(report.text.split()))
    return (
        report.published or "no date",
        report.publisher or report.byline or "not given",
        what,
        ", ".join(dict.fromkeys(credited + quoted)),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"


def _origins(reports: Sequence[Reading]) -> Iterator[Text]:
    """What several reports owe to one agency: they are no witnesses of their own."""
    owing: dict[str, int] = {}
    for reading in reports:
        if reading.report.credit:
            owing[reading.report.credit] = owing.get(reading.report.credit, 0) + 1
    for agency, count in owing.items():
        if count > 1:
            yield Text(f"\n{count} of these reports credit {agency}: one origin, not {count}.", style="bold")


def page_of(reading: Reading, capture: Capture | None) -> Group:
    """All that is known of one report: its facts, its evidence, its sources, its posts and its text."""
    report = reading.report
    parts: list[RenderableType] = [Text(report.title or report.ref, style="bold"), _facts(report)]
    if capture:
        parts += [Text("\nEvidence", style="bold"), _evidence(capture)]
    if reading.sources:
        parts += [Text("\nSources", style="bold"), _sources(reading.sources)]
    if report.posts and report.kind != "post":
        parts += [Text("\nPosts", style="bold"), *(_post(post, report.text) for post in report.posts)]
    if reading.problems:
        parts += [Text("\nProblems", style="bold"), *(Text(f"  ! {problem}", style="yellow") for problem in reading.problems)]
    return Group(*parts, Text("\nText", style="bold"), _marked(report))


def _facts(report: Report) -> Table:
    rows = (
        ("publisher", report.publisher, report.publisher_how),
        ("byline", report.byline, report.byline_how),
        ("credit", report.credit, None),
        ("published", report.published_at or report.published, report.published_how),
        ("modified", report.modified_at or report.modified, report.modified_how),
        ("language", report.language, report.language_how),
        ("address", report.url, None),
        ("came in as", report.ref, None),
        ("part of", report.parent, None),
        ("id", report.id, None),
    )
    return _grid(
        (name, value or "not given", _HOW.get(how or "", "")) for name, value, how in rows if value or name in ("publisher", "published")
    )


def _evidence(capture: Capture) -> Table:
    rows = (
        ("SHA-256", capture.sha256),
        ("bytes", f"{capture.size:,}"),
        ("from", capture.address),
        ("retrieved", f"{capture.retrieved_at} ({capture.method})"),
        ("read by", capture.reader),
    )
    return _grid((name, value, "") for name, value in rows)


def _grid(rows: Iterator[tuple[str, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    grid.add_column(style="dim")
    for name, value, how in rows:
        grid.add_row(f"  {name}", Text(value), Text(how))
    return grid


def _sources(sources: Sequence[Source]) -> Table:
    return _grid((source.id, source.name or "unnamed", source.kind) for source in sources)


def _post(post: Post, text: str) -> RenderableType:
    who = f"{post.author or 'unnamed'}" + (f" (@{post.handle})" if post.handle else "")
    head = Text(f"{who} · {post.platform} · {post.published or 'no date given'}", style="cyan")
    body = [head, Text(text[slice(*post.text_span)])]
    if post.url:
        body.append(Text(post.url, style="dim"))
    return Padding(Group(*body), (0, 0, 1, 2))


def _marked(report: Report) -> Text:
    text = Text(report.text)
    for post in report.posts if report.kind != "post" else ():
        text.stylize("cyan", *post.span)
    return text


def hit_of(hit: Hit) -> Text:
    """A search's hit: which report, and the words around the matches."""
    where = " · ".join(filter(None, (hit.publisher, hit.published, hit.title or None)))
    found = Text(where or hit.ref, style="bold")
    found.append(f"  {hit.ref}\n", style="dim")
    snippet = Text(hit.snippet)
    for start, end in hit.spans:
        if hit.start <= start and end <= hit.end:
            snippet.stylize("reverse", start - hit.start, end - hit.start)
    return found.append(Text("  … ")).append(snippet).append(" …\n")


def difference(before: CaptureEntry, after: CaptureEntry) -> Text:
    """The lines that one capture of an address lost and the next gained."""
    out = Text()
    lines = difflib.unified_diff(before.text.splitlines(), after.text.splitlines(), n=0, lineterm="")
    for line in list(lines)[2:]:
        if not line.startswith("@@"):
            out.append(line + "\n", style="red" if line.startswith("-") else "green")
    return out if out.plain else Text("  the same text\n", style="dim")


class _Rate(ProgressColumn):
    """Reports read per second."""

    def render(self, task: Task) -> Text:
        """The rate so far."""
        return Text(f"{task.fields['reports'] / task.elapsed:,.0f} reports/s" if task.elapsed else "")


def progress_bar(console: Console) -> Progress:
    """A bar over the bytes of the inputs, with the rate in reports and the time left; silent where nobody watches."""
    return Progress(
        TextColumn("reading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        _Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
