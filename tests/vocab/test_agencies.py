"""What the list of agencies must hold."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from according.vocab import CAPITAL, INITIAL, agency_called, ambiguous_names, any_of, clear_names, load_agencies, load_dating_words
from according.vocab.credits import spells


def test_no_name_belongs_to_two_agencies() -> None:
    """A name, whatever its case, leads to one agency."""
    counts = Counter(name for agency in load_agencies() for name in {name.lower() for name in agency.names})
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_entry_is_whole() -> None:
    """A name, a kind of the reading, no empty or repeated alias, and ambiguous names among its own."""
    for agency in load_agencies():
        assert agency.kind in ("media", "state media")
        assert all(name == name.strip() and len(name) > 1 for name in agency.names)
        assert len(set(agency.names)) == len(agency.names)
        assert set(agency.ambiguous) <= set(agency.names)


def test_names_are_clear_or_ambiguous() -> None:
    """Each name is one or the other."""
    assert not clear_names() & ambiguous_names()
    assert clear_names() | ambiguous_names() == {name for agency in load_agencies() for name in agency.names}


@pytest.mark.parametrize("name", "Saba Petra Fars AA PA INA MENA SPA Antara Lusa Mehr SDA APP NAN".split())
def test_common_words_are_ambiguous(name: str) -> None:
    """First names, cities and others' initials mean an agency only where nothing else can be meant."""
    assert name in ambiguous_names()


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "Reuters"),
        ("agence  france-presse", "AFP"),
        ("Sputnik news", "Sputnik"),
        ("Mehr News Agency", "Mehr"),
        ("Petra agency", "Petra"),
        ("Sudan News Agency", "SUNA"),
        ("Укрінформ", "Ukrinform"),
        ("سانا", "SANA"),
        ("APA", None),
        ("MNA", None),
        ("The Qast Herald", None),
        ("", None),
    ],
)
def test_an_agency_is_known_by_each_of_its_names(name: str, usual: str | None) -> None:
    """In any case, with or without "news agency"; initials that two agencies share name neither."""
    agency = agency_called(name)
    assert (agency.name if agency else None) == usual


def test_a_pattern_of_names_takes_the_longest() -> None:
    """A shorter name never hides a longer one, and signs in names are only signs."""
    pattern = re.compile(any_of(["AP", "AP News", "S.H.A.N."]))
    assert pattern.findall("AP News, AP, S.H.A.N., SxHxAxNx") == ["AP News", "AP", "S.H.A.N."]


@pytest.mark.parametrize(
    ("before", "name", "spelled"),
    [
        ("the Palestinian Authority", "PA", True),
        ("the Middle East and North Africa", "MENA", True),
        ("the agency Agence France-Presse", "AFP", True),
        ("the Syrian Arab News Agency", "SANA", True),
        ("PORT ARTHUR", "PA", False),
        ("near the Northern Front in Qast", "NF", False),
        ("QAST", "AFP", False),
        ("Qast City", "Qc", False),
        ("", "AP", False),
    ],
)
def test_initials_behind_their_own_words_are_no_credit(before: str, name: str, spelled: bool) -> None:
    """What a parenthesis abbreviates stands right before it, and is no place in capitals."""
    assert spells(before, name) is spelled


def test_each_month_name_means_one_month() -> None:
    """No name stands for two months, and each month has its names."""
    words = load_dating_words()
    assert set(words.months.values()) == set(range(1, 13))
    assert all(name == name.lower() for name in words.months)
    assert words.months["شباط"] == 2
    assert "listopada" not in words.months


@pytest.mark.parametrize("letter", "AÉЖΩԱ")
def test_capitals_of_every_alphabet_are_capitals(letter: str) -> None:
    """Small letters are none; letters of scripts without capitals may begin a name."""
    assert re.fullmatch(CAPITAL, letter)
    assert re.fullmatch(INITIAL, letter)
    assert not re.fullmatch(INITIAL, letter.lower())
    assert re.fullmatch(INITIAL, "د")
    assert not re.fullmatch(CAPITAL, "د")
