"""What kind a happening is of where its word, or the weapon named right before it, leaves no doubt, whatever the tagger holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from according.events.mentions import MEANS, Mention
from according.model import Trigger

_ONLY = {
    "destruction": re.compile(
        r"torch(?:ed|ing)|set (?:fire|ablaze|alight)|loot(?:ed|ing)|ransack(?:ed|ing)|razed|vandali[sz]ed", re.IGNORECASE
    ),
    "sexual_violence": re.compile(r"(?:gang-)?rap(?:ed?|es|ing)", re.IGNORECASE),
    "attack": re.compile(r"hacked|stabbed|behead(?:ed|ing|ings)|lynch(?:ed|ing)", re.IGNORECASE),
}
"""Words that name one kind of happening only."""
_LAID_DOWN = re.compile(r"(?:laid|lays?|laying)(?: down)?", re.IGNORECASE)
_ARMS = re.compile(r"(?:\s+down)?\s+(?:(?:their|its|his|her|all|the)\s+)*(?:arms|weapons|guns)\b", re.IGNORECASE)
_CYBER = re.compile(r"[^.;\n]{0,60}\b(?:email|account|computer|server|system|website|phone|network|data)", re.IGNORECASE)
_NEUTRALISED = re.compile(r"neutrali[sz](?:ed|ing)", re.IGNORECASE)
_DEVICE = re.compile(r"\b(?:bomb|mine|ied|device|explosive|threat|missile|drone|rocket|target)s?\b", re.IGNORECASE)
_STRIKES = re.compile(
    r"hit|hits|hitting|struck|strikes?|attack(?:s|ed)?|targeted|slammed|landed|pound(?:s|ed)?|bomb(?:s|ed|ing|ard(?:s|ed)?)?", re.IGNORECASE
)
_GUNS = re.compile(
    r"\b(?:artillery|mortars?|howitzers?|(?:artillery|mortar|tank) (?:shells?|rounds?|fire)|shells)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_AIRCRAFT = re.compile(
    r"\b(?:drones?|uavs?|(?:war)?planes?|fighter jets?|jets|helicopters?|helicopter gunships?|military aircraft)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_RAIDS = re.compile(r"raid(?:s|ed)?", re.IGNORECASE)
_ON_FOOT = re.compile(
    r"\b(?:gunmen|militants|fighters|rebels|bandits|jihadists|insurgents|guerrillas|militiamen|militias?|attackers|assailants"
    r"|raiders|armed men|herders)\b",
    re.IGNORECASE,
)
_IN_THE_AIR = re.compile(r"\b(?:air|aerial|planes?|warplanes?|jets?|drones?|helicopters?|aircraft|bomb\w*|coalition)\b", re.IGNORECASE)
_POSTS = re.compile(
    r"\b(?:army|military|soldiers|troops|police|post|posts|base|bases|barracks|checkpoints?|positions?|camp)\b", re.IGNORECASE
)
_GENERAL = re.compile(r"attacks?|assaults?|raids?|operations?|bombardments?|campaign|aggression", re.IGNORECASE)
"""Nouns that take the kind of what they call again: "the attack" on a market that a car bomb hit is an explosion."""
_BEFORE = 40  # characters
_AROUND = 120  # characters


def kind_of(text: str, trigger: Trigger) -> str:
    """The kind of a trigger: the tagger's, unless the words name another beyond doubt."""
    words = text[slice(*trigger.span)]
    for kind, only in _ONLY.items():
        if only.fullmatch(words):
            is_cyber = words.lower() == "hacked" and _CYBER.match(text, trigger.span[1])
            return trigger.kind if is_cyber else kind
    if _LAID_DOWN.fullmatch(words) and _ARMS.match(text, trigger.span[1]):
        return "surrender"
    if trigger.kind in MEANS:
        if _NEUTRALISED.fullmatch(words):
            target = text[slice(*trigger.target)] if trigger.target else ""
            return trigger.kind if not target or _DEVICE.search(target) else "killing"
        if _STRIKES.fullmatch(words):
            before = text[max(0, trigger.span[0] - _BEFORE) : trigger.span[0]]
            return "shelling" if _GUNS.search(before) else "air_strike" if _AIRCRAFT.search(before) else trigger.kind
        if trigger.kind == "air_strike" and _RAIDS.fullmatch(words) and _is_on_foot(text, trigger):
            return "battle" if trigger.target and _POSTS.search(text, *trigger.target) else "attack"
    return trigger.kind


def settle_kinds(text: str, mentions: Sequence[Mention], groups: Sequence[int]) -> list[Mention]:
    """The mentions of a text in its order, a general noun with the kind of the last word of its happening that is surer and says more.

    ``groups`` gives the number of each mention's happening.
    """
    settled, last = [], dict[int, Trigger]()
    for mention, number in zip(mentions, groups, strict=True):
        trigger = mention.trigger
        if trigger.kind in MEANS and not _GENERAL.fullmatch(text, *trigger.span):
            last[number] = trigger
        elif trigger.kind in MEANS and number in last and last[number].confidence >= trigger.confidence:
            mention = replace(mention, trigger=replace(trigger, kind=last[number].kind))
        settled.append(mention)
    return settled


def _is_on_foot(text: str, trigger: Trigger) -> bool:
    """Whether those who raid are named as armed men, and nothing near tells of aircraft."""
    if trigger.actor is None or not _ON_FOOT.search(text, *trigger.actor):
        return False
    return not _IN_THE_AIR.search(text, max(0, trigger.span[0] - _AROUND), trigger.span[1] + _AROUND)
