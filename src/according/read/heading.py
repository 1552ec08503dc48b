"""What the head of a plain text tells: its title line, its byline and the agency that it credits."""

from __future__ import annotations

import re

from according.model import Span
from according.read.datelines import before_date, is_date_line, is_weekday, past_dateline
from according.vocab import INITIAL, agency_called, find_credits, find_unlisted_credit

_HEAD = 700
_TAIL = 200
_BYLINE = re.compile(
    rf"(?:^|\n)[ \t]*(?:(?:(?:Written|Story|Report) )?[Bb]y|BY|(?P<foreign>Von|Par|Por|Di|Door)|(?:Author|Автор|بقلم|الكاتب)(?=:))[: ]"
    rf"[ \t]*(?P<name>{INITIAL}[^\n|]{{2,70}}?)[ \t]*(?=[\n\r|]|$)"
)
# Words that stand between the names of authors and their papers; any other word in small letters makes a sentence.
_BETWEEN_NAMES = frozenset(
    "and of for in the at with to und et y e i и та de del da di la le du von van der den al el bin ibn и с"
    " staff writer correspondent".split()
)
_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s*", re.IGNORECASE)
_UPDATE = re.compile(r"\W*(?:last )?(?:updated?|published|posted)\b(?=.{0,60}\d)", re.IGNORECASE)
_PICTURE = re.compile(
    r"(?i:\b(?:photo|photograph|picture|image|video|foto|фото)s?\s*(?:credit|by|:|/))"
    r"|\b(?:Getty|AFP|AP|EPA|Shutterstock|Alamy)(?: Images| Photo)\b"
)
_LEAD = re.compile(r"[^\n()]{0,60}\([^\n()]{2,30}\)\s*[-–—]")
_NOT_SPACE = re.compile(r"[^\s\ufeff\u200e\u200f]")
_LONGEST_TITLE = 160
_MOST_TITLE_WORDS = 22
_LONGEST_LINE = 400  # what is longer is no title, whatever dateline it begins with


def find_title(text: str) -> Span | None:
    """The span of the title line: a short first line, not a sentence, above more text; None if there is none."""
    start = _skip_space(text, 0)
    for _ in range(4):  # a dateline, a byline or an agency's name may stand above the title
        end = _line_end(text, start)
        if start >= len(text) or end - start > _LONGEST_LINE:
            return None
        if not _is_furniture(text[start:end].strip()):
            return _title_at(text, _past_label(text, past_dateline(text, start, end)), end)
        start = _skip_space(text, end)
    return None


def find_byline(text: str) -> str | None:
    """The author that a line ``By Name`` in the head of a text gives."""
    for found in _BYLINE.finditer(text, 0, min(len(text), _HEAD)):
        name = before_date(found["name"]).strip(" ,·-–—")
        if _is_author(name, foreign=found["foreign"] is not None):
            return name
    return None


def find_credit(text: str) -> str | None:
    """The agency that the head or the end of a text credits, by its usual name; None if it credits none."""
    head = sorted(find_credits(text, 0, min(len(text), _HEAD)), key=lambda credit: credit[0])
    end = len(text.rstrip())
    tail = [credit for credit in find_credits(text, max(0, end - _TAIL), end) if not text[credit[0][1] : end].strip(" .)]/")]
    for _, agency in (*head, *tail):
        return agency.name
    return find_unlisted_credit(text, _HEAD)


def usual_name(name: str) -> str | None:
    """The usual name of a news agency, None if the name is not one's or may be a person's."""
    agency = agency_called(name)
    may_be_a_person = agency is not None and name.strip() in agency.ambiguous and not name.strip().isupper()
    return agency.name if agency and not may_be_a_person else None


def _is_author(name: str, *, foreign: bool) -> bool:
    """Whether a byline names someone, instead of beginning a sentence ("By Monday the town was quiet.")."""
    words = name.split()
    if len(words) < (2 if foreign else 1) or is_weekday(words[0]) or (name.endswith((".", "!", "?")) and len(words) > 5):
        return False
    return all(not word[0].islower() or word.strip(",.;").lower() in _BETWEEN_NAMES for word in words)


def _title_at(text: str, start: int, end: int) -> Span | None:
    """The span of the title in a line, without the marks that set it off."""
    line = text[start:end]
    shown = line.strip("#*=_ \t\r\ufeff")
    if not _is_title(shown) or _skip_space(text, end) + len(shown) >= len(text.rstrip()):
        return None
    at = start + line.index(shown)
    return at, at + len(shown)


def _is_title(line: str) -> bool:
    words = line.split()
    if len(line) > _LONGEST_TITLE or not 2 <= len(words) <= _MOST_TITLE_WORDS or line.endswith((".", ":", ";", ",")):
        return False
    if _PICTURE.search(line) or _LEAD.match(line) or "(@" in line:
        return False
    return any(c.isalpha() for c in line)


def _is_furniture(line: str) -> bool:
    """Whether a line above the title is a date, a byline, a note of an update or an agency's name."""
    return bool(find_byline(line) or _UPDATE.match(line)) or is_date_line(line) or agency_called(line.strip(" .()[]")) is not None


def _past_label(text: str, start: int) -> int:
    label = _TITLE_LABEL.match(text, start)
    return label.end() if label else start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _skip_space(text: str, start: int) -> int:
    """Where the next character stands that is not white space, the text's length if there is none."""
    found = _NOT_SPACE.search(text, start)
    return found.start() if found else len(text)
