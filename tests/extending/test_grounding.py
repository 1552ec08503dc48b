"""Where quoted words stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.tag.grounding import Ground

TEXT = "The “old\u00a0bridge” fell on Monday. 40 died; in 1940, the council’s\nrooms fell too."
SECOND = (34, len(TEXT))


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("fell on Monday", "fell on Monday"),
        ('"old bridge"', "“old\u00a0bridge”"),
        ("the council's rooms", "the council’s\nrooms"),
        ('"fell on Monday"', "fell on Monday"),
        ("40", "40"),
        ("fell", None),
        ("Mond", None),
        ("on Tuesday", None),
        ("  ", None),
        ("", None),
        ('"', None),
    ],
)
def test_a_quote_stands_where_its_words_do(quote: str, found: str | None) -> None:
    """Exactly, or but for white space and marks; never in the middle of a word, never where it may be one of two places."""
    span = Ground(TEXT).find(quote)
    assert (TEXT[slice(*span)] if span else None) == found


def test_the_sentence_tells_which_of_two_is_meant() -> None:
    """What stands twice is found where the sentence has it once."""
    span = Ground(TEXT).find("fell", SECOND)
    assert span is not None
    assert TEXT[span[0] :].startswith("fell too")
    assert Ground("it fell, fell. It fell.").find("fell", (0, 14)) is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_is_in_the_text(text: str, quote: str) -> None:
    """A place is inside the text and not empty."""
    span = Ground(text).find(quote)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(st.text(alphabet="ab “”'\n", min_size=1, max_size=30))
def test_the_whole_text_is_found_in_itself(text: str) -> None:
    """A text without its margins stands in itself once."""
    if text.strip():
        span = Ground(text).find(text)
        assert span is not None
        assert text[slice(*span)] == text.strip()
