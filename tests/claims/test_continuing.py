"""Quotations that go on over paragraphs and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.claims.continuing import continue_quotations
from according.model import Attribution
from tests.claims.marking import parse_marks

CASES = """
“{1:We fled},” <1:Karo> |1:said|. “We had no choice.” ⇒ We fled; We had no choice
“{1:We fled},” <1:Karo> |1:said|. “No choice.” ⇒ We fled
“{1:We fled},” <1:Karo> |1:said|. “We had no choice,” his wife said. ⇒ We fled
“{1:We fled},” <1:Karo> |1:said| in Orna, where “all was lost in the end” to him. ⇒ We fled
“{1:We fled},” <1:Karo> |1:said|. The army came. “We had no choice.” ⇒ We fled
“{1:We fled},” <1:Karo> |1:said|. “We had no choice at all?” asked another. ⇒ We fled
“{1:We fled},” <1:Karo> |1:said|. ¶ “We had no choice at all.” ⇒ We fled; We had no choice at all
“{1:We fled},” <1:Karo> |1:said|. ¶ She wept. “We had no choice at all.” ⇒ We fled
<1:Karo> |1:said|: “{1:We fled}. ¶ “We had no choice. ¶ “We walked.” ⇒ We fled; We had no choice + We walked
<1:Karo> |1:said|: “{1:We fled}. ¶ “{2:We had no choice}. ¶ “We walked.” ⇒ We fled; We had no choice + We walked
<1:Karo> |1:said|: “{1:We fled}. ¶ “We walked,” he said. ⇒ We fled; We walked
<1:Karo> |1:said|: “{1:We fled}. ¶ “{2:We walked},” <2:he> |2:said|. ⇒ We fled; We walked
“{1:We fled},” |1:said| <1:Gen. Karo> of Orna. “We had no choice.” ⇒ We fled; We had no choice
"{1:We fled}," <1:Karo> |1:said|. "We had no choice. They came." ⇒ We fled; We had no choice. They came
<1:Karo> |1:said| {1:they fled}. “We had no choice at all.” ⇒ they fled
"""


def _read(marked: str) -> list[str]:
    text, claims = parse_marks(marked.replace(" ¶ ", "\n\n"))
    return [" + ".join(text[slice(*span)] for span in claim.content) for claim in continue_quotations(text, claims)]


@pytest.mark.parametrize(("marked", "expected"), [line.split(" ⇒ ") for line in CASES.strip().splitlines()])
def test_what_is_quoted_on_is_said_by_whoever_spoke(marked: str, expected: str) -> None:
    """As one more claim without source and cue, over as many paragraphs as open with a mark; not what somebody else may say."""
    assert sorted(_read(marked)) == sorted(expected.split("; "))


def test_what_goes_on_has_neither_source_nor_cue() -> None:
    """So that the speaker before speaks in it."""
    text, claims = parse_marks("“{1:We fled},” <1:Karo> |1:said|. “We had no choice.”")
    made = continue_quotations(text, claims)[-1]
    assert (made.source, made.cue, made.act, made.confidence) == (None, None, "state", claims[0].confidence)


_SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair) + 1))


@given(
    st.lists(st.sampled_from(["“", "”", '"', "Karo", "said", ".", ",", "\n\n", "we", "fled"]), max_size=40).map(" ".join),
    st.lists(_SPANS, max_size=4),
)
def test_any_marks_keep_the_claims_there_are(text: str, spans: list[tuple[int, int]]) -> None:
    """No claim with a cue is lost, and all that is made stands in the text."""
    claims = [Attribution((span,), None, span, "state", 0.9) for span in spans if span[1] <= len(text)]
    made = continue_quotations(text, claims)
    assert all(claim in made for claim in claims)
    assert all(0 <= start < end <= len(text) for claim in made if claim not in claims for start, end in claim.content)
