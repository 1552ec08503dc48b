"""Where sentences begin and end: rules that hold for text with and without its punctuation, in time linear in its length."""

from __future__ import annotations

import re

from according.model import Span

_TITLES = """
    mr mrs ms dr prof gen lt col maj capt sgt brig adm rear sen rep gov pres st hon rev jr sr
    no vs etc inc corp co ltd dept gov fig al
""".split()
_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec".split()
_NO_END = frozenset(_TITLES + _MONTHS)
_CLOSING = "\"'”’»)]"
_AGENCIES = r"(?:AFP|AP|Reuters|EPA|DPA|TASS|Xinhua|Anadolu|Getty(?:\s+Images)?|Associated\s+Press)"
_OF_WHOM = rf"{_AGENCIES}(?:\s*/\s*|\s+)?(?:[Pp]hoto|[Ff]ile|[Aa]rchive)?|[A-Z][\w .]{{1,30}}\s+and\s+[Aa]gencies"
_CREDIT = rf"\((?:[Ff]ile\s+[Pp]hoto|{_OF_WHOM})\)(?=\s+[\"“]?[A-Z])"
_CANDIDATE = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*(?=\s)|\n+|{_CREDIT}")
THAT_ON = re.compile(r"\s+that\s+(?:(?:on|in|at|late|early|since|the)\s+)*", re.IGNORECASE)
"""Between words of saying and a day that is the day of what is said: "said that on Friday"."""
_CAPTION = 60
"""From how many characters on what ends with a credit is a caption, and no head with a place: "KESH (Reuters)"."""
_WORD_BEFORE = re.compile(r"[\w.]{0,24}\Z")


def find_sentences(text: str) -> list[Span]:
    r"""The sentences of a text as spans without the white space around them; together they hold every other character.

    >>> [text[a:b] for text in ["Gen. Orra spoke. He left.\nNo one came"] for a, b in find_sentences(text)]
    ['Gen. Orra spoke.', 'He left.', 'No one came']

    A credit ends a caption that lost its full stop, if that is no head with a place.
    """
    sentences: list[Span] = []
    start = 0
    for found in _CANDIDATE.finditer(text):
        is_credit = found.group().startswith("(")
        if found.end() - start >= _CAPTION if is_credit else found.group().startswith("\n") or _ends_here(text, found):
            _add(sentences, text, start, found.end())
            start = found.end()
    _add(sentences, text, start, len(text))
    return sentences


def _add(sentences: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append((start, end))


def _ends_here(text: str, found: re.Match[str]) -> bool:
    """Whether this punctuation ends a sentence: what follows does not go on in lower case, and no abbreviation stands before."""
    after = text[found.end() : found.end() + 40].lstrip()
    if not after or after[0].islower():
        return False
    if not found.group().startswith(".") or found.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(0, found.start() - 24), found.start())
    word = before.group() if before else ""
    is_initial = len(word) == 1 and word.isupper()
    return not is_initial and "." not in word and word.lower() not in _NO_END
