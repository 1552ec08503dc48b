"""The shipped tagger on texts that it should understand, and on texts that nobody would write."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.errors import WeightsError
from according.model import Marks, Span
from according.tag.weights import FILES, load_tagger, read_tagger

REPORT = (
    "The mayor of Kesh, Ilan Orra, said on Monday, 12 May, that at least 12 people were killed "
    "when shells hit the market in the town of Nuvesh. "
    '"We buried them at dawn," he told reporters. The army denied that it had shelled the town. According to activists, rebels seized two '
    "villages near the border and hundreds of civilians fled."
)


FRAGMENTS = ["said", "killed", " 40 ", "“", "\n", ". ", "\ud800", "🙂", "\u200f", "according to", "Kesh", "may have"]


def shown(text: str, span: Span | None) -> str | None:
    """The words of a span."""
    return None if span is None else text[span[0] : span[1]]


def every_span(marks: Marks) -> list[Span]:
    """All spans of all marks."""
    found: list[Span | None] = list(marks.sentences)
    for claim in marks.attributions:
        found += [*claim.content, claim.source, claim.cue]
    for trigger in marks.triggers:
        found += [trigger.span, trigger.actor, trigger.target, trigger.place]
    found += [mark.span for mark in (*marks.quantities, *marks.names, *marks.times)]
    return [span for span in found if span is not None]


def test_a_plain_report_is_marked_as_a_reader_would() -> None:
    """Claims with cue and source, events of their kinds, quantities, a place and a time."""
    marks = load_tagger().mark(REPORT)
    cues = {shown(REPORT, claim.cue): shown(REPORT, claim.source) for claim in marks.attributions}
    assert cues.keys() >= {"said", "told", "denied", "According to"}
    assert cues["told"] == "he"
    assert cues["denied"] == "The army"
    kinds = {shown(REPORT, trigger.span): trigger.kind for trigger in marks.triggers}
    assert kinds["killed"] == "killing"
    assert kinds["seized"] == "territory"
    assert kinds["fled"] == "displacement"
    assert "at least 12 people" in {shown(REPORT, quantity.span) for quantity in marks.quantities}
    assert marks.times
    assert "Nuvesh" in {shown(REPORT, name.span) for name in marks.names}


def test_capitals_make_no_difference() -> None:
    """Text in capitals or in none is marked at the same places."""
    marks = load_tagger().mark(REPORT)
    assert every_span(load_tagger().mark(REPORT.upper())) == every_span(marks) or REPORT.upper().count("SS") != REPORT.count("ss")
    assert load_tagger().mark(REPORT).attributions == marks.attributions


@settings(deadline=None, max_examples=30)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(FRAGMENTS))).map(" ".join))
def test_spans_lie_inside_the_text_whatever_it_is(text: str) -> None:
    """In order, not empty, never beyond its end."""
    marks = load_tagger().mark(text)
    for start, end in every_span(marks):
        assert 0 <= start < end <= len(text)
    assert len(marks.vectors) == 4 * 384 * len(marks.sentences)


ODD = {
    "empty": "",
    "white space": " \n\t ",
    "one word of 100,000 letters": "a" * 100_000,
    "only emoji": "🙂🇸🇾" * 500,
    "mixed scripts": "Kesh كيش Кеш ケシ 키시 " * 200,
    "no end of a quotation": "“" + REPORT * 3,
    "300 words without an end": "and they said that " * 75,
    "capitals": REPORT.upper(),
    "NULs and marks of direction": "\x00‏He\x00 said‎ that 40 died.",
    "two reports run together": REPORT + REPORT,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts_are_read_safely(text: str) -> None:
    """No crash, no span outside the text, the same marks twice."""
    marks = load_tagger().mark(text)
    assert all(0 <= start < end <= len(text) for start, end in every_span(marks))
    assert load_tagger().mark(text) == marks


def test_marks_do_not_depend_on_what_was_read_before() -> None:
    """Nor on what is read beside it."""
    alone = load_tagger().mark(REPORT)
    load_tagger().mark("Something else entirely. " * 50)
    assert load_tagger().mark(REPORT) == alone


def test_vectors_of_sentences_are_near_where_the_sentences_say_the_same() -> None:
    """Closer than to a sentence about something else."""
    text = "Rebels seized the town of Kesh on Sunday. The insurgents captured Kesh. The price of bread has doubled since spring."
    marks = load_tagger().mark(text)
    rows = np.frombuffer(marks.vectors, "<f4").reshape(3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_another_language_is_marked_and_said_to_be() -> None:
    """Not silently misread."""
    assert load_tagger().mark("Der Sprecher sagte, die Stadt sei gefallen.", language="de").problems == (
        "the tagger was trained on English; this text is in another language (de)",
    )
    assert load_tagger().mark(REPORT, language="en").problems == ()
    assert load_tagger().mark(REPORT).problems == ()


def test_the_tagger_marks_the_same_in_another_process() -> None:
    """Byte for byte."""
    script = f"import sys; from according.tag.weights import load_tagger; sys.stdout.write(repr(load_tagger().mark({REPORT!r})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == repr(load_tagger().mark(REPORT))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A copy of the shipped files."""
    folder = tmp_path / "weights"
    shutil.copytree(str(files("according.tag") / "weights"), folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_its_hash(weights: Path, name: str) -> None:
    """One clear error."""
    expected = json.loads((weights / "hashes.json").read_text())[name]
    (weights / name).unlink()
    with pytest.raises(WeightsError, match=rf"{name} is missing \(expected SHA-256: {expected}\)"):
        read_tagger(weights)


@pytest.mark.parametrize("name", FILES)
def test_an_altered_file_is_refused(weights: Path, name: str) -> None:
    """With the hash it has and the one it should have."""
    expected = json.loads((weights / "hashes.json").read_text())[name]
    with (weights / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(WeightsError, match=rf"{name} is altered: its SHA-256 is [0-9a-f]{{64}}, expected {expected}"):
        read_tagger(weights)


def test_weights_are_small_enough() -> None:
    """30 MB at most, all files together."""
    assert sum(len((files("according.tag") / "weights" / name).read_bytes()) for name in FILES) < 30_000_000


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("Войска обстреляли село, погибли трое.", None, "another script"),
        ("قصفت الطائرات الحي الشرقي", None, "another script"),
        ("L'armée est entrée à Qast.", "fr", r"another language \(fr\)"),
        ("The army entered Qast.", None, None),
        ("The army entered Qast (Каст).", "en", None),
        ("😀😀😀", None, None),
    ],
)
def test_a_text_that_it_was_not_trained_on_is_said_to_be_so(text: str, language: str | None, named: str | None) -> None:
    """By its language where that is known, else by its script."""
    problems = load_tagger().mark(text, language=language).problems
    assert len(problems) == (named is not None)
    assert named is None or re.search(named, problems[0])
