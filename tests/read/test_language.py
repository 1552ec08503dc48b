"""What detecting a language must hold: the answers of the model that is walked in many places at once are those of the model."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from according.read.language import StretchedIdentifier, detect_language

SENTENCES = (
    "The army entered the town of Darvel on Monday, residents said, and the bridge was closed.",
    "L’armée est entrée lundi dans la ville de Darvel, ont dit des habitants.",
    "Армія увійшла до міста Дарвель уранці, повідомив речник ради.",
    "دخل الجيش مدينة درويل صباح اليوم وقال متحدث باسم المجلس إن السكان يغادرون",
    "军队今天早上进入达维尔市,委员会发言人说。居民正在离开家园。",
)


@cache
def models() -> tuple[StretchedIdentifier, LanguageIdentifier]:
    ours = StretchedIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return ours, LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def check_alike(text: str) -> None:
    """The same features in the same order, and the same likelihoods."""
    ours, theirs = models()
    data = theirs._encode(text)
    expected = visit_counts(theirs.tk_nextmove, theirs._rowbase, theirs.tk_output, data) or {}
    assert list(ours.visits(data).items()) == list(expected.items())
    assert ours.rank(text) == theirs.rank(text)


@pytest.mark.parametrize("times", [1, 2, 30])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_is_walked_in_many_places_as_from_its_beginning(sentence: str, times: int) -> None:
    """In any script, shorter and longer than there are places."""
    check_alike(" ".join([sentence] * times))


@given(st.text(max_size=300))
def test_any_text_is_walked_alike(text: str) -> None:
    """Signs, control characters and no text at all too."""
    check_alike(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [(SENTENCES[0], "en"), (SENTENCES[1], "fr"), (SENTENCES[3], "ar"), ("Qast, 4 May", None), ("12 34 " * 400 + SENTENCES[0], None)],
)
def test_the_beginning_of_a_text_tells(text: str, language: str | None) -> None:
    """A text of few letters at its beginning is in no language that we know."""
    assert detect_language(text) == language
