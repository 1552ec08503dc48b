"""Names of places in made-up reports, against a small made-up gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.actors import is_in_a_bodys_name, is_metonym
from according.errors import GazetteerError
from according.model import Place, Span
from according.places import Gazetteer, fill_place_names, find_place_names, resolve_places, whole_name
from according.places.building import Row, write_gazetteer
from according.places.folding import loose_key, name_key
from according.vocab.gazette import ListedPlace

ROWS = (
    Row(1, "Vellia", "country", "VL", None, None, 30.0, 40.0, 300.0, 9_000_000, ("Vellian Republic",)),
    Row(2, "Ostrany", "country", "OS", None, None, 50.0, 10.0, 300.0, 20_000_000),
    Row(10, "Ar-Ruzah", "division", "VL", 10, None, 31.0, 41.0, 60.0, 900_000),
    Row(11, "Qessin", "division", "VL", 11, None, 28.0, 38.0, 60.0, 700_000, ("Qessin Governorate",)),
    Row(20, "North Ham", "division", "OS", 20, None, 51.0, 11.0, 60.0, 3_000_000),
    Row(100, "Ar-Ruzah", "city", "VL", 10, None, 31.1, 41.1, 4.0, 400_000),
    Row(101, "Qessin", "city", "VL", 11, None, 28.1, 38.1, 4.0, 300_000, ("Kessin",)),
    Row(102, "Tebrun", "city", "VL", 11, None, 28.4, 38.3, 1.5, 20_000),
    Row(200, "Tebrun", "city", "OS", 20, None, 51.2, 11.2, 3.0, 150_000),
    Row(201, "Kastel", "capital", "OS", 20, None, 51.5, 11.5, 9.0, 2_000_000),
    Row(202, "Pell", "city", "OS", 20, None, 51.4, 11.9, 1.0, 900),
    Row(203, "Orlo", "city", "OS", 20, None, 51.4, 11.9, 1.0, 60_000),
    Row(103, "Orlo", "city", "VL", 11, None, 28.9, 38.3, 1.5, 55_000),
    Row(12, "Tornovska Oblast", "division", "VL", 12, None, 32.0, 38.0, 90.0, 800_000),
    Row(120, "Tornovska Raion", "district", "VL", 12, 120, 32.2, 38.2, 30.0, 200_000),
    Row(104, "Tornova", "city", "VL", 12, 120, 32.1, 38.1, 3.0, 110_000, ("Tornow",)),
    Row(14, "Wilayat Pekka", "division", "VL", 14, None, 27.0, 43.0, 60.0, 9_000, ("Pekka", "Pekka Province")),
    Row(13, "Saggar", "division", "VL", 13, None, 33.0, 42.0, 150.0, 500_000),
    Row(105, "Saggar", "city", "VL", 13, None, 31.8, 42.3, 2.0, 70_000),
    Row(106, "Kanbo", "city", "VL", 13, None, 33.5, 42.0, 1.0, 20_000),
)
LISTED = (
    ListedPlace("Old Weir", "quarter", ("Hayy al-Weir",), "Ar-Ruzah", "VL", 31.11, 41.12, 1.0),
    ListedPlace("Lower Sands", "region", (), None, "VL", 29.0, 39.0, 80.0),
    ListedPlace("Tannery", "quarter", (), "Qessin", "VL"),
    ListedPlace("Vellia", "country", ("the VR",), None, "VL", 31.0, 39.0),
)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("places") / "gazetteer.db"
    write_gazetteer(path, ROWS, LISTED)
    return Gazetteer(path)


def bracketed(marked: str) -> tuple[str, list[Span]]:
    """A text without its brackets, and the spans that stood in them."""
    text, spans = "", []
    for number, part in enumerate(marked.replace("]", "[").split("[")):
        if number % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans


def said(place: Place) -> str:
    """A place as the tables below write it."""
    if place.how == "unresolved":
        return "?"
    if place.how == "inside":
        return f"in {place.within} {place.country}"
    return f"{place.name} {place.country} {place.geonames}"


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("Fighting in [Ar-Ruzah].", ["Ar-Ruzah VL 100"]),
        ("Fighting in [Ruza].", ["Ar-Ruzah VL 100"]),
        ("Shells hit [Ar Ruzah] in [Vellia].", ["Ar-Ruzah VL 100", "Vellia VL 1"]),
        ("They fled [Ar-Ruzah province].", ["Ar-Ruzah VL 10"]),
        ("They fled [Qessin Governorate].", ["Qessin VL 11"]),
        ("They fled [Qessin] province.", ["Qessin VL 11"]),
        ("They fled the northern province of [Qessin].", ["Qessin VL 11"]),
        ("They fled the western part of [Qessin].", ["Qessin VL 101"]),
        ("They reached [the city of Qessin].", ["Qessin VL 101"]),
        ("A raid on [eastern Qessin].", ["in Qessin VL"]),
        ("A raid on [northern Vellia].", ["in Vellia VL"]),
        ("Troops left [Qessin airport].", ["in Qessin VL"]),
        ("They took [Old Weir] at dawn.", ["Old Weir VL None"]),
        ("They took [the Hayy al-Weir].", ["Old Weir VL None"]),
        ("A mine went off in [Tannery].", ["Tannery VL None"]),
        ("Rain fell in the [Lower Sands].", ["Lower Sands VL None"]),
        # A quarter that nobody lists has the place of the town that the text puts it in.
        ("[Zubrat] district in [Qessin] was shelled.", ["in Qessin VL", "Qessin VL 101"]),
        ("the [Zubrat] neighbourhood of [Qessin]", ["in Qessin VL", "Qessin VL 101"]),
        ("[Zubrat district in Qessin] was shelled.", ["in Qessin VL"]),
        ("[Qessin's Zubrat] was shelled.", ["in Qessin VL"]),
        ("[Qessin]'s [Zubrat] was shelled.", ["Qessin VL 101", "in Qessin VL"]),
        ("They met in [Zubrat], [Vellia].", ["in Vellia VL", "Vellia VL 1"]),
        # So has a village that an apposition puts somewhere, unless it is one of a list.
        ("in [Zubrat], [Qessin], on Monday", ["in Qessin VL", "Qessin VL 101"]),
        ("in [Zubrat], near [Qessin], on Monday", ["in Qessin VL", "Qessin VL 101"]),
        ("in [Zubrat], [Qessin], Kastel and Pell", ["?", "Qessin VL 101"]),
        # A province or district is called after a town, but not by its very name.
        ("They fled [Tornow region].", ["Tornovska Oblast VL 12"]),
        ("They fled [Tornova district].", ["Tornovska Raion VL 120"]),
        ("They fled [Tornova].", ["Tornova VL 104"]),
        # What it is called as a whole tells its kind, too; and it may say of what it is a part.
        ("They fled [Pekka Province].", ["Wilayat Pekka VL 14"]),
        ("They fled [Zubrat district of eastern Qessin].", ["in Qessin VL"]),
        ("They fled [Zubrat district of Saggar province].", ["in Saggar VL"]),
        ("They took [Old Weir], [Kastel] and [North Ham].", ["Old Weir VL None", "Kastel OS 201", "North Ham OS 20"]),
        # A town and the province of its name are no doubt about where; what lies elsewhere in it tells which.
        ("Fighting in [Saggar].", ["Saggar VL 105"]),
        ("Shells hit [Zubrat village] in [Saggar].", ["in Saggar VL", "Saggar VL 13"]),
        ("Shells hit [Saggar's] [Kanbo] township.", ["Saggar VL 13", "Kanbo VL 106"]),
        ("Shells hit [Zubrat] in [Saggar's] [Kanbo] township.", ["in Kanbo VL", "Saggar VL 13", "Kanbo VL 106"]),
        ("Shells hit [Zub Tebrun Pell village].", ["?"]),
        # A known name within a phrase that is not known says where the thing is.
        ("Guards left [Qessin police headquarters].", ["in Qessin VL"]),
        ("They left [the hill town of Qessin].", ["in Qessin VL"]),
        # What the text does not tell is not known.
        ("They met in [Zubrat].", ["?"]),
        ("They met in [Zubrat], [Qessin] and [Kastel].", ["?", "Qessin VL 101", "Kastel OS 201"]),
        ("They met in [Orlo].", ["?"]),
        ("They met in [Pell].", ["?"]),
        ("They met on [Pell Street].", ["?"]),
        ("[ ] and [the]", ["?", "?"]),
        # One name, several places: the largest, unless the report is of another country or says which.
        ("They met in [Tebrun].", ["Tebrun OS 200"]),
        ("They met in [Tebrun], [Vellia].", ["Tebrun VL 102", "Vellia VL 1"]),
        ("They met in [Tebrun], Vellia.", ["Tebrun VL 102"]),
        ("From [Ar-Ruzah] and [Qessin] they drove to [Tebrun].", ["Ar-Ruzah VL 100", "Qessin VL 101", "Tebrun VL 102"]),
        ("From [Qessin] they drove to [Orlo].", ["Qessin VL 101", "Orlo VL 103"]),
        ("From [Kastel] they drove to [Orlo] and [Pell].", ["Kastel OS 201", "Orlo OS 203", "Pell OS 202"]),
        # What a part of a name is called after lies nowhere but in a land that the report names; beside "in" it is no place at all.
        ("From [Qessin] they shelled [Tebrun Onno Square].", ["Qessin VL 101", "in Tebrun VL"]),
        ("Shells hit [Kastel Onno quarter] in [Qessin].", ["in Qessin VL", "Qessin VL 101"]),
        # An Arabic article or closing h is no spelling of a name of other lands.
        ("They met in [al-Kastel].", ["?"]),
        ("[Tebrun], [Vellia], and [Tebrun], [Ostrany]", ["Tebrun VL 102", "Vellia VL 1", "Tebrun OS 200", "Ostrany OS 2"]),
    ],
)
def test_names_lead_to_places(gazetteer: Gazetteer, marked: str, found: list[str]) -> None:
    """`report with [names] => the place of each`."""
    text, spans = bracketed(marked)
    places = resolve_places(text, spans, gazetteer)
    assert [said(place) for place in places] == found
    assert [place.span for place in places] == spans


def test_a_place_inside_another_has_its_position_and_radius(gazetteer: Gazetteer) -> None:
    """An unknown quarter is known to its town, no better."""
    text, spans = bracketed("[Zubrat] district in [Qessin]")
    inside, town = resolve_places(text, spans, gazetteer)
    assert (inside.name, inside.how, inside.within, inside.geonames) == ("Zubrat", "inside", "Qessin", None)
    assert (inside.lat, inside.lon, inside.radius_km) == (town.lat, town.lon, town.radius_km)


def test_a_place_that_is_not_known_has_no_position(gazetteer: Gazetteer) -> None:
    """None, not the capital and not the country's middle."""
    (place,) = resolve_places("near Zubrat", [(5, 11)], gazetteer)
    assert (place.how, place.lat, place.lon, place.radius_km, place.country) == ("unresolved", None, None, None, None)


def test_a_listed_place_without_position_is_where_its_parent_is(gazetteer: Gazetteer) -> None:
    """With at least the parent's radius, and no GeoNames number of its own."""
    (place,) = resolve_places("in Tannery", [(3, 10)], gazetteer)
    assert (place.name, place.within, place.lat, place.radius_km, place.geonames) == ("Tannery", "Qessin", 28.1, 4.0, None)


def test_a_listed_country_moves_the_one_of_geonames(gazetteer: Gazetteer) -> None:
    """Our position, GeoNames' number and size."""
    (place,) = resolve_places("in the VR", [(7, 9)], gazetteer)
    assert (place.name, place.lat, place.lon, place.geonames, place.radius_km) == ("Vellia", 31.0, 39.0, 1, 300.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ar-Ruzah", "ruza"),
        ("Deir az-Zaur", "Deir al-Zaur"),
        ("Ḩamāh", "Hama"),
        ("Sha'ar", "Shaar"),
        ("St. Orrin", "Saint Orrin"),
        ("Sheikh Saeed", "Shaykh Saeed"),
        ("N.Q.", "NQ"),
        ("al-Qaṣr", "Qasr"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    """Case, accents, apostrophes, articles and a closing h do not part them."""
    assert loose_key(name_key(one)) == loose_key(name_key(other))


@pytest.mark.parametrize(
    ("marked", "metonym"),
    [
        ("[Kastel] said it knew nothing.", True),
        ("[Kastel] has repeatedly denied the raid.", True),
        ("Rebels backed by [Kastel] advanced.", True),
        ("the [Kastel]-backed rebels", True),
        ("talks with [Ostrany] failed", True),
        ("[Kastel] is seeking a deal.", True),
        ("A market in [Kastel] was hit.", False),
        ("[Kastel] was shelled.", False),
        ("Residents of [Kastel] said planes came.", False),
        ("Troops entered [Kastel] on Monday.", False),
    ],
)
def test_a_place_that_acts_is_a_metonym(marked: str, metonym: bool) -> None:
    """`sentence => whether the name stands for a government`."""
    text, (span,) = bracketed(marked)
    assert is_metonym(text, span) is metonym


@pytest.mark.parametrize(
    ("marked", "is_body"),
    [
        ("[Kastel] Ministry of Health", True),
        ("[Vellia's Defence Ministry] denied it", True),
        ("[the Orlo health ministry]", True),
        ("strikes by [Vellia's military]", True),
        ("the [Kastel] army base", False),
        ("[Tebrun military airport]", False),
    ],
)
def test_a_ministry_or_an_army_is_no_place(marked: str, is_body: bool) -> None:
    """`words => whether the name is a body's`."""
    text, (span,) = bracketed(marked)
    assert is_in_a_bodys_name(text, span) is is_body


@pytest.mark.parametrize(
    ("marked", "inner", "whole"),
    [
        ("a market in [the Old Weir camp]", "Old", "the Old Weir camp"),
        ("a market in [Old Weir camp]", "Old Weir", "Old Weir camp"),
        ("a market in [Kessin] and [Kessin region]", "Kessin", "Kessin"),
        ("shells on [Kessin region]", "Kessin", "Kessin region"),
        ("shells on [Vellia's Orlo district]", "Vellia", "Vellia"),
        ("shells on [Tebrun and Orlo]", "Tebrun", "Tebrun"),
        ("shells on [Tebrun, Vellia]", "Tebrun", "Tebrun"),
        ("shells on [Upper Orlo]", "Orlo", "Orlo"),
    ],
)
def test_a_name_is_taken_whole(marked: str, inner: str, whole: str) -> None:
    """`text with [marked names], a part of one => the name that begins with it`; not what only belongs to it or stands beside it."""
    text, spans = bracketed(marked)
    start, end = whole_name(text, (text.index(inner), text.index(inner) + len(inner)), spans)
    assert text[start:end] == whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clashes in Ar-Ruzah and Kastel.", ["Ar-Ruzah", "Kastel"]),
        ("Mr. Orlo met Gen. Tebrun Dask in Vellia.", ["Vellia"]),
        ("A convoy left Tebrun near North Ham.", ["North Ham"]),
        ("They went from Tebrun to Pell.", ["Tebrun", "Pell"]),
        ("Kastel's mayor spoke of Old Weir.", ["Kastel", "Old Weir"]),
        ("The army. In May. No one.", []),
        ("", []),
    ],
)
def test_names_are_spotted_by_the_gazetteer(gazetteer: Gazetteer, text: str, found: list[str]) -> None:
    """`text => names`: no people, no common words, no small town without a word that places it."""
    assert [text[a:b] for a, b in find_place_names(text, gazetteer)] == found


@pytest.mark.parametrize(
    ("marked", "people", "found"),
    [
        ("Guns in [Kastel] and in Vellia.", "", ["Kastel", "Vellia"]),
        ("[Tebrun, Vellia] was hit.", "", ["Tebrun", "Vellia"]),
        ("[the Zubrat, Vellia] road", "", ["the Zubrat, Vellia"]),
        ("Guns in [Kastel]. Vellia Orlo spoke.", "Vellia Orlo", ["Kastel"]),
        ("They spoke of Vellia.", "", []),
        ("They fled southern areas of Vellia.", "", ["Vellia"]),
        ("In southern Vellia 300 fled.", "", ["Vellia"]),
        ("Guns in [Kastel] and Vellia.", "", ["Kastel", "Vellia"]),
    ],
)
def test_gaps_between_marked_places_are_filled(gazetteer: Gazetteer, marked: str, people: str, found: list[str]) -> None:
    """`text with [marked places], people => places`: what is marked stays, commas part it, people are left alone."""
    text, spans = bracketed(marked)
    others = [(text.index(people), text.index(people) + len(people))] if people else []
    assert [text[a:b] for a, b in fill_place_names(text, spans, others, gazetteer)] == found


@given(
    st.text(alphabet="AaOorl Tebrun,.'’-()[]\n of in the Kastel", max_size=200),
    st.lists(st.tuples(st.integers(-5, 210), st.integers(-5, 210)), max_size=8),
)
def test_bad_spans_and_texts_do_no_harm(gazetteer: Gazetteer, text: str, spans: list[Span]) -> None:
    """Every place has a span of the text, in order; a position comes whole or not at all; the second reading is the first."""
    places = resolve_places(text, spans, gazetteer)
    assert [place.span for place in places] == sorted({(a, b) for a, b in spans if 0 <= a < b <= len(text)})
    assert all((place.lat is None) == (place.how == "unresolved") == (place.radius_km is None) for place in places)
    assert places == resolve_places(text, spans, gazetteer)
    assert all(0 <= a < b <= len(text) for a, b in find_place_names(text, gazetteer))


def test_the_same_places_give_the_same_file(tmp_path: Path) -> None:
    """Byte for byte, whatever their order."""
    write_gazetteer(tmp_path / "one.db", ROWS, LISTED, "hash")
    write_gazetteer(tmp_path / "two.db", reversed(ROWS), LISTED, "hash")
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(GazetteerError, match="install According again"):
        Gazetteer(tmp_path / "none.db")
    (tmp_path / "other.db").write_bytes(b"no database, only words" * 100)
    with pytest.raises(GazetteerError, match="install According again"):
        Gazetteer(tmp_path / "other.db")


def test_an_edited_list_replaces_that_of_the_file(tmp_path: Path) -> None:
    """So that a line added to places.yml counts without a new installation."""
    write_gazetteer(tmp_path / "g.db", ROWS, LISTED)
    edited = Gazetteer(tmp_path / "g.db", [ListedPlace("Fresh Ford", "crossing", (), "Qessin", "VL")])
    assert [entry.name for entry in edited.lookup("fresh ford")] == ["Fresh Ford"]
    assert edited.lookup("old weir") == ()
