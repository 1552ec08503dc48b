"""What in a reading a person can judge: its claims, events, figures, places and names, each by an id, field by field.

Values travel as JSON in one form (``to_value``), so that two people who hold the same say the same letter by letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, get_type_hints

import msgspec

from according.ids import claim_id, event_id, finding_id
from according.incidents import Subject
from according.model import Claim, Event, Figure, Name, Place, Reading, Span

Finding: TypeAlias = Claim | Event | Figure | Place | Name
SUBJECTS: tuple[Subject, ...] = ("claim", "event", "figure", "spot", "naming")
"""In the order in which a reader meets them; a ``spot`` is a place as the report names it, a ``naming`` a name of an actor."""
FIELDS: Mapping[Subject, tuple[str, ...]] = {
    "claim": ("content", "source", "cue", "who", "via", "form", "act", "certainty", "distance"),
    "event": ("trigger", "kind", "actor", "target", "place", "date", "date_how", "status", "event", "claim"),
    "figure": ("span", "low", "high", "quantifier", "measure", "of", "scope", "event", "claim"),
    "spot": ("span", "position"),
    "naming": ("span", "actor", "label", "loaded", "claim"),
}
"""What can be corrected. ``position`` is all of where a place lies: a name of one place with degrees of another are no place."""
UNSEEN = frozenset({"event", "claim"})
"""Fields that follow from the rest of the reading or number it: who accepts a finding holds nothing of them."""
POSITION = ("name", "geonames", "lat", "lon", "radius_km", "how", "within", "country")
_TYPES: Mapping[Subject, type[Finding]] = {"claim": Claim, "event": Event, "figure": Figure, "spot": Place, "naming": Name}
_PLACES: Mapping[Subject, str] = {"claim": "claims", "event": "events", "figure": "figures", "spot": "places", "naming": "names"}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place lies, as the fields of ``Place`` have it."""

    name: str
    geonames: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    how: str
    within: str | None
    country: str | None


def findings(reading: Reading, subject: Subject) -> tuple[Finding, ...]:
    """All that a reading has of one subject."""
    found: tuple[Finding, ...] = getattr(reading, _PLACES[subject])
    return found


def place_in(subject: Subject) -> str:
    """The field of ``Reading`` that holds this subject."""
    return _PLACES[subject]


def id_of(report: str, subject: Subject, one: Finding) -> str:
    """The id by which judgements name a finding: its own if it has one, else that of its words."""
    return one.id if isinstance(one, Claim | Event) else finding_id(subject, report, one.span)


def make_id(report: str, one: Finding) -> str:
    """The id of a finding that a person adds: what the machine would have given it."""
    if isinstance(one, Claim):
        return claim_id(report, one.content, one.cue)
    if isinstance(one, Event):
        return event_id(report, one.trigger, one.kind)
    return finding_id(next(subject for subject, kind in _TYPES.items() if isinstance(one, kind)), report, one.span)


def find(reading: Reading, subject: Subject, name: str) -> Finding | None:
    """The finding of this id; None where the reading has none."""
    return next((one for one in findings(reading, subject) if id_of(reading.report.id, subject, one) == name), None)


def edges(one: Finding) -> Span:
    """Where the words that a finding rests on begin and end."""
    if isinstance(one, Claim):
        spans = one.content or tuple(span for span in (one.source, one.cue) if span)
        return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)
    return one.trigger if isinstance(one, Event) else one.span


def value_of(one: Finding, field: str) -> object:
    """What a finding has in a field."""
    return Position(*(getattr(one, name) for name in POSITION)) if field == "position" else getattr(one, field)


def to_value(value: object) -> str:
    """A value as JSON, in the one form in which judgements hold it."""
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_value(subject: Subject, field: str, value: str) -> Any:
    """The value that ``to_value`` wrote, in the type of its field; raises ``msgspec.DecodeError`` for what is none."""
    return msgspec.json.decode(value.encode("utf-8"), type=_type_of(subject, field))


def iter_spans(value: object) -> Iterator[Span]:
    """The spans in a value: itself, or those that it holds."""
    if isinstance(value, tuple):
        if len(value) == 2 and all(isinstance(edge, int) for edge in value):
            yield value
        else:
            for part in value:
                yield from iter_spans(part)


@cache
def _type_of(subject: Subject, field: str) -> Any:
    if field == "position":
        return Position
    return get_type_hints(_TYPES[subject])[field]


def seen_values(subject: Subject, one: Finding) -> dict[str, str]:
    """All that a person who accepts a finding holds of it, by field."""
    return {field: to_value(value_of(one, field)) for field in FIELDS[subject] if field not in UNSEEN}


def finding_to_json(subject: Subject, one: Finding) -> str:
    """A finding as a judgement holds it: field by field, without what follows from the rest."""
    return json.dumps({field: json.loads(value) for field, value in seen_values(subject, one).items()}, ensure_ascii=False, sort_keys=True)


def finding_from_values(subject: Subject, name: str, values: Mapping[str, str]) -> Finding:
    """The finding that a person added; raises ``msgspec.DecodeError`` or ``TypeError`` where values are missing or none."""
    given = {field: from_value(subject, field, value) for field, value in values.items() if field in FIELDS[subject]}
    position = given.pop("position", None)
    if position is not None:
        given.update((field, getattr(position, field)) for field in POSITION)
    if subject == "claim":
        given.update(id=name, source_id=None)
    if subject == "event":
        given = {"event": None, **given, "id": name}
    return _TYPES[subject](**given)
