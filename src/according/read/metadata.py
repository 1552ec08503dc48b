"""What a page says of itself: publisher, author, title, dates, language, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from according.read.blocks import inline_text
from according.read.draft import Stated
from according.read.embed import split_address
from according.read.furniture import in_furniture
from according.read.linked_data import LinkedData, Node, names_of
from according.read.page_dates import modified_date, published_date
from according.read.page_title import letters_of, shown_title, site_in_title

Metas = Mapping[str, list[str]]

_LANGUAGE = re.compile(r"(?!und\b|mul\b|zxx\b)[A-Za-z]{2,3}(?=$|[-_])")
_ADDRESS_FOR_NAME = re.compile(r"^(?:https?:)?//|^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/?$", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
# Half of a surrogate pair can stand in JSON and cannot be stored; control characters have no place in a line.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BEFORE_NAME = re.compile(r"^(?:by|von|par|por|di|da|door|av|af|от|автор|yazan|بقلم)(?:\s*:\s*|\s+)", re.IGNORECASE)
_HANDLE_BEHIND = re.compile(r"\s*\(?@\w+\)?$")
_BYLINES = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_SIGNED = (
    "//*[contains(concat(' ', @rel, ' '), ' author ') or contains(concat(' ', @itemprop, ' '), ' author ')"
    " or @class[contains(., 'byline') or contains(., 'author')]]"
)
_SIGNING = frozenset(
    {"byline", "author", "author-name", "byline-name", "byline__name", "article-author", "author__name", "p-author", "post-author"}
)
_LONGEST = 1_000
_LONGEST_NAME = 80


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
    metas = _metas(tree)
    own = _own_address(tree, metas, url)
    address = url or own
    headings = {letters_of(inline_text(heading)) for heading in tree.iter("h1")}
    linked = LinkedData(tree, lambda node: _is_about(node, {url, own} - {None}, headings))
    publisher = _publisher(tree, linked, metas, address)
    return PageFacts(
        title=_title(tree, linked, metas, {publisher[0] if publisher else "", *metas.get("og:site_name", ())}, address),
        byline=_byline(tree, linked, metas),
        publisher=publisher,
        published=published_date(tree, linked.texts("datePublished"), metas, address),
        modified=modified_date(tree, linked.texts("dateModified"), metas),
        language=_language(tree, linked, metas),
        url=own,
    )


def _is_about(node: Node, addresses: set[str | None], headings: set[str]) -> bool:
    """Whether a description is of this page's article, by its address or its headline."""
    main = node.get("mainEntityOfPage")
    given = (node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main)
    bare = {address.partition("#")[0].rstrip("/") for address in given if isinstance(address, str)}
    headline = node.get("headline")
    return bool(bare & {(address or "").rstrip("/") for address in addresses}) or (
        isinstance(headline, str) and letters_of(headline) in headings
    )


def _metas(tree: HtmlElement) -> Metas:
    """The contents of the page's meta fields by lower-case name."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = _clean(meta.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := (meta.get(attribute) or "").strip().lower()):
                metas.setdefault(name, []).append(content)
    return metas


def _clean(value: Any) -> str | None:
    """A field's text in one line without markup; None where it is empty or too long to be meant."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    plain = _TAGS.sub("", unescape(value))
    return re.sub(r"\s+", " ", _UNPRINTABLE.sub("", plain)).strip() or None


def _cleaned(values: Iterable[Any]) -> Iterator[str]:
    return (text for value in values if (text := _clean(value)))


def _own_address(tree: HtmlElement, metas: Metas, url: str | None) -> str | None:
    """The address that the page gives as its own, if it is one of the web."""
    canonical = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for given in (*canonical, *metas.get("og:url", ())):
        try:
            address = str(urljoin(url or "", given.strip()))
        except ValueError:
            continue  # an address that is broken is none
        parts = split_address(address)
        if parts.scheme in ("http", "https") and parts.hostname and not _UNPRINTABLE.search(address):
            return address
    return None


def _title(tree: HtmlElement, linked: LinkedData, metas: Metas, site: set[str], address: str | None) -> str | None:
    """The headline as the page shows it; the page's own title often adds the publisher's name to it."""
    headings = list(_cleaned(inline_text(heading) for heading in tree.iter("h1")))
    written = _cleaned(title.text for title in tree.iter("title") if next(title.iterancestors("svg"), None) is None)
    named = (value for name in ("og:title", "twitter:title", "dc.title") for value in metas.get(name, ()))
    stated = next(iter((*_cleaned(linked.texts("headline")), *named, *written)), None)
    if stated is None:
        return headings[0] if len(headings) == 1 else None
    return shown_title(stated, headings, {name for name in site if name}, address)


def _byline(tree: HtmlElement, linked: LinkedData, metas: Metas) -> str | None:
    for values in _bylines(tree, linked, metas):
        names = [name for value in _cleaned(values) if _is_person(name := _HANDLE_BEHIND.sub("", _BEFORE_NAME.sub("", value)))]
        if names:
            return "; ".join(dict.fromkeys(names))
    return None


def _bylines(tree: HtmlElement, linked: LinkedData, metas: Metas) -> Iterator[list[str]]:
    """What may name the authors, the surest first."""
    yield names_of(linked.values("author"))
    yield names_of(linked.values("creator"))
    yield from (metas.get(name, []) for name in _BYLINES)
    yield _signed(tree)


def _signed(tree: HtmlElement) -> list[str]:
    """The names that the article's own markup gives as its authors'."""
    for element in tree.xpath(_SIGNED):
        classes = set((element.get("class") or "").lower().split())
        if element.tag in ("link", "meta") or not (element.get("rel") or element.get("itemprop") or classes & _SIGNING):
            continue
        if in_furniture(element):
            continue
        inner = [part for part in element.iterdescendants() if isinstance(part.tag, str) and part.get("itemprop") == "name"]
        names = [inline_text(part) for part in inner or element.iter("a")] or [inline_text(element)]
        if kept := [name for name in names if name and not any(c.isdigit() for c in name)]:
            return kept
    return []


def _is_person(name: str) -> bool:
    return len(name) <= _LONGEST_NAME * 3 and "@" not in name and "://" not in name and any(c.isalpha() for c in name)


def _publisher(tree: HtmlElement, linked: LinkedData, metas: Metas, address: str | None) -> tuple[str, str] | None:
    fields = (value for name in ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher") for value in metas.get(name, ()))
    given = (*_cleaned(names_of(linked.values("publisher"))), *fields, *_cleaned(names_of(linked.outlets)), *_named_in_title(tree, address))
    if name := next((name for name in given if _is_name(name)), None):
        return name, "page"
    host = split_address(address or "").hostname
    return (host.removeprefix("www."), "address") if host else None


def _named_in_title(tree: HtmlElement, address: str | None) -> Iterator[str]:
    """The part of the page's title that its host is named after."""
    title = next(_cleaned(title.text for title in tree.iter("title")), "")
    return site_in_title(title, address)


def _is_name(text: str) -> bool:
    return not _ADDRESS_FOR_NAME.match(text) and not text.startswith("@") and any(c.isalpha() for c in text)


def _language(tree: HtmlElement, linked: LinkedData, metas: Metas) -> str | None:
    declared = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        *metas.get("content-language", ()),
        *linked.texts("inLanguage"),
        *metas.get("og:locale", ()),
    )
    return next((found[0].lower() for value in declared if value and (found := _LANGUAGE.match(value.strip()))), None)
