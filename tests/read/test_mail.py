"""What reading mail must hold."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Item
from according.read.draft import Draft, Stated
from according.read.mail import read_mail

CONFIG = Config()
WORDS = "The bridge at Qast was closed at noon, the council said."
HTML = f"<html><body><article><p>{WORDS}</p><p>{WORDS} Again.</p></article></body></html>"


def mail(text: str | None = WORDS, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lee – Desk <ann@qast.example>"
    message["To"] = "list@qast.example"
    message["Subject"] = "Bridge closed – again"
    message["Date"] = "Mon, 12 Dec 2016 23:30:00 +0200"
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(html, subtype="html")
    return message


def read(message: EmailMessage | bytes, config: Config = CONFIG) -> tuple[Draft, ...]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return read_mail(Item("a.eml", data, "mail", "2024-01-01T00:00:00Z"), config)


def test_the_headers_say_who_wrote_what_when() -> None:
    """Subject, name and date come from the headers, the words from the plain part."""
    (draft,) = read(mail(html=HTML))
    assert draft.text.strip() == WORDS
    assert (draft.kind, draft.locator, draft.publisher, draft.url) == ("document", None, None, None)
    assert (draft.title, draft.byline) == (("Bridge closed – again", "input"), ("Ann Lee – Desk", "input"))
    assert draft.published == (Stated("2016-12-12", "2016-12-12T23:30:00+02:00"), "input")
    assert draft.problems == ()


def test_without_a_plain_part_the_page_is_read() -> None:
    """A mail of HTML alone gives its text."""
    (draft,) = read(mail(None, HTML))
    assert WORDS in draft.text
    assert draft.title == ("Bridge closed – again", "input")


def test_an_empty_plain_part_does_not_hide_the_page() -> None:
    """Mail programs send empty plain parts along."""
    assert WORDS in read(mail("\n", HTML))[0].text


def test_an_address_without_a_name_is_no_byline() -> None:
    """Nobody's name is guessed from an address."""
    message = mail()
    message.replace_header("From", "ann@qast.example")
    assert read(message)[0].byline is None


def test_attachments_are_documents_of_their_own() -> None:
    """Readable ones come with their place; a picture is passed over, and one that cannot be read is a problem."""
    message = mail()
    message.add_attachment(b"A note on Qast.", maintype="text", subtype="plain", filename="note.txt")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    message.add_attachment(b"%PDF- no", maintype="application", subtype="pdf", filename="scan.pdf")
    message.add_attachment(HTML.encode(), maintype="application", subtype="octet-stream", filename="Page.HTML")
    message.add_attachment(mail("The inner words."), filename="inner.eml")
    body, *attached = read(message)
    assert [(draft.locator, draft.kind) for draft in attached] == [(f"attachment/{n}", "document") for n in (1, 3, 4)]
    assert [draft.text.strip()[:15] for draft in attached] == ["A note on Qast.", WORDS[:15], "The inner words"]
    assert attached[2].title == ("Bridge closed – again", "input")
    assert len(body.problems) == 1
    assert body.problems[0].startswith("attachment 2 (scan.pdf): is no whole PDF")


def test_mails_in_mails_are_followed_three_deep() -> None:
    """The place of each tells the way to it; the fourth is named and not opened."""
    message = mail("Words of 4.")
    for depth in (3, 2, 1, 0):
        outer = mail(f"Words of {depth}.")
        outer.add_attachment(message)
        message = outer
    drafts = read(message)
    assert [draft.locator for draft in drafts] == [
        None,
        "attachment/1",
        "attachment/1/attachment/1",
        "attachment/1/attachment/1/attachment/1",
    ]
    assert drafts[3].problems == ("attachment 1: is a mail in a mail, more than 3 deep",)


def test_a_mail_of_attachments_alone_gives_those() -> None:
    """The body is then no report."""
    message = mail("")
    message.add_attachment(b"A note on Qast.", maintype="text", subtype="plain", filename="note.txt")
    (draft,) = read(message)
    assert (draft.locator, draft.text) == ("attachment/1", "A note on Qast.")


ENCODINGS = [
    (
        b"Content-Type: text/plain; charset=windows-1251\r\n\r\n" + "Мост закрыт, сказали в совете Каста.".encode("windows-1251"),
        "Мост закрыт",
    ),
    (b"Content-Type: text/plain; charset=nonsense\r\n\r\n" + WORDS.encode(), WORDS),
    (b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIGJyaWRnZS4=", "The bridge."),
    (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9 at Qa=\r\nst",
        "café at Qast",
    ),
    (b"\r\n" + WORDS.encode(), WORDS),
]


@pytest.mark.parametrize(("data", "words"), ENCODINGS)
def test_bodies_come_in_their_own_encodings(data: bytes, words: str) -> None:
    """Whatever wraps them, the words arrive."""
    assert words in read(b"From: a@qast.example\r\nMIME-Version: 1.0\r\n" + data)[0].text


MALFORMED = [
    (b"Date: yesterday", "the date 'yesterday' is none; passed over"),
    (b'Content-Type: multipart/mixed; boundary="x"', "MultipartInvariantViolationDefect"),
    (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "InvalidBase64"),
]


@pytest.mark.parametrize(("header", "problem"), MALFORMED)
def test_what_is_malformed_is_a_problem(header: bytes, problem: str) -> None:
    """The words are read, and what is wrong is said."""
    (draft,) = read(b"Subject: x\r\n" + header + b"\r\n\r\n" + b"VGhlIGJyaWRnZS4A!=\r\n")
    assert draft.text.strip()
    assert any(problem in said for said in draft.problems)


@pytest.mark.parametrize("data", [b"", b"Subject: x\r\n\r\n", b"Subject: x\r\n\r\n \r\n", b"\n\n"])
def test_a_mail_without_words_is_refused(data: bytes) -> None:
    """There is nothing to read in it."""
    with pytest.raises(ReadError, match="holds no text"):
        read(data)


def test_the_size_is_limited_by_the_settings() -> None:
    """The limit is named."""
    with pytest.raises(LimitExceeded, match="max_item_bytes"):
        read(mail(), Config(max_item_bytes=100))


def test_parts_nested_without_end_are_refused() -> None:
    """A thousand parts in each other are no mail."""
    data = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3_000))
    with pytest.raises(ReadError, match=r"nested too deep|holds no text"):
        read(data + b"\r\nwords")


HEADERS = st.sampled_from(["Subject", "From", "Date", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "MIME-Version"])


@given(st.lists(st.tuples(HEADERS, st.text("abc:;=\"<>@,()[]?*%'\\ \t\n0é=?utf-8?q?", max_size=30)), max_size=5), st.binary(max_size=60))
def test_no_header_makes_reading_raise_anything_else(headers: list[tuple[str, str]], body: bytes) -> None:
    """Whatever stands in its headers, a mail is read or refused."""
    head = "".join(f"{name}: {value}\n" for name, value in headers).encode()
    try:
        drafts = read(head + b"\n" + body)
    except ReadError:
        return
    assert all(draft.text.strip() for draft in drafts)


def test_a_content_type_that_the_library_breaks_on_is_refused_in_words() -> None:
    """The mail is named with a reason, and the rest of a run goes on."""
    with pytest.raises(ReadError, match="headers are malformed"):
        read(b"Content-Type: ;0*\n\nwords")


def test_a_header_that_breaks_the_library_is_still_read() -> None:
    """A form that the standard library cannot take apart costs at most that header's form."""
    headers = b"Subject: =?utf-8?q?Qast_=E2=80=93_again?=\r\nFrom: =?x?y?z <a@[\r\nDate: ,\r\n"
    (draft,) = read(headers + b"Content-Type: text/plain; charset*0*=''%\r\n\r\nWords.")
    assert draft.text == "Words."
    assert draft.title == ("Qast – again", "input")


def test_an_attachment_without_words_is_a_problem() -> None:
    """Empty ones are named by what they are called."""
    message = mail()
    message.add_attachment(b"", maintype="text", subtype="plain", filename="empty.txt")
    message.add_attachment(b"\n \n\xc2\xa0", maintype="text", subtype="plain", filename="blank.txt")
    (draft,) = read(message)
    assert draft.problems == ("attachment 1 (empty.txt): is empty", "attachment 2 (blank.txt): holds no text")
