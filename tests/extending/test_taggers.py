"""Taggers that other packages bring: checked, named, and never replaced in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from according.config import Config
from according.errors import ExtensionError
from according.model import Item, Outcome
from according.pipeline import READER, read_item, reader_name
from tests.extending.fakes import install

TAGGER = """
from according.model import Attribution, Mark, Marks, Trigger

NOBODY = Attribution((), None, None, "state", 1.0)

class Tagger:
    def __init__(self, config):
        self.config = config

    def mark(self, text, *, language=None):
        at = text.index("killed")
        good = Trigger((at, at + 6), "killing", "happened", None, None, None, 0.9)
        bad = Trigger((at, len(text) + 6), "killing", "happened", None, None, None, 0.9)
        worse = Trigger((at, at + 6), "picnic", "happened", None, None, None, 0.9)
        return Marks(triggers=(worse, bad, good), names=(Mark((0, 0), "place", 0.9),), attributions=(NOBODY,))

class Breaks(Tagger):
    def mark(self, text, *, language=None):
        raise KeyError("weights")

class Lies(Tagger):
    def mark(self, text, *, language=None):
        return [text]

def cannot(config):
    raise RuntimeError("no card in this machine")

def nothing(config):
    return 7

number = 7
"""


def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> Outcome:
    install(tmp_path / "site", monkeypatch, "qast-tagger", {"according.taggers:qast": f"qast_tagger.own:{entry}"}, {"own.py": TAGGER})
    item = Item("page", b"Officials said that 40 people were killed in Orna.", "text", "2026-01-01T00:00:00Z")
    return read_item(item, Config(tagger="qast", read_all=True))


def test_its_marks_are_checked_and_make_a_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands outside of the text or has no known label is dropped and counted; the reading says whose it is."""
    (reading,) = read(tmp_path, monkeypatch, "Tagger").readings
    assert [(event.kind, reading.report.text[slice(*event.trigger)]) for event in reading.events] == [("killing", "killed")]
    assert reading.problems == (
        "marked by the tagger 'qast' of the package qast-tagger 1.2; 4 of its marks were dropped: outside of the text, or no known label",
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("Breaks", "the tagger 'qast' of the package qast-tagger 1.2 failed (KeyError: 'weights')"),
        ("Lies", "the tagger 'qast' of the package qast-tagger 1.2 gave list where Marks belong"),
    ],
)
def test_one_that_fails_on_a_report_costs_that_report(entry: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And names itself."""
    assert read(tmp_path, monkeypatch, entry).failures[0].reason == told


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("cannot", r"cannot be made \(RuntimeError: no card in this machine\)"),
        ("nothing", "has no function mark"),
        ("number", "is no function of the settings"),
        ("gone", r"cannot be loaded \(AttributeError"),
    ],
)
def test_one_that_cannot_be_used_stops_the_run(entry: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other tagger passes for the one that was asked for."""
    with pytest.raises(ExtensionError, match=f"'qast' of the package qast-tagger 1.2 {told}"):
        read(tmp_path, monkeypatch, entry)


def test_the_evidence_names_who_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A capture says with which packages and which tagger it was read; without any, only the version."""
    assert reader_name(Config(tagger="remote")) == f"{READER} with tagger remote"
    read(tmp_path, monkeypatch, "Tagger")
    assert reader_name(Config()) == READER
    assert reader_name(Config(tagger="qast")) == f"{READER} with qast-tagger 1.2, tagger qast"
