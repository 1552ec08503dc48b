"""What the table of forms must hold: each form its reader, and reasons for what cannot be read."""

from __future__ import annotations

from typing import get_args

import pytest

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Form, Item
from according.read.forms import read_drafts

NOW = "2024-01-01T00:00:00Z"
STORY = "The army entered the town of Darvel on Monday, residents said, and the bridge was closed to all."


def drafts(form: Form, data: bytes, charset: str | None = None, config: Config | None = None) -> tuple[str, ...]:
    return tuple(draft.text for draft in read_drafts(Item("a", data, form, NOW, charset=charset), config or Config()))


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_nothing_is_no_report(form: Form, data: bytes) -> None:
    """An empty item of any form is refused in words."""
    with pytest.raises(ReadError, match="is empty"):
        drafts(form, data)


@pytest.mark.parametrize("form", get_args(Form))
def test_an_item_over_its_limit_is_refused_by_the_limits_name(form: Form) -> None:
    """Before anything of it is read."""
    with pytest.raises(LimitExceeded, match=r"holds 11 bytes, over the limit of 10 \(max_(?:item|pdf)_bytes\)"):
        drafts(form, b"x" * 11, config=Config(max_item_bytes=10, max_pdf_bytes=10))


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a PNG picture"), (b"%PDF-1.7 x", "a PDF"), (bytes(range(1, 9)) * 20, "binary data")],
)
def test_what_is_no_text_is_refused_by_its_kind(form: Form, data: bytes, kind: str) -> None:
    """A picture named .html is a picture."""
    with pytest.raises(ReadError, match=f"is no text but {kind}"):
        drafts(form, data)


def test_text_is_read_in_the_charset_that_the_server_names() -> None:
    """Where it fits the bytes; where it lies, the reading says so."""
    assert drafts("text", STORY.encode("utf-16"), "utf-16") == (STORY,)
    (draft,) = read_drafts(Item("a", "Дарвель взят".encode(), "text", NOW, charset="koi8-r"), Config())
    assert (draft.text, draft.problems) == ("Дарвель взят", ("encoding not koi8-r as declared; read as utf-8",))


def test_a_page_is_read_in_the_charset_that_it_names_itself() -> None:
    """The server's word first, then the page's."""
    page = f"<html><head><meta charset=windows-1251></head><body><article><p>{STORY}</p><p>Дарвель взят.</p></article></body></html>"
    assert "Дарвель взят." in drafts("html", page.encode("cp1251"))[0]


def test_problems_of_the_encoding_stand_before_those_of_the_reader() -> None:
    """What went wrong first is told first."""
    page = f"<html><body><article><p>{STORY} caf\xe9</p></article></body></html>".encode("cp1252")
    (draft,) = read_drafts(Item("a", page, "html", NOW, charset="utf-8"), Config())
    assert draft.problems[0] == "encoding not utf-8 as declared; read as cp1252"
