"""The claims of a report, each with its speaker, chain and wording, and the sources that make them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from according.claims.amending import amend
from according.claims.attribute import Said, attribute, outer_claims
from according.claims.continuing import continue_quotations
from according.claims.headers import past_header
from according.claims.introductions import find_introductions
from according.claims.known import FROM_VOCABULARY, SourceWords
from according.claims.labels import find_labelled
from according.claims.passages import find_passages
from according.claims.sources import find_lead_ins, find_mentions, signature_of
from according.claims.speakers import UNNAMED
from according.claims.wording import certainty_of, distance_of, find_quotations, form_of, trim
from according.ids import claim_id
from according.model import Attribution, Claim, Marks, Post, Report, Source, Span
from according.spans import Holding

_SIGNED = "the post's signature"
_LINK = re.compile(r"https?://\S+|(?:pic\.twitter\.com|t\.me|youtu\.be)/\S+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a report lets others say: its sources, its claims in the order of the text, and for each claim how it came about."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    said: tuple[Said, ...]


def make_claims(report: Report, marks: Marks, words: SourceWords = FROM_VOCABULARY) -> Told:
    """Sources and claims of a report: the tagger's attributions, and its posts as claims of their authors."""
    text = report.text
    amended = continue_quotations(text, amend(text, marks.attributions, marks.sentences))
    labelled = find_labelled(text, amended, marks.sentences, words.kind)
    outside = [claim for claim in (*amended, *labelled) if not any(_touches(claim, post.span) for post in report.posts)]
    inside = [made for post in report.posts if (made := _post(report, post))]
    trimmed = (_trimmed(text, claim) for claim in (*outside, *inside))
    found = sorted((claim for claim in trimmed if claim.content), key=lambda claim: (claim.content[0], claim.cue or (0, 0)))
    leads = list(find_lead_ins(text))
    passages = find_passages(text, leads)
    found = [claim for claim in found if not _announces(claim, leads, found)]
    said = attribute(text, found, marks.names, marks.sentences, passages, words)
    authors = {made.content[0]: post.author for post in report.posts if (made := _post(report, post)) and post.author}
    said = [
        replace(one, who=authors[one.claim.content[0]], how=_SIGNED, via=(), via_how=()) if one.claim.content[0] in authors else one
        for one in said
    ]
    sources, ids = _gather(report, said, words, marks.sentences)
    quotations = find_quotations(text)
    posts = [post.span for post in report.posts]
    nested = _nested(found)
    claims = tuple(_claim(report, one, ids.get(_key(one.who)), quotations, posts, nested.get(id(one.claim), ())) for one in said)
    return Told(sources, claims, tuple(said))


def _announces(claim: Attribution, leads: Sequence[tuple[Span, str]], others: Sequence[Attribution]) -> bool:
    """Whether a claim is but the line that announces an outlet's passage, whose words others are then quoted to say."""
    if claim.cue is None or not any(start <= claim.cue[0] < end for (start, end), _ in leads):
        return False
    is_verb_taken_for_noun = claim.source == claim.cue  # of "Dorvan Post reports:" no reports are the source
    return is_verb_taken_for_noun or any(_touches(other, span) for other in others if other is not claim for span in claim.content)


def _touches(claim: Attribution, span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in claim.content)


def _post(report: Report, post: Post) -> Attribution | None:
    """An embedded post as a claim by its author: its words without links."""
    start, end = post.text_span
    edges = [start, *(edge for link in _LINK.finditer(report.text, start, end) for edge in link.span()), end]
    parts = [trim(report.text, (a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    content = tuple((a, b) for a, b in parts if b > a)
    return Attribution(content, signature_of(report, post), None, "state", 1.0) if content else None


def _trimmed(text: str, claim: Attribution) -> Attribution:
    content = tuple((a, b) for a, b in (trim(text, past_header(text, part)) for part in claim.content) if b > a)
    content = content or tuple((a, b) for a, b in (trim(text, part) for part in claim.content) if b > a)
    source = trim(text, past_header(text, claim.source)) if claim.source else None
    source = source if source is None or source[1] > source[0] else trim(text, claim.source or source)
    return replace(claim, content=content, source=source if source and source[1] > source[0] else None)


def _nested(found: Sequence[Attribution]) -> dict[int, list[Span]]:
    """For each claim (by ``id``) the spans of the claims inside it, cues included."""
    holding = Holding(found)
    nested: dict[int, list[Span]] = {}
    for inner in found:
        for outer in outer_claims(inner, holding):
            if outer.content != inner.content:
                nested.setdefault(id(outer), []).extend((*inner.content, *((inner.cue,) if inner.cue else ())))
    return nested


def _claim(
    report: Report, one: Said, source_id: str | None, quotations: Sequence[Span], posts: Sequence[Span], nested: Sequence[Span]
) -> Claim:
    claim, text = one.claim, report.text
    is_post = any(_touches(claim, post) for post in posts)
    return Claim(
        id=claim_id(report.id, claim.content, claim.cue),
        content=claim.content,
        source=claim.source,
        cue=claim.cue,
        who=one.who,
        source_id=source_id,
        form="direct" if is_post else form_of(text, claim.content, quotations),
        act=claim.act,
        via=one.via,
        certainty=certainty_of(text, claim.content, claim.cue, nested),
        distance=distance_of(text, claim.cue),
        confidence=claim.confidence,
    )


def _key(name: str) -> str:
    return name.lower().removeprefix("the ")


def _gather(
    report: Report, said: Sequence[Said], words: SourceWords, sentences: Sequence[Span]
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Every source once, in the order of first mention, and the ids by name."""
    text = report.text
    first: dict[str, tuple[Span, str, str | None]] = {}
    mentions: dict[str, list[Span]] = {}
    phrases: dict[str, list[str]] = {}
    named = [(mention.span, mention.name, mention.kind) for mention in find_mentions(report)]
    spoke = [(one.claim.source, one.who, None) for one in said if one.claim.source and one.who != UNNAMED]
    for span, name, kind in sorted((*named, *spoke), key=lambda mention: mention[:2]):
        key = _key(name)
        first[key] = first.get(key, (span, name, kind))
        if kind is not None:
            first[key] = (first[key][0], first[key][1], kind)
        mentions.setdefault(key, []).append(span)
        phrases.setdefault(key, []).extend(() if kind else [text[slice(*span)]])  # a post tells what its author says, not who that is
    for key, (_, name, kind) in first.items():
        if kind is None and words.kind(name) is None and _first(words.kind, phrases[key]) is None:
            phrases[key] += find_introductions(text, name, sentences)
    sources = {
        key: Source(
            id=f"s{number}",
            name=name,
            kind=kind or words.kind(name) or _first(words.kind, phrases[key]),
            role=_first(words.role, phrases[key]),
            affiliation=_first(words.affiliation, phrases[key]),
            mentions=tuple(dict.fromkeys(mentions[key])),
        )
        for number, (key, (_, name, kind)) in enumerate(first.items(), start=1)
    }
    return tuple(sources.values()), {key: source.id for key, source in sources.items()}


def _first(read: Callable[[str], str | None], phrases: Sequence[str]) -> str | None:
    """What the first phrase that says anything says."""
    return next((found for phrase in dict.fromkeys(phrases) if (found := read(phrase))), None)
