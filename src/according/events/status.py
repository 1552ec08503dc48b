"""Whether a happening is said to have happened: the tagger's word, put right where the words around it leave no doubt."""

from __future__ import annotations

import re

from according.events.mentions import Mention

_MAY = re.compile(r"\b(?:could|may|might)\s+(?:not\s+)?(?:have\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?$", re.IGNORECASE)
_COMING = re.compile(r"\b(?:planned|upcoming|impending|imminent|threatened)\s+(?:[\w’'-]+\s+)?$", re.IGNORECASE)
_BEFORE = 40  # characters


def status_of(text: str, mention: Mention) -> str:
    """The status of a mention; the tagger decides whether something is in doubt at all, the context what kind of doubt it is.

    What is in doubt inside a denial is denied, and what lies ahead inside a demand is unreal, as the guidelines have it.
    """
    status = mention.trigger.status
    start = mention.trigger.span[0]
    act = mention.claim.act if mention.claim else None
    if act == "deny" and status != "happened":
        return "denied"
    if act == "demand" and status == "future":
        return "unreal"
    before = text[max(0, start - _BEFORE) : start]
    if status != "denied" and _MAY.search(before):
        return "possible"
    if status == "possible" and _COMING.search(before):
        return "future"
    return status
