"""Whether the pages of a pack show what it holds: no script, no link that leads nowhere, each sentence as it stands in its report."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from according.export.bag import PAYLOAD
from according.export.checking.containers import Container, Refused, read_whole
from according.export.checking.contents import Contents
from according.export.checking.faults import PackFault
from according.export.pages.paths import incident_path, report_path
from according.export.pages.rendering import POLICY

_VIEW = PAYLOAD + "view/"
_RUNNING = frozenset(
    {"script", "iframe", "object", "embed", "frame", "form", "base", "applet", "portal", "style", "audio", "video", "link", "meta"}
)
_MAY_STAND = frozenset({"link", "meta"})
_ANCHOR = re.compile(r"s(\d{1,12})-(\d{1,12})")


def view_faults(container: Container, contents: Contents) -> Iterator[PackFault]:
    """What is wrong with the pages, page by page."""
    pages = {path for path in container.sizes if path.startswith(_VIEW) and path.endswith(".html")}
    of_reports = {_VIEW + report_path(name): name for name in contents.reports}
    expected = {*of_reports, *(_VIEW + incident_path(name) for name in contents.incidents), _VIEW + "index.html"}
    for path in sorted(expected - pages):
        yield PackFault(path, "the page is missing")
    anchors: dict[str, frozenset[str]] = {}
    for path in sorted(pages & of_reports.keys()):
        try:
            page = _parse(container, path)
        except Refused:
            continue
        anchors[path] = frozenset(name for name in _ids(page) if _ANCHOR.fullmatch(name))
        text = contents.text(of_reports[path])
        shown = page.xpath("//div[contains(concat(' ', @class, ' '), ' report-text ')]")
        if text is not None and (len(shown) != 1 or _bare(shown[0].text_content()) != _bare(text)):
            yield PackFault(path, "does not show the text of the report as it is")
    for path in sorted(pages):
        try:
            page = _parse(container, path)
        except Refused as refused:
            yield refused.fault
            continue
        yield from (PackFault(path, reason) for reason in dict.fromkeys(_running(page)))
        for reason in dict.fromkeys(_link_reasons(path, page, container, anchors, of_reports, contents)):
            yield PackFault(path, reason)


def _parse(container: Container, path: str) -> Any:
    try:
        return html.document_fromstring(read_whole(container, path), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise Refused(path, f"is no page: {error}") from error


def _ids(page: Any) -> Iterator[str]:
    return (one.get("id") for one in page.iter(etree.Element) if one.get("id"))


def _running(page: Any) -> Iterator[str]:
    """What could run, or bring in something from elsewhere."""
    policies = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    if policies != [POLICY]:
        yield "does not forbid scripts and what comes from elsewhere, as all pages of a pack do"
    for one in page.iter(etree.Element):
        tag = str(one.tag).lower()
        if tag in _RUNNING and tag not in _MAY_STAND:
            yield f"holds <{tag}>"
        if tag == "meta" and one.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
            yield f"holds a <meta> that says {one.get('http-equiv')}"
        if any(str(name).lower().startswith("on") for name in one.attrib):
            yield f"holds an attribute of <{tag}> that runs"


def _link_reasons(
    path: str, page: Any, container: Container, anchors: Mapping[str, frozenset[str]], of_reports: Mapping[str, str], contents: Contents
) -> Iterator[str]:
    own = frozenset(_ids(page))
    for one in page.xpath("//*[@href or @src or @action or @data or @srcset or @formaction or @background or @poster]"):
        address = one.get("href")
        if address is None or one.tag not in ("a", "link"):
            yield f"holds <{one.tag}> that loads something"
            continue
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and one.tag == "a":
            continue
        if parts.scheme or parts.netloc:
            yield f"leads to {address[:100]}"
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
        if target not in container.sizes:
            yield f"leads to {target}, which is not in the pack"
        elif parts.fragment and target == path and parts.fragment not in own:
            yield f"leads to #{parts.fragment}, which is not in it"
        elif target in of_reports and (found := _ANCHOR.fullmatch(parts.fragment)):
            yield from _quote_reasons(one, target, (int(found[1]), int(found[2])), anchors, contents.text(of_reports[target]))
    for quote in page.xpath("//blockquote[not(.//a[contains(@href, '.html#s')])]"):
        yield f"a sentence leads to no place in a report: {_bare(quote.text_content())[:60]}"


def _quote_reasons(link: Any, target: str, span: tuple[int, int], anchors: Mapping[str, frozenset[str]], text: str | None) -> Iterator[str]:
    if f"s{span[0]}-{span[1]}" not in anchors.get(target, ()):
        yield f"leads to a place in {target} that is not there: {span[0]} to {span[1]}"
    if text is not None and _bare(text[slice(*span)]) != _bare(_read_out(link)):
        yield f"a sentence is not as it stands in the report: {_bare(_read_out(link))[:60]}"


def _read_out(element: Any) -> str:
    """The text of an element without the marks that stand for characters that cannot be seen."""
    if element.tag == "abbr" and "mark" in element.get("class", "").split():
        return ""
    return (element.text or "") + "".join(_read_out(child) + (child.tail or "") for child in element)


def _bare(text: str) -> str:
    """A text by its letters: white space and what cannot be seen are not looked at, since pages show them otherwise."""
    if text.isascii() and text.isprintable():
        return "".join(text.split())
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Cs") and char != "�")
