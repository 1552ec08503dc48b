"""The origin of what is said: the first in the chain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.incidents import Happening
from according.model import Post, Report
from according.reconcile.origins import Carrier, make_carrier, origin_of_claim, origin_of_happening, own_origin
from according.reconcile.voices import load_origins

HERALD = Carrier("r1", publisher="The Kesh Herald", credit="AFP")
TRIBUNE = Carrier("r2", publisher="Kesh Tribune")


@pytest.mark.parametrize(
    ("who", "kind", "origin"),
    [
        ("SOHR", "monitor", "source:Syrian Observatory for Human Rights"),
        ("the Syrian Observatory for Human Rights", "monitor", "source:Syrian Observatory for Human Rights"),
        ("Rami Abdel-Rahman", "monitor", "source:Syrian Observatory for Human Rights"),
        ("Tem Orlan", "official", "source:Tem Orlan"),
        ("Gen. Tem Orlan", "military", "source:Tem Orlan"),
        ("Zaid Al-Káro", "resident", "source:Zaid Al Karo"),
        ("Petra Karo", "witness", "source:Petra Karo"),
        ("the Pentagon", "official", "source:US defence department"),
        ("ISIS", "armed group", "source:Islamic State"),
        ("SANA", "state media", "agency:SANA"),
        ("the Syrian Arab News Agency", "state media", "agency:SANA"),
        ("state news agency SANA", "state media", "agency:SANA"),
        ("Agence France Presse", "media", "agency:AFP"),
        ("an AFP correspondent", "media", "agency:AFP"),
        ("a Reuters witness", "witness", "agency:Reuters"),
        ("the Qast Herald", "media", "publisher:Qast Herald"),
        ("Press TV", "state media", "publisher:Press TV"),
        ("Syrian Observatory and rebels", "monitor", "source:Syrian Observatory for Human Rights"),
        ("activists and state media", "activist", "agency:AFP/activist"),
        ("Russia", "official", "source:Russian government"),
        ("Moscow", "official", "source:Russian government"),
        ("army spokesman Tem Orlan", "military", "source:Tem Orlan"),
        ("the Kesh Prosecutor General's Office", "official", "source:Kesh Prosecutor Generals Office"),
        ("Prosecutor General's Office", "official", "source:Prosecutor Generals Office"),
        ("Col. Tem Orlan, commander of the north", "military", "source:Tem Orlan"),
        ("Kestimes", "media", "publisher:Kestimes"),
        ("a source at Qast Police Command", "official", "agency:AFP/official"),
        ("Qast supporters", None, "agency:AFP/unnamed"),
        ("activists", "activist", "agency:AFP/activist"),
        ("Activists", "activist", "agency:AFP/activist"),
        ("Qast residents", "resident", "agency:AFP/resident"),
        ("a military source", "military", "agency:AFP/military"),
        ("the army", "military", "agency:AFP/military"),
        ("unnamed", None, "agency:AFP"),
        (None, None, "agency:AFP"),
    ],
)
def test_who_says_it_is_the_origin_if_named(who: str | None, kind: str | None, origin: str) -> None:
    """By one key for all its names; whoever has no name counts by the outlet that met them, with their kind."""
    assert origin_of_claim(HERALD, who, kind) == origin


@pytest.mark.parametrize(
    ("who", "kind", "role", "affiliation", "origin"),
    [
        ("a spokesman", "armed group", "spokesman", "Syrian Democratic Forces", "source:Syrian Democratic Forces"),
        ("Tem Orlan", "armed group", "commander", "Syrian Democratic Forces", "source:Syrian Democratic Forces"),
        ("Tem Orlan", "monitor", "director", "Kesh Observatory", "source:Kesh Observatory"),
        ("Tem Orlan", "official", "spokesman", "Kesh Water Board", "source:Kesh Water Board"),
        ("Tem Orlan", "official", "minister", "Kesh Water Board", "source:Tem Orlan"),
        ("a fighter", "armed group", "fighter", "Syrian Democratic Forces", "agency:AFP/armed group"),
        ("a journalist", "media", "journalist", "Reuters", "agency:Reuters"),
    ],
)
def test_those_who_speak_for_a_body_are_the_body(who: str, kind: str, role: str, affiliation: str, origin: str) -> None:
    """Spokespeople always; by name, the people of monitors, rescuers, armed groups and outlets too."""
    assert origin_of_claim(HERALD, who, kind, role=role, affiliation=affiliation) == origin


@pytest.mark.parametrize(
    ("who", "kind", "via", "origin"),
    [
        ("a military source", "military", ("SANA",), "agency:SANA/military"),
        ("a source", "anonymous", ("the Qast Herald",), "publisher:Qast Herald/anonymous"),
        ("residents", "resident", ("Tem Orlan", "Reuters"), "source:Tem Orlan/resident"),
        ("residents", "resident", ("reporters", "Reuters"), "agency:Reuters/resident"),
        ("Tem Orlan", "official", ("SANA",), "source:Tem Orlan"),
        ("unnamed", None, ("Sputnik",), "agency:Sputnik"),
    ],
)
def test_the_nameless_count_by_whom_their_words_passed_first(who: str, kind: str | None, via: tuple[str, ...], origin: str) -> None:
    """The nearest to them that has a name; for the named it does not matter."""
    assert origin_of_claim(TRIBUNE, who, kind, via=via) == origin


@pytest.mark.parametrize(
    ("carrier", "origin"),
    [
        (HERALD, "agency:AFP"),
        (TRIBUNE, "publisher:Kesh Tribune"),
        (Carrier("r", publisher="the kesh tribune"), "publisher:Kesh Tribune"),
        (Carrier("r", publisher="sana"), "agency:SANA"),
        (Carrier("r", publisher="www.presstv.ir"), "publisher:Press TV"),
        (Carrier("r", publisher="manar"), "publisher:al-Manar"),
        (Carrier("r", publisher="dailysabah"), "publisher:Daily Sabah"),
        (Carrier("r", publisher="Kesh Tribune", credit="Qast Wire"), "publisher:Qast Wire"),
        (Carrier("r", publisher="Kesh Tribune", credit="AFP", copied="agency:Reuters"), "agency:Reuters"),
        (Carrier("r", author="Tem Orlan", handle="orlan"), "source:Tem Orlan"),
        (Carrier("r", author="orlan", handle="Orlan_1"), "post:@orlan_1"),
        (Carrier("r", author="Orlan", handle="Orlan_1"), "post:@orlan_1"),
        (Carrier("r", handle="@Orlan_1"), "post:@orlan_1"),
        (Carrier("r"), "report:r"),
    ],
)
def test_a_report_s_own_words(carrier: Carrier, origin: str) -> None:
    """They are those of its copies' origin, of the agency that it credits, of its author, its publisher, or its own."""
    assert own_origin(carrier) == origin


def test_copies_share_the_origin_of_nameless_words() -> None:
    """Forty reprints that let activists speak are one."""
    copies = [Carrier(f"r{at}", publisher=f"Paper {at}", copied="agency:AFP") for at in range(40)]
    assert {origin_of_claim(one, "activists", "activist") for one in copies} == {"agency:AFP/activist"}


def test_a_post_is_one_origin_wherever_it_stands() -> None:
    """In two articles and by itself."""
    post = Post((0, 9), (0, 5), "twitter", "kesh_now", "kesh_now")
    articles = [Report(name, name, "article", "Qast. now", publisher=name, posts=(post,)) for name in ("Herald", "Tribune")]
    alone = Report("p", "p", "post", "Qast.", parent="Herald", byline="kesh_now", posts=(post,))
    origins = {origin_of_claim(make_carrier(one), "kesh_now", "social media") for one in articles}
    assert origins == {own_origin(make_carrier(alone))} == {"post:@kesh_now"}


def test_a_happening_has_the_origin_of_whoever_tells_it() -> None:
    """The report in its own voice, else its source."""
    told = Happening("h", "r1", (), (0, 1), (0, 1), "shelling", "happened", who="The Kesh Herald", is_own_voice=True)
    said = Happening("h", "r1", (), (0, 1), (0, 1), "shelling", "happened", who="activists", source_kind="activist", via=("Reuters",))
    assert origin_of_happening(HERALD, told) == "agency:AFP"
    assert origin_of_happening(HERALD, said) == "agency:Reuters/activist"


def test_people_speak_for_bodies_that_are_known() -> None:
    """Each name leads to one body, and to one body's key."""
    assert all(key.startswith("source:") for key in load_origins().speak_for.values())
    assert origin_of_claim(HERALD, "Rami Abdulrahman") == origin_of_claim(HERALD, "Syrian Observatory")


@given(
    st.text(max_size=40),
    st.sampled_from([None, "media", "state media", "social media", "official"]),
    st.lists(st.text(max_size=20), max_size=2),
)
def test_every_source_has_an_origin(who: str, kind: str | None, via: list[str]) -> None:
    """Never an empty one, and the same again."""
    origin = origin_of_claim(TRIBUNE, who, kind, via=via)
    assert origin.partition(":")[2]
    assert origin == origin_of_claim(TRIBUNE, who, kind, via=via)
