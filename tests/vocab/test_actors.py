"""What the lists of actors, states, offices and naming words must hold."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from according.actors.words import name_words
from according.vocab.actors import Actor, actor_kinds, actor_sides, load_actors, load_naming_words, load_offices, load_states, office_of

_DATE = re.compile(r"(?:19|20|18)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
LISTED = [actor for actor in load_actors() if actor.kind]
SOURCE_KINDS = {
    "official",
    "military",
    "armed group",
    "state media",
    "media",
    "monitor",
    "NGO",
    "UN",
    "medical",
    "rescue",
    "activist",
    "expert",
}


def test_there_are_many_wars() -> None:
    """At least 600 actors, of armed groups in at least 14 countries."""
    assert len(LISTED) >= 600
    assert len({code for actor in LISTED if actor.kind == "armed group" for code in actor.country}) >= 14


@pytest.mark.parametrize("actor", LISTED, ids=lambda actor: actor.name)
def test_every_line_is_whole(actor: Actor) -> None:
    """Known kind and side, ISO countries, dates in order, and ambiguous and loaded names among its own."""
    assert actor.kind in actor_kinds()
    assert actor.speaks in SOURCE_KINDS
    assert actor.side in (None, *actor_sides())
    assert all(isinstance(name, str) and name == " ".join(name.split()) and len(name) > 1 for name in actor.names)
    assert len(set(actor.also)) == len(actor.also)
    assert actor.name not in actor.also
    assert actor.ambiguous | actor.loaded <= set(actor.names)
    assert all(isinstance(code, str) and re.fullmatch("[A-Z]{2}", code) for code in actor.country)
    dates = [date for date in (actor.since, *(former.until for former in actor.was), actor.until) if date]
    assert all(_DATE.fullmatch(date) for date in dates)
    assert dates == sorted(dates)
    assert all(former.name or former.side for former in actor.was)
    assert all(former.side in (None, *actor_sides()) for former in actor.was)
    assert actor.office is None or (actor.country and actor.office in {office.name for office in load_offices()})


def test_a_name_of_two_actors_is_ambiguous_in_both() -> None:
    """A name, whatever its case, leads to one actor, or says that it may mean another; each main name is one actor's."""
    owners: dict[tuple[str, ...], dict[str, bool]] = defaultdict(dict)
    for actor in load_actors():
        for name in actor.names:
            for form in name_words(name)[:1]:
                owners[form][actor.name] = owners[form].get(actor.name, True) and name in actor.ambiguous
    assert {form: found for form, found in owners.items() if len(found) > 1 and not all(found.values())} == {}
    names = [actor.name for actor in load_actors()]
    assert [name for name in names if names.count(name) > 1] == []


def test_countries_are_states_or_lands_without_one() -> None:
    """Each code is in the list of states, but for the few that have no offices of their own there."""
    assert {code for actor in LISTED for code in actor.country} - {state.code for state in load_states()} <= {"EH", "VA"}


def test_states_and_offices_are_whole() -> None:
    """Codes and names stand once, kinds are known, and every office has its holder."""
    states = load_states()
    assert len({state.code for state in states}) == len(states) == len({state.name for state in states})
    assert all(re.fullmatch("[A-Z]{2}", state.code) and state.of for state in states)
    assert all(office.kind in actor_kinds() and office.loaded <= set(office.also) for office in load_offices())
    holders = {(state.code, office.name): office_of(state, office) for state in states for office in load_offices()}
    assert holders["US", "defence ministry"].name == "US defence department"
    assert holders["SY", "armed forces"].also
    assert holders["KE", "police"].name == "Kenyan police"


def test_sides_and_names_change_with_time() -> None:
    """A date as far as it is known; the present where none is."""
    actors = {actor.name: actor for actor in load_actors()}
    assert actors["Hayat Tahrir al-Sham"].name_on("2016-07-27") == "al-Nusra Front"
    assert actors["Hayat Tahrir al-Sham"].name_on("2016-07-28") == "Jabhat Fatah al-Sham"
    assert actors["Rapid Support Forces"].side_on("2020") == "pro-government"
    assert actors["Rapid Support Forces"].side_on(None) == "opposition"
    assert not actors["Islamic State Khorasan Province"].exists_on("2010")


def test_naming_words_are_whole() -> None:
    """No form twice, actors and acts only, and a word that has its side is loaded."""
    words = load_naming_words()
    forms = [form for word in words for form in {name_words(form)[0] for form in word.forms}]
    assert [form for form in forms if forms.count(form) > 1] == []
    assert {word.of for word in words} == {"actor", "act"}
    assert all(word.by in (None, "own side", "other side") and (word.loaded or word.by is None) for word in words)
    families = {word.family for word in words if word.loaded}
    assert {"fighters", "territory change", "killing", "government"} <= families
