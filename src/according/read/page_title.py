"""The headline in a page's title, told from the names of the site and its sections around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from according.read.embed import split_address

_BESIDE_TITLE = re.compile(r"\s+[-–—|·•»«:/]{1,2}\s+|\s*\|\s*")
_ARTICLE = re.compile(r"^(?:the|la|le|les|el|il|die|der|das|de|het|al|o|a)\s", re.IGNORECASE)
_LEAST_OF_TITLE = 0.6
_SHORTEST_NAME = 3


def shown_title(stated: str, headings: Sequence[str], site: Set[str], address: str | None) -> str:
    """The title as the page shows it: its heading if that is most of the title stated, else the title without the site's name."""
    bare = _without_site(stated, {letters_of(name) for name in site} | {_host_letters(address)} - {""})
    parts = [letters_of(part) for part in _BESIDE_TITLE.split(bare)]
    # The title may go on to name a section or a site of another name; a heading that is its first and longest part is all of it.
    needed = min(_LEAST_OF_TITLE * len(letters_of(bare)), len(parts[0]) if parts[0] == max(parts, key=len) else len(bare))
    shown = (heading for heading in headings if len(letters := letters_of(heading)) >= max(1, needed) and letters in letters_of(bare))
    return next(shown, bare)


def _without_site(title: str, names: set[str]) -> str:
    """A title without the publisher's name before or behind it.

    >>> _without_site("Bridge closed - The Herald", {"theherald"})
    'Bridge closed'
    """
    breaks = list(_BESIDE_TITLE.finditer(title))
    for found in reversed(breaks):
        if _site_letters(title[found.end() :]) & names:
            return title[: found.start()]
    if breaks and _site_letters(title[: breaks[0].start()]) & names:
        return title[breaks[0].end() :]
    return title


def letters_of(text: str) -> str:
    """A text's letters and digits in lower case, to compare names however they are set."""
    return "".join(c for c in text.lower() if c.isalnum())


def _site_letters(name: str) -> set[str]:
    """The letters of a site's name, with its article and without, which hosts leave out."""
    return {letters_of(name), letters_of(_ARTICLE.sub("", name))} - {""}


def _host_letters(address: str | None) -> str:
    """The name that a host is known by, for example ``quessinherald`` of ``www.quessin-herald.example``."""
    labels = (split_address(address or "").hostname or "").removeprefix("www.").split(".")
    return letters_of(max(labels[:-1], key=len, default=""))


def site_in_title(title: str, address: str | None) -> Iterator[str]:
    """The part of a title that the page's host is named after."""
    parts, host = _BESIDE_TITLE.split(title), _host_letters(address)
    yield from (part for part in reversed(parts) if len(parts) > 1 and len(host) >= _SHORTEST_NAME and host in _site_letters(part))
