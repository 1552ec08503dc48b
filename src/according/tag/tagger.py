"""The tagger: one pass over a text, and everything it marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from according.model import Attribution, Mark, Marks, Quantity, Span, Trigger
from according.tag.decode import Floats, Ints
from according.tag.labels import columns
from according.tag.marking import Marker, Output
from according.tag.settings import Axes, Choices, LinkWeights
from according.tag.states import Halves, PieceStates
from according.tag.windows import Pieces, Window, make_windows, split_pieces

_START, _END = np.array([101]), np.array([102])
"""Ids of the pieces that mark the ends of a window."""
_WINDOWS_AT_ONCE = 8
_WIDTH = 384
_LANGUAGE = "en"
_LAST_LATIN = "\u024f"
_LOOKED_AT = 2000
"""So many characters tell in which script a text is."""


class Network(Protocol):
    """Anything that turns the ids of one window (1, pieces) into scores, link features and sentence features."""

    def __call__(self, ids: Ints) -> tuple[Floats, Floats, Floats]:
        """Scores, link features and sentence features, each (1, pieces, width)."""


class Tagger:
    """Marks claims, events, quantities, names and times in a text.

    Example: ``Tagger(…).mark("Officials said that 40 were killed.").triggers[0].kind`` is ``killing``. The same text gives
    the same marks, whatever was read before; memory beyond the marks themselves is bounded by the length of the text.
    """

    def __init__(self, network: Network, tokenizer: Tokenizer, links: LinkWeights, choices: Choices, axes: Axes | None = None) -> None:
        self._network, self._tokenizer, self._links, self._choices, self._axes = network, tokenizer, links, choices, axes

    def mark(self, text: str, style: str = "house", language: str | None = None, *, with_vectors: bool = True) -> Marks:
        """All marks of one text, in English or (with a problem named) in another ``language`` if one is given.

        ``style`` chooses the rules by which claims are cut: ours, or those of PolNeAR. Without ``with_vectors`` the marks hold none.
        """
        pieces = split_pieces(text, self._tokenizer)
        marker = Marker(pieces, self._links, self._choices)
        attributions: list[Attribution] = []
        triggers: list[Trigger] = []
        quantities: list[Quantity] = []
        names: list[Mark] = []
        times: list[Mark] = []
        sums = _no_sums(pieces) if with_vectors else None
        rows = None if self._axes is None else np.zeros((len(pieces), self._axes.width), np.float16)
        for windows, outputs in self._read(pieces, sums, rows):
            attributions += marker.attributions(style, windows, outputs)
            triggers += marker.triggers(windows, outputs)
            quantities += marker.quantities(windows, outputs)
            names += marker.marks("name", windows, outputs)
            times += marker.marks("time", windows, outputs)
        return Marks(
            attributions=tuple(attributions),
            triggers=tuple(triggers),
            quantities=tuple(quantities),
            names=tuple(names),
            times=tuple(times),
            sentences=pieces.sentences,
            vectors=b"" if sums is None else _to_bytes(sums),
            states=None if rows is None else PieceStates(pieces.starts, pieces.ends, rows),
            problems=_language_problems(text, language),
        )

    def spans(self, text: str, head: str) -> list[Mark]:
        """The spans of one head alone, also of those that no mark is made from (``re3d``: its entity types)."""
        pieces = split_pieces(text, self._tokenizer)
        marker = Marker(pieces, self._links, self._choices)
        return [mark for windows, outputs in self._read(pieces) for mark in marker.marks(head, windows, outputs)]

    def certainty(self, text: str, words: Sequence[Span]) -> list[float]:
        """How certain the text is of the event that each of these words names, from -3 (did not happen) to 3 (happened)."""
        pieces = split_pieces(text, self._tokenizer)
        if not len(pieces):
            return [0.0] * len(words)
        column = columns("factuality")
        read = list(self._read(pieces))
        values = np.concatenate(
            [output.scores[_core(window), column] for group, found in read for window, output in zip(group, found, strict=True)]
        )
        firsts = np.searchsorted(pieces.ends, [start for start, _ in words], side="right")
        return [float(values[min(first, len(values) - 1), 0]) for first in firsts]

    def _read(self, pieces: Pieces, sums: Floats | None = None, rows: Halves | None = None) -> Iterator[tuple[list[Window], list[Output]]]:
        """The network's output for some windows at a time.

        Adds up the features of each sentence in ``sums``, and keeps each piece's state in ``rows``, if those are given.

        The network sees one window at a time: its int8 arithmetic scales by the largest value it is given, so windows that
        went through it together would change each other's scores.
        """
        windows = make_windows(pieces)
        for at in range(0, len(windows), _WINDOWS_AT_ONCE):
            group = windows[at : at + _WINDOWS_AT_ONCE]
            outputs = []
            for window in group:
                scores, links, vectors = _run(self._network, pieces, window)
                features = vectors[_core(window)]
                if sums is not None:
                    _add_up(features, pieces.sentence_of[window.core_start : window.core_end], sums)
                if rows is not None and self._axes is not None:
                    rows[window.core_start : window.core_end] = self._axes.along(features)
                outputs.append(Output(scores, links))
            yield group, outputs


def _run(network: Network, pieces: Pieces, window: Window) -> tuple[Floats, Floats, Floats]:
    """Scores, link features and sentence features of the pieces of one window (pieces, width)."""
    ids = np.concatenate([_START, pieces.ids[window.start : window.end], _END])[None, :]
    scores, links, features = network(ids)
    return scores[0, 1:-1], links[0, 1:-1], features[0, 1:-1]


def iter_features(network: Network, pieces: Pieces) -> Iterator[tuple[Window, Floats]]:
    """The windows of a text, each with the sentence features of the pieces of its core."""
    for window in make_windows(pieces):
        yield window, _run(network, pieces, window)[2][_core(window)]


def _language_problems(text: str, language: str | None) -> tuple[str, ...]:
    """What to say of a text that is not in the language of the training, or that, where nobody knows, is in another script."""
    if language not in (None, _LANGUAGE):
        return (f"the tagger was trained on English; this text is in another language ({language})",)
    letters = [letter for letter in text[:_LOOKED_AT] if letter.isalpha()] if language is None else []
    if 2 * sum(letter > _LAST_LATIN for letter in letters) > len(letters):
        return ("the tagger was trained on English; this text is in another script",)
    return ()


def _core(window: Window) -> slice:
    """The core's rows in a table with a row for each piece of the window."""
    return slice(window.core_start - window.start, window.core_end - window.start)


def _add_up(rows: Floats, sentence_of: Ints, sums: Floats) -> None:
    """Add the rows of each sentence, which stand together, to its sum."""
    firsts = np.flatnonzero(np.diff(sentence_of, prepend=-1))
    sums[sentence_of[firsts]] += np.add.reduceat(rows, firsts, axis=0)


def _to_bytes(sums: Floats) -> bytes:
    """The sums at length one, little-endian, row after row."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return bytes((sums / np.maximum(lengths, 1e-9)).astype("<f4").tobytes())


def _no_sums(pieces: Pieces) -> Floats:
    return np.zeros((len(pieces.sentences), _WIDTH), np.float32)
