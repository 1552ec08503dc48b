"""Whether a happening is said to have happened: the tagger's word, put right where the words around it leave no doubt."""

from __future__ import annotations

import re

from according.events.mentions import Mention

_MAY = re.compile(r"\b(?:could|may|might)\s+(?:not\s+)?(?:have\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?$", re.IGNORECASE)
_COMING = re.compile(r"\b(?:planned|upcoming|impending|imminent|threatened)\s+(?:[\w’'-]+\s+)?$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:did|do|does|has|have|had|was|were|is|are)(?:n[’']t|\s+not|\s+never)\s+(?:yet\s+)?(?:been\s+|be\s+)?"
    r"(?:(?!only|merely|simply|solely)\w+ly\s+)?$",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|our|i)\b[^.;!?]*$", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:report|claim|allegation|accusation|rumou?r|statement|story|stories|assertion|charge)s?\s+(?:of|about|that)\b[^.;!?]*$",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"[^.;!?]{0,160}\b(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:false|untrue|not true|baseless|unfounded|groundless|fabricated|invented|fake|lies|a lie)\b",
    re.IGNORECASE,
)
_BEFORE = 40  # characters
_SENTENCE = 120  # characters


def status_of(text: str, mention: Mention) -> str:
    """The status of a mention; the tagger decides whether something is in doubt at all, the context what kind of doubt it is.

    What is in doubt inside a denial is denied, and what lies ahead inside a demand is unreal, as the guidelines have it. What
    somebody says was not done is denied, in the reporter's own words it is unreal.
    """
    status = mention.trigger.status
    start = mention.trigger.span[0]
    act = mention.claim.act if mention.claim else None
    if act == "deny" and status != "happened":
        return "denied"
    if act == "demand" and status == "future":
        return "unreal"
    before = text[max(0, start - _BEFORE) : start]
    if status in ("happened", "possible") and _NOT.search(before):
        is_told = mention.claim is not None or _OURS.search(text, max(0, start - _SENTENCE), start)
        return "denied" if is_told else "unreal"
    if _SAID.search(text, max(0, start - _SENTENCE), start) and _FALSE.match(text, start):
        return "denied"
    if status != "denied" and _MAY.search(before):
        return "possible"
    if status == "possible" and _COMING.search(before):
        return "future"
    return status
