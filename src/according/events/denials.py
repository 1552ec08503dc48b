"""What a denial denies, and what it takes for granted: "denied shelling the besieged town" says nothing against the siege."""

from __future__ import annotations

import re

from according.events.mentions import Mention

_SAID = re.compile(
    r"\b(?:report|claim|allegation|accusation|rumou?r|statement|story|stories|assertion|charge)s?\s+(?:of|about|that)\b[^.;!?]*$",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"[^.;!?]{0,160}\b(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:false|untrue|not true|baseless|unfounded|groundless|fabricated|invented|fake|lies|a lie)\b",
    re.IGNORECASE,
)
DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial)|refut|dismiss|reject|disput)\w*", re.IGNORECASE)
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
    r"|\b(?:excuses?|pretexts?|justifications?|justify(?:ing)?)\s+(?:[\w’']+\s+){0,5}$"
    r"|\b(?:is|was|were|been|be)\s+(?:\w+\s+)?(?:wrong|a\s+mistake|an\s+error)\s+(?:for|of)\b"
    r"(?![^.;!?,]*\b(?:say|claim|suggest|think|believe|state|assume|call|conclude|report|describe|accuse|blame)\b)[^.;!?,]*$",
    re.IGNORECASE,
)
"""Who disputes how something is told, or excused, takes it for granted: "disputed that account of the raid", "rejected excuses for it",
and so does who calls it wrong: "it was wrong for them to arm the militia"."""
_UNTRUE = re.compile(r"\b(?:not\s+true|untrue|false|a\s+lie)\s+that\b[^.;!?]*$", re.IGNORECASE)
_WHO = re.compile(
    r"\bthat\s+(?:(?:a|an|the|one|two|three|some|any|\d+)\s+)?(?:(?!who|which|that|was|were|had|has|have|been|is|are|it|they|he|she|we)[\w’'-]+\s+){1,4}$",
    re.IGNORECASE,
)
_SINGLED_OUT = re.compile(
    r"\s+(?:in|on|at|by|near|during|from|last|earlier|yesterday|there|here|over)\b[^.;!?,]*?\s(?:is|are|was|were|has|had|have|did|belongs?|belonged)\b",
    re.IGNORECASE,
)
"""Behind whom a denial is about, told apart by what was done to them: "denied that a woman detained in Orna is his wife"."""
_WAS_WHAT = re.compile(
    r"\s+(?:had\s+been|has\s+been|was|were|is|are)\s+(?:(?:an?|its|their|his|her|our)\s+(?!\w+ed\b)|accidental|deliberate|intentional|justified)",
    re.IGNORECASE,
)
"""Behind what is taken for granted where only its nature is denied: "denied that the crash was an accident"."""
_TURNED_DOWN = re.compile(
    r"\b(?:reject|refus|rul(?:e|ed|es|ing)\s+out|turn(?:ed|s|ing)?\s+down|dismiss|declin|rebuff|spurn)\w*(?:\s+out|\s+down)?\s+"
    r"(?:[\w’'“”\"-]+\s+){0,6}?(?:calls?|demands?|appeals?|requests?|pleas?|proposals?|offers?|plans?|invitations?|ideas?|conditions?|terms)\b[^.;!?]*$"
    r"|\b(?:reject|rul(?:e|ed|es|ing)\s+out|turn(?:ed|s|ing)?\s+down|declin|rebuff|spurn)\w*(?:\s+out|\s+down)?\s+"
    r"(?!(?:[\w’'-]+\s+){0,3}(?:reports?|claims?|allegations?|accusations?|rumou?rs?|suggestions?|charges?)\b)(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""Who turns down a proposal, or what is proposed, denies nothing that was: "rejected calls for a truce", "ruled out talks"."""
_TO_END = re.compile(
    r"\b(?:halt|stop|end|cease|quit|pause|suspend)\w*\s+(?:to\s+)?(?:(?:the|its|their|all|any|his|her)\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE
)
_PROPOSED = frozenset(("ceasefire", "diplomacy", "evacuation", "aid", "release", "surrender"))
_WOULD = re.compile(r"\b(?:and|but)\s+(?:\w+\s+)?(?:would|will|shall)\s[^.;!?]*$", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|without|cannot|refut\w*|dismiss\w*|reject\w*|disput\w*|false\w*|(?:un)?true|lie[sd]?|fake\w*"
    r"|den(?:y|ies|ied|ying|ials?)|hoax\w*|fabricat\w*|invent\w*|baseless|unfounded|groundless|debunk\w*|rumou?rs?|propaganda|myth|alleg\w*"
    r"|so-called|contrary|rather|absence|lack\w*|un(?:harmed|hurt|likely)|alive|safe|wrong\w*|incorrect|mistak\w*|refus\w*|ignor\w*|laugh\w*"
    r"|shrug\w*|scoff\w*|nonsense|instead|doubt\w*)\b|n[’']t\b|[“\"‘']\w+[”\"’'’]",
    re.IGNORECASE,
)
"""Without any of these words in its sentence nothing is denied, whatever is known of such happenings."""
_END = re.compile(r"[.!?](?=\s)|\n")
_WOULD_NOT_HAVE = re.compile(r"\bwould(?:n[’']t|\s+not|\s+never)\s+have\s+(?:been\s+)?(?:\w+ly\s+)?$", re.IGNORECASE)
_BUT_FOR = re.compile(
    r"[^.;!?]*?\b(?:had\s+(?:it|they|he|she)\s+not\b|(?:if|were)\s+(?:it\s+)?(?:were\s+|was\s+)?not\s+for\b|but\s+for\b)", re.IGNORECASE
)
"""Behind what would not have been done, and so was: "would not have shelled it had it not been for their silence"."""
_BEFORE = 56  # characters
_SENTENCE = 120  # characters
_LONGEST = 300  # characters


def status_in_denial(text: str, mention: Mention, *, is_first: bool) -> str | None:
    """The status that words of denial around a mention leave no doubt of; None where they tell none.

    ``is_first`` where it is what its claim tells first. What is taken for granted happened, what was only proposed and turned down
    is unreal, and without a word of denial, negation or doubt in its sentence nothing is denied.
    """
    trigger, act = mention.trigger, mention.claim.act if mention.claim else None
    start = trigger.span[0]
    if _is_taken_for_granted(text, mention, is_first=is_first):
        return "happened"
    if trigger.status == "denied" and act != "deny" and not _is_doubted(text, mention):
        return "happened"
    if trigger.status != "denied" and act != "deny":
        return None
    said = text[max(0, start - _SENTENCE) : start]
    if _TURNED_DOWN.search(said):
        if trigger.kind in _PROPOSED:
            return "unreal"
        if _TO_END.search(said):
            return "happened"
    is_ahead = trigger.status in ("future", "unreal") and _WOULD.search(text, max(0, start - _LONGEST), start)
    return trigger.status if is_ahead else None


def is_denied(text: str, mention: Mention, *, is_first: bool) -> bool:
    """Whether it is the first thing told in what somebody denies, which is what is denied, or is called untrue in so many words."""
    start = mention.trigger.span[0]
    if _UNTRUE.search(text, max(0, start - _SENTENCE), start):
        return True
    if _SAID.search(text, max(0, start - _SENTENCE), start) and _FALSE.match(text, start):
        return True
    claim = next((one for one in mention.around if not (one.cue and _NOUN_OF_SAYING.fullmatch(text, *one.cue))), None)
    if claim is None or claim.act != "deny" or claim.cue is None or not DENIES.match(text, claim.cue[0]):
        return False
    first = min(span[0] for span in claim.content)
    return is_first and first <= start and not _APART.search(text, first, start)


def _is_taken_for_granted(text: str, mention: Mention, *, is_first: bool) -> bool:
    """Whether words of a denial, or of what would not have been, hold for done what they name: "denied flooding the shelled town"."""
    start, end = mention.trigger.span
    before = text[max(0, start - _BEFORE) : start]
    if _WOULD_NOT_HAVE.search(before):
        return _BUT_FOR.match(text, end) is not None
    is_known = (
        (text[end - 2 : end] in ("ed", "en") and _WHO.search(before) and _SINGLED_OUT.match(text, end))
        or (_THE.search(before) and (_DONE_TO.match(text, start) or _WAS_WHAT.match(text, end)))
        or _TELLING_OF.search(before)
    )
    if not is_known:
        return False
    is_denial = mention.claim is not None and mention.claim.act == "deny"
    return is_denial or mention.trigger.status == "denied" or is_denied(text, mention, is_first=is_first)


def _is_doubted(text: str, mention: Mention) -> bool:
    """Whether the sentence of a mention has a word of denial, of negation or of doubt at all."""
    start, end = mention.trigger.span
    first = max((found.end() for found in _END.finditer(text, max(0, start - _LONGEST), start)), default=max(0, start - _LONGEST))
    last = _END.search(text, end)
    return _DOUBT.search(text, first, min(last.end() if last else len(text), end + _LONGEST)) is not None
