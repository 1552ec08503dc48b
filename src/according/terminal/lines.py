"""What takes a line: a report that was read, a search's hit, a capture, a difference, a finding."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from according.model import SCREENED, Reading, Report
from according.terminal.facts import counted, headline, how_known, who
from according.terminal.safe import in_lines, one_line

if TYPE_CHECKING:
    from according.run import Tally
    from according.store import CaptureEntry, Counts, Finding, Hit


def lines_of(reading: Reading) -> Iterator[Text]:
    """A line for a report that was read (what it is, whose, of when, and how that is known), and one for each problem.

    A post that stands in a report follows on that report's line, so its number there is enough of a name.
    """
    report = reading.report
    line = Text("  ↳ post  " if report.parent else f"{report.kind:<8}  ", style="dim")
    line.append(f"{who(report)}: {headline(report)}", style="not dim bold")
    line.append("".join(f" · {fact}" for fact in _facts(reading)), style="not dim")
    yield line.append(f"  {_name(report)}")
    for problem in reading.problems:
        if problem != SCREENED:
            yield Text(f"          ! {one_line(problem)}", style="yellow")


def _facts(reading: Reading) -> Iterator[str]:
    report = reading.report
    yield one_line(f"{report.published} ({how_known(report.published_how)})") if report.published else "no date given"
    if report.language:
        yield one_line(report.language)
    if report.posts and report.kind != "post":
        yield counted(len(report.posts), "post")
    yield from (counted(len(found), what) for found, what in ((reading.claims, "claim"), (reading.events, "event")) if found)
    if SCREENED in reading.problems:
        yield "not about armed conflict"


def _name(report: Report) -> str:
    ref, mark, number = report.ref.rpartition("#post/")
    return f"{mark}{number}" if report.parent and ref else one_line(report.ref)


def hit_of(hit: Hit) -> Iterator[Text]:
    """A search's hit: which report, and the words around the matches."""
    facts = " · ".join(one_line(fact) for fact in (hit.publisher, hit.published, hit.title) if fact)
    name = one_line(hit.ref)
    yield Text(facts or name, style="bold").append(f"  {name}" if facts else "", style="not bold dim")
    snippet = Text(in_lines(hit.snippet).replace("\n", " "))
    for start, end in hit.spans:
        if hit.start <= start and end <= hit.end:
            snippet.stylize("reverse", start - hit.start, end - hit.start)
    yield Text("  … ").append(snippet).append(" …")
    yield Text("")


def history_of(entries: Sequence[CaptureEntry]) -> Iterator[Text]:
    """The captures of an address (when, which bytes, and the title of what was read in them), and what each one changed."""
    for number, entry in enumerate(entries):
        line = Text(f"{one_line(entry.capture.retrieved_at)}  sha256:{one_line(entry.capture.sha256)}")
        yield line.append(f"  {one_line(entry.title)}" if entry.title else "", style="bold")
        if (before := _before(entries[:number], entry)) is not None:
            yield from _difference(before, entry)


def _before(entries: Sequence[CaptureEntry], entry: CaptureEntry) -> CaptureEntry | None:
    """The entry to compare one with: the last of another capture, and of the same title where captures hold several reports."""
    others = [other for other in entries if other.capture.id != entry.capture.id]
    crowded = len({other.capture.id for other in entries}) < len(entries)
    same = [other for other in others if other.title == entry.title] if crowded else others
    return same[-1] if same else None


def _difference(before: CaptureEntry, after: CaptureEntry) -> Iterator[Text]:
    """The lines that one capture of an address lost and the next gained."""
    changed = False
    for line in list(difflib.unified_diff(before.text.splitlines(), after.text.splitlines(), n=0, lineterm=""))[2:]:
        if not line.startswith("@@"):
            changed = True
            yield Text(in_lines(line), style="red" if line.startswith("-") else "green")
    if not changed:
        yield Text("  the same text" if before.text == after.text else "  the same lines, ended otherwise", style="dim")
    yield Text("")


def finding_line(finding: Finding) -> Text:
    """Something that is no longer as it was kept."""
    where = f" ({finding.address})" if finding.address else ""
    return Text(one_line(f"{finding.what} {finding.name}{where}: {finding.reason}"), style="red")


def verified_line(counts: Counts, found: int) -> Text:
    """What was verified, and how much of it changed."""
    held = f"{counted(counts.captures, 'capture')}, {counted(counts.reports, 'report')} and {counted(counts.posts, 'post')}"
    return Text(f"{held} verified: {f'{found:,} changed' if found else 'nothing changed'}")


def fault_line(file: str, reason: str) -> Text:
    """Something in an evidence pack that is not as it was written."""
    return Text(one_line(f"{file}: {reason}"), style="red")


def pack_line(files: int, lines: Mapping[str, int], seal: str | None, found: int) -> Text:
    """How much of an evidence pack was verified, and the hash by which somebody else may know it."""
    held = ", ".join(f"{number:,} {name}" for name, number in lines.items() if number)
    said = f"{held or 'nothing'} in {counted(files, 'file')} verified: {f'{found:,} not as written' if found else 'nothing changed'}"
    return Text(f"{said}; its tagmanifest-sha256.txt has the SHA-256 {seal}" if seal else said)


def tally_line(tally: Tally, account: str | None) -> str:
    """What a run read, kept and failed at."""
    known = tally.reports + tally.posts - tally.new
    kept = f"; {tally.new:,} new and {known:,} already known in {account}" if account else ""
    failed = f"; {tally.failed:,} failed" if tally.failed else ""
    return f"{counted(tally.reports, 'report')} and {counted(tally.posts, 'post')} read{kept}{failed}"


def skipped_line(skipped: Mapping[str, int]) -> str:
    """What was passed over in folders and zips, by the endings of the files' names.

    >>> skipped_line({".png": 2, ".css": 1})
    'passed over, as of kinds that hold no report: 1 .css, 2 .png'
    """
    return "passed over, as of kinds that hold no report: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(skipped.items()))
