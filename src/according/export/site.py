"""A static site of the account: a folder of pages that any web server hands out below any path, and that opens from a disk as well."""

from __future__ import annotations

from pathlib import Path

from according.export.formats import Choices, Format, Written
from according.export.pages import Kind, write_pages
from according.export.rows import open_rows
from according.store import Account
from according.views.filters import Filter

_TITLE = "title"


class _Folder:
    """A folder as a place for pages."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._made: set[Path] = set()

    def add(self, path: str, data: bytes) -> None:
        """Write one file."""
        file = self._target / path
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        file.write_bytes(data)


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write the site into a folder."""
    target.mkdir()
    kind = Kind(choices.options.get(_TITLE) or "What this account holds")
    with open_rows(account, asked, choices) as rows:
        held = write_pages(rows, _Folder(target), kind)
    shown = {name: number for name, number in held.held.items() if name not in ("raw", "judgements", "captures")}
    missed = {f"{name} that were not asked for": number for name, number in held.left_out.items() if name in shown and number}
    return Written(target, shown, missed)


FORMAT = Format("site", "a folder of web pages that needs no server, with relative links and no scripts", "", write, {_TITLE: "TEXT"})
