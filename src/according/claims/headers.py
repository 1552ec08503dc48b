"""What a line begins with before it tells anything: a clock, a label such as "BREAKING", a place with its date and agency."""

from __future__ import annotations

import re

from according.model import Span
from according.vocab import CAPITAL, INITIAL

_CLOCK = r"(?:\d{1,2}[:.]\d\d(?:[ \t]*(?:[ap]\.?m\b\.?|[A-Z]{3,4}\b))?[ \t]*[|:–—-]?[ \t]+)?"
_LABEL = r"(?:#?(?:BREAKING(?:[ \t]NEWS)?|UPDATED?|JUST IN|URGENT|LIVE|WATCH|ALERT)[ \t]*[:|–—-]+[ \t]*)?"
_DATE = r"(?:\d{1,2}[ ][^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?[ ]\d{1,2})(?:,?[ ]\d{4})?"
_CAPITALS = rf"{CAPITAL}{CAPITAL[:-1]}'’./ -]{{2,30}}(?:,[ ](?:{CAPITAL}[\w.]+[ ]?){{1,3}})?"
_CITY = rf"{INITIAL}[\w'’-]+(?:[ ]{INITIAL}[\w'’-]+){{0,2}}(?:,[ ]{INITIAL}[\w.'’-]+(?:[ ]{INITIAL}[\w'’-]+)?)?"
_AGENCY = r"[ ]?\([^()\n]{2,30}\)"
_DASH = r"[ ]?(?:—|–|-{1,2}(?=[ ]))[ ]*"
_DATELINE = (
    rf"(?:{_CAPITALS}(?:,?[ ]{_DATE})?(?:{_AGENCY})?(?:{_DASH}|:[ ]+)|{_CITY},?[ ]{_DATE}(?:{_AGENCY})?{_DASH}"
    rf"|{_CITY}{_AGENCY}{_DASH}|{_CITY}[ ]?[—–][ ](?=[\"“]?{CAPITAL}))?"
)
_HEADER = re.compile(rf"[^\w\n(\"“«]*{_CLOCK}[^\w\n(\"“«]*{_LABEL}{_DATELINE}")
_LONGEST = 120  # characters


def past_header(text: str, span: Span) -> Span:
    """A span that begins within what its line begins with, without that; any other as it is, empty if it is nothing else.

    >>> text = "LUSA, May 4 (WGB) - The army won."
    >>> text[slice(*past_header(text, (0, len(text))))]
    'The army won.'
    """
    begins = text.rfind("\n", 0, span[0]) + 1
    if span[0] - begins > _LONGEST:
        return span
    found = _HEADER.match(text, begins, begins + _LONGEST)
    ends = found.end() if found else begins
    return (ends, max(ends, span[1])) if span[0] < ends else span
