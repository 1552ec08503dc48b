"""What a page says of its article in JSON-LD, however it is wrapped, linked together or slightly broken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

_ARTICLE = re.compile(r"Article|Report|BlogPosting|SocialMediaPosting|LiveBlogPosting|NewsItem")
_PAGE = re.compile(r"WebPage$")
_OUTLET = re.compile(r"NewsMediaOrganization$|Organization$|WebSite$")
# Commented out for browsers that knew no JSON-LD.
_WRAPPING = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\*/)?)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_HOLDING = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 20_000


class LinkedData:
    """The JSON-LD of a page: what describes the article, and the outlets that the page names."""

    def __init__(self, tree: HtmlElement, is_own: Callable[[Node], bool]) -> None:
        nodes = list(_nodes(tree))
        self._by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
        articles = [node for node in nodes if _is_a(node, _ARTICLE)]
        own = [node for node in articles if is_own(node)]
        self.article = (own or articles[:1]) + [node for node in nodes if _is_a(node, _PAGE)][:1]
        self.outlets = [node for node in nodes if _is_a(node, _OUTLET)]

    def values(self, name: str) -> list[Any]:
        """What the article's nodes say under a name, the article's own before the page's; references are followed."""
        found = [value for node in self.article for value in listed(node.get(name)) if value is not None]
        return [self._by_id.get(value.get("@id", ""), value) if _is_reference(value) else value for value in found]

    def texts(self, name: str) -> list[str]:
        """The values under a name that are texts."""
        return [value for value in self.values(name) if isinstance(value, str)]


def listed(value: Any) -> list[Any]:
    """A value as a list, which JSON-LD leaves out around a single value."""
    return value if isinstance(value, list) else [value]


def names_of(values: Iterable[Any]) -> list[str]:
    """The names among texts, objects with a name, and lists of either."""
    names: list[str] = []
    for value in values:
        given = value.get("name") if isinstance(value, dict) else value
        names += [name for name in listed(given) if isinstance(name, str)]
    return names


def _is_a(node: Node, kinds: re.Pattern[str]) -> bool:
    return any(isinstance(kind, str) and kinds.search(kind) for kind in listed(node.get("@type")))


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value


def _nodes(tree: HtmlElement) -> Iterable[Node]:
    """The objects of all the page's scripts, outermost first."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        pending = [_parse(script.text or "")]
        while pending and count < _MOST_NODES:
            node = pending.pop()
            count += 1
            if isinstance(node, list):
                pending += reversed(node)
            elif isinstance(node, dict):
                yield node
                pending += [node[name] for name in reversed(_HOLDING) if isinstance(node.get(name), dict | list)]


def _parse(text: str) -> Any:
    """The JSON of a script, None if it is beyond reading: its page's text is still there."""
    bare = _WRAPPING.sub("", text)
    for candidate in (bare, _TRAILING_COMMA.sub("", bare), _TRAILING_COMMA.sub("", unescape(bare))):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
