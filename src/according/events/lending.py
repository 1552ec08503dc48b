"""What date a mention has once all mentions are known: its own, or one that another mention of its happening lends it.

A logistic model over the dates that speak for a mention: how likely each is its own, how likely it is that of the mentions
tied to it, and what speaks against it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from according.events.calendar import Dated, bounds
from according.events.dates import JOINED, Choice, age_of
from according.events.mentions import Mention
from according.events.ties import Pairs
from according.logistic import Weights, chance
from according.model import Likely

_TIED = 0.15
"""How likely two mentions must be of one happening for one to speak for the other's date."""
_LIKELY = 0.05
"""How likely a date must be a mention's own to be spoken for."""
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96)
_COARSE = (0.05, 0.25, 0.5, 0.75)
Spoken = dict[str, float]
_MOST_DATES = 4
"""So many of the dates that a mention may have are told."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The date of a mention and how it is known, None where none is likely enough, and the dates that it may have."""

    date: str | None = None
    how: str | None = None
    likely: tuple[Likely, ...] = ()


def spoken_for(weighed: Sequence[Sequence[Choice]], pairs: Pairs) -> list[Spoken]:
    """For each mention the dates that tied mentions have, each with how likely it is that not all who speak for it are wrong."""
    wrong: list[Spoken] = [defaultdict(lambda: 1.0) for _ in weighed]
    for (i, j), tied in pairs.items():
        if tied < _TIED:
            continue
        for to, by in ((i, j), (j, i)):
            for iso, likely, _ in weighed[by]:
                if likely >= _LIKELY:
                    wrong[to][iso] *= 1.0 - tied * likely
    return [{iso: 1.0 - doubt for iso, doubt in doubts.items()} for doubts in wrong]


def shares_of(weighed: Sequence[Sequence[Choice]], groups: Sequence[int]) -> list[Spoken]:
    """For each group of mentions the dates that are likeliest for one of its mentions, with their likelihoods added up."""
    shares: list[Spoken] = [defaultdict(float) for _ in range(max(groups, default=-1) + 1)]
    for choices, number in zip(weighed, groups, strict=True):
        if choices:
            iso, likely, _ = choices[0]
            shares[number][iso] += likely
    return shares


def lending_features(mention: Mention, iso: str, own: Sequence[Choice], spoken: Spoken, share: Spoken, published: str | None) -> list[str]:
    """The features of a mention with a date."""
    mine = next((choice for choice in own if choice[0] == iso), None)
    likely = mine[1] if mine else 0.0
    lent = spoken.get(iso, 0.0)
    rival = max([other for date, other, _ in own if date != iso], default=0.0)
    rival_lent = max([other for date, other in spoken.items() if date != iso], default=0.0)
    together = 1.0 - (1.0 - likely) * (1.0 - lent)
    total = sum(share.values())
    held = share.get(iso, 0.0) / total if total else 0.0
    here = _where(mention, mine[2] if mine else None)
    beside = [other for date, other, one in own if date != iso and one.sentence == mention.sentence]
    rival_here = _step(max(beside), _COARSE) if beside else "none"
    coarse, coarse_lent = _step(likely, _COARSE), _step(lent, _COARSE)
    is_published = iso == published
    age = age_of(iso, published)
    features = [
        "any",
        f"own {_step(likely)}",
        f"lent {_step(lent)}",
        f"together {_step(together)}",
        f"own {coarse} lent {coarse_lent}",
        f"rival {_step(rival)}",
        f"rival lent {_step(rival_lent)}",
        f"own {coarse} rival {_step(rival, _COARSE)}",
        f"lent {coarse_lent} rival {_step(rival_lent, _COARSE)}",
        f"share {_step(held, _COARSE)} of {_step(total, _COARSE)}",
        f"published {is_published} own {coarse}",
        f"published {is_published} lent {coarse_lent}",
        f"here {here}",
        f"here {here} beside {min(len(beside), 2)}",
        f"here {here} rival here {rival_here} age {age}",
        f"own {coarse} rival here {rival_here}",
        f"age {age} own {coarse}",
        f"age {age} lent {coarse_lent}",
        f"age {age} headline {mention.line == 0} {min(mention.sentence, 2)}",
        f"age {age} {mention.trigger.kind}",
        f"status {mention.trigger.status}",
        f"kind {mention.trigger.kind}",
        f"headline {mention.line == 0} {published is None}",
        f"claim {mention.claim is not None}",
        f"long {'/' in iso} {mention.trigger.kind}",
        f"pointing {mention.pointing} {coarse_lent}",
    ]
    if mine:
        one = mine[2]
        features += [f"how {one.how} {here}", f"opens {one.opens} {coarse}", f"said {one.cue is not None} {here} {is_published}"]
    return features


def _where(mention: Mention, one: Dated | None) -> str:
    if one is None:
        return "nowhere"
    apart = mention.sentence - one.sentence
    return "same" if apart == 0 else "behind" if apart < 0 else "line" if one.line == mention.line else "before"


def _step(likely: float, steps: Sequence[float] = _STEPS) -> int:
    return bisect_right(steps, likely)


def dates_spoken(own: Sequence[Choice], spoken: Spoken) -> list[str]:
    """The dates that may be those of a mention, in order."""
    likely = {iso for iso, chance_, _ in own if chance_ >= _LIKELY}
    return sorted(likely | {iso for iso, chance_ in spoken.items() if chance_ >= _LIKELY}, key=bounds)


def settle_dates(
    mentions: Sequence[Mention],
    weighed: Sequence[Sequence[Choice]],
    pairs: Pairs,
    groups: Sequence[int],
    published: str | None,
    weights: Weights,
    threshold: float,
) -> list[Settled]:
    """The date of each mention, where one is likely enough: the likeliest, of equal ones the earliest."""
    shares = shares_of(weighed, groups)
    settled = []
    for mention, own, spoken, number in zip(mentions, weighed, spoken_for(weighed, pairs), groups, strict=True):
        if own and own[0][1] >= JOINED:
            likely = {own[0][0]: 1.0}
        else:
            given = dates_spoken(own, spoken)
            likely = {iso: chance(lending_features(mention, iso, own, spoken, shares[number], published), weights) for iso in given}
        best = max(likely, key=likely.__getitem__, default=None)
        if best is None or likely[best] <= threshold:
            settled.append(Settled(likely=_together(likely)))
            continue
        one = next((one for given, _, one in own if given == best and one.sentence == mention.sentence), None)
        how = "inherited" if one is None else "explicit" if one.how == "explicit" else "relative"
        settled.append(Settled(best, how, _together(likely)))
    return settled


def _together(likely: Mapping[str, float]) -> tuple[Likely, ...]:
    """Dates with their likelihoods, which add up to 1 at most; what is hardly likely is left out."""
    total = max(1.0, sum(likely.values()))
    ranked = sorted(likely, key=likely.__getitem__, reverse=True)[:_MOST_DATES]
    return tuple((iso, round(likely[iso] / total, 2)) for iso in ranked if likely[iso] / total >= _LIKELY)
