"""What stands on a page beside the report: menus, teasers, share buttons, sign-ups, comments, notices."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_AROUND = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:related|relacionad\w*|recommend\w*|newsletter|subscri\w*|shares?|sharing|social|comments?|promo\w*|advert\w*|ads?|sponsor\w*|outbrain|taboola|"
    r"breadcrumbs?|navigation|nav|menu|footer|sidebar|widget|teaser|more-?(?:stories|news|on)|most-?read|read-?more|read-?next|trending|popular|tags?|"
    r"author-?(?:bio|box|info)|bio|paywall|cookie\w*|banner|login|popup|modal|sr-only|visually-?hidden|screen-?reader\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
# An embedded post often stands in a "widget" or "social" box of its own, so fewer names tell that it is beside the report.
_NO_PLACE_FOR_POSTS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|comment-?list|nav|menu|footer|side-?bar|most-?read|trending)(?:$|[\s_-])", re.IGNORECASE
)
_PULLED = re.compile(r"pull-?_?quote|quote-?box|(?:^|[\s_-])(?:pullout|fact-?box|info-?box|key-?points)(?:$|[\s_-])", re.IGNORECASE)


def is_beside(element: HtmlElement) -> bool:
    """Whether an element is named or tagged as something beside the article; a pulled quotation or fact box is part of it."""
    names = _names(element)
    if element.tag in _AROUND:
        return not _PULLED.search(names)
    return bool(names) and _NAMED.search(names) is not None and not _PULLED.search(names)


def in_furniture(element: HtmlElement, home: HtmlElement | None) -> bool:
    """Whether anything between the element and the article's home (or the top) stands beside the article."""
    for above in (element, *element.iterancestors()):
        if above is home:
            return False
        if is_beside(above):
            return True
    return False


def is_post_beside(embed: HtmlElement, home: HtmlElement) -> bool:
    """Whether an embedded post stands in a page's margin, such as the publisher's own latest posts."""
    inside = is_within(embed, home)
    for above in embed.iterancestors():
        if above is home:
            return False
        margin = above.tag in ("nav", "footer") or (above.tag == "aside" and not inside)
        if margin or _NO_PLACE_FOR_POSTS.search(_names(above)):
            return True
    return False


def is_within(element: HtmlElement, around: HtmlElement) -> bool:
    """Whether an element is the other, or inside it."""
    return element is around or any(above is around for above in element.iterancestors())


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()
