"""What a source does by its words, where the words say it plainer than the network heard it."""

from __future__ import annotations

import re
from dataclasses import replace

from according.model import Attribution
from according.vocab import load_speaking_words

_WORD = re.compile(r"[^\W\d_]+")
_CALLING_FOR = re.compile(r"[ \t]+(?:for|on|upon|in|to|out|off|up)\b")
_NAMED = re.compile(r"(?:it|him|her|them|this|that|me|us)\b(?! to\b)|[^\"“”]*[\"“]")
_REPORTS = re.compile(r"(?:reports?|claims?|allegations?|accusations?|charges|suggestions?|rumou?rs?)$")
_TURNING_DOWN = re.compile(
    r"\b(?P<cue>(?:dismiss|reject|refut|rebuff)(?:es|s|ed|ing)|den(?:y|ies|ied|ying))[ \t]+"
    r"(?:(?:the|such|any|all|media|these|those|\w+ly)[ \t]+){0,3}$"
)


def with_act(text: str, claim: Attribution) -> Attribution:
    """The claim with the act that its cue and what it calls something tell; "rejected reports that" is a denial, cue "rejected"."""
    if claim.cue is None:
        return claim
    start, end = claim.cue
    words = load_speaking_words()
    cue = [found[0].lower() for found in _WORD.finditer(text, start, end)]
    if _REPORTS.match(text[start:end]) and claim.source and claim.source[1] < start:
        if found := _TURNING_DOWN.search(text, claim.source[1], start):
            return replace(claim, cue=found.span("cue"), act="deny")
        return claim
    if not words.hopes.isdisjoint(cue) and claim.act in ("commit", "state"):
        return replace(claim, act="believe")
    if not words.denials.isdisjoint(cue) and claim.act == "state":
        return replace(claim, act="deny")
    if claim.act == "threaten" and not words.warnings.isdisjoint(cue):
        said = _said(text, claim)
        return claim if words.blows & said or {"we", "will"} <= said else replace(claim, act="state")
    is_demand = claim.act == "demand"
    if len(cue) != 1 or cue[0] not in words.naming or claim.act not in ("demand", "state"):
        return claim
    if is_demand and (_CALLING_FOR.match(text, end) or not _NAMED.match(text, *claim.content[0])):
        return claim
    said = _said(text, claim)
    act = "deny" if said & words.falsehoods else "accuse" if said & words.wrongs else "state"
    return replace(claim, act=act)


def _said(text: str, claim: Attribution) -> set[str]:
    return {found[0].lower() for a, b in claim.content for found in _WORD.finditer(text, a, b)}
