"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.sentences import find_sentences

CASES = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("Gen. Orra of the U.S. command met Dr. Vel. They talked.", ["Gen. Orra of the U.S. command met Dr. Vel.", "They talked."]),
    ("“We won.” He sat down.", ["“We won.”", "He sat down."]),
    ("He said: “Stop!” and left.", ["He said: “Stop!” and left."]),
    ("Kesh fell at 5 a.m. on Monday.", ["Kesh fell at 5 a.m. on Monday."]),
    ("A headline\nThe first line. The second.", ["A headline", "The first line.", "The second."]),
    ("Some 1.5 million fled… Where to?  Nobody knows", ["Some 1.5 million fled…", "Where to?", "Nobody knows"]),
    ("J. Orra and K. Vel spoke. 40 listened.", ["J. Orra and K. Vel spoke.", "40 listened."]),
    ("no capitals here. nothing ends", ["no capitals here. nothing ends"]),
    (
        "A boy who was hurt in Orra sits inside a tent near the border (File photo) (Orra World and Agencies) A bomb killed six.",
        ["A boy who was hurt in Orra sits inside a tent near the border (File photo) (Orra World and Agencies)", "A bomb killed six."],
    ),
    ("KESH (Reuters) Six people were killed.", ["KESH (Reuters) Six people were killed."]),
    ("", []),
    ("  \n ", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_are_those_that_a_reader_sees(text: str, expected: list[str]) -> None:
    """Abbreviations, initials and numbers end none; line breaks end one."""
    assert [text[start:end] for start, end in find_sentences(text)] == expected


@given(st.text())
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    """In order, without overlap, and with nothing but white space between them."""
    at = 0
    for start, end in find_sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
