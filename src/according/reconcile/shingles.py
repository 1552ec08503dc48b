"""A report's words as near-copies share them: without what collectors and house styles change, and the runs of words as numbers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from according.actors.words import fold
from according.model import Report, Span
from according.vocab.lists import read_list

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

QUOTED_WORTH = 0.25
"""What a word in quotation marks weighs: many carry a speaker's words who do not copy each other."""

_WORD = re.compile(
    r"[^\W_぀-ヿ㐀-鿿]+(?:(?:[.,](?=\d{3}(?!\d))|['’ʼ`´‘](?=\w)|(?<=\b[^\W\d_])\.(?=[^\W\d_](?:\.|\b))|[ ](?=s\b))[^\W_]+)*"
    r"|[぀-ヿ㐀-鿿]"  # scripts without spaces: each sign a word
)
"""A word with what belongs to it: 60,000, Kesh's (and "Kesh s", where a collector lost the sign), U.S."""
_SIGNS = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([^\W\d_])\1")
_IS = re.compile(r"(?<=..)is(?=(?:e|ed|es|ing|ation|ations)$)")
_SENTENCE_END = re.compile(r"[.!?…。؟]+[\"'”’»)\]]*\s+|\n+")
_QUOTATION = re.compile(r"“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"|„[^„“”]{1,2000}[“”]|«[^«»]{1,2000}»")
_BOILERPLATE_REACH = 90  # characters to either side, within its sentence, that belong to a phrase of boilerplate
_SEED = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xD6E8FEB86659FD93)


def find_text_words(text: str) -> list[tuple[str, int]]:
    """The words of a text as they are compared, each with where it starts.

    >>> [word for word, _ in find_text_words("The U.S. says 60,000 fled Raqqa's defences")]
    ['the', 'us', 'says', '60000', 'fled', 'raqas', 'defenses']
    """
    return [(plain(found.group()), found.start()) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a text, a number for each, where each starts, and the passages of boilerplate."""

    words: tuple[str, ...]
    hashes: Hashes
    starts: npt.NDArray[np.int64]
    boilerplate: tuple[Span, ...]


@lru_cache(maxsize=4)
def read_words(text: str) -> Words:
    """The words of a text, which more than one part asks for before it turns to the next text."""
    found = find_text_words(text)
    words = tuple([word for word, _ in found])
    starts = np.array([start for _, start in found], dtype=np.int64)
    return Words(words, hash_words(words), starts, tuple(find_boilerplate(text)))


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word without case, accents and signs, doubled letters single, and spelled one way where house styles differ.

    >>> plain("Hasakeh’s"), plain("Organisation"), plain("five"), plain("metres")
    ('hasakehs', 'organization', '5', 'meters')
    """
    bare = _TWICE.sub(r"\1", _SIGNS.sub("", fold(word)))
    spelled = _spellings()
    return spelled[bare] if bare in spelled else _IS.sub("iz", bare)


@lru_cache(maxsize=1 << 16)
def word_hash(word: str) -> int:
    """A number for a word, the same in every process."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def hash_words(words: Iterable[str]) -> Hashes:
    """The numbers of words, spread over 64 bits."""
    return _mixed(np.array(list(map(word_hash, words)), dtype=np.uint64))


def hash_runs(words: Hashes, length: int) -> Hashes:
    """A number for each run of so many words, in the order of the text; none if the text is shorter."""
    count = len(words) - length + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    runs = np.zeros(count, dtype=np.uint64)
    for at in range(length):
        runs = runs * _STEP + words[at : at + count]
    return _mixed(runs)


def find_text_sentences(text: str) -> list[Span]:
    """The text cut at the ends of sentences and lines; what ends a sentence is cut alike in every copy."""
    edges = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(edges) if start < end]


def find_boilerplate(text: str) -> list[Span]:
    """The passages that an outlet prints with every report: calls to subscribe, copyright lines, menus."""
    low = text.lower().replace("’", "'")
    if len(low) != len(text):  # a few capitals have two small letters
        low = text
    spans = []
    for phrase in _boilerplate():
        at = low.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                spans.append(_around(text, at, end))
            at = low.find(phrase, end)
    return spans


def _around(text: str, start: int, end: int) -> Span:
    """What stands in one sentence with a phrase of boilerplate, as far as it reaches."""
    low, high = max(0, start - _BOILERPLATE_REACH), min(len(text), end + _BOILERPLATE_REACH)
    before = [cut.end() for cut in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, high)
    return before[-1] if before else low, after.end() if after else high


def weigh_words(report: Report) -> npt.NDArray[np.float32]:
    """What each word of a report counts when it is compared: nothing in boilerplate and in posts that stand in an article."""
    read = read_words(report.text)
    worth = np.ones(len(read.starts), dtype=np.float32)
    for found in _QUOTATION.finditer(report.text):
        _set(worth, read.starts, found.span(), QUOTED_WORTH)
    posts = [post.span for post in report.posts] if report.kind != "post" else []
    for span in (*read.boilerplate, *posts):
        _set(worth, read.starts, span, 0.0)
    return worth


def _set(worth: npt.NDArray[np.float32], starts: npt.NDArray[np.int64], span: Span, value: float) -> None:
    low, high = np.searchsorted(starts, span)
    worth[low:high] = value


def _mixed(numbers: Hashes) -> Hashes:
    """Numbers of which each bit depends on every bit of what they were (the finaliser of SplitMix64)."""
    mixed = numbers + _SEED
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@cache
def _lists() -> Any:
    return read_list("according.reconcile", "copying.yml")


@cache
def _spellings() -> dict[str, str]:
    return {_TWICE.sub(r"\1", form): _TWICE.sub(r"\1", usual) for usual, forms in _lists()["spellings"].items() for form in forms.split()}


@cache
def _boilerplate() -> tuple[str, ...]:
    return tuple(_lists()["boilerplate"])
