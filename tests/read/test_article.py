"""What of a page must come out as the report: golden pages as folders under ``pages``, one for each matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from according.config import Config
from according.read.html import read_html
from according.read.marks import _make_marks

PAGES = Path(__file__).parent / "pages"
ADDRESS = "https://quessin-herald.example/bridge"
FIRST = "The mayor of Orna said on Monday that the bridge over the Ghelda had been closed after shells fell on its eastern end."
SECOND = "Residents said that they had been asked to leave their houses by the evening, and that buses were waiting at the market."
THIRD = "The army denied that it had fired on the bridge and said that the shells had come from the hills to the north of the town."
TWEET = (
    '<blockquote class="twitter-tweet"><p>Joy</p>&mdash; Ann Lee (@annlee) '
    '<a href="https://twitter.com/annlee/status/808421231905034240">December 12, 2016</a></blockquote>'
)


def article(inner: str, after: str = "") -> str:
    """The text of a page whose article holds a headline, a paragraph, what is given, and two paragraphs more."""
    markup = f"<h1>Bridge closed</h1><p>{FIRST}</p>{inner}<p>{SECOND}</p><p>{THIRD}</p>"
    return read_html(f"<html><body><main><article>{markup}</article>{after}</main></body></html>", ADDRESS, Config()).text


@pytest.mark.parametrize("folder", sorted(PAGES.iterdir()), ids=lambda folder: folder.name)
def test_a_page_reads_as_its_golden_case_says(folder: Path) -> None:
    """The title, the whole text, and each post where it stands in it are those of expected.json."""
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    draft = read_html((folder / "page.html").read_text(encoding="utf-8"), ADDRESS, Config())
    facts = ("author", "handle", "published", "url")
    posts = [{"shown": draft.text[slice(*post.span)]} | {name: getattr(post, name) for name in facts} for post in draft.posts]
    assert draft.title == (expected["title"], "page")
    assert draft.text.split("\n") == expected["text"]
    assert posts == expected["posts"]


@pytest.mark.parametrize(
    "seen",
    [
        "<p>Short.</p>",
        "<h3>A long night</h3>",
        "<blockquote>We will not leave.</blockquote>",
        "<ul><li>Two dead</li></ul>",
        "<ol><li><p>Two dead</p></li></ol>",
        "<dl><dt>Dead</dt><dd>Two</dd></dl>",
        "<table><tr><td>Orna</td><td>12</td></tr></table>",
        "<figure><img src=a><figcaption>The bridge at dawn</figcaption></figure>",
        "<figure><img src=a><div>The bridge at dawn</div></figure>",
        '<div><img src=a><span class="caption">The bridge at dawn</span></div>',
        '<aside class="pull-quote">They came at night</aside>',
        '<div class="factbox"><p>The bridge was built long ago.</p></div>',
        "<time>10:05</time>",
        "<pre>14.5  N</pre>",
        "<div>Shells fell again on Tuesday, residents said, but nobody was hurt and the mill still stands by the river.</div>",
        "<section>Shells fell again on Tuesday, residents said, but nobody was hurt and the mill still stands by the river.</section>",
        TWEET,
        f'<div class="widget social">{TWEET}</div>',
        f"<aside>{TWEET}</aside>",
        f"<noscript>{TWEET}</noscript>",
    ],
)
def test_nothing_that_stands_in_the_article_is_lost(seen: str) -> None:
    """Whatever its element, what a reader sees amid the report is in the text, in its place."""
    words = "— Ann Lee (@annlee) December 12, 2016" if TWEET in seen else read_html(seen, None, Config()).text.split("\n")[0].split("\t")[0]
    text = article(seen)
    assert text.index(FIRST) < text.index(words, text.index(FIRST) + len(FIRST)) < text.index(SECOND)


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="share-bar"><p>Beside</p></div>',
        "<aside><p>Beside</p></aside>",
        '<div class="newsletter-signup"><h3>Beside</h3><p>Beside in your inbox</p></div>',
        '<div id="cookie-notice"><p>Beside</p></div>',
        '<h3><a href="/x">Beside: old market burns in Orna</a></h3>',
        '<p>READ MORE: <a href="/x">Beside the old mill</a></p>',
        '<p>Lire aussi : <a href="/x">Beside the old mill</a></p>',
        '<p>Читайте также: <a href="/x">Beside the old mill</a></p>',
        '<ul class="related"><li><a href="/x">Beside</a></li></ul>',
        '<div class="fb-page"><blockquote cite="https://www.facebook.com/orna"><a href="/">Beside</a></blockquote></div>',
        "<p hidden>Beside</p>",
        "<dialog><p>Beside</p></dialog>",
    ],
)
def test_what_stands_beside_the_report_stays_out(beside: str) -> None:
    """Buttons, sign-ups, teasers and what a browser does not show are no part of the report."""
    assert "Beside" not in article(beside)


@pytest.mark.parametrize(
    "title", ["Related stories", "Auch interessant", "Lea también", "Leia mais", "Leggi anche", "Lees ook", "اقرأ أيضاً", "По теме:"]
)
def test_the_title_of_a_box_of_other_stories_stays_out(title: str) -> None:
    """A line that says only that other stories follow is dropped in any of the languages."""
    assert title not in article(f"<h3>{title}</h3>").split("\n")


def test_a_sentence_that_begins_like_such_a_title_is_kept() -> None:
    """The words "read more" in a sentence, and a lead without a link, are the report's own."""
    assert "Read more than you write, she said." in article("<p>Read more than you write, she said.</p>")
    assert "Related: the mill burned down." in article("<p>Related: the mill burned down.</p>")


@pytest.mark.parametrize(
    "around", ['<aside class="x">{}</aside>', '<div class="comments">{}</div>', "<footer>{}</footer>", '<div id="related">{}</div>']
)
def test_a_post_in_the_margin_is_not_the_articles(around: str) -> None:
    """The publisher's newest posts in a side bar and the readers' in the comments stay out."""
    assert "Ann Lee" not in article("", after=around.format(TWEET))


def test_an_element_that_holds_the_report_is_never_beside_it() -> None:
    """A class such as "sidebar-main" around the article itself does not make it furniture."""
    figure = "<figure><figcaption>At dawn</figcaption></figure>"
    markup = f'<div class="sidebar-main"><h1>Bridge closed</h1><p>{FIRST}</p>{figure}<p>{SECOND}</p>{TWEET}</div>'
    text = read_html(markup, None, Config()).text
    assert "At dawn" in text
    assert "Joy" in text


@pytest.mark.parametrize(
    ("head", "before", "headline"),
    [
        ("<title>Bridge closed - Herald</title>", "<header><h1>Bridge closed</h1></header>", "Bridge closed"),
        ("<title>Orna | Herald</title>", "<h1>Nobody may cross</h1>", "Nobody may cross"),
        ("<title>Bridge closed</title>", '<h1><a href="/">The Herald</a></h1><h2>Bridge closed</h2>', "Bridge closed"),
        ("<title>Bridge closed</title>", '<div class="banner"><h1>Herald</h1></div>', FIRST),
    ],
)
def test_the_headline_opens_the_text(head: str, before: str, headline: str) -> None:
    """It is the heading that the title names, or the page's only one, but never the outlet's own sign."""
    body = f"{before}<div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    text = read_html(f"<html><head>{head}</head><body>{body}</body></html>", None, Config()).text
    assert text.split("\n")[0] == headline


def test_a_page_without_an_article_gives_all_that_is_not_furniture() -> None:
    """Where nothing is left after trafilatura's judgement, all that is seen counts, menus apart."""
    text = read_html(f"<body><nav><a href='/'>Home</a></nav>{TWEET}</body>", None, Config()).text
    assert text == "Joy\n— Ann Lee (@annlee) December 12, 2016"


def test_a_page_may_use_the_symbols_of_the_marks() -> None:
    """Braille, Byzantine notes and domino tiles in a text are kept, and nothing is added to it."""
    written = "⠁⠃⠉ is Braille, 𝀀 a note, 🀰 a tile: " + "".join(map(chr, range(0x2801, 0x2900)))
    assert written in article(f"<p>{written}</p>")


def test_a_page_that_uses_all_of_them_is_read_whole() -> None:
    """Without a symbol to spare there is no judgement by trafilatura, and no loss either."""
    every = "".join(map(chr, (*range(0x2801, 0x2900), *range(0x1D000, 0x1D0F0), *range(0x1D200, 0x1D240), *range(0x1F030, 0x1F090))))
    assert article(f"<p>{every}</p>") == "\n\n".join(("Bridge closed", FIRST, every, SECOND, THIRD))


def test_many_blocks_get_longer_marks() -> None:
    """A page with more blocks than short marks keeps them all apart."""
    marks = _make_marks(100, ["a", "b"])
    assert len(set(marks)) == 100
    assert {len(mark) for mark in marks} == {7}
