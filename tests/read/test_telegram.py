"""What reading Telegram's export must hold."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from according.config import Config
from according.errors import ReadError
from according.model import Failure, Hints, Item
from according.read.draft import Draft, Stated
from according.read.telegram import iter_telegram, read_message

CONFIG = Config()
NOW = "2024-01-01T00:00:00Z"
MESSAGE: dict[str, Any] = {
    "id": 41,
    "type": "message",
    "date": "2016-12-12T23:30:00",
    "date_unixtime": "1481578200",
    "from": "Qast Council",
    "from_id": "channel77",
    "text": [
        "Shells near ",
        {"type": "hashtag", "text": "#Qast"},
        ". More: ",
        {"type": "text_link", "text": "here", "href": "http://x.example"},
    ],
    "text_entities": [{"type": "plain", "text": "Shells near "}],
}
SERVICE = {"id": 40, "type": "service", "action": "create_channel", "text": ""}
PICTURE = {"id": 42, "type": "message", "photo": "photos/1.jpg", "text": ""}


def items(export: Any, indent: int | None = 1) -> list[Item | Failure]:
    return list(iter_telegram(io.BytesIO(json.dumps(export, indent=indent).encode()), "result.json", CONFIG, NOW))


def read(**changes: Any) -> Draft:
    data = json.dumps({**MESSAGE, **changes}).encode()
    return read_message(Item("result.json/7/41", data, "telegram", NOW, hints=Hints(publisher="Qast News", channel="Qast News")), CONFIG)


@pytest.mark.parametrize("indent", [None, 1])
def test_one_chat_gives_its_messages_with_text(indent: int | None) -> None:
    """Service messages and pictures without words are passed over; the channel's name goes with each message."""
    chat = {"name": "Qast News", "type": "public_channel", "id": 7, "messages": [SERVICE, MESSAGE, PICTURE]}
    (one,) = items(chat, indent)
    assert isinstance(one, Item)
    assert (one.ref, one.form, one.url, one.retrieved_at) == ("result.json/7/41", "telegram", None, NOW)
    assert one.hints == Hints(publisher="Qast News", channel="Qast News")
    assert json.loads(one.data) == MESSAGE


def test_a_whole_account_gives_the_messages_of_each_chat_under_its_name() -> None:
    """Every chat's messages stand under that chat, also one without a name."""
    chats = [
        {"name": "Qast News", "type": "public_channel", "id": 7, "messages": [MESSAGE]},
        {"name": None, "type": "personal_chat", "id": 8, "messages": [MESSAGE]},
        {"type": "saved_messages", "id": 9, "messages": [MESSAGE]},
    ]
    export = {
        "about": "x",
        "personal_information": {"first_name": "A"},
        "contacts": {"list": [{"name": "B"}]},
        "chats": {"about": "y", "list": chats},
    }
    found = [one for one in items(export) if isinstance(one, Item)]
    assert [(one.ref, one.hints.channel) for one in found] == [
        ("result.json/7/41", "Qast News"),
        ("result.json/8/41", None),
        ("result.json/9/41", None),
    ]


def test_a_broken_message_costs_itself_alone() -> None:
    """The message is named by its number and place in the file."""
    chat = {"name": "Qast News", "id": 7, "messages": [MESSAGE, {**MESSAGE, "id": 42}, {**MESSAGE, "id": 43}]}
    data = json.dumps(chat, indent=1).encode().replace(b'"id": 42,', b'"id": 42 42,')
    one, two, three = iter_telegram(io.BytesIO(data), "result.json", CONFIG, NOW)
    assert (one.ref, two.ref, three.ref) == ("result.json/7/41", "result.json message 2", "result.json/7/43")
    assert isinstance(two, Failure)
    assert "is not JSON" in two.reason


def test_a_message_becomes_a_post_of_its_author() -> None:
    """The text is the plain words of all its parts, and the post spans it whole."""
    draft = read()
    assert draft.text == "Shells near #Qast. More: here"
    assert (draft.kind, draft.publisher, draft.byline, draft.url) == ("post", ("Qast News", "input"), ("Qast Council", "input"), None)
    assert draft.published == (Stated("2016-12-12", "2016-12-12T21:30:00Z"), "input")
    (post,) = draft.posts
    assert (post.span, post.text_span) == ((0, len(draft.text)), (0, len(draft.text)))
    assert (post.platform, post.author, post.handle, post.published, post.published_how) == (
        "telegram",
        "Qast Council",
        None,
        "2016-12-12",
        "input",
    )
    assert draft.problems == ()


def test_without_a_time_in_utc_the_local_time_stands_without_a_zone() -> None:
    """Older exports give the exporter's clock only, and no zone is made up for it."""
    data = {key: value for key, value in MESSAGE.items() if key != "date_unixtime"}
    draft = read_message(Item("r", json.dumps(data).encode(), "telegram", NOW), CONFIG)
    assert draft.published == (Stated("2016-12-12", "2016-12-12T23:30:00"), "input")


def test_editing_forwarding_and_media_are_kept() -> None:
    """A file that the export left out is no link."""
    draft = read(edited="2016-12-13T09:00:00", forwarded_from="Harbour Watch", photo="photos/1.jpg", file="(File not included.)")
    assert draft.modified == (Stated("2016-12-13", "2016-12-13T09:00:00"), "input")
    assert (draft.posts[0].forwarded_from, draft.posts[0].media) == ("Harbour Watch", ("photos/1.jpg",))


@pytest.mark.parametrize("value", ["never", "9" * 40, [], {}])
def test_a_time_that_is_none_is_a_problem(value: Any) -> None:
    """The message is read without it."""
    draft = read(date=None, date_unixtime=value)
    assert draft.published is None
    assert "date_unixtime" in draft.problems[0]


def test_parts_that_are_no_text_are_told() -> None:
    """What is odd in a message is left out and said."""
    draft = read(text=["a", 5, {"text": ["b"]}, {"type": "x"}])
    assert (draft.text, draft.problems) == ("a", ("parts of the message are no text; passed over",))


@pytest.mark.parametrize("text", ["", " \n", [], [{"type": "x"}], None])
def test_a_message_without_words_is_refused(text: Any) -> None:
    """There is nothing to read in it."""
    with pytest.raises(ReadError, match="holds no text"):
        read(text=text)
