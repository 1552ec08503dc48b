"""What a page says of itself must come out as it says it, and nothing that it does not say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from according.read.draft import Stated
from according.read.metadata import PageFacts, read_facts

ADDRESS = "https://www.quessin-herald.example/news/bridge"
HEADLINE = "<h1>Bridge at Orna closed</h1>"
BODY = f"<article>{HEADLINE}<p>The mayor said that the bridge had been closed.</p></article>"
ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Bridge at Orna closed",
    "datePublished": "2024-05-01T23:30:00+03:00",
    "dateModified": "2024-05-02T01:00:00Z",
    "author": {"@type": "Person", "name": "Ann Lee"},
    "publisher": {"@type": "Organization", "name": "The Quessin Herald"},
    "inLanguage": "en-GB",
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Old market burns",
    "datePublished": "2020-01-01",
    "author": "Tom Roe",
    "url": ADDRESS + "/old",
}
REFERRING = {**ARTICLE, "publisher": {"@id": "#herald"}, "author": {"@id": "#ann"}}
NAMED = [{"@type": "Organization", "@id": "#herald", "name": "The Quessin Herald"}, {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]


def facts(head: str = "", body: str = BODY, url: str | None = ADDRESS, attributes: str = "") -> PageFacts:
    return read_facts(document_fromstring(f"<html {attributes}><head>{head}</head><body>{body}</body></html>"), url)


def linked(*values: Any) -> str:
    """JSON-LD scripts of these values; a text is written as it is."""
    return "".join(f'<script type="application/ld+json">{v if isinstance(v, str) else json.dumps(v)}</script>' for v in values)


@pytest.mark.parametrize(
    "head",
    [
        linked(ARTICLE),
        linked([{"@type": "BreadcrumbList"}, ARTICLE]),
        linked(["x", 5, None, [ARTICLE]]),
        linked({"@graph": [{"@type": "WebSite", "name": "Other"}, REFERRING, *NAMED]}),
        linked({"@type": "WebPage", "mainEntity": ARTICLE}),
        linked({**ARTICLE, "@type": ["Thing", "https://schema.example/NewsArticle"]}),
        linked(OTHER, {**OTHER, "headline": "Third"}, ARTICLE),
        linked(OTHER, {**ARTICLE, "headline": "Another title", "mainEntityOfPage": {"@id": ADDRESS}}),
        linked(OTHER, {**ARTICLE, "headline": "Another title", "mainEntityOfPage": ADDRESS + "/#top"}),
        linked(f"/*<![CDATA[*/{json.dumps(ARTICLE)[:-1]},}}/*]]>*/"),
        linked(f"<!-- {json.dumps(ARTICLE)} -->"),
        linked(json.dumps(ARTICLE).replace('"', "&quot;")),
        linked(json.dumps(ARTICLE).replace("Bridge at", "Bridge\n at")),
        linked('{"@type": "NewsArticle", "headline": "Bri', ARTICLE),
        linked("[" * 100_000, ARTICLE),
    ],
)
def test_linked_data_tells_of_the_article(head: str) -> None:
    """In a graph, an array, a page's main entity, slightly broken, or beside other articles: the main one's facts come out."""
    found = facts(head)
    assert found.byline == "Ann Lee"
    assert found.publisher == ("The Quessin Herald", "page")
    assert found.published == (Stated("2024-05-01", "2024-05-01T23:30:00+03:00"), "page")
    assert found.modified == (Stated("2024-05-02", "2024-05-02T01:00:00Z"), "page")
    assert found.language == "en"


@pytest.mark.parametrize("broken", ['{"@type": "NewsArticle", "headline": "Bri', "[" * 100_000, "", "null", '"text"', "{'a': 1}"])
def test_linked_data_beyond_reading_says_nothing(broken: str) -> None:
    """The page's other fields still count."""
    found = facts(linked(broken) + '<meta property="article:published_time" content="2024-05-01T10:00:00+0200">')
    assert found.published == (Stated("2024-05-01", "2024-05-01T10:00:00+02:00"), "page")


def test_the_facts_of_another_article_are_never_borrowed() -> None:
    """What the main article does not say is not filled from a related one."""
    found = facts(linked(OTHER, {"@type": "NewsArticle", "headline": "Bridge at Orna closed"}))
    assert (found.byline, found.published) == (None, None)


def test_values_of_the_wrong_kind_are_passed_over() -> None:
    """Numbers, lists and objects where a text belongs break nothing."""
    odd = {
        "@type": "NewsArticle",
        "headline": ["Bridge at Orna closed"],
        "datePublished": 1714521600,
        "author": 5,
        "publisher": None,
        "url": {},
    }
    found = facts(linked({**odd, "inLanguage": {"@type": "Language"}, "mainEntityOfPage": [ADDRESS], "@id": 7}))
    assert (found.title, found.byline, found.published, found.language) == ("Bridge at Orna closed", None, None, None)
    assert found.publisher == ("quessin-herald.example", "address")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("property", "article:published_time"),
        ("property", "og:article:published_time"),
        ("itemprop", "datePublished"),
        ("name", "DC.date.issued"),
        ("name", "dcterms.created"),
        ("name", "parsely-pub-date"),
        ("name", "sailthru.date"),
        ("name", "pubdate"),
        ("name", "date"),
    ],
)
def test_meta_fields_date_a_page(name: str, value: str) -> None:
    """The fields of many publishing systems, with the zone as it is written."""
    assert facts(f'<meta {name}="{value}" content="2024-05-01T10:00:00-05:00">').published == (
        Stated("2024-05-01", "2024-05-01T10:00:00-05:00"),
        "page",
    )


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f'<article>{HEADLINE}<time datetime="2024-05-01T10:00:00Z">1 May</time></article>', "2024-05-01"),
        (f'<article>{HEADLINE}<time pubdate datetime="2024-05-01">May</time></article>', "2024-05-01"),
        (f'<article><abbr class="published" title="2024-05-01T10:00:00">May</abbr>{HEADLINE}</article>', "2024-05-01"),
        (f'<article>{HEADLINE}<span itemprop="datePublished" content="2024-05-01">May</span></article>', "2024-05-01"),
        (f'<article>{HEADLINE}<p class="post-date">1 de mayo de 2024</p></article>', "2024-05-01"),
        (f'<article>{HEADLINE}<div><span id="date">1 мая 2024 г.</span></div></article>', "2024-05-01"),
        (f"<div><div>{HEADLINE}</div><time>1 May 2024</time></div>", "2024-05-01"),
        (f'<article>{HEADLINE}<span class="date">Updated 3 May 2024</span></article>', None),
        (f'<article>{HEADLINE}<time class="updated" datetime="2024-05-03">3 May</time></article>', None),
        (f'<article>{HEADLINE}<p>x</p></article><article><h2>Other</h2><time datetime="2020-01-01">x</time></article>', None),
        (f'{BODY}<aside class="related"><time class="published" datetime="2020-01-01">x</time></aside>', None),
        (f'{BODY}<section id="comments"><time datetime="2020-01-01T00:00Z">x</time></section>', None),
        (f"{BODY}<footer><p>© 2024 The Quessin Herald, 1 May 2024</p></footer>", None),
        (f'<article>{HEADLINE}<p>It was 2016-07-20, or July 21, 2016.</p><img src="/2015/03/04/a.jpg"></article>', None),
        (f'<article>{HEADLINE}<p class="date">yesterday</p></article>', None),
        ('<div><time datetime="2020-01-01">x</time></div><p>No headline</p>', None),
        (f"<div><div><div><div><div>{HEADLINE}</div></div></div></div><time>1 May 2024</time></div>", None),
        (BODY, None),
    ],
)
def test_a_date_beside_the_headline_dates_the_page_and_no_other_does(body: str, day: str | None) -> None:
    """Never an update, another story's date, a comment's, the copyright line, a date in the words or a picture's address, nor today."""
    found = facts(body=body).published
    assert (found and (found[0].date, found[1])) == (day and (day, "page"))


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/01/bridge", "2024-05-01"),
        ("/news/2024/5/7/bridge", "2024-05-07"),
        ("/2024-05-01-bridge.html", "2024-05-01"),
        ("/2024/13/01/bridge", None),
        ("/2024/02/31/bridge", None),
        ("/2024/05/bridge", None),
        ("/bridge?d=/2020/01/01/", None),
    ],
)
def test_the_address_dates_a_page_that_does_not(path: str, day: str | None) -> None:
    """A real day in the path counts where no field tells, and is said to come from the address."""
    found = facts(url=f"https://quessin-herald.example{path}").published
    assert (found and (found[0].date, found[1])) == (day and (day, "address"))


@pytest.mark.parametrize(
    ("content", "day"),
    [
        ("05/04/2017", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("soon", None),
        ("2024", "2024"),
        ("2024-05", "2024-05"),
        ("", None),
    ],
)
def test_a_date_that_says_nothing_is_none(content: str, day: str | None) -> None:
    """Neither what may be April or May, nor the day on which computers' clocks begin."""
    found = facts(f'<meta name="date" content="{content}">').published
    assert (found and found[0].date) == day


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2024-05-02">',
        '<meta property="og:updated_time" content="2024-05-02">',
        '<meta http-equiv="last-modified" content="Thu, 02 May 2024 01:00:00 GMT">',
        linked({**ARTICLE, "dateModified": "2024-05-02"}),
    ],
)
def test_the_day_of_a_change_is_kept_apart(head: str) -> None:
    """It never stands in for the day of publication."""
    found = facts(head)
    assert found.modified is not None
    assert found.modified[0].date == "2024-05-02"
    assert found.published is None or found.published[0].date == "2024-05-01"
    assert facts(body=f'{BODY}<time class="updated" datetime="2024-05-02">x</time>').modified == (Stated("2024-05-02"), "page")


@pytest.mark.parametrize(
    ("head", "name", "how"),
    [
        (linked({**ARTICLE, "publisher": [{"name": "https://x.example"}, {"name": "The Herald"}]}), "The Herald", "page"),
        (linked({**ARTICLE, "publisher": "The Herald"}), "The Herald", "page"),
        (linked({**ARTICLE, "publisher": "https://herald.example"}), "quessin-herald.example", "address"),
        (linked({**ARTICLE, "publisher": {"name": ["The Herald", "x"]}}), "The Herald", "page"),
        (linked({"@type": "NewsMediaOrganization", "name": "The Herald"}), "The Herald", "page"),
        ('<meta property="og:site_name" content="The Herald">', "The Herald", "page"),
        ('<meta property="og:site_name" content="www.herald.example">', "quessin-herald.example", "address"),
        ('<meta property="og:site_name" content="@herald"><meta name="application-name" content="The Herald">', "The Herald", "page"),
        ('<meta name="DC.publisher" content="The Herald">', "The Herald", "page"),
        ("<title>Bridge closed | The Quessin Herald</title>", "The Quessin Herald", "page"),
        ("<title>Bridge closed | Another thing</title>", "quessin-herald.example", "address"),
        ("", "quessin-herald.example", "address"),
    ],
)
def test_the_publisher_is_named_as_its_page_names_it(head: str, name: str, how: str) -> None:
    """Object, array or text, but no address; the host only where the page gives no name."""
    assert facts(head).publisher == (name, how)


def test_nobody_published_a_page_without_name_and_address() -> None:
    """What is not known is None."""
    assert facts(url=None).publisher is None


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (
            linked({**ARTICLE, "author": [{"name": "By Ann Lee"}, "Tom Roe", {"url": "x"}, "https://x.example/a", "Ann Lee"]}),
            "",
            "Ann Lee; Tom Roe",
        ),
        (linked({**ARTICLE, "author": {"name": ["Ann Lee", "Tom Roe"]}}), "", "Ann Lee; Tom Roe"),
        (linked({**ARTICLE, "author": "https://x.example/ann"}), "", None),
        (linked({"@type": "NewsArticle", "creator": ["Ann Lee"]}), "", "Ann Lee"),
        ('<meta name="author" content="Von Anna Lehm"><meta name="author" content="Tom Roe">', "", "Anna Lehm; Tom Roe"),
        ('<meta name="author" content="ann@herald.example">', "", None),
        ('<meta name="author" content="Ann Lee @annlee">', "", "Ann Lee"),
        ('<meta property="article:author" content="https://www.facebook.com/ann"><meta name="byl" content="By Ann Lee">', "", "Ann Lee"),
        (
            '<link rel="author" href="/ann">',
            '<p class="byline">By <a rel="author" href="/a">Ann Lee</a> and <a href="/b">Tom Roe</a></p>',
            "Ann Lee; Tom Roe",
        ),
        ("", '<div class="byline">By Ann Lee and Tom Roe</div>', "Ann Lee and Tom Roe"),
        ("", '<div itemprop="author"><span itemprop="name">Ann Lee</span>, our writer</div>', "Ann Lee"),
        ("", '<div class="byline">14:05 on 1 May 2024</div><div class="author">Ann Lee</div>', "Ann Lee"),
        ("", '<div class="author-bio"><p class="author">Ann Lee has won prizes.</p></div>', None),
        ("", '<div class="comment"><a rel="author" href="/r">Reader One</a></div>', None),
        ("", '<div class="authority">The town</div>', None),
        ('<meta name="author" content="123">', "", None),
    ],
)
def test_a_byline_is_the_names_of_people(head: str, body: str, byline: str | None) -> None:
    """From data, fields or the article's own markup, without "By", addresses and handles."""
    assert facts(head, BODY.replace("</h1>", "</h1>" + body)).byline == byline


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge at Orna closed - The Quessin Herald</title>", "<p>x</p>", "Bridge at Orna closed"),
        ("<title>Bridge at Orna closed | Quessin Herald</title>", "<p>x</p>", "Bridge at Orna closed"),
        ('<title>The Q | Bridge closed</title><meta property="og:site_name" content="The Q">', "<p>x</p>", "Bridge closed"),
        ("<title>Bridge at Orna closed – World – Some Name</title>", HEADLINE, "Bridge at Orna closed"),
        (
            "<title>Bridge at Orna closed - The Quessin Herald</title>",
            "<h1><a href='/'>The Quessin Herald</a></h1>",
            "Bridge at Orna closed",
        ),
        ("<title>World: Bridge at Orna closed</title>", "<h1>World</h1>", "World: Bridge at Orna closed"),
        ("<title>Al-Orna - the town that fell</title>", "<p>x</p>", "Al-Orna - the town that fell"),
        ("<title>BRIDGE AT ORNA CLOSED</title>", HEADLINE, "Bridge at Orna closed"),
        ('<meta property="og:title" content="Orna bridge shut">', HEADLINE, "Orna bridge shut"),
        ('<meta name="twitter:title" content="Orna bridge shut">', "<p>x</p>", "Orna bridge shut"),
        (linked({**ARTICLE, "headline": "Bridge &amp; road"}), "<p>x</p>", "Bridge & road"),
        ("<title>Deaths &lt; 5 and &gt; 3</title>", "<p>x</p>", "Deaths < 5 and > 3"),
        ('<meta property="og:title" content="Bridge &lt;b&gt;at&lt;/b&gt;\n Orna">', "<p>x</p>", "Bridge at Orna"),
        ("", HEADLINE, "Bridge at Orna closed"),
        ("", HEADLINE + HEADLINE, None),
        ("", "<svg><title>menu</title></svg><p>x</p>", None),
        ("<title> </title>", "<h1>***</h1>", "***"),
        ("<title>*</title>", "<h1>**</h1>", "*"),
    ],
)
def test_a_title_is_the_headline_without_the_sites_name(head: str, body: str, title: str | None) -> None:
    """As the page shows it where that is most of what it states."""
    assert facts(head, body).title == title


@pytest.mark.parametrize(
    ("head", "url", "own"),
    [
        ('<link rel="canonical" href="/news/bridge?x=1">', ADDRESS, "https://www.quessin-herald.example/news/bridge?x=1"),
        ('<link rel="alternate canonical" href="https://wire.example/story">', None, "https://wire.example/story"),
        (
            '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://a.example/b">',
            ADDRESS,
            "https://a.example/b",
        ),
        ('<link rel="canonical" href="https://[broken/">', ADDRESS, None),
        ('<link rel="canonical" href="/news/bridge">', None, None),
        ('<link rel="canonical" href="https:///x">', None, None),
        ('<link rel="canonical">', None, None),
        ("", None, None),
    ],
)
def test_the_pages_own_address_is_one_of_the_web(head: str, url: str | None, own: str | None) -> None:
    """Relative to where it came from; scripts, broken addresses and paths without a host are none."""
    assert facts(head, url=url).url == (own if own or not url or "canonical" not in head else None)


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ('lang="en-GB"', "", "en"),
        ('lang="ar_SY"', "", "ar"),
        ('xml:lang="de"', "", "de"),
        ('lang=""', '<meta http-equiv="content-language" content="ar-SY">', "ar"),
        ('lang="und"', '<meta property="og:locale" content="pt_BR">', "pt"),
        ('lang="english"', "", None),
        ("", linked({**ARTICLE, "inLanguage": ["uk"]}), "uk"),
        ("", "", None),
    ],
)
def test_the_declared_language_is_a_short_code(attributes: str, head: str, language: str | None) -> None:
    """Regions are dropped, and a word that is no code says nothing."""
    assert facts(head, attributes=attributes).language == language


def test_hostile_fields_are_passed_over() -> None:
    """A title of a megabyte is none; control characters and half characters are left out of a line."""
    assert facts(f"<title>{'A' * 1_000_000}</title>").title == "Bridge at Orna closed"
    head = linked('{"@type":"NewsArticle","headline":"Bridge \\ud83d at\\u0007 Orna","author":"Ann \\u0000 Lee"}')
    assert (facts(head, "<p>x</p>").title, facts(head).byline) == ("Bridge at Orna", "Ann Lee")


@given(st.text(), st.text(), st.sampled_from(["headline", "author", "publisher", "datePublished", "url", "inLanguage", "@type", "@id"]))
def test_no_field_breaks_a_page(head: str, value: str, name: str) -> None:
    """Whatever stands in a title, a field or the JSON, facts are texts in one line that can be stored, or None."""
    markup = f"<title>{head}</title>".replace("\x00", "").encode("utf-8", "replace").decode()
    found = facts(markup + linked({**ARTICLE, name: value}).replace("</script><", "&lt;"))
    for text in (found.title, found.byline, found.publisher and found.publisher[0], found.language):
        assert text is None or (text.encode() and text == text.strip() != "" and "\n" not in text)
