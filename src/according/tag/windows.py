"""From text to windows of word pieces that overlap, each piece with its place in the text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from according.model import Span
from according.sentences import find_sentences
from according.tag.decode import Ints

PIECES = 254
"""Most word pieces of a window, apart from the two that mark its ends."""
BEFORE = 40
AFTER = 16
_LONGEST_PART = 2_000
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of pieces ``[start, end)`` that is read at once, and the core whose marks are taken from it.

    What stands around the core is context: it is the core of the windows before and after.
    """

    start: int
    core_start: int
    core_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces: their ids, where each starts and ends in code points, the number of its sentence.

    ``breaks`` holds where a phrase may well end just before: at punctuation, and where a sentence begins; ``goes_on`` which pieces
    go on with the word of the piece before.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    sentence_of: Ints
    breaks: NDArray[np.bool_]
    goes_on: NDArray[np.bool_]
    sentences: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.ids)


def split_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of a text. Memory grows with the text, a few bytes for each of its characters."""
    text = _SURROGATES.sub("\ufffd", text)
    sentences = find_sentences(text)
    ids, starts, ends, sentence_of = array("q"), array("q"), array("q"), array("q")
    for number, sentence in enumerate(sentences):
        for begin, end in _parts(text, sentence):
            found = tokenizer.encode(text[begin:end], add_special_tokens=False)
            ids.extend(found.ids)
            starts.extend([begin + start for start, _ in found.offsets])
            ends.extend([begin + stop for _, stop in found.offsets])
            sentence_of.extend([number] * len(found.ids))
    return _with_breaks(text, sentences, *(np.array(column, np.int64) for column in (ids, starts, ends, sentence_of)))


def _with_breaks(text: str, sentences: Sequence[Span], ids: Ints, starts: Ints, ends: Ints, sentence_of: Ints) -> Pieces:
    """The pieces, with where phrases may break and which pieces go on with a word."""
    opens = np.array([text[start].isalnum() for start in starts.tolist()], bool)
    lettered = opens & np.array([text[end - 1].isalnum() for end in ends.tolist()], bool)
    breaks = ~opens | (np.diff(sentence_of, prepend=-1) > 0)
    goes_on = lettered & np.roll(lettered, 1) & (starts == np.roll(ends, 1))
    return Pieces(ids, starts, ends, sentence_of, breaks, goes_on, tuple(sentences))


def _parts(text: str, sentence: Span) -> list[Span]:
    """The sentence itself, or parts of it that are short enough to be split at once."""
    start, end = sentence
    if end - start <= _LONGEST_PART:
        return [sentence]
    parts = []
    while start < end:
        stop = min(end, start + _LONGEST_PART)
        if stop < end:
            space = text.rfind(" ", start + 1, stop)
            stop = space if space > 0 else stop
        parts.append((start, stop))
        start = stop
    return parts


def make_windows(pieces: Pieces, before: int = BEFORE, after: int = AFTER) -> list[Window]:
    """Windows whose cores follow each other without gap and end with a sentence wherever one ends in time.

    ``before`` and ``after`` are the pieces of context around a core, at least where there are as many.
    """
    size = len(pieces)
    first_of_sentence = np.flatnonzero(np.diff(pieces.sentence_of, prepend=-1))
    windows = []
    core_start = 0
    while core_start < size:
        start = _first_at_or_after(first_of_sentence, max(0, core_start - before), core_start)
        end = min(size, start + PIECES)
        core_end = size if end == size else _last_between(first_of_sentence, core_start + PIECES // 3, end - after)
        windows.append(Window(start, core_start, core_end, end))
        core_start = core_end
    return windows


def _first_at_or_after(firsts: Ints, lowest: int, core_start: int) -> int:
    """The first sentence start from ``lowest`` on that leaves some context, else ``lowest`` itself."""
    at = int(np.searchsorted(firsts, lowest))
    if at < len(firsts) and firsts[at] < core_start:
        return int(firsts[at])
    return lowest


def _last_between(firsts: Ints, lowest: int, highest: int) -> int:
    """The last sentence start within the bounds, else the upper bound."""
    at = int(np.searchsorted(firsts, highest, side="right")) - 1
    return int(firsts[at]) if at >= 0 and firsts[at] >= lowest else highest
