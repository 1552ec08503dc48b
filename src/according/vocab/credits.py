"""The forms in which reports credit a news agency: ``QAST, May 4 (AFP) —``, ``AFP –``, ``Source: AFP``, ``… (AFP)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from according.model import Span
from according.vocab.agencies import Agency, agency_called, ambiguous_names, any_of, clear_names

_MONTH_DAY = r"(?:\d{1,2}\.?\s+[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z'’./ ,-]{2,60}(?:\([^()\n]{2,20}\)\s*)?(?:,\s*[^\W\d_a-z]\w+)?"
_PLACE = r"[^\W\d_a-z][\w'’.-]*(?:(?:,\s*|\s+)(?:(?:de|del|al|el|la|of|do|da)\s+)?[^\W\d_a-z][\w'’.-]*){0,5}"
# What stands before the parenthesis of a dateline: nothing, a place on a new line, or a place in capitals anywhere.
_DATELINE = re.compile(
    rf"(?:^|\n)[ \t\"“]*(?:{_PLACE}[ ,./]*)?(?:{_MONTH_DAY}[ ,./]*)?$|(?:^|[\n.!?”\"»)\d]\s*){_CAPITALS}[ ,]*(?:{_MONTH_DAY}[ ,]*)?$"
)
_CAPITALS_BEFORE = re.compile(rf"(?:^|\s)[^\W\d_a-z]{{4,}}(?:\s\([^()\n]{{2,20}}\))?[ ,]*(?:{_MONTH_DAY}[ ,]*)?$")
_DASH_AFTER = re.compile(r"\s*(?:[-–—]{1,2}(?=\s|[^\W\d_a-z])|:)")
_LETTER_AFTER = re.compile(r"\s*[\"“«‘']?[^\W_a-z]")
_NOTHING_AFTER = re.compile(r"\s*\.?\s*$")
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LABEL = r"(?i:sources?|agency|agencies|credit|via|quelle|fuente|fonte|kaynak|źródło|источник|джерело|المصدر|منبع)"
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_BEFORE = 110  # characters that a dateline takes at most
_GENERIC = re.compile(r"(?:^|\n)[ \t]*(?P<place>[^\n()]{2,60}?)[ ,]*\((?P<name>[^\W\d_a-z][\w .&'’-]{1,30}?)\s*\)\s*(?:[-–—]{1,2}\s|[—–])")


def find_credits(text: str, start: int, end: int) -> Iterator[tuple[Span, Agency]]:
    """Each credit of a known agency in ``text[start:end]``, in no particular order, with the span of the agency's name."""
    for found in _parenthesised().finditer(text, start, end):
        if _is_credit(text, found):
            yield _credit(found)
    for pattern in _lines():
        for found in pattern.finditer(text, start, end):
            yield _credit(found)


def find_unlisted_credit(text: str, end: int) -> str | None:
    """An agency that is in no list but stands where one is credited: ``QAST, May 4 (Qast Press) —``."""
    found = _GENERIC.search(text, 0, min(end, len(text)))
    if not found or not re.fullmatch(rf"(?:{_PLACE}|{_CAPITALS})?[ ,./]*(?:{_MONTH_DAY})?", found["place"].strip()):
        return None
    return None if spells(found["place"], found["name"]) else found["name"].strip()


def spells(before: str, name: str) -> bool:
    """Whether the last words of ``before`` are what ``name`` abbreviates, or another name of the same agency.

    >>> spells("the Palestinian Authority", "PA"), spells("officers of the Northern Front in Qast", "NF"), spells("QAST", "AFP")
    (True, False, False)
    """
    near = before[-_BEFORE:].split()
    agency = agency_called(name)
    if agency and any(agency_called(" ".join(near[-count:]).lstrip('(“"')) == agency for count in range(1, min(5, len(near)) + 1)):
        return True
    if not name.isupper() or before.rstrip().isupper():
        return False
    words = _WORD.findall(" ".join(near))
    initials = "".join(word[0] for word in words if not word[0].islower()).upper()
    every = "".join(word[0] for word in words).upper()
    return len(name) > 1 and (initials.endswith(name) or every.endswith(name)) and words[-1][0].upper() == name[-1]


def _is_credit(text: str, found: re.Match[str]) -> bool:
    before = ("…" if found.start() > _BEFORE else "") + text[max(0, found.start() - _BEFORE) : found.start()]
    if spells(before, found["name"]):
        return False
    if _NOTHING_AFTER.match(text, found.end()):
        return True
    clear = found["name"] not in ambiguous_names()
    dated = _DATELINE.search(before) or (clear and _CAPITALS_BEFORE.search(before))
    if _DASH_AFTER.match(text, found.end()):
        return bool(dated) or clear
    return bool(dated) and bool(_LETTER_AFTER.match(text, found.end()))


def _credit(found: re.Match[str]) -> tuple[Span, Agency]:
    agency = agency_called(found["name"])
    assert agency is not None, "the patterns are made of the agencies' names"
    return found.span("name"), agency


@cache
def _parenthesised() -> re.Pattern[str]:
    name = any_of(clear_names() | ambiguous_names())
    return re.compile(rf"[(\[/]\s?(?P<name>{name})(?:\s?[/,&]\s?[\w -]{{1,30}})?\s?[)\]/]")


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    """Credits without a parenthesis; names that mean something else only where nothing else can be meant."""
    clear, every = any_of(clear_names()), any_of(clear_names() | ambiguous_names())
    told = r"(?<!told )(?<!with )(?<!\bto )(?<!\bby )(?<!\bthe )(?<!that )(?<!\band )(?<!from )"
    return (
        re.compile(rf"(?:^|\n)[ \t]*(?P<name>{every})\s?[-–—]{{1,2}}\s"),
        re.compile(rf"(?:,[ ]|via[ ]|\d[ ])(?P<name>{clear})\s?[-–—]{{1,2}}\s"),
        re.compile(rf"(?:^|\n)[^\n]{{2,60}}[-–—][ ](?P<name>{clear})\.\s"),
        re.compile(rf"{told}\b(?P<name>{clear})\s?[,|]?\s{_WEEKDAY}\d{{1,2}} {_MONTH}"),
        re.compile(rf"(?:^|\n)[ \t]*{_LABEL}\s?:\s?(?P<name>{every})[ \t]*\.?(?=\n|$)"),
        re.compile(rf"(?:^|\n)[ \t]*(?P<name>{clear})[ \t]*(?=\n)"),
    )
