"""A feed is cut into entries, each a small feed of the very bytes that came."""

from __future__ import annotations

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from according.watch.entries import cut_feed

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<?xml-stylesheet href="x.xsl"?><!-- made at 06:00 -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" note='a > b'>
<channel><title>Kesh Relief</title><ttl>{ttl}</ttl><lastBuildDate>{built}</lastBuildDate>
<image><title>Not this one</title></image>
<item><title>First é</title><guid>kesh-1</guid><description><![CDATA[</item><item> Two <b>wells</b>]]></description></item>
{more}<item><link>https://relief.example/2</link><description>Second</description></item>
<item><description>Third</description></item>
</channel></rss>"""
ATOM = """<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="en"><a:id>f</a:id>
<a:entry><a:id>e-1</a:id><a:title>One</a:title><a:link href="https://relief.example/1"/><a:source><a:id>not-this</a:id></a:source></a:entry>
<a:entry><a:link rel="self" href="https://relief.example/self"/><a:link href="https://relief.example/2"/><a:title>Two</a:title></a:entry>
<a:title>Kesh Relief</a:title></a:feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://relief.example/"><title>Kesh Relief</title><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>
<item rdf:about="https://relief.example/1"><title>One</title><description>First</description></item>
</rdf:RDF>"""


def rss(encoding: str = "utf-8", built: str = "now", more: str = "", ttl: str = "30") -> bytes:
    return RSS.format(encoding=encoding, built=built, more=more, ttl=ttl).encode(encoding)


@pytest.mark.parametrize(
    ("data", "names", "titles"),
    [
        (rss(), ["kesh-1", "https://relief.example/2", "7b46fa0c52bd7b2c"], ["First é", None, None]),
        (rss("iso-8859-1"), ["kesh-1", "https://relief.example/2", "7b46fa0c52bd7b2c"], ["First é", None, None]),
        (b"\xef\xbb\xbf" + rss(), ["kesh-1", "https://relief.example/2", "7b46fa0c52bd7b2c"], ["First é", None, None]),
        (ATOM.encode(), ["e-1", "https://relief.example/2"], ["One", "Two"]),
        (RDF.encode(), ["https://relief.example/1"], ["One"]),
    ],
    ids=["RSS 2.0", "RSS in Latin-1", "RSS with a mark in front", "Atom with prefixes", "RSS 1.0"],
)
def test_each_entry_is_a_feed_of_its_own(data: bytes, names: list[str], titles: list[str | None]) -> None:
    """With the publisher's name, which stands in the feed and not in the entry."""
    cut = cut_feed(data)
    assert cut
    assert [entry.name for entry in cut.entries][: len(names) - 1] == names[:-1]
    whole = feedparser.parse(data)
    for entry, title, same in zip(cut.entries, titles, whole.entries, strict=True):
        alone = feedparser.parse(entry.data)
        assert (alone.bozo, alone.version, alone.feed.title, len(alone.entries)) == (False, whole.version, "Kesh Relief", 1)
        assert (alone.entries[0].get("title"), alone.entries[0].get("summary")) == (title, same.get("summary"))


def test_an_entry_is_the_same_whatever_else_the_feed_holds() -> None:
    """So the account knows it when it comes again."""
    before, after = cut_feed(rss()), cut_feed(rss(built="later", more="<item><guid>new</guid><description>New</description></item>"))
    assert before
    assert after
    assert [entry for entry in after.entries if entry.name != "new"] == list(before.entries)


@pytest.mark.parametrize(
    ("data", "pause_s"),
    [(rss(), 1800.0), (rss(ttl="x"), None), (rss(ttl=""), None), (rss(ttl="²"), None), (RDF.encode(), 21_600.0), (ATOM.encode(), None)],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(data: bytes, pause_s: float | None) -> None:
    """``ttl`` in minutes, or a period and how often in it."""
    cut = cut_feed(data)
    assert cut
    assert cut.pause_s == pause_s


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Not a feed</body></html>",
        rss()[:-20],
        rss("utf-16"),
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        b"<rss><channel><item><title>&nbsp;</title></item></channel></rss>",
    ],
    ids=["nothing", "a page", "broken off", "UTF-16", "entities of its own", "an entity nobody declared"],
)
def test_what_cannot_be_cut_is_read_whole(data: bytes) -> None:
    """Or refused as a whole, by whoever reads it."""
    assert cut_feed(data) is None


@given(st.text(max_size=60), st.text(max_size=60))
@example('<item a=">">', "]]>")
def test_no_feed_makes_it_fail(inner: str, outer: str) -> None:
    """Whatever stands in it, the pieces are bytes of it."""
    data = f"<rss><channel>{outer}<item>{inner}</item></channel></rss>".encode("utf-8", "surrogatepass")
    cut = cut_feed(data)
    for entry in cut.entries if cut else ():
        assert all(line in data for line in entry.data.split(b"\n") if line)
