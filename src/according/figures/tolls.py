"""What a figure measures where the words say it: what a toll counts, and what is said right behind of those who are counted."""

from __future__ import annotations

import re

from according.figures.reads import Read
from according.figures.tokens import Tokens

_TOLL = re.compile(
    r"\b(?:toll|number of (?:(?:the|those|people|civilians) )?"
    r"(?P<state>dead|deaths|fatalities|killed|wounded|injured|injuries|missing|displaced|refugees|evacuees))\b",
    re.IGNORECASE,
)
_LEADS_TO_NUMBER = re.compile(
    r"[^.;\d\"“”]{0,110}?(?:\bfrom \d[\d,.]* )?(?<!due )(?<!according )"
    r"\b(?:was|is|reached|reaching|stands|stood|hit|passed|topped|surpassed|exceeded|to|at|from|of|rose|climbed) $",
    re.IGNORECASE,
)
_TOLL_REACH = 150  # characters
_STATES = {"wounded": "injured", "injured": "injured", "injuries": "injured", "missing": "missing", "displaced": "displaced"}
_STATES |= {"refugees": "displaced", "evacuees": "evacuated"}
_COUNTABLE = frozenset(("none", "people", "households", "unknown", "pronoun", "killed"))
_BEHIND = {
    "missing": "missing",
    "unaccounted": "missing",
    "trapped": "trapped",
    "stranded": "trapped",
    "displaced": "displaced",
    "uprooted": "displaced",
    "registered": "displaced",
    "sheltering": "displaced",
    "fled": "displaced",
    "evacuated": "evacuated",
    "abducted": "abducted",
    "kidnapped": "abducted",
    "arrested": "detained",
    "detained": "detained",
}
_ARMS = r"(?:laid\s+down|gave\s+up|handed\s+over)\s+their\s+(?:arms|weapons)"
_GIVE_UP = re.compile(
    rf"\s+(?:(?:have|had|has|also|then|later|reportedly)\s+)*(?:surrendered|{_ARMS})\b"
    rf"|\s+(?:(?:was|were|are)\s+)?among\s+(?:those|the\s+\w+)\s+who\s+(?:had\s+)?(?:surrendered|{_ARMS})\b",
    re.IGNORECASE,
)
"""Behind those who give themselves up, soldiers too."""
_NOT_OF_PEOPLE = frozenset(("units", "vehicles", "weapons", "buildings", "places"))
_BETWEEN = frozenset(
    "was were been be being is are have has had got also still may might could would will remain remained remains feared believed"
    " reported reportedly now to".split()
)
_MOST_BETWEEN = 4
_ARE_THERE = re.compile(
    r"\b(?:threaten(?:s|ing)|endanger(?:s|ing|ed)|jeopardi[sz](?:es|ing)|imperil(?:s|ling|led)?|home\s+to|hous(?:es|ing)|shelter(?:s|ing)"
    r"|(?:puts?|putting)\s+at\s+risk)\s+(?:the\s+(?:lives\s+of|lives|safety\s+of)\s+)?\Z",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"\b(?:food|aid|blankets|supplies|meals|medicines?|water|rations|parcels|baskets|kits|relief|assistance|help|tents|flour|vaccines)"
    r"\b[^.;:,]{0,40}?\b(?:for|to|reach(?:ed|ing)?)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""What reaches those who need it: "food and blankets to 250 families", "aid for 40,000 people"."""
_KEPT = re.compile(r"\b(?:prevent|stop|block|bar|hinder|keep|kept)\w*\s+(?:the\s+)?\Z", re.IGNORECASE)
_FROM_LEAVING = re.compile(
    r"\s+from\s+(?:leav|flee|escap|depart|reach|cross|return|go|pass|get|mov|travell?|evacuat|exit)ing\b", re.IGNORECASE
)
"""Around those who are kept where they are: "prevented dozens of families from reaching it"."""
_WORDS_BEFORE = 72  # characters
_HARM = re.compile(
    r"kill|dead|death|\bdie[sd]?\b|dying|\bsl[ae][iyw]|murder|massacr|execut|behead|wound|injur|casualt|martyr|victim|\blives\b|\bbod(?:y|ies)\b"
    r"|\btoll|fatal|\blos[st]|shot|shoot|hang|slaughter|perish|assassin|burn|corpse|drown|stab|buried|claim|eliminat|neutrali|annihilat|wiped"
    r"|lynch|hurt|\bhit|maim|suffocat|poison|gass|chok|gunned|blew|blow|explo|suicide|surviv|crucif|hack|starv|shell|bomb|strike|struck|raid"
    r"|attack|hospital|treat|destroy|fire|\bmines?\b",
    re.IGNORECASE,
)
"""What harms, or tells of the harmed."""
_AROUND_BEFORE, _AROUND_BEHIND = 250, 150  # characters


def told_by_toll(tokens: Tokens, read: Read) -> str | None:
    """What a toll counts whose number this is: "the death toll rose to 42", "the number of wounded stands at 34".

    >>> from according.figures.amounts import find_amounts
    >>> from according.figures.reads import read_unmarked
    >>> tokens = Tokens("They put the toll at 37 and the number of wounded at 40.")
    >>> [told_by_toll(tokens, read_unmarked(tokens, amount)) for amount in find_amounts(tokens)]
    ['killed', 'injured']
    """
    if read.noun not in _COUNTABLE:
        return None
    start = tokens.starts[read.first]
    found = None
    for one in _TOLL.finditer(tokens.text, max(0, start - _TOLL_REACH), start):
        found = one
    if found is None or not _LEADS_TO_NUMBER.match(tokens.text, found.end(), start):
        return None
    return _STATES.get((found["state"] or "").lower(), "killed")


def told_by_noun(read: Read) -> str | None:
    """What the counted are called: "three deaths" are killed and "22 injuries" injured, whatever stands around them.

    >>> from according.figures.amounts import find_amounts
    >>> from according.figures.reads import read_unmarked
    >>> tokens = Tokens("Three deaths and 22 injuries were reported.")
    >>> [told_by_noun(read_unmarked(tokens, amount)) for amount in find_amounts(tokens)]
    ['killed', 'injured']
    """
    counted = read.counted
    is_alone = counted is not None and counted.end == counted.head + 1
    return read.noun if is_alone and read.noun in ("killed", "injured") else None


def told_behind(tokens: Tokens, read: Read) -> str | None:
    """What is said of the counted right behind the figure: "five may still be trapped", "nine people were abducted"."""
    if read.noun not in _NOT_OF_PEOPLE and _GIVE_UP.match(tokens.text, tokens.ends[read.end - 1]):
        return "surrendered"
    at = read.end
    while tokens.word(at) in _BETWEEN and at - read.end <= _MOST_BETWEEN:
        at += 1
    return _BEHIND.get(tokens.word(at)) if read.noun in ("none", "people", "households", "pronoun") else None


def told_before(tokens: Tokens, read: Read) -> str | None:
    """What is said of the counted right before the figure: whom something "threatens" is there, whom aid reaches is in need.

    Who is prevented "from leaving" is trapped.
    """
    if read.noun not in ("people", "households"):
        return None
    start = tokens.starts[read.first]
    begins = max(0, start - _WORDS_BEFORE)
    if _HELPED.search(tokens.text, begins, start):
        return "in_need"
    if _KEPT.search(tokens.text, begins, start) and _FROM_LEAVING.match(tokens.text, tokens.ends[read.end - 1]):
        return "trapped"
    return "present" if _ARE_THERE.search(tokens.text, begins, start) else None


def tells_of_harm(tokens: Tokens, read: Read) -> bool:
    """Whether anything around a figure may have harmed those whom it counts."""
    start, end = tokens.starts[read.first], tokens.ends[read.end - 1]
    return _HARM.search(tokens.text, max(0, start - _AROUND_BEFORE), end + _AROUND_BEHIND) is not None
