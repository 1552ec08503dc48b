"""What the layout of a report must give: its posts' authors and the outlets that it quotes, and no one else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.claims.known import SourceWords
from according.claims.make import make_claims
from according.model import Marks, Post, Report, Source

# line ⇒ who, of which kind, in which words; or nobody
LINES = """
Sputnik news reports: ⇒ Sputnik, state media, Sputnik news
FOX News reported: ⇒ FOX News, media, FOX News
The Qast Herald writes: ⇒ Qast Herald, media, Qast Herald
Qast Radio said in its evening bulletin: ⇒ Qast Radio, media, Qast Radio
According to the Qast Times: ⇒ Qast Times, media, Qast Times
QNN reports from Darvel: ⇒ QNN, media, QNN
El Qast reported: ⇒ El Qast, media, El Qast
qast.example reports: ⇒ nobody
Darvelpost wrote: ⇒ Darvelpost, media, Darvelpost
The Associated Press reported: ⇒ AP, media, The Associated Press
He told Reuters by telephone. ⇒ Reuters, media, Reuters
told the state-run Anadolu Agency on Monday ⇒ Anadolu Agency, state media, Anadolu Agency
According to Interfax, the bridge ⇒ Interfax, media, Interfax
the AFP’s correspondent said ⇒ AFP, media, AFP
Agence France-Presse (AFP) reported ⇒ AFP, media, Agence France-Presse
the Syrian Arab News Agency (SANA) said ⇒ SANA, state media, Syrian Arab News Agency
Fars news agency reported that ⇒ Fars, state media, Fars
the state news agency Petra reported ⇒ Petra, state media, Petra
QAST, May 4 (AFP) — The army ⇒ AFP, media, AFP
A boy at the closed bridge. (Reuters) ⇒ nobody
The general said: ⇒ nobody
General Karo reported: ⇒ nobody
Our correspondent in Qast writes: ⇒ nobody
Anna Darvel writes: ⇒ nobody
She wrote: ⇒ nobody
This is what the army wrote: ⇒ nobody
The report says: ⇒ nobody
The people who lost everything they had in the news reported: ⇒ nobody
told PA in the town ⇒ nobody
Petra said she fled. Saba reported the loss. Fars says no. ⇒ nobody
Mehr added nothing. Antara told Lusa. INA, MENA and SPA said no. ⇒ nobody
the Palestinian Authority (PA) said ⇒ nobody
armour-piercing (AP) rounds ⇒ nobody
NATO forces (NATO), ISIS (ISIS) and others (SDF) ⇒ nobody
the Middle East and North Africa (MENA) region ⇒ nobody
The news was bad: ⇒ nobody
"""
NOTHING = SourceWords(lambda _: None, lambda _: None, lambda _: None)
ROWS = [tuple(line.split(" ⇒ ")) for line in LINES.strip().splitlines()]


def find_sources(report: Report) -> tuple[Source, ...]:
    """The sources of a report in which the tagger marks nothing."""
    return make_claims(report, Marks(), NOTHING).sources


@pytest.mark.parametrize(("line", "found"), ROWS)
def test_outlets_are_found_by_the_form_in_which_they_are_quoted(line: str, found: str) -> None:
    """Lead-in lines, verbs of reporting and credits name outlets; persons, sentences and other initials are none."""
    text = f"The road was empty.\n\n{line}\n\nThe bridge is closed, and nobody knows for how long.\n"
    got = [(one.name, one.kind, text[slice(*span)]) for one in find_sources(Report("", "", "article", text)) for span in one.mentions]
    assert got == ([] if found == "nobody" else [tuple(found.split(", "))])


def test_one_outlet_is_one_source_with_all_its_mentions() -> None:
    """In the order of first mention, numbered, each place once."""
    text = "He told AFP. He told Reuters.\n\nAgence France-Presse reports:\n\nThe bridge is closed. (AFP)"
    first, second = find_sources(Report("", "", "article", text))
    assert (first.id, first.name, second.id, second.name) == ("s1", "AFP", "s2", "Reuters")
    assert [text[slice(*span)] for span in first.mentions] == ["AFP", "Agence France-Presse", "AFP"]


def test_the_author_of_a_post_is_found_in_its_signature() -> None:
    """The span is exactly the name behind the post's words, not the same name within them."""
    text = "Karo is free! — Karo (@karo) May 4, 2016"
    post = Post((0, len(text)), (0, 13), "twitter", author="Karo", handle="karo")
    (source,) = find_sources(Report("", "", "article", text, posts=(post,)))
    assert (source.name, source.kind, source.mentions) == ("Karo", "social media", ((16, 20),))


def test_an_author_whom_only_the_markup_names_has_the_whole_post_as_mention() -> None:
    """Where the name is not shown, the post itself stands for its author; a post without author gives no source."""
    posts = (Post((0, 5), (0, 5), "twitter", author="Karo Tem"), Post((6, 9), (6, 9), "twitter"))
    (source,) = find_sources(Report("", "", "article", "Peace now", posts=posts))
    assert source.mentions == ((0, 5),)


@pytest.mark.parametrize("unit", ["(AP) - ", "AP (AP) ", "(Reuters/ a", "A ", "\n", "Herald News says ", "told ", "\nA News "])
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    """Near-matches repeated for half a million characters do not multiply the ways to try."""
    assert len(find_sources(Report("", "", "article", unit * (500_000 // len(unit))))) <= 1


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["AFP", "Reuters", " ", "(", ")", "\n", "news", "reports", ":", "told", "The", "Qast", "Herald", "—", "x"]),
        max_size=40,
    ).map("".join)
)
def test_mentions_lie_within_the_text_apart_and_in_order(text: str) -> None:
    """No two sources share a place."""
    spans = [span for source in find_sources(Report("", "", "article", text)) for span in source.mentions]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    ordered = sorted(spans)
    assert all(ordered[i][1] <= ordered[i + 1][0] for i in range(len(ordered) - 1))
