"""How a claim is worded: quoted or not, how sure the source is, how far the reporter stands from it, where its spans end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from according.model import Span
from according.spans import strip_span
from according.vocab import load_speaking_words

_QUOTED = re.compile(r"[\"“„«”][^\"“”„«»]{2,}?(?:[\"”»]|\n\s*\n|\Z)")
_CLOSES_SINGLE = re.compile(r"[.,!?…]{0,2}['’](?!\w)")
_EDGE = " \t\r\n\"“”„«»‘’'`,;:.!?–—-…"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HEDGED_WITHIN = 14  # words


def find_quotations(text: str) -> list[Span]:
    """The stretches of a text that stand in double quotation marks; one that never closes ends with its paragraph."""
    return [found.span() for found in _QUOTED.finditer(text)]


def form_of(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> str:
    """``direct`` if all of the content is quoted, ``mixed`` if a part of it is, else ``indirect``."""
    if all(_is_in_single_marks(text, span) for span in content):
        return "direct"
    touched = [any(a < end and start < b for a, b in quotations) for start, end in content]
    inside = [any(a <= start + 1 and end - 1 <= b for a, b in quotations) for start, end in content]
    if all(inside):
        return "direct"
    return "mixed" if any(touched) else "indirect"


def _is_in_single_marks(text: str, span: Span) -> bool:
    """Whether a stretch stands between single quotation marks, which open behind no letter and close before none."""
    start, end = span
    opens = text[start - 1 : start] in ("'", "‘") and not text[max(0, start - 2) : start - 1].isalnum()
    return start > 0 and opens and _CLOSES_SINGLE.match(text, end) is not None


def certainty_of(text: str, content: Sequence[Span], cue: Span | None, nested: Sequence[Span] = ()) -> str:
    """How sure the source is: ``certain``, ``probable``, ``possible`` or ``doubted``; words inside nested claims do not count."""
    vocabulary = load_speaking_words()
    cues = set(_lower_words(text, [cue] if cue else [], ()))
    words = list(islice(_lower_words(text, content, nested), _HEDGED_WITHIN))
    for grade, hedges, hedging_cues in (
        ("doubted", vocabulary.doubted, vocabulary.doubted_cues),
        ("possible", vocabulary.possible, vocabulary.possible_cues),
        ("probable", vocabulary.probable, vocabulary.probable_cues),
    ):
        if not (hedges | hedging_cues).isdisjoint(cues):
            return grade
        if any(word in hedges and [word, *words[at + 1 : at + 2]] != ["could", "not"] for at, word in enumerate(words)):
            return grade
    return "certain"


def distance_of(text: str, cue: Span | None) -> str | None:
    """The word by which the reporter keeps a distance from what is said ("claimed", "allegedly"), in lower case."""
    distancing = load_speaking_words().distancing
    return next((word for word in _lower_words(text, [cue] if cue else [], ()) if word in distancing), None)


def _lower_words(text: str, spans: Sequence[Span], without: Sequence[Span]) -> Iterator[str]:
    """Words in lower case, but "May" the month as it stands."""
    for start, end in spans:
        for found in _WORD.finditer(text, start, end):
            if not any(a <= found.start() < b for a, b in without):
                yield found[0] if found[0] == "May" else found[0].lower()


def trim(text: str, span: Span) -> Span:
    """The span without quotation marks and punctuation at its ends; brackets and the dots of initials stay."""
    start, end = strip_span(text, span, _EDGE)
    if text[end : end + 1] == "." and _is_initial(text, end + 1) and end < span[1]:
        end += 1
    return start, end


def _is_initial(text: str, end: int) -> bool:
    return text[end - 1] == "." and end >= 4 and text[end - 2].isupper() and text[end - 3] == "."
