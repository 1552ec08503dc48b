"""Whether the words around a number allow it to be a year or a day of the month, and whether a sentence speaks of the future."""

from __future__ import annotations

import re

from according.times.tokens import BREAK, Tokens
from according.times.words import LETTERS, load_lexicon

_USUAL = (1900, 2050)


def is_bare_year(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a number of four digits is a year and counts nothing."""
    around, letters, words = load_lexicon().around, tokens.letters, tokens.words
    number = int(words[last - 1]) if words[last - 1].isdigit() else 0
    before = words[first - 1] if first else ""
    after = words[last] if last < len(words) else ""
    if after in around["counted"] or before in around["numbered"] or after == "%" or (after == "-" and _is_tied(tokens, last)):
        return False
    if last < len(words) and letters[last] in (LETTERS["units"], LETTERS["unit"]):
        return False
    if before == "at" or (last < len(words) and letters[last] in (LETTERS["numeric"], LETTERS["zone"])):
        return False  # a time by the clock: "at 1930", "2030 GMT", "1924 16.05.2017"
    if after == "-" and letters[last + 1 : last + 2] == LETTERS["year"]:
        return True
    is_round = number % 50 == 0
    ends_here = last >= len(words) or not after[:1].isalpha() or letters[last] != LETTERS["other"] or after in around["verbs"]
    if before in around["counting"]:
        return ends_here and not is_round
    if last - first > 1 or before in around["strict"]:
        return ends_here or not is_round
    if number % 100 == 0:
        return ends_here or (before in ("in", "since") and not after.endswith("s"))
    return before in around["leads"] or not before.isalpha() or _USUAL[0] <= number <= _USUAL[1]


def _is_tied(tokens: Tokens, last: int) -> bool:
    """Whether a hyphen ties the number to a word, as in "1500-strong"."""
    return last + 1 < len(tokens.words) and tokens.words[last + 1] in load_lexicon().around["counted"]


def is_day_of_month(tokens: Tokens, first: int, last: int, has_year: bool) -> bool:
    """Whether the number behind a month is its day, and not the number of those who something befell in that month."""
    if has_year or tokens.letters[last - 1] != LETTERS["day"]:
        return True
    before = tokens.words[first - 1] if first else ""
    after = tokens.words[last] if last < len(tokens.words) else ""
    if before == "on":
        return True
    return after not in load_lexicon().around["counted"] and not (before == "in" and tokens.letters[last : last + 1] == LETTERS["other"])


def is_vague(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a vague word is one of time: "the former" stands for a thing, "as recently as 2009" leads to a date."""
    word, after = tokens.words[last - 1], tokens.words[last] if last < len(tokens.words) else ""
    if word == "former":
        return tokens.letters[last : last + 1] == LETTERS["other"] and after not in load_lexicon().around["verbs"]
    return not (word == "recently" and after == "as") and word != "last"


_AHEAD = re.compile(
    r"\b(?:will|shall|['’]ll|won['’]t|due|scheduled|expected|planned|plans?|planning|set to|set for|slated|is to|are to|going to"
    r"|to be held|to (?:meet|begin|start|vote|discuss|hold|visit|resume|take place|take effect|expire)|ahead of|deadline|upcoming)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:said|says|told|announced|reported|warned|added|was|were|had|did|took|began|came|hit|struck|fell|left|broke|held|met|made|"
    r"(?<!be )(?<!been )(?!due|scheduled|expected|planned)[a-z]{3,}ed)\b",
    re.IGNORECASE,
)
_AHEAD_BEHIND = re.compile(r"\s*(?:\w+\s){0,3}(?:will|shall|is to|are to)\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"(?<!\b[ap]\.m)[.!?;]\s|\n")
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|wrote|tweeted|added|stated|confirmed)(?:\s(?!that\b|in\b|was\b|were\b|had\b)[\w’'.-]+){0,3}?"
    r"\s(?:late\s|early\s)?(?:on\s)?$"
)
_SAYING_ENDS = re.compile(r"(?:\s(?:that|it|they|he|she|its|their|the|in)\b|[.,;:\n]|$)")
_REACH = 80


def tense_of(text: str, start: int, end: int) -> str | None:
    """Whether the words nearest to a time expression in its sentence put it ahead of the report or behind it.

    >>> tense_of("Talks will resume on Friday.", 21, 27), tense_of("He said on Friday they will talk.", 11, 17)
    ('future', 'past')
    """
    head = _CLAUSE_ENDS.split(text[max(0, start - _REACH) : start])[-1]
    ahead = max((found.start() for found in _AHEAD.finditer(head)), default=-1)
    behind = max((found.start() for found in _BEHIND.finditer(head)), default=-1)
    if ahead > behind:
        return "future"
    if behind < 0 and _AHEAD_BEHIND.match(text, end, min(len(text), end + 40)):
        return "future"
    return "past" if behind >= 0 else None


def is_day_of_saying(text: str, start: int, end: int) -> bool:
    """Whether a day is that on which something is said, so that the story does not come to it.

    >>> text = "Nine died on Friday, a medic said on Monday."
    >>> is_day_of_saying(text, 13, 19), is_day_of_saying(text, 37, 43)
    (False, True)
    """
    return _SAYING.search(text, max(0, start - _REACH), start) is not None and _SAYING_ENDS.match(text, end) is not None


def opens_sentence(tokens: Tokens, first: int) -> bool:
    """Whether a time expression stands at the beginning of its sentence, with at most two words before it."""
    before = tokens.letters[max(0, first - 3) : first]
    return (len(before) < 3 and first < 3) or any(sign in before for sign in f".{BREAK}")


def sets_year(tokens: Tokens, first: int, last: int, told: bool) -> bool:
    """Whether the text goes on in a year that it names alone.

    It does where the year stands at the beginning of a sentence, and, in a text that has ``told`` of some year already, before a comma.
    """
    return opens_sentence(tokens, first) or (told and tokens.letters[last : last + 1] == ",")
