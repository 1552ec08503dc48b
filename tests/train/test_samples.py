"""Damaged copies keep their marks on the same words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from train.samples import Attribution, Marked, Sample, Trigger, damage

TEXT = "“We didn’t, at any time, shell Kesh,” the army’s spokesman said."


def at(words: str) -> tuple[int, int]:
    """Where these words stand."""
    start = TEXT.index(words)
    return (start, start + len(words))


SAMPLE = Sample(
    id="r",
    text=TEXT,
    heads=frozenset({"attribution", "trigger"}),
    attributions=(Attribution((at("We didn’t, at any time, shell Kesh"),), at("the army’s spokesman"), at("said"), "deny"),),
    triggers=(Trigger(at("shell"), ("shelling",), "denied", (("target", at("Kesh")),)),),
    spans={"time": (Marked(at("any time"), ("DATE",)),)},
    factuality=((at("shell"), -3.0),),
)


def bare(text: str) -> str:
    """Letters alone."""
    return "".join(char for char in text if char.isalnum())


@given(st.integers(0, 500))
def test_marks_move_with_their_words(seed: int) -> None:
    """Whatever punctuation is lost."""
    copy = damage(SAMPLE, random.Random(seed))
    assert bare(copy.text) == bare(TEXT)
    before, after = SAMPLE.attributions[0], copy.attributions[0]
    for old, new in [*zip(before.content, after.content, strict=True), (before.source, after.source), (before.cue, after.cue)]:
        assert old
        assert new
        assert bare(copy.text[slice(*new)]) == bare(TEXT[slice(*old)])
    assert copy.text[slice(*copy.triggers[0].span)] == "shell"
    assert [copy.text[slice(*span)] for _, span in copy.triggers[0].roles or ()] == ["Kesh"]
    assert copy.text[slice(*copy.spans["time"][0].span)] == "any time"
    assert copy.text[slice(*copy.factuality[0][0])] == "shell"


def test_a_mark_that_is_all_punctuation_is_lost() -> None:
    """Not kept as an empty span."""
    sample = Sample("r", "He won, he lost", frozenset(), spans={"time": (Marked((6, 7), ("DATE",)),)})
    copies = [damage(sample, random.Random(seed)) for seed in range(20)]
    lost = [copy for copy in copies if "," not in copy.text]
    assert lost
    assert all(copy.spans["time"] == () for copy in lost)
