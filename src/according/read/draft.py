"""A draft: what a reader of one form (HTML, PDF, mail …) found in an item, before ids, language and credits are added."""

from __future__ import annotations

from dataclasses import dataclass

from according.model import Kind, Post


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as a source states it: ``date`` is ISO (day, or as much as is known), ``at`` the full ISO 8601 time or None.

    >>> Stated("2016-12-12", "2016-12-12T23:30:00+02:00").date
    '2016-12-12'
    """

    date: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The text and the facts that one reader took from an item.

    ``locator`` names the part of the item's bytes (``entry/3``, ``attachment/1``), None for the whole. Pairs
    ``(value, how)`` carry how the value was known, in the words of ``Report``; None where the item does not tell.
    """

    text: str
    kind: Kind = "article"
    locator: str | None = None
    ref: str | None = None
    url: str | None = None
    publisher: tuple[str, str] | None = None
    byline: tuple[str, str] | None = None
    title: tuple[str, str] | None = None
    published: tuple[Stated, str] | None = None
    modified: tuple[Stated, str] | None = None
    language: tuple[str, str] | None = None
    posts: tuple[Post, ...] = ()
    problems: tuple[str, ...] = ()
