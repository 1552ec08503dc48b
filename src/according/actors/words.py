"""Texts and names as sequences of folded words, so that "al-Nusra", "Al Nusra" and "al‑Nusra" are one name."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
# What may stand between two words of one name.
_GAP = re.compile(r"\s{1,2}|[-'’ʼ`.–/&‑]|['’][ \n]| [&–-] | \(")


class Word(NamedTuple):
    """A word of a text in lower case without accents, with where it stands."""

    text: str
    start: int
    end: int


def find_words(text: str) -> list[Word]:
    """The words of a text, without signs, in its order.

    >>> [word.text for word in find_words("the Jabhat al-Nusra’s")]
    ['the', 'jabhat', 'al', 'nusra', 's']
    """
    if text.isascii():
        return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text.lower())]
    return [Word(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


def fold(word: str) -> str:
    """A word in lower case without accents.

    >>> fold("Médecins"), fold("İHA")
    ('medecins', 'iha')
    """
    if word.isascii():
        return word.lower()
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return plain.lower().replace("ı", "i").replace("ß", "ss")


def name_words(name: str) -> tuple[tuple[str, ...], ...]:
    """The sequences of words as which a name is met: with its apostrophes parting words, and with them lost.

    >>> name_words("Workers' Party"), name_words("Da'esh")
    ((('workers', 'party'),), (('da', 'esh'), ('daesh',)))
    """
    forms = (tuple(word.text for word in find_words(form)) for form in (name, _APOSTROPHES.sub("", name)))
    return tuple(dict.fromkeys(form for form in forms if form))


def is_gap(text: str, left: Word, right: Word) -> bool:
    """Whether two words of a text may belong to one name: a space, a hyphen, the full stop of an initial."""
    between = text[left.end : right.start]
    if between == " ":
        return True
    return bool(_GAP.fullmatch(between)) or (between == ". " and left.end - left.start == 1)
