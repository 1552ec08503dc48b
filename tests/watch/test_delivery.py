"""Alerts reach feeds, webhooks and mail boxes once, and are kept and tried again until they do."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
import json
import os
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from according.config import Config
from according.store import Account
from according.watch import Delivered, LogEntry, Terms, Watch, add_watch, deliver, delivery, list_watches, make_alerts, read_log
from according.watch.alert import Alert, Quote, from_body
from according.watch.atom import feed_xml
from according.watch.mail import compose
from according.watch.outbox import Parcel, next_delivery, take
from tests.watch.material import MORNING, strike
from tests.watch.servers import Answer, Post, Site

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUOTE = Quote(
    happening="h", report="r", ref="herald/1", url="https://herald.example/1", publisher="Kesh Herald", published="2031-05-01",
    who="a medic", source_kind="medical", via=("Radio Kesh",), is_own_voice=False, claim=None, status="happened",
    sentence="Two died.", start=0, end=9, trigger=(4, 8),
)  # fmt: skip
ALERT = Alert(
    id="sha256:1", watch="desk", reason="new", incident="sha256:2", made_at="2031-05-01T06:00:00Z", kind="air_strike",
    date_from="2031-04-30", date_to="2031-04-30", place="Kesh", geonames=None, lat=36.2, lon=37.16, radius_km=5.0, country=None,
    actors=("Kesh Tigers",), killed=(2, 2), origins=1, reports=1, is_contested=False, differences=(), said=(QUOTE,),
)  # fmt: skip


def only(account: Account, channel: str = "webhook") -> LogEntry:
    (entry,) = (entry for entry in read_log(account) if entry.channel == channel)
    return entry


def with_hook(account: Account, site: Site, count: int = 1, name: str = "desk") -> None:
    """A watch with a webhook, and incidents that it has to tell of."""
    add_watch(account, name, Terms(webhook=site.url("/alerts")), MORNING)
    for number in range(count):
        strike(
            account,
            f"{name}/{number}",
            f"The air strike number {number} on Kesh killed two.",
            url=f"https://herald.example/{name}/{number}",
        )
    assert make_alerts(account, MORNING) == count


# --- webhooks


def test_a_webhook_gets_the_alert_as_json_once(account: Account, site: Site) -> None:
    """With a key of its own, and no signature where there is no secret."""
    with_hook(account, site)
    assert deliver(account, Config(), MORNING) == Delivered(sent=1)
    assert deliver(account, Config(), MORNING + HOUR) == Delivered()
    (asked,) = site.asked
    assert (asked.method, asked.path, asked.headers["content-type"]) == ("POST", "/alerts", "application/json")
    alert = from_body(asked.body)
    assert asked.headers["idempotency-key"] == asked.headers["webhook-id"] == alert.id == only(account).alert
    assert "webhook-signature" not in asked.headers
    assert json.loads(asked.body)["said"][0]["sentence"] == "The air strike number 0 on Kesh killed two."
    assert (only(account).state, only(account).sent_at, only(account).attempts) == ("sent", "2031-05-01T06:00:00Z", 1)


@pytest.mark.parametrize("secret", ["a plain secret", "whsec_" + base64.b64encode(b"raw \x00 key").decode()])
def test_a_webhook_is_signed_as_receivers_of_standard_webhooks_expect(account: Account, site: Site, secret: str) -> None:
    """Over key, time and body."""
    with_hook(account, site)
    deliver(account, Config(webhook_secret=secret), MORNING)
    (asked,) = site.asked
    key = b"raw \x00 key" if secret.startswith("whsec_") else secret.encode()
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert asked.headers["webhook-signature"] == f"v1,{made}"
    assert asked.headers["webhook-timestamp"] == str(int(MORNING.timestamp()))


def test_a_receiver_that_fails_twice_gets_the_alert_the_third_time(account: Account, site: Site) -> None:
    """After growing pauses, with the same key and the same body; not before its time."""
    with_hook(account, site)
    site.say(Answer(503), Answer(None), Answer(204))
    assert deliver(account, Config(), MORNING) == Delivered(failed=1, pending=1)
    assert (only(account).state, only(account).last_error) == ("pending", "HTTP 503 Service Unavailable")
    assert next_delivery(account) == "2031-05-01T06:01:00Z"
    assert deliver(account, Config(), MORNING + timedelta(seconds=59)) == Delivered(pending=1)
    assert deliver(account, Config(), MORNING + MINUTE) == Delivered(failed=1, pending=1)
    assert "broke off" in (only(account).last_error or "")
    assert next_delivery(account) == "2031-05-01T06:03:00Z"
    assert deliver(account, Config(), MORNING + 3 * MINUTE) == Delivered(sent=1)
    assert len({(asked.headers["idempotency-key"], asked.body) for asked in site.asked}) == 1
    assert (len(site.asked), only(account).attempts, only(account).last_error, next_delivery(account)) == (3, 3, None, None)


def test_a_receiver_that_asks_for_a_pause_gets_it(account: Account, site: Site) -> None:
    """Retry-After is longer than our own pause."""
    with_hook(account, site)
    site.say(Answer(429, headers={"Retry-After": "7200"}))
    deliver(account, Config(), MORNING)
    assert next_delivery(account) == "2031-05-01T08:00:00Z"


def test_a_redirect_is_not_followed(account: Account, site: Site) -> None:
    """The alert goes only where the user said; it is kept."""
    with_hook(account, site)
    site.say(Answer(307, headers={"Location": site.url("/elsewhere")}))
    assert deliver(account, Config(), MORNING) == Delivered(failed=1, pending=1)
    assert [asked.path for asked in site.asked] == ["/alerts"]
    assert only(account).last_error == "HTTP 307 Temporary Redirect"


def test_a_receiver_that_is_gone_is_not_asked_for_each_alert(account: Account, site: Site) -> None:
    """One attempt for the oldest; the others wait with it, new ones too, and all go out when it is back."""
    with_hook(account, site, 3)
    site.say(Answer(503), Answer(503), Answer(200))
    assert deliver(account, Config(), MORNING) == Delivered(failed=1, pending=3)
    strike(account, "late", "Later the market of Kesh was hit.")
    make_alerts(account, MORNING)
    assert deliver(account, Config(), MORNING) == Delivered(pending=4)
    assert deliver(account, Config(), MORNING + MINUTE) == Delivered(failed=1, pending=4)
    assert deliver(account, Config(), MORNING + HOUR) == Delivered(sent=4)
    assert len(site.asked) == 6
    assert len({asked.headers["idempotency-key"] for asked in site.asked}) == 4


def test_an_alert_that_is_refused_keeps_no_other_waiting(account: Account, site: Site) -> None:
    """It is tried again by itself."""
    with_hook(account, site, 3)
    site.say(Answer(413), Answer(200))
    assert deliver(account, Config(), MORNING) == Delivered(sent=2, failed=1, pending=1)
    assert [entry.state for entry in read_log(account)] == ["failed", "sent", "sent"]
    assert deliver(account, Config(), MORNING + MINUTE) == Delivered(sent=1)


def test_one_watch_that_fails_stops_no_other(account: Account, site: Site, tmp_path: Path) -> None:
    """A feed in a folder that is not there, a port where nobody listens, a mail server that is not set."""
    add_watch(account, "feed", Terms(atom=str(tmp_path / "nowhere" / "a.atom")), MORNING)
    add_watch(account, "gone", Terms(webhook="http://127.0.0.1:1/"), MORNING)
    add_watch(account, "mail", Terms(mail="desk@herald.example"), MORNING)
    add_watch(account, "desk", Terms(webhook=site.url()), MORNING)
    strike(account, "herald/1")
    assert make_alerts(account, MORNING) == 4
    assert deliver(account, Config(), MORNING) == Delivered(sent=1, failed=3, pending=3)
    reasons = {entry.watch: entry.last_error or "" for entry in read_log(account)}
    assert "No such file or directory" in reasons["feed"]
    assert "no connection to the receiver" in reasons["gone"]
    assert "no mail server is set" in reasons["mail"]
    (tmp_path / "nowhere").mkdir()
    assert deliver(account, Config(), MORNING + MINUTE).sent == 1


def test_an_alert_that_another_process_is_sending_is_left_alone(account: Account, site: Site) -> None:
    """If that process dies, it is sent again a quarter of an hour later, under the same key."""
    with_hook(account, site)
    (watch,) = list_watches(account)
    taken = take(account, watch, "webhook", MORNING)
    assert taken
    assert deliver(account, Config(), MORNING + MINUTE) == Delivered(pending=1)
    assert site.asked == []
    assert deliver(account, Config(), MORNING + 15 * MINUTE) == Delivered(sent=1)
    assert site.asked[0].headers["idempotency-key"] == taken.key


def test_who_is_killed_between_answer_and_commit_repeats_under_the_same_key(
    account: Account, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one case in which something is sent twice; a receiver that keeps the keys knows it."""

    class KilledError(BaseException):
        """The process ends here."""

    def die(*_: object) -> int:
        raise KilledError

    with_hook(account, site)
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "note_sent", die)
        with pytest.raises(KilledError):
            deliver(account, Config(), MORNING)
    assert only(account).state == "pending"
    assert deliver(account, Config(), MORNING + HOUR) == Delivered(sent=1)
    assert len({asked.headers["idempotency-key"] for asked in site.asked}) == 1
    assert len(site.asked) == 2


# --- Atom


def test_a_feed_reader_reads_the_feed(account: Account, tmp_path: Path) -> None:
    """Newest first, each entry under an id that stays, linked to its report, the sentence in it."""
    path = tmp_path / "kesh.atom"
    add_watch(account, "Kesh & around", Terms(atom=str(path)), MORNING)
    strike(account, "herald/1", url="https://herald.example/1?a=1&b=2")
    make_alerts(account, MORNING)
    assert deliver(account, Config(), MORNING) == Delivered(sent=1)
    first = feedparser.parse(path.read_bytes())
    strike(account, "wire/1", "The air raid on Kesh went on.", url="javascript:alert(1)")
    make_alerts(account, MORNING + HOUR)
    deliver(account, Config(), MORNING + HOUR)
    feed = feedparser.parse(path.read_bytes())
    assert (feed.bozo, feed.version, feed.feed.title, feed.feed.updated) == (
        False,
        "atom10",
        "According: Kesh & around",
        "2031-05-01T07:00:00Z",
    )
    assert [[link.href for link in entry.get("links", [])] for entry in feed.entries] == [[], ["https://herald.example/1?a=1&b=2"]]
    assert feed.entries[1].id == first.entries[0].id
    assert feed.feed.id == first.feed.id
    assert feed.entries[1].title == "Air strike, Kesh, 2031-04-30 (1 origin)"
    assert "The air strike on Kesh killed two." in feed.entries[1].content[0].value
    assert "a medic" in feed.entries[1].content[0].value
    assert os.listdir(tmp_path).count("kesh.atom") == 1
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".new")]


def test_a_feed_holds_the_newest_entries_only(account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others stay in the log."""
    monkeypatch.setattr(delivery, "FEED_ENTRIES", 2)
    add_watch(account, "desk", Terms(atom=str(tmp_path / "a.atom")), MORNING)
    for number in range(4):
        strike(account, f"herald/{number}", f"The strike number {number} on Kesh.")
        make_alerts(account, MORNING + number * MINUTE)
    assert deliver(account, Config(), MORNING) == Delivered(sent=4)
    feed = feedparser.parse((tmp_path / "a.atom").read_bytes())
    assert [entry.updated for entry in feed.entries] == ["2031-05-01T06:03:00Z", "2031-05-01T06:02:00Z"]


@given(st.text(), st.text(), st.text(max_size=20))
def test_no_text_breaks_the_feed_or_the_mail(sentence: str, ref: str, who: str) -> None:
    """Whatever a report holds, the feed is well-formed, and the mail has the headers that we gave it and no others."""
    quote = replace(QUOTE, sentence=sentence, ref=ref, url=ref, who=who)
    alert = replace(ALERT, said=(quote,), place=who, kind=who or "attack")
    watch = Watch("sha256:w", "desk", "2031-05-01T06:00:00Z", Terms(mail="desk@herald.example"))
    feed = etree.fromstring(feed_xml(watch, [alert]))
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    message = compose(watch, Parcel("sha256:k", (alert,), 1), Config(smtp_sender="according@desk.example"), MORNING)
    parsed = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert set(parsed.keys()) == {
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
    }


# --- mail


def mail_config(post: Post, **settings: Any) -> Config:
    return Config(smtp_host="127.0.0.1", smtp_port=post.port, smtp_tls="none", smtp_sender="according@desk.example", **settings)


def with_mail(account: Account, count: int = 1) -> None:
    add_watch(account, "Düsk", Terms(mail="desk@herald.example"), MORNING)
    for number in range(count):
        strike(
            account, f"herald/{number}", f"The air strike number {number} on Kesh killed two. 🌉", url=f"https://herald.example/{number}"
        )
    make_alerts(account, MORNING)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_all_that_a_watch_found_goes_into_one_mail(account: Account, post: Post) -> None:
    """With the sentences and their addresses, from the sender that the settings name."""
    with_mail(account, 3)
    assert deliver(account, mail_config(post), MORNING) == Delivered(sent=3)
    (raw,) = post.taken
    message = parsed(raw)
    assert (message["subject"], message["from"], message["to"]) == ("Düsk: 3 alerts", "according@desk.example", "desk@herald.example")
    assert message["auto-submitted"] == "auto-generated"
    text = message.get_content()
    assert all(f"The air strike number {n} on Kesh killed two. 🌉" in text and f"https://herald.example/{n} [0:" in text for n in range(3))
    assert not any(line.startswith(b"AUTH") for line in post.said)


def test_a_mail_that_was_not_taken_is_the_same_mail_when_it_is_sent_again(account: Account, post: Post) -> None:
    """Same alerts, same Message-ID; what was found meanwhile goes into the next one."""
    with_mail(account, 2)
    post.message = [b"451 try later", b"250 taken"]
    assert deliver(account, mail_config(post), MORNING) == Delivered(failed=2, pending=2)
    assert {entry.last_error for entry in read_log(account)} == {"the mail server answered 451 try later"}
    strike(account, "late", "Later the market of Kesh was hit.")
    make_alerts(account, MORNING)
    assert deliver(account, mail_config(post), MORNING + MINUTE) == Delivered(sent=3)
    first, again, next_one = map(parsed, post.taken)
    assert first["message-id"] == again["message-id"] != next_one["message-id"]
    assert first.get_content() == again.get_content()
    assert "market" in next_one.get_content()


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(account: Account, post: Post) -> None:
    """Its answer counts, not its good-bye."""
    with_mail(account)
    post.hangs_up = True
    assert deliver(account, mail_config(post), MORNING) == Delivered(sent=1)
    assert deliver(account, mail_config(post), MORNING + HOUR) == Delivered()


def test_a_recipient_that_is_refused_is_named(account: Account, post: Post) -> None:
    """And the alert stays."""
    with_mail(account)
    post.recipient = b"550 no such box"
    assert deliver(account, mail_config(post), MORNING) == Delivered(failed=1, pending=1)
    assert only(account, "mail").last_error == "desk@herald.example: 550 no such box"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"smtp_host": ""}, "no mail server is set"),
        ({"smtp_sender": ""}, "setting smtp_sender"),
        ({"smtp_sender": "x@y.example\nBcc: z@y.example"}, "setting smtp_sender"),
        ({"smtp_tls": "ssl"}, "setting smtp_tls: one of starttls, tls, none"),
        ({"smtp_tls": "starttls"}, "STARTTLS"),
        (
            {"smtp_tls": "none", "smtp_user": "desk", "smtp_host": "post.example"},
            "no password is sent over a connection that is not secure",
        ),
        ({"smtp_port": 1}, "refused"),
        ({"smtp_user": "desk", "smtp_password": "pass\u0142ord"}, "ascii"),
    ],
)
def test_a_mail_server_that_is_wrongly_set_is_named(account: Account, post: Post, settings: Any, reason: str) -> None:
    """In the log, without the password; nothing is lost."""
    with_mail(account)
    assert deliver(account, replace(mail_config(post), **settings), MORNING) == Delivered(failed=1, pending=1)
    error = only(account, "mail").last_error or ""
    assert reason in error
    assert "pass" not in error or "password is sent" in error
    assert post.taken == []


def test_who_must_log_in_does(account: Account, post: Post) -> None:
    """With the password from the settings, which is written nowhere."""
    with_mail(account)
    config = mail_config(post, smtp_user="desk", smtp_password="open sesame")
    assert "open sesame" not in repr(config)
    assert deliver(account, config, MORNING) == Delivered(sent=1)
    (auth,) = (line for line in post.said if line.startswith(b"AUTH"))
    assert base64.b64decode(auth.split()[-1]) == b"\0desk\0open sesame"
