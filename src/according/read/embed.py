"""One embedded post as a page shows it, and what the readers of the several platforms' embed codes share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from according.model import Post
from according.read.blocks import inline_text, iter_blocks
from according.read.draft import Stated

_FRAME_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original")
_NUMBERED_BY = ("story_fbid", "fbid", "v")
# Marks of direction stand around names in right-to-left pages; they belong to the signature's layout, not to the name.
DIRECTION_MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"


@dataclass(frozen=True, slots=True)
class Embed:
    """An embedded post: all that is shown of it (``shown``), of which the first ``words`` characters are the author's own.

    Example: an X embed shows ``Joy tonight pic.twitter.com/… — Name (@handle) December 12, 2016``. ``bare`` holds where the
    page gives nothing but the address and leaves the rest to a script.
    """

    shown: str
    words: int
    platform: str
    author: str | None = None
    handle: str | None = None
    url: str | None = None
    published: Stated | None = None
    published_how: str | None = None
    media: tuple[str, ...] = ()
    forwarded_from: str | None = None
    bare: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for the same post, however its address is written."""
        parts = split_address(self.url or "")
        query = parse_qs(parts.query) if self.platform == "facebook" else {}
        number = next((query[name][0] for name in _NUMBERED_BY if name in query), None)
        path = parts.path.rstrip("/").lower() if self.platform == "telegram" else parts.path.rstrip("/").rsplit("/", 1)[-1]
        return self.platform, number or path

    def post_at(self, start: int) -> Post:
        """The post as it stands in a text in which ``shown`` begins at ``start``."""
        return Post(
            span=(start, start + len(self.shown)),
            text_span=(start, start + self.words),
            platform=self.platform,
            author=self.author or self.handle,
            handle=self.handle,
            url=self.url,
            published=self.published.date if self.published else None,
            published_how=self.published_how,
            media=self.media,
            forwarded_from=self.forwarded_from,
        )


def bare_embed(url: str, platform: str, handle: str | None = None, published: Stated | None = None) -> Embed:
    """A post that the page leaves to a script or frame to fetch: its address is all that the page itself shows."""
    how = "address" if published else None
    return Embed(url, len(url), platform, handle=handle, url=url, published=published, published_how=how, bare=True)


def blocks_of(element: HtmlElement) -> list[str]:
    """The text of each block that the element shows."""
    return [block.text for block in iter_blocks(element)]


def lines_of(element: HtmlElement) -> list[str]:
    """All that the element shows, line by line."""
    return [line for line in "\n".join(blocks_of(element)).split("\n") if line]


def texts_of(element: HtmlElement, name: str) -> list[str]:
    """What the elements of a class inside this one show, those without text left out."""
    return [text for part in by_class(element, name) if (text := inline_text(part))]


def by_class(element: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements of a class inside this one, and it itself."""
    return [part for part in element.iter() if isinstance(part.tag, str) and name in classes_of(part)]


def classes_of(element: HtmlElement) -> list[str]:
    """The names in an element's class."""
    return (element.get("class") or "").split()


def links_of(element: HtmlElement) -> list[tuple[str, str]]:
    """Each link in the element, as its address and its text."""
    return [(a.get("href") or "", inline_text(a)) for a in element.iter("a")]


def marked_time(element: HtmlElement) -> str | None:
    """The first machine-readable time in the element."""
    return next((value for part in element.iter("time", "a") if (value := part.get("datetime") or part.get("data-datetime"))), None)


def frame_address(element: HtmlElement) -> str:
    """The address that a frame or script loads, also where the page puts off loading it; decoded."""
    given = (element.get(name) or "" for name in _FRAME_ADDRESSES)
    return unquote(next((value for value in given if "//" in value), ""))


def split_address(address: str) -> SplitResult:
    """An address taken apart; one that is broken has no parts.

    >>> split_address("https://[broken").hostname is None
    True
    """
    try:
        return urlsplit(address.strip())
    except ValueError:
        return urlsplit("")


def unmarked(text: str) -> str:
    """A name without the marks of direction and spaces around it."""
    return re.sub(rf"^[\s{DIRECTION_MARKS}]+|[\s{DIRECTION_MARKS}]+$", "", text)
