"""What turning a tree into blocks must hold: the text as a browser shows it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from according.read.blocks import inline_text, iter_blocks


def shown(body: str) -> list[str]:
    return [block.text for block in iter_blocks(document_fromstring(f"<html><body>{body}</body></html>"))]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("<p>a <b> bold </b> word</p>", ["a bold word"]),
        ("<p>\n a\n\tb  c </p>", ["a b c"]),
        ("<p>a&nbsp;&nbsp;b</p>", ["a b"]),
        ("<p>One<br>Two<br/>\n Three</p>", ["One\nTwo\nThree"]),
        ("<p>One<br><br>Two</p>", ["One\n\nTwo"]),
        ("<br><p>One</p><br>", ["One"]),
        ("<p>One<br></p>", ["One"]),
        ("<p>un<b>bro</b>ken</p>", ["unbroken"]),
        ("<p>un<!-- no -- gap -->broken</p>", ["unbroken"]),
        ("<p>un<?php echo 1 ?>broken</p>", ["unbroken"]),
        ("<pre>a  b\r\n  c\n</pre>", ["a  b\n  c"]),
        ("<pre> \n</pre>", []),
        ("<pre>a  <b>b  c</b>\n\n  d</pre><p>e  f</p>", ["a  b  c\n\n  d", "e f"]),
        ("<ul><li>One<ul><li>Two</li></ul>Three</li></ul>", ["One", "Two", "Three"]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<p>x<script>var a = '<p>no</p>'</script><style>p{}</style>y</p>", ["xy"]),
        ("<p style='color:red; DISPLAY : none'>no</p><p style='display:block'>yes</p>", ["yes"]),
        ("<p hidden>no</p><div hidden><p>no</p></div>yes", ["yes"]),
        ("<a hidden href='/'>no</a><a href='/'>yes</a>", ["yes"]),
        ("<dialog>no</dialog><dialog open>yes</dialog>", ["yes"]),
        ("<select><option>no</select><textarea>no</textarea><button>no</button>yes", ["yes"]),
        ("<p>Joy <img class='emoji' alt='🕊️' src='x'> now</p>", ["Joy 🕊️ now"]),
        ("<p><img src='/twemoji/1f54a.png' alt='🕊'></p>", ["🕊"]),
        ("<p>x<img class='emoji' alt=':dove:'><img src='dove.jpg' alt='🕊'><img class='emoji'></p>", ["x"]),
        ("<p>&lt;b&gt; &amp;amp;</p>", ["<b> &amp;"]),
        ("<p>שלום <bdi>Ann</bdi>\u200f</p>", ["שלום Ann\u200f"]),
        ("<svg><title>no</title><text>no</text></svg><math><mi>x</mi></math>yes", ["yes"]),
        ("", []),
        ("<p> &nbsp; <br> </p>", []),
    ],
)
def test_blocks_are_what_a_browser_shows(body: str, blocks: list[str]) -> None:
    """Paragraphs apart, inline elements joined, white space as shown, nothing unseen."""
    assert shown(body) == blocks


def test_links_are_counted_in_characters() -> None:
    """A block knows how much of it stands in links, which tells a teaser from a sentence."""
    (block,) = iter_blocks(document_fromstring("<p>See <a href='/'>this <b>page</b></a> and <a hidden>none</a><a href='/x'>that</a>.</p>"))
    assert block.linked == len("this page") + len("that")


def test_a_boundary_is_an_empty_block_in_its_place() -> None:
    """Its own content is left out; one inside an unseen element counts too, but none inside a script."""
    tree = document_fromstring(
        "<p>a<span class=b>no</span>c</p><noscript>no<i class=b>no</i></noscript><script class=b>no</script><p>d</p>"
    )
    blocks = list(iter_blocks(tree, lambda element: element.get("class") == "b"))
    assert [block.text for block in blocks] == ["a", "", "c", "", "", "d"]
    assert [block.element.tag for block in blocks if not block.text] == ["span", "i", "script"]


def test_inline_text_is_one_line() -> None:
    """An element's text as one run, line breaks in its source as spaces."""
    assert inline_text(document_fromstring("<p> Bridge\n at <em>Orna</em>&nbsp;closed </p>")) == "Bridge at Orna closed"


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1), min_size=1, max_size=5))
def test_words_come_out_as_they_went_in(words: list[str]) -> None:
    """Whatever the script or symbol, each paragraph is its words, in order."""
    assert shown("".join(f"<p>{escape(word)}</p>" for word in words)) == words
