"""A text as a row of tokens, and that row as a string of letters over which the grammar of time is matched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from according.times.words import LETTERS, Lexicon, Value, load_lexicon

_TOKEN = re.compile(
    r"(?P<long>[^\W\d_]{2,})"
    r"|(?P<quarter>\b(?:Q[1-4]|H[12])\b)"
    r"|(?P<dotted>(?<![^\W_])[^\W\d_](?:\.\s?[^\W\d_](?![^\W_])){1,3}\.?)"
    r"|(?P<word>[^\W\d_])"
    r"|(?P<iso>(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?(?!\d))"
    r"|(?P<numeric>(?<!\d)\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{4}(?!\d)|(?<![\d.])\d\d(?P<point>[/.])\d\d(?P=point)\d\d(?!\d|[/.]\d)|(?<!\d)\d{4}(?P<by>[/.])\d{1,2}(?P=by)\d{1,2}(?!\d))"
    r"|(?P<clock>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:])|(?<![\d.])\d{1,2}\.[0-5]\d(?=\s?(?i:[ap]\.?m)\b|\s?(?:GMT|UTC)))"
    r"|(?P<decade>(?<!\d)1\d\d0['’]?s\b|(?<!\d)20\d0['’]?s\b)"
    r"|(?P<ord>(?<!\d)\d{1,2}(?i:st|nd|rd|th)\b)"
    r"|(?P<short>(?<![\w'’])['’]\d\d(?![\w]))"
    r"|(?P<number>\d+(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"|(?P<gap>\n\s*)"
    r"|(?P<mark>[^\w\s])"
)
_OTHER = LETTERS["other"]
_SIGNS = ",.-/()%$:"
_MARKS = {"–": LETTERS["to"], "—": LETTERS["to"]}
_WRAPPED = 40
_LONGEST_NUMBER = 9
BREAK = "|"


@dataclass(slots=True)
class Tokens:
    """The tokens of one text: their offsets, their words in lower case, their values by index, and their letters."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    values: dict[int, Value] = field(default_factory=dict)
    letters: str = ""


def make_tokens(text: str) -> Tokens:
    """The tokens of a text; where a paragraph ends stands the letter ``|``, for any other sign the sign itself."""
    lexicon, tokens, letters = load_lexicon(), Tokens(), list[str]()
    known = lexicon.words
    starts, ends, words, values = tokens.starts, tokens.ends, tokens.words, tokens.values
    for found in _TOKEN.finditer(text):
        kind, raw = found.lastgroup, found[0]
        word = raw.lower()
        if kind in ("long", "word"):
            entry = known.get(word)
            if entry is None:
                letter = _OTHER
            else:
                letter, values[len(words)] = entry
                letter = _by_case(letter, raw)
        elif kind == "gap":
            if _is_wrapped(text, found):
                continue
            letter = BREAK
        else:
            letter, value = _special(str(kind), word, raw, text, found.start())
            if value is not None:
                values[len(words)] = value
        start, end = found.span()
        starts.append(start)
        ends.append(end)
        words.append(word)
        letters.append(letter)
    _join_phrases(lexicon, tokens, letters)
    tokens.letters = "".join(letters)
    return tokens


def _is_wrapped(text: str, found: re.Match[str]) -> bool:
    """Whether this single line break only wraps a line of running text."""
    if found.group().count("\n") > 1 or found.start() == 0:
        return False
    before = text[found.start() - 1]
    line = text.rfind("\n", max(0, found.start() - _WRAPPED), found.start())
    return line < 0 and found.start() >= _WRAPPED and (before.isalnum() or before == ",")


def _by_case(letter: str, raw: str) -> str:
    """Words that mean a time only as they are written: the months that are verbs too, the eras that are words too."""
    if letter == LETTERS["weak"] and raw in ("may", "march", "mar"):
        return LETTERS["lower"]
    return _OTHER if letter == LETTERS["era"] and raw in ("ad", "ce", "Ad", "Ce") else letter


def _special(kind: str, word: str, raw: str, text: str, start: int) -> tuple[str, Value | None]:
    """The letter and value of a sign, or of a token with digits or points in it."""
    if kind == "mark":
        return raw if raw in _SIGNS else _MARKS.get(raw, _OTHER), None
    if kind == "dotted":
        bare = re.sub(r"[.\s]", "", word)
        if bare in ("am", "pm"):
            return LETTERS["meridiem"], bare
        return (
            (LETTERS["era"], "AD" if bare in ("ad", "ce") else "BC")
            if bare in ("bc", "bce", "ad", "ce") and raw.isupper()
            else (_OTHER, None)
        )
    if kind == "number":
        return _number(word, text, start)
    if kind == "ord":
        number = int(word[:-2])
        return LETTERS["ord"], number
    if kind == "decade":
        return LETTERS["decade"], word[:3]
    if kind == "numeric":
        return LETTERS["numeric"], word
    return LETTERS[kind], raw.lstrip("'’") if kind in ("short", "quarter") else word


def _number(word: str, text: str, start: int) -> tuple[str, Value | None]:
    before = text[start - 1] if start else " "
    if before in "$€£#" or before == "_" or before.isalpha() or len(word) > _LONGEST_NUMBER:
        return _OTHER, None
    if before in ".," and start > 1 and text[start - 2].isdigit():
        return _OTHER, None
    if "," in word or "." in word:
        return LETTERS["num"], float(word.replace(",", ""))
    number = int(word)
    if 1000 <= number <= 2099 and len(word) == 4:
        return LETTERS["year"], number
    return LETTERS["day" if 1 <= number <= 31 and len(word) <= 2 else "num"], number


def _join_phrases(lexicon: Lexicon, tokens: Tokens, letters: list[str]) -> None:
    """Gives the first token of a phrase the phrase's letter and end, and takes the others out of the grammar's sight."""
    words = tokens.words
    for at, word in enumerate(words):
        for parts, letter, value in lexicon.phrases.get(word, ()):
            if tuple(words[at : at + len(parts)]) == parts:
                last = at + len(parts) - 1
                letters[at], tokens.values[at] = letter, value
                letters[at + 1 : last + 1] = ["_"] * (last - at)
                break
