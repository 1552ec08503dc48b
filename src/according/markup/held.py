"""What people hold of a report's findings, in words for a page: corrections with what stood there before, conflicts, open signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from according.incidents import Judgement, Subject
from according.model import Reading, Span
from according.reviewing import Point, Reviewed, Said, people_say
from according.reviewing.things import FIELDS, SUBJECTS, Finding, Position, findings, from_value, id_of, to_value, value_of
from according.reviewing.weighing import THERE, review_states

NOT_SAID = "not said"
OWN_VOICE = "the report itself"
_GONE = "not there"


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's word on a field: the value in words, and the judgement that says so."""

    by: str
    words: str
    judgement: str
    at: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field on which people said something: what the machine wrote (None where it wrote nothing) and what people hold."""

    field: str
    machine: str | None
    voices: tuple[Voice, ...]


@dataclass(slots=True)
class Notes:
    """All that people hold of one finding; ``is_added`` and ``is_rejected`` only where that counts now."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    waiting: list[Change] = field(default_factory=list)
    is_added: bool = False
    is_rejected: bool = False
    accepted_by: list[str] = field(default_factory=list)


NOTHING = Notes()


@dataclass(frozen=True, slots=True)
class Line:
    """A judgement with what became of it."""

    judgement: Judgement
    state: str

    @property
    def by(self) -> str:
        """The name it is signed with."""
        return self.judgement.by.removeprefix("person:")


def notes_of(reviewed: Reviewed) -> dict[tuple[Subject, str], Notes]:
    """What people hold of each finding, by subject and id; findings of which nobody said anything are left out."""
    notes: dict[tuple[Subject, str], Notes] = {}
    machine = {(subject, name): one for subject in SUBJECTS for name, one in _by_id(reviewed.machine, subject)}
    report = reviewed.machine.report

    def note(point: Point) -> tuple[Notes, Finding | None]:
        key = (point.subject, point.thing)
        return notes.setdefault(key, Notes()), machine.get(key)

    for kind, points in (("conflicts", reviewed.held.conflicts), ("waiting", reviewed.held.waiting)):
        for point, said in points.items():
            if point.subject in SUBJECTS:
                mine, one = note(point)
                getattr(mine, kind).append(_change(point, one, report.text, said))
    people = people_say(reviewed.judgements)
    for point, value in reviewed.held.values.items():
        if point.subject not in SUBJECTS:
            continue
        mine, one = note(point)
        if point.field == THERE:
            mine.is_added = one is None and value == to_value(True)
            mine.is_rejected = value == to_value(False)
        elif one is not None and to_value(value_of(one, point.field)) != value:
            mine.changes.append(_change(point, one, report.text, people.get(point, {})))
    for line in judgement_lines(reviewed):
        if line.judgement.relation == "right" and line.state == "holds" and line.judgement.subject in SUBJECTS:
            notes.setdefault((line.judgement.subject, line.judgement.left), Notes()).accepted_by.append(line.by)
    return notes


def judgement_lines(reviewed: Reviewed, subject: Subject | None = None, thing: str | None = None) -> list[Line]:
    """The judgements about a report, or about one thing in it, with what became of each, in the order they were made."""
    states = review_states(reviewed.judgements)
    return [
        Line(one, states[one.id])
        for one in reviewed.judgements
        if subject is None or (one.subject == subject and (thing is None or one.left == thing))
    ]


def value_words(subject: Subject, name: str, value: str, text: str) -> str:
    """A value of a judgement in words: spans as the words they cover, and ``not said`` where there is none."""
    if name == THERE:
        return "is there" if value == to_value(True) else _GONE
    try:
        read = from_value(subject, name, value)
    except (msgspec.DecodeError, KeyError):
        return value
    if isinstance(read, Position):  # degrees may be kept back from who looks, and judgements hold them as they were given
        return f"{read.name}{'' if read.lat is not None else ', no position'}"
    return field_words(read, text)


def field_words(value: object, text: str) -> str:
    """A field's value in words."""
    if value is None or value == ():
        return NOT_SAID
    if isinstance(value, Position):
        where = f" ({value.lat:.4f}, {value.lon:.4f})" if value.lat is not None and value.lon is not None else ", no position"
        return f"{value.name}{where}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _words_of(value, text)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _words_of(value: tuple[object, ...], text: str) -> str:
    if len(value) == 2 and all(isinstance(edge, int) for edge in value):
        return " ".join(text[slice(*_span(value))].split())
    return "; ".join(_words_of(part, text) if isinstance(part, tuple) else str(part) for part in value)


def _span(value: tuple[object, ...]) -> Span:
    return int(str(value[0])), int(str(value[1]))


def _change(point: Point, one: Finding | None, text: str, said: Mapping[str, Said]) -> Change:
    if point.field == THERE:
        machine = "is there" if one is not None else None
    else:
        machine = field_words(value_of(one, point.field), text) if one is not None else None
    voices = tuple(
        Voice(by, value_words(point.subject, point.field, one.value, text), one.judgement.id, one.judgement.at)
        for by, one in sorted(said.items())
    )
    return Change(point.field or "presence", machine, voices)


def _by_id(reading: Reading, subject: Subject) -> Iterator[tuple[str, Finding]]:
    for one in findings(reading, subject):
        yield id_of(reading.report.id, subject, one), one


def lost(reviewed: Reviewed) -> list[tuple[Subject, str, Finding]]:
    """What the machine read and people took out."""
    left = {(subject, name) for subject in SUBJECTS for name, _ in _by_id(reviewed.reading, subject)}
    before = ((subject, name, one) for subject in SUBJECTS for name, one in _by_id(reviewed.machine, subject))
    return [(subject, name, one) for subject, name, one in before if (subject, name) not in left]


def seen_fields(subject: Subject, one: Finding, reading: Reading) -> list[tuple[str, str]]:
    """Each field of a finding in words; a claim in which it stands by who says it."""
    speakers = {claim.id: claim.who for claim in reading.claims}
    found = []
    for name in FIELDS[subject]:
        value = value_of(one, name)
        words = speakers.get(str(value), OWN_VOICE) if name == "claim" else field_words(value, reading.report.text)
        found.append(("said by" if name == "claim" else name, words))
    return found
