"""What assembling must hold: ids as documented, posts as reports of their own, facts with how they were known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from according.ids import report_id, sha256_hex
from according.model import Item, Post, Report
from according.read.assemble import assemble
from according.read.draft import Draft, Stated

ITEM = Item("folder/a.txt", b"the bytes", "text", "2024-01-01T00:00:00Z")
TEXT = "The army entered the town of Darvel on Monday, residents said, and the bridge was closed to all. Shops were closed too."
POST_TEXT = "The bridge is closed, do not come here tonight, all roads are blocked"
SIGNED = f"{POST_TEXT} — Karo Tem (@karo) May 4, 2016"


def one(draft: Draft, item: Item = ITEM) -> Report:
    return assemble(item, draft)[0]


def test_the_id_is_that_of_the_documented_content() -> None:
    """Kind, address, bytes, part and text make the id; the file's path and the time of reading do not."""
    report = one(Draft(TEXT))
    assert report.id == report_id("article", None, sha256_hex(b"the bytes"), None, TEXT)
    moved = replace(ITEM, ref="elsewhere/b.txt", retrieved_at="2030-01-01T00:00:00Z", headers=(("a", "b"),))
    assert one(Draft(TEXT), moved).id == report.id


@pytest.mark.parametrize(
    ("item", "draft"),
    [
        (replace(ITEM, url="http://qast.example/a"), Draft(TEXT)),
        (replace(ITEM, data=b"other bytes"), Draft(TEXT)),
        (ITEM, Draft(TEXT, locator="entry/2")),
        (ITEM, Draft(TEXT, kind="document")),
        (ITEM, Draft(TEXT + "!")),
    ],
)
def test_another_content_has_another_id(item: Item, draft: Draft) -> None:
    """Other address, bytes, part, kind or text: another report."""
    assert one(draft, item).id != one(Draft(TEXT)).id


def test_a_part_is_named_after_its_whole() -> None:
    """A draft's own ref wins; a part without one is named by where it stands."""
    assert one(Draft(TEXT)).ref == "folder/a.txt"
    assert one(Draft(TEXT, locator="entry/2")).ref == "folder/a.txt#entry/2"
    assert one(Draft(TEXT, ref="r1", locator="entry/2")).ref == "r1"
    assert one(Draft(TEXT, url="http://qast.example/b"), replace(ITEM, url="http://qast.example/a")).url == "http://qast.example/b"


def test_what_the_item_gives_wins_over_what_the_text_says() -> None:
    """Facts from outside or from the page are kept with how they were known."""
    head = "By Anna Darvel\nPublished: 24 Feb 2022 | Updated: 25 Feb 2022\nQAST (AFP) —\n"
    told = one(Draft(head + TEXT))
    assert (told.byline, told.byline_how) == ("Anna Darvel", "text")
    assert (told.published, told.published_how, told.modified, told.modified_how) == ("2022-02-24", "text", "2022-02-25", "text")
    assert (told.credit, told.publisher, told.publisher_how) == ("AFP", "AFP", "credit")
    given = one(
        Draft(
            head + TEXT,
            publisher=("Qast Herald", "page"),
            byline=("Karo Tem", "page"),
            title=("Army enters Darvel", "input"),
            published=(Stated("2022-03", None), "input"),
            modified=(Stated("2022-03-02", "2022-03-02T10:00Z"), "page"),
        )
    )
    assert (given.publisher, given.publisher_how, given.credit) == ("Qast Herald", "page", "AFP")
    assert (given.byline, given.byline_how, given.title, given.title_how) == ("Karo Tem", "page", "Army enters Darvel", "input")
    assert (given.published, given.published_how, given.published_at) == ("2022-03", "input", None)
    assert (given.modified, given.modified_how, given.modified_at) == ("2022-03-02", "page", "2022-03-02T10:00Z")


def test_nothing_is_filled_in_where_nothing_is_told() -> None:
    """No fact comes from the clock, the path or a guess; an empty value is none."""
    report = one(Draft("Closed.", byline=("  ", "page"), title=("", "page"), publisher=("\n", "page")))
    assert report == Report(report.id, "folder/a.txt", "article", "Closed.")


@pytest.mark.parametrize(
    ("byline", "credit"),
    [
        ("Agence France-Presse", "AFP"),
        ("Anna Darvel/AFP", "AFP"),
        ("Anna Darvel, Reuters", "Reuters"),
        ("Anna Darvel (Associated Press)", "AP"),
        ("Anna Darvel and Karo Tem", None),
        ("Petra", None),
    ],
)
def test_a_byline_credits_an_agency(byline: str, credit: str | None) -> None:
    """Alone or beside a person's name."""
    assert one(Draft(TEXT, byline=(byline, "page"))).credit == credit


def test_what_no_store_keeps_is_replaced_in_every_field() -> None:
    """NULs and lone surrogates from a page's own description do no harm, and offsets stay."""
    text = "a\0b\ud800c " + TEXT
    report = one(Draft(text, title=("T\ud800", "page"), url="http://qast.example/\0", posts=(Post((0, 5), (0, 5), "x", author="K\ud83d"),)))
    assert report.text == "a\ufffdb\ufffdc " + TEXT
    assert (report.title, report.url, report.posts[0].author) == ("T\ufffd", "http://qast.example/\ufffd", "K\ufffd")


def test_each_post_is_a_report_of_its_own() -> None:
    """With the article as parent, its own words as text, and its own author, date, address and place."""
    text = f"{TEXT}\n\n{SIGNED}"
    start = len(TEXT) + 2
    post = Post(
        (start, len(text)),
        (start, start + len(POST_TEXT)),
        "twitter",
        "Karo Tem",
        "karo",
        "http://x.example/1",
        "2016-05-04",
        "text",
        ("pic",),
    )
    parent, child = assemble(ITEM, Draft(text, locator="entry/2", posts=(post,)))
    assert (child.kind, child.parent, child.text) == ("post", parent.id, POST_TEXT)
    assert (child.ref, child.locator, child.url) == ("folder/a.txt#entry/2#post/1", "entry/2/post/1", "http://x.example/1")
    assert (child.byline, child.byline_how, child.published, child.published_how) == ("Karo Tem", "text", "2016-05-04", "text")
    assert child.id == report_id("post", child.url, sha256_hex(ITEM.data), child.locator, POST_TEXT)
    assert child.posts == (replace(post, span=(0, len(POST_TEXT)), text_span=(0, len(POST_TEXT))),)
    assert child.language == "en"


def test_a_post_tells_how_its_author_is_known() -> None:
    """By the signature that is shown, by markup alone, or not at all."""
    end = len(SIGNED)
    posts = [Post((0, end), (0, len(POST_TEXT)), "twitter", author) for author in ("Karo Tem", "Someone Else", None)]
    found = [assemble(ITEM, Draft(SIGNED, posts=(post,)))[1] for post in posts]
    assert [(report.byline, report.byline_how) for report in found] == [("Karo Tem", "text"), ("Someone Else", "page"), (None, None)]


def test_a_post_is_no_article() -> None:
    """A post that came as an item has no report under it and takes no facts from its words."""
    draft = Draft("Published 24 Feb 2022\nBy Anna Darvel\nQAST (AFP) — x", kind="post", posts=(Post((0, 4), (0, 4), "x"),))
    (report,) = assemble(ITEM, draft)
    assert (report.published, report.byline, report.credit, report.publisher) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (TEXT, None, ("en", "detected")),
        (TEXT, ("de", "page"), ("en", "detected")),
        (TEXT, ("de", "input"), ("de", "input")),
        ("Closed.", ("de", "page"), ("de", "page")),
        ("Closed.", None, (None, None)),
        ("1 2 3 " * 50, None, (None, None)),
        ("xqzt vvkp qqq zzx " * 6, None, (None, None)),
        ("الجيش يدخل مدينة درويل صباح اليوم وقال متحدث باسم المجلس إن السكان يغادرون", None, ("ar", "detected")),
        ("军队今天早上进入达维尔市,委员会发言人说。居民正在离开家园,桥梁已关闭。伤员被送往医院,学校也都关闭了。", None, ("zh", "detected")),
        ("Армія увійшла до міста Дарвель уранці, повідомив речник ради. Мешканці залишають домівки.", None, ("uk", "detected")),
    ],
)
def test_the_language_is_given_detected_or_declared(
    text: str, declared: tuple[str, str] | None, language: tuple[str | None, str | None]
) -> None:
    """What is given beside the text wins; a clear text wins over what a page declares; else it is not known."""
    report = one(Draft(text, language=declared))
    assert (report.language, report.language_how) == language
