"""Which stretches of a report's text are marked as what."""

from __future__ import annotations

from according.incidents import Subject
from according.markup.held import NOTHING, Notes
from according.markup.segments import Layer
from according.markup.speakers import Speaker, speaker_key
from according.model import Claim, Post, Reading, Span
from according.reviewing.things import id_of
from according.spans import Holding, length
from according.terminal.ranges import date_words, range_words

LAYERS = ("event", "figure", "place", "time", "naming")
"""What is marked on demand, by a box on the page or ``show=`` in the address."""
_DEEPEST = 3
Held = dict[tuple[Subject, str], Notes]


def find_layers(reading: Reading, speakers: dict[str, Speaker], notes: Held, at: Span | None) -> list[Layer]:
    """All that is marked in a report: posts, claims with their cues and sources, findings, and the span that was asked for."""
    layers = [_post(post) for post in reading.report.posts]
    depths = claim_depths(reading)
    for number, claim in enumerate(reading.claims, start=1):
        layers += _claim(number, claim, speakers[speaker_key(claim)], notes.get(("claim", claim.id), NOTHING), depths[claim.id])
    layers += _findings(reading, notes)
    if at is not None:
        layers.append(Layer("asked", (at,), "asked", first={"id": f"o{at[0]}", "tabindex": "-1"}, tag="mark"))
    return layers


def _post(post: Post) -> Layer:
    by = post.author or post.handle or "an author who is not named"
    return Layer("post", (post.span,), f"post platform-{_slug(post.platform)}", first={"role": "group", "aria-label": f"Post by {by}"})


def claim_depths(reading: Reading) -> dict[str, int]:
    """How many claims stand around each claim."""
    around = Holding(reading.claims)
    return {
        claim.id: sum(length(one) > length(claim) for one in around.around(claim.content[0])) if claim.content else 0
        for claim in reading.claims
    }


def _claim(number: int, claim: Claim, speaker: Speaker, notes: Notes, depth: int) -> list[Layer]:
    names = f"claim {speaker.classes} depth-{min(depth, _DEEPEST)}{_state(notes)}"
    told = {"data-claims": f"c{number}", "data-chain": chain_words(claim)}
    first = {"id": f"in-text-{number}", "tabindex": "0", "aria-describedby": f"chain-{number}", "data-n": str(speaker.number)}
    layers = [Layer("claim", claim.content, names, told, first)]
    for what, span in (("source", claim.source), ("cue", claim.cue)):
        if span is not None:
            layers.append(Layer("part", (span,), f"{what} {speaker.classes}", {"data-claims": f"c{number}"}))
    return layers


def chain_words(claim: Claim) -> str:
    """Who says it, through whom, how surely, at which distance, and how sure the machine is of having read that rightly.

    >>> chain_words(Claim("c", ((0, 4),), None, None, "a general", None, "direct", "deny", ("Reuters",), distance="claims", confidence=0.9))
    'a general, through Reuters; denies; certain; the report keeps its distance: claims; machine 0.90'
    """
    through = f", through {', then '.join(claim.via)}" if claim.via else ""
    distance = f"; the report keeps its distance: {claim.distance}" if claim.distance else ""
    return f"{claim.who}{through}; {ACTS.get(claim.act, claim.act)}; {claim.certainty}{distance}; machine {claim.confidence:.2f}"


ACTS = {
    "state": "states",
    "deny": "denies",
    "accuse": "accuses",
    "demand": "demands",
    "threaten": "threatens",
    "commit": "commits to it",
    "ask": "asks",
    "believe": "believes",
}


def _findings(reading: Reading, notes: Held) -> list[Layer]:
    report = reading.report.id
    layers = []
    for event in reading.events:
        state = _state(notes.get(("event", event.id), NOTHING))
        words = f"{event.kind.replace('_', ' ')}, {event.status}, {date_words(event.date)}"
        layers.append(Layer("finding", (event.trigger,), f"event{state}", {"title": words}))
    for figure in reading.figures:
        state = _state(notes.get(("figure", id_of(report, "figure", figure)), NOTHING))
        counted = " ".join(filter(None, (range_words(figure.low, figure.high), figure.of, figure.measure)))
        layers.append(Layer("finding", (figure.span,), f"figure{state}", {"title": counted}))
    for place in reading.places:
        state = _state(notes.get(("spot", id_of(report, "spot", place)), NOTHING))
        layers.append(Layer("finding", (place.span,), f"place{state}", {"title": f"{place.name} ({place.how})"}))
    layers += [Layer("finding", (time.span,), "time", {"title": time.value or "a time that is not said"}) for time in reading.times]
    for name in reading.names:
        state = _state(notes.get(("naming", id_of(report, "naming", name)), NOTHING))
        layers.append(Layer("finding", (name.span,), f"naming{state}", {"title": name.actor or "an actor the vocabulary does not know"}))
    return layers


def _state(notes: Notes) -> str:
    if notes.conflicts:
        return " is-disputed"
    return " is-corrected" if notes.changes or notes.is_added else ""


def _slug(value: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in value.lower()) or "other"
