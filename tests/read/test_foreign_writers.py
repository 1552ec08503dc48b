"""Archives that other people's programs write are read as they are, not only those that our tests build by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from according.config import Config
from according.model import Failure, Item
from according.read.web_archives import iter_wacz, iter_warc

PAGE = b"<html><head><title>Harbour shelled</title></head><body><p>Shells fell on the harbour, a fisherman said.</p></body></html>"
NOW = "2024-01-01T00:00:00Z"


def written_by_warcio(*, packed: bool) -> bytes:
    """A web archive of three pages with info and request records, in the layout of warcio and of Common Crawl's news archives."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a crawler"}))
    for number in (1, 2, 3):
        url = f"http://harbour.example/{number}"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        request = StatusAndHeaders(f"GET /{number} HTTP/1.1", [("Host", "harbour.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
        page = writer.create_warc_record(
            url, "response", payload=io.BytesIO(PAGE), http_headers=headers, warc_headers_dict={"WARC-Date": f"2019-03-0{number}T10:00:00Z"}
        )
        writer.write_record(page)
    return out.getvalue()


def check(found: list[Item | Failure]) -> None:
    assert [(item.url, item.data, item.retrieved_at) for item in found if isinstance(item, Item)] == [
        (f"http://harbour.example/{number}", PAGE, f"2019-03-0{number}T10:00:00Z") for number in (1, 2, 3)
    ]
    assert not [failure for failure in found if isinstance(failure, Failure)]


@pytest.mark.parametrize("packed", [False, True])
def test_a_warc_that_warcio_wrote_gives_its_pages(packed: bool) -> None:
    """Each response is an item with its address, body and date; other records are passed over."""
    check(list(iter_warc(io.BytesIO(written_by_warcio(packed=packed)), "a.warc", Config(), NOW)))


def test_a_wacz_around_it_gives_them_too(tmp_path: Path) -> None:
    """A WACZ is a zip with the archive in its folder."""
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", written_by_warcio(packed=True))
        archive.writestr("datapackage.json", "{}")
    with (tmp_path / "a.wacz").open("rb") as stream:
        check(list(iter_wacz(stream, "a.wacz", Config(), NOW)))
