"""What finding posts in pasted text must hold: signatures of every shape, and nothing that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.read.posts import find_media, find_posts

ADDRESS = "https://twitter.com/annlee/status/808421231905034240"


@pytest.mark.parametrize(
    ("text", "author", "words", "day"),
    [
        ("They came — Ann Lee (@annlee) December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came – Ann Lee (@annlee) 12 December 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came ― Ann Lee (@annlee) Dec 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came - Ann Lee (@annlee) 2016-12-12", "Ann Lee", "They came", "2016-12-12"),
        ("They came -- Ann Lee (@annlee) December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came â€” Ann Lee (@annlee) December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came —Ann Lee(@annlee) December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came\xa0—\xa0Ann Lee\xa0(@annlee)\xa0December\xa012,\xa02016", "Ann Lee", "They came", "2016-12-12"),
        ("They came — Ann Lee \u200f(@annlee\u200f) December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("彼ら — 安・李 （@annlee） 2016年12月12日", "安・李", "彼ら", "2016-12-12"),
        ("Они пришли — Анна Ли (@annlee) 12 декабря 2016 г.", "Анна Ли", "Они пришли", "2016-12-12"),
        ("وصلوا ليلا — آن لي (@annlee) ١٢ ديسمبر ٢٠١٦", "آن لي", "وصلوا ليلا", "2016-12-12"),
        ("הם באו — אן לי (@annlee) 12 בדצמבר 2016", "אן לי", "הם באו", "2016-12-12"),
        ("พวกเขามา — แอน ลี (@annlee) 12 ธันวาคม 2016", "แอน ลี", "พวกเขามา", "2016-12-12"),
        ("Sie kamen — Anna Lehm (@annlee) 12. Dezember 2016", "Anna Lehm", "Sie kamen", "2016-12-12"),
        ("Free Orna 🇸🇾👨‍👩‍👧 — Ann 🇸🇾 Lee (@annlee) December 12, 2016", "Ann 🇸🇾 Lee", "Free Orna 🇸🇾👨‍👩‍👧", "2016-12-12"),
        ("They came — Ann Lee (writer) (@annlee) December 12, 2016", "Ann Lee (writer)", "They came", "2016-12-12"),
        ("They came\n— Ann — Red – Lee (@annlee) December 12, 2016", "Ann — Red – Lee", "They came", "2016-12-12"),
        ("— We stay — Ann Lee (@annlee) December 12, 2016", "Ann Lee", "— We stay", "2016-12-12"),
        ("They came\n— Ann Lee (@annlee) 3:45 PM · Dec 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came — Ann Lee (@annlee) Monday, December 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came — Ann Lee (@annlee)\nDecember 12, 2016", "Ann Lee", "They came", "2016-12-12"),
        ("They came — Ann Lee (@annlee)", "Ann Lee", "They came", None),
        ("They came.\nNo one slept.\n\nWe left. — Ann Lee (@annlee)\n\nNext.", "Ann Lee", "We left.", None),
        (
            "Intro.\n\nThey came.\nNo one slept.\n— Ann Lee (@annlee) December 12, 2016\n\nNext.",
            "Ann Lee",
            "They came.\nNo one slept.",
            "2016-12-12",
        ),
        ("Intro.\r\n\r\nThey came.\r\n— Ann Lee (@annlee) December 12, 2016\r\n\r\nNext.", "Ann Lee", "They came.", "2016-12-12"),
        ("Intro.\nThey came. — Ann Lee (@annlee) December 12, 2016\nNext.", "Ann Lee", "They came.", "2016-12-12"),
        ("They came. — Ann Lee (@annlee) December 12, 2016. The army denied it.", "Ann Lee", "They came.", "2016-12-12"),
        (
            "Word " * 100 + "ends. Then this. They came — Ann Lee (@annlee) December 12, 2016",
            "Ann Lee",
            "Then this. They came",
            "2016-12-12",
        ),
    ],
)
def test_a_signature_closes_a_post(text: str, author: str, words: str, day: str | None) -> None:
    """Whatever the dash, script, line ends and language of the date, the words before it are the author's."""
    (post,) = find_posts(text)
    assert (post.author, post.handle, text[slice(*post.text_span)]) == (author, "annlee", words)
    assert (post.platform, post.published, post.published_how) == ("twitter", day, "text" if day else None)


@pytest.mark.parametrize(
    "text",
    [
        "Follow Ann Lee (@annlee) on Twitter",
        "He told Ann Lee (@annlee) on Monday that it was over.",
        "The mayor — Ann Lee (@annlee) — said on Monday that it was over.",
        "Among the press – Ann Lee (@annlee) too – on December 12, 2016, nobody slept.",
        "Мэр — Анна Ли (@anna) сказала 12 декабря 2016 г. что всё кончено",
        "Le maire — Anne Lit (@anne) a dit le 12 décembre 2016 que tout est fini",
        "— Ann Lee (@annlee) is a reporter in Orna.",
        "— Ann Lee (@annlee) December 12, 2016",
        "Reporting by Ann Lee (@annlee) and Bob Roe (@bob).",
        "It was dark. — Ann Lee (@annlee) at the bridge",
        "A letter Posted by Ann on Monday, of all days, was lost.",
        "mail ann@orna.example — or (@",
        "",
    ],
)
def test_a_sentence_that_only_looks_signed_is_no_post(text: str) -> None:
    """A name with a handle amid a sentence, or a signature without words, signs nothing."""
    assert find_posts(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One. — Ann (@ann) December 12, 2016 Two. — Bob (@bob) December 13, 2016", ["One.", "Two."]),
        ("Один. — Анна (@ann) 12 декабря 2016 г. Два. — Боб (@bob) 13 декабря 2016 г.", ["Один.", "Два."]),
        ("一 — 安 (@ann) 2016年12月12日 二 — 李 (@bob) 2016年12月13日", ["一", "二"]),
        ("Một. — Ann (@ann) 12 tháng 12, 2016 Two. — Bob (@bob) December 13, 2016", ["Một.", "Two."]),
        ("Bir. — Ann (@ann) 12 Aralık 2016 Two. — Bob (@bob) December 13, 2016", ["Bir.", "Two."]),
        ("One. — Ann (@ann) December 12, 2016\nTwo. — Bob (@bob) December 13, 2016\n", ["One.", "Two."]),
    ],
)
def test_several_posts_in_one_paragraph_are_told_apart(text: str, words: list[str]) -> None:
    """Each begins where the one before it ends."""
    posts = find_posts(text)
    assert [text[slice(*post.text_span)] for post in posts] == words
    assert [(post.handle, post.published) for post in posts] == [("ann", "2016-12-12"), ("bob", "2016-12-13")]


@pytest.mark.parametrize(
    ("text", "published", "how"),
    [
        (f"They came — Ann Lee (@annlee) December 13, 2016 {ADDRESS}", "2016-12-13", "text"),
        (f"They came — Ann Lee (@annlee)\n{ADDRESS}?s=20", "2016-12-12", "address"),
        (f"They came {ADDRESS} — Ann Lee (@annlee)", "2016-12-12", "address"),
        ("They came — Ann Lee (@annlee)\nhttps://twitter.com/annlee/status/21478354", None, None),
    ],
)
def test_a_posts_own_address_comes_with_it(text: str, published: str | None, how: str | None) -> None:
    """It stands in its words or right behind its signature, and dates it where nothing else does."""
    (post,) = find_posts(text)
    assert post.url is not None
    assert post.url in text[slice(*post.span)]
    assert (post.published, post.published_how) == (published, how)


@pytest.mark.parametrize(
    ("text", "author", "handle", "published"),
    [
        ("Shut. Posted by Orna Town on Monday, December 12, 2016", "Orna Town", None, "2016-12-12"),
        ("At night A post shared by Ann Lee (@ann.lee) on Dec 12, 2016 at 2:00am PST", "Ann Lee", "ann.lee", "2016-12-12"),
        ("At night\nA post shared by Ann Lee (@ann.lee)", "Ann Lee", "ann.lee", None),
        ("At night\nA post shared by @ann.lee", "ann.lee", "ann.lee", None),
    ],
)
def test_posts_of_facebook_and_instagram_are_signed_otherwise(text: str, author: str, handle: str | None, published: str | None) -> None:
    """Their signatures say in words who posted or shared, and the clock behind the day belongs to them."""
    (post,) = find_posts(text)
    assert (post.author, post.handle, post.published, post.span) == (author, handle, published, (0, len(text)))


def test_media_are_named_as_they_stand_in_the_words() -> None:
    """Each once, also where no space parts it from the word before."""
    assert find_media("Joypic.twitter.com/AbC and pic.x.com/dEf, pic.twitter.com/AbC") == ("pic.twitter.com/AbC", "pic.x.com/dEf")


def test_posts_already_known_are_left_alone() -> None:
    """No post begins in or reaches into a span that is taken, and words are not taken from before it."""
    text = "One. — Ann (@ann) December 12, 2016 Two. — Bob (@bob) December 13, 2016 Three. — Eve (@eve) December 14, 2016"
    middle = (text.index("Two"), text.index(" Three"))
    assert [text[slice(*post.text_span)] for post in find_posts(text, (middle,))] == ["One.", "Three."]


def test_a_long_hostile_text_takes_time_in_proportion() -> None:
    """A line of many thousand near-signatures, dashes and spaces is read without looking back over all of it."""
    assert find_posts("x— A (@b) y" * 3_000 + "—" + " " * 300_000 + "— " * 100_000 + "Posted by " * 50_000) == ()


NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)
PIECES = st.one_of(
    NAMES, st.sampled_from(["\n", "\r\n", "\n\n", " ", "— ", "(@ann)", "December 12, 2016", "— Ann (@ann) December 12, 2016", "@", "🇸🇾"])
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_posts_lie_in_the_text_in_order_and_apart(text: str) -> None:
    """Every span holds, words first, and the words are neither empty nor framed by white space."""
    end = 0
    for post in find_posts(text):
        assert end <= post.span[0] == post.text_span[0] < post.text_span[1] < post.span[1] <= len(text)
        words = text[slice(*post.text_span)]
        assert words == words.strip() != ""
        end = post.span[1]


@given(NAMES, NAMES)
def test_any_name_signs(words: str, name: str) -> None:
    """Letters and digits of every script are names."""
    text = f"{words} — {name} (@annlee) December 12, 2016"
    (post,) = find_posts(text)
    assert (post.author, text[slice(*post.text_span)]) == (name, words)
