"""Noun phrases that may speak, found in the running text: "residents of the camp", "US security officials", "Anna Darvel"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from according.model import Span
from according.vocab import load_speaking_words
from according.vocab.heads import load_heads, singular

_WORD = re.compile(r"[^\W_]+(?:[.'’&/-]+[^\W_]+)*\.?")
_DETERMINERS = frozenset(
    "the a an some several many most other all both his her its their our these those this that one two three four five".split()
)
_PLACING = frozenset("in of from at on near inside across outside".split())
_JOINS = frozenset("of for and the de al bin".split())
_OPENERS = frozenset(
    """
    but and in on at after as if when while for from with since meanwhile however there what yet so by about to of or where who which not no
    also according
    """.split()
)
"""Words that may bear a capital and are no name."""
_DATES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
    december
    """.split()
)
_NO_LAST = _DETERMINERS | _PLACING
_NO_FIRST = (_JOINS - _DETERMINERS) | _DATES
_LONGEST = 9  # words


def phrase_before(text: str, begins: int, stop: int) -> Span | None:
    """The noun phrase that ends at a place: a name, or a noun for those who speak with what describes it.

    >>> text = "He met US security officials in Kesh who"
    >>> text[slice(*phrase_before(text, 0, len(text) - 4))]
    'US security officials in Kesh'
    """
    words = _words_before(text, begins, stop)
    last = len(words) - 1
    if last >= 0 and words[last][0].lower() in _NO_LAST:
        return None
    if last >= 0 and not _may_end(words[last][0]):
        last = next((at - 1 for at in range(last, 0, -1) if words[at][0] in _PLACING and is_noun(words[at - 1][0])), -1)
    if last < 0:
        return None
    first = _first(words, last)
    while first > 1 and words[first - 1][0] in _PLACING and is_noun(words[first - 2][0]):
        first = _first(words, first - 2)
    return words[first].start(), _without_owner(text, words[-1])


def _words_before(text: str, begins: int, stop: int) -> list[re.Match[str]]:
    """The words that lead up to a place with nothing but spaces between them."""
    words = list(_WORD.finditer(text, begins, stop))
    kept = len(words)
    while kept and not text[words[kept - 1].end() : words[kept].start() if kept < len(words) else stop].strip(" \t"):
        kept -= 1
    return words[max(kept, len(words) - _LONGEST) :]


def _first(words: Sequence[re.Match[str]], last: int) -> int:
    """The first word of the noun phrase that ends with a word."""
    first = last
    while first > 0 and words[first][0].lower() not in _DETERMINERS:
        word = words[first - 1][0]
        is_joined = word.lower() in _JOINS and first > 1 and words[first][0][0].isupper() and words[first - 2][0][0].isupper()
        if not (_may_describe(word) or is_joined or word.lower() in _DETERMINERS):
            break
        first -= 1
    while first < last and (words[first][0].lower() in _NO_FIRST or (words[first][0].isdigit() and words[first + 1][0].lower() in _DATES)):
        first += 1
    return first


def phrase_after(text: str, start: int) -> Span | None:
    """The noun phrase that begins at a place."""
    last = None
    words: list[re.Match[str]] = []
    found_words = _WORD.finditer(text, start)
    following = next(found_words, None)
    while (found := following) is not None:
        following = next(found_words, None)
        gap = text[words[-1].end() if words else start : found.start()]
        if gap.strip(" \t") or len(words) >= _LONGEST + 1:
            break
        word = found[0]
        if word[0].islower() and word.endswith(".") and is_noun(word[:-1]):  # the last word of a sentence
            last = found.end() - 1
            words.append(found)
            break
        if _may_end(word):
            last = found.end()
        elif following is not None and words and is_noun(following[0]) and text[found.end() : following.start()] == " ":
            pass  # "health" in "Lusa health workers"
        elif not (_may_describe(word) or word.lower() in _JOINS or (last is None and word.lower() in _DETERMINERS)):
            break
        words.append(found)
    return (words[0].start(), last) if last is not None else None


def _without_owner(text: str, word: re.Match[str]) -> int:
    return word.end() - 2 if text[word.end() - 2 : word.end()] in ("'s", "’s") else word.end()


def _may_end(word: str) -> bool:
    """Whether a word may be the last of someone who speaks: a capital, or a noun of the vocabulary."""
    return (_is_named(word) and word.lower() not in _DATES) or is_noun(word)


def _may_describe(word: str) -> bool:
    bare = word.removesuffix("'s").removesuffix("’s")
    return _is_named(word) or bare in load_heads().before or is_noun(bare) or word[0].isdigit()


def _is_named(word: str) -> bool:
    return word[0].isupper() and (word.lower() not in _openers() or (word.isupper() and len(word) > 1))


def is_noun(word: str) -> bool:
    """Whether a word is a noun for someone, or something, that speaks."""
    endings = load_heads().endings
    return word.lower() not in _openers() and (word in endings or singular(word) in endings)


@cache
def _openers() -> frozenset[str]:
    """Words that are no name even with a capital."""
    return _OPENERS | _DETERMINERS | load_speaking_words().pronouns
