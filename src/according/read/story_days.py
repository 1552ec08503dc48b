"""The day on which a report's story was written, to which its "on Monday" and "yesterday" refer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from according.model import Reading, Report
from according.read.datelines import find_datelines

_REWRITTEN = timedelta(days=14)
"""A story that is changed within this time is still being written; what is changed later was written long before."""


def find_story_day(report: Report) -> str | None:
    r"""The ISO date of a report's story: that which its text states, or else the one that was given beside it.

    A text may state only when it was last changed. No story is published after that, so this day stands where the given one is
    later; and where the date was only given beside the text and the change came soon after.

    >>> find_story_day(Report("r", "r", "article", "Last updated: 4 March 2031\nOrna was shelled.", published="2031-04-30"))
    '2031-03-04'
    """
    stated, changed = find_datelines(report.text)
    if stated or not changed:
        return stated or report.published
    given, last = _day(report.published), _day(changed)
    if last is None or (given is None and report.published):
        return report.published
    if given is None or last < given or (report.published_how == "input" and last - given <= _REWRITTEN):
        return changed
    return report.published


def as_written(reading: Reading) -> Reading:
    """A reading whose report counts as published on the day on which its story was written."""
    return replace(reading, report=replace(reading.report, published=find_story_day(reading.report)))


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None
