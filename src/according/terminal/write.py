"""Writes to the two streams of the command line: lines and pages for people, JSON Lines for programs, notes on standard error."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from according.terminal.safe import in_json, one_line

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NARROWEST = 20


class Hanging:
    """A text whose first line stands ``first`` cells to the right and the others ``indent``, with no spaces at their ends."""

    def __init__(self, text: Text, indent: int, first: int = 0) -> None:
        self.text, self.indent, self.first = text, indent, first

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines; on a terminal that is too narrow for it they stand at its edge."""
        room = options.max_width - max(self.indent, self.first)
        first, indent, room = (self.first, self.indent, room) if room >= _NARROWEST else (0, 0, options.max_width)
        for number, line in enumerate(self.text.wrap(console, room, overflow="fold")):
            shown = Text(" " * (indent if number else first)).append(line)
            shown.rstrip()
            yield shown


class Unbroken:
    """A line that is never broken, so that an id or an address in it can be copied whole."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The line, however long."""
        yield from console.render(self.text, options.update(no_wrap=True, overflow="ignore"))


def show_lines(lines: Iterable[Text], *, indent: int = 0) -> None:
    """Print for people: wrapped with an indent on a terminal, one line each where a file or a program takes them."""
    console = Console(highlight=False)
    for line in lines:
        console.print(Hanging(line, indent) if console.is_terminal else line, soft_wrap=not console.is_terminal)


def show_page(parts: Iterable[RenderableType]) -> None:
    """Print a page for people; its plain texts are wrapped on a terminal only, so that a file gets them as they are."""
    console = Console(highlight=False)
    for part in parts:
        if isinstance(part, Text) and not console.is_terminal:
            console.print(part, soft_wrap=True)
        else:
            console.print(Hanging(part, 0) if isinstance(part, Text) else part, crop=False)


def note(message: str, style: str = "") -> None:
    """One line on standard error."""
    Console(stderr=True, highlight=False).print(Text(one_line(message), style=style), soft_wrap=True)


def complain(message: str) -> None:
    """One line on standard error that says what is wrong."""
    note(f"according: {message}", style="red")


def write_json(line: bytes) -> None:
    """One line of JSON on standard output, handed on at once."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    sys.stdout.buffer.write(in_json(line) + b"\n")
    sys.stdout.buffer.flush()


def write_record(value: DataclassInstance) -> None:
    """The fields of a value as one line of JSON."""
    write_json(json.dumps(asdict(value), ensure_ascii=False).encode("utf-8"))
