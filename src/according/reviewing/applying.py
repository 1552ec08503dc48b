"""The reading as people hold it: corrections laid over what the machine wrote, which stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec

from according.incidents import Judgement, Subject
from according.model import Claim, Event, Figure, Name, Reading
from according.reviewing.things import (
    POSITION,
    SUBJECTS,
    Finding,
    Position,
    edges,
    finding_from_values,
    findings,
    from_value,
    id_of,
    iter_spans,
    place_in,
    to_value,
)
from according.reviewing.weighing import THERE, Held, Point, values_of, weigh
from according.spans import Holding

_NO, _YES = to_value(False), to_value(True)


def apply(reading: Reading, judgements: Iterable[Judgement]) -> Reading:
    """The reading with all that counts of these judgements; without any it is the same reading.

    What is rejected is left out, what is corrected has the new value under the old id, what was missed stands in the order of the
    text. Where a claim went, came or covers other words, what stands in it is given to the innermost claim that holds it now. A
    judgement that does not fit the text is passed over and named in ``problems``.
    """
    given = [one for one in judgements if one.subject in SUBJECTS and one.report == reading.report.id]
    if not given:
        return reading
    held = weigh(given)
    view = _View(reading, held)
    changed: dict[str, Any] = {place_in(subject): view.findings(subject, given) for subject in SUBJECTS}
    made = replace(reading, **changed, problems=(*reading.problems, *view.problems))
    return _with_claims_anew(reading, made, held)


def as_added(judgements: Iterable[Judgement], subject: Subject, thing: str) -> Finding | None:
    """A finding as a person added it, whether it counts or not; None where nobody added one that is whole."""
    for one in sorted(judgements, key=lambda one: (one.at, one.id)):
        if one.relation == "missed" and one.retracts is None and (one.subject, one.left) == (subject, thing):
            with suppress(msgspec.DecodeError, TypeError, KeyError):
                return finding_from_values(subject, thing, values_of(one))
    return None


class _View:
    """What counts of the judgements about one reading, laid over it."""

    def __init__(self, reading: Reading, held: Held) -> None:
        self.reading = reading
        self.held = held
        self.problems: list[str] = []

    def findings(self, subject: Subject, given: list[Judgement]) -> tuple[Finding, ...]:
        """The findings of one subject as people hold them."""
        report = self.reading.report.id
        there = {id_of(report, subject, one): one for one in findings(self.reading, subject)}
        found = [seen for name, one in there.items() if (seen := self._corrected(subject, name, one)) is not None]
        missed = {one.left: one for one in sorted(given, key=lambda one: (one.at, one.id), reverse=True) if one.relation == "missed"}
        added = [
            one for name, held in sorted(missed.items()) if name not in there and (one := self._added(subject, name, held)) is not None
        ]
        return tuple(sorted([*found, *added], key=edges) if added else found)

    def _corrected(self, subject: Subject, name: str, one: Finding) -> Finding | None:
        if Point(subject, name, THERE) in self.held.conflicts:
            return one
        values = self.held.of(subject, name)
        if values.pop(THERE, _YES) == _NO:
            return None
        for field, value in values.items():
            one = self._with(subject, one, field, value)
        return one

    def _with(self, subject: Subject, one: Finding, field: str, value: str) -> Finding:
        try:
            read = from_value(subject, field, value)
        except msgspec.DecodeError:
            self.problems.append(f"a correction of {subject} {field} holds no such value")
            return one
        if not self._fits(read):
            self.problems.append(f"a correction of {subject} {field} points outside of the text")
            return one
        if isinstance(read, Position):
            return _replaced(one, {name: getattr(read, name) for name in POSITION})
        if isinstance(one, Claim) and field == "who" and read != one.who:
            return replace(one, who=read, source_id=next((source.id for source in self.reading.sources if source.name == read), None))
        if isinstance(one, Event) and field == "date" and read != one.date:
            return _replaced(one, {field: read, "dates": ((read, 1.0),) if read else ()})
        return _replaced(one, {field: read})

    def _added(self, subject: Subject, name: str, held: Judgement) -> Finding | None:
        """A finding that the machine missed, as it was added, with what was corrected in it since."""
        if self.held.values.get(Point(subject, name, THERE)) != _YES:
            return None
        try:
            one = finding_from_values(subject, name, values_of(held))
        except (msgspec.DecodeError, TypeError, KeyError):
            self.problems.append(f"a {subject} that was added is not whole")
            return None
        if not self._fits(edges(one)):
            self.problems.append(f"a {subject} that was added points outside of the text")
            return None
        return self._corrected(subject, name, one)

    def _fits(self, value: object) -> bool:
        return all(0 <= start < end <= len(self.reading.report.text) for start, end in iter_spans(value))


def _replaced(one: Finding, values: Mapping[str, object]) -> Finding:
    changed: Finding = replace(one, **values)  # type: ignore[arg-type]
    return changed


def _with_claims_anew(before: Reading, after: Reading, held: Held) -> Reading:
    """The reading with events, figures and names given to the claims around them, where those claims are not what they were."""
    was, now = ({claim.id: claim.content for claim in reading.claims} for reading in (before, after))
    moved = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    if not moved:
        return after
    around = Holding(after.claims)

    def placed(subject: Subject, one: Any) -> Any:
        if Point(subject, id_of(after.report.id, subject, one), "claim") in held.values:
            return one
        inner = around.innermost(edges(one))
        name = inner.id if inner else None
        return replace(one, claim=name) if name != one.claim and (name in moved or one.claim in moved) else one

    events: tuple[Event, ...] = tuple(placed("event", one) for one in after.events)
    figures: tuple[Figure, ...] = tuple(placed("figure", one) for one in after.figures)
    names: tuple[Name, ...] = tuple(placed("naming", one) for one in after.names)
    return replace(after, events=events, figures=figures, names=names)
