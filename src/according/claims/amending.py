"""What the attributions of a report tell of one another: whose words the tagger gave to two, or to the wrong one of two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from according.claims.acts import with_act
from according.claims.citing import IS_CITING, cited, citing, quoted, reported_as
from according.claims.completing import complete
from according.claims.nouns import is_noun, phrase_after
from according.model import Attribution, Span
from according.spans import length

_JOINED = re.compile(r"\b(?:and|but)[ \t]+(?:(?:also|later|then|further|again|has|have|had|[a-z]+ly)[ \t]+)*$")
_GOING_ON = re.compile(r"(?:,|\b(?:while|before|after|by))[ \t]+(?:(?:also|further|[a-z]+ly)[ \t]+)?$")
_PASSIVE_BEHIND = re.compile(r"[ \t]+(?:by|to|as|of)\b")
_TO_DO = re.compile(r"(?:threaten|vow|promis|pledg|agree|offer|refus|swor|declin|demand)\w*$")
"""Verbs that say what their own subject will do or not: "and threatened to return"."""
_FINITE = re.compile(r"(?:ed|s|said|told|wrote|spoke|swore|put)$")
_NO_VERB = re.compile(r"(?:ions?|ments?|ings|reports|claims|rumou?rs|threats|fears|hopes|doubts|warnings|promises|views)$")
_WHO = re.compile(r"\bwho\b")
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e)\b")
_NEAR = 5_000
"""How far around a name is looked for in the running text, in characters."""
_BEGINS = re.compile(r"(?:\A|[\n.!?\"“”‘:])[\s\"“‘]*\Z")
_ENDS = re.compile(r"[\"”’]?[ \t]*(?:[.!?…\"”:]|\n|$)")
_ASIDE = re.compile(
    r"(?:,[ \t]+(?:however|meanwhile|too|for (?:its|his|their|her) part|in turn),)?[ \t]+(?:(?:also|has|have|had|later|[a-z]+ly)[ \t]+)*"
)
_EDGE = 4  # characters in which a sentence ends before a piece
_BETWEEN = re.compile(r"[ \t]*(?:(?:that|as)[ \t]+)?")


@dataclass(slots=True)
class _Others:
    """Attributions by what they have in common with another: the sentence of their cue, their source, a piece of what is said."""

    sentences: Sequence[Span]
    in_sentence: dict[Span, list[Attribution]]
    of_source: dict[Span, list[Attribution]]
    of_piece: dict[Span, list[Attribution]]

    def sentence(self, at: int) -> Span:
        """The sentence around a place."""
        number = bisect_right(self.sentences, (at, 1 << 62)) - 1
        return self.sentences[number] if number >= 0 and at < self.sentences[number][1] else (at, at + 1)


def _sorted_out(claims: Sequence[Attribution], sentences: Sequence[Span]) -> _Others:
    others = _Others(sentences, {}, {}, {})
    for claim in claims:
        if claim.cue:
            others.in_sentence.setdefault(others.sentence(claim.cue[0]), []).append(claim)
        if claim.source:
            others.of_source.setdefault(claim.source, []).append(claim)
        for piece in claim.content:
            others.of_piece.setdefault(piece, []).append(claim)
    return others


def amend(text: str, claims: Sequence[Attribution], sentences: Sequence[Span]) -> list[Attribution]:
    """The attributions with whole sources, each with its own words only; what only doubles another is left out."""
    heard = _sorted_out(claims, sentences)
    claims = [complete(text, cited(text, _astray(text, quoted(text, reported_as(text, claim)), heard)), sentences) for claim in claims]
    claims = [citing(text, claim, heard.sentence(claim.cue[0])) if claim.cue else claim for claim in claims]
    for mend in (_parted, _with_subject, _unjoined, _unshared):
        others = _sorted_out(claims, sentences)
        claims = [mend(text, claim, others) for claim in claims]
    claims = [_of_one_paragraph(text, claim) for claim in claims]
    others = _sorted_out(claims, sentences)
    return [with_act(text, claim) for claim in claims if not _doubles(text, claim, others)]


def _astray(text: str, claim: Attribution, others: _Others) -> Attribution:
    """Without a source that only the next sentence names, or one of another sentence where its own begins with who speaks."""
    if claim.cue is None or claim.source is None or text[slice(*claim.cue)] in ":-–—":
        return claim
    begins, ends = others.sentence(claim.cue[0])
    if text[slice(*claim.source)] in ("there", "here") and _WHO.search(text, begins, claim.source[0]):
        return replace(claim, source=_subject(text, begins, claim.cue[0]) or claim.source)
    if begins <= claim.source[0] < ends:
        return claim
    subject = _subject(text, begins, claim.cue[0])
    is_own = subject is not None and _ASIDE.fullmatch(text, subject[1], claim.cue[0]) is not None
    if claim.source[0] >= ends or is_own:
        return replace(claim, source=subject if is_own else None)
    return claim


def _parted(text: str, claim: Attribution, others: _Others) -> Attribution:
    """Of "Karo said pictures showed smoke" the pictures are the source of what they show, not of what Karo said."""
    source, cue = claim.source, claim.cue
    if source is None or cue is None or claim.content[0][0] < source[0] or not _BETWEEN.fullmatch(text, cue[1], source[0]):
        return claim
    if IS_CITING.search(text[slice(*cue)].lower()):
        return claim
    if not any(other is not claim and other.cue and other.cue[0] >= source[1] for other in others.of_source[source]):
        return claim
    (start, end), *rest = claim.content
    parted = replace(claim, source=None, content=((min(start, source[0]), end), *rest))
    whole = complete(text, parted, others.sentences)
    return whole if whole.source else replace(whole, source=_subject(text, others.sentence(cue[0])[0], cue[0]))


def _with_subject(text: str, claim: Attribution, others: _Others) -> Attribution:
    """A verb that is joined to another, or goes on from it, has its source: "Karo denied it and accused the army, adding that …"."""
    if claim.source is not None or claim.cue is None:
        return claim
    sentence = others.sentence(claim.cue[0])
    begins = sentence[0]
    word = text[slice(*claim.cue)].lower()
    if word.endswith("ing"):
        is_joined = _GOING_ON.search(text, begins, claim.cue[0]) or _JOINED.search(text, begins, claim.cue[0])
    else:
        is_passive = _PASSIVE_BEHIND.match(text, claim.cue[1]) and not _TO_DO.match(word)
        is_verb = _FINITE.search(word) and not _NO_VERB.search(word) and not is_passive
        is_joined = _JOINED.search(text, begins, claim.cue[0]) if is_verb else None
    if not is_joined:
        return claim
    before = [one for one in others.in_sentence[sentence] if one.cue and one.source and one.cue[0] < claim.cue[0]]
    last = max(before, key=lambda one: one.cue or (0, 0), default=None)
    source = _of_verb(text, claim.cue, last) if last else _subject(text, begins, claim.cue[0])
    if source is None or any(start < source[1] and source[0] < end for start, end in claim.content):
        return claim
    return replace(claim, source=source)


def _unjoined(text: str, claim: Attribution, others: _Others) -> Attribution:
    """Without what its own source goes on to say with another verb: "said it had hit Orna and denied striking homes" is two."""
    if claim.cue is None or claim.source is None:
        return claim
    kept = []
    for start, end in claim.content:
        stop = end
        for other in others.of_source[claim.source]:
            is_behind = other is not claim and other.cue is not None and claim.cue[0] < start < other.cue[0] < stop
            if is_behind and other.cue and not text[other.cue[0] : other.cue[1]].lower().endswith("ing"):
                joined = _JOINED.search(text, start, other.cue[0])
                stop = len(text[: joined.start()].rstrip(" \t,")) if joined and _ends_claim(text, start, joined.start()) else stop
        kept.append((start, stop))
    return replace(claim, content=tuple(kept))


def _ends_claim(text: str, start: int, stop: int) -> bool:
    """Whether something is left of what is said, with no quotation mark left open."""
    said = text[start:stop]
    is_open = said.count("“") > said.count("”") or said.count('"') % 2 == 1
    return len(said.split()) > 1 and not is_open


def _of_verb(text: str, cue: Span, last: Attribution) -> Span | None:
    """Whoever spoke last before a verb, or in whose words it stands, unless these begin with another that may be meant."""
    if last.source is None or text[slice(*last.source)].lower() in ("who", "which", "that"):
        return None
    around = next((piece for piece in last.content if piece[0] <= cue[0] < piece[1]), None)
    inner = _subject(text, around[0], cue[0]) if around else None
    goes_on = last.act == "state" and text[cue[0] : cue[1]].endswith("ing")
    is_meant = inner is not None and (_PRONOUN.fullmatch(text, *inner) or (goes_on and text[inner[0]].isupper()))
    return inner if is_meant else last.source


def _subject(text: str, begins: int, stop: int) -> Span | None:
    """The one with whom a sentence begins: a name, a noun for one who speaks, or a pronoun."""
    start = begins + len(text[begins:stop]) - len(text[begins:stop].lstrip(' \t\n"“'))
    if found := _PRONOUN.match(text, start):
        return found.span()
    near = phrase_after(text, start)
    if near is None or near[1] >= stop:
        return None
    word = text[slice(*near)]
    around = text[max(0, begins - _NEAR) : begins + _NEAR]
    is_known = " " in word or is_noun(word.lower()) or re.search(rf"[a-z,] {re.escape(word)}\b", around)
    return near if is_known else None


def _unshared(_text: str, claim: Attribution, others: _Others) -> Attribution:
    """Without what another says, if that one's cue stands in its sentence, and the claim's own does not."""
    if len(claim.content) < 2:
        return claim
    kept = tuple(piece for piece in claim.content if not any(_owns(one, claim, piece, others) for one in others.of_piece[piece]))
    return replace(claim, content=kept) if kept else claim


def _of_one_paragraph(text: str, claim: Attribution) -> Attribution:
    """Without scraps of another paragraph, such as the headline's first words; whole sentences there may go on from the cue's."""
    if claim.cue is None or len(claim.content) < 2:
        return claim
    kept = tuple(piece for piece in claim.content if not _is_scrap(text, piece, claim.cue))
    return replace(claim, content=kept) if kept else claim


def _is_scrap(text: str, piece: Span, cue: Span) -> bool:
    first, last = (piece[1], cue[0]) if piece[1] <= cue[0] else (cue[1], piece[0])
    if "\n" not in text[first:last]:
        return False
    return not (_BEGINS.search(text, max(0, piece[0] - _EDGE), piece[0]) and _ENDS.match(text, piece[1]))


def _owns(other: Attribution, claim: Attribution, piece: Span, others: _Others) -> bool:
    if other is claim:
        return False
    sentence = others.sentence(piece[0])
    is_far = claim.cue is None or not sentence[0] <= claim.cue[0] < sentence[1]
    is_near = other.content[0] == piece if other.cue is None else sentence[0] <= other.cue[0] < sentence[1]
    return is_far and is_near and claim.content[0] != piece


def _doubles(text: str, claim: Attribution, others: _Others) -> bool:
    """Whether a claim says what one that is cited in its sentence says, or nothing but who is cited."""
    if claim.cue is None:
        return False
    is_citing = bool(IS_CITING.search(text[slice(*claim.cue)].lower()))
    for other in others.in_sentence[others.sentence(claim.cue[0])]:
        if other is claim or other.cue is None:
            continue
        is_cited = bool(IS_CITING.search(text[slice(*other.cue)].lower()))
        if not is_citing and is_cited and other.source is not None and other.content == claim.content:
            return True
        if is_citing and other.source is not None and claim.content == (other.source,):
            return True
        if other.cue == claim.cue and other.source == claim.source and is_citing and _says_more(other, claim):
            return True
    return False


def _says_more(other: Attribution, claim: Attribution) -> bool:
    """Whether of two claims with one cue the other has more of what is said; of two alike the surer one."""
    return (length(other), other.confidence) > (length(claim), claim.confidence)
