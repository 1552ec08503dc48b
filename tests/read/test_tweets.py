"""What reading the archive of an X/Twitter account must hold."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from according.config import Config
from according.errors import ReadError
from according.model import Failure, Hints, Item
from according.read.draft import Draft, Stated
from according.read.tweets import iter_tweet_folder, iter_tweet_zip, iter_tweets, read_account, read_tweet

CONFIG = Config()
NOW = "2024-01-01T00:00:00Z"
TWEET: dict[str, Any] = {
    "id": "808421231905034240",
    "id_str": "808421231905034240",
    "created_at": "Mon Dec 12 21:30:05 +0000 2016",
    "full_text": "Joy &amp; fear in #Qast tonight &lt;3 https://t.co/x",
    "lang": "en",
    "entities": {"media": [{"display_url": "pic.twitter.com/x", "media_url_https": "https://pbs.example/x.jpg"}]},
    "extended_entities": {"media": [{"display_url": "pic.twitter.com/x", "media_url_https": "https://pbs.example/y.jpg"}]},
}
ACCOUNT = b'window.YTD.account.part0 = [ {"account": {"username": "annlee", "accountDisplayName": "Ann Lee \\ud83d\\udd4a"}} ]'
URL = "https://twitter.com/annlee/status/808421231905034240"


def part(number: int, *tweets: Any) -> bytes:
    return f"window.YTD.tweets.part{number} = ".encode() + json.dumps([{"tweet": tweet} for tweet in tweets], indent=2).encode()


def read(hints: Hints | None = None, url: str | None = URL, **changes: Any) -> Draft:
    data = json.dumps({"tweet": {**TWEET, **changes}}).encode()
    return read_tweet(Item("r", data, "tweet", NOW, url=url, hints=hints or Hints(author="Ann Lee", handle="annlee")), CONFIG)


FILES = {
    "data/account.js": ACCOUNT,
    "data/tweets.js": part(0, TWEET, {**TWEET, "id_str": "12"}),
    "data/tweets-part1.js": part(1, {**TWEET, "id_str": "13"}),
    "data/like.js": b"window.YTD.like.part0 = [ {} ]",
    "Your archive.html": b"<html>",
}


def zipped(files: dict[str, bytes], prefix: str = "") -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(prefix + name, data)
    return buffer


def test_an_archive_reads_alike_from_a_folder_and_a_zip(tmp_path: Path) -> None:
    """All files of tweets are read in the order of their names, with the account's names; nothing else is."""
    (tmp_path / "data").mkdir()
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    folder = list(iter_tweet_folder(tmp_path, "archive", CONFIG, NOW))
    assert folder == list(iter_tweet_zip(zipped(FILES), "archive", CONFIG, NOW))
    assert [one.ref for one in folder] == [f"https://twitter.com/annlee/status/{n}" for n in ("13", "808421231905034240", "12")]
    assert all(isinstance(one, Item) and one.hints == Hints(author="Ann Lee 🕊", handle="annlee") for one in folder)
    assert len(list(iter_tweet_zip(zipped(FILES, "twitter-2020/"), "archive", CONFIG, NOW))) == 3


def test_an_archive_without_a_usable_account_gives_its_tweets_without_addresses() -> None:
    """Whose tweets they are is then not known, and no address is made up."""
    failure, one, *_ = iter_tweet_zip(zipped(FILES | {"data/account.js": b"oops"}), "a.zip", CONFIG, NOW)
    assert failure == Failure("a.zip/data/account.js", "does not say whose archive it is")
    assert isinstance(one, Item)
    assert (one.ref, one.url, one.hints) == ("a.zip/data/tweets-part1.js:1", None, Hints())


def test_older_archives_hold_tweets_bare() -> None:
    """Without the object around each tweet, and without the assignment before them, they are read alike."""
    (one,) = iter_tweets(io.BytesIO(json.dumps([TWEET]).encode()), "tweet.js", CONFIG, NOW, read_account(ACCOUNT))
    assert isinstance(one, Item)
    assert one.url == URL
    assert read_tweet(one, CONFIG).text.startswith("Joy & fear")


def test_a_broken_tweet_costs_itself_alone() -> None:
    """It is named by its number and its place in the file."""
    data = part(0, TWEET, {**TWEET, "id_str": "12"}, {**TWEET, "id_str": "13"}).replace(b'"id_str": "12"', b'"id_str": "12" "12"')
    one, two, three = iter_tweets(io.BytesIO(data), "tweets.js", CONFIG, NOW)
    assert (type(one), type(three)) == (Item, Item)
    assert isinstance(two, Failure)
    assert (two.ref, f"from byte {data.index(b'{', data.index(b'12')):,} on" in two.reason) == ("tweets.js:2", False)
    offset = int(two.reason.split("from byte ")[1].split(" ")[0].replace(",", ""))
    assert data[offset:].startswith(b'{\n    "tweet"')


def test_a_tweet_becomes_a_post_of_its_author() -> None:
    """The words are those a reader of the tweet saw, character references resolved."""
    draft = read()
    assert draft.text == "Joy & fear in #Qast tonight <3 https://t.co/x"
    assert (draft.kind, draft.url, draft.byline, draft.language) == ("post", URL, ("Ann Lee", "input"), ("en", "input"))
    assert draft.published == (Stated("2016-12-12", "2016-12-12T21:30:05Z"), "input")
    (post,) = draft.posts
    assert (post.span, post.platform, post.author, post.handle, post.url) == ((0, len(draft.text)), "twitter", "Ann Lee", "annlee", URL)
    assert post.media == ("pic.twitter.com/x", "https://pbs.example/x.jpg", "https://pbs.example/y.jpg")
    assert (post.published, post.forwarded_from, draft.problems) == ("2016-12-12", None, ())


def test_a_retweet_names_whom_it_repeats() -> None:
    """The account behind "RT" is where the words came from."""
    assert read(full_text="RT @qast_wire: Bridge closed").posts[0].forwarded_from == "qast_wire"
    assert read(full_text="Not RT @qast_wire: Bridge closed").posts[0].forwarded_from is None


@pytest.mark.parametrize(("code", "language"), [("ar", "ar"), ("und", None), ("zxx", None), ("qme", None), ("in", "id"), (5, None)])
def test_the_codes_for_no_language_are_none(code: Any, language: str | None) -> None:
    """X writes several codes where it knows no language, and two that are out of date."""
    assert read(lang=code).language == ((language, "input") if language else None)


@pytest.mark.parametrize("value", ["yesterday", "Mon Dec 99 21:30:05 +0000 2016", "Mon Dez 12 21:30:05 +0000 2016"])
def test_a_time_that_is_none_is_a_problem(value: str) -> None:
    """The tweet is read without it."""
    draft = read(created_at=value)
    assert draft.published is None
    assert "created_at" in draft.problems[0]


@pytest.mark.parametrize("entities", [None, [], {"media": None}, {"media": ["x"]}, {"media": [{"display_url": 5}]}])
def test_odd_media_are_no_reason_to_fail(entities: Any) -> None:
    """What cannot be a link is left out."""
    assert read(entities=entities, extended_entities=None).posts[0].media == ()


@pytest.mark.parametrize("text", ["", None, " "])
def test_a_tweet_without_words_is_refused(text: Any) -> None:
    """There is nothing to read in it."""
    with pytest.raises(ReadError, match="holds no text"):
        read(full_text=text)


@pytest.mark.parametrize("data", [b"", b"[]", b"[{}]", b"{}", b'[{"account": 5}]', b"[" * 50_000, b"\xff"])
def test_an_account_that_names_nobody_is_refused(data: bytes) -> None:
    """Whatever the file holds, it is a ``ReadError`` at most."""
    with pytest.raises(ReadError, match="whose archive"):
        read_account(data)


def test_a_handle_that_cannot_be_one_is_not_taken() -> None:
    """No address is built from it."""
    assert read_account(b'[{"account": {"username": "a/b", "accountDisplayName": 5}}]') == Hints()
