"""How many were killed or injured in a happening, from the figures that a sentence gives for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from according.incidents import Range
from according.model import Figure

_CUE = r"(?:includ(?:ing|ed|es?)|among(?:st)?(?:\s+(?:them|whom|those))?|of\s+(?:them|whom|those)|especially|namely|comprising)"
_PART = re.compile(rf"\b{_CUE}[\s,:–—(-]*(?:(?:were|was|are|at\s+least|some|mostly|also)\s+)*$", re.IGNORECASE)
_PART_BEHIND = re.compile(r"\s*(?:(?:was|were|are)\s+)?(?:of|among(?:st)?)\s+(?:them|whom|those|the|at\s+least|\d)", re.IGNORECASE)
_PART_AND_WHOLE = re.compile(r"\s*(?:(?:was|were|are)\s+)?(?:of|among(?:st)?)\s+(?:the\s+)?", re.IGNORECASE)
_IN_LIST = re.compile(r"\s*(?:,|and|as\s+well\s+as|plus|,\s*and)\s*", re.IGNORECASE)
_ASIDE = re.compile(rf"\s*[,–—(-]?\s*\b{_CUE}[^.;]*?[,–—)-](?=\s*and\b)", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:up\s+from|earlier|previous(?:ly)?|initial(?:ly)?|instead\s+of|not)\b[^.;]{0,40}$", re.IGNORECASE)
_BEFORE = 40  # characters


def toll_of(text: str, figures: Sequence[Figure]) -> Range | None:
    """The toll that the figures of one measure in one sentence give, in its order: the whole, not its parts.

    Figures that a list joins are added up ("30 soldiers and 39 rebels"); one that begins anew ("and six in Orna") is another's.
    """
    wholes = [one for before, one in pairwise((None, *figures)) if one and not _is_part(text, before, one)] or list(figures[:1])
    if not wholes:
        return None
    added = wholes[:1]
    for one in wholes[1:]:
        between = _ASIDE.sub(" ", text[added[-1].span[1] : one.span[0]], count=1)
        if not _IN_LIST.fullmatch(between):
            break
        added.append(one)
    return _sum(added)


def _is_part(text: str, before: Figure | None, figure: Figure) -> bool:
    """Whether a figure counts some of those that another one counts; in "two medics were among 31 killed" the second is the whole."""
    start, end = figure.span
    if before and _PART_AND_WHOLE.fullmatch(text, before.span[1], start):
        return False
    said_before = text[max(0, start - _BEFORE) : start]
    return bool(_PART_BEHIND.match(text, end) or _EARLIER.search(said_before) or _PART.search(said_before))


def _sum(figures: Sequence[Figure]) -> Range | None:
    lows = [one.low for one in figures if one.low is not None]
    highs = [one.high for one in figures if one.high is not None]
    low = sum(lows) if len(lows) == len(figures) else max(lows, default=None)
    high = sum(highs) if len(highs) == len(figures) else None
    return None if low is None and high is None else (low, high)
