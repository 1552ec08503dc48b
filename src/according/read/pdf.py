"""PDF documents with a text layer.

The text is that of the pages in order, with two line ends between one page and the next. Lines end as on the page, in a
line feed. Where a word is broken at the end of a line, the hyphen and the line end stay, unless the document writes the
word without a hyphen elsewhere; a soft hyphen, which is there for breaking only, goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Item
from according.read.decode import clean
from according.read.draft import Draft
from according.read.posts import find_posts

PAGE_SEPARATOR = "\n\n"
# Written by PDFium in place of a hyphen and the line end behind it.
_BREAK = "\x02"
_BROKEN_WORD = re.compile(rf"(\w+){_BREAK}(\w+)")
_SOFT_BREAK = re.compile("\u00ad(?:\r?\n)?")
_FILE_TITLE = re.compile(
    r"\A(?:Microsoft \w+ - |untitled|document\d*\Z|PowerPoint )|\.(?:docx?|pdf|indd|qxd|rtf|odt|pptx?|xlsx?|tex)\Z", re.IGNORECASE
)


def read_pdf(item: Item, config: Config) -> Draft:
    """The document; raises ``ReadError`` where it is encrypted, damaged or without text, ``LimitExceeded`` where too large."""
    if len(item.data) > config.max_pdf_bytes:
        raise LimitExceeded("max_pdf_bytes", config.max_pdf_bytes, f"holds {len(item.data):,} bytes")
    problems: list[str] = []
    with _open(item.data) as document:
        if len(document) > config.max_pdf_pages:
            raise LimitExceeded("max_pdf_pages", config.max_pdf_pages, f"has {len(document):,} pages")
        pages = list(_iter_pages(document, problems, config.max_item_bytes))
        title = _title(document)
    text, cleaned = clean(_mended(PAGE_SEPARATOR.join(pages)))
    if not text.strip():
        raise ReadError("holds no text (scanned pages?)")
    return Draft(
        text=text,
        kind="document",
        title=(title, "page") if title else None,
        posts=find_posts(text),
        problems=(*problems, *cleaned),
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise ReadError("is encrypted") from error
        raise ReadError(f"is no whole PDF: {error}") from error


def _iter_pages(document: pypdfium2.PdfDocument, problems: list[str], limit: int) -> Iterator[str]:
    """The text of each page; that of a damaged page is empty, and the page is named among the problems."""
    total = 0
    for number in range(len(document)):
        try:
            text = _page_text(document, number)
        except pypdfium2.PdfiumError as error:
            problems.append(f"page {number + 1} cannot be read: {error}")
            text = ""
        total += len(text)
        if total > limit:
            raise LimitExceeded("max_item_bytes", limit, f"holds over {total:,} characters")
        yield text


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_bounded())
        finally:
            words.close()
    finally:
        page.close()


def _mended(text: str) -> str:
    """The text with single line feeds, and words that were broken at the end of a line put right where that is sure."""
    text = _SOFT_BREAK.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if _BREAK not in text:
        return text
    known = set(re.findall(r"\w+", text))

    def mend(found: re.Match[str]) -> str:
        whole = found.group(1) + found.group(2)
        return whole if whole in known or whole.lower() in known else f"{found.group(1)}-\n{found.group(2)}"

    return _BROKEN_WORD.sub(mend, text).replace(_BREAK, "-\n")


def _title(document: pypdfium2.PdfDocument) -> str | None:
    """The title that the document states, unless a program put a file's name there."""
    title = " ".join(clean(str(document.get_metadata_value("Title")))[0].split())
    return title if re.search(r"[^\W\d_]{2}", title) and not _FILE_TITLE.search(title) else None
