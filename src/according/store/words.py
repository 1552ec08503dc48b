"""Words of texts and queries, cut and folded the same way for every database, so that all find the same.

A word is a run of letters, digits and the marks that belong to them; case and accents do not count (``Élan`` is found
by ``elan``, Arabic vowel signs are passed over). In scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer,
Burmese) every character is a word, and a query of several is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

WORD_MAX = 100
"""Words that agree in this many code points are taken as the same, so that no index is handed an endless one."""

_CONTINUOUS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uaa60-\uaa7f\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_JOINERS = "\u200c\u200d"
_BETWEEN = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)) + b" " * 128
"""What stands for each byte of an ASCII text once only its letters and digits are left."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a word is, and how one in a script without spaces is cut; built on first use, for it asks all of Unicode."""
    marks = "".join(chr(c) for c in range(0x300, 0x1F000) if unicodedata.category(chr(c))[0] == "M") + _JOINERS
    word = re.compile(rf"[^\W_]+(?:[{marks}]+[^\W_]*)*")
    return word, re.compile(rf"[{_CONTINUOUS}](?:[{marks}])*|[^{_CONTINUOUS}]+")


def iter_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of a text as (start, end, folded form), with ``text[start:end]`` the word as it stands.

    >>> list(iter_words("À Qasr-Dum!"))
    [(0, 1, 'a'), (2, 6, 'qasr'), (7, 10, 'dum')]
    """
    word, part = _patterns()
    for found in word.finditer(text):
        exact = found[0]
        if exact.isascii():
            yield *found.span(), exact[:WORD_MAX].lower()
            continue
        for piece in part.finditer(exact):
            if folded := fold(piece.group()):
                yield found.start() + piece.start(), found.start() + piece.end(), folded


def fold_text(text: str) -> str:
    """The words of a text in their folded form, a space between two.

    >>> fold_text("À Qasr-Dum!")
    'a qasr dum'
    """
    if is_unaccented(text) and not any(joiner in text for joiner in _JOINERS):
        words = text.lower().encode("ascii", "replace").translate(_BETWEEN).split()
        return b" ".join([word[:WORD_MAX] for word in words]).decode("ascii")
    return " ".join([word for exact in _patterns()[0].findall(text) for word in _folded(exact)])


@lru_cache(maxsize=1 << 14)
def _folded(exact: str) -> tuple[str, ...]:
    """A word as it stands in its folded form: one word, or several in a script without spaces."""
    return tuple(word for *_, word in iter_words(exact))


def is_unaccented(text: str) -> bool:
    """Whether all words of a text are ASCII, whatever quotes and dashes stand between them."""
    return text.isascii() or not any(c.isalnum() or unicodedata.category(c)[0] == "M" for c in set(text) if c > "\x7f")


def stands_alone(word: str) -> bool:
    """Whether a folded word is one character of a script written without spaces."""
    return re.match(rf"[{_CONTINUOUS}]", word) is not None


def fold(word: str) -> str:
    """A word without case, accents and compatibility forms; "" if nothing is left of it."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if c.isalnum() or (c > "\x7f" and _is_part(c)))[:WORD_MAX]


def _is_part(char: str) -> bool:
    """Whether a mark makes another letter (an Indic vowel, a kana's voicing), rather than an accent or a vowel sign."""
    kind = unicodedata.combining(char)
    return unicodedata.category(char)[0] == "M" and not (10 <= kind <= 36 or kind >= 200)
