"""Whether a place's name stands for who rules or represents it: "Orna denied it" is no happening in Orna."""

from __future__ import annotations

import re

from according.model import Span

_ACTING = """
    said says say saying told tells denied denies deny accused accuses accuse blamed blames blame condemned condemns
    condemn warned warns warn insisted insists insist claimed claims claim announced announces announce rejected rejects
    reject demanded demands demand urged urges urge called calls wants wanted want agreed agrees agree refused refuses
    refuse vowed vows vow pledged pledges pledge backs backed supports supported support hopes hoped believes believed
    fears feared considers considered regards threatened threatens responded responds retaliated voted vetoed signed
    recognised recognized recognises recognizes imposed imposes sent sends deployed deploys plans planned intends sought
    seeks seek expelled summoned hailed welcomed welcomes praised criticised criticized criticises criticizes argued
    argues admitted admits acknowledged acknowledges confirmed confirms declared declares intervened intervenes brokered
    offered offers proposed proposes decided decides launched carried invaded annexed maintains maintained asked asks
""".split()
_ACTS = re.compile(
    r"['’]?\s+(?:(?:has|have|had|is|was|will|would|could|should|may|might|must|also|later|repeatedly|again|long|always|never"
    rf"|not|officially|strongly|did|does|and\s+[A-Z]\w+)\s+){{0,4}}(?:{'|'.join(_ACTING)})\b"
)
_SEEKS = re.compile(
    r"['’]?\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:seeking|trying|demanding|accusing|backing|supporting|sending|urging|planning|considering)\b"
)
_DEALING = re.compile(
    r"(?:backed\s+by|supported\s+by|allied\s+with|ally\s+of|pressure\s+on|talks\s+with|ties\s+with|relations\s+with|relations\s+between|agreement\s+with"
    r"|deal\s+with|sanctions\s+on|sanctions\s+against|war\s+with|accused|blamed|blames|accuses|urged|urges|warned|told|support\s+from|according\s+to"
    r"|criticism\s+of|loyal\s+to|hostile\s+to|brokered\s+by|led\s+by|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SIDE = re.compile(r"[-–](?:backed|led|allied|supported|brokered|sponsored|funded|made|supplied|trained|aligned|appointed|controlled)\b")
_PREPOSITION = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|across|over|through|towards?|of|on)\s+(?:\S+\s+){0,2}$", re.IGNORECASE
)

_BODY = re.compile(
    r"\s+(?:(?:Liberation|Islamic|Military|Media|Revolutionary|Local|Democratic|National|People['’]s|Civil)\s+){0,2}(?:Front|Brigades?|Battalions?|Army|Movement"
    r"|Party|Councils?|Forces?|Divisions?|Guards?|Union|Committees?|Observatory|Agency|News|Post|Times|Tribune|Herald|Today|Network|Cent(?:re|er)|Defen[cs]e|Shield"
    r"|Corps|Command|Authority|Resistance|Militia|Alliance|Coalition|Congress|Institute|Foundation|Association|Initiative|Monitor|Watch|Ministry"
    r"|Administration|Service|Directorate|Prosecutor|Ombudsman)\b"
    r"|\s+(?:(?:[Hh]ealth|[Dd]efen[cs]e|[Ii]nterior|[Ff]oreign)\s+)?ministry\b"
)

_FORCES = re.compile(r"\s(?:military|army|navy|forces|troops|soldiers|police|government|regime|authorities|officials)")


def is_in_a_bodys_name(text: str, span: Span) -> bool:
    """Whether the name at ``span`` is that of a body or goes on as one, whose seat or theatre it tells: no happening is placed by it.

    >>> is_in_a_bodys_name("the Orna Front withdrew", (4, 8)), is_in_a_bodys_name("the Orna Front withdrew", (0, 14))
    (True, True)
    >>> is_in_a_bodys_name("the Orna front line", (4, 8))
    False
    """
    start, end = span
    last = text.rfind(" ", start, end)
    if _BODY.match(text, end):
        return True
    return last > start and (_BODY.fullmatch(text, last, end) or _FORCES.fullmatch(text, last, end)) is not None


def is_metonym(text: str, span: Span) -> bool:
    """Whether the place at ``span`` acts or is dealt with as a government or body would be; such a place is no event's scene.

    >>> is_metonym("Orna has denied the raid.", (0, 4)), is_metonym("In Orna a market was hit.", (3, 7))
    (True, False)
    """
    start, end = span
    before, behind = text[max(0, start - 40) : start], text[end : end + 80]
    if _SIDE.match(behind) or _DEALING.search(before) or is_in_a_bodys_name(text, span):
        return True
    if _PREPOSITION.search(before):
        return False
    return bool(_ACTS.match(behind) or _SEEKS.match(behind))
