"""Figures, dates and origins in words, as all views show them."""

from __future__ import annotations

import re

from according.incidents import Range
from according.terminal.safe import one_line, shortened

_ORIGIN = re.compile(r"(?P<of>source|agency|publisher|report):(?P<name>.+?)(?:/(?P<kind>[a-z ]+))?", re.IGNORECASE)
_HASH = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")
_DIGITS = 12
LONGEST_QUOTE = 220
_LONGEST_ORIGIN = 70


def range_words(low: int | None, high: int | None) -> str:
    """A range in words.

    >>> range_words(12, 12), range_words(1000, 1300), range_words(40, None), range_words(None, 50), range_words(None, None)
    ('12', '1,000 to 1,300', 'at least 40', 'at most 50', 'not said')
    """
    if low is None and high is None:
        return "not said"
    if low is None:
        return f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def toll_words(killed: Range | None, injured: Range | None = None) -> str | None:
    """The dead and the wounded in words, None where nothing is said of either.

    >>> toll_words((12, 12), (40, None)), toll_words(None)
    ('12 killed, at least 40 injured', None)
    """
    parts = [f"{range_words(*given)} {what}" for given, what in ((killed, "killed"), (injured, "injured")) if given]
    return ", ".join(parts) or None


def date_words(date: str | None) -> str:
    """A day, or the first and the last day.

    >>> date_words("2012-07-19/2016-12-12"), date_words(None)
    ('2012-07-19 to 2016-12-12', 'no date')
    """
    return one_line(date.replace("/", " to ")) if date else "no date"


def short_id(name: str) -> str:
    """As much of an id as a person needs to call it by.

    >>> short_id("sha256:0123456789abcdef0123456789abcdef")
    '0123456789ab'
    """
    return one_line(name.removeprefix("sha256:")[:_DIGITS])


def origin_words(origin: str | None) -> str:
    """An origin as a person reads it: a source, an outlet, someone whom an outlet does not name, or a report that nobody signs.

    >>> origin_words("source:Orna Front"), origin_words("publisher:Orna Post/official"), origin_words("report:bf51b209746c")
    ('Orna Front', 'Orna Post (unnamed official)', 'report bf51b209746c')
    >>> origin_words("publisher:Orna Post/unnamed")
    'Orna Post (unnamed source)'
    """
    if not origin:
        return "origin not known"
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return shortened(_HASH.sub(lambda digits: short_id(digits[0]), origin), _LONGEST_ORIGIN)
    name = f"report {short_id(found['name'])}" if found["of"] == "report" else found["name"]
    kind = found["kind"]
    who = {"anonymous": "anonymous", "unnamed": "unnamed source"}.get(kind, f"unnamed {kind}")
    return shortened(f"{name} ({who})" if kind else name, _LONGEST_ORIGIN)


def quote_words(sentence: str) -> str:
    """A sentence of a report in quotation marks, cut where it is long."""
    return f"“{shortened(sentence, LONGEST_QUOTE)}”"
