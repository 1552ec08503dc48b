"""The forms in which reports credit a news agency: ``QAST, May 4 (AFP) —``, ``AFP –``, ``Source: AFP``, ``… (AFP)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from according.model import Span
from according.vocab.agencies import Agency, agency_called, ambiguous_names, any_of, clear_names, load_agencies
from according.vocab.letters import CAPITAL, INITIAL

_MONTH_DAY = r"(?:\d{1,2}\.?\s+[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
_CAPITALS = rf"{CAPITAL}{CAPITAL[:-1]}'’./ ,-]{{2,60}}(?:\([^()\n]{{2,20}}\)\s*)?(?:,\s*{CAPITAL}\w+)?"
_PLACE = rf"{INITIAL}[\w'’.-]*(?:(?:,\s*|\s+)(?:(?:de|del|al|el|la|of|do|da)\s+)?{INITIAL}[\w'’.-]*){{0,5}}(?:\s?\[\w+\])?"
# What stands before the parenthesis of a dateline: nothing, a place on a new line, or a place in capitals anywhere.
_DATELINE = re.compile(
    rf"(?:^|\n)[ \t\"“]*(?:{_PLACE}[ ,./]*)?(?:{_MONTH_DAY}[ ,./]*)?$|(?:^|[\n.!?”\"»)\d]\s*){_CAPITALS}[ ,]*(?:{_MONTH_DAY}[ ,]*)?$"
)
_CAPITALS_BEFORE = re.compile(rf"(?:^|\s){CAPITAL}{{4,}}(?:\s\([^()\n]{{2,20}}\))?[ ,]*(?:{_MONTH_DAY}[ ,]*)?$")
_DASH_AFTER = re.compile(rf"\s*(?:[-–—]{{1,2}}(?=\s|{INITIAL})|:)")
_LETTER_AFTER = re.compile(rf"\.?\s*[\"“«‘']?(?:{INITIAL}|\d)")
_NOTHING_AFTER = re.compile(r"\s*\.?\s*$")
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LABEL = r"(?i:sources?|agency|agencies|credit|via|quelle|fuente|fonte|kaynak|źródło|источник|джерело|المصدر|منبع)"
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_LAST_WORD = re.compile(r"([^\W\d_][\w'’]*)[\s\"“”]*$")
_MOST_LOOKED_AT = 1000  # no report names more agencies in parentheses, and each takes a look around
_BEFORE = 110  # characters that a dateline takes at most
_AGENCY_WORD = r"\b(?:News|Press|Agency|Wire|Media|Times|Post|Service|Agence|Presse|Agentur)\b[\w .]{0,12}"
# An agency in no list is known by its place in a dateline alone, with a sentence behind it.
_UNLISTED_NAME = rf"\((?P<name{{0}}>{CAPITAL}{CAPITAL[:-1]} -]{{{{1,14}}}}|{CAPITAL}[\w .&'’-]{{{{1,25}}}}?{{1}})\)"
_UNLISTED = re.compile(
    rf"(?:^|\n)[ \t]*(?:{CAPITAL}{{3}}{CAPITAL[:-1]}'’./ ,-]{{0,50}}|{_PLACE},[ ]?{_PLACE})[ ,./]*(?:{_MONTH_DAY}[ ,./]*)?"
    rf"{_UNLISTED_NAME.format(1, _AGENCY_WORD)}\s?[-–—]{{1,2}}\s{{0,2}}[\"“]?{CAPITAL}"
    rf"|(?:^|\n)[ \t]*{_PLACE} {_UNLISTED_NAME.format(2, _AGENCY_WORD)} ?-- ?[\"“]?{CAPITAL}"
)


def find_credits(text: str, start: int, end: int) -> Iterator[tuple[Span, Agency]]:
    """Each credit of a known agency in ``text[start:end]``, in no particular order, with the span of the agency's name."""
    if not names_an_agency(text, start, end):
        return
    for found in islice(_parenthesised().finditer(text, start, end), _MOST_LOOKED_AT):
        if _is_credit(text, found):
            yield _credit(found)
    for pattern in _lines():
        for found in pattern.finditer(text, start, end):
            yield _credit(found)


def names_an_agency(text: str, start: int, end: int) -> bool:
    """Whether any agency's name stands in ``text[start:end]``, be it within another word: where none does, none can be credited.

    >>> names_an_agency("QAST (AFP) - Snow fell.", 0, 10), names_an_agency("QAST (AFP) - Snow fell.", 10, 23)
    (True, False)
    """
    return _any_name().search(text, start, end) is not None


def find_unlisted_credit(text: str, end: int) -> str | None:
    """An agency that is in no list but stands where one is credited: ``QAST, May 4 (Qast Press) —``."""
    found = _UNLISTED.search(text, 0, min(end, len(text)))
    group = found.lastgroup if found else None
    if not found or not group or spells(text[found.start() : found.start(group) - 1], found[group]):
        return None
    return found[group].strip()


def spells(before: str, name: str) -> bool:
    """Whether the last words of ``before`` are what ``name`` abbreviates, or another name of the same agency.

    >>> spells("the Palestinian Authority", "PA"), spells("officers of the Northern Front in Qast", "NF"), spells("QAST", "AFP")
    (True, False, False)
    """
    last = _LAST_WORD.search(before, max(0, len(before) - _BEFORE))
    if not last or (last[1][0].upper() != name[-1].upper() and last[1].lower() not in _last_words()):
        return False
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
    dash = _DASH_AFTER.match(text, found.end())
    if (dash and clear) or not (dash or _LETTER_AFTER.match(text, found.end())):
        return bool(dash)
    return bool(_DATELINE.search(before) or (clear and _CAPITALS_BEFORE.search(before)))


def _credit(found: re.Match[str]) -> tuple[Span, Agency]:
    agency = agency_called(found["name"])
    assert agency is not None, "the patterns are made of the agencies' names"
    return found.span("name"), agency


@cache
def _last_words() -> frozenset[str]:
    return frozenset(name.lower().split("-")[-1].split()[-1] for agency in load_agencies() for name in agency.names)


@cache
def _any_name() -> re.Pattern[str]:
    return re.compile(any_of(clear_names() | ambiguous_names()))


@cache
def _parenthesised() -> re.Pattern[str]:
    name = any_of(clear_names() | ambiguous_names())
    return re.compile(rf"[(\[/]\s?(?P<name>{name})(?:\s?[/,&]\s?[\w -]{{1,30}})?\s?[)\]/]")


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    """Credits without a parenthesis; names that mean something else only where nothing else can be meant."""
    clear, every = any_of(clear_names()), any_of(clear_names() | ambiguous_names())
    begins = "".join(map(re.escape, sorted({name[0] for name in clear_names()})))
    told = rf"(?=[{begins}])(?<!told )(?<!with )(?<!\bto )(?<!\bby )(?<!\bthe )(?<!that )(?<!\band )(?<!from )"
    return (
        re.compile(rf"(?:^|\n)[ \t]*(?P<name>{every})\s?[-–—]{{1,2}}\s"),
        re.compile(rf"(?:,[ ]|via[ ]|\d[ ])(?P<name>{clear})\s?[-–—]{{1,2}}\s"),
        re.compile(rf"(?:^|\n)[ \t]*{_PLACE},\s(?:{_MONTH_DAY},?\s)?(?P<name>{clear})\s?[-–—]{{1,2}}\s?(?={CAPITAL})"),
        re.compile(rf"(?:^|\n)[^\n]{{2,60}}[-–—][ ](?P<name>{clear})\.\s"),
        re.compile(rf"\b{told}(?P<name>{clear})\s?[,|]?\s{_WEEKDAY}\d{{1,2}} {_MONTH}"),
        re.compile(rf"(?:^|\n)[ \t]*{_LABEL}\s?:\s?(?P<name>{every})[ \t]*\.?(?=\n|$)"),
        re.compile(rf"(?:^|\n)[ \t]*(?P<name>{clear})[ \t]*(?=\n)"),
    )
