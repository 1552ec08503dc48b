"""The keys under which near-copies of a text meet: the smallest of the hashes of its runs of words, and of its sentences.

Keeping the smallest hashes is MinHash in its bottom-k form: two texts that share a passage share the runs in it, and of
shared runs with small hashes both keep the same, whatever stands before and after. So a reprint, a part, a text with a
new lead and a light rewrite meet alike, and the keys of a text follow from the text alone.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from according.reconcile.shingles import Hashes, Mask, find_text_sentences, hash_runs, read_words

_RUN = 7  # words: long enough that phrases which everyone uses bring few together
_MOST_RUNS = 48
_MOST_SENTENCES = 12
_SHORTEST_SENTENCE = 9  # words
_FEWEST_DIFFERENT = 6  # words in a run or sentence: a repeated word is a list or a menu


def band_keys(text: str) -> tuple[int, ...]:
    """Up to 60 signed 64-bit keys, in ascending order; texts that share a passage of some 25 words have one in common.

    A sentence gives a key of its own, whatever its case, punctuation and apostrophes, so that a part of a very long text
    is found too. Boilerplate gives none. A text of fewer than seven words has the key of the whole of it, if any.

    >>> keys = [set(band_keys(text)) for text in ("Rebels shelled Kesh late on Monday, a monitor said", "a text of four")]
    >>> len(keys[0]) > 1, len(keys[1])
    (True, 1)
    """
    read = read_words(text)
    hashes = read.hashes
    kept = np.ones(len(hashes), dtype=bool)
    for start, end in read.boilerplate:
        kept[slice(*np.searchsorted(read.starts, (start, end)))] = False
    runs = np.unique(_runs(hashes, kept))[:_MOST_RUNS]
    if not len(runs) and len(hashes):
        runs = hash_runs(hashes, len(hashes))
    edges = np.searchsorted(read.starts, find_text_sentences(text)) if text else np.zeros((0, 2), dtype=np.int64)
    sentences = np.unique(_sentences(hashes, kept, edges))[:_MOST_SENTENCES]
    return tuple(sorted({int(key) for key in np.concatenate((runs, sentences)).view(np.int64)}))


def _runs(hashes: Hashes, kept: Mask) -> Hashes:
    """The hashes of all runs that hold no word of boilerplate."""
    runs = hash_runs(hashes, _RUN)
    if not len(runs):
        return runs
    inside = np.lib.stride_tricks.sliding_window_view(kept, _RUN).all(axis=1)
    return np.asarray(runs[inside])


def _sentences(hashes: Hashes, kept: Mask, edges: npt.NDArray[np.int64]) -> Hashes:
    """A hash for each sentence that is long enough and no boilerplate; ``edges`` are its first word and the one behind its last."""
    keys = []
    for low, high in edges.tolist():
        words = hashes[low:high]
        if high - low >= _SHORTEST_SENTENCE and kept[low:high].all() and len(set(words.tolist())) >= _FEWEST_DIFFERENT:
            keys.append(int.from_bytes(hashlib.blake2b(words.astype("<u8").tobytes(), digest_size=8).digest(), "little"))
    return np.array(keys, dtype=np.uint64)
