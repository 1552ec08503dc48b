"""Words that a line gives to someone by a colon alone."""

from __future__ import annotations

import pytest

from according.actors import kind_of_source
from according.claims.completing import complete
from according.claims.labels import find_labelled
from according.model import Attribution
from according.sentences import find_sentences
from tests.claims.marking import parse_marks

# text ⇒ who says what
CASES = """
Qast Air Force: two rockets towards Lusa. ⇒ Qast Air Force: two rockets towards Lusa
10:42 Mayor of Lusa Ihor Karo: hits in two districts. ⇒ Mayor of Lusa Ihor Karo: hits in two districts
UN: 1.2 million people fled the town ⇒ UN: 1.2 million people fled the town
It burned. Army spokesman: “We put it out.” Nobody came. ⇒ Army spokesman: We put it out
Hezbollah: We hit the base of Lusa. ⇒ Hezbollah: We hit the base of Lusa
Burkina Faso: Army enters two villages ⇒ nothing
Photo: The Kesh Daily and others ⇒ nothing
Sudan war: Army enters two villages ⇒ nothing
Time: ten past four ⇒ nothing
He met the mayor: a man of few words. ⇒ nothing
"""


@pytest.mark.parametrize(("text", "expected"), [line.split(" ⇒ ") for line in CASES.strip().splitlines()])
def test_an_office_before_a_colon_speaks(text: str, expected: str) -> None:
    """A body or office does; a country of which the line tells, a document and a topic do not."""
    found = find_labelled(text, (), find_sentences(text), kind_of_source)
    assert "; ".join(f"{text[slice(*one.source or (0, 0))]}: {text[slice(*one.content[0])]}" for one in found) in (expected, "")
    assert (expected == "nothing") == (not list(find_labelled(text, (), find_sentences(text), kind_of_source)))


def test_what_another_claim_says_is_said_once() -> None:
    """The tagger's own reading of such a line stands."""
    text, claims = parse_marks("<1:Qast Air Force> |1::| {1:two rockets towards Lusa}.")
    assert list(find_labelled(text, claims, find_sentences(text), kind_of_source)) == []


def test_a_colon_has_the_whole_label_before_it_for_its_source() -> None:
    """Where the tagger cut it or left it out."""
    text = "11:30 Kremlin spokesman: The truce is over."
    colon = text.index(":", 5)
    claim = complete(text, Attribution(((colon + 2, len(text) - 1),), None, (colon, colon + 1), "state", 1.0), find_sentences(text))
    assert claim.source is not None
    assert text[slice(*claim.source)] == "Kremlin spokesman"
