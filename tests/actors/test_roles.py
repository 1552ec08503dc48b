"""Roles and affiliations in source phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.actors import affiliation_of, role_of

# phrase, role, affiliation
CASES = [
    (
        "Lieutenant Gen. Zaid al-Karo, director of Kesh's security committee",
        "Lieutenant Gen., director of Kesh's security committee",
        "Kesh's security committee",
    ),
    ("spokesman for the Syrian foreign ministry", "spokesman", "Syrian foreign ministry"),
    ("Rupert Karo of the UN Human Rights Office", None, "UN Human Rights Office"),
    ("Pentagon spokesman Col. Steve Karo", "Pentagon spokesman Col.", "Pentagon"),
    (
        "Ana Darvel director of the Kesh Observatory for Human Rights",
        "director of the Kesh Observatory for Human Rights",
        "Kesh Observatory for Human Rights",
    ),
    ("WHO spokesman Tem Orlan", "WHO spokesman", "WHO"),
    ("an AFP correspondent in Qast", "AFP correspondent", "AFP"),
    ("a Russian Defence Ministry spokesman", "Russian Defence Ministry spokesman", "Russian Defence Ministry"),
    ("Kesh Health Directorate spokesman Tem Orlan", "Kesh Health Directorate spokesman", "Kesh Health Directorate"),
    ("French Foreign Minister Tem Orlan", "French Foreign Minister", None),
    ("Tem Orlan, a doctor at Kesh Hospital", "doctor at Kesh Hospital", "Kesh Hospital"),
    ("a source at Qast police command", None, "Qast police command"),
    ("residents of Kesh", None, None),
    ("a source in Kesh", None, None),
    ("Tem Orlan", None, None),
    ("the army", None, None),
    ("he", None, None),
    ("a rebel commander", "rebel commander", None),
    ("Gen. Karo", "Gen.", None),
    ("", None, None),
]


@pytest.mark.parametrize(("phrase", "role", "affiliation"), CASES)
def test_a_phrase_tells_role_and_affiliation(phrase: str, role: str | None, affiliation: str | None) -> None:
    """Title and apposition are the role; the body that someone speaks for is the affiliation."""
    assert (role_of(phrase), affiliation_of(phrase)) == (role, affiliation)


@given(st.text(max_size=200) | st.lists(st.sampled_from("a Gen. Karo spokesman of the Kesh army , for in UN's and".split())).map(" ".join))
def test_roles_are_words_of_the_phrase(phrase: str) -> None:
    """Nothing is added to what the phrase says."""
    text = " ".join(phrase.split())
    assert all(part in text for part in (role_of(phrase) or "").split(", "))
    assert (affiliation_of(phrase) or "") in text
