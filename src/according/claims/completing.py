"""Sources that the tagger cut short or left out although they stand right beside the cue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from according.model import Attribution, Span
from according.vocab import INITIAL, load_speaking_words

_CAPITALISED = rf"(?:{INITIAL}[\w’'-]*|al-{INITIAL}[\w’'-]*)"
_NAME = rf"{_CAPITALISED}(?:[ \t]+(?:(?:of|for|and|the|de|al|bin)[ \t]+){{0,2}}{_CAPITALISED}){{0,6}}"
_ADVERB = r"(?:[ \t]+(?:has|had|have|also|then|later|earlier|now|again|[a-z]+ly)){0,3}"
_START = r"(?:^|[\s“\"(—–-])"
_BESIDE = re.compile(
    rf"{_START}(?P<source>(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)|(?:[Tt]he[ \t]+)?{_NAME}|[Tt]he(?:[ \t]+[a-z-]+){{1,2}}){_ADVERB}[ \t]+$"
)
_OWNER = re.compile(rf"{_START}(?P<source>(?:[Tt]he[ \t]+)?{_NAME}(?=['’]s)|(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir))(?:['’]s)?[ \t]+$")
_FINITE = re.compile(
    r"(?:said|says|told|tells|reports?|reported|added|adds|claims?|claimed|denied|denies|warned|warns|announced|announces|declared|declares|wrote|writes|urged"
    r"|urges|called|calls|accused|accuses|believes?|believed|insisted|insists|stated|states|vowed|vows|threatened|threatens|promised|promises|confirmed"
    r"|confirms|noted|notes|shows?|showed|asked|asks|demanded|demands|wants|wanted|identified|suggested|suggests|alleged)$"
)
_APPOSED = re.compile(rf"(?P<name>(?:{INITIAL}[\w’'.-]*[ \t]+){{1,4}}{INITIAL}[\w’'-]+),[ \t]+$")
_DETERMINER = re.compile(r"(?:the|a|an|its|his|her|their|this|that|some|several)$", re.IGNORECASE)
_PASSIVE = re.compile(r"(?:is|was|were|are|been|be|being)[ \t]+$")
_TELLING_NOUNS = frozenset("reports report rumours rumors allegations speculation".split())
_FAR = 90
_LONGEST_GAP = 8  # words


def complete(text: str, claim: Attribution, sentences: Sequence[Span]) -> Attribution:
    """The claim with a source that was cut short made whole, and one that was missing taken from beside the cue."""
    if claim.cue is None:
        return claim
    if claim.source is not None:
        return replace(claim, source=_whole(text, claim.source, claim.cue))
    start, end = claim.cue
    if text[start:end].lower() in _TELLING_NOUNS:
        return replace(claim, source=claim.cue)
    number = bisect_right(sentences, (start, len(text))) - 1
    begins = sentences[number][0] if number >= 0 else 0
    lead = text[max(begins, start - _FAR) : start]
    if _PASSIVE.search(lead) or text[end : end + 4] == " to ":
        return claim
    found = (_BESIDE if _FINITE.search(text[start:end].lower()) else _OWNER).search(lead)
    if found is None or found["source"].split()[0].lower() in load_speaking_words().relatives:
        return claim
    offset = start - len(lead)
    span = (offset + found.start("source"), offset + found.end("source"))
    return claim if any(a < span[1] and span[0] < b for a, b in claim.content) else replace(claim, source=span)


def _whole(text: str, source: Span, cue: Span) -> Span:
    """A source that is nothing but its article up to the cue, and one that is but an apposition with the name before it."""
    start, end = source
    words = load_speaking_words()
    if text[start:end].split()[0].lower() in words.roles | words.titles and (found := _APPOSED.search(text, max(0, start - _FAR), start)):
        return found.start("name"), end
    between = text[end : cue[0]]
    if (
        _DETERMINER.match(text[start:end])
        and end < cue[0]
        and not re.search(r"[,.;:!?\n“”\"]", between)
        and 0 < len(between.split()) <= _LONGEST_GAP
    ):
        return start, end + len(between.rstrip())
    return source
