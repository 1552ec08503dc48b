"""Whether a happening is said to have happened: the tagger's word, put right where the words around it leave no doubt."""

from __future__ import annotations

import re

from according.events.denials import DENIES, is_denied, status_in_denial
from according.events.mentions import Mention

_MAY = re.compile(
    r"\b(?:could|may|might)\s+(?:(?:not|still|also|even|yet|well|soon|now)\s+)?(?:have\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?$", re.IGNORECASE
)
_COMING = re.compile(r"\b(?:planned|upcoming|impending|imminent|threatened)\s+(?:[\w’'-]+\s+)?$", re.IGNORECASE)
_EXPECTED = re.compile(
    r"(?:\s+(?:talks|negotiations|meeting|deal|operation|strikes?|convoys?|deliveries))?\s+(?:is|are|remains?)\s+(?:(?:still|now|also)\s+)?"
    r"(?:expected|due|scheduled|set|slated|planned|supposed|likely)\s+(?:to|for|on|in|at|next|later|this)\b",
    re.IGNORECASE,
)
"""Behind what lies ahead: "talks are expected to resume"; not "is expected to have"."""
_NOT = re.compile(
    r"\b(?:did|do|does|has|have|had|was|were|is|are)(?:n[’']t|\s+not|\s+never)\s+(?:yet\s+)?(?:been\s+|be\s+)?"
    r"(?:(?!only|merely|simply|solely)\w+ly\s+)?$|\bnever\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_WEAPON = re.compile(r"(?:artillery|guns?|mortars?|(?:war)?planes?|(?:fighter )?jets?|aircraft|helicopters?|drones?|tanks?)", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"\s+(?:did|do|does|has|have|had)(?:n[’']t|\s+not|\s+never)\s+(?!only\b)\w+", re.IGNORECASE)
"""Behind a weapon that stands for what it does: "our artillery did not fire"."""
_HAS_BEEN = r"(?:is|was|were|has\s+been|have\s+been|had\s+been)"
_NOTHING_BEHIND = re.compile(r"ed\s+no\s+(?!less\b|fewer\b|more\b|longer\b|doubt\b)\w", re.IGNORECASE)
"""Of whom nobody was hit: "our gunners shelled no town"."""
_NOBODY = re.compile(
    r"\b(?:(?:no(?! (?:less|fewer|more))|none\s+of)(?:\s+(?!that|which|who|whether|to)[\w’'-]+){1,4}|nobody|no[ -]one|none)"
    rf"\s+{_HAS_BEEN}\s+(?:\w+ly\s+)?$|\bthere\s+{_HAS_BEEN}\s+no\s+(?:[\w’'-]+\s+)?$",
    re.IGNORECASE,
)
_UNCONFIRMED = re.compile(
    r"\b(?:no|any|without|lacks?|(?:not|n[’']t)\s+(?:yet\s+)?(?:received|had|heard|seen))\s+(?:(?!longer)[\w-]+\s+)?"
    r"(?:confirmation|word|proof|verification)\s+(?:of|that|about)\b[^.;!?]*$",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:fail(?:ed|s|ing)?|(?:un|not\s+(?:been\s+)?)able)\s+to\s+(?:\w+ly\s+)?$|\bcould(?:n[’']t|\s+not)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_RULED_OUT = re.compile(r"\b(?:rul(?:ed|es|ing) out|refus(?:ed|es|ing) to)\s+(?:(?:any|a|an|the|all)\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_SUPPOSED = re.compile(r"\bif\b[^.;!?,]*\bwere\s+to\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?:that\s+)?(?:it|they|(?:its|their)\s+(?:[\w’'-]+\s+){1,3})\s*"
    r"(?:did|do|does|has|have|had|was|were|is|are)(?:n[’']t|\s+not|\s+never)\b[^.;!?,]*$",
    re.IGNORECASE,
)
"""Words that begin with the speakers themselves: "it did not", "its forces had never"."""
_OURS = re.compile(r"\b(?:we|our|i)\b[^.;!?]*$", re.IGNORECASE)
_BEFORE = 56  # characters
_SENTENCE = 120  # characters


def status_of(text: str, mention: Mention, *, is_first: bool) -> str:
    """The status of a mention; the tagger decides whether something is in doubt at all, the context what kind of doubt it is.

    What is in doubt inside a denial is denied, and so is what it tells first (``is_first``), but not what it takes for granted;
    what lies ahead inside a demand is unreal, as the guidelines have it. What somebody says was not done is denied, above all what
    "we" did not do; what did not come to pass, in the reporter's own words or for want of success, is unreal.
    """
    status = mention.trigger.status
    start = mention.trigger.span[0]
    act = mention.claim.act if mention.claim else None
    before = text[max(0, start - _BEFORE) : start]
    if settled := status_in_denial(text, mention, is_first=is_first):
        return settled
    is_open = _UNCONFIRMED.search(text, max(0, start - _SENTENCE), start) is not None
    if act == "deny" and status != "happened" and not (is_open and _is_said_plainly(text, mention)):
        return "denied"
    if act == "demand" and status == "future":
        return "unreal"
    is_negated = (
        _NOT.search(before)
        or _NOTHING_BEHIND.match(text, mention.trigger.span[1] - 2)
        or (_WEAPON.fullmatch(text, *mention.trigger.span) and _NOT_BEHIND.match(text, mention.trigger.span[1]))
    )
    if status in ("happened", "possible", "unreal") and is_negated:
        is_own = _OURS.search(text, max(0, start - _SENTENCE), start) or _is_of_speaker(text, mention)
        return "denied" if is_own or (mention.claim is not None and status != "unreal") else "unreal"
    if is_denied(text, mention, is_first=is_first):
        return "denied"
    if status in ("happened", "possible") and any(pattern.search(before) for pattern in (_NOBODY, _FAILED, _RULED_OUT)):
        return "unreal"
    if status in ("happened", "possible", "future") and _SUPPOSED.search(text, max(0, start - _SENTENCE), start):
        return "unreal"
    if status in ("happened", "denied") and is_open and (act != "deny" or _is_said_plainly(text, mention)):
        return "possible"
    if status != "denied" and _MAY.search(before):
        return "possible"
    if status == "possible" and _COMING.search(before):
        return "future"
    if status == "happened" and _EXPECTED.match(text, mention.trigger.span[1]):
        return "future"
    return status


def _is_said_plainly(text: str, mention: Mention) -> bool:
    """Whether the claim that holds a mention has a word of saying and none of denying: "said it had no confirmation that"."""
    cue = mention.claim.cue if mention.claim else None
    return cue is not None and not DENIES.match(text, cue[0])


def _is_of_speaker(text: str, mention: Mention) -> bool:
    """Whether a claim that holds the mention says it of the speaker itself from its first word on."""
    claim = mention.claim
    if claim is None or claim.source is None:
        return False
    return any(
        _SPEAKER.match(text, start, mention.trigger.span[0]) for start, end in claim.content if start <= mention.trigger.span[0] < end
    )
