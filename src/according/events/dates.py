"""Which time expression dates which mention: a logistic model over the expressions in reach."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from according.events.calendar import Dated, bounds, days_between, to_date
from according.events.mentions import Mention
from according.events.refining import Refine, steps_apart
from according.events.ties import OwnDate
from according.logistic import Weights, chance_of, total_of

_SENTENCES_AHEAD = 2
"""An expression so many sentences behind a mention, or more, is all the same to the net."""
_BEFORE, _AFTER = 5, 2
"""How many expressions before and behind a mention are weighed."""
_PREPOSITION = re.compile(r"(\w+)\s+(?:the\s+|early\s+|late\s+)?\W?$")
_PREPOSITIONS = frozenset("on in since from until by before after during at for between of".split())
_BREAKS = re.compile(r"[;:()\"“”]|,|\b(?:but|while|after|before|when|who|which|that|and|as|following|since)\b", re.IGNORECASE)
_AFTERMATH = re.compile(r"\b(?:after|following|since|before|despite)\b", re.IGNORECASE)
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?\n][\"”’']?\s+)(?:[A-Za-z]+\s){0,2}$")
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)
_HAVE = re.compile(r"\b(?:has|have|having|['’]ve)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?:['’]s?)?,?\s+(?:(?!in |on |at |of |to |by |the |and |a )[\w’'-]+\s+){0,4}")
_FUTURE = re.compile(r"\b(?:will|would|to)\b", re.IGNORECASE)
_AGES = ((0, "today"), (1, "yesterday"), (3, "days"), (7, "week"), (14, "weeks"), (31, "month"), (92, "months"), (366, "year"))
_STRETCH = 160  # characters between that are looked at


def in_reach(mention: Mention, dated: Sequence[Dated], starts: Sequence[int]) -> range:
    """The numbers of the expressions that may date a mention."""
    at = bisect_left(starts, mention.trigger.span[0])
    return range(max(0, at - _BEFORE), min(len(dated), at + _AFTER))


def rivals_of(mention: Mention, reach: Sequence[Dated]) -> str:
    """Where the nearest expression of those in reach of a mention stands, by which all others are judged."""
    apart = {mention.sentence - one.sentence for one in reach if one.sentence <= mention.sentence}
    if any(one.sentence == mention.sentence and one.cue is None for one in reach):
        return "here free"
    return "here" if 0 in apart else "before" if 1 in apart else "line" if any(one.line == mention.line for one in reach) else "away"


def lead_of(dated: Sequence[Dated]) -> str | None:
    """The date that a report is about: the first day it gives that is not the day of publication by itself, as in a dateline."""
    return next((one.date for one in dated if one.within == "day" and not (one.is_publication and one.how == "explicit")), None)


def date_features(
    text: str, mention: Mention, one: Dated, position: int, triggers_at: Sequence[int], rivals: str, lead: str | None, published: str | None
) -> list[str]:
    """The features of a mention with an expression; ``position`` counts expressions from the mention, below 0 before it.

    ``triggers_at`` holds the offsets of all triggers, in order.
    """
    start = mention.trigger.span[0]
    apart = mention.sentence - one.sentence
    near = _near(apart, mention.line == one.line)
    when = _when(one.date, published)
    age = age_of(one.date, published)
    features = [
        "any",
        f"near {near} {rivals}",
        f"lead {one.date == lead} {near}",
        f"lead {one.date == lead} {mention.pointing} {rivals}",
        f"lead {one.date == lead} {mention.family}",
        f"lead {one.date == lead} {near} {rivals}",
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
        f"when {when} {mention.trigger.status}",
        f"when {when} {near}",
        f"age {age} {near} {rivals}",
        f"age {age} {mention.family}",
        f"age {age} {mention.tense}",
        f"age {age} headline {mention.line == 0}",
    ]
    features += _said(text, one, near, triggers_at)
    if apart == 0:
        features += _between_features(text, mention, one, triggers_at)
    features.append(f"by {_preposition(text[max(0, one.span[0] - 24) : one.span[0]])} {'same' if apart == 0 else 'other'}")
    had, have, to = _auxiliaries(text[max(0, start - 28) : start])
    if had:
        features.append(f"had {near}")
    if have:
        features += [f"have {near}", f"have {one.opens} {one.within}"]
    if to:
        features.append(f"to {near}")
    return features


def _between_features(text: str, mention: Mention, one: Dated, triggers_at: Sequence[int]) -> list[str]:
    """What stands between a mention and an expression of its own sentence."""
    start, end = mention.trigger.span
    behind = one.span[0] >= end
    side = "behind" if behind else "before"
    a, b = (end, one.span[0]) if behind else (one.span[1], start)
    stretch = text[a : min(b, a + _STRETCH)] if a < b else ""
    others = _between(triggers_at, a, b) if a < b else 0
    nearer = _between(triggers_at, 2 * one.span[0] - start, start) if behind else _between(triggers_at, start + 1, 2 * one.span[1] - start)
    features = [
        f"{side} triggers between {min(others, 3)}",
        f"{side} breaks {min(3, len(_BREAKS.findall(stretch)))}",
        f"{side} length {min(5, (b - a) // 20)}",
        f"{side} nearer {min(2, others + nearer)}",
    ]
    if _AFTERMATH.search(stretch):
        features.append("behind after between" if behind else "after between")
    if not behind and _ATTRIBUTE.fullmatch(stretch):
        features.append(f"attribute {one.within}")
    return features


@lru_cache(maxsize=256)
def _preposition(before: str) -> str:
    """The preposition right before an expression, "other" for any other word and for none."""
    found = _PREPOSITION.search(before)
    word = found[1].lower() if found else "none"
    return word if word in _PREPOSITIONS else "other"


@lru_cache(maxsize=256)
def _auxiliaries(before: str) -> tuple[bool, bool, bool]:
    """Whether "had", "have", or a "will" or "to" stands right before a mention."""
    return tuple(pattern.search(before) is not None for pattern in (_HAD, _HAVE, _FUTURE))  # type: ignore[return-value]


@lru_cache(maxsize=1024)
def age_of(iso: str, published: str | None) -> str:
    """How long before the day of publication a date ends, in steps; "ahead" if it begins later, "unknown" without that day."""
    printed = to_date(published)
    if printed is None:
        return "unknown"
    if bounds(iso)[0] > bounds(printed)[1]:
        return "ahead"
    days = days_between(iso, printed)
    return next((name for most, name in _AGES if days <= most), "years")


def _when(iso: str, published: str | None) -> str:
    """On which side of the publication a date lies, and how far behind it."""
    if published is None:
        return "unknown"
    first = iso[: len(published)]
    if first[:4] != published[:4]:
        return "ahead" if first > published else "old" if first < "1900" else "years"
    return "now" if iso == published else "ahead" if first > published[: len(first)] else "year"


def _said(text: str, one: Dated, near: str, triggers_at: Sequence[int]) -> list[str]:
    """Whether the expression dates the saying of something: "said on Monday", "On Monday the army said"."""
    if one.cue is None:
        how = "no"
    elif one.cue < one.span:
        how = "no" if _between(triggers_at, one.cue[1], one.span[0]) else "behind"
    else:
        opens = _OPENS_SENTENCE.search(text, max(0, one.span[0] - 24), one.span[0])
        how = "no" if _between(triggers_at, one.span[1], one.cue[0]) else "opening" if opens else "before"
    return [f"said {how} {near}", f"said {how} published {one.is_publication}"]


def _near(apart: int, one_line: bool) -> str:
    if apart <= 0:
        return "same" if apart == 0 else "ahead"
    if apart == 1:
        return "previous in line" if one_line else "previous"
    return "close" if apart <= 3 else "far" if apart <= 8 else "very far"


def _between(offsets: Sequence[int], start: int, end: int) -> int:
    return bisect_left(offsets, end) - bisect_left(offsets, start)


_JOINT = re.compile(
    r"(?: (?!(?:who|which|that|after|before|when|while|and|but|since|following|said|says)\b)[\w’'-]+){0,4}"
    r" (?:on|in|since|from|late on|early on|late|early) ?"
)
_JOINED_BEFORE = re.compile(r"(?:['’]s?)? (?:(?!(?:in|on|at|of|to|by|the|and|a|an|after|said|was|were|has|had)\b)[a-z’'-]+ ){0,2}")
_JOINT_REACH = 40
JOINED = 0.999
"""How likely a date is its mention's that the words join to it; nothing weighs against that."""
_AT_BEGINNING = re.compile(r"(?:^|[.!?][\"”’']?\s+|\n\W*)(?:(?:on|in|early|late|back)\s+){0,2}(?:the\s+)?$", re.IGNORECASE)
_OPENING = 0.9
Choice = tuple[str, float, Dated]


def weigh_dates(
    text: str, mentions: Sequence[Mention], dated: Sequence[Dated], published: str | None, weights: Weights, refine: Refine | None = None
) -> list[list[Choice]]:
    """For each mention the dates that may be its own, each with its likelihood, the likeliest first."""
    pairs, features, apart = date_pairs(text, mentions, dated, published)
    sums = [total_of(some, weights) for some in features]
    triggers_at = [mention.trigger.span[0] for mention in mentions]
    alone = _alone_in_sentence(dated)
    opened = {at for at, number in pairs if number in alone and _opens(text, mentions[at], dated[number])}
    best: list[dict[str, Choice]] = [{} for _ in mentions]
    for (at, number), likely in zip(pairs, map(chance_of, sums) if refine is None else refine(sums, pairs, apart), strict=True):
        mention, one, chosen = mentions[at], dated[number], best[at]
        if _is_joined(text, mention, one, triggers_at):
            likely = JOINED
        elif at in opened:
            likely = max(likely, _OPENING) if one.sentence == mention.sentence else min(likely, 1 - _OPENING)
        if one.date not in chosen or chosen[one.date][1] < likely:
            chosen[one.date] = (one.date, likely, one)
    return [sorted(choices.values(), key=lambda choice: (-choice[1], choice[2].span)) for choices in best]


def date_pairs(
    text: str, mentions: Sequence[Mention], dated: Sequence[Dated], published: str | None
) -> tuple[list[tuple[int, int]], list[list[str]], list[int]]:
    """The mentions with the expressions in their reach, by number; for each pair its features, and the sentences between, in steps."""
    starts = [one.span[0] for one in dated]
    triggers_at = [mention.trigger.span[0] for mention in mentions]
    lead = lead_of(dated)
    pairs, features, apart = [], [], []
    for at, mention in enumerate(mentions):
        here = bisect_left(starts, mention.trigger.span[0])
        reach = in_reach(mention, dated, starts)
        rivals = rivals_of(mention, dated[reach.start : reach.stop])
        for number in reach:
            one = dated[number]
            pairs.append((at, number))
            features.append(date_features(text, mention, one, number - here, triggers_at, rivals, lead, published))
            apart.append(steps_apart(mention.sentence - one.sentence, _SENTENCES_AHEAD))
    return pairs, features, apart


def _is_joined(text: str, mention: Mention, one: Dated, triggers_at: Sequence[int]) -> bool:
    """Whether a date follows its mention in so many words, "fighting broke out on 19 July", or describes it, "the 3 May gas attack"."""
    if one.within == "day" and one.span[1] <= mention.trigger.span[0]:
        end, start = one.span[1], mention.trigger.span[0]
        return _JOINED_BEFORE.fullmatch(text, end, start) is not None and not _between(triggers_at, end, start) and not one.is_publication
    end, start = mention.trigger.span[1], one.span[0]
    if not 0 < start - end <= _JOINT_REACH or _between(triggers_at, end, start):
        return False
    return _JOINT.fullmatch(text, end, start) is not None


def _alone_in_sentence(dated: Sequence[Dated]) -> frozenset[int]:
    """The numbers of the expressions that share their sentence with no other."""
    in_sentence = Counter(one.sentence for one in dated)
    return frozenset(number for number, one in enumerate(dated) if in_sentence[one.sentence] == 1)


def _opens(text: str, mention: Mention, one: Dated) -> bool:
    """Whether a date opens the sentence in which a mention comes behind it, and dates no saying: "In May, six were killed"."""
    end, start = one.span[1], mention.trigger.span[0]
    if one.sentence != mention.sentence or end > start:
        return False
    if one.cue is not None and end <= one.cue[0] < start:
        return False
    return _AT_BEGINNING.search(text, max(0, one.span[0] - 24), one.span[0]) is not None


def own_dates(mentions: Sequence[Mention], weighed: Sequence[Sequence[Choice]], threshold: float) -> list[OwnDate | None]:
    """The likeliest date of each mention where it is likely enough, and whether the mention's own sentence gives it."""
    return [
        (choices[0][0], choices[0][2].sentence == mention.sentence) if choices and choices[0][1] >= threshold else None
        for mention, choices in zip(mentions, weighed, strict=True)
    ]
