"""What a file format is to the account: its name, how its files end, and the function that writes it; and which ones there are.

A format is a module of this room that holds ``FORMAT``, or any installed package's entry point of the group ``according.exporters``
that gives one::

    FORMAT = Format("csv", "tables as CSV files, with a data dictionary", "", write)

    def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written: ...

``write`` puts a file or, where ``suffix`` is empty, a folder at ``target``, where nothing is yet; that it appears under its final name only
once it is whole is seen to by ``run_export``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from according.errors import ExtensionError, UsageError
from according.extensions import EXPORTERS, find_extensions
from according.hiding import Policy
from according.store import Account
from according.views.filters import Filter

BUILT_IN: Mapping[str, str] = {
    "csv": "tables",
    "parquet": "parquet",
    "acled": "acled",
    "ucdp": "ucdp",
    "plover": "plover",
    "geojson": "geojson",
    "geoparquet": "geoparquet",
    "ftm": "ftm",
    "hxl": "hxl",
    "annotations": "annotations",
    "matrix": "matrix",
    "pack": "pack",
    "site": "site",
}
"""The formats of this package, each with the module of this room that holds it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever exports has chosen beside the filter: what is kept back, and what a format lets them choose.

    ``policy`` keeps names and positions back (its audience is ``export``). ``options`` are those that the format names in its own
    ``options``, for example ``{"list": "origin"}``.
    """

    policy: Policy = field(default_factory=Policy)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: ``rows`` by table (``{"events": 1200}``), and how many of what were left out for which reason.

    ``left_out`` is for what does not stand in the export at all, ``unmapped`` for values that the format has no word for and that stand in
    a column of their own instead; both are counted by a reason in words.
    """

    path: Path
    rows: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, int] = field(default_factory=dict)


Write = Callable[[Account, Filter, Path, Choices], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: ``summary`` for the help, ``suffix`` of its file (``.csv``; empty where it is a folder), ``options`` it takes by name."""

    name: str
    summary: str
    suffix: str
    write: Write
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_folder(self) -> bool:
        """Whether it writes a folder of files."""
        return not self.suffix


class _Formats(Mapping[str, Format]):
    """All formats by name, each looked up when it is asked for: first this package's own, then those of other packages."""

    def __getitem__(self, name: str) -> Format:
        if name in BUILT_IN:
            own: Format = importlib.import_module(f"{__package__}.{BUILT_IN[name]}").FORMAT
            return own
        extension = next((one for one in find_extensions(EXPORTERS) if one.name == name), None)
        if extension is None:
            raise KeyError(name)
        found = extension.load()
        if not isinstance(found, Format):
            raise ExtensionError(f"the exporter {extension} is none: it must be an according.export.Format")
        return found

    def __iter__(self) -> Iterator[str]:
        others = sorted({extension.name for extension in find_extensions(EXPORTERS)} - BUILT_IN.keys())
        return iter((*BUILT_IN, *others))

    def __len__(self) -> int:
        return sum(1 for _ in self)


FORMATS: Mapping[str, Format] = _Formats()
"""All formats that can be written, by name; nothing is imported before it is asked for."""


def find_format(name: str) -> Format:
    """The format of this name; raises ``UsageError`` where there is none."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UsageError(f"{name!r} is no format: give one of {', '.join(FORMATS)}") from None
