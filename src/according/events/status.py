"""Whether a happening is said to have happened: the tagger's word, put right where the words around it leave no doubt."""

from __future__ import annotations

import re

from according.events.mentions import Mention

_MAY = re.compile(
    r"\b(?:could|may|might)\s+(?:(?:not|still|also|even|yet|well|soon|now)\s+)?(?:have\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?$", re.IGNORECASE
)
_COMING = re.compile(r"\b(?:planned|upcoming|impending|imminent|threatened)\s+(?:[\w’'-]+\s+)?$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:did|do|does|has|have|had|was|were|is|are)(?:n[’']t|\s+not|\s+never)\s+(?:yet\s+)?(?:been\s+|be\s+)?"
    r"(?:(?!only|merely|simply|solely)\w+ly\s+)?$|\bnever\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_WEAPON = re.compile(r"(?:artillery|guns?|mortars?|(?:war)?planes?|(?:fighter )?jets?|aircraft|helicopters?|drones?|tanks?)", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"\s+(?:did|do|does|has|have|had)(?:n[’']t|\s+not|\s+never)\s+(?!only\b)\w+", re.IGNORECASE)
"""Behind a weapon that stands for what it does: "our artillery did not fire"."""
_HAS_BEEN = r"(?:is|was|were|has\s+been|have\s+been|had\s+been)"
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
_WOULD_NOT_HAVE = re.compile(r"\bwould(?:n[’']t|\s+not|\s+never)\s+have\s+(?:been\s+)?(?:\w+ly\s+)?$", re.IGNORECASE)
_BUT_FOR = re.compile(
    r"[^.;!?]*?\b(?:had\s+(?:it|they|he|she)\s+not\b|(?:if|were)\s+(?:it\s+)?(?:were\s+|was\s+)?not\s+for\b|but\s+for\b)", re.IGNORECASE
)
"""Behind what would not have been done, and so was: "would not have shelled it had it not been for their silence"."""
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
_SAID = re.compile(
    r"\b(?:report|claim|allegation|accusation|rumou?r|statement|story|stories|assertion|charge)s?\s+(?:of|about|that)\b[^.;!?]*$",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"[^.;!?]{0,160}\b(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:false|untrue|not true|baseless|unfounded|groundless|fabricated|invented|fake|lies|a lie)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial)|refut|dismiss|reject|disput)\w*", re.IGNORECASE)
_NOUN_OF_SAYING = re.compile(r"(?:claim|report|allegation|accusation|rumou?r|assertion|suggestion|charge)s?", re.IGNORECASE)
"""What is denied with its content: "rejected claims that nine were killed"."""
_APART = re.compile(
    r"\b(?:when|while|after|before|since|who|which|whose|whom|where|calls?|demands?|appeals?|invitations?)\b", re.IGNORECASE
)
"""After these words a denial speaks of what it takes for granted."""
_THE = re.compile(r"\b(?:the|this|that|these|those|its|their)\s+$", re.IGNORECASE)
_DONE_TO = re.compile(r"\w+ed\s+(?!(?:ha[sd]|have|was|were|is|are|by|in|at|on|and|or|to|from|with|of|who|that)\b)[a-z]")
"""A word that says of a thing what was done to it is taken for granted where something of it is denied: "flooding the shelled town"."""
_TELLING_OF = re.compile(
    r"\b(?:account|version|description|portrayal)s?\s+of\s+(?:the|this|that|an?)\s+(?:\w+\s+)?$"
    r"|\b(?:excuses?|pretexts?|justifications?|justify(?:ing)?)\s+(?:[\w’']+\s+){0,5}$",
    re.IGNORECASE,
)
"""Who disputes how something is told, or excused, takes it for granted: "disputed that account of the raid", "rejected excuses for it"."""
_UNTRUE = re.compile(r"\b(?:not\s+true|untrue|false|a\s+lie)\s+that\b[^.;!?]*$", re.IGNORECASE)
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
    if _is_taken_for_granted(text, mention, before, is_first=is_first):
        return "happened"
    is_open = _UNCONFIRMED.search(text, max(0, start - _SENTENCE), start) is not None
    if act == "deny" and status != "happened" and not (is_open and _is_said_plainly(text, mention)):
        return "denied"
    if act == "demand" and status == "future":
        return "unreal"
    is_negated = _NOT.search(before) or (
        _WEAPON.fullmatch(text, *mention.trigger.span) and _NOT_BEHIND.match(text, mention.trigger.span[1])
    )
    if status in ("happened", "possible", "unreal") and is_negated:
        is_own = _OURS.search(text, max(0, start - _SENTENCE), start) or _is_of_speaker(text, mention)
        return "denied" if is_own or (mention.claim is not None and status != "unreal") else "unreal"
    if _is_denied(text, mention, is_first) or (_SAID.search(text, max(0, start - _SENTENCE), start) and _FALSE.match(text, start)):
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
    return status


def _is_taken_for_granted(text: str, mention: Mention, before: str, *, is_first: bool) -> bool:
    """Whether words of a denial, or of what would not have been, hold for done what they name: "denied flooding the shelled town"."""
    start, end = mention.trigger.span
    if _WOULD_NOT_HAVE.search(before):
        return _BUT_FOR.match(text, end) is not None
    if not (_THE.search(before) and _DONE_TO.match(text, start)) and not _TELLING_OF.search(before):
        return False
    is_denial = mention.claim is not None and mention.claim.act == "deny"
    return is_denial or mention.trigger.status == "denied" or _is_denied(text, mention, is_first)


def _is_said_plainly(text: str, mention: Mention) -> bool:
    """Whether the claim that holds a mention has a word of saying and none of denying: "said it had no confirmation that"."""
    cue = mention.claim.cue if mention.claim else None
    return cue is not None and not _DENIES.match(text, cue[0])


def _is_of_speaker(text: str, mention: Mention) -> bool:
    """Whether a claim that holds the mention says it of the speaker itself from its first word on."""
    claim = mention.claim
    if claim is None or claim.source is None:
        return False
    return any(
        _SPEAKER.match(text, start, mention.trigger.span[0]) for start, end in claim.content if start <= mention.trigger.span[0] < end
    )


def _is_denied(text: str, mention: Mention, is_first: bool) -> bool:
    """Whether it is the first thing told in what somebody denies, which is what is denied, or follows "it is not true that"."""
    start = mention.trigger.span[0]
    if _UNTRUE.search(text, max(0, start - _SENTENCE), start):
        return True
    claim = next((one for one in mention.around if not (one.cue and _NOUN_OF_SAYING.fullmatch(text, *one.cue))), None)
    if claim is None or claim.act != "deny" or claim.cue is None or not _DENIES.match(text, claim.cue[0]):
        return False
    first = min(span[0] for span in claim.content)
    return is_first and first <= start and not _APART.search(text, first, start)
