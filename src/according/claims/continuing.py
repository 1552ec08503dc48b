"""Quotations that go on: over paragraphs that open with a mark anew, and sentence after sentence with no word of who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from according.claims.wording import trim
from according.model import Attribution, Span

_OPEN, _CLOSE = '“„«"', '”»"'
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”»’']*\s*$")
_SENTENCE_ENDS = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…]\s+(?=\S)")
"""The end of a sentence with more behind it, no "Gen. Karo"."""
_FEWEST = 3
"""A quotation of fewer words is a phrase that someone used, and nothing that goes on."""
_COVERED = 0.5
_MOST_NEAR = 40
"""How many pieces before the end of a stretch are looked at, of which few reach into it."""
_LAST = 40  # characters of a paragraph by which it is known who speaks at its end


@dataclass(frozen=True, slots=True)
class _Quotation:
    """What stands between two marks of one paragraph; ``is_open`` where the paragraph ends before it closes."""

    span: Span
    is_open: bool
    opens_paragraph: bool
    paragraph: Span


def continue_quotations(text: str, claims: Sequence[Attribution]) -> list[Attribution]:
    """The claims, with the later paragraphs of a quotation that was not closed, and with claims for the quotations that go on behind.

    A quotation goes on where it follows one of a claim with nothing but that claim's own words between, is a sentence of its own and
    in no claim. It has neither source nor cue, so that whoever spoke before speaks in it.
    """
    quotations = list(_quotations(text))
    if not quotations or not claims:
        return list(claims)
    pieces = _Pieces(claims)
    grown, gone = _over_paragraphs(text, pieces, quotations)
    kept = [claim for claim in claims if id(claim) not in gone]
    return [*kept, *grown, *_behind(text, _Pieces([*kept, *grown]), quotations)]


class _Pieces:
    """The claims by where the pieces of what they say stand."""

    def __init__(self, claims: Sequence[Attribution]) -> None:
        self._pieces = sorted(((span, claim) for claim in claims for span in claim.content), key=lambda piece: piece[0])
        self._starts = [span[0] for span, _ in self._pieces]

    def touching(self, span: Span) -> list[Attribution]:
        """The claims that have any of a stretch, of the nearest ones that begin before it ends."""
        last = bisect_left(self._starts, span[1])
        near = self._pieces[max(0, last - _MOST_NEAR) : last]
        found = {id(claim): claim for (_, end), claim in near if end > span[0]}
        return list(found.values())

    def teller(self, span: Span) -> Attribution | None:
        """The claim that has most of a stretch."""
        return next((claim for claim in self.touching(span) if _covers(claim, span)), None)


def _quotations(text: str) -> Iterator[_Quotation]:
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        opened: int | None = None
        for at in range(start, end):
            sign = text[at]
            if opened is None:
                opened = at + 1 if sign in _OPEN else None
            elif sign in _CLOSE:
                yield _Quotation((opened, at), False, opened == start + 1, (start, end))
                opened = None
        if opened is not None and opened < end:
            yield _Quotation((opened, end), True, opened == start + 1, (start, end))


def _over_paragraphs(text: str, pieces: _Pieces, quotations: Sequence[_Quotation]) -> tuple[list[Attribution], set[int]]:
    """Claims for the paragraphs that open with a mark behind one whose quotation did not close, and which claims (by ``id``) they replace.

    All such paragraphs of one quotation are one more claim of whoever spoke there.
    """
    made: list[Attribution] = []
    gone: set[int] = set()
    goes_on = False
    for before, one in pairwise(quotations):
        is_next = before.is_open and one.opens_paragraph and not text[before.span[1] : one.span[0] - 1].strip()
        told = pieces.teller((max(before.span[0], before.span[1] - _LAST), before.span[1])) if is_next and not goes_on else None
        here = pieces.touching(one.span) if is_next else []
        piece = trim(text, one.span)
        if (
            not is_next
            or not (goes_on or told)
            or piece[1] <= piece[0]
            or any(claim.cue or claim.source or claim is told for claim in here)
        ):
            goes_on = False
            continue
        gone |= {id(claim) for claim in here}
        if goes_on:
            made[-1] = replace(made[-1], content=(*made[-1].content, piece))
        elif told:
            made.append(Attribution((piece,), None, None, here[0].act if here else "state", told.confidence))
        goes_on = True
    return made, gone


def _behind(text: str, pieces: _Pieces, quotations: Sequence[_Quotation]) -> Iterator[Attribution]:
    """Claims for quotations in no claim that go on from one."""
    last: Attribution | None = None
    for before, one in pairwise(quotations):
        told = last if last and _covers(last, before.span) else pieces.teller(before.span)
        last = None
        if told is None or before.is_open or pieces.touching(one.span) or not _is_sentence(text, one):
            continue
        if _goes_on(text, told, before, one):
            last = Attribution((trim(text, one.span),), None, None, "state", told.confidence)
            yield last


def _is_sentence(text: str, one: _Quotation) -> bool:
    """Whether it begins and ends as sentences do, and nothing goes on from it that may tell who speaks."""
    said = text[slice(*one.span)].strip()
    if len(said.split()) < _FEWEST or not said[0].isupper() or not (_ENDS_SENTENCE.search(said) or one.is_open):
        return False
    behind = text[one.span[1] + 1 : one.paragraph[1]].lstrip()
    return not behind or behind[0] in _OPEN or behind[0].isupper()


def _goes_on(text: str, told: Attribution, before: _Quotation, one: _Quotation) -> bool:
    """Whether nothing stands between two quotations but who says the first one, and the second begins a sentence."""
    between = text[before.span[1] + 1 : one.span[0] - 1]
    if not between.strip():
        return one.paragraph == before.paragraph or one.opens_paragraph
    parts = [span for span in (told.cue, told.source) if span and before.span[1] <= span[0] < one.span[0]]
    is_of_teller = bool(parts) and not _SENTENCE_ENDS.search(between) and _ENDS_SENTENCE.search(between) is not None
    return is_of_teller and (one.paragraph == before.paragraph or one.opens_paragraph)


def _covers(claim: Attribution, span: Span) -> bool:
    """Whether a claim has most of a stretch."""
    length = span[1] - span[0]
    shared = sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in claim.content)
    return length > 0 and shared >= _COVERED * length
