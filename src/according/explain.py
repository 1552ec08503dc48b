"""How a claim came about: its sentence, and for each field what gave it, the network or a rule."""

from __future__ import annotations

from dataclasses import dataclass

from according.claims.attribute import Said
from according.claims.make import make_claims
from according.model import Claim, Reading, Span
from according.tag.weights import load_tagger

NETWORK = "network"
RULE = "rule"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a claim: its value in words, what gave it (``network``, ``rule`` or ``kept``), how, and how surely (0 to 1)."""

    name: str
    value: str | None
    given_by: str
    how: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A claim with the stretch of the report that holds it, and what gave each field.

    ``span`` covers whole sentences of the report's text; ``sentence`` is ``text[start:end]``.
    """

    id: str
    ref: str
    span: Span
    sentence: str
    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    fields: tuple[Field, ...]


def explain_claim(reading: Reading, number: int) -> Explained:
    """How the claim ``reading.claims[number]`` came about.

    The report is read again, since the same text gives the same claims; where another version made the claim, the fields say so.
    """
    claim, report = reading.claims[number], reading.report
    marks = load_tagger().mark(report.text, language=report.language, with_vectors=False)
    told = make_claims(report, marks)
    said = next((one for one, made in zip(told.said, told.claims, strict=True) if made == claim), None)
    edges = [edge for span in (*claim.content, claim.source, claim.cue) if span for edge in span]
    touched = [span for span in marks.sentences if span[0] < max(edges) and min(edges) < span[1]]
    span = (touched[0][0], touched[-1][1]) if touched else (min(edges), max(edges))
    heard = {one.act for one in marks.attributions if one.cue == claim.cue}
    fields = _fields(report.text, claim, said, heard) if said else _kept(report.text, claim)
    return Explained(claim.id, report.ref, span, report.text[slice(*span)], claim.content, claim.source, claim.cue, fields)


def _fields(text: str, claim: Claim, said: Said, heard: set[str]) -> tuple[Field, ...]:
    """The fields of a claim as it is made now; ``heard`` are the acts that the network gave to its cue, none if it did not mark it."""
    is_post = claim.cue is None and claim.confidence == 1.0
    giver, surely = (RULE, None) if is_post or not heard else (NETWORK, claim.confidence)
    parts = "the words of an embedded post" if is_post else "head part.house, as seen from the cue"
    parts = parts if is_post or heard else "an office or body before a colon, or a verb beside its reports"
    cue = "an embedded post has no cue" if is_post else "head anchor.house: a cue, or the first word of a quotation without one"
    cue = cue if is_post or heard else parts
    act = Field("act", claim.act, giver, "a post states" if is_post else "head act, at the cue", surely)
    if not is_post and claim.act not in heard:
        act = Field("act", claim.act, RULE, "the cue, and what it calls something")
    via = [f"{name}: {how}" for name, how in zip(said.via, said.via_how, strict=True)]
    return (
        Field("content", " … ".join(text[slice(*span)] for span in claim.content), giver, parts, surely),
        Field("source", text[slice(*claim.source)] if claim.source else None, giver, "the signature" if is_post else parts, surely),
        Field("cue", text[slice(*claim.cue)] if claim.cue else None, giver, cue, surely),
        act,
        Field("who", claim.who, RULE, said.how),
        Field("via", "; ".join(via) or None, RULE, "who was told it, who speaks around it, whose passage it is"),
        Field("form", claim.form, RULE, "quotation marks around all of the content, a part, or none"),
        Field("certainty", claim.certainty, RULE, "words of doubt or likelihood in the cue and at the head of the content"),
        Field("distance", claim.distance, RULE, "a cue by which a reporter keeps a distance"),
    )


def _kept(text: str, claim: Claim) -> tuple[Field, ...]:
    """The fields of a claim that this version would not make."""
    how = "kept as another version of According or its weights made it"
    values = {
        "content": " … ".join(text[slice(*span)] for span in claim.content),
        "source": text[slice(*claim.source)] if claim.source else None,
        "cue": text[slice(*claim.cue)] if claim.cue else None,
        "who": claim.who,
        "via": ", ".join(claim.via) or None,
        "act": claim.act,
        "form": claim.form,
        "certainty": claim.certainty,
        "distance": claim.distance,
    }
    return tuple(Field(name, value, KEPT, how, claim.confidence if name == "content" else None) for name, value in values.items())
