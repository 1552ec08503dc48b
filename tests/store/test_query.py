"""How texts and queries are cut into words, and what of a text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import QueryError
from according.store.query import MOST_SPANS, SNIPPET_LENGTH, Term, find_terms, iter_occurrences, parse_query, snippet_span
from according.store.words import WORD_MAX, fold, fold_text, iter_words
from tests.strategies import LETTERS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dum Qasr's bridge", ["dum", "qasr", "s", "bridge"]),
        ("10,000–13,000", ["10", "000", "13", "000"]),
        ("snake_case #tag @handle", ["snake", "case", "tag", "handle"]),
        ("E\u0301lan É", ["elan", "e"]),
        ("ﬁre ２０ 𝐀", ["fire", "20", "a"]),
        ("⑴ ﷺ", ["1", "صلىاللهعليهوسلم"]),
        ("مُحَمَّد", ["محمد"]),
        ("می‌روم", ["میروم"]),
        ("हिन्दी", ["हिन्दी"]),
        ("大桥 が", ["大", "桥", "か\u3099"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("🎉 — … \ufe76", []),
        ("w" * 300, ["w" * WORD_MAX]),
        ("\u1160", ["\u1160"]),
    ],
)
def test_texts_are_cut_and_folded_into_words(text: str, words: list[str]) -> None:
    """One row for each kind of writing."""
    assert [word for *_, word in iter_words(text)] == words
    assert fold_text(text) == " ".join(words)


@given(st.text(LETTERS))
def test_words_stand_where_they_say(text: str) -> None:
    """Spans follow each other, and each word is its own stretch folded."""
    end_before = 0
    for start, end, word in iter_words(text):
        assert end_before <= start < end
        assert fold(text[start:end]) == word
        assert " " not in word
        assert '"' not in word
        assert "'" not in word
        end_before = end


@given(st.text(st.one_of(st.sampled_from("\u200c\u200d’Ⓐ_ abZ0"), LETTERS)))
def test_a_folded_text_is_its_words(text: str) -> None:
    """The quick way for plain texts finds the same words as the other."""
    assert fold_text(text) == " ".join(word for *_, word in iter_words(text))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Bridge bridge", (Term(("bridge",)),)),
        ('"dum qasr"', (Term(("dum", "qasr")),)),
        ('"dum qasr"* x', (Term(("dum", "qasr"), True), Term(("x",)))),
        ("al-Sa*", (Term(("al", "sa"), True),)),
        ('open "end', (Term(("open",)), Term(("end",)))),
        ("大桥*", (Term(("大", "桥")),)),
        ("e* ferry", None),
        ("* ' -", None),
        ("w " * 64, (Term(("w",)),)),
        ("w " * 65, None),
    ],
)
def test_queries_are_read_as_terms(query: str, terms: tuple[Term, ...] | None) -> None:
    """What cannot be searched for is refused with the reason."""
    if terms is None:
        with pytest.raises(QueryError):
            parse_query(query)
    else:
        assert parse_query(query) == terms


def test_matches_come_in_the_order_of_the_text() -> None:
    """Also where they overlap."""
    text = "The bridge at Dum Qasr, bridges all."
    found = find_terms(parse_query('qasr "dum qasr" bridge* bridge'), text)
    assert [text[slice(*span)] for span in found.spans] == ["bridge", "bridge", "Dum Qasr", "Qasr", "bridges"]


def test_matches_are_counted_up_to_a_bound_but_none_is_missed() -> None:
    """A word in every line does not hide the one at the end."""
    found = find_terms(parse_query("and silence"), "and " * 5_000 + "silence " + "and " * 5_000)
    assert len(found.spans) == MOST_SPANS + 1
    assert found.spans[-1] == (20_000, 20_007)


FILLER = "words that fill the line, " * 40


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("A ferry sank.", "ferry", "A ferry sank."),
        (FILLER + "the ferry sank." + FILLER, "ferry", "the ferry sank."),
        (FILLER + "the ferry sank.", "ferry", "the ferry sank."),
        ("ferry " + FILLER + "the ferry sank." + FILLER, "ferry sank", "the ferry sank."),
        (FILLER, "absent", "words that fill"),
        ("大" * 500 + "桥" + "大" * 500, "桥", "大桥大"),
        ("long " * 100 + "ferry " + "x" * 500, "ferry", "ferry"),
        ("one two " * 100, '"' + "one two " * 30 + '"', "one two"),
    ],
)
def test_the_snippet_shows_most_of_what_was_asked_for(text: str, query: str, shown: str) -> None:
    """It stands in the text, is not too long, and is cut between words where there are any."""
    start, end = snippet_span(find_terms(parse_query(query), text), text)
    assert shown in text[start:end]
    assert end - start <= SNIPPET_LENGTH
    if " " in text:
        assert start == 0 or text[start - 1].isspace()
        assert end == len(text) or text[end].isspace() or "x" in text


@given(
    text=st.text(alphabet=st.sampled_from("abAB1_ .-“”—é\u0301ش"), max_size=60),
    query=st.lists(st.sampled_from(["a", "b", "ab", "aa", '"a b"', '"a a"', "ab*", '"a ba*"', "1"]), min_size=1, max_size=3).map(" ".join),
)
def test_patterns_find_what_walking_over_the_words_finds(text: str, query: str) -> None:
    """The fast way for texts of ASCII words gives the same places as the way that serves every script."""
    terms = parse_query(query)
    expected = sorted(iter_occurrences(terms, text))
    found = find_terms(terms, text)
    assert list(zip(found.spans, found.terms, strict=True)) == expected
