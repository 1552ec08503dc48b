"""The spaCy component: claims, events and figures as spans of tokens, kept with the document."""

from __future__ import annotations

import pytest

from according.errors import UsageError
from according.pipeline import read_report

spacy = pytest.importorskip("spacy")

from spacy.tokens import Doc, DocBin  # noqa: E402

import according.python.spacy as component  # noqa: E402

TEXTS = (
    "Activists said that at least 40 civilians were killed when warplanes struck a market in Kesh on Monday.",
    "A white dove 🕊 flew over the town. “The army shelled Orna,” said a spokesman for the Ghelda council.",
    "",
)


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    nlp = spacy.blank("en")
    nlp.add_pipe("according")
    return list(nlp.pipe(TEXTS, batch_size=2))


def test_claims_are_spans_of_tokens(docs: list[Doc]) -> None:
    """Content, source and cue are the words of the text; who says it stands beside."""
    claim = docs[0]._.claims[0]
    assert (claim.who, claim.source.text, claim.cue.text, claim.certainty, claim.via) == ("Activists", "Activists", "said", "certain", ())
    assert claim.content[0].text.startswith("at least 40 civilians")
    assert docs[0][claim.content[0].start : claim.content[0].end].text == claim.content[0].text


def test_offsets_are_those_of_the_text_in_code_points(docs: list[Doc]) -> None:
    """An emoji before the words moves nothing."""
    claim = next(one for one in docs[1]._.claims if one.source)
    start, end = claim.claim.content[0]
    assert "army shelled Orna" in TEXTS[1][start:end]
    assert TEXTS[1][start:end] in claim.content[0].text


def test_events_and_figures(docs: list[Doc]) -> None:
    """Triggers and figures have their tokens and the values of the reading."""
    assert "struck" in [event.trigger.text for event in docs[0]._.events]
    figure = docs[0]._.figures[0]
    assert (figure.figure.low, figure.figure.measure) == (40, "killed")
    assert "40" in figure.words.text


def test_spans_stand_in_groups_with_ids(docs: list[Doc]) -> None:
    """Each group is there, and a claim's source leads to its content by the id of the claim."""
    groups = {name for name in docs[0].spans if name.startswith("according/")}
    assert groups == {f"according/{name}" for name in ("claims", "sources", "cues", "events", "figures", "places", "times")}
    claim, source = docs[0].spans["according/claims"][0], docs[0].spans["according/sources"][0]
    assert claim.id_ == source.id_ == docs[0]._.claims[0].claim.id


def test_the_reading_is_that_of_the_text(docs: list[Doc]) -> None:
    """The reading as a whole is to be had, and an empty document has an empty one."""
    reading = docs[0]._.reading
    assert reading.report.text == TEXTS[0]
    assert read_report(reading.report).claims == reading.claims
    assert docs[2]._.claims == []
    assert docs[2]._.reading is not None


def test_a_doc_bin_carries_all_of_it(docs: list[Doc]) -> None:
    """What is kept are plain values: they come back the same."""
    stored = DocBin(docs=docs, store_user_data=True).to_bytes()
    back = list(DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab))
    assert [doc._.reading for doc in back] == [doc._.reading for doc in docs]
    assert [span.text for span in back[0].spans["according/claims"]] == [span.text for span in docs[0].spans["according/claims"]]
    assert back[0]._.claims[0].source.text == "Activists"


def test_what_no_token_stands_for_is_kept_by_its_offsets() -> None:
    """A span beyond the tokens gives no tokens, and no error."""
    doc = spacy.blank("en")("Two words")
    assert component._tokens(doc, (400, 410), "x") is None
    assert component._tokens(doc, (1, 5), "x").text == "Two words"
    assert (doc._.claims, doc._.reading) == ([], None)


def test_the_day_of_publication_can_be_given() -> None:
    """What is known of the text beside it dates what it tells."""
    nlp = spacy.blank("en")
    nlp.add_pipe("according")
    doc = nlp.make_doc("Warplanes struck a market in Kesh on Monday, killing 40 people.")
    doc.user_data["according.given"] = {"published": "2016-12-13"}
    assert {event.event.date for event in nlp(doc)._.events} == {"2016-12-12"}
    doc.user_data["according.given"] = {"day": "2016-12-13"}
    with pytest.raises(UsageError, match="may hold published"):
        nlp(doc)


def test_another_language_is_refused_by_name() -> None:
    """A pipeline for German gets no English component."""
    with pytest.raises(UsageError, match=r"reads English, and this pipeline is for 'de'"):
        spacy.blank("de").add_pipe("according")
