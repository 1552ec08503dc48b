"""What begins at a date and goes on to the day of publication: "since 2012", "since the war began in 2012"."""

from __future__ import annotations

import re
from datetime import date

from according.model import Span

_OPEN = re.compile(
    r"\b(?:since|from)\s+(?:(?:the|at|least|about|around|as|far|back|early|mid|late|on|in|beginning|start|end|middle|of)[\s-]+){0,5}$",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:since\s(?:[^\s.;:!?,\"“”]+\s){1,9}?|(?:which|that)\s(?:first\s)?)"
    r"(?:began|begun|started|erupted|beginning|start|outbreak|broke\sout|intervened|intervention)\s"
    r"(?:[^\s.;:!?,\"“”]+\s){0,8}?(?:in|on|of)\s(?:(?:early|mid|late)[\s-])?$",
    re.IGNORECASE,
)
"""What begins a stretch that goes on: "since the war began in", "which started in"."""
_BEGAN_REACH = 120
_FROM = re.compile(r"\bfrom\s+(?:(?:the|early|late)\s+)?$", re.IGNORECASE)
_NO_BEGINNING = re.compile(r"(?:['’]s?\b|(?<=days)\b|\s+(?:before|earlier)\b)|(?<=before)\b|(?<=earlier)\b|(?<=:\d\d)\b", re.IGNORECASE)
"""Behind a date what shows that "from" compares with it or tells whose something is: "from the year before", "from Friday's raid"."""

_NEW_YEAR = re.compile(r"\b(?:start|beginning)\s+of\s+(?:the|this|last)\s+year\b", re.IGNORECASE)


def stretches_of(text: str, span: Span, iso: str, today: date | None) -> list[tuple[str, bool]]:
    """The date of an expression, and the stretch that it opens, each with whether it is one.

    "Since 2012" is the stretch alone, "since the war began in 2012" the date and the stretch.
    """
    if len(iso) == 4 and _NEW_YEAR.search(text, *span):
        iso = f"{iso}-01"
    stretch = stretch_from(iso, today)
    if stretch and _FROM.search(text, max(0, span[0] - 16), span[0]) and _NO_BEGINNING.match(text, span[1]):
        return [(iso, False)]
    if stretch and _OPEN.search(text, max(0, span[0] - 48), span[0]):
        return [(stretch, True)]
    if stretch and stretch != iso and _BEGAN.search(text, max(0, span[0] - _BEGAN_REACH), span[0]):
        return [(iso, False), (stretch, True)]
    return [(iso, False)]


def stretch_from(iso: str, today: date | None) -> str | None:
    """What reaches from a date to the day of publication, in days or months as the date is; None where nothing does."""
    if today is None or "/" in iso or iso >= today.isoformat():
        return None
    last = today.isoformat()[: 10 if len(iso) == 10 else 7]
    return iso if iso == last else f"{iso}/{last}"
