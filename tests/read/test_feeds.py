"""What reading RSS and Atom must hold."""

from __future__ import annotations

import pytest

from according.config import Config
from according.errors import ReadError
from according.model import Item
from according.read.draft import Draft, Stated
from according.read.feeds import read_feed

CONFIG = Config()
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Qast Wire &amp; News</title><link>http://qast.example/</link>
<item><title>Bridge &lt;b&gt;closed&lt;/b&gt; – again</title><link>http://qast.example/1</link><guid isPermaLink="false">tag:1</guid>
<pubDate>Mon, 12 Dec 2016 10:00:00 +0200</pubDate><author>desk@qast.example (Ann Lee)</author>
<description>&lt;p&gt;The bridge is &lt;a href="/b"&gt;closed&lt;/a&gt;.&lt;/p&gt;
&lt;p&gt;It was hit.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Only a title</title><link>http://qast.example/2</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Watch</title>
<entry><id>urn:x:1</id><title>Ferry</title><link href="http://harbour.example/1"/><published>2016-12-12T10:00:00Z</published>
<updated>2016-12-13T11:00:00+01:00</updated><author><name>Sam Oak</name></author><summary>Short.</summary>
<content type="html">&lt;p&gt;The ferry sails — «again».&lt;/p&gt;</content></entry>
<entry><id>urn:x:2</id><title>Note</title><content type="text">Plain &amp;amp; simple &lt;words&gt;.</content></entry></feed>"""


def read(feed: str | bytes, **about: str) -> tuple[Draft, ...]:
    data = feed.encode() if isinstance(feed, str) else feed
    return read_feed(Item("feed.xml", data, "feed", "2024-01-01T00:00:00Z", **about), CONFIG)  # type: ignore[arg-type]


def test_each_entry_of_rss_is_a_report() -> None:
    """What the feed gives beside the words arrives, and the words are what a reader would see."""
    one, two = read(RSS)
    assert one.text == "The bridge is closed.\n\nIt was hit."
    assert (one.locator, one.ref, one.url) == ("entry/1", "tag:1", "http://qast.example/1")
    assert (one.publisher, one.title, one.byline) == (
        ("Qast Wire & News", "input"),
        ("Bridge closed – again", "input"),
        ("Ann Lee", "input"),
    )
    assert one.published == (Stated("2016-12-12", "2016-12-12T10:00:00+02:00"), "input")
    assert (one.modified, one.problems) == (None, ())
    assert (two.locator, two.text, two.ref) == ("entry/2", "Only a title", "http://qast.example/2")
    assert two.problems == ("the entry holds no text beside its title",)


def test_each_entry_of_atom_is_a_report() -> None:
    """Content wins over the summary, plain text stays as it is, and both dates are kept."""
    one, two = read(ATOM)
    assert (one.text, one.ref, one.byline) == ("The ferry sails — «again».", "urn:x:1", ("Sam Oak", "input"))
    assert one.published == (Stated("2016-12-12", "2016-12-12T10:00:00Z"), "input")
    assert one.modified == (Stated("2016-12-13", "2016-12-13T11:00:00+01:00"), "input")
    assert two.text == "Plain &amp; simple <words>."
    assert (two.published, two.modified) == (None, None)


@pytest.mark.parametrize(
    "feed",
    [
        RSS.replace('encoding="utf-8"', "").encode(),
        RSS.replace("utf-8", "windows-1252").encode("windows-1252"),
        RSS.replace("utf-8", "utf-16").encode("utf-16"),
    ],
    ids=["undeclared", "Windows-1252", "UTF-16"],
)
def test_feeds_come_in_their_own_encodings(feed: bytes) -> None:
    """Letters beyond ASCII arrive whole."""
    assert read(feed)[0].title == ("Bridge closed – again", "input")


def test_a_malformed_feed_is_read_as_far_as_it_goes() -> None:
    """Its entries come out, and each says that the feed is malformed."""
    drafts = read(RSS.replace("</channel>", "&nope </chan>"))
    assert [draft.title for draft in drafts][:1] == [("Bridge closed – again", "input")]
    assert all(any("malformed" in problem for problem in draft.problems) for draft in drafts)


def test_an_entry_without_any_words_is_named() -> None:
    """It is passed over, and the feed's first report says so."""
    drafts = read(RSS.replace("<title>Only a title</title>", ""))
    assert len(drafts) == 1
    assert drafts[0].problems == ("entry/2 holds no text; passed over",)


@pytest.mark.parametrize(
    "feed", ["", "hello", "<html><body>x</body></html>", "<rss version='2.0'><channel><title>x</title></channel></rss>"]
)
def test_what_holds_no_entries_is_refused(feed: str) -> None:
    """Other documents, and empty feeds, are no reports."""
    with pytest.raises(ReadError, match="without entries"):
        read(feed)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
ENTITIES = [
    f"<!DOCTYPE rss [{LAUGHS}]>",
    '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss SYSTEM "http://192.0.2.1/x.dtd" [\n<!ENTITY % p "x"> <!ENTITY l9 "y">]>',
    f'<!DOCTYPE rss [<!ENTITY l9 "{"x" * 9_000}">]>',
    f'<!DOCTYPE rss [<!-- {"x" * 2_000_000} --><!ENTITY l9 "x">]>',
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("doctype", ENTITIES, ids=["laughs", "file", "external", "long", "late"])
def test_entities_of_its_own_make_a_feed_refused(doctype: str, encoding: str) -> None:
    """Nothing unfolds, and no file or address is opened."""
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>'
    )
    with pytest.raises(ReadError, match="declares entities"):
        read(feed.encode(encoding))


def test_a_document_type_without_entities_is_harmless() -> None:
    """The oldest RSS names its document type, which is not fetched."""
    feed = RSS.replace("<rss", '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://192.0.2.1/rss-0.91.dtd">\n<rss', 1)
    assert len(read(feed)) == 2


def test_an_article_may_write_of_entities() -> None:
    """Only a declaration refuses a feed, not words that look like one."""
    feed = RSS.replace("It was hit.", "&amp;lt;!ENTITY&amp;gt; it was hit.")
    assert "<!ENTITY> it was hit." in read(feed)[0].text


def test_what_is_wrong_with_the_feed_hides_nothing_of_its_entries() -> None:
    """The first report names the entries that were passed over beside its own problems; the others keep to their own."""
    empty, bare = "<item><link>http://qast.example/3</link></item>", "<item><title>Bare</title></item>"
    first, second = read(f"<rss version='2.0'><channel>{bare}{empty}{bare}{empty}</channel></rss>")
    own = "the entry holds no text beside its title"
    assert first.problems == ("entry/2 holds no text; passed over", "entry/4 holds no text; passed over", own)
    assert (second.locator, second.problems) == ("entry/3", (own,))


def test_a_feed_of_empty_entries_is_refused() -> None:
    """Entries without words are no reports."""
    with pytest.raises(ReadError, match="its entries hold no text"):
        read("<rss version='2.0'><channel><item><link>http://qast.example/3</link></item></channel></rss>")
