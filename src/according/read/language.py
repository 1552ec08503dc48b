"""The language of a text, by py3langid's model, whose state machine is walked in many places of the text at once."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 2000
_FEWEST_LETTERS = 40
_SUREST = 0.9
# The model tells varieties apart that are written alike, so that none of them alone is ever sure.
_MAIN_LANGUAGE = {"ary": "ar", "arz": "ar", "hbo": "he", "wuu": "zh", "yue": "zh", "sdh": "ku", "uzs": "uz"}
_NO_LANGUAGE = "zxx"
_STRETCHES = 64
"""In so many places of a text the state machine is walked at once."""
_NO_TEXT = 0xFF
"""A byte that is in no UTF-8, so that no feature holds it and the machine begins anew behind it."""


def detect_language(text: str) -> str | None:
    """The language in which the beginning of a text is written; None where it has few letters or is not clear.

    >>> detect_language("The bridge was closed on Monday, residents of the town said."), detect_language("Qast, 4 May")
    ('en', None)
    """
    sample = text[:_SAMPLE]
    if len(list(islice(filter(str.isalpha, sample), _FEWEST_LETTERS))) < _FEWEST_LETTERS:
        return None
    likely: dict[str, float] = {}
    for language, probability in _identifier().rank(sample):
        main = _MAIN_LANGUAGE.get(language, language)
        likely[main] = likely.get(main, 0.0) + probability
    language = max(likely, key=lambda one: likely[one])
    return language if likely[language] >= _SUREST and language != _NO_LANGUAGE else None


class StretchedIdentifier(LanguageIdentifier):  # type: ignore[misc]
    """The identifier of py3langid with the same scores, found faster.

    Its machine looks for features of a few bytes, so that its state hangs on the last few bytes alone: each stretch of a
    text can be walked for itself by beginning so many bytes before it.
    """

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Takes what its base takes, and keeps the tables as arrays; the weights as numbers that need no widening."""
        super().__init__(*args, **kwargs)
        self.nb_ptc: NDArray[np.float32] = np.asarray(self.nb_ptc, np.float32)
        self._full_model = self.nb_ptc, self.nb_pc, self.nb_classes
        self._next = np.frombuffer(self.tk_nextmove, dtype=f"u{self.tk_nextmove.itemsize}")
        self._row = np.array(self._rowbase, dtype=np.intp)
        self._feature = np.array(self.tk_output, dtype=np.int32)
        self._memory = _longest_way(self._next.reshape(-1, 256), self._row >> 8)

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        visits = self.visits(text)
        return self._sparse_score(visits, self.nb_ptc) if visits else super()._raw_score(text)  # type: ignore[no-any-return]

    def visits(self, text: bytes) -> Counter[int]:
        """How often the text has each feature, in the order in which they first stand there."""
        steps = -(-len(text) // _STRETCHES)
        padded = np.full(self._memory + steps * _STRETCHES, _NO_TEXT, dtype=np.intp)
        padded[self._memory : self._memory + len(text)] = np.frombuffer(text, dtype=np.uint8)
        letters = sliding_window_view(padded, self._memory + steps)[:: max(steps, 1)].T
        states = np.zeros((len(letters) + 1, letters.shape[1]), dtype=self._next.dtype)
        for letter, before, after in zip(letters, states, states[1:], strict=False):
            self._next.take(self._row.take(before) + letter, out=after, mode="clip")
        found = self._feature[states[self._memory + 1 :].T.ravel()]
        return Counter(found[found >= 0].tolist())


def _longest_way(moves: NDArray[np.unsignedinteger], row: NDArray[np.intp]) -> int:
    """How many bytes the machine looks back: the most that lead it from its beginning to any of its states."""
    reached = np.zeros(len(row), dtype=np.bool_)
    reached[0] = True
    newest, length = np.array([0]), 0
    while True:
        before = reached.copy()
        reached[moves[np.unique(row[newest])]] = True
        newest = np.flatnonzero(reached & ~before)
        if not len(newest):
            return length
        length += 1


@cache
def _identifier() -> StretchedIdentifier:
    """The language model, loaded on first use since it takes a moment."""
    identifier: StretchedIdentifier = StretchedIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier
