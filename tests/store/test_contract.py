"""What an account promises, on either database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from according.errors import AccountError, ItemRefused, NotInAccount, QueryError
from according.model import Figure, Outcome, Reading
from according.store import Account, Added, Counts
from tests.store.material import BRIDGE, READER, ids, make_article_with_posts, make_item, make_outcome, make_report


def test_a_report_comes_back_as_it_went_in_under_every_name(account: Account) -> None:
    """Id, beginning of the id, ref and URL all name it, and the evidence is the bytes that came."""
    outcome = make_outcome("inbox/7", title="Bridge falls", fetched="https://gazette.example/7", data=b"<p>raw</p>")
    item, (reading,) = outcome.item, outcome.readings
    report_id = reading.report.id
    assert account.add(outcome, reader=READER) == Added(new=(report_id,))
    for name in (report_id, report_id[:15], report_id[7:15], "inbox/7", "https://gazette.example/7"):
        assert account.reading(name) == reading
        assert account.capture(name).address == "https://gazette.example/7"
    capture = account.capture(report_id)
    assert account.raw(capture.sha256) == item.data
    assert (capture.size, capture.retrieved_at, capture.reader) == (10, item.retrieved_at, READER)


def test_what_came_with_the_bytes_is_kept_with_them(account: Account) -> None:
    """Method, media type and headers of the capture are those of the item."""
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "a=\xe9"), ("Set-Cookie", "b"))
    outcome = make_outcome("a")
    account.add(replace(outcome, item=replace(outcome.item, method="GET", media_type="text/html", headers=headers)), reader=READER)
    capture = account.capture("a")
    assert (capture.method, capture.media_type, capture.headers) == ("GET", "text/html", headers)


def test_the_same_item_again_adds_nothing(account: Account) -> None:
    """The second time everything is known, and the counts are as before."""
    outcome = make_article_with_posts("a", BRIDGE, ["Joy tonight", "Sorrow tonight"], url="https://gazette.example/7")
    account.add(outcome, reader=READER)
    before = account.counts()
    assert account.add(outcome, reader="according 0.2.0") == Added(known=ids(outcome))
    assert account.counts() == before == Counts(reports=1, posts=2, captures=1, bytes=len(outcome.item.data))


def test_a_copy_of_a_file_is_another_name_and_no_other_report(account: Account) -> None:
    """The reading stays the one that was kept first, under both paths."""
    account.add(make_outcome("one.txt"), reader=READER)
    before = account.counts()
    copied = account.add(make_outcome("two.txt"), reader=READER)
    assert copied.new == ()
    assert account.counts() == before
    assert account.reading("two.txt") == account.reading("one.txt")
    assert len(list(account.readings())) == 1


def test_an_item_in_which_nothing_was_read_is_not_kept(account: Account) -> None:
    """Failures are the caller's to report."""
    assert account.add(Outcome(make_item(b"", "empty.txt")), reader=READER) == Added()
    assert account.counts() == Counts(0, 0, 0, 0)


def test_other_bytes_at_an_address_are_a_new_capture_of_it(account: Account) -> None:
    """The address names the latest; both stay, in order, each with its evidence."""
    for data, text in ((b"1", "Ten are dead."), (b"2", "Eleven are dead.")):
        account.add(make_outcome("https://gazette.example/7", text, data=data, fetched="https://gazette.example/7"), reader=READER)
    assert account.reading("https://gazette.example/7").report.text == "Eleven are dead."
    first, second = account.history("https://gazette.example/7")
    assert (first.text, second.text) == ("Ten are dead.", "Eleven are dead.")
    assert account.raw(first.capture.sha256) == b"1"
    assert account.reading(first.report_id).report.text == "Ten are dead."
    assert account.history(first.report_id[:20]) == [first, second]


def test_a_changed_file_is_a_new_capture_under_its_path(account: Account) -> None:
    """So a file has a history as a web page has; its id leads to it as well."""
    for text in ("Ten are dead.", "Eleven are dead."):
        account.add(make_outcome("note.txt", text), reader=READER)
    assert [entry.text for entry in account.history("note.txt")] == ["Ten are dead.", "Eleven are dead."]
    assert account.history(account.reading("note.txt").report.id) == account.history("note.txt")
    assert [reading.report.text for reading in account.readings()] == ["Eleven are dead."]
    assert [reading.report.text for reading in account.readings(superseded=True)] == ["Ten are dead.", "Eleven are dead."]


def test_bytes_that_still_stand_elsewhere_are_still_current(account: Account) -> None:
    """A file that was copied and then changed is superseded only where it changed."""
    account.add(make_outcome("one.txt", "Ten are dead."), reader=READER)
    account.add(make_outcome("two.txt", "Ten are dead."), reader=READER)
    account.add(make_outcome("one.txt", "Eleven are dead."), reader=READER)
    assert {hit.ref for hit in account.search("dead")} == {"one.txt"}
    assert len(account.search("dead")) == 2
    account.add(make_outcome("two.txt", "Twelve are dead."), reader=READER)
    assert {account.reading(hit.id).report.text for hit in account.search("dead")} == {"Eleven are dead.", "Twelve are dead."}


def test_a_feeds_address_names_all_that_stood_in_it(account: Account) -> None:
    """Its first entry answers to the feed's name; its history has an entry for each report of each capture."""
    data = b"<rss/>"
    entries = [make_report(data, f"https://gazette.example/{n}", f"Item {n}.", locator=f"entry/{n}") for n in (1, 2)]
    account.add(Outcome(make_item(data, "feed.xml"), tuple(map(Reading, entries))), reader=READER)
    assert account.reading("feed.xml").report == entries[0]
    assert [entry.report_id for entry in account.history("feed.xml")] == [entries[0].id, entries[1].id]
    assert account.capture("https://gazette.example/2").address == "feed.xml"


def test_a_post_knows_its_article_and_its_own_address(account: Account) -> None:
    """It is found by its own URL, and not by the article's."""
    outcome = make_article_with_posts("a", BRIDGE, ["Joy tonight"], url="https://gazette.example/7")
    account.add(outcome, reader=READER)
    article, post = (reading.report for reading in outcome.readings)
    assert account.reading("https://chirp.example/1").report == post
    assert account.reading("https://gazette.example/7").report == article
    assert post.parent == article.id
    assert account.capture(post.id) == account.capture(article.id)


def test_a_later_reading_of_the_same_bytes_stands_beside_the_first(account: Account, tamper: Callable[[str], None]) -> None:
    """The latest is shown, nothing is overwritten, and its title is the one that is searched."""
    outcome = make_outcome("a", title="Bridge")
    (reading,) = outcome.readings
    figure = Figure((0, 1), 2, 2, None, "witnesses", None, None)
    better = replace(reading, report=replace(reading.report, title="Crossing"), figures=(figure,))
    account.add(outcome, reader="according 0.1.0")
    assert account.add(Outcome(outcome.item, (better,)), reader="according 0.2.0").new == ()
    assert account.reading("a") == better
    assert [hit.title for hit in account.search("crossing")] == ["Crossing"]
    assert [hit.title for hit in account.search("ferrymen")] == ["Crossing"]
    again = replace(better, figures=())
    account.add(Outcome(outcome.item, (again,)), reader="according 0.3.0")
    assert account.reading("a") == again
    assert [hit.title for hit in account.search("crossing")] == ["Crossing"]


def test_readings_come_in_the_order_in_which_they_were_added(account: Account) -> None:
    """Also over more of them than are held at once, and while others are being added."""
    for number in range(40):
        account.add(make_outcome(f"r{number}", f"Shell {number} fell."), reader=READER)
    seen = []
    for reading in account.readings():
        if not seen:
            account.add(make_outcome("late", "A late shell fell."), reader=READER)
        seen.append(reading.report.ref)
    assert seen == [f"r{number}" for number in range(40)] + ["late"]


@pytest.mark.parametrize("name", ["nothing", "sha256:" + "0" * 64, "deadbeef", "", "nul\0", "caf\udce9.txt", "https://gazette.example/404"])
def test_what_is_not_there_is_said_to_be_missing(account: Account, name: str) -> None:
    """Every way of asking by name raises the same error."""
    account.add(make_outcome("a"), reader=READER)
    for ask in (account.reading, account.capture, account.history, account.raw):
        with pytest.raises(NotInAccount, match="holds no"):
            ask(name)


def test_the_beginning_of_two_ids_names_neither(account: Account, tamper: Callable[[str], None]) -> None:
    """The user is asked for more of it."""
    for number in range(2):
        account.add(make_outcome(f"r{number}", f"Shell {number} fell."), reader=READER)
        tamper(f"UPDATE reports SET id = 'sha256:{'ab' * 31}0{number}' WHERE ref = 'r{number}'")
    with pytest.raises(NotInAccount, match="more than one"):
        account.reading("ab" * 8)


def _broken(**changes: object) -> Outcome:
    outcome = make_outcome("a")
    (reading,) = outcome.readings
    return Outcome(outcome.item, (replace(reading, report=replace(reading.report, **changes)),))


def _article_without_parent() -> Outcome:
    outcome = make_article_with_posts("a", BRIDGE, ["Joy"])
    return Outcome(outcome.item, (make_outcome("b", "Another text.", data=outcome.item.data).readings[0], outcome.readings[1]))


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (make_outcome("a", "Half\0way"), "NUL"),
        (make_outcome("a\0b"), "NUL"),
        (make_outcome("caf\udce9.txt"), "surrogate"),
        (_broken(text="half \ud83d", ref="b"), "surrogate"),
        (_broken(byline="half \ud83d"), "JSON"),
        (Outcome(make_outcome("a").item, (replace(make_outcome("a").readings[0], problems=("\udcff",)),)), "JSON"),
        (_broken(id="sha256:" + "0" * 64), "does not follow"),
        (_broken(text="Another text."), "does not follow"),
        (_article_without_parent(), "parent"),
    ],
)
def test_an_item_that_cannot_be_kept_is_refused_whole(account: Account, outcome: Outcome, reason: str) -> None:
    """Nothing of it is stored, and the account goes on."""
    with pytest.raises(ItemRefused, match=reason):
        account.add(outcome, reader=READER)
    assert account.counts() == Counts(0, 0, 0, 0)
    assert account.add(make_outcome("sound"), reader=READER).new


SHELVES = {
    "bridge": ("Bridge falls at Dum Qasr", BRIDGE),
    "market": ("Market shelled", "Shells fell on the market of Tal Hayya. Élan hospital took in 10,000 to 13,000 people."),
    "denial": ("Army denies", "The army’s spokesman, Col. Rahm al-Sadi, denied that shells had fallen; two bridges stand."),
    "arabic": (None, "قالَ المتحدثُ إنّ الجسرَ سقط"),
    "hindi": (None, "पुल सोमवार को गिर गया"),
    "chinese": (None, "大桥星期一倒塌了"),
    "cyrillic": (None, "Мост обрушился в понедельник, сообщил Ёлкин."),
    "emoji": ("Post", "Joy tonight 🎉🎉 #DumQasr @harbour_gazette pic.chirp.example/x1"),
    "german": (None, "Die große Brücke an der Straße"),
}

QUERIES = [
    ("bridge", {"bridge"}),
    ("BRIDGE Monday", {"bridge"}),
    ("falls ferrymen", {"bridge"}),
    ("bridge market", set()),
    ("shells", {"market", "denial"}),
    ("shell*", {"market", "denial"}),
    ("bridg*", {"bridge", "denial"}),
    ('"shells fell"', {"market"}),
    ('"fell shells"', set()),
    ('"shells fe"*', {"market"}),
    ('"two bridges', {"denial"}),
    ('"dum qasr" ferr*', {"bridge"}),
    ('"qasr the"', set()),
    ("elan", {"market"}),
    ("ÉLAN", {"market"}),
    ("10,000", {"market"}),
    ("13.000", {"market"}),
    ("10 000 13", {"market"}),
    ("al-Sadi", {"denial"}),
    ("sadi-al", set()),
    ("army's", {"denial"}),
    ("الجسر", {"arabic"}),
    ("سقط الجسر", {"arabic"}),
    ("पुल", {"hindi"}),
    ("大桥", {"chinese"}),
    ("桥大", set()),
    ("倒塌*", {"chinese"}),
    ("елкин", {"cyrillic"}),
    ("ОБРУШИЛСЯ", {"cyrillic"}),
    ("dumqasr gazette", {"emoji"}),
    ("GROSSE strasse", {"german"}),
    ("große", {"german"}),
    ("nothing", set()),
    ("army AND denied", set()),
    ("NOT bridge OR", set()),
    ("title:bridge", set()),
    ("(bridge)", {"bridge"}),
    ("bridge' OR 1=1 --", set()),
    ("^bridge + {monday}", {"bridge"}),
    ("bridge \\ & | ! <-> :*", {"bridge"}),
    ("brid* & :*", {"bridge", "denial"}),
    ('bridge""', {"bridge"}),
    ("¶", "error"),
    ("", "error"),
    ('""', "error"),
    ("* - ' 🎉", "error"),
    ("b*", "error"),
    ("al-S*", "error"),
    ("word " * 65, "error"),
]


def test_searches_find_the_same_on_either_database(account: Account) -> None:
    """Each query finds these reports and no other, every span is a match, and the snippet stands in the text."""
    for ref, (title, text) in SHELVES.items():
        account.add(make_outcome(ref, text, title=title, publisher="Harbour Gazette", published="2026-03-01"), reader=READER)
    for query, expected in QUERIES:
        if expected == "error":
            with pytest.raises(QueryError):
                account.search(query)
            continue
        hits = account.search(query)
        assert {hit.ref for hit in hits} == expected, query
        for hit in hits:
            text = account.reading(hit.id).report.text
            assert hit.snippet == text[hit.start : hit.end]
            assert all(0 <= start < end <= len(text) for start, end in hit.spans)
            assert (hit.publisher, hit.published) == ("Harbour Gazette", "2026-03-01")


def test_a_title_counts_more_than_a_text_and_the_limit_holds(account: Account) -> None:
    """Best first, and no more than were asked for."""
    for number in range(5):
        account.add(make_outcome(f"text{number}", f"{number} " + "filler words here " * 9 + "bridge", title="Harbour"), reader=READER)
    account.add(make_outcome("title", "Nothing else " + "filler words here " * 9, title="Bridge"), reader=READER)
    account.add(make_outcome("later", "Another " + "filler words here " * 9 + "bridge", title="Harbour"), reader=READER)
    assert account.search("bridge")[0].ref == "title"
    assert len(account.search("bridge", limit=3)) == 3
    title_only = account.search("bridge")[0]
    assert title_only.spans == ()
    assert title_only.start == 0


def test_only_the_latest_capture_is_found_unless_the_earlier_are_asked_for(account: Account) -> None:
    """The earlier report, and the posts that stood in it, are found on demand."""
    url = "https://gazette.example/7"
    account.add(make_article_with_posts("one", "Ten dead", ["Ten dead they say"], url=url), reader=READER)
    account.add(make_article_with_posts("two", "Eleven dead", ["Eleven dead they say"], url=url), reader=READER)
    assert {hit.snippet for hit in account.search("dead")} == {"Eleven dead", "Eleven dead they say"}
    assert len(account.search("dead", superseded=True)) == 4


LONG = " ".join(f"word{number}" for number in range(20_000)) + " the ferry sank " + "and " * 300 + "and then silence"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [('"ferry sank"', True), ('"sank ferry"', False), ('"and then silence"', True), ("word19999 silence", True), ("word20000", False)],
)
def test_very_long_reports_are_searched_to_their_end(account: Account, query: str, is_found: bool) -> None:
    """Beyond what PostgreSQL keeps of places, phrases are checked in the text itself."""
    account.add(make_outcome("long", LONG), reader=READER)
    assert [hit.ref for hit in account.search(query)] == ["long"] * is_found


def test_reports_with_more_words_than_an_index_takes_are_kept(account: Account) -> None:
    """Their first words are found on either database, and the text comes back whole."""
    text = " ".join(f"{number:x}{'q' * 80}" for number in range(20_000)) + " " + "w" * 40_000
    account.add(make_outcome("vast", text), reader=READER)
    assert account.reading("vast").report.text == text
    assert account.search("a" + "q" * 80)[0].ref == "vast"


def test_names_of_any_length_are_kept(account: Account) -> None:
    """An address longer than PostgreSQL's indexes take is found like any other."""
    url = "https://gazette.example/?" + "é=ü&" * 4_000
    account.add(make_outcome(url, fetched=url), reader=READER)
    assert account.reading(url).report.url == url
    assert len(account.history(url)) == 1


def test_an_account_opened_again_holds_what_it_held(address: str) -> None:
    """Closing loses nothing, and opening changes nothing."""
    with Account.open(address) as account:
        account.add(make_outcome("a"), reader=READER)
    with Account.open(address, create=False) as account:
        assert account.reading("a").report.text == BRIDGE
        assert list(account.verify()) == []


def test_bytes_that_cannot_be_unpacked_are_named(account: Account, tamper: Callable[[str], None], address: str) -> None:
    """Asking for tampered evidence raises an error with its hash."""
    account.add(make_outcome("a"), reader=READER)
    sha256 = account.capture("a").sha256
    tamper("UPDATE blobs SET data = " + ("'\\x00'" if address.startswith("postgresql") else "x'00'"))
    with pytest.raises(AccountError, match=sha256):
        account.raw(sha256)
