"""What the demo bundle promises, checked with the standard library alone and not with the readers that it shows off."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import according.demo
from according.demo import bundle_paths

ATOM = "{http://www.w3.org/2005/Atom}"
VOID_TAGS = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PLATFORM_HOSTS = {"twitter.com", "platform.twitter.com", "t.co", "telegram.org", "t.me", "www.facebook.com"}
NAMESPACE_HOSTS = {"schema.org", "www.w3.org"}
TWITTER_EPOCH_MS = 1288834974657
INCIDENT_DAYS = {"A": date(2019, 3, 13), "B": date(2019, 4, 11)}

PATHS = {path.name: path for path in bundle_paths()}
PAGES = sorted(name for name in PATHS if name.endswith(".html"))


class Page(HTMLParser):
    """An HTML page taken apart: its metadata, its JSON-LD, and whether every tag that opens is closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.misplaced: list[str] = []
        self.seen: set[str] = set()
        self.meta: dict[str, str] = {}
        self.json_ld: list[Any] = []
        self._in_json_ld = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.seen.add(tag)
        if tag == "meta" and (key := given.get("property") or given.get("name")):
            self.meta[key] = given.get("content") or ""
        self._in_json_ld = given.get("type") == "application/ld+json"
        if tag not in VOID_TAGS:
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags.pop() != tag:
            self.misplaced.append(tag)
        self._in_json_ld = False

    def handle_data(self, data: str) -> None:
        if self._in_json_ld:
            self.json_ld.append(json.loads(data))


def text_of(name: str) -> str:
    return PATHS[name].read_text(encoding="utf-8")


def wire_records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of("nuvesh-wire.jsonl").splitlines()]


def feed_entries() -> list[ElementTree.Element]:
    return ElementTree.fromstring(text_of("saltbridge-relief.atom")).findall(f"{ATOM}entry")


def statement() -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(PATHS["nuvesh-casualty-watch.eml"].read_bytes())


def channel_messages() -> list[dict[str, Any]]:
    return [message for message in json.loads(text_of("result.json"))["messages"] if message["type"] == "message"]


def iter_publication_dates() -> Iterator[tuple[str, str]]:
    """Each report of the bundle with the ISO date (or time) that its own format states for it."""
    for name in PAGES:
        yield name, Page(text_of(name)).meta["article:published_time"]
    for name in (name for name in PATHS if name.endswith(".txt")):
        yield name, text_of(name).removeprefix("date ")[:10]
    for record in [*wire_records(), json.loads(text_of("nuvesh-tessamar-today.json"))]:
        yield record["ref"], record["published"]
    for entry in feed_entries():
        yield entry.findtext(f"{ATOM}id", ""), entry.findtext(f"{ATOM}published", "")
    yield "nuvesh-casualty-watch.eml", statement()["Date"].datetime.isoformat()
    for message in channel_messages():
        yield f"message {message['id']}", message["date"]


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_bundle_paths_are_existing_files_in_sorted_order() -> None:
    """The paths are files of the package, sorted, and the same at each call."""
    paths = bundle_paths()
    assert list(paths) == sorted(paths) == list(bundle_paths())
    assert all(path.is_file() for path in paths)


def test_the_bundle_has_the_promised_number_of_files_of_each_format() -> None:
    """Three pages, two pasted texts, one file of each other format, and nothing else."""
    suffixes = sorted(path.suffix for path in bundle_paths())
    assert suffixes == [".atom", ".eml", ".html", ".html", ".html", ".json", ".json", ".jsonl", ".txt", ".txt"]


def test_the_bundle_holds_fifteen_reports() -> None:
    """At least ten are promised; the README says fifteen."""
    assert len(list(iter_publication_dates())) == 15


def test_every_file_is_described_in_the_readme() -> None:
    """A file that the README's table does not name, or a row without its file, fails."""
    readme = (Path(str(according.demo.__file__)).parent / "README.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `([^`]+)` \|", readme, flags=re.MULTILINE)
    assert sorted(Path(row).name for row in described) == sorted(PATHS)


@pytest.mark.parametrize(("ref", "published"), list(iter_publication_dates()))
def test_every_report_is_dated_within_two_days_after_its_incident(ref: str, published: str) -> None:
    """No report is without a date, and none is dated before its incident's eve or long after it."""
    day = datetime.fromisoformat(published).date()
    assert any(-1 <= (day - incident).days <= 2 for incident in INCIDENT_DAYS.values()), ref


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_well_formed_and_tells_its_publisher_title_and_date(name: str) -> None:
    """Tags close in order; the page has head data, navigation, a caption, a list, a block quote and a footer."""
    page = Page(text_of(name))
    assert (page.misplaced, page.open_tags) == ([], [])
    assert {"nav", "figcaption", "li", "blockquote", "footer"} <= page.seen
    assert page.meta["og:title"]
    assert page.meta["og:site_name"]
    assert len(page.json_ld) == 1


def test_one_page_says_when_it_was_modified() -> None:
    """Farshore's page was updated the day after it was published, in metadata and in JSON-LD alike."""
    page = Page(text_of("nuvesh-farshore.html"))
    article = next(node for node in page.json_ld[0]["@graph"] if node["@type"] == "NewsArticle")
    assert article["dateModified"] == page.meta["article:modified_time"] == "2019-04-12T08:30:00Z"
    assert sum("modified" in text_of(name).lower() for name in PAGES) == 1


def test_one_page_embeds_two_tweets_a_telegram_message_and_a_facebook_post() -> None:
    """The embeds of the Herald's page look as the platforms write them."""
    page = text_of("ghelda-quessin-herald.html")
    assert page.count('<blockquote class="twitter-tweet"') == 2
    assert len(re.findall(r'data-telegram-post="\w+/\d+"', page)) == page.count('class="tgme_widget_message"') == 1
    assert page.count('class="fb-post"') == page.count("Posted by <a ") == 1


def test_the_number_of_an_embedded_tweet_agrees_with_its_date() -> None:
    """The time that stands in a tweet's number falls on the day of its signature."""
    found = re.findall(r"/status/(\d+)\?[^>]*>(\w+ \d+, \d{4})<", text_of("ghelda-quessin-herald.html"))
    assert len(found) == 2
    for number, signed in found:
        sent = datetime.fromtimestamp(((int(number) >> 22) + TWITTER_EPOCH_MS) / 1000, UTC)
        assert f"{sent:%B} {sent.day}, {sent.year}" == signed


@pytest.mark.parametrize(("name", "posts"), [("ghelda-pasted.txt", 3), ("nuvesh-pasted.txt", 2)])
def test_a_pasted_text_has_a_date_line_and_signed_posts(name: str, posts: int) -> None:
    """It begins with ``date YYYY-MM-DD`` and holds posts that end in "— Name (@handle) Month D, YYYY"."""
    text = text_of(name)
    assert re.match(r"date 2019-\d\d-\d\d\s", text)
    assert len(re.findall(r"— [^\n]+ \(@\w{1,15}\) \w+ \d{1,2}, 2019$", text, flags=re.MULTILINE)) == posts


def test_one_pasted_text_leaves_a_quotation_open() -> None:
    """Curly double quotes balance in one pasted text and are one short in the other."""
    open_by = {name: text_of(name).count("“") - text_of(name).count("”") for name in PATHS if name.endswith(".txt")}
    assert open_by == {"ghelda-pasted.txt": 0, "nuvesh-pasted.txt": 1}


def test_the_wire_copy_is_reprinted_once_whole_and_once_cut() -> None:
    """The reprint is the wire's text without its last line; the rewrite is shorter, shares runs of words and adds its own."""
    wire, reprint, rewrite = (record["text"] for record in wire_records())
    assert "(Transmeer News) - " in wire
    assert wire.startswith(reprint)
    assert wire != reprint
    assert len(rewrite) < 0.8 * len(wire)
    shared = word_runs(wire, 6) & word_runs(rewrite, 6)
    assert 0.3 < len(shared) / len(word_runs(rewrite, 6)) < 0.9


def test_records_have_the_documented_fields() -> None:
    """Every JSON record has exactly the fields that the record reader documents."""
    fields = {"ref", "url", "publisher", "published", "title", "byline", "language", "text"}
    assert all(record.keys() == fields for record in [*wire_records(), json.loads(text_of("nuvesh-tessamar-today.json"))])


def test_the_feed_has_two_dated_entries_of_which_one_was_updated() -> None:
    """Only one entry's update is later than its publication."""
    stamps = [(entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")) for entry in feed_entries()]
    assert [published == updated for published, updated in stamps] == [False, True]


def test_the_statement_is_mail_with_sender_subject_and_text() -> None:
    """The mail parses without a defect and its body is readable text."""
    mail = statement()
    assert mail.defects == []
    assert "casualtywatch.example" in mail["From"]
    assert mail["Subject"].startswith("Nuvesh market, 11 April")
    assert "including three children" in mail.get_content()


def test_the_channel_export_has_three_messages_whose_two_clocks_agree() -> None:
    """The local time and the Unix time of each message are three hours apart, as Orvesh is from UTC."""
    messages = channel_messages()
    assert len(messages) == 3
    for message in messages:
        local = datetime.fromisoformat(message["date"]).replace(tzinfo=UTC)
        assert local.timestamp() - int(message["date_unixtime"]) == 3 * 3600


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("ghelda-quessin-herald.html", "Between 3,000 and 4,000 people fled"),
        ("ghelda-quessin-herald.html", "dozens of wounded"),
        ("ghelda-quessin-herald.html", "around 21,000, according to reports"),
        ("ghelda-quessin-herald.html", "‘Expect a few hundred at most,’"),
        ("ghelda-orna.html", "told reporters at the Dyers"),
        ("ghelda-orna.html", "Three wells were destroyed"),
        ("ghelda-pasted.txt", "ORNA news reports:\n\n"),
        ("ghelda-pasted.txt", "may have been “"),
        ("nuvesh-farshore.html", "rose from 11 to 14"),
        ("nuvesh-farshore.html", "denied carrying out any air strike"),
        ("nuvesh-wire.jsonl", "At least 11 people, including three children"),
        ("nuvesh-tessamar-today.json", "Six gunmen were killed"),
        ("nuvesh-tessamar-today.json", "told Tessamar Today"),
        ("result.json", "may have been caused by munitions"),
        ("saltbridge-relief.atom", "rose from 17,400 to 21,140"),
    ],
)
def test_a_report_uses_the_wording_it_is_there_for(name: str, phrase: str) -> None:
    """The turns of phrase that make reading hard are still there after an edit."""
    assert phrase in text_of(name)


def test_the_tolls_of_the_market_strike_contradict_one_another() -> None:
    """Four numbers of dead stand against each other, and blame points both ways."""
    assert "fourteen civilians killed" in statement().get_content()
    assert "At least 19 martyrs" in text_of("nuvesh-pasted.txt")
    assert "At least 11 people were killed" in wire_records()[2]["text"]
    assert "No civilians were among the dead" in text_of("nuvesh-tessamar-today.json")


@pytest.mark.parametrize("name", sorted(PATHS))
def test_addresses_lead_only_to_reserved_hosts_or_platforms(name: str) -> None:
    """Outlets live under ``.example``; real hosts are those by which an embed or a namespace is known."""
    hosts = set(re.findall(r"https?://([^/\"'<>\s]+)", text_of(name)))
    assert {host for host in hosts if not host.endswith(".example")} <= PLATFORM_HOSTS | NAMESPACE_HOSTS
