"""Who speaks, and through whom: pronouns, titles, short names, chains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.claims.attribute import attribute
from according.claims.known import SourceWords
from according.claims.passages import find_passages
from according.claims.sources import find_lead_ins
from according.model import Attribution
from according.sentences import find_sentences
from tests.claims.marking import parse_marks

KINDS = {
    "Qast Observatory for Human Rights": "monitor",
    "Kesh Daily": "media",
    "Lusa Rights Watch": "NGO",
    "the rights group": "NGO",
    "LRW": "NGO",
    "Orlan Support Forces": "armed group",
}
NAMES = {"Qastis": ("Front of Qast", "Qastis")}
WORDS = SourceWords(KINDS.get, lambda _: None, lambda _: None, lambda name: NAMES.get(name, ()))

# report with marks ⇒ who and through whom, claim by claim
CASES = [
    (
        "<1:Foreign Minister Tem Orlan> |1:said| {1:the bridge was closed}. <2:He> |2:added| that {2:it would open}.",
        ["Tem Orlan", "Tem Orlan"],
    ),
    (
        "<1:Qast Observatory for Human Rights> |1:said| {1:two died}. <2:The source> |2:added| {2:no}.",
        ["Qast Observatory for Human Rights"] * 2,
    ),
    ("The Qast Ministry of Defence met. <1:The MoD> |1:denied| {1:it}.", ["Ministry of Defence"]),
    (
        "{1:It fell}, the Qast Observatory for Human Rights said on Sunday, |1:citing| <1:residents>.",
        ["residents via Qast Observatory for Human Rights"],
    ),
    ("<1:The Kesh Daily> |1:said| {1:no}. |2:Citing| <2:residents>, it said {2:two died}.", ["Kesh Daily", "residents via Kesh Daily"]),
    ("Speaking exclusively to Kesh Daily, <1:Tem Orlan> |1:said| {1:no}.", ["Tem Orlan via Kesh Daily"]),
    ("<1:Karo> |1:said| {1:no}. General Zaid Karo had come from Lusa.", ["Zaid Karo"]),
    (
        "{1:Two died}, |1:according to| <1:the Qast Observatory for Human Rights and the Orna rescue service>. "
        "<2:The Observatory> |2:said| {2:two}. <3:The Orna rescue service> |3:said| {3:three}.",
        [
            "Qast Observatory for Human Rights and the Orna rescue service",
            "Qast Observatory for Human Rights",
            "the Orna rescue service",
        ],
    ),
    ("Hassan Tem met Zaid Karo. <1:Tem and Zaid Karo> |1:said| {1:no}.", ["Hassan Tem and Zaid Karo"]),
    ("The United Orlan States and Lusa met. <1:The United Orlan States and Lusa> |1:said| {1:no}.", ["United Orlan States and Lusa"]),
    ("Minister Tem Orlan met him. <1:The minister> |1:denied| {1:it}.", ["Tem Orlan"]),
    (
        "<1:A military source> |1:said| {1:two died}. <2:The source> |2:noted| {2:more were missing}.",
        ["A military source", "A military source"],
    ),
    (
        "<1:A monitoring group> |1:said| {1:40 died}. <2:The Qast Observatory for Human Rights> |2:said| {2:more were hurt}.",
        ["Qast Observatory for Human Rights", "Qast Observatory for Human Rights"],
    ),
    ("The World Grain Body (WGB) met. <1:The WGB> |1:warned| {1:of hunger}.", ["World Grain Body"]),
    ("<1:The Observatory> |1:said| {1:so}. The Qast Observatory for Human Rights is in Lusa.", ["Qast Observatory for Human Rights"]),
    ("<1:Activists> |1:said| {1:the camp was hit}. <2:They> |2:posted| {2:that tents burned}.", ["Activists", "Activists"]),
    ("{1:Two people} were |1:reportedly| {1:killed}.", ["unnamed"]),
    ("<1:Anna Darvel> |1:said|: “{1:We fled}.” “{2:We had no choice}.”", ["Anna Darvel", "Anna Darvel"]),
    ("<1:Tem Orlan> |1:told| Reuters {1:the town had fallen}.", ["Tem Orlan via Reuters"]),
    ("<1:Tem Orlan> |1:told| dpa {1:the town had fallen}.", ["Tem Orlan via dpa"]),
    ("<1:Tem Orlan> |1:told| reporters {1:the town had fallen}.", ["Tem Orlan"]),
    ("<1:Tem Orlan> |1:told| President Karo {1:the town had fallen}.", ["Tem Orlan"]),
    ("In an interview with the Kesh Daily, <1:Tem Orlan> |1:said| {1:the town had fallen}.", ["Tem Orlan via Kesh Daily"]),
    (
        "<1:Tem Orlan> |1:told| the Qast Herald {1:the town had fallen}. <2:He> |2:added| {2:all was quiet}.",
        ["Tem Orlan via Qast Herald", "Tem Orlan via Qast Herald"],
    ),
    ("<1:Tem Orlan> |1:said| in a statement carried by SANA {1:the town had fallen}.", ["Tem Orlan via SANA"]),
    ("SANA quoted <1:a source in Qast> as |1:saying| {1:the town had fallen}.", ["a source in Qast via SANA"]),
    ("Quoting <1:two fighters>, Qast Radio reported {1:she was gone}.".replace("Quoting", "|1:Quoting|"), ["two fighters via Qast Radio"]),
    (
        "<1:Anna Darvel> |1:said| {1:<2:Tem Orlan> |2:denied| {2:the attack}}.",
        ["Anna Darvel", "Tem Orlan via Anna Darvel"],
    ),
    ("Sputnik news reports:\n\n<1:Zaid Karo> |1:said| {1:they surrendered}.", ["Zaid Karo via Sputnik"]),
    ("<1:The images> |1:show| {1:a boy, |2:believed| {2:to be ten}}.", ["The images", "unnamed"]),
    (
        "<1:Officials in Orlan> |1:said| {1:so}. The Orlan regime fell. <2:The regime> |2:denied| {2:it}.",
        ["Officials in Orlan", "Orlan regime"],
    ),
    # who is meant by "it", "she" and "who"
    (
        "<1:The Qast Observatory for Human Rights> |1:said| {1:so}. The Orlan Front left. Last week <2:it> |2:denied| {2:that}.",
        ["Qast Observatory for Human Rights", "Orlan Front"],
    ),
    (
        "<1:Anna Darvel> |1:said| {1:so}. <2:Her husband> |2:agreed| {2:to it}. <3:She> |3:added| {3:more}.",
        ["Anna Darvel", "Her husband", "Anna Darvel"],
    ),
    ("They spoke to doctors in Lusa <1:who> |1:confirmed| {1:the toll}.", ["doctors in Lusa"]),
    ("<1:Zaid Karo> |1:said| {1:so}. <2:It> |2:denied| {2:that}.", ["Zaid Karo", "it"]),
    (
        "<1:Tem Orlan of the Orlan Support Forces> |1:said| {1:so}. <2:The Orlan Support Forces> |2:agreed| {2:to it}. "
        "<3:Zaid Karo> |3:spoke| {3:of it}. <4:The paramilitary> |4:denied| {4:it}.",
        ["Tem Orlan", "Orlan Support Forces", "Zaid Karo", "Orlan Support Forces"],
    ),
    (
        "<1:Zaid Karo> |1:said| {1:no}. <2:A resident> |2:said| {2:yes}. <3:The man> |3:added| {3:that it burned}.",
        ["Zaid Karo", "A resident", "A resident"],
    ),
    ("<1:Anna Darvel> |1:recalled| {1:it}. “{2:It is over},” <2:the 64-year-old> |2:said|.", ["Anna Darvel", "Anna Darvel"]),
    (
        "<1:Lusa Rights Watch> |1:said| {1:so}. <2:The Orlan army> |2:denied| {2:it}. <3:The rights group> |3:urged| {3:calm}.",
        ["Lusa Rights Watch", "The Orlan army", "Lusa Rights Watch"],
    ),
    (
        "<1:The Kesh Liberation Army (FKL)> |1:said| {1:so}. <2:The FKL> |2:added| {2:more}.",
        ["Kesh Liberation Army", "Kesh Liberation Army"],
    ),
    # names end where the next sentence begins, and begin behind what opens theirs
    (
        "<1:A man> |1:told| dpa {1:so}. Yesterday Tem Orlan left. <2:Orlan> |2:denied| {2:it}.",
        ["A man via dpa", "Tem Orlan"],
    ),
    ("<1:One survivor> |1:told| AFP. <2:Another> |2:said|: {2:“They shot}”. {1:They came}", ["One survivor via AFP", "Another"]),
    (
        "<1:Zaid Karo, director of the museum>, |1:said| {1:so}. <2:The governor> |2:warned| {2:of war}.",
        ["Zaid Karo", "The governor"],
    ),
    ("<1:Zaid Karo> |1:said| {1:so}. <2:The general staff> |2:denied| {2:it}.", ["Zaid Karo", "The general staff"]),
    # who serves someone is not the one served
    ("<1:An aide to President Tem Orlan> |1:told| Reuters {1:so}.", ["An aide to President Tem Orlan via Reuters"]),
    ("<1:The leader of the Orlan Front> |1:said| {1:no}. The Orlan Front leader Zaid Karo fled.", ["Zaid Karo"]),
    (
        "<1:Zaid Karo> |1:said| {1:so}. <2:The commander of the Lusa Guard> |2:denied| {2:it}.",
        ["Zaid Karo", "The commander of the Lusa Guard"],
    ),
    # described persons and short names
    ("<1:Lusa governor> |1:says| {1:bridge closed}. The Lusa governor Tem Orlan spoke.", ["Tem Orlan"]),
    ("<1:Karo> |1:said| {1:no}. Zaid al-Karo had come from Lusa.", ["Zaid al-Karo"]),
    (
        "<1:Luke Orlan> |1:said| {1:no}. <2:Lucy Orlan> |2:wept|, {2:it hurt}. <3:Miss Orlan> |3:said| {3:yes}.",
        ["Luke Orlan", "Lucy Orlan", "Lucy Orlan"],
    ),
    (
        "<1:A group monitoring the war> |1:said| {1:so}. Qast Observatory for Human Rights staff and Observatory chief Tem Karo met.",
        ["Qast Observatory for Human Rights"],
    ),
    # through whom
    ("Speaking to the Kesh Daily <1:Tem Orlan> |1:said| {1:so}.", ["Tem Orlan via Kesh Daily"]),
    ("<1:The Kesh Daily's Anna Darvel> |1:wrote| {1:so}.", ["Anna Darvel via Kesh Daily"]),
    ("<1:A spokesman> was quoted as |1:saying| by local media {1:two died}.", ["A spokesman via local media"]),
    ("Karo spoke. Anna Darvel |1:cited| <1:witnesses> {1:who saw it}.", ["witnesses via Anna Darvel"]),
    (
        "<1:Footage released by Qast News> |1:shows| {1:smoke}. <2:A video posted by the rebels> |2:shows| {2:fire}.",
        ["Footage via Qast News", "A video"],
    ),
    ("<1:The Kesh Daily> |1:said| {1:so}. <2:Anna Darvel> |2:told| the paper {2:she fled}.", ["Kesh Daily", "Anna Darvel via Kesh Daily"]),
    ("<1:Tem Orlan> |1:told| Reuters {1:it fell}. <2:He> |2:said| in a statement {2:more}.", ["Tem Orlan via Reuters", "Tem Orlan"]),
    (
        "<1:Lusa Rights Watch> |1:said| {1:so}. <2:A survivor> |2:told| LRW {2:they came at night}. "
        "<3:Others> |3:told| the rights group {3:more}.",
        ["Lusa Rights Watch", "A survivor via Lusa Rights Watch", "Others via Lusa Rights Watch"],
    ),
    ("<1:Tem Orlan> |1:told| SANAs correspondent {1:it fell}.", ["Tem Orlan via SANA"]),
    ("<1:Tem Orlan> |1:said| {1:Kesh had seen it}, Interfax news agency reported.", ["Tem Orlan via Interfax"]),
    ("<1:Tem Orlan> |1:said| {1:Kesh had seen it} Kesh Daily reported on Monday", ["Tem Orlan via Kesh Daily"]),
    ("<1:Tem Orlan> |1:said| {1:it came from abroad}, reports Mashable.", ["Tem Orlan via Mashable"]),
    ("<1:The ministry> |1:said| {1:it had freed him}, according to Reuters news agency.", ["The ministry via Reuters"]),
    ("<1:Tem Orlan> |1:said| {1:he had seen it}, Kesh Daily reported, and left.", ["Tem Orlan"]),
    ("<1:Tem Orlan> |1:said| {1:it fell}, according to rebels.", ["Tem Orlan"]),
    ("|1:Citing| <1:officials>, the Orlan As-Sahir newspaper said {1:it was he}.", ["officials via As-Sahir"]),
    (
        "<1:Lusa Rights Watch> |1:said| {1:so}. The rights group reported <2:witnesses> |2:saying| {2:the planes flew low}.",
        ["Lusa Rights Watch", "witnesses via Lusa Rights Watch"],
    ),
    ("From Kesh Daily:\n\n{1:Two died}, <1:residents> |1:said|.", ["residents via Kesh Daily"]),
    ("<1:Tem Orlan> |1:told| Israel Radio of the Kurds {1:so}.", ["Tem Orlan via Israel Radio"]),
    (
        "<1:Kesh Daily> |1:said| {1:so}. The agency quoted <2:a source> as |2:saying| {2:two died}.",
        ["Kesh Daily", "a source via Kesh Daily"],
    ),
    ("The Arakan Army fought. <1:The AA> |1:denied| {1:it}.", ["Arakan Army"]),
    ("<1:Tem Orlan> |1:said| {1:so}. {2:Two died}, <2:the same source> |2:said|.", ["Tem Orlan", "Tem Orlan"]),
    ("<1:the> {1:United States} |1:called| it so.", ["unnamed"]),
]


def read_marked(marked: str) -> list[str]:
    text, claims = parse_marks(marked)
    passages = find_passages(text, find_lead_ins(text))
    said = attribute(text, claims, (), find_sentences(text), passages, WORDS)
    assert all(len(one.via) == len(one.via_how) and one.how for one in said)
    return [" via ".join([one.who, *one.via]) for one in said]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_every_claim_has_its_speaker_and_its_chain(marked: str, expected: list[str]) -> None:
    """The fullest name that the report gives, and everyone through whom the words came, nearest the speaker first."""
    assert read_marked(marked) == expected


SPANS = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda pair: (min(pair), max(pair) + 1))


@given(
    st.lists(st.sampled_from(["Karo", "he", "said", "that", "told", "Reuters", "the", "group", ".", "“", "\n", "who"]), min_size=20).map(
        " ".join
    ),
    st.lists(
        st.builds(
            Attribution,
            st.lists(SPANS, min_size=1, max_size=2).map(tuple),
            st.none() | SPANS,
            st.none() | SPANS,
            st.just("state"),
            st.just(1.0),
        ),
        max_size=6,
    ),
)
def test_any_marks_give_one_speaker_each(text: str, claims: list[Attribution]) -> None:
    """However the spans lie, nested in a ring or beyond the sentence."""
    said = attribute(text, claims, (), find_sentences(text), (), WORDS)
    assert [one.claim for one in said] == claims
    assert all(one.who for one in said)
