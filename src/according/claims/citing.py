"""Who is quoted or cited: "Kesh Radio quoted Karo as saying", "the Observatory said, citing residents", "citing residents, it said"."""

from __future__ import annotations

import re
from dataclasses import replace

from according.claims.nouns import is_noun, phrase_after, phrase_before
from according.model import Attribution, Span

IS_CITING = re.compile(r"(?:cit|quot)(?:es?|ed|ing)$")
"""A cue that tells of someone else's words."""
_AS_SAYING = re.compile(r"\b(?P<verb>(?:quot|cit)(?:ed|es|ing)|report(?:ed|s))[ \t]+[^.;:\n\"“”]{2,100}?(?P<as>,?[ \t]+as[ \t]+)$")
_REPORTED_AS = re.compile(r"[ \t]+(?P<source>[^.;:\n\"“”]{2,100}?),?[ \t]+as[ \t]+(?P<cue>say|tell|stat|warn|claim|add)ing\b")
_CITED_FIRST = re.compile(r"[ \t]*(?P<cue>[Cc]iting|[Qq]uoting)[ \t]+")
_CITED_BEHIND = re.compile(r"(?:[ \t]+(?:on|late|early)?[ \t]*\w+day)?,?[ \t]+(?P<cue>citing|quoting)[ \t]+")
_LAW = re.compile(r"(?:Article|Section|Resolution|Chapter)\b")
_MORE = re.compile(r"[ \t]+(?:in|from|at|near|inside|on|of|with|close[ \t]to)[ \t]+[^,.;:\n]{1,40}(?=[,.;:\n]|$)")
_REPORTING = re.compile(r"(?:report|quot|cit)(?:ed|s|es)")
_LEAD = 140


def quoted(text: str, claim: Attribution) -> Attribution:
    """Of "Kesh Radio quoted Karo as saying it won" Karo is the source."""
    if claim.cue is None or (found := _AS_SAYING.search(text, max(0, claim.cue[0] - _LEAD), claim.cue[0])) is None:
        return claim
    near = phrase_before(text, found.end("verb"), found.start("as"))
    if near is None or (claim.source is not None and found.end("verb") <= claim.source[0]):
        return claim
    return replace(claim, source=(found.end("verb") + 1, near[1]))


def reported_as(text: str, claim: Attribution) -> Attribution:
    """Of "Kesh Radio reported Karo as saying", where "reported" was taken for the cue, Karo is the source and no part of what is said."""
    if claim.cue is None or not _REPORTING.fullmatch(text[slice(*claim.cue)]):
        return claim
    found = _REPORTED_AS.match(text, claim.cue[1])
    near = phrase_after(text, found.start("source")) if found else None
    if found is None or near is None or near[1] > found.end("source"):
        return claim
    content = tuple(piece for piece in claim.content if piece[1] <= found.start("source") or piece[0] >= found.end("cue"))
    return replace(claim, source=found.span("source"), cue=(found.start("cue"), found.end()), content=content or claim.content)


def citing(text: str, claim: Attribution, sentence: Span) -> Attribution:
    """Of "the Observatory said, citing residents" and "citing residents, it said" the residents are the source."""
    if claim.cue is None or claim.source is None:
        return claim
    if IS_CITING.search(text[slice(*claim.cue)].lower()):
        cue = claim.cue
    elif found := _CITED_BEHIND.match(text, max(claim.cue[1], claim.source[1])) or _CITED_FIRST.match(text, sentence[0]):
        cue = found.span("cue")
    else:
        return claim
    near = _whom(text, cue)
    if near is None or (cue == claim.cue and claim.source[1] >= near[1] and claim.source[0] <= near[1]):
        return claim
    if cue[1] < claim.cue[0] and text[near[1] : min(claim.cue[0], claim.source[0])].strip() not in ("", ","):
        return claim
    content = tuple(piece for piece in claim.content if not near[0] <= piece[0] < near[1])
    return replace(claim, source=near, cue=cue, content=content) if content else claim


def _whom(text: str, cue: Span) -> Span | None:
    """Who is cited behind a cue; None for what somebody owns, and for articles of a law."""
    near = phrase_after(text, cue[1] + 1)
    if near is None or text[near[1] : near[1] + 2] in ("'s", "’s") or _LAW.match(text, near[0]):
        return None
    last = text[slice(*near)].split()[-1]
    if not (is_noun(last) or last[0].isupper()):
        return None
    more = _MORE.match(text, near[1])
    return near[0], more.end() if more else near[1]


def cited(text: str, claim: Attribution) -> Attribution:
    """Of "Kesh Radio reports, citing the army, that it won" the army is the source, and no part of what is said."""
    if claim.cue is None or len(claim.content) < 2 or not IS_CITING.search(text[slice(*claim.cue)].lower()):
        return claim
    (start, end), *rest = claim.content
    near = phrase_after(text, start)
    if text[claim.cue[1] : start].strip() or near is None or near[1] > end:
        return claim
    return replace(claim, source=(start, end), content=tuple(rest))
