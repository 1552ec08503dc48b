"""The keys under which near-copies meet, and the words that they are made of."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reconcile.shingles import find_boilerplate, find_text_sentences, find_text_words, hash_runs, hash_words
from according.reconcile.signatures import band_keys

PASSAGE = (
    "Ambulances from Orlan and Mervan took the wounded over the old stone bridge, because the new one was closed for repairs,"
    " and shopkeepers swept the glass from the arcades of the market until nightfall."
)
ONE = "Rockets hit Qast on Tuesday and killed fourteen people who had come to sell their grain before the feast."
OTHER = "A colonel of the army said that his men had seen the smoke from the far side of the river and sent for help at once."


def meet(left: str, right: str) -> bool:
    return not set(band_keys(left)).isdisjoint(band_keys(right))


@pytest.mark.parametrize(
    ("left", "right", "met"),
    [
        (PASSAGE, PASSAGE, True),
        (f"{ONE} {PASSAGE}", f"{PASSAGE} {OTHER}", True),
        (f"{ONE} {PASSAGE}", PASSAGE.lower().replace(",", "").replace("'", ""), True),
        (ONE, OTHER, False),
        ("Qast falls", "Qast falls", True),
        ("Qast falls", "Qast holds", False),
        ("", "", False),
    ],
)
def test_what_meets(left: str, right: str, met: bool) -> None:
    """Texts with a passage in common, in any order and spelling of signs."""
    assert meet(left, right) is met


def test_boilerplate_brings_nothing_together() -> None:
    """A call to subscribe stands below thousands of reports."""
    call = " Subscribe to our newsletter for the best of Kesh every morning and every evening of the week."
    assert not meet(ONE + call, OTHER + call)


def test_a_sentence_of_a_very_long_text_is_found() -> None:
    """A text of many pages and a short one that takes a dozen sentences of it have a key in common."""
    pages = [
        f"On day {day} of month {month} the {day * month}th convoy left Qast for camp {day + month} with its drivers."
        for day in range(1, 60)
        for month in range(1, 13)
    ]
    assert meet(" ".join(pages), " ".join(pages[200:260]))


def test_keys_are_the_same_in_every_process() -> None:
    """They do not hang on the seed of Python's own hash."""
    code = f"from according.reconcile.signatures import band_keys; print(band_keys({PASSAGE!r}))"
    runs = [
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in "12"
    ]
    assert runs == [f"{band_keys(PASSAGE)}\n"] * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. and the US", ["the", "us", "and", "the", "us"]),
        ("60,000 or 60000", ["60000", "or", "60000"]),
        ("Kesh's, Kesh’s, Kesh s, Keshs", ["keshs"] * 4),
        ("organised, organized", ["organized"] * 2),
        ("Raqqa, Raqa", ["raqa"] * 2),
        ("five centres, 5 centers", ["5", "centers"] * 2),
        ("Île-de-Kesh", ["ile", "de", "kesh"]),
        ("قصف مدينة", ["قصف", "مدينة"]),
        ("共同", ["共", "同"]),
        ("_…_", []),
    ],
)
def test_words_are_compared_without_house_style(text: str, words: list[str]) -> None:
    """What collectors lose and styles change does not count."""
    assert [word for word, _ in find_text_words(text)] == words


def test_runs_are_as_many_as_fit() -> None:
    """And the same run has the same number wherever it stands."""
    words = hash_words("a b c a b c".split())
    runs = hash_runs(words, 3).tolist()
    assert len(runs) == 4
    assert runs[0] == runs[3]
    assert len(set(runs)) == 3
    assert len(hash_runs(words, 7)) == 0


@given(st.text(max_size=400))
def test_keys_fit_a_database(text: str) -> None:
    """At most 60, in ascending order, signed and of 64 bits; the same for the same text."""
    keys = band_keys(text)
    assert keys == band_keys(text) == tuple(sorted(set(keys)))
    assert len(keys) <= 60
    assert all(-(2**63) <= key < 2**63 for key in keys)


@given(st.text(alphabet="abc .!?\n\"“”'’İ", max_size=200) | st.just("İ Subscribe to all. " * 5))
def test_spans_lie_in_the_text(text: str) -> None:
    """Words start in it, sentences part it, boilerplate is inside."""
    assert all(0 <= start < len(text) for _, start in find_text_words(text))
    assert "".join(text[start:end] for start, end in find_text_sentences(text)) == text
    assert all(0 <= start < end <= len(text) for start, end in find_boilerplate(text))
