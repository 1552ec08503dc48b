"""What people and rules hold, and the log of what people did, as pages of an evidence pack."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from according.export.pages.rendering import Pages
from according.export.rows import Rows
from according.incidents import Judgement
from according.store.judging import PERSON

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log; what is sealed says only its number and its hash."""

    number: int
    sha256: str
    at: str | None = None
    by: str | None = None
    action: str | None = None
    about: str | None = None


def write_judgements(pages: Pages, rows: Rows) -> None:
    """Write all judgements, those of people first."""
    people = (one for one in rows.judgements() if one.by.startswith(PERSON))
    rules = (one for one in rows.judgements() if not one.by.startswith(PERSON))
    found: Iterator[Judgement] = chain(people, rules)
    pages.write_list("judgements", "judgements.html", found, _PAGE)


def write_log(pages: Pages, lines: Iterable[bytes]) -> None:
    """Write the log as the pack holds it."""
    pages.write_list("log", "log.html", map(_entry, lines), _PAGE)


def _entry(line: bytes) -> Entry:
    said = json.loads(line)
    return Entry(said["number"], said["sha256"], *(said.get(name) for name in ("at", "by", "action", "about")))
