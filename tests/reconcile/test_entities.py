"""Which names are one entity's, and who a person was when."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.model import Reading, Report, Source
from according.reconcile.entities import NameContext, match_names, name_key
from according.reconcile.names import person_keys
from according.reconcile.persons import role_on, roles_in, roles_of
from according.reconcile.spelling import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Bab", "Al Bab"),
        ("Muhammad Karo", "Mohammed Karo"),
        ("Colonel Tem Orlan", "Tem Orlan"),
        ("Dr. Abdullah Sayid", "Abdallah Sayid"),
        ("Ṣafā", "Safa"),
        ("N.Q.R.", "NQR"),
    ],
)
def test_one_name_has_one_key(one: str, other: str) -> None:
    """Whatever its signs, articles, titles and the usual spellings of a given name."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other", "of", "same"),
    [
        ("Halab", "Aleppo", "place", False),  # another name, which only a gazetteer knows
        ("al-Bab", "Albab", "place", True),
        ("Tel Qamish", "Tell Kamish", "place", True),
        ("Orna", "Orsa", "place", False),
        ("Upper Orna", "Lower Orna", "place", False),
        ("Sector 4", "Sector 14", "place", False),
        ("SOHR", "Syrian Observatory for Human Rights", "actor", True),
        ("ISIS", "Daesh", "actor", True),
        ("the Nusra Front", "Jabhat al-Nusra", "actor", True),
        ("Hamas", "Hezbollah", "actor", False),
        ("KOPF", "Kesh Office for Prisoners of War and Families", "actor", False),
        ("KCR", "Kesh Council of Refugees", "actor", True),
        ("KCR", "Kesh Council of Refugees (KCR)", "actor", True),
        ("Tem Orlan", "Tem Orlan", "person", True),
        ("Gen. Mohamed Karo", "Muhammad Karo", "person", True),
        ("Ali Karo", "Omar Karo", "person", False),
        ("Karo", "Ali Karo", "person", False),
        ("Hassan", "Hussein", "person", False),
        ("", "Orna", "place", False),
    ],
)
def test_names_are_joined_by_what_is_known_of_them(one: str, other: str, of: str, same: bool) -> None:
    """By vocabulary, initials and spelling; two persons are never joined by a family name."""
    context = NameContext(of)  # type: ignore[arg-type]
    assert (match_names(one, other, context) is not None) is same
    assert (match_names(other, one, context) is not None) is same


def test_a_part_of_a_name_is_enough_only_within_one_body() -> None:
    """The Observatory's Karo is its director Ali Karo; another body's Karo may be anyone."""
    within = NameContext("person", left_within="Kesh Observatory", right_within="the Kesh Observatory")
    assert match_names("Karo", "Ali Karo", within) is not None
    assert match_names("Karo", "Ali Karo", NameContext("person", left_within="Kesh Observatory", right_within="Red Crescent")) is None


def test_places_of_two_countries_are_two() -> None:
    """A like name in another country is another place."""
    assert match_names("Tel Qamish", "Tell Kamish", NameContext("place", left_within="SY", right_within="IQ")) is None


def test_a_person_keeps_the_role_of_each_report() -> None:
    """The colonel of May speaks for rebels in July; bodies have no role, nor those of whom nothing is said."""
    sources = (
        Source("s1", "Tem Orlan", "military", "Col.", "Syrian army"),
        Source("s2", "SANA", "state media", "news agency"),
        Source("s3", "Ali Karo", None),
    )
    earlier = roles_of(sources, "r1", "2012-05-02")
    later = roles_in(
        Reading(
            Report("r2", "r2", "article", "", published="2012-07-09"),
            (Source("s1", "Col. Tem Orlan", None, "spokesman", "Free Syrian Army"),),
        )
    )
    assert [(role.name_key, role.role, role.affiliation_key, role.date) for role in (*earlier, *later)] == [
        ("tem orlan", "Col.", "Syrian armed forces", "2012-05-02"),
        ("tem orlan", "spokesman", "Free Syrian Army", "2012-07-09"),
    ]
    assert [role_on((*later, *earlier), day) for day in ("2012-01-01", "2012-06-01", None)] == [None, earlier[0], later[0]]


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_matching_goes_both_ways_and_never_fails(one: str, other: str) -> None:
    """Any text is a name, and a score is a share."""
    matches = match_names(one, other), match_names(other, one)
    assert (matches[0] is None) == (matches[1] is None)
    assert matches[0] is None or 0.0 <= matches[0].score <= 1.0
    assert 0.0 <= likeness(name_key(one), name_key(other)) == likeness(name_key(other), name_key(one))


@pytest.mark.parametrize(
    ("called", "is_person"),
    [
        ("Ana Terrel", True),
        ("the missing journalist Ana Terrel", True),
        ("Mr Terrel, 44", True),
        ("Terrel", True),
        ("She", False),
        ("Ms", False),
        ("Dozens", False),
        ("the wife of rebel leader Ana Terrel", False),
        ("people from Tal Venn", False),
        ("Ana Terrel and Tomas Brond", False),
        ("Orro Province", False),
        ("Free Syrian Army", False),
    ],
)
def test_who_is_called_by_a_persons_name(called: str, is_person: bool) -> None:
    """Pronouns, numbers, bodies, places and two at once are no person's name, and whoever is told of beside one is somebody else."""
    assert bool(person_keys(called, 1)) is is_person
