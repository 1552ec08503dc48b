"""Noun phrases that may speak, before and behind a place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.claims.nouns import phrase_after, phrase_before

# text up to a bar ⇒ the phrase that ends there
BEFORE = """
Despite the truce authorities | ⇒ authorities
He met US security officials in Lusa | ⇒ US security officials in Lusa
The Ministry of Interior | ⇒ The Ministry of Interior
In June Anna Darvel | ⇒ Anna Darvel
the site of an | ⇒ nothing
the smoke | ⇒ nothing
it burned. Residents, | ⇒ nothing
"""
# text behind a bar ⇒ the phrase that begins there
AFTER = """
| Qast health officials who said so ⇒ Qast health officials
| the Orlan Front on Tuesday ⇒ the Orlan Front
| British intelligence sources, named two ⇒ British intelligence sources
| residents of the camp ⇒ residents
| burning tyres ⇒ nothing
"""


def _rows(table: str) -> list[list[str]]:
    return [line.split(" ⇒ ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("line", "expected"), _rows(BEFORE))
def test_a_phrase_ends_at_a_place(line: str, expected: str) -> None:
    """A name, or a noun of the vocabulary with what describes it; nothing else."""
    text = line.removesuffix("|")
    span = phrase_before(text, 0, len(text))
    assert (text[slice(*span)] if span else "nothing") == expected


@pytest.mark.parametrize(("line", "expected"), _rows(AFTER))
def test_a_phrase_begins_at_a_place(line: str, expected: str) -> None:
    """Up to the last noun that may speak."""
    text = line.removeprefix("| ")
    span = phrase_after(text, 0)
    assert (text[slice(*span)] if span else "nothing") == expected


WORDS = st.lists(st.sampled_from(["the", "Karo", "of", "in", "officials", "US", "who", ",", ".", "'s", "burned", "May"])).map(" ".join)


@given(st.text(max_size=80) | WORDS, st.integers(0, 80))
def test_phrases_lie_in_the_text(text: str, at: int) -> None:
    """Before the place, or behind it, and never empty."""
    before, after = phrase_before(text, 0, min(at, len(text))), phrase_after(text, min(at, len(text)))
    assert before is None or 0 <= before[0] < before[1] <= at
    assert after is None or at <= after[0] < after[1] <= len(text)
