"""The readers of the training sets, on small invented files in the form of each."""

from __future__ import annotations

import json
from pathlib import Path

from train import sources
from train.samples import Attribution, Marked, Trigger


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def words(text: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[slice(*span)]


def test_polnear_gives_linked_spans_of_one_annotator(tmp_path: Path) -> None:
    """Cut-up contents stay cut up, a cut-up cue becomes one span, attributions without content are left out."""
    text = "“Kesh fell,” she flatly said, “at dawn.” He agrees."
    write(tmp_path / "text" / "doc.txt", text)
    first = (
        "T1\tContent 1 10;31 38\tKesh fell at dawn\nT2\tSource 13 16\tshe\nT3\tCue 24 28;17 23\tsaid flatly\nT4\tCue 44 50\tagrees\n"
        "T5\tAttribution 24 28\tsaid\nE1\tAttribution:T5 Content:T1 Source:T2 Cue:T3\nE2\tAttribution:T4 Cue:T4\n"
    )
    write(tmp_path / "attributions" / "doc_aa.ann", first)
    write(tmp_path / "attributions" / "doc_bb.ann", "")
    (sample,) = sources.read_polnear(tmp_path)
    assert sample.style == "polnear"
    assert sample.attributions == (Attribution(((1, 10), (31, 38)), (13, 16), (17, 28)),)


def test_our_own_annotations_give_every_head() -> None:
    """Claims with their act, triggers with status and roles, figures with measure and scope."""
    text = "He said 40 died in Kesh."
    record = {
        "id": "r",
        "claims": [{"content": [[8, 23]], "who": "x", "form": "indirect", "act": "state", "via": [], "source": [0, 2], "cue": [3, 7]}],
        "events": [
            {
                "trigger": [11, 15],
                "kind": "killing",
                "event": "E1",
                "date": None,
                "status": "happened",
                "actor": None,
                "target": [8, 10],
                "place": [19, 23],
            }
        ],
        "figures": [{"span": [8, 10], "low": 40, "high": 40, "measure": "killed", "of": None, "scope": None, "event": "E1"}],
    }
    sample = sources.to_sample(record, text)
    assert sample.attributions == (Attribution(((8, 23),), (0, 2), (3, 7), "state"),)
    assert sample.triggers == (Trigger((11, 15), ("killing",), "happened", (("target", (8, 10)), ("place", (19, 23)))),)
    assert sample.spans["quantity"] == (Marked((8, 10), ("killed",)),)
    assert sample.scopes == (Marked((8, 10), ("unsaid",)),)


def test_re3d_gives_its_types_and_ours(tmp_path: Path) -> None:
    """Of overlapping entities the longer stands; an Organisation may be either of two of our types."""
    folder = tmp_path / "Source"
    write(folder / "documents.json", json.dumps({"_id": "d", "text": "The Kesh Brigade left Kesh."}) + "\n")
    entities = [
        {"documentId": "d", "begin": 0, "end": 16, "type": "Organisation", "confidence": 1},
        {"documentId": "d", "begin": 4, "end": 8, "type": "Location", "confidence": 1},
        {"documentId": "d", "begin": 22, "end": 26, "type": "Location", "confidence": 1},
    ]
    write(folder / "entities.json", "\n".join(json.dumps(entity) for entity in entities))
    (sample,) = sources.read_re3d(tmp_path)
    assert sample.spans["re3d"] == (Marked((0, 16), ("Organisation",)), Marked((22, 26), ("Location",)))
    assert sample.spans["name"][0].labels == ("organisation", "armed_group")


def test_time_expressions_keep_their_place_in_the_text(tmp_path: Path) -> None:
    """With entities of XML resolved, and types of TimeML."""
    write(
        tmp_path / "a.tml",
        '<?xml version="1.0"?><TimeML><TEXT>Shells &amp; fire on <TIMEX3 tid="t1" type="DATE" value="x">3 May</TIMEX3>, all '
        '<TIMEX3 tid="t2" type="DURATION" value="y">day</TIMEX3>.</TEXT></TimeML>',
    )
    (sample,) = sources.read_times(tmp_path)
    found = [(words(sample.text, mark.span), mark.labels) for mark in sample.spans["time"]]
    assert found == [("3 May", ("DATE",)), ("day", ("DURATION",))]


def test_places_are_literal_names(tmp_path: Path) -> None:
    """People's demonyms are no places; a name marked twice counts once."""
    toponym = "<toponym><extractedName>x</extractedName><type>{}</type><start>{}</start><end>{}</end></toponym>"
    body = toponym.format("Literal", 0, 4) + toponym.format("Literal", 0, 4) + toponym.format("Demonym", 9, 14)
    write(tmp_path / "a.xml", f"<articles><article><text>Kesh and Veluns.</text><toponyms>{body}</toponyms></article></articles>")
    (sample,) = sources.read_places(tmp_path, ["a.xml"])
    assert [mark.span for mark in sample.spans["name"]] == [(0, 4)]


def test_certainty_is_read_for_words(tmp_path: Path) -> None:
    """Tokens are joined as people write."""
    line = json.dumps({"text": "They fled , he said .", "targets": [{"span1": [1, 2], "label": 2.5}]})
    for name in ("UW", "UDS_IH2"):
        write(tmp_path / name / "dev.jsonl", line)
    sample = next(iter(sources.read_factuality(tmp_path, "dev")))
    assert sample.text == "They fled, he said."
    assert [(words(sample.text, span), value) for span, value in sample.factuality] == [("fled", 2.5)]


def test_rams_gives_one_trigger_with_its_roles(tmp_path: Path) -> None:
    """Events of other kinds than ours are left out."""
    record = {
        "doc_key": "d",
        "sentences": [["Rebels", "killed", "two", "men", "in", "Kesh", "."]],
        "evt_triggers": [[1, 1, [["life.die.deathcausedbyviolentevents", 1.0]]]],
        "gold_evt_links": [
            [[1, 1], [0, 0], "evt090arg01killer"],
            [[1, 1], [2, 3], "evt090arg02victim"],
            [[1, 1], [5, 5], "evt090arg04place"],
        ],
    }
    other = record | {"evt_triggers": [[1, 1, [["personnel.elect.n/a", 1.0]]]]}
    write(tmp_path / "dev.jsonlines", json.dumps(record) + "\n" + json.dumps(other) + "\n")
    (sample,) = sources.read_rams(tmp_path)
    (trigger,) = sample.triggers
    assert trigger.kinds == ("killing",)
    assert {role: words(sample.text, span) for role, span in trigger.roles or ()} == {
        "actor": "Rebels",
        "target": "two men",
        "place": "Kesh",
    }


def test_wikievents_gives_names_and_triggers(tmp_path: Path) -> None:
    """Common nouns are no names."""
    record = {
        "doc_id": "d",
        "text": "A blast in Kesh hurt a man.",
        "tokens": ["A", "blast", "in", "Kesh", "hurt", "a", "man", "."],
        "entity_mentions": [
            {"id": "T1", "start": 3, "end": 4, "entity_type": "GPE", "text": "Kesh"},
            {"id": "T2", "start": 5, "end": 7, "entity_type": "PER", "text": "a man"},
        ],
        "event_mentions": [
            {
                "event_type": "Life.Injure.Unspecified",
                "trigger": {"start": 4, "end": 5},
                "arguments": [{"entity_id": "T2", "role": "Victim"}],
            },
        ],
    }
    write(tmp_path / "dev.jsonl", json.dumps(record))
    (sample,) = sources.read_wikievents(tmp_path)
    assert sample.spans["name"] == (Marked((11, 15), ("place",)),)
    assert sample.triggers == (Trigger((16, 20), ("injury",), None, (("target", (21, 26)),)),)


def test_idmc_gives_the_figure_that_stands_once(tmp_path: Path) -> None:
    """A number written with commas is found; one that stands twice is left out."""
    header = "Reporting term,Displacement figure,Excerpt"
    rows = ['Displaced,82000,"Some 82,000 fled."', 'Evacuated,60,"60 left, 60 stayed."', "Unknown,5,5 left."]
    write(tmp_path / "idmc_fully_labelled.csv", "\n".join([header, *rows]))
    (sample,) = sources.read_idmc(tmp_path)
    (mark,) = sample.spans["quantity"]
    assert (words(sample.text, mark.span), mark.labels) == ("82,000", ("displaced",))
