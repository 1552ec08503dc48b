"""Quotations that go on: over paragraphs that open with a mark anew, and sentence after sentence with no word of who speaks."""

from __future__ import annotations

import re
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
    if not quotations:
        return list(claims)
    claims = _over_paragraphs(text, list(claims), quotations)
    return [*claims, *_behind(text, claims, quotations)]


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


def _over_paragraphs(text: str, claims: list[Attribution], quotations: Sequence[_Quotation]) -> list[Attribution]:
    """The paragraphs that open with a mark behind one whose quotation did not close are one more claim of whoever spoke there."""
    going_on: Attribution | None = None
    for before, one in pairwise(quotations):
        if not (before.is_open and one.opens_paragraph and not text[before.span[1] : one.span[0] - 1].strip()):
            going_on = None
            continue
        told = next((claim for claim in claims if _covers(claim, (max(before.span[0], before.span[1] - _LAST), before.span[1]))), None)
        here = [claim for claim in claims if _touches(claim, one.span)]
        piece = trim(text, one.span)
        if told is None or piece[1] <= piece[0] or any(claim.cue or claim.source or claim is told for claim in here):
            going_on = None
            continue
        made = Attribution((piece,), None, None, here[0].act if here else "state", told.confidence)
        if going_on is not None:
            made = replace(going_on, content=(*going_on.content, piece))
        claims = [*(claim for claim in claims if claim is not going_on and claim not in here), made]
        going_on = made
    return claims


def _behind(text: str, claims: Sequence[Attribution], quotations: Sequence[_Quotation]) -> Iterator[Attribution]:
    """Claims for quotations in no claim that go on from one."""
    known = list(claims)
    for before, one in pairwise(quotations):
        if any(_touches(claim, one.span) for claim in known) or not _is_sentence(text, one) or before.is_open:
            continue
        told = next((claim for claim in known if _covers(claim, before.span)), None)
        if told is None or not _goes_on(text, told, before, one):
            continue
        made = Attribution((trim(text, one.span),), None, None, "state", told.confidence)
        known.append(made)
        yield made


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


def _touches(claim: Attribution, span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in claim.content)
