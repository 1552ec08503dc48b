"""Who did it, to whom, and where: spans made whole, and what another mention near by lends where one has nothing or a pronoun."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from according.events.mentions import PRONOUNS, Mention
from according.events.phrases import iter_phrases
from according.events.weights import Models
from according.logistic import chance
from according.model import Span, Trigger
from according.spans import strip_span
from according.vocab import INITIAL, load_speaking_words

ROLES = ("actor", "target", "place")
_EDGE = " \t\n\r\"'“”‘’«».,;:!?…—–-()[]"
_UNFINISHED = re.compile(r"(?:^|\s)(?:the|a|an|of|and|al|el|U|this|that|these|those|in|its|his|her|their|our|my|your)$", re.IGNORECASE)
_HANGING = re.compile(r"(?<=\w)\s+(?:in|on|at|near|from|by|for|with|to)$")
"""A preposition at the end of a phrase, which leads to another one."""
_NAMES_NOTHING = re.compile(
    r"(?:(?:the|an?|at|in|on|near|of|to|from|for|by|its|their|last|first|next|final|remaining|entire|whole|key|main|major|strategic|new|old|other|same)(?:\s+|$))+",
    re.IGNORECASE,
)
"""Words that only lead to a noun, which name nobody and no place by themselves."""
_REST_OF_NAME = re.compile(rf"(?:[ \t]+{INITIAL}[\w’'-]+){{1,3}}(?![ \t]+{INITIAL})")
_OF_A_NATION = re.compile(rf"[Tt]he[ \t]+{INITIAL}[\w’'-]*(?:an|ish|ese|i)")
_BODY = re.compile(r"[ \t]+(?:army|forces|government|military|police|regime|navy|air[ \t]force)\b")
_OF_A_NUMBER = re.compile(r"(?:[.,]\d+)+")
_AMOUNT = re.compile(r"(?:more|fewer|less) than \d[\d.,]*\d|(?:at least|up to) \d[\d.,]*\d")
_OPENS_AMOUNT = re.compile(r"(?:more|fewer|less|more than|fewer than|less than|at|at least|up|up to)$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:^|\s)(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|dozens of|hundreds of|thousands of)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r" (?:other )?(?:[a-z]{3,}(?<!s)s|people|men|women|children|troops|policemen|servicemen|personnel)\b(?!-)")
_BREAK = re.compile(r"[ \t]*\n\s*\n")
_OF_AN_AGE = re.compile(r"[-‐‑](?:year|month|day|week)s?[-‐‑]old(?:[ \t]+[a-z]+(?<!ed)\b)?")
"""The rest of "a 45-year-old man" behind its number."""
_NEXT_WORD = re.compile(r"(?:[-.\s’']{0,2})[^\W_][\w’'-]*(?:\.[A-Za-z]\b)*")
_HELD_BY = re.compile(
    r"\b(?:held|controlled|run|ruled|governed|owned|occupied|dominated|inhabited|besieged|seized|captured|overrun) by (?:the )?$",
    re.IGNORECASE,
)
_STOPS_SENTENCE = re.compile(r"[.!?](?=\s)|\n")
_DEEDS = frozenset("air_strike shelling explosion chemical attack killing injury destruction sexual_violence protest".split())
_ACCUSED = re.compile(
    r"(?:accus(?:e[sd]?|ing)[ \t]+(?P<of>[^,;:.!?\n]{2,80}?)[ \t]+of|blam(?:e[sd]?|ing)[ \t]+(?P<for>[^,;:.!?\n]{2,80}?)[ \t]+for)\b",
    re.IGNORECASE,
)
"""Who is said to have done what follows: "accused the army of", "blamed rebels for"."""
_WINDOW = 12
"""How many mentions on either side may lend a role."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A span that may fill a role, with the construction it stands in, or the mention that has it.

    ``tie`` says how likely that mention is of the same happening; ``behind`` what construction follows the trigger.
    """

    span: Span
    lender: int | None
    how: str
    tie: float
    behind: str


def whole_span(text: str, span: Span | None) -> Span | None:
    """A span without the punctuation around it, and with the rest of a word or phrase that it cuts off; None if it names nothing.

    >>> whole_span("near the town, they", (5, 8)), whole_span("near Kesh, they", (5, 10)), whole_span("...", (0, 2))
    ((5, 13), (5, 9), None)
    """
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        return None
    start, end = strip_span(text, span, _EDGE)
    if start == end:
        return None
    if broken := _BREAK.search(text, start, end):
        end = broken.start()
    while start and _is_of_a_word(text[start - 1]) and _is_of_a_word(text[start]) and span[0] - start < 24:
        start -= 1
    while end < len(text) and _is_of_a_word(text[end - 1]) and _is_of_a_word(text[end]) and end - span[1] < 24:
        end += 1
    end = _number_end(text, start, end)
    if hanging := _HANGING.search(text, start, end):
        end = hanging.start()
    elif _UNFINISHED.search(text[start:end]) and (found := _NEXT_WORD.match(text, end)):
        end = found.end()
    end = _body_end(text, start, end)
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return None if _NAMES_NOTHING.fullmatch(text, start, end) else (start, end)


def _body_end(text: str, start: int, end: int) -> int:
    """Where a phrase ends that was cut within a body's name: "the Upper" of "the Upper Valley Army", "the Orlan" of "the Orlan army"."""
    if not text[start:end].split()[-1][0].isupper():
        return end
    rest = _REST_OF_NAME.match(text, end) or (_BODY.match(text, end) if _OF_A_NATION.fullmatch(text, start, end) else None)
    return rest.end() if rest and rest[0].split()[-1].lower() in load_speaking_words().bodies else end


def _number_end(text: str, start: int, end: int) -> int:
    """Where a phrase ends that was cut within its number, or between the number and what it counts."""
    if text[end - 1].isdigit() and (rest := _OF_A_NUMBER.match(text, end) or _OF_AN_AGE.match(text, end)):
        end = rest.end()
    opens = _OPENS_AMOUNT.search(text, start, end)
    if opens and (amount := _AMOUNT.match(text, opens.start())):
        end = amount.end()
    counted = _COUNTED.match(text, end) if _NUMBERED.search(text[start:end]) else None
    return counted.end() if counted else end


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def only_holds(text: str, span: Span, kind: str) -> bool:
    """Whether whoever is named only holds the place that a deed is told of: "air strikes on a town held by the rebels".

    >>> [only_holds("a town held by rebels", (15, 21), kind) for kind in ("air_strike", "territory")]
    [True, False]
    """
    before = text[max(0, span[0] - 32) : span[0]]
    return kind in _DEEDS and before.lower().endswith(("by ", "by the ")) and _HELD_BY.search(before) is not None


def _accused(text: str, mention: Mention, actor: Span | None) -> Span | None:
    """Who is accused of a mention in so many words, where nobody else but the accuser is named as its actor."""
    claim, start = mention.claim, mention.trigger.span[0]
    if claim is None or claim.cue is None or claim.act != "accuse":
        return None
    is_accuser = actor is not None and claim.source is not None and actor[0] < claim.source[1] and claim.source[0] < actor[1]
    found = _ACCUSED.match(text, claim.cue[0]) if actor is None or is_accuser else None
    if found is None or found.end() > start or _STOPS_SENTENCE.search(text, found.end(), start):
        return None
    return whole_span(text, found.span("of") if found["of"] else found.span("for"))


def role_of(trigger: Trigger, role: str) -> Span | None:
    """The span that a trigger has in a role."""
    return trigger.actor if role == "actor" else trigger.target if role == "target" else trigger.place


def near_offers(text: str, mention: Mention, sentence: Span) -> list[Offer]:
    """The phrases around a trigger, any of which may fill any role."""
    phrases = list(iter_phrases(text, mention.trigger.span, sentence))
    behind = next((how for _, how in phrases if how == "object" or how.startswith("next")), "nothing")
    return [Offer(span, None, how, 0.0, behind) for span, how in phrases]


def lent_offers(text: str, mentions: Sequence[Mention], at: int, role: str, tie: Callable[[int, int], float]) -> list[Offer]:
    """A pronoun that a mention has itself in a role, and what mentions in its sentence and the one before have there."""
    mention = mentions[at]
    own = role_of(mention.trigger, role)
    lent: dict[Span, Offer] = {}
    for other in _lenders(mentions, at):
        span = role_of(mentions[other].trigger, role)
        if span and not is_pronoun(text, span):
            likely = tie(at, other)
            if span not in lent or lent[span].tie < likely:
                lent[span] = Offer(span, other, "lent", likely, "")
    return ([Offer(own, None, "own", 1.0, "")] if own else []) + [lent[span] for span in sorted(lent)]


def _lenders(mentions: Sequence[Mention], at: int) -> list[int]:
    """The numbers of the mentions near one that stand in its sentence or the one before."""
    sentence = mentions[at].sentence
    first, end = max(0, at - _WINDOW), min(len(mentions), at + _WINDOW + 1)
    return [other for other in range(first, end) if sentence - 1 <= mentions[other].sentence <= sentence and other != at]


def is_pronoun(text: str, span: Span) -> bool:
    """Whether a span is a pronoun, which stands for a fuller naming."""
    return text[slice(*span)].lower() in PRONOUNS


def offer_features(text: str, mentions: Sequence[Mention], at: int, offer: Offer) -> list[str]:
    """The features of a span offered to a mention."""
    mention, trigger = mentions[at], mentions[at].trigger
    span, how = offer.span, offer.how
    behind = span[0] >= trigger.span[1]
    length = min(4, abs((span[0] - trigger.span[1]) if behind else (trigger.span[0] - span[1])) // 25)
    initial = text[span[0]]
    shape = "name" if initial.isupper() else "number" if initial.isdigit() else "pronoun" if is_pronoun(text, span) else "noun"
    last = text[max(span[0], span[1] - 1)]
    clash = next((name for name in ROLES if (other := role_of(trigger, name)) and _touch(span, other)), "none")
    source = how if offer.lender is None else "lent"
    features = [
        source,
        f"{source} {shape}",
        f"{source} {mention.family}",
        f"{source} {trigger.kind}" if source in _NEXT else f"kind {trigger.kind}",
        f"{source} clash {clash}",
        f"length {length} {'behind' if behind else 'before'} {source == 'lent'}",
        f"plural {last == 's'} {source}" if source in _NEXT else f"pointing {mention.pointing}",
        f"first word {text[span[0] : span[0] + 12].partition(' ')[0].lower()}",
        f"{source} then {offer.behind}",
        f"gerund {text[trigger.span[0] : trigger.span[1]].endswith('ing')} {source}",
    ]
    if offer.lender is None:
        return features
    lender = mentions[offer.lender]
    apart = mention.sentence - lender.sentence
    order = "later" if offer.lender > at else "earlier"
    return [
        *features,
        f"tie {int(offer.tie * 5)} apart {apart}",
        f"from {lender.family} to {mention.family}",
        f"same kind {lender.trigger.kind == trigger.kind} {order}",
        f"between {min(3, abs(offer.lender - at) - 1)} {order} {apart}",
        f"word {mention.stem == lender.stem}",
        f"claim {mention.claim is lender.claim}",
    ]


_NEXT = frozenset(("object", "passive", "subject", "beside", "next on", "next of", "next in", "next by", "next against"))


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def fill_roles(
    text: str,
    mentions: Sequence[Mention],
    at: int,
    sentence: Span,
    tie: Callable[[int, int], float],
    models: Models,
) -> dict[str, Span | None]:
    """The actor, target and place of a mention: its own, or else the likeliest span near it if that is likely enough."""
    trigger = mentions[at].trigger

    def may_fill(role: str, span: Span) -> bool:
        return role != "actor" or not only_holds(text, span, trigger.kind)

    roles = {role: role_of(trigger, role) for role in ROLES}
    if accused := _accused(text, mentions[at], roles["actor"]):
        roles["actor"] = accused
    open_roles = [role for role, span in roles.items() if span is None or is_pronoun(text, span)]
    near = [(offer, offer_features(text, mentions, at, offer)) for offer in near_offers(text, mentions[at], sentence)] if open_roles else []
    for role in open_roles:
        weights = models[role]
        weighed = [(-chance(features, weights), offer.span) for offer, features in near if may_fill(role, offer.span)]
        weighed += [
            (-chance(offer_features(text, mentions, at, offer), weights), offer.span)
            for offer in lent_offers(text, mentions, at, role, tie)
            if may_fill(role, offer.span)
        ]
        best = min(weighed, default=None)
        if best and -best[0] >= models["thresholds"][role]:
            roles[role] = whole_span(text, best[1])
    return roles
