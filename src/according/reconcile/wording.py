"""Words as they are compared across reports: folded content words, stems, and names that survive another spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_][^\W_]*|\d[\d,.]*\d|\d")
_SILENT = str.maketrans("", "", "'’‘`´ʻʼʾʿ′")
_EMPTY = frozenset(
    """
    a about after again against all also am among an and any are as at be because been before being both but by can could did do
    does during each for from further had has have he her here him his how however i if in into is it its itself just like may me
    meanwhile might more most must my no nor not now of off on one once only or other others our out over own per s same said say
    saying says she should since so some still such t than that the their them then there these they this those through to told
    too two under until up upon us very via was we were what when where which while who whom whose why will with would yet you
    your
    """.split()
)
_ENDINGS = re.compile(r"(?:ations?|ings?|ions?|ers?|ies|ed|es|s|e|y)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_ARTICLES = frozenset("al el ar as ash at ad az an ath ul ed es et ez ech".split())
_SPELLED_ALIKE = (
    ("kh", "k"),
    ("gh", "g"),
    ("q", "k"),
    ("c", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("z", "s"),
    ("ph", "f"),
    ("w", "v"),
    ("j", "g"),
)
_SILENT_LETTERS = re.compile(r"[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")


def fold(words: str) -> str:
    """Words in small letters without accents and apostrophes.

    >>> fold("Al-Ṣafā’s")
    'al-safas'
    """
    plain = words.translate(_SILENT).lower()
    if plain.isascii():
        return plain
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def content_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The folded words of some texts that tell one matter from another, numbers among them, in alphabetical order.

    >>> content_words(["The army shelled Orna on Monday, killing 12."])
    ('12', 'army', 'killing', 'monday', 'orna', 'shelled')
    """
    found = {word for text in texts for word in _WORD.findall(fold(text))}
    return tuple(sorted(word for word in found if word not in _EMPTY and (len(word) > 1 or word.isdigit())))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A folded word without its endings.

    >>> [stem(word) for word in ("shelled", "shelling", "shells", "12")]
    ['shel', 'shel', 'shel', '12']
    """
    cut = _ENDINGS.sub("", word, count=1)
    return _DOUBLED.sub(r"\1", cut) if len(cut) >= 3 else word


@lru_cache(maxsize=16384)
def spelling_key(word: str) -> str:
    """What two romanisations of a name have in common: its consonants, those that are taken for one another made one.

    >>> spelling_key("qamishli") == spelling_key("kamishly"), spelling_key("tokhar") == spelling_key("tukhar"), spelling_key("oum")
    (True, True, 'oum')
    """
    key = word
    for letters, one in _SPELLED_ALIKE:
        key = key.replace(letters, one)
    key = _TWICE.sub(r"\1", _SILENT_LETTERS.sub("", key))
    return key if len(key) > 1 else word


@lru_cache(maxsize=16384)
def name_keys(name: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The spelling keys of the words of a place's name, without articles and words for kinds of places.

    >>> sorted(name_keys("the al-Zahraa neighbourhood of Orna")), name_keys("the city")
    (['rn', 'sr'], frozenset())
    """
    words = [word for word in _WORD.findall(fold(name)) if word not in _EMPTY and word not in _ARTICLES and word not in KINDS_OF_PLACE]
    return frozenset(key for word in words if (key := spelling_key(word)) not in without)


KINDS_OF_PLACE = frozenset(
    """
    airbase airport area areas base block border bridge camp camps capital central centre center checkpoint cities city
    countryside crossing district districts division downtown east eastern edge farm farms front frontline governorate ground held
    heart hill hills hospital hospitals house houses inside key line lines main market middle military mosque mountain mountains
    near nearby neighborhood neighborhoods neighbourhood neighbourhoods north northeast northeastern northern northwest
    northwestern oblast old outskirts outside part parts place places point points position positions post prison province
    provinces provincial quarter quarters rebel region regions regime residential river road roads route rural school side site
    sites south southeast southeastern southern southwest southwestern square state stronghold strip suburb suburbs supply
    surrounding territories territory town towns valley village villages west western zone zones countrys citys towns governments
    government opposition militant militants border country
    """.split()
)
"""Words that say what kind of place it is, or where in it, and do not tell one place from another."""
