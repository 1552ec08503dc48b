"""Words that a line gives to someone by a colon alone: "Qast Air Force: two rockets towards Lusa"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from according.claims.headers import past_header
from according.claims.nouns import is_noun, phrase_after
from according.claims.wording import trim
from according.model import Attribution, Span
from according.spans import Holding
from according.vocab import load_speaking_words

_LABEL = re.compile(r"(?P<label>[^\W\d_][^\n.:;,!?\"“”]{1,70})(?P<cue>:)[ \t]+(?P<quote>[\"“])?(?=\S)")
_QUOTED = re.compile(r"[^\"“”\n]{2,}[\"”]")
_SPEAK = ("official", "military", "armed group", "UN", "NGO", "medical", "rescue", "monitor")
_FEWEST = 3  # words
CONFIDENCE = 0.5
"""How sure we are that such a line is a claim: nobody has measured it."""


def find_labelled(
    text: str, claims: Sequence[Attribution], sentences: Sequence[Span], kind_of: Callable[[str], str | None]
) -> Iterator[Attribution]:
    """A claim for each sentence that begins with an office or body and a colon, where no other claim says what follows."""
    holding = Holding(claims)
    for sentence in sentences:
        start, end = past_header(text, sentence)
        found = _LABEL.match(text, start, end)
        if found is None or not _speaks(text, found.span("label"), kind_of):
            continue
        quoted = _QUOTED.match(text, found.end()) if found["quote"] else None
        content = trim(text, (found.end(), quoted.end() if quoted else end))
        if len(text[slice(*content)].split()) < _FEWEST or holding.around((content[0], content[0] + 1)):
            continue
        yield Attribution((content,), found.span("label"), found.span("cue"), "state", CONFIDENCE)


def _speaks(text: str, label: Span, kind_of: Callable[[str], str | None]) -> bool:
    """Whether a label is whole the name or office of one who speaks, and no place of which the line tells."""
    near = phrase_after(text, label[0])
    if near != label or (kind := kind_of(text[slice(*label)])) not in _SPEAK:
        return False
    words = text[slice(*label)].lower().split()
    return kind != "official" or any(is_noun(word) for word in words) or words[-1] in load_speaking_words().bodies
