"""Lists that other packages add: held to the checks of ours, and never able to say otherwise than ours."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from according.vocab import agency_called, checks, load_agencies
from according.vocab.actors import actor_kinds, actor_sides, load_actors, load_naming_words, load_offices
from according.vocab.added import vocabulary_faults
from according.vocab.gazette import load_listed_places
from according.vocab.lists import read_list
from tests.extending.fakes import install

NAMES = checks.NamesTaken(kinds=actor_kinds(), sides=actor_sides(), offices=[office.name for office in load_offices()])
GOOD = {
    "agencies.yml": "- {name: Qast Wire, kind: media, also: [QW News]}",
    "actors.yml": "actors:\n- {name: Orna Brigade, also: [Orna Lions], kind: armed group, country: [SY], side: opposition, since: 2013-05}",
    "naming.yml": "- {word: ghouls, also: [ghoul], of: actor, family: fighters, loaded: true, by: other side}",
    "places.yml": "- {name: Vell Quarter, kind: quarter, within: Aleppo, country: SY}",
}


def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], entry: str = "qast_words") -> None:
    install(tmp_path / "site", monkeypatch, "qast-words", {"according.vocabularies:qast": entry}, files)


def test_lines_of_a_package_stand_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every list that can be added to, behind ours."""
    before = [load_actors(), load_naming_words(), load_listed_places()]
    add(tmp_path, monkeypatch, GOOD)
    assert agency_called("QW news").name == "Qast Wire"
    assert {"Orna Brigade", "Qast Wire"} <= {actor.name for actor in load_actors()}
    assert load_naming_words()[-1].word == "ghouls"
    assert load_listed_places()[-1].name == "Vell Quarter"
    assert [len(before[1]), len(before[2])] == [len(load_naming_words()) - 1, len(load_listed_places()) - 1]
    assert vocabulary_faults() == ()


def test_a_place_of_a_package_is_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the place is that it lies in."""
    from according.places import gazetteer

    add(tmp_path, monkeypatch, GOOD)
    gazetteer._open.cache_clear()
    try:
        (found,) = gazetteer.open_gazetteer().lookup("vell quarter")
        assert (found.country, found.within) == ("SY", "Aleppo")
    finally:
        gazetteer._open.cache_clear()


LOADERS = {"agencies.yml": load_agencies, "actors.yml": load_actors, "naming.yml": load_naming_words, "places.yml": load_listed_places}
CONFLICTS = [
    (
        "agencies.yml",
        "- {name: Reuters, kind: media, also: []}",
        "'Reuters': 'Reuters' is a name of 'Reuters' already: the line is left out",
    ),
    (
        "agencies.yml",
        "- {name: Qast Wire, kind: media, also: [reuters]}",
        "'Qast Wire': 'reuters' is a name of 'Reuters' already: left off",
    ),
    ("actors.yml", "actors:\n- {name: The Shabiha, also: [], kind: armed group}", "'The Shabiha' is a name of 'Shabiha' already"),
    ("actors.yml", "actors:\n- {name: Orna Press, also: [AFP], kind: outlet}", "'AFP' is a name of 'AFP' already: left off"),
    ("naming.yml", "- {word: ghouls, also: [rebels], of: actor, family: f, loaded: true}", "'rebels' is a name of 'rebels' already"),
]
FAULTS = [
    ("agencies.yml", "- {name: Qast Wire, kind: blog, also: []}", "'blog' is no kind of agency"),
    ("agencies.yml", "- {name: Qast Wire, also: []}", "it has no kind"),
    ("agencies.yml", "- {name: 7, kind: media, also: []}", "7 is no name"),
    ("agencies.yml", "- {name: Qast Wire, kind: media, also: QW}", "also must be a list"),
    ("agencies.yml", "- {name: Qast Wire, kind: media, also: [], ambiguous: [QX]}", "'QX' is no name of its own"),
    ("agencies.yml", "{name: Qast Wire}", "it must be a list of lines in braces"),
    ("agencies.yml", "- {name: [", "cannot be read"),
    ("actors.yml", "- {name: Orna Brigade}", "it must hold actors, and nothing beside them"),
    ("actors.yml", "actors:\n- {name: Orna Brigade, also: [], kind: gang}", "'gang' is no kind of actor"),
    ("actors.yml", "actors:\n- {name: Orna Brigade, also: [], kind: armed group, side: good}", "'good' is no side"),
    ("actors.yml", "actors:\n- {name: Orna Brigade, also: [], kind: armed group, since: 2020, until: 2013}", "its dates are not in order"),
    ("actors.yml", "actors:\n- {name: Orna Brigade, also: [], kind: armed group, country: [Syria]}", "'Syria' is no ISO 3166 code"),
    ("actors.yml", "actors:\n- {name: Orna Brigade, also: [], kind: armed group, was: [{name: X}]}", "was: each needs until"),
    ("naming.yml", "- {word: ghouls, also: [], of: actor, family: f, loaded: maybe}", "loaded must be true or false"),
    ("places.yml", "- {name: Vell, kind: quarter, lat: 36.1}", "lat and lon stand together"),
    ("places.yml", "- {name: Vell, kind: quarter, lat: 136.1, lon: 3}", "lies outside of the earth"),
    ("speaking.yml", "titles: mr", "is no list that can be added to"),
]


@pytest.mark.parametrize(("file", "text", "told"), [*CONFLICTS, *FAULTS])
def test_what_breaks_a_rule_is_named_with_its_package(
    file: str, text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, in the log and for whoever asks; the line is left out and all others hold."""
    add(tmp_path, monkeypatch, {**GOOD, file: text})
    with caplog.at_level(logging.WARNING):
        lines = LOADERS.get(file, load_naming_words)()
    (fault,) = vocabulary_faults()
    assert fault.startswith(f"the vocabulary 'qast' of the package qast-words 1.2: {file}")
    assert told in fault
    assert [record.getMessage() for record in caplog.records] == [fault]
    assert len(lines) > 50


@pytest.mark.parametrize("entry", ["qast_words.nowhere", "qast_words:__name__"])
def test_a_package_without_lists_is_named(entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And ours are there."""
    add(tmp_path, monkeypatch, GOOD, entry)
    assert agency_called("Reuters")
    (fault,) = vocabulary_faults()
    assert "of the package qast-words 1.2: its lists: cannot be read" in fault


@pytest.mark.parametrize(
    ("name", "check"),
    [("agencies.yml", checks.check_agency), ("naming.yml", checks.check_naming), ("actors.yml", checks.check_actor)],
)
def test_our_own_lists_pass_the_checks(name: str, check: object) -> None:
    """Whoever adds is asked for no more than we ask of ourselves."""
    lines = read_list("according.vocab", name)
    lines = lines["actors"] if isinstance(lines, dict) else lines
    assert [fault for line in lines for fault in check(line, NAMES)] == []
