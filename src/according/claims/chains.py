"""Through whom the words came: an outlet that they were told to or that carries them, looked for around the cue."""

from __future__ import annotations

import re
from collections.abc import Callable

from according.claims.nouns import phrase_before
from according.claims.sources import OUTLET_WORDS
from according.model import Attribution, Span
from according.vocab import INITIAL, agency_called, clear_names, load_speaking_words

THE_OUTLET = "the outlet"
"""What a carrier is called that the report has named before: "told the paper"."""
THE_GROUP = "the group"
"""The same for a body that gathers accounts: "told the rights group"."""
KindOf = Callable[[str], str | None]

_PART = rf"(?:{INITIAL}[\w’'&/-]*(?:\.\w+)*|al-{INITIAL}[\w’'-]*)"
_NAME = rf"{_PART}(?:[ \t]+(?:(?:of|for|the|and|&)[ \t]+){{0,2}}{_PART})*"
_SORTS = "agency|newspaper|channel|network|television|radio|website|magazine|daily|outlet|broadcaster|station|paper|site"
_SORT = rf"(?P<sort>(?:[\w'’-]+[ \t]+){{0,3}}?(?:{_SORTS}),?[ \t]+)?"
_AUXILIARIES = r"(?:[ \t]+(?:news[ \t]+agency|agency|newspaper|television|channel|reporter|correspondent|news|first|also|has|had)){0,3}"
_MEDIA = (
    r"(?:(?:local|state|foreign|official|Western|[A-Z]\w{1,20}(?:an|ish|i|ese))[ \t]+){1,3}"
    r"(?:media|television|TV|radio|press|newspapers|news[ \t]agenc(?:y|ies))(?![ \t]+(?:outlet|[A-Z]))"
)
_TO = rf"(?:(?:[Tt]he|[Aa]n?|its|his|her|their)[ \t]+)?(?:(?P<some>{_MEDIA})\b|(?:{_SORT}(?P<name>{_NAME}))|(?P<plain>{_NAME}))"
_BY = re.compile(_TO)
_HEARD = re.compile(rf"\W{{0,3}}{_TO}")
_THE_OUTLET = re.compile(
    r"[ \t]+the[ \t]+(?:media[ \t]+|news[ \t]+)?(?:outlet|paper|newspaper|station|channel|network|agency|website|site|magazine|broadcaster"
    r"|programme|program|tabloid|daily|weekly)\b(?![ \t]+[A-Z])"
)
_GROUP = (
    r"(?:(?:human[ \t]+)?(?:rights|monitoring|aid|relief|medical|advocacy|campaign)[ \t]+"
    r"(?:group|organi[sz]ation|agency|network|charity)"
    r"|monitor|watchdog|observatory|charity|NGO)\b(?![ \t]+[A-Z])"
)
_THE_GROUP = re.compile(rf"[ \t]+the[ \t]+{_GROUP}")
GATHERING = ("monitor", "NGO", "medical")
"""Kinds of bodies that pass on what they were told."""
_PICTURES = re.compile(r"\b(?i:videos?|videotape|footage|photos?|photographs?|pictures?|images?|clips?|recordings?|film|tape)\b")
_PUT_OUT = r"(?:posted|released|published|shared|distributed|filmed|uploaded|issued|aired|broadcast|circulated|shot|taken|put[ \t]+out)"
_PUT_OUT_BY = re.compile(rf"\b{_PUT_OUT}\b[^.,;]{{0,30}}?\bby[ \t]+")
_HAS_PUT_OUT = re.compile(
    rf"(?:[ \t]+(?:has|have|had|also|later))*[ \t]+{_PUT_OUT}[ \t]+(?:(?:a|an|the|several|new|graphic|online)[ \t]+){{0,2}}$"
)
_TELLING = re.compile(r"(?:^|\s)(?:told|tells|tell|telling|informed|informing|assured|assuring)$", re.IGNORECASE)
_SMALL = re.compile(r"\W{0,3}([a-z]+)\b")
_SPOKE_TO = re.compile(rf"\W{{0,3}}(?:\w+[ \t]+)?(?:to|by)[ \t]+{_TO}")
_CARRIED = re.compile(
    r"\b(?i:interviews?[ \t]+(?:with|to|on|for)|(?:interviewed|reached|contacted|approached)[ \t]+by"
    r"|(?:speaking|talking)(?:[ \t]+\w+ly)?[ \t]+(?:to|with|on)"
    r"|spoke(?:[ \t]+\w+ly)?[ \t]+(?:to|with)"
    r"|(?:comments?|remarks?|statements?|letter|e-?mail|message|article|column)[ \t]+(?:to|for|in)"
    r"|(?:carried|quoted|cited|published|aired|broadcast|released|reported|posted|relayed|run|obtained|seen)[ \t]+(?:by|on|in)"
    rf"|quotes?[ \t]+from|according[ \t]+to|told|(?:wrote|written)[^.;]{{0,40}}?[ \t](?:for|in)|via)[ \t]+{_TO}"
)
_REPORTING = re.compile(r"[ \t](?:report|quot|cit)")
_REPORTED = re.compile(
    rf"{_TO}(?:,[^,.;]{{3,60}},)?{_AUXILIARIES}[ \t]+(?:reports?|reported|reporting|quot(?:es?|ed|ing)|cit(?:es?|ed|ing))\b"
    r"(?P<rest>[^.;]{0,90})$"
)
_CITING_FIRST = re.compile(rf"[ \t]*,?[ \t]*{_TO}{_AUXILIARIES}[ \t]+(?:report|sa[iy]|wr[io]te)")
_WHEN = r"(?:[ \t]+(?:(?:on|late|early|earlier|this|last)[ \t]+)*(?:\w+day|today|yesterday|week|month))?"
_CARRIED_BEHIND = re.compile(
    rf"[\s,”\"’')]*(?:{_TO}{_AUXILIARIES}[ \t]+(?:has[ \t]+|have[ \t]+)?(?:reported|reports?|writes|wrote)\b{_WHEN}"
    rf"|(?P<inverted>(?:reported|reports?|writes|wrote|according[ \t]+to)[ \t]+))"
)
_SENTENCE_ENDS = re.compile(rf"{_AUXILIARIES}{_WHEN}[.\s”\"]*(?:$|\()")
"""Behind what somebody says: "Karo said it fell, Interfax reported", "…, reports Mashable", "…, according to Reuters"."""
_BODY_REPORTED = re.compile(
    rf"(?<![^\W_])(?:[Tt]he[ \t]+(?P<group>{_GROUP})|{_TO})[ \t]+(?:reports?|reported|quot(?:es?|ed|ing)|cit(?:es?|ed|ing))[ \t]+$"
)
_OWNER = re.compile(rf"^\W*(?:[Tt]he[ \t]+)?(?P<name>{_PART}(?:[ \t]+{_PART}){{0,3}}?)['’]s[ \t]+{INITIAL}[\w’'-]+[ \t]+{INITIAL}")
_OUTLET = re.compile(rf"\b{OUTLET_WORDS}\b")
_TRAILING = re.compile(
    r"\s+(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)\b.*$"
)
_LEADING = re.compile(r"^(?:\w+['’]s|\w+-(?:language|based|run|owned))\s+")
_CALLED = re.compile(rf"[ \t]+(?:{_SORTS}|news[ \t]agency)\b")
_NATIONAL = re.compile(r"^[A-Z]\w+(?:ish|i|ese|[^n]an)[ \t]+(?=\S)")
_LOST_APOSTROPHE = re.compile(r"^([A-Z]{2,})s$")
_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?) ")
_JOINS = frozenset("of for the and &".split())
_DEFINITE = re.compile(r"^(?:The|A|An|His|Her|Their|Its|He|She|They|It|That|This|In|On|But|And)\b")


def is_outlet(name: str, kind_of: KindOf) -> bool:
    """Whether a name is of one that carries others' words: a known agency or outlet, or one that is called like one."""
    return agency_called(name) is not None or kind_of(name) in ("media", "state media") or bool(_OUTLET.search(name))


def find_carrier(text: str, claim: Attribution, sentence: Span, kind_of: KindOf) -> str | None:
    """The outlet that the speaker of a claim told it, or that carries it, as far as its sentence says so."""
    if claim.cue is None:
        return None
    start, end = claim.cue
    later = [a for a, _ in claim.content if a >= end]
    stop = later[0] if later and later[0] > end else sentence[1]
    cue = text[start:end]
    if _TELLING.search(cue):
        if (found := _HEARD.match(text, end, stop)) and (name := _hearer(found, kind_of)):
            return name
        if _THE_OUTLET.match(text, end, stop):
            return THE_OUTLET
        if _THE_GROUP.match(text, end, stop):
            return THE_GROUP
        if (small := _SMALL.match(text, end, stop)) and small[1] in clear_names():  # agencies that write themselves without capitals
            return small[1]
    for behind in sorted({end, claim.source[1]} if claim.source else {end}):
        if (found := _SPOKE_TO.match(text, behind, max(behind, stop))) and (name := _outlet(found, kind_of)):
            return name
    after = min(start, claim.source[1]) if claim.source else start
    for begin, close in ((after, stop), (sentence[0], min(start, claim.source[0] if claim.source else start))):
        for found in _CARRIED.finditer(text, begin, max(begin, close)):
            if not _overlaps(claim.source, found) and (name := _outlet(found, kind_of)):
                return name
    return (
        _reporter(text, claim, sentence, kind_of)
        or _publisher(text, claim, sentence, kind_of)
        or _carried_behind(text, claim, sentence, kind_of)
    )


def _carried_behind(text: str, claim: Attribution, sentence: Span, kind_of: KindOf) -> str | None:
    """The outlet that is named as the one that reports it where the sentence ends behind a claim."""
    last = max(span[1] for span in (*claim.content, claim.cue, claim.source) if span)
    if not (found := _CARRIED_BEHIND.match(text, last, sentence[1])):
        return None
    by = _BY.match(text, found.end(), sentence[1]) if found["inverted"] else found
    if by is None or not _SENTENCE_ENDS.match(text, max(by.end(), found.end()), sentence[1]):
        return None
    if name := _outlet(by, kind_of):
        return name
    is_reporting = found["inverted"] and not found["inverted"].startswith("acc")
    return _clean(by["name"] or by["plain"], kind_of) if is_reporting and not by["some"] else None


def _publisher(text: str, claim: Attribution, sentence: Span, kind_of: KindOf) -> str | None:
    """The outlet that put out a picture: "a video released by Orlan News", "Orlan Today posted a photo"; fighters are no link."""
    if claim.source is None or not (shown := _PICTURES.search(text, *claim.source)):
        return None
    if found := _PUT_OUT_BY.search(text, shown.end(), claim.source[1]):
        by = _BY.match(text, found.end())
        return _outlet(by, kind_of) if by else None
    found = _HAS_PUT_OUT.search(text, sentence[0], claim.source[0])
    near = phrase_before(text, sentence[0], found.start()) if found else None
    name = _clean(_ARTICLE.sub("", text[slice(*near)]), kind_of) if near else ""
    return name if is_outlet(name, kind_of) else None


def _reporter(text: str, claim: Attribution, sentence: Span, kind_of: KindOf) -> str | None:
    """Who reports, cites or quotes the source: "SANA quoted a source as saying", "Kesh Radio reported, citing a source"."""
    if claim.source is None or claim.cue is None:
        return None
    if (owner := _OWNER.match(text[slice(*claim.source)])) and is_outlet(owner["name"], kind_of):
        return owner["name"]
    if (
        claim.cue[0] < claim.source[0]
        and (found := _CITING_FIRST.match(text, claim.source[1], sentence[1]))
        and (name := _outlet(found, kind_of))
    ):
        return name
    for close in sorted({claim.source[0], claim.cue[1]}, reverse=True):
        begins = max(sentence[0], close - 200)
        found = _REPORTED.search(text, begins, close) if _REPORTING.search(text, begins, close) else None
        if found and " that " not in found["rest"] and not _overlaps(claim.source, found) and (name := _outlet(found, kind_of)):
            return name
    return _gatherer(text, claim, sentence, kind_of)


def _gatherer(text: str, claim: Attribution, sentence: Span, kind_of: KindOf) -> str | None:
    """The monitor or charity that reports what others say: "the Observatory reported witnesses saying"."""
    source = claim.source or sentence
    begins = max(sentence[0], source[0] - 120)
    if not (found := _BODY_REPORTED.search(text, begins, source[0])):
        return None
    if found["group"]:
        return THE_GROUP
    name = found["name"] or found["plain"] or ""
    name = _clean(name, kind_of)
    return name if kind_of(name) in GATHERING else None


def _overlaps(source: Span | None, found: re.Match[str]) -> bool:
    start, end = found.span("some") if found["some"] else found.span("name") if found["name"] else found.span("plain")
    return source is not None and start < source[1] and source[0] < end


def _hearer(found: re.Match[str], kind_of: KindOf) -> str | None:
    """Who was told: an outlet, a body that gathers accounts, or whoever has a name and is known as nothing else."""
    name = _clean(found["some"] or found["name"] or found["plain"], kind_of)
    words = load_speaking_words()
    first = name.lower().split()[0]
    if is_outlet(name, kind_of):
        return _outlet(found, kind_of)
    if first in words.hearers or first in words.pronouns or _DEFINITE.match(name):
        return None
    if kind_of(name) in GATHERING:
        return name
    others = words.offices | words.bodies
    return name if kind_of(name) is None and not others.intersection(name.lower().split()) else None


def _outlet(found: re.Match[str], kind_of: KindOf) -> str | None:
    """The outlet that a name is, or begins with where what follows belongs to the next phrase; whatever is called a paper is one."""
    if found["some"]:
        return found["some"]
    for name in (found["name"], found["plain"]):
        words = _clean(name, kind_of).split() if name else []
        for count in range(len(words), 0, -1):
            one = " ".join(words[:count])
            if words[count - 1] not in _JOINS and is_outlet(one, kind_of):
                whole = one.split(" of ")[0]
                return whole if " " in whole and is_outlet(whole, kind_of) else one
    if found["sort"] and found["name"]:
        return _clean(found["name"], kind_of)
    group = "plain" if found["plain"] else "name"
    called = _CALLED.match(found.string, found.end(group)) if found[group] else None
    name = _NATIONAL.sub("", _clean(found[group], kind_of)) if called else None
    return THE_OUTLET if name and _ARTICLE.fullmatch(f"{name} ") else name


def _clean(name: str, kind_of: KindOf) -> str:
    """A name without what a sentence hangs on to it; of an outlet's programme, the outlet."""
    name = _TRAILING.sub("", " ".join(name.split()))
    if (leading := _LEADING.match(name)) and not is_outlet(owner := re.sub(r"['’]s\s+$", "", leading[0]), kind_of):
        name = name[leading.end() :]
    elif leading:
        return owner
    name = name.rstrip(".,'’").removesuffix("'s").removesuffix("’s")
    return _LOST_APOSTROPHE.sub(r"\1", name)
