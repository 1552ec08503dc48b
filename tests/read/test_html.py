"""What reading a page must hold, whatever the page: exact offsets, limits by name, no crash."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.read.html import fragment, read_html

CONFIG = Config()
WORDS = "The mayor of Orna said that the bridge over the Ghelda had been closed after shells fell on its eastern end."
STATUS = "https://twitter.com/annlee/status/808421231905034240"
TWEET = f'<blockquote class="twitter-tweet"><p>Joy</p>— Ann Lee (@annlee) <a href="{STATUS}">December 12, 2016</a></blockquote>'
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            "<p> </p> <div> </div> <b> <ul><li> </ul> <table><tr><td> <blockquote> <!-- --> <br> <a><h1> <pre> <figure>".split()
        ),
        st.sampled_from(
            "<script> </script> <noscript> <template> <![CDATA[ < <a\thref=' '> &amp; &#0; &#x8; </body> </html> <plaintext>".split(" ")
        ),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
        st.sampled_from([WORDS, "— Ann Lee (@annlee) December 12, 2016", "\u202e", "👨‍👩‍👧", "⠁⠂⠃"]),
    ),
    max_size=15,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_any_markup_is_read_or_refused_and_offsets_hold(markup: str) -> None:
    """Posts lie inside the text, in order, apart, their words at the start; what cannot be read says so."""
    try:
        draft = read_html(markup, None, CONFIG)
    except ReadError:
        return
    end = 0
    for post in draft.posts:
        assert end <= post.span[0] == post.text_span[0] < post.text_span[1] <= post.span[1] <= len(draft.text)
        end = post.span[1]
    assert draft.text == draft.text.strip("\n")


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_reading_twice_changes_nothing(markup: str) -> None:
    """The same markup gives the same text and posts."""
    assert fragment(markup, CONFIG) == fragment(markup, CONFIG) if _has_text(markup) else True


def _has_text(markup: str) -> bool:
    try:
        return bool(fragment(markup, CONFIG)[0])
    except ReadError:
        return False


@given(st.lists(st.text(st.characters(categories=("L", "N", "S")), min_size=1, max_size=40), min_size=1, max_size=4))
def test_a_posts_words_are_cut_out_of_the_text_exactly(words: list[str]) -> None:
    """Around any words, ``text[start:end]`` is the post as shown and its author's own words."""
    body = "".join(f"<p>{escape(word)}</p>{TWEET.replace('Joy', escape(word))}" for word in words)
    text, posts = fragment(body, CONFIG)
    assert [text[slice(*post.text_span)] for post in posts] == words
    assert [text[slice(*post.span)] for post in posts] == [f"{word}\n— Ann Lee (@annlee) December 12, 2016" for word in words]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"<div><p>Two <b>bold <i>it</b> x</i><ul><li>a<li>2</ul><p>{WORDS}", f"Two bold it x\n\na\n2\n\n{WORDS}"),
        (f"<p>a<p>{WORDS}<p>b", f"a\n\n{WORDS}\n\nb"),
        (f"<body>{WORDS}</body>", WORDS),
        (f"<p>{WORDS}</p><!-- a -- b <p>no</p> -- -->", WORDS),
        (f"<p>{WORDS}</p><![CDATA[ <b>no</b> ]]>", WORDS),
        (f"<p>{WORDS}</p><template><p>no</p></template>", WORDS),
        (f"<p>\x00\x01{WORDS}&#8;&#x1f;</p><p>\x0c&#xFFFE;&#0;</p>", WORDS),
        (f"<!-->{WORDS}", WORDS),
        (f"<p>{WORDS}</p></body></html><p>After: {WORDS}</p>", f"{WORDS}\n\nAfter: {WORDS}"),
        (f'<?xml version="1.0" encoding="utf-16"?><p>{WORDS} é</p>', f"{WORDS} é"),
        (f'<meta charset="latin-1"><p>{WORDS} é🕊</p>', f"{WORDS} é🕊"),
    ],
)
def test_broken_markup_is_read_as_browsers_do(markup: str, text: str) -> None:
    """Unclosed and crossed tags, stray comments and lying declarations lose nothing."""
    assert read_html(markup, None, CONFIG).text == text


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "   ",
        "<html><body></body></html>",
        "<script>var a = '<p>no</p>'</script>",
        "<!-- only this -->",
        "<frameset><frame src=a></frameset>",
        "<p>\n&nbsp;</p>",
    ],
)
def test_a_page_without_text_is_refused(markup: str) -> None:
    """Nothing to see is said in words, not returned as an empty report."""
    with pytest.raises(ReadError, match="holds no"):
        read_html(markup, None, CONFIG)


def test_plaintext_ends_all_markup() -> None:
    """What follows an ancient ``plaintext`` tag is kept."""
    assert "after it" in read_html(f"<p>{WORDS}</p><plaintext>after it {WORDS}", None, CONFIG).text


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li"])
def test_nesting_beyond_the_limit_is_refused_by_name(tag: str) -> None:
    """A hundred thousand open tags name ``max_html_depth`` and exhaust no stack."""
    with pytest.raises(LimitExceeded, match="max_html_depth"):
        read_html(f"<p>{WORDS}</p>" + f"<{tag}>" * 100_000 + WORDS, None, CONFIG)


def test_nesting_within_the_limit_is_read() -> None:
    """Text under 490 tags is found, where the parser's own limit would drop it without a word."""
    assert read_html("<div>" * 490 + f"<p>{WORDS}</p>", None, CONFIG).text == WORDS


def test_too_many_tags_are_refused_before_anything_is_built() -> None:
    """The number found and the setting that limits it are in the message."""
    with pytest.raises(LimitExceeded, match=r"holds 300,001 tags, over the limit of 300,000 \(max_html_nodes\)"):
        read_html("<b>" * 300_001, None, CONFIG)


def test_angle_brackets_in_text_are_no_tags() -> None:
    """A text of many smaller-than signs is within the limit."""
    assert "3 < 5" in read_html(f"<p>{WORDS} 3 < 5 {'< ' * 50}</p>", None, Config(max_html_nodes=20)).text


def test_a_picture_written_into_the_page_hides_nothing() -> None:
    """What stands behind twelve million characters of an attribute, or in one long line, is read."""
    picture = f"<img src='data:image/png;base64,{'A' * 12_000_000}'>"
    assert read_html(f"{picture}<p>{WORDS}</p>", None, CONFIG).text == WORDS


def test_a_text_longer_than_any_article_is_kept_whole() -> None:
    """Twelve million characters in one paragraph come out, without trafilatura, which would need a gigabyte for them."""
    long = "word " * 2_400_000
    assert read_html(f"<nav>Menu</nav><p>{long}</p>", None, CONFIG).text == long.strip()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a\nb"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "a\n\nb\n\nc"),
        ("<table><tr><th>a</th><td><p>b</p></td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<p>a</p><ul><li>b</li></ul><p>c</p>", "a\n\nb\n\nc"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\nb"),
        ("a<hr>b", "a\n\nb"),
        ("", ""),
    ],
)
def test_blocks_are_set_apart_as_text_shows_them(markup: str, text: str) -> None:
    """Paragraphs by an empty line, items and rows by a line's end, cells by a tab."""
    assert fragment(markup, CONFIG) == (text, ())


def test_a_pasted_post_beside_an_embedded_one_is_found_too() -> None:
    """Both kinds come out in text order, and no signature counts twice."""
    text, posts = fragment(f"<p>Night — Bob Roe (@bob) December 11, 2016</p>{TWEET}<p>Dawn — Eve (@eve) December 13, 2016</p>", CONFIG)
    assert [(post.author, text[slice(*post.text_span)]) for post in posts] == [("Bob Roe", "Night"), ("Ann Lee", "Joy"), ("Eve", "Dawn")]
