"""Readers that other packages bring: asked first, and no report is lost by one that breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from according.config import Config
from according.model import Item, Outcome
from according.pipeline import read_item
from tests.extending.fakes import install

LAYOUT = """
from according.errors import ReadError
from according.read.draft import Draft, Stated

def read(item, config):
    if not item.data.startswith(b"HERALD|"):
        return None
    if b"|gone|" in item.data:
        raise ReadError("was taken down by the Herald")
    _, title, day, words = item.data.decode().split("|", 3)
    return Draft(words, title=(title, "page"), published=(Stated(day), "page"), publisher=("The Qast Herald", "page"))

def breaks(item, config):
    raise ValueError("no such column")

def lies(item, config):
    return "words"

def empty(item, config):
    return (Draft(""),)

number = 7
"""
DATA = b"HERALD|Market struck|2016-12-12|Officials said that 40 people were killed in Orna."


def read(data: bytes = DATA) -> Outcome:
    return read_item(Item("page", data, "text", "2026-01-01T00:00:00Z"), Config(read_all=True))


def with_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **entries: str) -> None:
    entry_points = {f"according.readers:{name}": value for name, value in entries.items()}
    install(tmp_path / "site", monkeypatch, "herald-layout", entry_points, {"layout.py": LAYOUT})


def test_a_reader_reads_its_own_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it takes for its own; all else is read as ever."""
    before = read(b"Officials spoke in Orna.")
    with_readers(tmp_path, monkeypatch, herald="herald_layout.layout:read")
    report = read().readings[0].report
    assert (report.title, report.published, report.publisher) == ("Market struck", "2016-12-12", "The Qast Herald")
    assert report.text == "Officials said that 40 people were killed in Orna."
    assert read().readings[0].problems == ()
    assert read(b"Officials spoke in Orna.") == before


def test_its_word_that_an_item_cannot_be_read_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of our own readers."""
    with_readers(tmp_path, monkeypatch, herald="herald_layout.layout:read")
    assert read(b"HERALD|gone|x|y").failures[0].reason == "was taken down by the Herald"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("herald_layout.layout:breaks", "failed (ValueError: no such column)"),
        ("herald_layout.layout:lies", "failed (TypeError: gave str where a Draft belongs)"),
        ("herald_layout.layout:empty", "failed (ValueError: gave a draft without text)"),
        ("herald_layout.layout:number", "is no function"),
        ("herald_layout.nowhere:read", "cannot be loaded (ModuleNotFoundError: No module named 'herald_layout.nowhere')"),
        ("herald_layout.layout:gone", "cannot be loaded (AttributeError: module 'herald_layout.layout' has no attribute 'gone')"),
    ],
)
def test_one_that_breaks_is_named_and_the_item_read_without_it(
    entry: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problem names the reader and its package with the version; a reader after it still has its turn."""
    with_readers(tmp_path, monkeypatch, broken=entry, herald="herald_layout.layout:read")
    reading = read().readings[0]
    assert reading.problems == (f"the reader 'broken' of the package herald-layout 1.2 {told}: read without it",)
    assert reading.report.title == "Market struck"
    assert read(b"Officials spoke in Orna.").readings[0].report.text == "Officials spoke in Orna."
