"""What counts of all that people hold of a reading, field by field.

Of what one person says of one field the latest counts. Where people say different things of it, none outranks the other: the
machine's value stands, and the conflict is shown. What was asked to be held by two counts when two hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from according.incidents import Judgement, Subject
from according.reviewing.things import FIELDS, to_value
from according.store.judging import PERSON, taken_back

THERE = ""
"""The field that says whether a finding is there at all: true for one that is right, corrected or missed, false for a wrong one."""


@dataclass(frozen=True, slots=True)
class Point:
    """What people can agree on or not: one field of one thing."""

    subject: Subject
    thing: str
    field: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one person holds of a point (JSON), and by which judgement."""

    value: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Held:
    """What counts (``values``), on what people disagree (``conflicts``), and what waits for more people to hold it (``waiting``)."""

    values: Mapping[Point, str]
    conflicts: Mapping[Point, Mapping[str, Said]]
    waiting: Mapping[Point, Mapping[str, Said]]

    def of(self, subject: Subject, thing: str) -> dict[str, str]:
        """What counts of one thing, by field."""
        return {field: value for field in (THERE, *FIELDS[subject]) if (value := self.values.get(Point(subject, thing, field))) is not None}


def people_say(given: Iterable[Judgement]) -> dict[Point, dict[str, Said]]:
    """What each person holds of each point, by person; what was taken back does not count."""
    given = list(given)
    gone = taken_back(given)
    said: dict[Point, dict[str, Said]] = {}
    for one in sorted(given, key=lambda one: (one.at, one.id)):
        if one.retracts is None and one.id not in gone and one.by.startswith(PERSON):
            for field, value in _holds(one):
                said.setdefault(Point(one.subject, one.left, field), {})[one.by.removeprefix(PERSON)] = Said(value, one)
    return said


def weigh(given: Iterable[Judgement]) -> Held:
    """What counts of these judgements about readings."""
    values: dict[Point, str] = {}
    conflicts: dict[Point, Mapping[str, Said]] = {}
    waiting: dict[Point, Mapping[str, Said]] = {}
    for point, said in people_say(given).items():
        held = {one.value for one in said.values()}
        if len(held) > 1:
            conflicts[point] = said
        elif len(said) < max(one.judgement.signers for one in said.values()):
            waiting[point] = said
        else:
            values[point] = held.pop()
    return Held(values, conflicts, waiting)


def _holds(one: Judgement) -> Iterator[tuple[str, str]]:
    """What a judgement says, field by field."""
    yield THERE, to_value(one.relation != "wrong")
    if one.relation == "corrected" and one.field is not None and one.value is not None:
        yield one.field, one.value
    if one.relation in ("right", "missed"):
        yield from values_of(one).items()


def values_of(one: Judgement) -> dict[str, str]:
    """The fields of the finding that a judgement holds to be right or missed; none where it holds no finding."""
    try:
        told = json.loads(one.value or "{}")
    except ValueError:
        return {}
    return {str(field): to_value(value) for field, value in told.items()} if isinstance(told, dict) else {}


def review_states(given: Iterable[Judgement]) -> dict[str, str]:
    """What became of each judgement about readings, by its id.

    ``holds``; ``retracted``; ``retraction``; ``replaced`` (the same person said otherwise later); ``contradicted`` (people disagree,
    so the machine's value stands); ``unsigned`` (more people must hold it before it counts).
    """
    given = list(given)
    gone, held, said = taken_back(given), weigh(given), people_say(given)
    points: dict[str, list[Point]] = {}
    for point, people in said.items():
        for one in people.values():
            points.setdefault(one.judgement.id, []).append(point)

    def state(one: Judgement) -> str:
        if one.id in gone:
            return "retracted"
        if one.retracts:
            return "retraction"
        if one.id not in points:
            return "replaced"
        if any(point in held.conflicts for point in points[one.id]):
            return "contradicted"
        return "unsigned" if any(point in held.waiting for point in points[one.id]) else "holds"

    return {one.id: state(one) for one in given}
