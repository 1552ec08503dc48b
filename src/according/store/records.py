"""What the account hands out, beside readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from according.model import Capture, Span


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one item's reports, by id: those that were new, and those that the account knew."""

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the account holds: ``reports`` without posts, ``posts``, ``captures``, and ``bytes`` of raw evidence."""

    reports: int
    posts: int
    captures: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found, with ``snippet`` equal to ``text[start:end]`` and each match a span of the text."""

    id: str
    ref: str
    title: str | None
    publisher: str | None
    published: str | None
    spans: tuple[Span, ...]
    start: int
    end: int
    snippet: str


@dataclass(frozen=True, slots=True)
class CaptureEntry:
    """What one capture of an address gave: the evidence, and the report that was read in it."""

    capture: Capture
    report_id: str
    title: str | None
    text: str


What = Literal["database", "raw", "capture", "report", "text", "reading", "ref"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the account that is no longer as it was kept.

    ``what`` is the kind of thing, ``name`` its id or hash, ``address`` where it came from if that is known, ``reason``
    what is wrong with it, in words.
    """

    what: What
    name: str
    address: str | None
    reason: str
