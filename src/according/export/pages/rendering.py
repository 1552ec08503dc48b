"""How a page is made of a template: escaping always on, links relative, names kept back, no script and nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from according import __version__
from according.export.pages.paths import folder_of, incident_path, page_path, report_path
from according.hiding import BLOCK, EXPORT, Policy, redact
from according.markup import marks
from according.terminal.facts import counted
from according.terminal.ranges import date_words, origin_words, range_words, short_id

POLICY = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
"""What a page may load: the stylesheets and the icon beside it. Some browsers hold a file on a disk for no page's own, hence ``file:``."""
_ROOM = Path(__file__).parent.parent
_T = TypeVar("_T")


class Sink(Protocol):
    """Where pages go: a folder, or an archive. Paths are relative, with slashes."""

    def add(self, path: str, data: bytes) -> None:
        """Write one file."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What all pages of one export share; ``sections`` are the parts of its navigation, ``raw`` leads from a page to the raw captures."""

    sink: Sink
    policy: Policy
    sections: tuple[tuple[str, str], ...]
    raw: str | None = None
    written: dict[str, int] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def write(self, path: str, template: str, **values: Any) -> None:
        """Make a page and write it; what is kept back is taken out of the values here, for all pages."""
        root = "../" * path.count("/")
        shown = redact(values, self.policy, EXPORT)
        page = _environment().get_template(template).render(
            root=root, path=path, sections=self.sections, raw=self.raw and root + self.raw, **shown
        )  # fmt: skip
        self.sink.add(path, page.encode())
        self.written[template] = self.written.get(template, 0) + 1

    def write_list(self, folder: str, template: str, rows: Iterable[_T], size: int, **values: Any) -> int:
        """Make the pages of a list, so many rows to each, and at least one; how many rows there were."""
        number = total = 0
        for number, (some, has_more) in enumerate(paged(rows, size), start=1):
            total += len(some)
            self.write(
                page_path(folder, number), template, rows=some, number=number,
                before=page_path(folder, number - 1) if number > 1 else None,
                after=page_path(folder, number + 1) if has_more else None, **values,
            )  # fmt: skip
        return total

    def folder(self, parent: str, name: str) -> str:
        """A folder that no other list has, for what is called so as it is shown."""
        shown = redact(name, self.policy, EXPORT)
        path, number = f"{parent}/{folder_of(shown)}", 1
        while path in self._used:  # names that are kept back may look the same
            number += 1
            path = f"{parent}/{folder_of(shown)}-{number}"
        self._used.add(path)
        return path

    def write_styles(self) -> None:
        """Write the stylesheets and the icon beside the pages."""
        for name, data in _styles().items():
            self.sink.add(name, data)


def paged(rows: Iterable[_T], size: int) -> Iterator[tuple[Sequence[_T], bool]]:
    """The rows some at a time, and whether more come after; without rows one empty part."""
    left = iter(rows)
    some = list(islice(left, size))
    while True:
        following = list(islice(left, size))
        yield some, bool(following)
        if not following:
            return
        some = following


@cache
def _styles() -> dict[str, bytes]:
    """The desk's look: its built stylesheet, or the plain one where none is built; then what a report's page needs beside it."""
    static = files("according") / "show" / "static"
    manifest = static / "build" / ".vite" / "manifest.json"
    built = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    entries = [one for one in built.values() if one.get("isEntry")]
    names = [sheet for one in entries for sheet in one.get("css", ())] + [one["file"] for one in entries if one["file"].endswith(".css")]
    look = b"".join((static / "build" / name).read_bytes() for name in dict.fromkeys(names)) or (static / "plain.css").read_bytes()
    own = (_ROOM / "templates" / "pages.css").read_bytes()
    return {
        "style.css": look,
        "pages.css": (static / "report.css").read_bytes() + own,
        "mark.svg": (static / "mark.svg").read_bytes(),
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Callable[..., Any]] = {
        "shown": marks.shown, "name": marks.name, "href": _href, "date_words": date_words, "short": short_id,
        "kind_words": _kind_words, "origin_words": origin_words,
    }  # fmt: skip
    made.filters.update(filters)
    made.globals.update(
        counted=counted, range_words=range_words, report_path=report_path, incident_path=incident_path, version=__version__, policy=POLICY
    )
    return made


def _href(address: str | None) -> str | None:
    """An address that may be linked to; one in which something is kept back leads nowhere."""
    return marks.href(address) if address and BLOCK not in address else None


def _kind_words(kind: str) -> str:
    return kind.replace("_", " ")
