"""From a text to the hashed words and word pairs that the screen weighs.

Apostrophes are dropped and capitals lowered, so that "Kesh's", "Keshs" and "KESH'S" are one word; digits, addresses and
punctuation are left out. The hash is CRC-32, the same on every machine.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint32]
Slots: TypeAlias = NDArray[np.intp]

SLOT_BITS = 18
SLOTS = 1 << SLOT_BITS
WINDOW = 32
"""How many words are weighed together; windows begin every half of it."""

_SHIFT = np.uint32(32 - SLOT_BITS)
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_DROPPED = ("'", "’", "‘", "`", "\u00ad", "\u200b")
_SPACES = ("“", "”", "„", "«", "»", "–", "—", "…", "•", "·", "\u00a0", "\u2028")
_ADDRESS = re.compile(r"\b(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*")
_IN_ADDRESSES = ("://", "www.", "pic.twitter.com/", "t.co/")
_LETTERS = bytes(byte if byte >= 0x80 or chr(byte).islower() else ord(" ") for byte in range(256))
"""For each byte itself where it may be of a word in small letters, else a space."""


def hash_words(text: str) -> Hashes:
    """The hashes of the words of a text, in its order; time is linear in its length.

    >>> bool((hash_words("Kesh's 2 towns") == hash_words("keshs TOWNS")).all())
    True
    """
    text = text.lower()
    if any(sign in text for sign in _IN_ADDRESSES):
        text = _ADDRESS.sub(" ", text)
    for sign in _DROPPED:
        text = text.replace(sign, "")
    if not text.isascii():
        for sign in _SPACES:
            text = text.replace(sign, " ")
    words = text.encode("utf-8", errors="replace").translate(_LETTERS).split()
    return np.fromiter(map(crc32, words), dtype=np.uint32, count=len(words))


def word_slots(words: Hashes) -> Slots:
    """The slot of each word in the table of weights."""
    return (words >> _SHIFT).astype(np.intp)


def pair_slots(words: Hashes) -> Slots:
    """The slot of each word together with the word after it: one fewer than there are words."""
    return ((words[:-1] * _FIRST + words[1:] * _SECOND) >> _SHIFT).astype(np.intp)


def find_windows(count: int) -> tuple[Slots, Slots]:
    """Where the windows over so many words begin and end; together they hold every word, and the last one is whole if it can be.

    >>> [found.tolist() for found in find_windows(50)]
    [[0, 16, 18], [32, 48, 50]]
    """
    starts = np.arange(0, max(count - WINDOW, 0) + 1, WINDOW // 2)
    if count > WINDOW and starts[-1] + WINDOW < count:
        starts = np.append(starts, count - WINDOW)
    return starts, np.minimum(starts + WINDOW, count)
