"""The events of a report: each trigger with its happening, date, roles, status and claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from according.events.calendar import Dated, make_dated, to_date
from according.events.dates import own_dates, weigh_dates
from according.events.kinds import kind_of, settle_kinds
from according.events.lending import Settled, settle_dates
from according.events.mentions import Layout, Mention, make_mentions
from according.events.refining import Nets, Refine
from according.events.roles import fill_roles, only_holds, whole_span
from according.events.sequence import find_gaps, part_by_gaps, shift_dates
from according.events.status import status_of
from according.events.ties import group, part_by_dates, tie_pairs
from according.events.weights import Fitted, Models, load_fitted
from according.ids import event_id
from according.model import Claim, Event, Span, States, Time, Trigger

_SURE = 0.85
"""How likely a date must be a mention's own to part it from another."""


def make_events(
    report_id: str,
    text: str,
    triggers: Sequence[Trigger],
    times: Sequence[Time],
    published: str | None,
    sentences: Sequence[Span],
    claims: Sequence[Claim],
    states: States | None = None,
    fitted: Fitted | None = None,
) -> tuple[Event, ...]:
    """The events of a report in the order of the text.

    ``published`` is the ISO date of publication; it closes what began "since 2012" and is never itself the date of anything.
    A trigger outside the text, and a second one for the same words and kind, is left out. ``states`` are the tagger's of this text, by
    which dates and ties are refined. ``fitted`` stands in for our weights.
    """
    models, nets = fitted or load_fitted()
    cut = models["thresholds"]
    layout = Layout(text, sentences)
    mentions = make_mentions(text, usable(text, triggers), layout, claims)
    inside = [time for time in times if 0 <= time.span[0] < time.span[1] <= len(text)]
    cues = [claim.cue for claim in claims if claim.cue]
    dated = make_dated(text, inside, layout, published, cues)
    refine_dates, refine_ties = make_refines(mentions, dated, states, nets)
    weighed = weigh_dates(text, mentions, dated, published, models["date"], refine_dates)
    own = own_dates(mentions, weighed, cut["own date"])
    pairs = tie_pairs(mentions, own, models["tie"], refine_ties)
    sure = own_dates(mentions, weighed, _SURE)
    gaps = find_gaps(text, mentions, layout)
    parted = part_by_gaps(part_by_dates(mentions, own, sure, pairs, to_date(published)), gaps)
    groups = group(len(mentions), parted, cut["tie"])
    mentions = settle_kinds(text, mentions, groups)
    dates = shift_dates(settle_dates(mentions, weighed, pairs, groups, published, models["lend"], cut["date"]), gaps)

    return _events(report_id, text, mentions, groups, dates, pairs, layout, models)


def _events(
    report_id: str,
    text: str,
    mentions: Sequence[Mention],
    groups: Sequence[int],
    dates: Sequence[Settled],
    pairs: Mapping[tuple[int, int], float],
    layout: Layout,
    models: Models,
) -> tuple[Event, ...]:
    """Mentions as events, with the number of the happening and the date that each has; ``pairs`` are how likely two are of one."""

    def tie(one: int, other: int) -> float:
        return pairs.get((min(one, other), max(one, other)), 0.0)

    firsts = {claim: at for at, claim in reversed([(at, mention.claim.id) for at, mention in enumerate(mentions) if mention.claim])}
    first_told = frozenset(firsts.values())
    events = []
    for at, (mention, number, settled) in enumerate(zip(mentions, groups, dates, strict=True)):
        trigger = mention.trigger
        roles = fill_roles(text, mentions, at, layout.sentences[mention.sentence], tie, models)
        events.append(
            Event(
                id=event_id(report_id, trigger.span, trigger.kind),
                trigger=trigger.span,
                kind=trigger.kind,
                event=f"E{number + 1}",
                actor=roles["actor"],
                target=roles["target"],
                place=roles["place"],
                date=settled.date,
                date_how=settled.how,
                status=status_of(text, mention, is_first=at in first_told),
                claim=mention.claim.id if mention.claim else None,
                confidence=trigger.confidence,
                dates=settled.likely,
            )
        )
    return tuple(events)


def make_refines(
    mentions: Sequence[Mention], dated: Sequence[Dated], states: States | None, nets: Nets
) -> tuple[Refine | None, Refine | None]:
    """What refines the dates of mentions, and the ties between them: nothing, where a tagger gave no states that the nets know."""
    triggers = None if states is None else states.of([mention.trigger.span for mention in mentions])
    if states is None or triggers is None or triggers.shape[1:] != nets["date"].left.shape[:1]:
        return None, None
    return nets["date"].refine(triggers, states.of([one.span for one in dated])), nets["tie"].refine(triggers, triggers)


def _doer(text: str, trigger: Trigger, kind: str) -> Span | None:
    found = whole_span(text, trigger.actor)
    return None if found is None or only_holds(text, found, kind) else found


def usable(text: str, triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers that stand in the text, in its order, once each, with the kind that their words leave and their roles made whole."""
    kept = {
        (trigger.span, kind): replace(
            trigger,
            kind=kind,
            actor=_doer(text, trigger, kind),
            target=whole_span(text, trigger.target),
            place=whole_span(text, trigger.place),
        )
        for trigger in sorted(triggers, key=lambda t: (t.span, t.kind, t.confidence))
        if 0 <= trigger.span[0] < trigger.span[1] <= len(text)
        for kind in (kind_of(text, trigger),)
    }
    return list(kept.values())
