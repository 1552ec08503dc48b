"""What one report tells of each happening: its passages taken together, the fullest one speaking for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import fmean
from typing import TypeVar

from according.ids import happening_id
from according.incidents import Happening, Mention, Range
from according.logistic import Weights
from according.model import Claim, Event, Likely, Place, Reading, Source, Span
from according.reconcile.clashes import ranges_clash
from according.reconcile.families import families_of
from according.reconcile.gathering import gather
from according.reconcile.grounds import foreign_dateline
from according.reconcile.lending import lend_days
from according.reconcile.passages import DENIED, Passage, find_passages
from according.reconcile.wording import content_words
from according.spans import length

T = TypeVar("T")
U = TypeVar("U")
_BACKGROUND_DAYS = 120
"""What lasts longer than this is background, "the war since spring", and no happening."""
_WIDE_KM = 60.0
"""What reaches further than this is a region."""
_OPENING = 350  # characters
_BEFORE = 200  # characters
_OPENING_SENTENCES = 1
_PARTS, _MOST_PARTS, _FIRST_PARTS = 2, 4, 8
"""So many tolls, of the first so many, may add up to that of a headline."""
_BELOW = 3
"""So many sentences below a headline may say of its number what it leaves out, wherever they put it."""
_SENTENCES = 3
"""How many sentences lend a happening its words."""


def make_happenings(reading: Reading, weights: Weights | None = None) -> tuple[Happening, ...]:
    """What a report tells of each happening, in the order of the text; denied and possible ones too, for they are a side of it.

    What is still to come or never was is left out, and so is what goes on for months. ``weights`` stand in for those that gather ours.
    """
    told = _Told(reading)
    passages = find_passages(reading)
    groups = gather(told.text, passages, weights)
    lent = {(one.number, one.id, one.is_denied): one for one in lend_days(passages, reading.report.published)}
    groups = [[lent[one.number, one.id, one.is_denied] for one in group] for group in groups]
    kept = [group for group in groups if not _is_background(group)]
    made = [told.happening(group, passages) for group in kept]
    return tuple(replace(one, scope="total") if _adds_up(at, kept, made) else one for at, one in enumerate(made))


def _adds_up(at: int, groups: Sequence[Sequence[Passage]], made: Sequence[Happening]) -> bool:
    """Whether a headline or opening gives the sum of what stands below: "3 killed in attacks in Orna and Kesh", and then two and one."""
    group, one = groups[at], made[at]
    sum_of = one.killed[0] if one.killed and one.killed[0] == one.killed[1] else None
    if sum_of is None or len(group) > 1 or group[0].number > _OPENING_SENTENCES or one.scope == "total":
        return False
    parts = [
        other.killed[0]
        for group_, other in zip(groups[at + 1 :], made[at + 1 :], strict=True)
        if other.killed and other.killed[0] and other.scope != "total" and group_[0].number > group[0].number
        if set(families_of(one.kind)) & {family for m in other.mentions for family in families_of(m.kind)}
    ]
    return (
        len(parts) >= _PARTS
        and sum_of not in parts
        and any(
            sum(some) == sum_of
            for count in range(_PARTS, min(len(parts), _MOST_PARTS) + 1)
            for some in combinations(parts[:_FIRST_PARTS], count)
        )
    )


def _is_background(group: Sequence[Passage]) -> bool:
    spans = [(passage.days[1] - passage.days[0]).days for passage in group if passage.days]
    has_new = any(passage.killed and passage.scope == "new" for passage in group)
    return bool(spans) and min(spans) > _BACKGROUND_DAYS and not has_new


class _Told:
    """What is looked up for each happening of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.report.text
        self.opening = content_words([reading.report.title or "", self.text[:_OPENING]])
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in reading.claims}
        self.sources: Mapping[str, Source] = {source.id: source for source in reading.sources}
        self.names = [name for name in reading.names if name.actor]
        dateline = foreign_dateline(self.text, reading.places)
        places = [place for place in reading.places if place.span != dateline]
        countries = {place.country for place in places if place.country}
        self.country = countries.pop() if len(countries) == 1 else None
        placed = {(place.name, place.lat, place.lon): place for place in places if place.lat is not None}
        self.only_place = next(iter(placed.values())) if len(placed) == 1 else None

    def happening(self, group: Sequence[Passage], passages: Sequence[Passage]) -> Happening:
        """The happening that a group of the passages of a report tells of."""
        report = self.reading.report
        ranked = sorted(group, key=lambda one: (-one.fullness, one.number))
        first = ranked[0]
        main = first.events[0]
        events = [main, *sorted((e for passage in group for e in passage.events if e is not main), key=lambda e: (e.trigger, e.kind))]
        dated = _dated(ranked)
        spot, place = self._place(ranked)
        killed_in = next((passage for passage in ranked if passage.killed), None)
        injured_in = _injured_in(ranked, killed_in)
        near = [*ranked, *(one for one in passages if ranked[0].number <= _OPENING_SENTENCES and 0 < one.number <= _BELOW)]
        scope = (killed_in or first).scope
        actor, target = _role(events, "actor"), _role(events, "target")
        if killed_in and scope == "total" and actor and not killed_in.sentence[0] <= actor[0] < killed_in.sentence[1]:
            actor = None  # whoever did one deed told elsewhere did not do all that the total counts
        claim = self._told_by(main)
        source = self.sources.get(claim.source_id or "") if claim else None
        return Happening(
            id=happening_id(report.id, main.trigger),
            report=report.id,
            mentions=tuple(Mention(e.event or e.id, e.trigger, e.kind) for e in events),
            trigger=main.trigger,
            sentence=first.sentence,
            kind=main.kind,
            status=main.status,
            date_from=dated[0],
            date_to=dated[1],
            date_how=dated[2],
            published=report.published,
            place=self._words(spot),
            place_name=place.name if place else None,
            geonames=place.geonames if place else None,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            radius_km=place.radius_km if place else None,
            country=(place.country if place else None) or self.country,
            actor=self._words(actor),
            target=self._words(target),
            actor_key=self._key(actor),
            target_key=self._key(target),
            killed=_at_least(killed_in.killed if killed_in else None, [one.killed for one in near]),
            injured=_at_least(injured_in.injured if injured_in else None, [one.injured for one in near]),
            counted=(killed_in or injured_in or first).counted,
            scope=scope,
            claim=claim.id if claim else None,
            who=claim.who if claim else report.publisher,
            source_kind=source.kind if source else None,
            via=claim.via if claim else (),
            publisher=report.publisher,
            is_own_voice=claim is None,
            words=content_words(self.text[slice(*passage.sentence)] for passage in ranked[:_SENTENCES]),
            around=self._around(first.sentence),
            confidence=round(fmean(event.confidence for event in events), 4),
            dates=_likely_dates(events),
            is_rest=killed_in is not None and killed_in.is_rest,
            approximate=tuple(name for name, one in (("killed", killed_in), ("injured", injured_in)) if one and name in one.approximate),
        )

    def _told_by(self, event: Event) -> Claim | None:
        """The claim that tells of an event: of what is denied that of the one who denies it, and not the accusation inside."""
        claim = self.claims.get(event.claim or "")
        if event.status != DENIED or claim is None or claim.act == "deny":
            return claim
        at = event.trigger[0]
        denials = [one for one in self.claims.values() if one.act == "deny" and any(start <= at < end for start, end in one.content)]
        return min(denials, key=length, default=claim)

    def _around(self, sentence: Span) -> tuple[str, ...]:
        """The content words of the report's title and opening, and of what stands right before a sentence."""
        before = self.text[max(0, sentence[0] - _BEFORE) : sentence[0]]
        return tuple(sorted({*self.opening, *content_words([before])}))

    def _words(self, span: Span | None) -> str | None:
        return " ".join(self.text[slice(*span)].split()) or None if span else None

    def _key(self, span: Span | None) -> str | None:
        """The first actor that the reading finds named in a span."""
        if span is None:
            return None
        return next((name.actor for name in self.names if span[0] <= name.span[0] and name.span[1] <= span[1]), None)

    def _place(self, ranked: Sequence[Passage]) -> tuple[Span | None, Place | None]:
        """The place of the fullest passage, but a narrower one of another passage before a region; else the only place of the report."""
        placed = [passage for passage in ranked if passage.spot]
        for is_told in (_is_narrow, _is_named, _is_placed):
            for passage in placed:
                if is_told(passage):
                    return passage.spot, passage.place
        if placed:
            return placed[0].spot, placed[0].place
        return (self.only_place.span, self.only_place) if self.only_place else (None, None)


def _is_narrow(passage: Passage) -> bool:
    place = passage.place
    return place is not None and place.lat is not None and (place.radius_km or 0.0) <= _WIDE_KM


def _is_named(passage: Passage) -> bool:
    return bool(passage.names) and (passage.place is None or passage.place.lat is None)


def _is_placed(passage: Passage) -> bool:
    return passage.place is not None and passage.place.lat is not None


def _dated(ranked: Sequence[Passage]) -> tuple[str | None, str | None, str | None]:
    """First day, last day and how they are known: the fullest passage's own words before lent dates."""
    for own in (True, False):
        for passage in ranked:
            if passage.days and passage.is_dated is own:
                return passage.days[0].isoformat(), passage.days[1].isoformat(), passage.how
    return None, None, None


def _likely_dates(events: Sequence[Event]) -> tuple[Likely, ...]:
    """The dates that any of the events may have, each as likely as where it is likeliest."""
    found: dict[str, float] = {}
    for event in events:
        for iso, likely in event.dates:
            found[iso] = max(found.get(iso, 0.0), likely)
    return tuple(sorted(found.items()))


def _injured_in(ranked: Sequence[Passage], killed_in: Passage | None) -> Passage | None:
    """The passage that gives the injured: whoever contradicts the dead least, for another's dead have other injured beside them."""
    agreeing = [one for one in ranked if killed_in is None or not ranges_clash(one.killed, killed_in.killed)]
    return next((one for one in (*agreeing, *ranked) if one.injured), None)


def _at_least(figure: Range | None, others: Sequence[Range | None]) -> Range | None:
    """A figure with an open end where another passage gives it one: headlines drop the "at least" of what stands below them."""
    return next((other for other in others if figure and other == (figure[0], None)), figure)


def _role(events: Sequence[Event], role: str) -> Span | None:
    return _first([event.actor if role == "actor" else event.target for event in events])


def _first(values: Sequence[tuple[T, U] | None]) -> tuple[T, U] | None:
    return next((value for value in values if value), None)
