"""Where each page stands, so that pages lead to each other without knowing of each other."""

from __future__ import annotations

import re
import unicodedata

from according.ids import text_sha256
from according.model import Span

FIRST = "index.html"
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_LONGEST, _DIGITS = 40, 10


def report_path(name: str, span: Span | None = None) -> str:
    """The page of a report, opened at a stretch of its text if one is given: ``reports/0f/0f3a….html#s12-40``."""
    page = _by_digits("reports", name)
    return f"{page}#{anchor(span)}" if span else page


def incident_path(name: str) -> str:
    """The page of an incident."""
    return _by_digits("incidents", name)


def anchor(span: Span) -> str:
    """The id that a stretch of a report's text has on its page."""
    return f"s{span[0]}-{span[1]}"


def folder_of(name: str) -> str:
    """A folder's name for what is called so: a few letters to know it by, and as much of a hash as keeps it apart.

    >>> folder_of("Orna"), folder_of("../../أورنا")
    ('orna-d2535fe807', '3715a2513d')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    letters = _NO_LETTER.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    return "-".join(filter(None, (letters, text_sha256(name)[:_DIGITS])))


def page_path(folder: str, number: int) -> str:
    """One page of a list that goes over several."""
    return f"{folder}/{FIRST}" if number == 1 else f"{folder}/page-{number}.html"


def _by_digits(folder: str, name: str) -> str:
    digits = name.removeprefix("sha256:")
    return f"{folder}/{digits[:2]}/{digits}.html"
