"""Sources that the tagger cut short or left out although they stand right beside the cue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from according.claims.headers import past_header
from according.claims.nouns import is_noun, phrase_after, phrase_before
from according.model import Attribution, Span
from according.vocab import INITIAL, load_speaking_words

_BETWEEN = re.compile(
    r"(?:(?:has|had|have|is|are|was|were|would|will|could|can|may|must|should|did|does|do|not|also|just|only|still|never|both|then|later"
    r"|earlier|now|again|further|first|once|even|like|want|wants|wanted|goes|went|go|on|continues?|continued|appears?|appeared|seems?|seemed|to|long"
    r"|since|there|here|[a-z]+ly)[ \t]+)*$"
)
_PRONOUN = re.compile(r"(?<![\w’'-])(?P<source>[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|who|which)[ \t]+$")
_POSSESSIVE = re.compile(r"(?<![\w’'-])(?P<source>[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y)[ \t]+$")
_OBJECT = re.compile(r"[ \t]+(?:(?:made|given|issued)[ \t]+)?(?:by|from)[ \t]+")
_CLOSED = re.compile(r"[\"”’»],?[ \t]+$")
_SENTENCE_STOPS = re.compile(r"[.,;]|[ \t]+(?:on|late|in|at|earlier|yesterday|today)\b|[ \t]*(?:\n|$)")
"""Behind who speaks where the verb comes first: "…," added the statement."""
_QUOTING = re.compile(r"(?:cit|quot)(?:e|es|ed|ing)$")
_AS_SAYING = re.compile(r"[ \t]as[ \t]+$")
_TAKEN = re.compile(
    r"(?:said|reported|believed|thought|known|alleged|claimed|identified|suspected|accused|feared|expected|rumou?red|understood|described"
    r"|estimated|told|advised|warned|urged|ordered)$"
)
"""Participles after which "to", "as", "of" and "by" tell that the one before is no speaker."""
_SPEAKING = re.compile(
    r",[ \t]+(?:speaking|talking|addressing|answering|responding|reacting|writing|quoted|asked)\b[^.;:!?\n“”\"]{2,100}?,?[ \t]*$"
)
"""What a speaker does while speaking: "the minister, speaking to reporters on the outbreak, said"."""
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|be|being)[ \t]+(?:[a-z]+ly[ \t]+|also[ \t]+|first[ \t]+)?$")
_APPOSED = re.compile(rf"(?P<name>(?:{INITIAL}[\w’'.-]*[ \t]+){{1,4}}{INITIAL}[\w’'-]+),[ \t]+$")
_NAMED = re.compile(rf"^(?:(?!(?:of|for|in|at|from)\b)\S+[ \t]+)+{INITIAL}[\w’'-]+$")
"""A source that ends with a name of its own: "President Jon Karo", but not "president of Orlan"."""
_BEFORE_RELATIVE = re.compile(rf"(?P<name>{INITIAL}[\w’'-]+(?:[ \t]+{INITIAL}[\w’'-]+){{0,3}}),?[ \t]+$")
_DETERMINER = re.compile(r"(?:the|a|an|its|his|her|their|this|that|some|several)$", re.IGNORECASE)
_DAYS = "(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december)"
_DATED = re.compile(rf"(?i:(?:on|in|since|by)[ \t]+)?(?:\d{{1,2}}[ \t]+)?{_DAYS}(?:[ \t]+\d{{1,4}})?,?[ \t]+(?=\S)")
_REST_OF_NAME = re.compile(rf"(?:[ \t]+(?!(?:{_DAYS})\b){INITIAL}[\w’'-]+){{1,3}}")
_ADVERB = re.compile(r"[ \t]+([a-z]{3,}ly)$")
_TAIL = re.compile(r"(?:[\w’'-]+)[ \t]+(?:with|against|of|for|about|between|among|in|at|from|near|to|through|via)[ \t]+(?:the[ \t]+)?$")
_STOP = re.compile(r"[.!?](?=\s|[A-Z])|\n")
_VERB = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|did|does|do|said|who|which|whom)\b")
_CLAUSE = re.compile(r"[,;:()“”\"–—\n.!?]|\b(?:that|but|while|when|after|because|as|if|where|who|which|according|and)\b")
_DATED_AFTER = re.compile(rf"(?<!ed)(?<!Mail)(?<!held)(?<!made)[ \t]+on[ \t]+{_DAYS}$")
_DATED_NOUN = re.compile(rf"(?<![^\W_])[a-z]{{3,}}(?P<day>[ \t]+{_DAYS})$")
_RELATIVE = re.compile(r",?[ \t]+(?:(?:that|which|who)[ \t]+)?")
_TRAILING = re.compile(
    r"[ \t]+(?:for[ \t]+(?:its|his|her|their)[ \t]+part|who|which|that|also|further|has|had|have|then|later|reportedly)$"
)
_TELLING_NOUNS = frozenset("reports report rumours rumors rumor rumour allegations accusations speculation claims".split())
_VERBS_TOO = frozenset("reports report claims claim".split())
_DESCRIBING = re.compile(r"[a-z](?:ish|an|ese|i|ed|al|media)$|^(?:[A-Z][a-z]+ern|media|news|press)$")
_DOUBTING = frozenset("alleged purported supposed suspected so-called rumoured rumored".split())
_MARKED = frozenset("- – — :".split())
_FAR = 120
_LONGEST_GAP = 8  # words
_LONGEST_PHRASE = 14  # words


def complete(text: str, claim: Attribution, sentences: Sequence[Span]) -> Attribution:
    """The claim with a source that was cut short made whole, and one that was missing taken from beside the cue."""
    if claim.cue is None:
        return claim
    if text[slice(*claim.cue)] == ":" and claim.content[0][0] > claim.cue[0] and (label := _label(text, claim.cue[0], sentences)):
        return replace(claim, source=label)
    if claim.source is not None:
        return replace(claim, source=_whole(text, claim.source, claim.cue))
    span = _missing(text, claim.cue, claim.content, sentences)
    if span is not None:
        span = (_whole_phrase(text, span, claim.cue), span[1])
    if span is None or any(a < span[1] and span[0] < b for a, b in claim.content):
        return claim
    return replace(claim, source=span)


def _missing(text: str, cue: Span, content: Sequence[Span], sentences: Sequence[Span]) -> Span | None:
    """The source that stands beside a cue: after "by" or "citing", else before it."""
    start, end = cue
    word = text[start:end].lower()
    if word in _MARKED:
        return _name_after(text, end) if content[-1][1] <= start else None
    if word.endswith((" to", "ly")):
        return phrase_after(text, end + 1) if word.endswith(" to") else None
    if (found := _OBJECT.match(text, end)) and (span := phrase_after(text, found.end())):
        return span
    if _CLOSED.search(text, max(0, start - 4), start) and (span := phrase_after(text, end + 1)) and _SENTENCE_STOPS.match(text, span[1]):
        return span
    if _QUOTING.search(word) and (span := phrase_after(text, end + 1)):
        return span
    number = bisect_right(sentences, (start, len(text))) - 1
    begins = max(sentences[number][0] if number >= 0 else 0, start - _FAR)
    lead = text[begins:start]
    if found := _AS_SAYING.search(lead):
        return phrase_before(text, begins, begins + found.start() + 1)
    if word in _TELLING_NOUNS:
        return _teller(text, begins, cue)
    if _PASSIVE.search(lead) or (_TAKEN.search(word) and text[end : end + 4] in (" to ", " as ", " of ")):
        return None
    stop = begins + len(lead) - len(_ended(lead))
    stop = aside.start() if (aside := _SPEAKING.search(text, begins, stop)) else stop
    if found := _PRONOUN.search(text, begins, stop):
        return found.span("source")
    if word in _DOUBTING:
        return None
    if found := _POSSESSIVE.search(text, begins, start):
        return found.span("source")
    span = phrase_before(text, begins, stop) or phrase_before(text, begins, start)
    return None if span and word.endswith("ing") and text[span[0]].isupper() else span


def _label(text: str, colon: int, sentences: Sequence[Span]) -> Span | None:
    """The name or noun with which a line begins up to its colon: "Lusa governor: two are hurt"."""
    number = bisect_right(sentences, (colon, len(text))) - 1
    begins = max(sentences[number][0] if number >= 0 else 0, text.rfind("\n", 0, colon) + 1)
    start = past_header(text, (begins, colon))[0]
    near = phrase_after(text, start)
    return near if near is not None and near[1] == colon else None


def _ended(lead: str) -> str:
    """The auxiliaries and adverbs that stand before a verb."""
    found = _BETWEEN.search(lead)
    return found[0] if found else ""


def _teller(text: str, begins: int, cue: Span) -> Span:
    """Whose reports or claims they are, or who reports and claims: else the reports themselves."""
    if found := _POSSESSIVE.search(text, begins, cue[0]):
        return found.span("source")
    span = phrase_before(text, begins, cue[0])
    if span is None:
        return cue
    last = text[slice(*span)].split()[-1]
    is_owned = text[span[1] : span[1] + 2] in ("'s", "’s")
    is_verb = text[slice(*cue)].lower() in _VERBS_TOO and not _DESCRIBING.search(last) and text[cue[1] : cue[1] + 4] != " of "
    return span if is_owned or is_verb else cue


def _name_after(text: str, start: int) -> Span | None:
    """The name or noun that ends a headline: "Bridge closed - Qast army"."""
    line = re.compile(r"[ \t]*([^\n.:]{2,60}?)[ \t]*(?:\n|$)").match(text, start)
    return line.span(1) if line else phrase_after(text, start)


def _whole(text: str, source: Span, cue: Span) -> Span:
    """A source made whole: its article up to the cue, an apposition with the name before it, without dates before and adverbs behind it."""
    start, end = source
    words = load_speaking_words()
    first = text[start:end].split()[0].lower()
    lead = text[max(0, start - _FAR) : start]
    if first in words.offices and not _NAMED.search(text[start:end]) and (found := _APPOSED.search(lead)):
        return start - len(lead) + found.start("name"), end
    if first in ("who", "which") and start + len(first) < end and (found := _BEFORE_RELATIVE.search(lead)):
        return start - len(lead) + found.start("name"), end
    if found := _DATED.match(text, start, end):
        start = found.end()
    while found := _TRAILING.search(text[start:end]) or _ADVERB.search(text[start:end]):
        if found.re is _ADVERB and is_noun(found[1]):
            break
        end = start + found.start()
    if (found := _DATED_AFTER.search(text[start:end])) and not text[end : cue[0]].strip():
        end = start + found.start()
    if (found := _DATED_NOUN.search(text[start:end])) and _RELATIVE.fullmatch(text, end, cue[0]):
        end = start + found.start("day")
    if text[start:end] in ("there", "here") and (near := phrase_before(text, max(0, start - _FAR), start)):
        start = near[0]
    start, end = _whole_name(text, (start, end), cue)
    start = _whole_phrase(text, (start, end), cue)
    between = text[end : cue[0]]
    is_plain = end < cue[0] and not re.search(r"[,.;:!?\n“”\"]", between)
    if is_plain and _DETERMINER.match(text[start:end]) and 0 < len(between.split()) <= _LONGEST_GAP:
        return start, end + len(between.rstrip())
    if is_plain and between.split() and between.split()[-1].lower() in words.bodies and all(word[0].isupper() for word in between.split()):
        return start, end + len(between.rstrip())
    return start, end


def _whole_name(text: str, source: Span, cue: Span) -> Span:
    """A source with the rest of the name that it breaks off in, up to the cue or a stop, or whose last word alone it is."""
    start, end = source
    last = text[start:end].split()[-1]
    if last[0].isupper() and (found := _REST_OF_NAME.match(text, end)):
        stop = found.end()
        if stop <= cue[0]:
            is_whole = _BETWEEN.fullmatch(text[stop : cue[0]].lstrip()) is not None
        else:
            is_whole = start >= cue[1] and text[stop : stop + 1] in ("", *".,;:)\n")
        end = stop if is_whole else end
    first = text[start:end].split()[0]
    if first[0].isupper() and first.lower() in load_speaking_words().bodies:
        begins = max((one.end() for one in _STOP.finditer(text, max(0, start - _FAR), start)), default=max(0, start - _FAR))
        near = phrase_before(text, begins, start + len(first))
        start = near[0] if near and near[0] < start else start
    return start, end


def _whole_phrase(text: str, source: Span, cue: Span) -> int:
    """Where a source begins that is but the last words of one: "fighters in the hills of Kesh" where "Kesh" was taken."""
    start, end = source
    if text[start:end].lower() in load_speaking_words().pronouns or text[slice(*cue)].endswith("ing"):
        return start
    if end > cue[0] or not _BETWEEN.fullmatch(text[end : cue[0]].lstrip()):
        return start
    begins = max(0, start - _FAR)
    if not _TAIL.search(text, begins, start):
        return start
    clause = max((found.end() for found in _CLAUSE.finditer(text, begins, start)), default=begins)
    clause += len(text[clause:start]) - len(text[clause:start].lstrip())
    near = phrase_after(text, clause)
    is_one = near is not None and near[0] == clause and len(text[clause:end].split()) <= _LONGEST_PHRASE
    return clause if is_one and not _VERB.search(text, clause, end) else start
