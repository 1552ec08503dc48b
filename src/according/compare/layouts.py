"""Which table a file holds: ACLED-shaped, UCDP-GED-shaped, or a sheet of incidents, told by its headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from according.errors import UsageError
from according.vocab.lists import read_list

LAYOUTS = ("acled", "ucdp", "airwars")
_SIGN = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout with the columns in which a certain table holds its fields: ``columns["date"]`` is the number of a column."""

    name: str
    title: str
    columns: Mapping[str, int]


@cache
def load_layouts() -> Mapping[str, Any]:
    """The file ``layouts.yml`` as it stands."""
    found: Mapping[str, Any] = read_list(__package__ or "", "layouts.yml")
    return found


def find_layout(headers: Sequence[str], name: str = "auto") -> Layout:
    """The layout of a table with these headers, or the one of this name; raises ``UsageError`` where its columns are missing.

    >>> find_layout(["event_id_cnty", "event_date", "event_type", "location"]).name
    'acled'
    """
    folded = [fold_header(header) for header in headers]
    if name == "auto":
        name = _guess(folded)
    if name not in LAYOUTS:
        raise UsageError(f"{name!r} is no layout of coded events: give one of {', '.join(LAYOUTS)}, or auto")
    known = load_layouts()[name]
    columns = {field: folded.index(found) for field, names in known["fields"].items() if (found := _first(names, folded)) is not None}
    for field in known["needs"]:
        if field not in columns:
            wanted = known["fields"][field]
            raise UsageError(f"a table of {known['title']} needs a column {wanted[0]!r}; this one has {_listed(headers)}")
    if "lat" not in columns and "coordinates" not in columns and "place" not in columns and "country" not in columns:
        raise UsageError(f"the table says nowhere where anything happened: no column for a place or coordinates among {_listed(headers)}")
    return Layout(name, known["title"], columns)


def fold_header(header: str) -> str:
    """A header in small letters, its words parted by one space.

    >>> fold_header(" Civilians_Killed (Min) ")
    'civilians killed min'
    """
    return " ".join(_SIGN.sub(" ", header.lower()).split())


def _guess(folded: Sequence[str]) -> str:
    for name in LAYOUTS:
        signs = load_layouts()[name]["signs"]
        if signs and sum(sign in folded for sign in signs) >= len(signs) - 1:
            return name
    return LAYOUTS[-1]


def _first(names: Sequence[str], folded: Sequence[str]) -> str | None:
    return next((name for name in names if name in folded), None)


def _listed(headers: Sequence[str]) -> str:
    shown = [repr(header) for header in headers[:8]]
    return ", ".join(shown) + (f" and {len(headers) - 8} more" if len(headers) > 8 else "") if shown else "none"
