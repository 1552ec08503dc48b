"""What one sentence tells of one happening: its mentions, with the day, the place and the toll that the sentence gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from according.actors.metonyms import is_metonym
from according.incidents import Range
from according.model import Event, Figure, Place, Reading, Span
from according.reconcile.families import is_result
from according.reconcile.grounds import Days, Grounds, parse_days
from according.reconcile.tolls import are_approximate, are_the_rest, counted_in, counts_others, scope_of, toll_of
from according.reconcile.wording import name_keys
from according.vocab.actors import load_states

DENIED = "denied"
UNREAL = frozenset(("future", "unreal"))
"""What is yet to come, or never was, is told of no happening."""
_ANEW = re.compile(
    r"\W*(?:and\s+)?(?:elsewhere|separately|in\s+(?:a\s+)?(?:separate|another|other|relevant)|another\b|in\s+addition|also\b"
    r"|meanwhile|in\s+the\s+meantime|on\s+another|later\b|the\s+next|a\s+(?:second|third|separate))",
    re.IGNORECASE,
)
_FIRE = frozenset(("air_strike", "shelling", "attack"))
_WITHIN = re.compile(
    r"\b(?:in|inside|into|within|across|over|throughout|around|near|outside|at|on|of|hit|struck|rocked|shook|entered|invaded)\s+(?:\w+ern\s+|the\s+){0,2}\Z",
    re.IGNORECASE,
)
"""Words after which a state or its capital is where something happened."""
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?\Z", re.IGNORECASE)
"""From where one strikes is not where it hits: "fired from Kesh"."""
_SOME_PLACE = re.compile(
    r"\b(?:a|an|one)\s+(?:[\w-]+\s+){0,2}(?:village|town|city|hamlet|settlement|camp|market|school|hospital|clinic|mosque|church|prison)"
    r"\s+(?:in|of)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_THE_TOWN = re.compile(
    r"(?:(?:the\s+)?(?:\w+\s+)?(?:cent(?:re|er)|heart|outskirts|edge|streets?|side|entrance|parts?|districts?|neighbou?rhoods?|quarters?|suburbs?)\s+of\s+)?"
    r"(?:the|this|that)\s+(?:(?:same|divided|besieged|embattled|strategic|key|devastated|ancient|historic|small|border|northern|southern|eastern|western|central|[\w]+-held)\s+){0,2}"
    r"(?:town|city|village)\b",
    re.IGNORECASE,
)
"""A description that stands for a town named before it."""
_LIES_IN = re.compile(r",\s+|,?\s+in\s+(?:the\s+)?(?:\w+ern\s+)?", re.IGNORECASE)
_THERE = re.compile(r"\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|may|might|could|can|be)\b)")
_TOWN_BACK, _TOWN_KM = 4, 40.0
_ONE = re.compile(
    r"(?:its|the|his|her|their|a|an)\s+(?:[\w’'-]+\s+){0,3}?(?:pilot|commander|leader|journalist|bomber|soldier|officer|driver)",
    re.IGNORECASE,
)

WEEKS = timedelta(days=31)
"""What lies further back is background."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The mentions of one event id in one sentence, the one that says most first; ``anew`` if it turns to something else.

    What is denied is a passage of its own beside what is told.

    ``days`` are the first and last; ``is_dated`` if its own words give them, ``is_old`` if they begin weeks before the report;
    ``said`` is the day on which its sentence was said. ``names`` are spelling keys of its own place, which
    ``is_rough`` where it is that of "a village in eastern Orna". ``counted`` is whom its toll counts, ``is_rest`` if its dead are
    others than those told of before, ``approximate`` are the measures whose toll is not meant to the last unit.
    """

    id: str
    number: int
    sentence: Span
    events: tuple[Event, ...]
    acts: frozenset[str]
    days: Days | None
    how: str | None
    is_dated: bool
    is_old: bool
    said: Days | None
    place: Place | None
    spot: Span | None
    names: frozenset[str]
    is_rough: bool
    killed: Range | None
    injured: Range | None
    counted: str | None
    is_rest: bool
    approximate: tuple[str, ...]
    scope: str | None
    anew: bool
    who: str | None
    fullness: float

    @property
    def is_denied(self) -> bool:
        """Whether it is only said not to have happened."""
        return self.events[0].status == DENIED


def find_passages(reading: Reading) -> list[Passage]:
    """All passages of a reading in the order of the text, without what is future or unreal."""
    if all(event.status in UNREAL for event in reading.events):
        return []
    grounds = Grounds(reading)
    printed = parse_days(reading.report.published)
    gathered: dict[tuple[int, str, bool], list[Event]] = defaultdict(list)
    for event in sorted(reading.events, key=lambda one: (one.trigger, one.kind)):
        if event.status not in UNREAL:
            gathered[grounds.number(event.trigger), event.event or event.id, event.status == DENIED].append(event)
    told = sorted(gathered.items(), key=lambda one: one[0][0])
    return [_passage(grounds, number, of, events, printed) for (number, of, _), events in told]


def _passage(grounds: Grounds, number: int, of: str, events: Sequence[Event], printed: Days | None) -> Passage:
    text, sentence = grounds.text, grounds.sentences[number]
    spot, place = _place(grounds, number, events)
    days, how = _days(events)
    if how is None or how == "inherited":
        days, how = _day_beside(grounds, number, events) or (days, how)
    days = _until(days, printed)
    own = {measure: _own(grounds.figures.get((number, measure), ()), events, of) for measure in ("killed", "injured")}
    tolls = {measure: toll_of(text, figures) for measure, figures in own.items()}
    killed = tolls["killed"] or _named_victim(text, events)
    scopes = {scope_of(text, one, events) for measure in tolls for one in grounds.figures.get((number, measure), ()) if one.event == of}
    inside = [event for event in events if event.place]
    fullness = (
        sum(1.0 for span in {e.actor for e in events} | {e.target for e in events} if span)
        + 2.0 * (killed is not None)
        + 1.5 * (how is not None and how != "inherited")
        + 1.5 * bool(inside)
        + 0.5 * len({event.kind for event in events})
        - 0.02 * number
    )
    first = min(event.trigger[0] for event in events)
    anew = _ANEW.match(text, *sentence) is not None or any(counts_others(text, figure) for figure in own["killed"][:1])
    return Passage(
        id=of,
        number=number,
        sentence=(min(sentence[0], first), max(sentence[1], max(event.trigger[1] for event in events))),
        events=tuple(sorted(events, key=lambda e: (is_result(e.kind), -_told(e), e.trigger, e.kind))),
        acts=frozenset(event.kind for event in events if not is_result(event.kind)),
        days=days,
        how=how,
        is_dated=how is not None and how != "inherited",
        is_old=bool(days and printed and printed[1] - days[0] > WEEKS),
        said=grounds.said.get(number),
        place=place,
        spot=spot,
        names=name_keys(text[slice(*spot)]) if spot else frozenset(),
        is_rough=spot is not None and _SOME_PLACE.search(text, max(0, spot[0] - 60), spot[0]) is not None,
        killed=killed,
        injured=tolls["injured"],
        counted=counted_in(text, own["killed" if killed else "injured"]),
        is_rest=are_the_rest(text, own["killed"]),
        approximate=tuple(measure for measure, figures in own.items() if are_approximate(text, figures)),
        scope="total" if "total" in scopes and "new" not in scopes else "new" if "new" in scopes else None,
        anew=anew,
        who=next((who for event in events if (who := grounds.who.get(event.claim or ""))), None),
        fullness=fullness,
    )


def _until(days: Days | None, printed: Days | None) -> Days | None:
    """Days that a report tells of, no later than its own: what was "in July" was by the day on which that was told."""
    if days is None or printed is None or not days[0] <= printed[1] < days[1]:
        return days
    return days[0], printed[1]


def _told(event: Event) -> int:
    return sum(span is not None for span in (event.actor, event.target, event.place)) + (event.date is not None)


def _own(figures: Iterable[Figure], events: Sequence[Event], of: str) -> list[Figure]:
    """The figures of a sentence that are tied to this event, or to none where none is."""
    figures = list(figures)
    tied = [figure for figure in figures if figure.event == of]
    return tied or [figure for figure in figures if figure.event is None and any(is_result(event.kind) for event in events)]


def _named_victim(text: str, events: Sequence[Event]) -> Range | None:
    """One, where somebody alone is said to be killed: by name, or as "its pilot"."""
    for event in events:
        if event.kind == "killing" and event.target:
            words = text[slice(*event.target)]
            if _ONE.fullmatch(words):
                return (1, 1)
    return None


def _days(events: Sequence[Event]) -> tuple[Days | None, str | None]:
    """The days that a passage's mentions give: by their own words before lent ones, the narrowest first."""
    dated = [(event.date_how == "inherited", days[1] - days[0], at) for at, event in enumerate(events) if (days := parse_days(event.date))]
    if not dated:
        return None, None
    event = events[min(dated)[2]]
    return parse_days(event.date), event.date_how


def _day_beside(grounds: Grounds, number: int, events: Sequence[Event]) -> tuple[Days, str] | None:
    """The one day that the sentence itself names, where no mention has a day of its own."""
    times = grounds.times.get(number, [])
    if len({days for _, days, _ in times}) != 1:
        return None
    _, days, how = times[0]
    return days, how if how == "explicit" else "relative"


def _place(grounds: Grounds, number: int, events: Sequence[Event]) -> tuple[Span | None, Place | None]:
    """The place of a passage as written and as resolved: what its mentions name, those that act first."""
    in_order = sorted(events, key=lambda e: (is_result(e.kind), e.trigger))
    spans = [span for event in in_order if (span := _scene(grounds, event)) and span != grounds.dateline]
    choices = []
    for order, span in enumerate(spans):
        home = grounds.number(span)
        touched = [place for place in grounds.places.get(home, ()) if place.span[0] < span[1] and span[0] < place.span[1]]
        found = [place for place in touched if place.lat is not None]
        best = min(found, key=lambda place: (place.radius_km or 0.0, place.span), default=touched[0] if touched else None)
        if best and (inner := _before_region(grounds, home, best)):
            span, best = inner.span, inner
        named = bool(name_keys(grounds.text[slice(*span)]))
        whole = (min(span[0], best.span[0]), max(span[1], best.span[1])) if best else span
        choices.append(
            (home != number, not named, best is None or best.lat is None, best.radius_km or 0.0 if best else 0.0, order, whole, best)
        )
    if choices:
        chosen = min(choices, key=lambda choice: choice[:5])
        if chosen[6] is None and (meant := _meant_before(grounds, number, chosen[5])):
            return meant
        if chosen[6] is not None or not chosen[1]:
            return chosen[5], chosen[6]
    here = [place for place in grounds.places.get(number, ()) if place.lat is not None and _is_scene(grounds.text, place.span)]
    if any(event.kind in _FIRE for event in events):
        here = [place for place in here if not _is_from(grounds.text, place.span)]
    if only := _innermost([place for place in here if not _before_region(grounds, number, place)]):
        return only.span, only
    if choices:
        return chosen[5], chosen[6]
    there = _THERE.search(grounds.text, *grounds.sentences[number])
    return (_town_before(grounds, number, there.start()) if there else None) or (None, None)


def _before_region(grounds: Grounds, number: int, region: Place) -> Place | None:
    """The place right before the region that only says where it lies: Balzers of "Balzers in Liechtenstein"."""
    for place in grounds.places.get(number, ()):
        is_inside = place.lat is not None and 0 < (place.radius_km or 0.0) < (region.radius_km or 0.0)
        if is_inside and place.span[1] < region.span[0] and _LIES_IN.fullmatch(grounds.text, place.span[1], region.span[0]):
            return place
    return None


def _meant_before(grounds: Grounds, number: int, span: Span) -> tuple[Span, Place] | None:
    """The town that a description stands for, the last one named before it: "the town", "the centre of the city"."""
    described = _THE_TOWN.match(grounds.text, span[0])
    if described is None or described.end() < span[1]:
        return None
    return _town_before(grounds, number, span[0])


def _town_before(grounds: Grounds, number: int, at: int) -> tuple[Span, Place] | None:
    """The last town named before an offset in a sentence, or in those right before it; no region that only says where one lies."""
    for back in range(_TOWN_BACK + 1):
        before = number - back
        named = [place for place in grounds.places.get(before, ()) if place.span[1] <= at and _is_town(place)]
        named = [place for place in named if not _before_region(grounds, before, place)]
        if named:
            return named[-1].span, named[-1]
    return None


def _is_town(place: Place) -> bool:
    """Whether a place is no larger than a town, as far as is known."""
    return place.radius_km is None or 0 < place.radius_km <= _TOWN_KM


def _is_scene(text: str, span: Span) -> bool:
    """Whether something may have happened where a place is named: a state or its capital is as often who acts, "Orland began to shell"."""
    if is_metonym(text, span):
        return False
    return text[slice(*span)] not in _states() or _WITHIN.search(text, max(0, span[0] - 24), span[0]) is not None


@cache
def _states() -> frozenset[str]:
    """The names of states and of their capitals."""
    return frozenset(name for state in load_states() for name in (state.name, *state.also, *([state.capital] if state.capital else ())))


def _is_from(text: str, span: Span) -> bool:
    return _FROM.search(text, max(0, span[0] - 12), span[0]) is not None


def _innermost(places: Sequence[Place]) -> Place | None:
    """The only one of some places, or the one that all others are around: the village of "in Orna village, Kesh district"."""
    names = {place.name for place in places}
    inner = [place for place in places if {place.name, place.within} == names]
    return places[0] if len(names) == 1 else inner[0] if inner else None


def _scene(grounds: Grounds, event: Event) -> Span | None:
    """Where a mention says that it happened; what is taken is itself the place, if it is one."""
    if event.kind == "territory" and event.target:
        start, end = event.target
        taken = [place.span for place in grounds.places.get(grounds.number(event.target), ()) if start <= place.span[0] < end]
        if taken and (not event.place or not start <= event.place[0] < end):
            return taken[0]
    if event.place and event.kind in _FIRE and _is_from(grounds.text, event.place):
        return None
    return event.place
