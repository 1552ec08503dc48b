"""How much two reports share word for word, where it stands in them, and whether both tell the same story."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from according.model import Report
from according.reconcile.shingles import Hashes, Mask, hash_runs, read_words, weigh_words
from according.vocab import find_credits, find_unlisted_credit

_RUN = 5  # words in a row that stand in both: shorter runs are phrases that everyone uses
_FRONT = 0.6  # of a text, in words: what is new; what went before stands behind it
_LONG_WORD = 5  # letters; shorter words tell little of the story
_LEAD = 30  # words at least
_HEAD, _TAIL = 500, 160  # characters in which a text credits its agency


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A report made ready to be compared with many: its words and runs of words as numbers, and what each word counts.

    ``runs`` stand as in the text. ``runs_in_order`` are those in ascending order, ``runs_at`` where each stands first.
    ``lead`` are the telling words of the first half, ``words`` all words, without repetition and in ascending order.
    """

    id: str
    parent: str | None
    credit: str | None
    runs: Hashes
    runs_in_order: Hashes
    runs_at: npt.NDArray[np.int64]
    words: Hashes
    lead: Hashes
    worth: npt.NDArray[np.float32]
    weight: float


def prepare(report: Report) -> Prepared:
    """A report made ready to be compared; one pass over its text."""
    read = read_words(report.text)
    hashes, count = read.hashes, len(read.words)
    worth = weigh_words(report)
    runs = hash_runs(hashes, _RUN)
    telling = np.array([len(word) >= _LONG_WORD or word.isdigit() for word in read.words], dtype=bool) & (worth > 0)
    runs_in_order, runs_at = np.unique(runs, return_index=True)
    half = max(_LEAD, count // 2)
    return Prepared(
        id=report.id,
        parent=report.parent,
        credit=report.credit or _credit(report.text),
        runs=runs,
        runs_in_order=runs_in_order,
        runs_at=runs_at,
        words=np.unique(hashes),
        lead=np.unique(hashes[:half][telling[:half]]),
        worth=worth,
        weight=float(worth.sum()),
    )


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two reports share, as the shorter one has it.

    ``share`` and ``weighed`` are parts of its words, each counted once or as much as it is worth, ``words`` how many those
    are; ``back`` is the part of the longer one; ``story`` the part of its lead's telling words that stand anywhere
    in the longer one; ``closing`` how much of the shared words only closes both; ``run`` the mean length of a shared run;
    ``passage`` the longest that does not close both and is no quotation, in words, and ``body`` the part of all those.
    """

    share: float
    weighed: float
    words: float
    back: float
    story: float
    closing: float
    run: float
    passage: int
    body: float


def overlap(short: Prepared, long: Prepared, least: float = 0.0) -> Overlap | None:
    """What the shorter of two reports shares with the longer one; None if that is a smaller part of its worth than ``least``."""
    places = _places(short, long)
    mask = places >= 0
    weighed = _part(mask, short.worth)
    if weighed < least:
        return None
    other = _places(long, short) >= 0
    front = int(len(mask) * _FRONT)
    body = mask & ((np.arange(len(mask)) < front) | (places < _FRONT)) & (short.worth >= 1)
    return Overlap(
        share=_part(mask, short.worth > 0),
        weighed=weighed,
        words=float(short.worth[mask].sum()),
        back=_part(other, long.worth > 0),
        story=float(_is_in(short.lead, long.words).mean()) if len(short.lead) else 0.0,
        closing=min(_at_the_end(mask), _at_the_end(other)) * weighed * (1 - _part(mask[:front], short.worth[:front])),
        run=float(_lengths(mask).mean()) if mask.any() else 0.0,
        passage=int(_lengths(body).max(initial=0)),
        body=_part(body, short.worth),
    )


def _places(one: Prepared, other: Prepared) -> npt.NDArray[np.float64]:
    """Where each word of a report stands in the other one, from 0 to 1, if it is part of a run that both have; else -1."""
    places = np.full(len(one.worth), -1.0)
    if len(other.runs_in_order):
        at = np.searchsorted(other.runs_in_order, one.runs)
        at[at == len(other.runs_in_order)] = 0
        hits = np.flatnonzero(other.runs_in_order[at] == one.runs)
        there = other.runs_at[at[hits]] / len(other.worth)
        for step in range(_RUN):
            places[hits + step] = there
    places[one.worth == 0] = -1.0
    return places


def _lengths(mask: Mask) -> npt.NDArray[np.int64]:
    """The lengths of the runs of marked words."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return np.asarray(edges[1::2] - edges[::2])


def _part(mask: Mask, worth: npt.NDArray[np.generic]) -> float:
    whole = float(worth.sum())
    return float(worth[mask].sum()) / whole if whole else 0.0


def _at_the_end(mask: Mask) -> float:
    """The part of the marked words that stand behind a text's front."""
    at = np.flatnonzero(mask)
    return float((at > len(mask) * _FRONT).mean()) if len(at) else 0.0


def _is_in(numbers: Hashes, known: Hashes) -> Mask:
    if not len(known):
        return np.zeros(len(numbers), dtype=bool)
    at = np.searchsorted(known, numbers)
    at[at == len(known)] = 0
    return np.asarray(known[at] == numbers)


def _credit(text: str) -> str | None:
    head = sorted((span, agency.name) for span, agency in find_credits(text, 0, min(len(text), _HEAD)))
    if head:
        return head[0][1]
    tail = [(span, agency.name) for span, agency in find_credits(text, max(0, len(text) - _TAIL), len(text))]
    return max(tail)[1] if tail else find_unlisted_credit(text, _HEAD)
