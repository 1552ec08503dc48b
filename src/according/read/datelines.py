"""The dates with which the head of a text dates itself, apart from those that its story tells."""

from __future__ import annotations

import re
from functools import cache

from according.read.dates import find_dates, parse_stated
from according.vocab import CAPITAL, INITIAL, any_of, clear_names, load_dating_words

_HEAD = 700
_CLOCK = r"(?:\d{1,2}[:.h]?\d\d(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:GMT|UTC|[A-Z]{3,4}\b))?\s*[,|·•–—-]?\s*)?"
# A place before the date: its name in capitals, or capitalised words; then a comma, a dash or a bar.
_PLACE = rf"{INITIAL}[\w'’.-]*(?:[ ,/]+(?:(?:de|el|al|la|of)\s)?{INITIAL}[\w'’.-]*){{0,5}}(?:\s\([^()\n]{{2,20}}\))?"
_YEAR_WORD = r"(?:\s*(?:г\.|года|р\.|року|Uhr))?"
_BY = r"(?:by|at|à|um|в|о)\s"
_AFTER_LINE_START = re.compile(
    rf"{_YEAR_WORD}\s*(?:$|[\n\r|–—(·•/-]|,?\s*\d{{1,2}}[:.h]\d\d|,\s*{_PLACE}\s*[–—(|\n-]|title:|{_BY}|{CAPITAL}|\d|[)\]\"“'‘])"
)
_BYLINE = re.compile(r"[ \t]*By[ \t][^\n.;:]{2,80},[ \t]*$")
"""A byline up to its date: "By our reporter, Orna, 7 July 2031"."""
_LINE_ENDS = re.compile(r"[ \t]*(?:$|[\n\r])")
_AFTER_LABEL = re.compile(
    rf"{_YEAR_WORD}\s*(?:$|[\n\r|–—(:;·•/-]|,[ \t]*(?={CAPITAL})|[,.]?\s*\d"
    rf"|[,.]?\s*(?:{_BY}|(?:in|last|updated?|modified)\s)|{CAPITAL}|[)\]\"“'‘])"
)
_AFTER_PLACE = re.compile(rf"{_YEAR_WORD}\s*(?:$|[\n\r–—(:/.|)-])")
_BEHIND_DATE = re.compile(rf"[])\s|,:–—·•-]*{_CLOCK}[])\s|,:–—·•-]*")
_DAY_AND_YEAR = re.compile(r"(?<!\d)\d{1,2}(?!\d).*(?<!\d)\d{4}(?!\d)|(?<!\d)\d{4}(?!\d).*(?<!\d)\d{1,2}(?!\d)")
_LONGEST_DATE_LINE = 45
_MOST_LETTERS_BESIDE = 5  # as in "a.m. EST"
_SENTENCE_ABOVE = re.compile(r"[^\n]{201}|[.:;][ \t\r]*\n")


def find_datelines(text: str) -> tuple[str | None, str | None]:
    """The ISO dates of publication and of modification that the head of a text states, None where it states none.

    A date counts only in the forms in which texts are dated: after ``Published``, at the start of a line above the story,
    behind a place or an agency; never a date that the story itself mentions.
    """
    published = modified = None
    for start, end, day in find_dates(text, 0, min(len(text), _HEAD)):
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if _label("modified").search(before) and _AFTER_LABEL.match(text, end):
            modified = modified or day
        elif published is None and dates_the_text(text, start, end):
            published = day
    return published or _date_line(text), modified


def past_dateline(text: str, start: int, end: int) -> int:
    """Where the line ``text[start:end]`` goes on after the date that it begins with (``date 2016-12-12 Title``)."""
    found = next(find_dates(text, start, end), None)
    if found and dates_the_text(text, found[0], found[1]):
        rest = _BEHIND_DATE.match(text, found[1], end)
        if rest and rest.end() < end:
            return rest.end()
    return start


def is_date_line(line: str) -> bool:
    """Whether a line dates the text and says nothing else behind that."""
    dates = list(find_dates(line, 0, len(line)))
    if not dates or not (dates_the_text(line, *dates[0][:2]) or _label("modified").search(line[: dates[0][0]])):
        return False
    behind = "".join(line[a[1] : b[0]] for a, b in zip(dates, [*dates[1:], (len(line), 0, "")], strict=True))
    return _letters_beside(behind) <= _MOST_LETTERS_BESIDE


def before_date(line: str) -> str:
    """A line without its first date and what follows it."""
    found = next(find_dates(line, 0, len(line)), None)
    return line[: found[0]] if found else line


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week, in any of the languages that we know."""
    return bool(re.fullmatch(load_dating_words().weekday, word.strip(",.;"), re.IGNORECASE))


def dates_the_text(text: str, start: int, end: int) -> bool:
    """Whether the date at ``text[start:end]`` is that of the text, by what stands around it."""
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    if _label("published").search(before):
        return bool(_AFTER_LABEL.match(text, end))
    if _agency_before().search(before) or (_BYLINE.match(before) and _LINE_ENDS.match(text, end)):
        return True
    if _line_start().match(before):
        return bool(_AFTER_LINE_START.match(text, end)) and not _SENTENCE_ABOVE.search(text, 0, line)
    return bool(_place_start().match(before) and _AFTER_PLACE.match(text, end))


def _date_line(text: str) -> str | None:
    """The date of a line of its own among the first four, above the story, in any language."""
    for line in text[:_HEAD].split("\n")[:4]:
        line = line.strip()
        if line.endswith((".", ":", ";")):
            return None  # the story, or a list of dates, has begun
        if 8 <= len(line) <= _LONGEST_DATE_LINE and _is_dated(line) and (stated := parse_stated(line)) and len(stated.date) == 10:
            return stated.date
    return None


def _is_dated(line: str) -> bool:
    """Whether a line says little else than a date, and not that it is the date of a change."""
    if re.match(rf"\W*{load_dating_words().modified}\b", line, re.IGNORECASE):
        return False
    found = next(find_dates(line, 0, len(line)), None)
    if not found:
        return len(line.split()) <= 6 and _DAY_AND_YEAR.search(line) is not None
    return _letters_beside(line[: found[0]] + " " + line[found[1] :]) <= _MOST_LETTERS_BESIDE


def _letters_beside(text: str) -> int:
    """The letters of a line that are not of the words with which texts are dated."""
    return sum(c.isalpha() for c in _beside_date().sub("", text))


@cache
def _beside_date() -> re.Pattern[str]:
    words = load_dating_words()
    return re.compile(rf"\b(?:{words.weekday}|{words.published}|{words.modified}|{words.on})\b|{_YEAR_WORD[:-1]}", re.IGNORECASE)


@cache
def _label(kind: str) -> re.Pattern[str]:
    """A word such as "Published" right before a date: first in its line, behind a bar, or written as a label."""
    words = load_dating_words()
    word = words.published if kind == "published" else words.modified
    weekday = rf"(?:{words.weekday}\.?,?\s+)?"
    behind = rf"(?:\s+{words.on}\b)?\s*[:|–—-]?\s*{_CLOCK}(?i:{weekday}){_CLOCK}$"
    return re.compile(rf"(?:^\W*|[|•·;(/]\s*|(?<=\w)\s+(?={CAPITAL})|\d(?={CAPITAL}))(?i:{word}){behind}")


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
