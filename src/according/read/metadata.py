"""What a page says of itself: publisher, author, title, dates, language, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from according.read.blocks import inline_text
from according.read.dates import parse_stated
from according.read.draft import Stated

_ARTICLE_TYPES = re.compile(r"Article|NewsArticle|Report|BlogPosting|SocialMediaPosting|LiveBlogPosting|WebPage$")
_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified", "article.updated")
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_ADDRESS_FOR_NAME = re.compile(r"^(?:https?://)?(?:www\.)?[\w.-]+\.[a-z]{2,}/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; None where it does not tell. ``publisher`` and the dates carry how they were known."""

    title: str | None
    byline: str | None
    publisher: tuple[str, str] | None
    published: tuple[Stated, str] | None
    modified: tuple[Stated, str] | None
    language: str | None
    url: str | None


def read_facts(tree: HtmlElement, url: str | None) -> PageFacts:
    """The facts of a page. Nothing comes from the clock: a page without a date has none."""
    linked = list(_linked_data(tree))
    metas = _metas(tree)
    found = extract_metadata(
        tree, default_url=url, extensive=False, date_config={"max_date": "2100-01-01", "original_date": True, "extensive_search": False}
    )
    address = _own_address(tree, metas, url)
    return PageFacts(
        title=_title(tree, linked, metas, found.title),
        byline=_byline(linked, metas, found.author),
        publisher=_publisher(linked, metas, found.sitename, url or address),
        published=_published(tree, linked, metas, url or address),
        modified=_modified(linked, metas),
        language=_language(tree, metas),
        url=address,
    )


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe the article, outermost first."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            pending = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue  # a page's broken self-description says nothing, and its text is still there
        while pending:
            node = pending.pop(0)
            if isinstance(node, list):
                pending[:0] = node
            elif isinstance(node, dict):
                if any(_ARTICLE_TYPES.search(str(kind)) for kind in _listed(node.get("@type"))):
                    yield node
                pending += [node["@graph"]] if "@graph" in node else []
                pending += [node["mainEntity"]] if isinstance(node.get("mainEntity"), dict) else []


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(linked: list[dict[str, Any]], name: str) -> str | None:
    return next((_clean(node[name]) for node in linked if isinstance(node.get(name), str) and _clean(node[name])), None)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta fields by lower-case name; the first of a name wins."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = _clean(meta.get("content"))
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _clean(value: Any) -> str | None:
    text = re.sub(r"\s+", " ", unescape(value)).strip() if isinstance(value, str) else ""
    return text or None


def _own_address(tree: HtmlElement, metas: dict[str, str], url: str | None) -> str | None:
    canonical = next((link.get("href") for link in tree.iter("link") if (link.get("rel") or "").strip().lower() == "canonical"), None)
    own = (canonical or metas.get("og:url") or "").strip()
    own = urljoin(url, own) if url and own else own
    return own if urlsplit(own).scheme in ("http", "https") and urlsplit(own).hostname else None


def _title(tree: HtmlElement, linked: list[dict[str, Any]], metas: dict[str, str], found: str | None) -> str | None:
    """The headline as the page shows it; the page's own title often adds the publisher's name to it."""
    stated = _first(linked, "headline") or metas.get("og:title") or _clean(found) or _clean(tree.findtext(".//title"))
    shown = (_clean(inline_text(heading)) for heading in tree.iter("h1"))
    return next((heading for heading in shown if heading and stated and _letters(heading) in _letters(stated)), stated)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _byline(linked: list[dict[str, Any]], metas: dict[str, str], found: str | None) -> str | None:
    for node in linked:
        names = [_clean(author.get("name") if isinstance(author, dict) else author) for author in _listed(node.get("author"))]
        if stated := "; ".join(name for name in names if name and not name.startswith("http")):
            return stated
    written = metas.get("author") or metas.get("dc.creator") or metas.get("article:author") or _clean(found)
    return written if written and "@" not in written and "://" not in written else None


def _publisher(linked: list[dict[str, Any]], metas: dict[str, str], sitename: str | None, url: str | None) -> tuple[str, str] | None:
    for node in linked:
        for publisher in _listed(node.get("publisher")):
            name = _clean(publisher.get("name")) if isinstance(publisher, dict) else _clean(publisher)
            if name and _is_name(name):
                return name, "page"
    own = None if _ADDRESS_FOR_NAME.match(sitename or "") else _clean(sitename)
    for name in (metas.get("og:site_name"), metas.get("application-name"), metas.get("dc.publisher"), own):
        if name and _is_name(name):
            return name, "page"
    host = urlsplit(url or "").hostname
    return (host.removeprefix("www."), "address") if host else None


def _is_name(text: str) -> bool:
    return not text.startswith(("http:", "https:", "@")) and any(c.isalpha() for c in text)


def _published(tree: HtmlElement, linked: list[dict[str, Any]], metas: dict[str, str], url: str | None) -> tuple[Stated, str] | None:
    for value in (_first(linked, "datePublished"), *(metas.get(name) for name in _PUBLISHED), *_marked_times(tree)):
        if value and (stated := parse_stated(value)):
            return stated, "page"
    if found := _DATE_IN_ADDRESS.search(urlsplit(url or "").path):
        return Stated(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"), "address"
    searched = find_date(tree, url=url, original_date=True, extensive_search=False, max_date="2100-01-01")
    return (Stated(searched), "page") if searched else None


def _marked_times(tree: HtmlElement) -> Iterator[str]:
    """The times that the page marks as its publication."""
    for time in tree.iter("time"):
        if (
            time.get("pubdate") is not None
            or "datePublished" in (time.get("itemprop") or "")
            or re.search("publish", time.get("class") or "")
        ):
            yield time.get("datetime") or inline_text(time)


def _modified(linked: list[dict[str, Any]], metas: dict[str, str]) -> tuple[Stated, str] | None:
    for value in (_first(linked, "dateModified"), *(metas.get(name) for name in _MODIFIED)):
        if value and (stated := parse_stated(value)):
            return stated, "page"
    return None


def _language(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    declared = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("og:locale")
        or metas.get("content-language")
        or ""
    )
    found = _LANGUAGE.match(declared.strip())
    return found.group(0).lower() if found else None
