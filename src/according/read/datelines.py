"""The dates with which the head of a text dates itself, apart from those that its story tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from according.read.dates import find_dates, parse_stated
from according.vocab import any_of, clear_names, load_dating_words

_HEAD = 700
_CLOCK = r"(?:\d{1,2}[:.h]?\d\d(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:GMT|UTC|[A-Z]{3,4}\b))?\s*[,|·•–—-]?\s*)?"
_FOREIGN = re.compile(
    r"(?<!\d)\d{1,2}(?:er|º|ª|\.)?\s{1,2}(?:de\s)?[^\W\d_]{3,12}\.?(?:\s?[^\W\d_]{3,8})?(?:\s?/\s?[^\W\d_]{3,12})?(?:\s(?:de|del))?[,،]?\s{1,2}\d{4}(?!\d)"
    r"|(?<!\d)\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
)
# A place before the date: its name in capitals, or capitalised words; then a comma, a dash or a bar.
_PLACE = r"[^\W\d_a-z][\w'’.-]*(?:[ ,/]+(?:(?:de|el|al|la|of)\s)?[^\W\d_a-z][\w'’.-]*){0,5}(?:\s\([^()\n]{2,20}\))?"
_AFTER_LINE_START = re.compile(r"\s*(?:$|[\n\r|–—(:·•/-]|,?\s*\d{1,2}[:.h]\d\d|title:|(?:by|at|à|um|в|о)\s|[^\W\d_a-z]|\d|[)\]\"“'‘])")
_AFTER_LABEL = re.compile(
    r"\s*(?:$|[\n\r|–—(:;·•/-]|[,.]?\s*\d|[,.]?\s*(?:by|at|à|um|в|о|in|last|updated?|modified)\s|[^\W\d_a-z]|[)\]\"“'‘])"
)
_AFTER_PLACE = re.compile(r"\s*(?:г\.|года|р\.|року)?\s*(?:$|[\n\r–—(:/.-])")
_SENTENCE_ABOVE = re.compile(r"[^\n]{201}|[.:;][ \t\r]*\n")


def find_datelines(text: str) -> tuple[str | None, str | None]:
    """The ISO dates of publication and of modification that the head of a text states, None where it states none.

    A date counts only in the forms in which texts are dated: after ``Published``, at the start of a line above the story,
    behind a place or an agency; never a date that the story itself mentions.
    """
    published = modified = None
    for start, end, day in _dates(text, min(len(text), _HEAD)):
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if _label("modified").search(before) and _AFTER_LABEL.match(text, end):
            modified = modified or day
        elif published is None and dates_the_text(text, start, end):
            published = day
    return published or _date_line(text), modified


def past_dateline(text: str, start: int, end: int) -> int:
    """Where the line ``text[start:end]`` goes on after the date that it begins with (``date 2016-12-12 Title``)."""
    found = next(_dates(text, end, start), None)
    if found and dates_the_text(text, found[0], found[1]) and text[found[1] : end].strip():
        return found[1] + len(text[found[1] : end]) - len(text[found[1] : end].lstrip(" \t|,:–—-"))
    return start


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and little else."""
    dates = list(_dates(line, len(line)))
    return bool(dates) and len(line) - sum(end - start for start, end, _ in dates) < 25 * len(dates)


def dates_the_text(text: str, start: int, end: int) -> bool:
    """Whether the date at ``text[start:end]`` is that of the text, by what stands around it."""
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    if _label("published").search(before):
        return bool(_AFTER_LABEL.match(text, end))
    if _agency_before().search(before):
        return True
    if _line_start().match(before):
        return bool(_AFTER_LINE_START.match(text, end)) and not _SENTENCE_ABOVE.search(text, 0, line)
    return bool(_place_start().match(before) and _AFTER_PLACE.match(text, end))


def _dates(text: str, end: int, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """The dates written in ``text[start:end]`` in digits or English, or with a month's name in any language."""
    found = list(find_dates(text, start, end))
    for other in _FOREIGN.finditer(text, start, end):
        if not any(a < other.end() and other.start() < b for a, b, _ in found) and (stated := parse_stated(other[0])):
            found.append((*other.span(), stated.date))
    return iter(sorted(found))


def _date_line(text: str) -> str | None:
    """The date of a line of its own among the first four, in any language."""
    for line in text[:_HEAD].split("\n")[:4]:
        if (
            8 <= len(line.strip()) <= 40
            and (stated := parse_stated(line))
            and len(stated.date) == 10
            and not _label("modified").search(line)
        ):
            return stated.date
    return None


@cache
def _label(kind: str) -> re.Pattern[str]:
    """A word such as "Published" right before a date: first in its line, behind a bar, or written as a label."""
    words = load_dating_words()
    word = words.published if kind == "published" else words.modified
    weekday = rf"(?:{words.weekday}\.?,?\s+)?"
    behind = rf"(?:\s+{words.on}\b)?\s*[:|–—-]?\s*{_CLOCK}(?i:{weekday}){_CLOCK}$"
    return re.compile(rf"(?:^\W*|[|•·;(/]\s*|(?<=\w)\s+(?=[^\W\d_a-z])|\d(?=[^\W\d_a-z]))(?i:{word}){behind}")


@cache
def _line_start() -> re.Pattern[str]:
    return re.compile(rf"^\W*{_CLOCK}(?:{load_dating_words().weekday}\.?,?\s+)?$", re.IGNORECASE)


@cache
def _place_start() -> re.Pattern[str]:
    return re.compile(rf"^\W*{_PLACE}\s*[,/|–—،-]\s*(?i:(?:{load_dating_words().weekday}\.?,?\s+)?)$")


@cache
def _agency_before() -> re.Pattern[str]:
    """An agency's name right before a date, as in ``Reuters, 4 May 2016``."""
    not_told = r"(?<!told )(?<!with )(?<!\bto )(?<!\bby )(?<!\bthe )(?<!that )(?<!\band )(?<!from )"
    return re.compile(rf"{not_told}\b(?:{any_of(clear_names())})\s?[,|]?\s+(?i:(?:{load_dating_words().weekday}\.?,?\s+)?)$")
