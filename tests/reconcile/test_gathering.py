"""What must hold of the passages of a report that are taken for one happening."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reconcile.gathering import FIRST, REACH, gather, iter_pairs, look_at
from according.reconcile.passages import find_passages
from tests.reconcile.told import read

_CASES = [
    (
        "two tolls of one shelling",
        "[Shelling|shelling E1 on=2031-05-13 at=Orro] of [Orro|place] killed [12|killed E1] people, a monitor said. "
        "The mayor said that the [shelling|shelling E1 at=Orro] of [Orro|place] [killed|killing E1] [9|killed E1].",
        ["Shelling shelling killed"],
    ),
    (
        "what tells nothing of its own",
        "A [blast|explosion E1 on=2031-05-13 at=Orro] in [Orro|place] killed [14|killed E1] people. "
        "The [bombing|explosion E1] hurt [30|injured E1] others, a doctor said.",
        ["blast bombing"],
    ),
    (
        "another place under one id",
        "[Mortar fire|shelling E1 on=2031-05-13 at=Orro] on the market of [Orro|place] killed [2|killed E1] people. "
        "[Shells|shelling E1 at=Kesh] also hit [Kesh|place] and [wounded|injury E1] [3|injured E1] people there.",
        ["Mortar fire", "Shells wounded"],
    ),
    (
        "another strike with its dead",
        "[Strikes|air_strike E1 on=2031-05-13 at=Orro] on [Orro|place] killed [30|killed E1] people. "
        "Another [39|killed E1] were [killed|killing E1] in [strikes|air_strike E1 at=Tal_Venn] on [Tal Venn|place].",
        ["Strikes", "killed strikes"],
    ),
    (
        "an act and what came of it in the next sentence",
        "[Orro|place] was [shelled|shelling E1 on=2031-05-13 at=Orro] on Tuesday, a monitor said. "
        "At least [5|killed E1] people were [killed|killing E1 on=2031-05-13 at=Orro] near the old market.",
        ["shelled killed"],
    ),
    (
        "two days of its own",
        "Jets [bombed|air_strike E1 on=2031-05-12 at=Orro] [Orro|place] on Monday. "
        "Jets [bombed|air_strike E1 on=2031-05-13 at=Orro] [Orro|place] on Tuesday.",
        ["bombed", "bombed"],
    ),
    (
        "what is told and what is denied",
        "The army [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place]. It denied the [shelling|shelling E1 status=denied].",
        ["shelled", "shelling"],
    ),
]


def _groups(marked: str) -> list[str]:
    reading = read(marked)
    text = reading.report.text
    groups = gather(text, find_passages(reading))
    events = [sorted(event.trigger for passage in group for event in passage.events) for group in groups]
    return [" ".join(text[slice(*span)] for span in spans) for spans in events]


@pytest.mark.parametrize(("name", "marked", "groups"), _CASES, ids=[case[0] for case in _CASES])
def test_passages_of_one_happening_stand_together_and_others_do_not(name: str, marked: str, groups: list[str]) -> None:
    """Event ids speak for it, places, days and tolls against it, and what tells nothing of its own goes with what it points to."""
    assert _groups(marked) == groups, name


_SENTENCES = [
    "The army [shelled|shelling {id} on=2031-05-12 at=Orro] [Orro|place] on Monday.",
    "The [shelling|shelling {id} on=2031-05-13 at=Kesh] of [Kesh|place] killed [9|killed {id}] people.",
    "Rebels [attacked|attack {id}] a post.",
    "Jets [bombed|air_strike {id} at=Tal_Venn] [Tal Venn|place], killing [40|killed {id}].",
    "It denied the [attack|attack {id} status=denied].",
    "[Two|injured {id}] were [hurt|injury {id}].",
]


@given(st.lists(st.tuples(st.sampled_from(_SENTENCES), st.sampled_from(["E1", "E2"])), min_size=1, max_size=9))
def test_every_passage_stands_in_one_group(told: list[tuple[str, str]]) -> None:
    """Groups in the order of the text, whatever it says; two days of their own and what is denied never stand together."""
    reading = read(" ".join(sentence.format(id=of) for sentence, of in told))
    passages = find_passages(reading)
    groups = gather(reading.report.text, passages)
    assert sorted(map(id, passages)) == sorted(id(one) for group in groups for one in group)
    assert [group[0].number for group in groups] == sorted(group[0].number for group in groups)
    for group in groups:
        assert len({one.is_denied for one in group}) == 1
        assert all(a.days == b.days for a, b in combinations(group, 2) if a.is_dated and b.is_dated)


def test_a_long_report_costs_time_in_proportion_to_its_length() -> None:
    """A passage is compared with those not far before it, and with the beginning of the report."""
    reading = read(" ".join(_SENTENCES[2].format(id="E1") for _ in range(300)))
    seen = look_at(reading.report.text, find_passages(reading))
    assert len(list(iter_pairs(seen))) <= len(seen) * (REACH + FIRST)
