"""What the head of a plain text tells: its title line, its byline, its dateline and the agency that it credits."""

from __future__ import annotations

import re
from functools import cache

from according.model import Span
from according.read.dates import find_dates, parse_stated
from according.vocab import load_agencies

_HEAD = 700
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*(?:GMT|UTC|[A-Z]{3,4}))?\s*[,|·-]?\s*)?"
_WORD = r"(?:date of publication|publication date|publish(?:ed)?(?: date)?|posted|issued|released|first published|pub\.? ?date|dated?)"
_PUBLISHED = re.compile(rf"(?:^|[^\w]){_WORD}(?:\s+(?:on|at))?\s*[:|–—-]?\s*{_CLOCK}{_WEEKDAY}$", re.IGNORECASE)
_MODIFIED = re.compile(rf"(?:^|[^\w])(?:last )?(?:updated?|modified)(?:\s+(?:on|at))?\s*[:|–—-]?\s*{_CLOCK}{_WEEKDAY}$", re.IGNORECASE)
_LINE_START = re.compile(rf"^\W*{_CLOCK}{_WEEKDAY}$", re.IGNORECASE)
# A place before the date: its name in capitals, or capitalised words; then a comma, a dash or a bar.
_PLACE_START = re.compile(rf"^\W*[^\W\d_a-z][\w'’.-]*(?:[ ,/]+[^\W\d_a-z][\w'’.-]*){{0,5}}\s*[,/|–—-]\s*{_WEEKDAY}$")
_AFTER_LINE_START = re.compile(r"\s*(?:$|[\n\r|–—(:-]|\d{1,2}[:.]\d\d|title:|[^\W\d_a-z]|\d|[)\"“'‘])")
_AFTER_PLACE = re.compile(r"\s*(?:$|[\n\r–—(:-])")
_BYLINE = re.compile(r"(?:^|\n)[ \t]*By[: ][ \t]*(?P<name>[^\W\d_a-z][^\n|]{2,70}?)[ \t]*(?=[\n|]|$)")
_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s*", re.IGNORECASE)
_LONGEST_TITLE = 200
_GENERIC_CREDIT = re.compile(r"(?:^|\n)\s*[^\W\d_a-z][^\n()]{1,60}\(\s*(?P<name>[^\W\d_a-z][\w .&'-]{1,30}?)\s*\)\s*[-–—:]")


def find_title(text: str) -> Span | None:
    """The span of the title line: a short first line, not a sentence, above more text; None if there is none."""
    start = len(text) - len(text.lstrip())
    for _ in range(3):  # a dateline or byline may stand above the title
        end = _line_end(text, start)
        line = text[start:end].strip()
        begin = _past_label(text, _past_date(text, start, end))
        if line and (begin > start or not _is_furniture(line)):
            return (begin, begin + len(text[begin:end].rstrip())) if _is_title(text[begin:end], text[end:]) else None
        start = end + len(text[end:]) - len(text[end:].lstrip())
        if start >= len(text):
            break
    return None


def find_byline(text: str) -> str | None:
    """The author that a line ``By Name`` in the head of a text gives."""
    found = _BYLINE.search(text, 0, _HEAD)
    return found["name"].strip(" ,") if found else None


def find_datelines(text: str) -> tuple[str | None, str | None]:
    """The ISO dates of publication and of modification that the head of a text states, None where it states none.

    A date counts only in the forms in which texts are dated: after ``Published``, at a line's start, behind a place or an
    agency; never a date that the story itself mentions.
    """
    published = modified = None
    for start, end, day in find_dates(text, 0, min(len(text), _HEAD)):
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if _MODIFIED.search(before):
            modified = modified or day
        elif published is None and _dates_the_text(text, before, end):
            published = day
    return published or _foreign_date_line(text), modified


def find_credit(text: str) -> str | None:
    """The agency that the head or the end of a text credits, by its usual name; None if it credits none."""
    head, tail = text[:_HEAD], text[-200:].rstrip()
    known = _known_credit()
    for found in (
        known["parenthesis"].search(head),
        known["dash"].search(head),
        known["dated"].search(head),
        known["end"].search(tail),
        known["label"].search(tail),
    ):
        if found:
            return _agency_names()[found["name"].lower()]
    generic = _GENERIC_CREDIT.search(head)
    return generic["name"].strip() if generic else None


def usual_name(name: str) -> str | None:
    """The usual name of a news agency, None if the name is not one's."""
    return _agency_names().get(name.strip().lower())


def _dates_the_text(text: str, before: str, end: int) -> bool:
    if _PUBLISHED.search(before) or _known_credit()["before date"].search(before):
        return True
    if _LINE_START.match(before):
        return bool(_AFTER_LINE_START.match(text, end))
    return bool(_PLACE_START.match(before) and _AFTER_PLACE.match(text, end))


def _foreign_date_line(text: str) -> str | None:
    """The date of a line of its own among the first four, in any language."""
    for line in text[:_HEAD].split("\n")[:4]:
        if 8 <= len(line.strip()) <= 40 and (stated := parse_stated(line)) and len(stated.date) == 10:
            return stated.date
    return None


def _past_date(text: str, start: int, end: int) -> int:
    """Where a line goes on after the dateline that it begins with (``date 2016-12-12 Title``)."""
    found = next(find_dates(text, start, end), None)
    if found and _dates_the_text(text, text[start : found[0]], found[1]) and text[found[1] : end].strip():
        return found[1] + len(text[found[1] : end]) - len(text[found[1] : end].lstrip(" \t|,:–—-"))
    return start


def _past_label(text: str, start: int) -> int:
    label = _TITLE_LABEL.match(text, start)
    return label.end() if label else start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _is_furniture(line: str) -> bool:
    """Whether a first line is a date or a byline, above the title."""
    dates = list(find_dates(line, 0, len(line)))
    return bool(_BYLINE.match(line)) or bool(dates and len(line) - (dates[0][1] - dates[0][0]) < 25)


def _is_title(line: str, rest: str) -> bool:
    line = line.strip().strip("#*=").strip()
    words = line.split()
    if len(line) > _LONGEST_TITLE or not 2 <= len(words) <= 35 or line.endswith((".", ":", ";", ",")):
        return False
    return len(rest.strip()) > len(line) and any(c.isalpha() for c in line) and "(@" not in line


@cache
def _agency_names() -> dict[str, str]:
    return {name.lower(): agency.name for agency in load_agencies() for name in agency.names}


@cache
def _known_credit() -> dict[str, re.Pattern[str]]:
    """The forms of credit lines, with the known agencies' names filled in."""
    names = sorted((name for agency in load_agencies() for name in agency.names), key=len, reverse=True)
    name = rf"(?P<name>{'|'.join(map(re.escape, names))})"
    return {
        "parenthesis": re.compile(rf"\(\s*{name}(?:\s*[/,&]\s*[\w -]+)?\s*\)"),
        "dash": re.compile(rf"(?:^|[\n,] ?|via |\d ){name}\s+[-–—]{{1,2}}\s"),
        "dated": re.compile(rf"\b{name}\s*[,|]?\s+{_WEEKDAY}\d{{1,2}} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"),
        "before date": re.compile(rf"\b{name}\s*[,|]?\s+{_WEEKDAY}$"),
        "end": re.compile(rf"[(\[]\s*{name}\s*[)\]]\.?$"),
        "label": re.compile(rf"(?:^|\n)\s*(?:Source|Agency|Credit)s?\s*:\s*{name}\s*$", re.IGNORECASE),
    }
