"""Which time expression dates which mention: a logistic model over the expressions in reach, then what other mentions lend."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from according.events.calendar import Dated, bounds
from according.events.mentions import Mention
from according.events.ties import Pairs
from according.events.weights import Weights, chance

_BEFORE, _AFTER = 5, 2
"""How many expressions before and behind a mention are weighed."""
_PREPOSITION = re.compile(r"(\w+)\s+(?:the\s+|early\s+|late\s+)?\W?$")
_PREPOSITIONS = frozenset("on in since from until by before after during at for between of".split())
_BREAKS = re.compile(r"[;:()\"“”]|,|\b(?:but|while|after|before|when|who|which|that|and|as|following|since)\b", re.IGNORECASE)
_AFTERMATH = re.compile(r"\b(?:after|following|since|before|despite)\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|would|to)\b", re.IGNORECASE)
_TIED = 0.3
"""How likely two mentions must be of one happening for one to speak for the other's date."""
_STRETCH = 160  # characters between that are looked at


def in_reach(mention: Mention, dated: Sequence[Dated], starts: Sequence[int]) -> range:
    """The numbers of the expressions that may date a mention."""
    at = bisect_left(starts, mention.trigger.span[0])
    return range(max(0, at - _BEFORE), min(len(dated), at + _AFTER))


def rivals_of(mention: Mention, reach: Sequence[Dated]) -> str:
    """Where the nearest expression of those in reach of a mention stands, by which all others are judged."""
    apart = {mention.sentence - one.sentence for one in reach if one.sentence <= mention.sentence}
    return "here" if 0 in apart else "before" if 1 in apart else "line" if any(one.line == mention.line for one in reach) else "away"


def lead_of(dated: Sequence[Dated]) -> str | None:
    """The date that a report is about: the first day it gives that is not the day of publication by itself, as in a dateline."""
    return next((one.date for one in dated if one.within == "day" and not (one.is_publication and one.how == "explicit")), None)


def date_features(
    text: str, mention: Mention, one: Dated, position: int, triggers_at: Sequence[int], rivals: str, lead: str | None
) -> list[str]:
    """The features of a mention with an expression; ``position`` counts expressions from the mention, below 0 before it.

    ``triggers_at`` holds the offsets of all triggers, in order.
    """
    start, end = mention.trigger.span
    behind = one.span[0] >= end
    apart = mention.sentence - one.sentence
    near = _near(apart, mention.line == one.line)
    a, b = (end, one.span[0]) if behind else (one.span[1], start)
    features = [
        "any",
        f"near {near} {rivals}",
        f"lead {one.date == lead} {near}",
        f"lead {one.date == lead} {mention.pointing} {rivals}",
        f"lead {one.date == lead} {mention.family}",
        f"{position} {near}",
        f"{one.within} {near}",
        f"how {one.how} {near}",
        f"opens {one.opens} {mention.trigger.kind in ('killing', 'displacement', 'siege', 'battle')}",
        f"published {one.is_publication} {one.how} {near}",
        f"status {mention.trigger.status}",
        f"line {min(one.line, 2)} {min(mention.line, 2)} {one.is_publication}",
        f"claim {mention.claim is not None} {near}",
        f"pointing {mention.pointing} {near}",
        f"family {mention.family}",
    ]
    if apart == 0:
        stretch = text[a : min(b, a + _STRETCH)] if a < b else ""
        others = _between(triggers_at, a, b) if a < b else 0
        side = "behind" if behind else "before"
        features += [
            f"{side} triggers between {min(others, 3)}",
            f"{side} breaks {min(3, len(_BREAKS.findall(stretch)))}",
            f"{side} length {min(5, (b - a) // 20)}",
        ]
        if not behind and _AFTERMATH.search(stretch):
            features.append("after between")
        if behind and _AFTERMATH.search(stretch):
            features.append("behind after between")
    word = _PREPOSITION.search(text, max(0, one.span[0] - 24), one.span[0])
    preposition = word[1].lower() if word else "none"
    features.append(f"by {preposition if preposition in _PREPOSITIONS else 'other'} {'same' if apart == 0 else 'other'}")
    before = text[max(0, start - 28) : start]
    if _HAD.search(before):
        features.append(f"had {near}")
    if _FUTURE.search(before):
        features.append(f"to {near}")
    return features


def _near(apart: int, one_line: bool) -> str:
    if apart <= 0:
        return "same" if apart == 0 else "ahead"
    if apart == 1:
        return "previous in line" if one_line else "previous"
    return "close" if apart <= 3 else "far" if apart <= 8 else "very far"


def _between(offsets: Sequence[int], start: int, end: int) -> int:
    return bisect_left(offsets, end) - bisect_left(offsets, start)


_JOINT = re.compile(r"(?: [a-z]+){0,3} (?:on|in|since|from|late on|early on|late|early) ?")
_JOINT_REACH = 40
_JOINED = 0.999
Choice = tuple[str, float, Dated]


def weigh_dates(text: str, mentions: Sequence[Mention], dated: Sequence[Dated], weights: Weights) -> list[list[Choice]]:
    """For each mention the dates that may be its own, each with its likelihood, the likeliest first."""
    starts = [one.span[0] for one in dated]
    triggers_at = [mention.trigger.span[0] for mention in mentions]
    lead = lead_of(dated)
    weighed = []
    for mention in mentions:
        at = bisect_left(starts, mention.trigger.span[0])
        best: dict[str, Choice] = {}
        reach = in_reach(mention, dated, starts)
        rivals = rivals_of(mention, dated[reach.start : reach.stop])
        for number in reach:
            one = dated[number]
            likely = chance(date_features(text, mention, one, number - at, triggers_at, rivals, lead), weights)
            if _is_joined(text, mention, one, triggers_at):
                likely = _JOINED
            if one.date not in best or best[one.date][1] < likely:
                best[one.date] = (one.date, likely, one)
        weighed.append(sorted(best.values(), key=lambda choice: (-choice[1], choice[2].span)))
    return weighed


def _is_joined(text: str, mention: Mention, one: Dated, triggers_at: Sequence[int]) -> bool:
    """Whether a date follows its mention in so many words, "fighting broke out on 19 July", with no other mention between."""
    end, start = mention.trigger.span[1], one.span[0]
    if not 0 < start - end <= _JOINT_REACH or _between(triggers_at, end, start):
        return False
    return _JOINT.fullmatch(text, end, start) is not None


def own_dates(weighed: Sequence[Sequence[Choice]], threshold: float) -> list[str | None]:
    """The likeliest date of each mention where it is likely enough."""
    return [choices[0][0] if choices and choices[0][1] >= threshold else None for choices in weighed]


def settle_dates(
    mentions: Sequence[Mention], weighed: Sequence[Sequence[Choice]], pairs: Pairs, threshold: float, lend: float
) -> list[tuple[str, str] | None]:
    """The date and ``date_how`` of each mention.

    Every mention that may be of the same happening speaks for its own dates too, by how likely that is and by ``lend``; a date is
    as likely as that not all who speak for it are wrong.
    """
    wrong: list[dict[str, float]] = [{iso: 1.0 - likely for iso, likely, _ in choices} for choices in weighed]
    for (i, j), tied in pairs.items():
        if tied < _TIED:
            continue
        for to, by in ((i, j), (j, i)):
            for iso, likely, _ in weighed[by]:
                wrong[to][iso] = wrong[to].get(iso, 1.0) * (1.0 - lend * tied * likely)
    settled: list[tuple[str, str] | None] = []
    for mention, choices, doubts in zip(mentions, weighed, wrong, strict=True):
        best = min(doubts, key=lambda d: (doubts[d], bounds(d)), default=None)
        if best is None or 1.0 - doubts[best] < threshold:
            settled.append(None)
            continue
        one = next((one for given, _, one in choices if given == best and one.sentence == mention.sentence), None)
        settled.append((best, "inherited" if one is None else "explicit" if one.how == "explicit" else "relative"))
    return settled
