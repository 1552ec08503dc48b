"""The tagger that asks a language model: what it says is in the text, or is not in the reading."""

from __future__ import annotations

import json
import logging
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from according.config import Config, load_config
from according.errors import ReadError, UsageError
from according.model import Item
from according.pipeline import read_item
from according.tag.asking import check_address
from according.tag.choosing import open_tagger
from tests.extending.fakes import Answers, chat, serve

TEXT = "Activists said that at least 40 civilians were killed in Kesh on Monday.\nThe army denied it. Shells fell on Orna; shells fell."
GOOD: dict[str, Any] = {
    "claims": [
        {
            "sentence": 1,
            "content": ["at least 40 civilians were killed in Kesh on Monday"],
            "source": "Activists",
            "cue": "said",
            "act": "state",
        }
    ],
    "events": [
        {"sentence": 1, "trigger": "killed", "kind": "killing", "status": "happened", "target": "at least 40 civilians", "place": "Kesh"}
    ],
    "quantities": [{"sentence": 1, "words": "at least 40", "measure": "killed", "scope": "new"}],
    "names": [{"sentence": 1, "words": "Kesh", "type": "place"}],
    "times": [{"sentence": 1, "words": "on Monday", "type": "DATE"}],
}


def config_for(answers: Answers, **more: Any) -> Config:
    return Config(tagger="remote", remote_address=answers.address, remote_model="qast-7b", read_all=True, **more)


def read(config: Config, text: str = TEXT) -> Any:
    return read_item(Item("r", text.encode(), "text", "2026-01-01T00:00:00Z"), config)


def test_good_answers_become_the_marks_of_a_reading() -> None:
    """Claims, events, figures and places as our own tagger's marks give them; the reading says whose marks they are."""
    with serve(chat(GOOD)) as answers:
        (reading,) = read(config_for(answers)).readings
    claim = next(one for one in reading.claims if one.who == "Activists")
    assert TEXT[slice(*claim.content[0])] == "at least 40 civilians were killed in Kesh on Monday"
    assert [(event.kind, TEXT[slice(*event.trigger)]) for event in reading.events] == [("killing", "killed")]
    assert reading.figures[0].low == 40
    assert "marked by the language model qast-7b at 127.0.0.1:" in reading.problems[0]
    assert "; 0 of the 16 fields" in reading.problems[0]


def test_it_is_asked_with_numbered_sentences_and_without_chance() -> None:
    """The path is that of chat completions; no text but the report's is sent."""
    with serve(chat(GOOD)) as answers:
        open_tagger(config_for(answers)).mark(TEXT)
    (asked,) = answers.asked
    assert (asked["path"], asked["model"], asked["temperature"]) == ("/v1/chat/completions", "qast-7b", 0)
    assert asked["messages"][1]["content"].splitlines()[1] == "[2] The army denied it."
    assert "Authorization" not in answers.headers[0]


UNGROUNDED: list[tuple[str, dict[str, Any], int]] = [
    ("invented words", {"names": [{"words": "General Zorro", "type": "person"}]}, 1),
    ("an unknown label", {"names": [{"sentence": 1, "words": "Kesh", "type": "planet"}]}, 1),
    ("words that stand twice", {"events": [{"trigger": "fell", "kind": "shelling", "status": "happened"}]}, 1),
    ("half a word", {"names": [{"words": "Kes", "type": "place"}]}, 1),
    ("a whole story as a trigger", {"events": [{"trigger": TEXT, "kind": "battle", "status": "happened"}]}, 1),
    ("numbers for words", {"quantities": [{"words": 40, "measure": "killed"}]}, 1),
    ("lists for objects", {"names": [["Kesh", "place"], None, 7]}, 3),
    ("no list", {"names": "Kesh"}, 1),
    ("an act that nobody knows", {"claims": [{"content": ["killed in Kesh"], "act": "sing"}]}, 1),
    ("no content", {"claims": [{"content": [], "source": "Activists", "act": "state"}]}, 0),
    ("keys that nobody asked for", {"notes": ["all is well"]}, 0),
]


@pytest.mark.parametrize(("what", "answer", "dropped"), UNGROUNDED, ids=[one[0] for one in UNGROUNDED])
def test_what_does_not_stand_in_the_text_is_dropped_and_counted(what: str, answer: dict[str, Any], dropped: int) -> None:
    """Nothing of it gets into the marks."""
    with serve(chat(answer)) as answers:
        marks = open_tagger(config_for(answers)).mark(TEXT)
    assert (marks.attributions, marks.triggers, marks.quantities, marks.names, marks.times) == ((), (), (), (), ())
    assert f"; {dropped} of the " in marks.problems[0]


def test_a_field_that_is_not_in_the_text_costs_itself_alone() -> None:
    """The claim stays without its invented source, the event without its invented place; quotation marks may differ."""
    answer = {
        "claims": [
            {"sentence": 1, "content": ["at least  40 civilians were killed"], "source": "General Zorro", "cue": "said", "act": "state"}
        ],
        "events": [{"sentence": 1, "trigger": "'killed'", "kind": "killing", "status": "happened", "place": "Atlantis"}],
    }
    with serve(chat(answer)) as answers:
        marks = open_tagger(config_for(answers)).mark(TEXT)
    assert (marks.attributions[0].source, marks.attributions[0].cue) == (None, (10, 14))
    assert (TEXT[slice(*marks.triggers[0].span)], marks.triggers[0].place) == ("killed", None)
    assert "; 2 of the 8 fields" in marks.problems[0]


@pytest.mark.parametrize(
    "content", ["I cannot help with that.", "", "[1, 2]", '{"claims": [', "[" * 50_000, '{"a":' * 5_000 + "}"], ids=range(6)
)
def test_no_json_is_asked_again_and_then_fails_the_report(content: str) -> None:
    """The report's failure says so, and the rest of a run goes on."""
    with serve(chat(content)) as answers:
        outcome = read(config_for(answers))
    assert len(answers.asked) == 2
    assert outcome.readings == ()
    assert outcome.failures[0].reason.endswith("gave no JSON object")
    with serve(chat(content), chat(GOOD)) as answers:
        assert read(config_for(answers)).readings


def test_json_in_a_fence_is_read() -> None:
    """As many models write it."""
    with serve(chat(f"Here it is:\n```json\n{json.dumps(GOOD)}\n```")) as answers:
        assert open_tagger(config_for(answers)).mark(TEXT).names


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (401, "answered with status 401"),
        (503, "answered with status 503"),
        (302, "answered with status 302"),
        (b"<html>", "of another form than chat completions"),
        (b'{"choices": []}', "of another form than chat completions"),
        (b'{"choices": [{"message": {"content": 7}}]}', "of another form than chat completions"),
        (b" " * (2 * 1024 * 1024 + 1), "answered with more than 2,097,152 bytes"),
        (0.6, "gave no answer in 0.3 s (remote_timeout_s)"),
    ],
    ids=str,
)
def test_bad_answers_fail_the_report_in_words(answer: Any, reason: str) -> None:
    """Neither the key nor what the server said stands in the reason."""
    with serve(answer) as answers:
        outcome = read(config_for(answers, remote_timeout_s=0.3 if isinstance(answer, float) else 20.0, remote_key="secret-key"))
    assert reason in outcome.failures[0].reason
    assert "secret" not in outcome.failures[0].reason


def test_a_server_that_drips_is_cut_off() -> None:
    """The time is for the whole answer, not for each byte of it."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(60):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    start = time.monotonic()
    with serve(drip) as answers, pytest.raises(ReadError, match="gave no answer"):
        open_tagger(config_for(answers, remote_timeout_s=0.3)).mark(TEXT)
    assert time.monotonic() - start < 2


def test_nobody_there_is_said() -> None:
    """An address at which nothing listens."""
    with serve(200) as answers:
        pass
    with pytest.raises(ReadError, match="could not be asked"):
        open_tagger(config_for(answers)).mark(TEXT)


def test_the_key_is_sent_and_gets_into_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Not even where everything is logged."""
    with caplog.at_level(logging.DEBUG), serve(chat(GOOD)) as answers:
        config = config_for(answers, remote_key="secret-key")
        open_tagger(config).mark(TEXT)
    assert answers.headers[0]["Authorization"] == "Bearer secret-key"
    assert "secret-key" not in caplog.text + repr(config)


@pytest.mark.parametrize(
    ("address", "hosts", "key", "allowed"),
    [
        ("http://127.0.0.1:8080/v1", (), "k", True),
        ("http://[::1]:8080/v1", (), "", True),
        ("http://localhost/v1", (), "", True),
        ("https://models.example/v1", (), "", False),
        ("https://models.example/v1", ("models.example",), "k", True),
        ("https://models.example:444/v1", ("models.example:443",), "", False),
        ("http://10.0.0.5:8000/v1", ("10.0.0.5:8000",), "", True),
        ("http://10.0.0.5:8000/v1", ("10.0.0.5:8000",), "k", False),
        ("http://127.0.0.1.models.example/v1", (), "", False),
        ("http://user:pass@127.0.0.1/v1", (), "", False),
        ("file:///etc/passwd", (), "", False),
        ("http://127.0.0.1:99999/v1", (), "", False),
        ("", (), "", False),
    ],
)
def test_texts_go_to_this_machine_or_where_the_settings_say(address: str, hosts: tuple[str, ...], key: str, allowed: bool) -> None:
    """And a key never in the clear to another machine."""
    config = Config(remote_address=address, remote_hosts=hosts, remote_key=key)
    if allowed:
        assert check_address(config)
    else:
        with pytest.raises(UsageError, match="remote_address"):
            check_address(config)


def test_a_wrong_setting_stops_the_run() -> None:
    """It is no fault of a report."""
    with pytest.raises(UsageError, match="remote_model"):
        read(Config(tagger="remote", read_all=True))
    with pytest.raises(UsageError, match="no tagger is called 'oracle': there is according, remote"):
        read(Config(tagger="oracle", read_all=True))


def test_the_key_is_taken_from_the_environment_only(tmp_path: Any) -> None:
    """Files are copied and shown."""
    (tmp_path / "s.toml").write_text('remote_key = "x"')
    with pytest.raises(UsageError, match="ACCORDING_REMOTE_KEY"):
        load_config({}, tmp_path / "s.toml")


def test_long_reports_are_asked_about_in_pieces() -> None:
    """Offsets are those of the whole text."""
    filler = "Nothing else was told of that day by anyone. " * 200
    text = filler + "Orna fell at dusk."
    with serve(chat({"names": [{"words": "Orna", "type": "place"}]})) as answers:
        marks = open_tagger(config_for(answers)).mark(text)
    assert len(answers.asked) > 1
    assert [text[slice(*one.span)] for one in marks.names] == ["Orna"]
