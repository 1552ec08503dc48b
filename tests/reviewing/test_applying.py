"""Corrections are laid over a reading: the machine's stays, people's counts, and any order of judgements gives the same."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.incidents import Judgement
from according.model import Claim, Event, Reading
from according.reviewing import apply, weigh
from according.reviewing.things import Position, findings, id_of, make_id, seen_values, to_value
from according.reviewing.weighing import review_states
from according.store.judging import make_judgement, make_retraction
from tests.reconciling.material import tell

READING = tell("herald").readings[0]
REPORT = READING.report.id
CLAIM, (SHELLING, KILLING), FIGURE, PLACE = READING.claims[0], READING.events, READING.figures[0], READING.places[0]


def held(by: str, relation: Any, one: Any = SHELLING, subject: Any = "event", *, at: str = "2031-06-01", **more: Any) -> Judgement:
    """A person's judgement about one finding of the report."""
    return make_judgement(subject, relation, id_of(REPORT, subject, one), None, f"person:{by}", at, report=REPORT, **more)


def corrected(by: str, field: str, value: object, one: Any = SHELLING, subject: Any = "event", **more: Any) -> Judgement:
    """A person's judgement that a field has another value."""
    return held(by, "corrected", one, subject, field=field, value=to_value(value), **more)


def seen(one: Any, subject: Any = "event") -> str:
    """A finding as whoever accepts it holds it."""
    return json.dumps({field: json.loads(value) for field, value in seen_values(subject, one).items()})


def shelling(reading: Reading) -> Event | None:
    """The first event, if it is there."""
    return next((event for event in reading.events if event.id == SHELLING.id), None)


CASES = {
    "nobody holds anything => as the machine wrote it": ([], "shelling"),
    "one corrects the kind => the new kind": ([corrected("Amira", "kind", "air_strike")], "air_strike"),
    "two correct it alike => the new kind": (
        [corrected("Amira", "kind", "air_strike"), corrected("Bruno", "kind", "air_strike")],
        "air_strike",
    ),
    "two correct it differently => the machine's": (
        [corrected("Amira", "kind", "air_strike"), corrected("Bruno", "kind", "attack")],
        "shelling",
    ),
    "one accepts, one corrects => the machine's": (
        [held("Amira", "right", value=seen(SHELLING)), corrected("Bruno", "kind", "attack")],
        "shelling",
    ),
    "one corrects, one accepts the corrected => the new kind": (
        [corrected("Amira", "kind", "attack"), held("Bruno", "right", value=seen(replace(SHELLING, kind="attack")), at="2031-06-02")],
        "attack",
    ),
    "the same person says otherwise later => the later": (
        [corrected("Amira", "kind", "attack"), corrected("Amira", "kind", "battle", at="2031-06-02")],
        "battle",
    ),
    "one rejects it => it is gone": ([held("Amira", "wrong", reasons=("a figure of speech",))], None),
    "one rejects, one accepts => the machine's": ([held("Amira", "wrong"), held("Bruno", "right", value=seen(SHELLING))], "shelling"),
    "one rejects, one corrects => the machine's": ([held("Amira", "wrong"), corrected("Bruno", "kind", "attack")], "shelling"),
    "one of two signatures => not yet": ([corrected("Amira", "kind", "attack", signers=2)], "shelling"),
    "both signatures => it counts": (
        [corrected("Amira", "kind", "attack", signers=2), corrected("Bruno", "kind", "attack", signers=2)],
        "attack",
    ),
    "a value that is none => passed over": ([held("Amira", "corrected", field="kind", value="{")], "shelling"),
    "a span outside of the text => passed over": ([corrected("Amira", "actor", (5, 9_000))], "shelling"),
    "another report's judgement => not this one's": ([replace(corrected("Amira", "kind", "attack"), report="sha256:0")], "shelling"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_counts_of_what_people_hold(case: str) -> None:
    """No one person outranks another; what they agree on outranks the machine."""
    judgements, kind = CASES[case]
    for order in permutations(judgements):
        found = shelling(apply(READING, order))
        assert (found.kind if found else None) == kind


def test_without_judgements_the_reading_is_the_same_value() -> None:
    """Nothing is made anew where nobody said anything."""
    assert apply(READING, []) is READING


def test_what_was_taken_back_does_not_count_and_a_retraction_can_be_taken_back() -> None:
    """Undo, and undo of the undo."""
    first = corrected("Amira", "kind", "attack")
    back = make_retraction(first, "person:Bruno", "2031-06-02")
    again = make_retraction(back, "person:Amira", "2031-06-03")
    assert apply(READING, [first, back]) == READING
    assert shelling(apply(READING, [first, back, again])) == replace(SHELLING, kind="attack")
    assert review_states([first, back]) == {first.id: "retracted", back.id: "retraction"}


def test_a_conflict_names_both_people_and_both_values() -> None:
    """Both judgements are kept, and both are shown."""
    both = [corrected("Amira", "kind", "attack"), corrected("Bruno", "kind", "battle")]
    ((point, said),) = weigh(both).conflicts.items()
    assert (point.field, {by: one.value for by, one in said.items()}) == ("kind", {"Amira": '"attack"', "Bruno": '"battle"'})
    assert set(review_states(both).values()) == {"contradicted"}


def test_events_of_a_rejected_claim_are_the_reports_own_words() -> None:
    """Nobody says it any more, so the report does."""
    made = apply(READING, [held("Amira", "wrong", CLAIM, "claim")])
    assert made.claims == ()
    assert {event.claim for event in made.events} == {None}
    assert {figure.claim for figure in made.figures} == {None}


def test_a_claim_that_was_missed_takes_what_stands_in_it() -> None:
    """A nested claim that a person adds holds the events inside it; its id is the machine's own for such words."""
    inner = Claim("", (KILLING.trigger,), None, None, "a ferryman", None, "indirect", "state")
    name = make_id(REPORT, inner)
    added = make_judgement("claim", "missed", name, None, "person:Amira", "2031-06-01", report=REPORT, value=seen(inner, "claim"))
    made = apply(READING, [added])
    assert [claim.who for claim in made.claims] == ["Kesh Civil Defence", "a ferryman"]
    assert {event.kind: event.claim for event in made.events} == {"shelling": CLAIM.id, "killing": name}


def test_a_claim_whose_speaker_is_corrected_belongs_to_that_source() -> None:
    """A name that the report knows as a source brings its source along; another has none."""
    made = apply(READING, [corrected("Amira", "who", "the mayor", CLAIM, "claim")])
    assert (made.claims[0].who, made.claims[0].source_id) == ("the mayor", None)


@pytest.mark.parametrize("day", ["2031-05-02", None])
def test_a_corrected_date_leaves_no_other_likely(day: str | None) -> None:
    """What the machine held possible goes with the date that it wrote."""
    event = shelling(apply(READING, [corrected("Amira", "date", day)]))
    assert event is not None
    assert (event.date, event.dates) == (day, ((day, 1.0),) if day else ())


def test_a_place_is_moved_as_a_whole() -> None:
    """Name, number and degrees of a place are one answer."""
    there = Position("Kesh", 7, 1.5, 2.5, 3.0, "named", None, "XY")
    made = apply(READING, [corrected("Amira", "position", there, PLACE, "spot")])
    assert made.places[0] == replace(PLACE, geonames=7, lat=1.5, lon=2.5, radius_km=3.0, country="XY")


_VALUES = st.sampled_from(
    [
        ("event", SHELLING, "kind", "attack"),
        ("event", SHELLING, "date", None),
        ("figure", FIGURE, "low", 7),
        ("claim", CLAIM, "via", ("Orna Post",)),
    ]
)
_PEOPLE = st.sampled_from(["Amira", "Bruno", "Chaim"])
_DAYS = st.integers(1, 28).map(lambda day: f"2031-06-{day:02}")


@st.composite
def _judgements(draw: st.DrawFn) -> list[Judgement]:
    made: list[Judgement] = []
    for _ in range(draw(st.integers(0, 8))):
        subject, one, field, value = draw(_VALUES)
        what = draw(st.sampled_from(["corrected", "right", "wrong", "back"]))
        by, at = draw(_PEOPLE), draw(_DAYS)
        if what == "back" and made:
            made.append(make_retraction(draw(st.sampled_from(made)), f"person:{by}", at))
        elif what == "corrected":
            made.append(corrected(by, field, value, one, subject, at=at))
        else:
            made.append(held(by, "wrong" if what == "wrong" else "right", one, subject, at=at, value=seen(one, subject)))
    return made


@given(_judgements(), st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_come_does_not_matter(judgements: list[Judgement], random: Any) -> None:
    """Whoever syncs first changes nothing; and what all took back is as if it had never been."""
    shuffled = list(judgements)
    random.shuffle(shuffled)
    assert apply(READING, shuffled) == apply(READING, judgements)
    back = [make_retraction(one, "person:Dora", f"2031-07-01T{number:06}") for number, one in enumerate(judgements) if one.retracts is None]
    undone = [one for one in judgements if one.retracts is None]
    assert apply(READING, [*undone, *back]) == READING


def test_every_finding_has_an_id_of_its_own() -> None:
    """What stands at one place as two things is named as two things."""
    names = [id_of(REPORT, subject, one) for subject in ("claim", "event", "figure", "spot") for one in findings(READING, subject)]
    assert len(names) == len(set(names))
