"""What reading PDF must hold; the files are written by hand, object by object."""

from __future__ import annotations

import pytest

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Item
from according.read.draft import Draft
from according.read.pdf import read_pdf

CONFIG = Config()
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
LOCK = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)


def pdf(*pages: list[str], info: str = "", locked: bool = False) -> bytes:
    """A PDF with the given lines on each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)), FONT]
    for lines in pages:
        shown = b" ".join(b"<%s> Tj T*" % line.encode("cp1252").hex().encode() for line in lines)
        stream = b"BT /F1 12 Tf 72 720 Td 14 TL %s ET" % shown
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    trailer = b"/Root 1 0 R /Info %d 0 R" % (len(objects) + 1)
    objects.append(b"<< %s >>" % info.encode("latin-1"))
    if locked:
        objects.append(LOCK)
        trailer += b" /Encrypt %d 0 R /ID [<41> <41>]" % len(objects)
    return assembled(objects, trailer)


def assembled(objects: list[bytes], trailer: bytes) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        trailer,
        len(out),
    )


def read(data: bytes, config: Config = CONFIG) -> Draft:
    return read_pdf(Item("a.pdf", data, "pdf", "2024-01-01T00:00:00Z"), config)


def test_the_text_is_that_of_the_pages_in_order() -> None:
    """Lines end in a line feed, pages in two, and nothing else is put in."""
    draft = read(pdf(["The council of Qast met.", "It gave “no” reason."], ["Page two."], [], ["Page four."]))
    assert draft.text == "The council of Qast met.\nIt gave “no” reason.\n\nPage two.\n\n\n\nPage four."
    assert (draft.kind, draft.title, draft.published, draft.problems) == ("document", None, None, ())


LINE_ENDS = [
    (["The cease-", "fire held."], "The cease-\nfire held."),
    (["The govern-", "ment met. No government fell."], "The government met. No government fell."),
    (["A self-", "made man."], "A self-\nmade man."),
    (["In 2010-", "2012 it rained."], "In 2010-\n2012 it rained."),
    (["Hits -", "none."], "Hits -\nnone."),
]


@pytest.mark.parametrize(("lines", "text"), LINE_ENDS)
def test_a_hyphen_at_the_end_of_a_line_stays_unless_the_document_shows_that_it_may_go(lines: list[str], text: str) -> None:
    """A word is joined where the document itself writes it whole; otherwise the page's own characters stand."""
    assert read(pdf(lines)).text == text


TITLES = [
    ("(Report on the bridge)", "Report on the bridge"),
    ("<FEFF0042006500720069006300680074>", "Bericht"),
    ("(Microsoft Word - draft3.doc)", None),
    ("(final_v2.docx)", None),
    ("(untitled)", None),
    ("(12)", None),
    ("()", None),
]


@pytest.mark.parametrize(("stated", "title"), TITLES)
def test_the_stated_title_is_taken_unless_it_is_a_file_name(stated: str, title: str | None) -> None:
    """Programs put the names of files where a title belongs; those say nothing."""
    draft = read(pdf(["Words."], info=f"/Title {stated} /CreationDate (D:20200101000000Z) /Author (somebody)"))
    assert draft.title == ((title, "page") if title else None)
    assert draft.published is None


def test_a_scan_is_refused_as_one() -> None:
    """Pages without a text layer hold nothing to read."""
    with pytest.raises(ReadError, match=r"holds no text \(scanned pages\?\)"):
        read(pdf([], []))


def test_an_encrypted_document_is_refused_as_one() -> None:
    """Without its password nothing of it is read."""
    with pytest.raises(ReadError, match="is encrypted"):
        read(pdf(["Words."], locked=True))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4\n", pdf(["Words."])[:300], b"%PDF-1.7" + bytes(5_000)])
def test_what_is_no_whole_document_is_refused(data: bytes) -> None:
    """Damage that leaves no pages is a ``ReadError``."""
    with pytest.raises(ReadError, match=r"is no whole PDF|holds no text"):
        read(data)


def test_a_damaged_page_costs_itself_alone() -> None:
    """The other pages are read, and the page is named."""
    data = pdf(["One."], ["Two."], ["Three."]).replace(b"6 0 obj\n<< /Type /Page ", b"6 0 obj\n[ /Type /Page ] ")
    draft = read(data)
    assert (draft.text.startswith("One."), draft.text.endswith("Three.")) == (True, True)
    assert [problem[:22] for problem in draft.problems] == ["page 2 cannot be read:"]


LIMITS = [
    (Config(max_pdf_bytes=100), "max_pdf_bytes"),
    (Config(max_pdf_pages=1), "max_pdf_pages"),
    (Config(max_item_bytes=5), "max_item_bytes"),
]


@pytest.mark.parametrize(("config", "limit"), LIMITS)
def test_sizes_are_limited_by_the_settings(config: Config, limit: str) -> None:
    """Bytes, pages and characters each have their limit, and it is named."""
    with pytest.raises(LimitExceeded, match=limit):
        read(pdf(["Words."], ["More."]), config)


def test_reading_twice_gives_the_same() -> None:
    """The same bytes give the same draft."""
    data = pdf(["Words."], ["More."])
    assert read(data) == read(data)
