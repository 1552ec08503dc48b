"""From the tagger's attributions to who speaks in each and through whom, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from according.claims.chains import THE_GROUP, THE_OUTLET, find_carrier
from according.claims.descriptions import Speaker
from according.claims.known import SourceWords
from according.claims.passages import Passage
from according.claims.speakers import UNNAMED, Resolver
from according.model import Attribution, Mark, Span
from according.spans import Holding, length

_TOLD = "was told it, or carries it"
_CITING = re.compile(r"(?:[Cc]it|[Qq]uot)(?:e|es|ed|ing)[ \t]+(?:the[ \t]+|an?[ \t]+)?$")
_SAID = re.compile(
    r"[ \t](?:said|says|report(?:s|ed)|announced|added|stated|claimed|wrote|ha[sd] said)"
    r"(?:[ \t]+(?:(?:on|late|early)[ \t]+)*\w+day)?,?[ \t]+$"
)
"""What stands between one who cites and whom it cites: "the Observatory said on Sunday, citing residents"."""
_GOES_ON = re.compile(
    r",?[ \t]+(?:it|he|she|they|the[ \t]+(?:agency|channel|paper|newspaper|network|outlet|site|website|station|group|monitor))\b"
)
"""Who cites someone at the beginning of a sentence and has spoken before: "Citing residents, it said"."""
_ELSEWHERE = re.compile(
    r"\b(?:in an? (?:\w+ )?(?:statement|tweet|video|letter|testimony|post|speech|interview)|(?:news|press) conference|hearing|briefing"
    r"|tweeted|uploaded|Twitter|Facebook)\b"
)
"""Words by which something is said on another occasion than before."""
_MOST_BETWEEN = 2
"""How many claims of others may stand between two of one interview."""
_REACH = 160
"""How far an outlet is looked for where no sentence is known, in characters."""


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution with its speaker's name and the chain through which the words came, nearest the speaker first."""

    claim: Attribution
    who: str
    how: str
    """In words, how the speaker is known."""
    via: tuple[str, ...]
    via_how: tuple[str, ...]
    """For each link of the chain, in words, how it is known."""


@dataclass(slots=True)
class _Made:
    claim: Attribution
    speaker: Speaker
    how: str
    told: str | None = None


class _Interviews:
    """Who was told what each speaker says, while the same interview goes on: until others have spoken, or it is said elsewhere."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[str, int]] = {}
        self._count = 0

    def carrier(self, speaker: Speaker, sentence: str) -> str | None:
        """Who was told what a speaker says in a sentence that does not say it."""
        told, last = self._told.get(speaker.name, ("", 0))
        if not told or self._count - last > _MOST_BETWEEN or speaker.name == UNNAMED or _ELSEWHERE.search(sentence):
            return None
        return told

    def go_on(self, made: _Made) -> None:
        """Take up the next claim of the report."""
        self._count += 1
        if made.told:
            self._told[made.speaker.name] = (made.told, self._count)
        else:
            self._told.pop(made.speaker.name, None)


def attribute(
    text: str,
    claims: Sequence[Attribution],
    names: Sequence[Mark],
    sentences: Sequence[Span],
    passages: Sequence[Passage],
    words: SourceWords,
) -> list[Said]:
    """Who speaks in each claim, and through whom; the claims come back in the order in which they were given."""
    if not claims:
        return []
    resolver = Resolver(text, names, words, sentences)
    order = sorted(range(len(claims)), key=lambda at: _place(claims[at]))
    holding = Holding(claims)
    made: dict[int, _Made] = {}
    before: _Made | None = None
    interviews = _Interviews()
    for at in order:
        claim = claims[at]
        around = next((made[id(other)] for other in outer_claims(claim, holding) if id(other) in made), None)
        speaker, how = resolver.speaker_of(claim, before.speaker if before else None, around.speaker if around else None)
        sentence = _sentence(sentences, anchor_of(claim)[0], len(text))
        told = find_carrier(text, claim, sentence, words.kind)
        if told == THE_OUTLET:
            told = resolver.outlet_before(claim.cue or claim.content[0])
        elif told == THE_GROUP:
            told = resolver.gatherer_before(claim.cue or claim.content[0])
        elif told is not None and told.isupper():
            told = resolver.spelt_out(told)
        told = told or _citing(text, claim, sentence, before, resolver) or interviews.carrier(speaker, text[slice(*sentence)])
        if around is not None and told == around.told:
            told = None
        made[id(claim)] = _Made(claim, speaker, how, told)
        if around is None:
            before = made[id(claim)]
            interviews.go_on(before)
    said = []
    for claim in claims:
        one = made[id(claim)]
        chain = _chain(one, [made[id(other)] for other in outer_claims(claim, holding)], passages)
        said.append(Said(one.claim, one.speaker.name, one.how, tuple(name for name, _ in chain), tuple(how for _, how in chain)))
    return said


def _citing(text: str, claim: Attribution, sentence: Span, before: _Made | None, resolver: Resolver) -> str | None:
    """Who cites or quotes the source: the subject of the sentence, or whoever spoke just before in it."""
    if claim.cue is None or claim.source is None or not (found := _CITING.search(text, sentence[0], claim.source[0])):
        return None
    said = _SAID.search(text, sentence[0], found.start())
    if name := resolver.name_before(sentence[0], said.start() if said else found.start()):
        return name
    if not text[sentence[0] : found.start()].strip() and not _GOES_ON.match(text, claim.source[1]):
        return None
    is_before = before is not None and (sentence[0] <= anchor_of(before.claim)[0] or found.start() == sentence[0])
    return before.speaker.name if before and is_before and before.speaker.name != UNNAMED else None


def _place(claim: Attribution) -> tuple[int, int]:
    """Where a claim's own words begin: its source or cue, else its content; outer claims before those in them."""
    starts = [span[0] for span in (claim.source, claim.cue) if span] or [claim.content[0][0]]
    return (min(starts), -length(claim))


def anchor_of(claim: Attribution) -> Span:
    """The words by which a claim is placed in others: its cue, else its source, else where its content begins."""
    return claim.cue or claim.source or claim.content[0]


def outer_claims(claim: Attribution, holding: Holding[Attribution]) -> list[Attribution]:
    """The claims in whose content a claim stands, the innermost first."""
    around = holding.around(anchor_of(claim))
    return [other for other in around if other is not claim and length(other) >= length(claim)]


def _sentence(sentences: Sequence[Span], at: int, length: int) -> Span:
    number = bisect_right(sentences, (at, length)) - 1
    return sentences[number] if number >= 0 and at < sentences[number][1] else (at, min(length, at + _REACH))


def _chain(one: _Made, outer: Sequence[_Made], passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """From nearest the speaker to nearest the report: who was told, then every speaker around, then the passage's outlet."""
    chain = [(one.told, _TOLD)] if one.told else []
    for around in outer:
        if one.claim.source is None and around.speaker.sort == "thing":  # who took it to be so is not the picture
            continue
        chain.append((around.speaker.name, "speaks in the claim that holds this one"))
        if around.told:
            chain.append((around.told, _TOLD))
    start, _ = anchor_of(one.claim)
    chain += [(passage.outlet, "the passage is taken from it") for passage in passages if passage.span[0] <= start < passage.span[1]]
    kept: list[tuple[str, str]] = []
    for name, how in chain:
        if name != UNNAMED and _plain(name) not in map(_plain, (one.speaker.name, *dict(kept))):
            kept.append((name, how))
    return kept


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ")
