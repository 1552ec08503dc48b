"""Form, certainty and distance of a claim, and where its spans end."""

from __future__ import annotations

import pytest

from according.claims.wording import certainty_of, distance_of, find_quotations, form_of, trim
from tests.claims.marking import parse_marks

# claim ⇒ form
FORMS = """
<1:He> |1:said| “{1:we won}” ⇒ direct
"{1:We won}," <1:he> |1:said|, "{1:at last}." ⇒ direct
<1:He> |1:said| {1:they would “surrender or die”} ⇒ mixed
<1:He> |1:said| {1:they won} ⇒ indirect
<1:He> |1:said|: “{1:we never stopped, and then ⇒ direct
<1:He> |1:said| {1:it} “in passing” ⇒ indirect
'{1:They're all there},' <1:he> |1:said| ⇒ direct
<1:He> |1:said| the Karos' {1:sons fled} Orna's south ⇒ indirect
"""


@pytest.mark.parametrize(("marked", "form"), [line.split(" ⇒ ") for line in FORMS.strip().splitlines()])
def test_the_form_is_mechanical(marked: str, form: str) -> None:
    """Quotation marks around all of the content, a part of it, or none."""
    text, (claim,) = parse_marks(marked + "}" * (marked.count("{") - marked.count("}")))
    assert form_of(text, claim.content, find_quotations(text)) == form


# claim ⇒ certainty, distance
SURENESS = """
<1:He> |1:said| {1:40 were killed} ⇒ certain, None
<1:He> |1:said| {1:it may have been staged} ⇒ possible, None
<1:He> |1:said| {1:it was in May} ⇒ certain, None
<1:He> |1:said| {1:it happened on 3 May} ⇒ certain, None
<1:He> |1:said| {1:it was likely that 40 died} ⇒ probable, None
<1:They> |1:believe| {1:40 died} ⇒ probable, None
<1:He> |1:doubted| {1:that it was so} ⇒ doubted, None
<1:He> |1:claimed| {1:40 died} ⇒ certain, claimed
<1:He> |1:said| {1:they could not reach the town} ⇒ certain, None
<1:He> |1:said| {1:25 suspected rebels were killed} ⇒ certain, None
<1:He> |1:suspected| {1:that 25 were killed} ⇒ possible, None
<1:He> |1:said| {1:it might not be true} ⇒ possible, None
{1:The} |1:alleged| {1:attack} ⇒ certain, alleged
"""


@pytest.mark.parametrize(("marked", "expected"), [line.split(" ⇒ ") for line in SURENESS.strip().splitlines()])
def test_how_sure_the_source_is_and_how_far_the_reporter_stands_are_two_things(marked: str, expected: str) -> None:
    """Words of the source against words of the reporter."""
    text, (claim,) = parse_marks(marked)
    assert f"{certainty_of(text, claim.content, claim.cue)}, {distance_of(text, claim.cue)}" == expected


@pytest.mark.parametrize(
    ("text", "inner"), [("“We won,”", "We won"), (" in the U.S.", "in the U.S."), ("(he fled).", "(he fled)"), ("…", "")]
)
def test_spans_end_with_words(text: str, inner: str) -> None:
    """Without quotation marks and punctuation, but with the dots of initials."""
    assert text[slice(*trim(text, (0, len(text))))] == inner
