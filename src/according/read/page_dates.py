"""When a page says that it was put out and changed. Nothing comes from the clock, a copyright line or the article's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from according.read.blocks import inline_text
from according.read.dates import parse_stated
from according.read.draft import Stated
from according.read.embed import split_address
from according.read.furniture import in_furniture

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "publish_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "article.updated",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)")
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data-?publicacao|published|publish-?(?:date|time)|pub-?date|posted-on|post-?date|timestamp|dateline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif|edited|changed|aktualis|aktualiz|actualiz|aggiorn|mis à jour|обновл", re.IGNORECASE)
_UNSET = frozenset({"0001-01-01", "1970-01-01"})
_LONGEST_WRITTEN = 120
_HIGHEST = 4


def published_date(
    tree: HtmlElement, linked: Sequence[str], metas: Mapping[str, Sequence[str]], address: str | None
) -> tuple[Stated, str] | None:
    """When the page was put out, and how that is known; None where it does not tell."""
    named = [value for name in _PUBLISHED for value in metas.get(name, ())]
    if stated := _first_stated((*linked, *named, *_marked(tree, "datePublished", "publi"))):
        return stated, "page"
    found = _IN_ADDRESS.search(split_address(address or "").path)
    if found and (stated := parse_stated(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")):
        return stated, "address"
    stated = _first_stated(_beside_headline(tree))
    return (stated, "page") if stated else None


def modified_date(tree: HtmlElement, linked: Sequence[str], metas: Mapping[str, Sequence[str]]) -> tuple[Stated, str] | None:
    """When the page says that it was last changed."""
    named = [value for name in _MODIFIED for value in metas.get(name, ())]
    stated = _first_stated((*linked, *named, *_marked(tree, "dateModified", "updat|modif")))
    return (stated, "page") if stated else None


def _first_stated(values: Iterable[str]) -> Stated | None:
    return next((stated for value in values if (stated := parse_stated(value)) and stated.date not in _UNSET), None)


def _marked(tree: HtmlElement, item: str, named: str) -> Iterator[str]:
    """The times that the page marks as of this kind, the page's own before those of teasers and comments."""
    for element in tree.xpath("//time | //abbr[@title] | //*[@itemprop]"):
        marked = item in (element.get("itemprop") or "").split()
        timed = element.tag in ("time", "abbr") and re.search(named, element.get("class") or "", re.IGNORECASE)
        pubdate = item == "datePublished" and element.tag == "time" and element.get("pubdate") is not None
        if (marked or timed or pubdate) and not in_furniture(element):
            yield from _stated_in(element)


def _stated_in(element: HtmlElement) -> Iterator[str]:
    given = (element.get("datetime"), element.get("content"), element.get("title"))
    yield from (value for value in given if value)
    if len(text := inline_text(element)) <= _LONGEST_WRITTEN:
        yield text


def _beside_headline(tree: HtmlElement) -> Iterator[str]:
    """The dates in elements named for a date, nearest to the headline first, never further than its article."""
    headline = next(tree.iter("h1"), None)
    around = () if headline is None else islice(headline.iterancestors(), _HIGHEST)
    for above in around:
        dated = [element for element in above.iter() if _is_dated(element) and not in_furniture(element, frozenset({above}))]
        if dated:
            yield from (value for element in dated for value in _stated_in(element))
            return
        if above.tag in ("article", "main", "body"):
            return


def _is_dated(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False
    named = element.tag == "time" or bool(_DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    return named and not _CHANGED.search(f"{element.get('class') or ''} {inline_text(element)[:_LONGEST_WRITTEN]}")
