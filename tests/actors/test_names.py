"""What a report calls each actor and act."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.actors import actor_called, find_names
from according.model import Mark

# sentence ⇒ words found = actor, "!" where they take a side
CASES = [
    ("Islamic State said so.", "Islamic State=Islamic State"),
    ("The Islamic State (IS) said so.", "Islamic State=Islamic State; IS=Islamic State"),
    ("It IS so, they said.", ""),
    ("The SDF and the YPG met in Syria.", "SDF=Syrian Democratic Forces; YPG=People's Protection Units"),
    ("The SDF met.", ""),
    ("The Washington Post moved the post to The Post.", "Washington Post=Washington Post; The Post=Washington Post"),
    (
        "Jabhat al-Nusra, Al Nusra and nusra front",
        "Jabhat al-Nusra=Hayat Tahrir al-Sham; Al Nusra=Hayat Tahrir al-Sham; nusra front=Hayat Tahrir al-Sham",
    ),
    ("the Kenyan army and the army of Kenya", "Kenyan army=Kenyan armed forces; army of Kenya=Kenyan armed forces"),
    ("Kenya’s army, Kenyas army", "Kenya’s army=Kenyan armed forces; Kenyas army=Kenyan armed forces"),
    ("the Ministry of Defence of Ukraine", "Ministry of Defence of Ukraine=Ukrainian defence ministry"),
    ("the Malian regime", "Malian regime=Malian government!"),
    ("U.S. Army units and US forces told us", "U.S. Army=US armed forces; US forces=US armed forces"),
    ("Daesh fighters", "Daesh=Islamic State!; fighters=Islamic State"),
    ("Hamas terrorists fled", "Hamas=Hamas; terrorists=Hamas!; fled=None"),
    ("anti-Hamas terrorists", "Hamas=Hamas; terrorists=None!"),
    ("Hamas, rebels and Taliban hostages", "Hamas=Hamas; rebels=None; Taliban=Taliban; hostages=None"),
    ("the rebel group M23", "rebel group=March 23 Movement; M23=March 23 Movement"),
    ("Our heroes liberated Kesh from the terrorist gangs", "Our heroes=None!; liberated=None!; terrorist gangs=None!"),
    ("The Yarm Martyrs Brigade is there", ""),
    ("an anti-terrorist operation", "anti-terrorist operation=None!"),
    ("Da'esh, Da’esh", "Da'esh=Islamic State!; Da’esh=Islamic State!"),
    (
        "the kurdistan workers' party, kurdistan workers party",
        "kurdistan workers' party=Kurdistan Workers' Party; kurdistan workers party=Kurdistan Workers' Party",
    ),
    ("Syria, army", "army=None"),
    ("A US-backed army", "army=None"),
    ("hamas said. isis said.", "hamas=Hamas; isis=Islamic State"),
    (
        "Médecins Sans Frontières and Medecins sans frontieres",
        "Médecins Sans Frontières=Médecins Sans Frontières; Medecins sans frontieres=Médecins Sans Frontières",
    ),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names_are_found(text: str, expected: str) -> None:
    """Known names and common nouns, with the actor meant and whether they take a side."""
    found = [f"{text[slice(*name.span)]}={name.actor}{'!' if name.loaded else ''}" for name in find_names(text)]
    assert "; ".join(found) == expected


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("2015-05-01", "al-Nusra Front"),
        ("2016-09", "Jabhat Fatah al-Sham"),
        ("2018", "Hayat Tahrir al-Sham"),
        (None, "Hayat Tahrir al-Sham"),
    ],
)
def test_an_actor_bears_the_name_of_its_time(published: str | None, name: str) -> None:
    """The name at the report's date; the last one where the date is not known."""
    assert [found.actor for found in find_names("The Nusra Front spoke.", (), published)] == [name]


def test_initials_of_two_actors_go_by_country() -> None:
    """The SNA is Syria's or Somalia's, as the report tells; the report's date may rule one out."""
    assert [name.actor for name in find_names("The SNA moved out of Mogadishu, Somalia.")] == ["Somali armed forces"]
    assert [name.actor for name in find_names("The SNA moved through Syria.")] == ["Syrian National Army"]
    assert find_names("The SNA moved through Syria and Somalia.") == ()
    assert actor_called("SNA") is None
    assert actor_called("SNA", "2012").name == "Somali armed forces"  # type: ignore[union-attr]


def test_a_mark_makes_an_ambiguous_name_an_actor() -> None:
    """Where the tagger marks a group, and the country fits."""
    text = "In Palestine Fatah won."
    marks = (Mark((13, 18), "organisation", 0.9),)
    assert [name.actor for name in find_names(text, marks)] == ["Fatah"]
    assert find_names(text) == ()


def test_agencies_are_actors_too() -> None:
    """Both lists are reached by one function."""
    assert [name.actor for name in find_names("Reuters and the BBC")] == ["Reuters", "BBC"]
    agency = actor_called("the Associated Press")
    assert agency is not None
    assert agency.speaks == "media"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("the Islamic State group", "Islamic State"),
        ("ISIS's", "Islamic State"),
        ("army of Mali", "Malian armed forces"),
        ("The Independent", "The Independent"),
        ("the White House", "US government"),
        ("us", None),
        ("is", None),
        ("RSF", None),
        ("Kesh Tigers", None),
        ("", None),
    ],
)
def test_an_actor_is_known_by_its_names(name: str, found: str | None) -> None:
    """With or without "the" and "group"; a name of two actors is nobody's."""
    actor = actor_called(name)
    assert (actor.name if actor else None) == found


TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(
        "Syria Syrian 's army of the US U.S. IS Islamic State terrorists Hamas al - Nusra İ ß . , \n ministry Defence rebels".split(" ")
    )
).map(" ".join)


@given(TEXTS, st.none() | st.sampled_from(["2014", "2016-07", "2020-01-01"]))
def test_spans_lie_in_the_text_apart_and_in_order(text: str, published: str | None) -> None:
    """No name overlaps another, and labels are the words without their white space."""
    names = find_names(text, (), published)
    spans = [name.span for name in names]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(name.claim is None and name.label == " ".join(name.label.split()) for name in names)
    assert all(name.label.lower() == " ".join(text[slice(*name.span)].lower().split()) for name in names)
