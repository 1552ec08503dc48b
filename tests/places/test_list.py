"""What our own list of places must hold, and well-known places through the shipped gazetteer."""

from __future__ import annotations

from collections import Counter

import pytest

from according.places import open_gazetteer, resolve_places
from according.places.choosing import distance_km
from according.places.folding import name_key
from according.vocab.gazette import ListedPlace, load_listed_places

KINDS = frozenset(
    """
    country division district city capital town village quarter suburb region continent sea strait lake river valley
    mountain hill desert island forest park canal pass dam bridge road street square junction gate crossing line front
    camp air_base military_base barracks prison airport port facility hospital market mosque castle tunnel beach
""".split()
)
FAR_OFF_KM = 220
"""Oil fields, deserts and dams may lie this far from the next town of their country, beyond their own radius."""


def test_the_list_is_large() -> None:
    """At least 450 places beside the countries."""
    assert sum(place.kind != "country" for place in load_listed_places()) >= 450


def test_no_name_is_listed_twice_in_a_country() -> None:
    """A name leads to one line."""
    counts = Counter((name_key(name), place.country) for place in load_listed_places() for name in place.names)
    repeated = {key for key, count in counts.items() if count > 1}
    own = {
        (name_key(name), place.country)
        for place in load_listed_places()
        for name in place.names
        if len({name_key(n) for n in place.names}) < len(place.names)
    }
    assert repeated - own == set()


@pytest.mark.parametrize("place", load_listed_places(), ids=lambda place: f"{place.name} ({place.country})")
def test_every_line_is_whole(place: ListedPlace) -> None:
    """A known kind, a position in the world or none, a radius with it, and a place in the gazetteer that it leads to."""
    assert place.kind.replace(" ", "_") in KINDS
    assert all(name == name.strip() and name_key(name) for name in place.names)
    assert (place.lat is None) == (place.lon is None)
    if place.lat is not None and place.lon is not None:
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert place.radius_km or place.kind == "country"
    gazetteer = open_gazetteer()
    found = [entry for entry in gazetteer.lookup(name_key(place.name)) if entry.listed and entry.country == place.country]
    assert found
    if place.within:
        assert any(entry.within == place.within and entry.division for entry in found)
        parents = gazetteer.lookup(name_key(place.within))
        assert any(distance_km(parent, found[0]) < parent.radius_km + found[0].radius_km + 15 for parent in parents)


@pytest.mark.parametrize("place", [p for p in load_listed_places() if p.country and p.kind != "country"], ids=lambda place: place.name)
def test_every_position_is_in_or_near_its_country(place: ListedPlace) -> None:
    """Near a town of that country, seen from its own radius."""
    gazetteer = open_gazetteer()
    if place.lat is None or place.lon is None or place.country == "EH":
        return
    nearest = gazetteer.nearest_town_km(place.lat, place.lon, place.country or "")
    assert nearest is not None
    assert nearest < FAR_OFF_KM + (place.radius_km or 0)


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"),
    [
        ("clashes in Ar-Raqqah", "Ar-Raqqah", "SY", 35.95, 39.0),
        ("clashes in Raqqa", "Raqqa", "SY", 35.95, 39.0),
        ("clashes in ar Raqqah", "ar Raqqah", "SY", 35.95, 39.0),
        ("clashes in Halab", "Halab", "SY", 36.2, 37.16),
        ("clashes in Tadmur", "Tadmur", "SY", 34.56, 38.28),
        ("strikes on Kyiv", "Kyiv", "UA", 50.45, 30.52),
        ("strikes on Kiev", "Kiev", "UA", 50.45, 30.52),
        ("shelling in Bakhmut", "Bakhmut", "UA", 48.6, 38.0),
        ("aid for Eastern Ghouta", "Eastern Ghouta", "SY", 33.5, 36.4),
        ("in the city of Goma", "the city of Goma", "CD", -1.68, 29.22),
        ("in Idlib province", "Idlib province", "SY", 35.8, 36.6),
        ("in Mosul", "Mosul", "IQ", 36.34, 43.13),
        ("in Tripoli, Lebanon", "Tripoli", "LB", 34.43, 35.84),
        ("in Tripoli, Libya", "Tripoli", "LY", 32.88, 13.19),
        ("in El Fasher", "El Fasher", "SD", 13.63, 25.35),
        ("in Mekelle", "Mekelle", "ET", 13.5, 39.47),
        ("in the Donbass", "Donbass", "UA", 48.2, 38.2),
        ("in Mexico", "Mexico", "MX", 23.0, -102.0),
        ("in Washington", "Washington", "US", 38.9, -77.0),
    ],
)
def test_well_known_places_are_where_they_are(text: str, name: str, country: str, lat: float, lon: float) -> None:
    """Within half a degree."""
    start = text.index(name)
    (place,) = resolve_places(text, [(start, start + len(name))], open_gazetteer())
    assert place.country == country
    assert place.lat == pytest.approx(lat, abs=0.5)
    assert place.lon == pytest.approx(lon, abs=0.5)
