"""Claims and sources of a whole report."""

from __future__ import annotations

from according.claims.known import SourceWords
from according.claims.make import make_claims
from according.model import Claim, Marks, Post, Report, Source
from according.sentences import find_sentences
from tests.claims.marking import parse_marks

WORDS = SourceWords(
    kind={"Zaid Karo": "military", "activists": "activist"}.get,
    role=lambda phrase: "general" if "General" in phrase else None,
    affiliation=lambda phrase: None,
)


def read(marked: str, **more: object) -> tuple[str, tuple[Source, ...], tuple[Claim, ...]]:
    text, claims = parse_marks(marked)
    report = Report("sha256:1", "a", "article", text, **more)  # type: ignore[arg-type]
    told = make_claims(report, Marks(attributions=tuple(claims), sentences=tuple(find_sentences(text))), WORDS)
    return text, told.sources, told.claims


def test_one_source_gathers_its_mentions_kind_and_role() -> None:
    """Whoever speaks twice is one source; each claim points to it."""
    text, sources, claims = read("<1:General Zaid Karo> |1:said| {1:they won}. <2:He> |2:added| {2:it was over}.")
    (source,) = sources
    assert (source.name, source.kind, source.role) == ("Zaid Karo", "military", "general")
    assert [text[slice(*span)] for span in source.mentions] == ["General Zaid Karo", "He"]
    assert [claim.source_id for claim in claims] == [source.id, source.id]


def test_who_is_introduced_where_he_says_nothing_is_known_by_that() -> None:
    """A title or an apposition at the whole name tells the kind, if no source phrase does; of whom another serves it tells nothing."""
    for introduced, kind in (("Gen. Tem Karo", "military"), ("Tem Karo, the army chief,", "military"), ("An aide to Tem Karo", None)):
        text, claims = parse_marks(f"{introduced} left Lusa. <1:Karo> |1:said| {{1:it was over}}.")
        told = make_claims(
            Report("sha256:1", "a", "article", text), Marks(attributions=tuple(claims), sentences=tuple(find_sentences(text)))
        )
        assert [(source.name, source.kind) for source in told.sources] == [("Tem Karo", kind)]


def test_an_unnamed_claim_has_no_source() -> None:
    """Nobody is made up."""
    _, sources, (claim,) = read("{1:Two people} were |1:reportedly| {1:killed}.")
    assert (sources, claim.who, claim.source_id, claim.source) == ((), "unnamed", None, None)


def test_spans_lose_what_is_not_theirs() -> None:
    """The comma after a source, the quotation marks around content."""
    text, _, (claim,) = read("<1:Zaid Karo,> |1:said| {1:“we won.”}")
    assert [text[slice(*span)] for span in (claim.source or (0, 0), *claim.content)] == ["Zaid Karo", "we won"]


def test_the_words_of_a_post_do_not_tell_who_its_author_is() -> None:
    """Where no signature stands below it, the whole post is where its author speaks."""
    text = "Court spokesman of the Lusa police was in a cage."
    post = Post((0, len(text)), (0, len(text)), "twitter", author="Karo Tem", handle="karo")
    (source,) = make_claims(Report("sha256:1", "a", "post", text, posts=(post,)), Marks()).sources
    assert (source.name, source.kind, source.role, source.affiliation) == ("Karo Tem", "social media", None, None)


def test_a_post_is_a_claim_by_its_author() -> None:
    """In its own words, without the links in them; what the tagger marks inside it does not count twice."""
    words = "We are free! pic.example/1 https://t.example/a So happy"
    text = f"Peace came. {words} — Karo Tem (@karo) December 12, 2016"
    post = Post((12, len(text)), (12, 12 + len(words)), "twitter", author="Karo Tem", handle="karo")
    report = Report("sha256:1", "a", "article", text, posts=(post,))
    told = make_claims(report, Marks(), WORDS)
    (source,), (claim,) = told.sources, told.claims
    assert [text[slice(*span)] for span in claim.content] == ["We are free! pic.example/1", "So happy"]
    assert (claim.who, claim.form, claim.cue, claim.via, source.kind, source.id) == (
        "Karo Tem",
        "direct",
        None,
        (),
        "social media",
        claim.source_id,
    )
    assert text[slice(*claim.source or (0, 0))] == "Karo Tem"


def test_ids_come_from_what_is_said() -> None:
    """The same words in the same report have the same id, others another."""
    _, _, first = read("<1:Zaid Karo> |1:said| {1:we won}. <2:He> |2:added| {2:it was over}.")
    _, _, again = read("<1:Zaid Karo> |1:said| {1:we won}. <2:He> |2:added| {2:it was over}.")
    assert [claim.id for claim in first] == [claim.id for claim in again]
    assert len({claim.id for claim in first}) == 2


def test_what_is_doubted_within_a_nested_claim_is_not_the_outer_speakers_doubt() -> None:
    """The inner speaker is unsure, the outer one is not."""
    _, _, claims = read("<1:Anna Darvel> |1:said| {1:<2:Zaid Karo> |2:thought| {2:they might win}}.")
    assert [claim.certainty for claim in claims] == ["certain", "possible"]


def test_the_line_that_announces_a_passage_is_no_claim_of_its_own() -> None:
    """It is a link in the chain of whoever speaks below it."""
    _, _, claims = read("Sputnik news |2:reports|:\n\n{2:{1:They fled}, <1:Zaid Karo> |1:said|}.")
    assert [(claim.who, claim.via) for claim in claims] == [("Zaid Karo", ("Sputnik",))]


def test_a_content_of_nothing_but_punctuation_is_no_claim() -> None:
    """It costs itself alone, not the report."""
    _, _, claims = read("<1:Zaid Karo> |1:said| {1:…} and <2:Anna Darvel> |2:said| {2:they won}.")
    assert [claim.who for claim in claims] == ["Anna Darvel"]


def test_a_name_before_its_apposition_belongs_to_the_source() -> None:
    """Where the tagger took what someone is for who it is."""
    text, _, (claim,) = read("Gen. Zaid Karo, <1:commander of Central Command> |1:said| {1:they won}.")
    assert claim.who == "Zaid Karo"
    assert claim.source is not None
    assert text[slice(*claim.source)] == "Gen. Zaid Karo, commander of Central Command"


def test_a_source_that_is_cut_to_its_article_is_read_to_its_end() -> None:
    """And one that was left out is taken from beside the cue, but from no passive."""
    _, _, claims = read("<1:The> Qast army |1:said| {1:they won}. Orlan |2:denied| {2:it}. He was |3:said| {3:to be in Lusa}.")
    assert [claim.who for claim in claims] == ["The Qast army", "Orlan", "unnamed"]
