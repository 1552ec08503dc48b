"""Progress on standard error, where somebody watches it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text


class _Rate(ProgressColumn):
    """Reports read per second."""

    def render(self, task: Task) -> Text:
        """The rate so far."""
        return Text(f"{task.fields['reports'] / task.elapsed:,.0f} reports/s" if task.elapsed else "")


@contextmanager
def progress(bytes_total: int, *, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar over the bytes of the inputs, with the rate in reports and the time left; silent where nobody watches.

    It gives the function that moves it on: to so many bytes and reports done. Lines for the terminal go above the bar;
    JSON goes through no console and would stand in it, so that a terminal shows one or the other.
    """
    console = Console(stderr=True)
    shares_terminal = sys.stdout is not None and sys.stdout.isatty()
    columns = (TextColumn("reading"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), _Rate(), TimeElapsedColumn())
    bar = Progress(
        *columns,
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal or (as_json and shares_terminal),
        transient=True,
        redirect_stdout=shares_terminal,
    )
    with bar:
        task = bar.add_task("reading", total=bytes_total or None, reports=0)
        yield lambda done, reports: bar.update(task, completed=done, reports=reports)
