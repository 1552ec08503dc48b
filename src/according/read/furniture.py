"""What stands on a page beside the report: menus, teasers, share buttons, sign-ups, comments, notices."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import islice, takewhile

from lxml.html import HtmlElement

_AROUND = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})


def _any_word(pattern: str) -> re.Pattern[str]:
    """A pattern for any of these among the words of a class or id, which are written with hyphens or underscores."""
    return re.compile(rf"(?:^|[\s_-])(?:{pattern})(?:$|[\s_-])", re.IGNORECASE)


_NAMED = _any_word(
    r"related|relacionad\w*|recommend\w*|newsletter|subscri\w*|shares?|sharing|social|comments?|promo\w*|advert\w*|ads?|sponsor\w*"
    r"|outbrain|taboola|breadcrumbs?|navigation|nav|menu|footer|sidebar|widget|teaser|more-?(?:stories|news|on)|most-?read|read-?more"
    r"|read-?next|trending|popular|tags?|author-?(?:bio|box|info)|bio|paywall|cookie\w*|banner|login|popup|modal|sr-only"
    r"|visually-?hidden|screen-?reader\w*|fb-(?:page|like|share|comments)|twitter-(?:timeline|follow|share)"
)
# An embedded post often stands in a "widget" or "social" box of its own, so fewer names tell that it is beside the report.
_NO_PLACE_FOR_POSTS = _any_word(r"related|recommend\w*|comments?|comment-?list|nav|menu|footer|side-?bar|most-?read|trending")
_PULLED = re.compile(r"pull-?_?quote|quote-?box|(?:^|[\s_-])(?:pullout|fact-?box|info-?box|key-?points)(?:$|[\s_-])", re.IGNORECASE)
_BOX_TITLE = re.compile(
    r"(?:related|recommended|more) (?:stories|articles|content|news|topics|coverage|reading)|read (?:more|also|next)"
    r"|see also|most (?:read|popular|viewed)|you (?:may|might) also like|share this (?:story|article|post)"
    r"|advertisement|trending(?: now)?|newsletters?"
    r"|(?:contenidos?|noticias|artículos|notas) relacionad[oa]s?|[tl]e puede interesar|(?:lea|vea) también|más leídas|publicidad"
    r"|(?:conteúdos?|notícias|matérias) relacionad[oa]s|leia (?:mais|também)|veja também|mais lidas|publicidade"
    r"|(?:articles|contenus) (?:similaires|liés|associés)|(?:à )?lire aussi|sur le même (?:sujet|thème)|les plus lus|publicité"
    r"|auch interessant|mehr zum thema|lesen sie auch|das könnte (?:sie|dich) auch interessieren|ähnliche (?:beiträge|artikel)"
    r"|meistgelesen|anzeige|werbung|leggi anche|articoli correlati|potrebbe interessarti(?: anche)?|pubblicità"
    r"|lees ook|lees meer|meer over dit onderwerp|advertentie|czytaj (?:też|także|również)|reklama"
    r"|читайте также|(?:материалы )?по теме|реклама|читайте також|за темою|ilgili haberler|bunlar da ilginizi çekebilir"
    r"|اقرأ أيضا[ًَ]?|اقرأ المزيد|(?:مواضيع|أخبار) ذات صلة|إعلان|مطالب مرتبط|קראו גם|関連記事|相关(?:新闻|文章)",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"(?:{_BOX_TITLE.pattern})\s*[:：|»>-]", re.IGNORECASE)
_LONGEST_TITLE = 200
_PULLED = re.compile(r"pull-?_?quote|quote-?box|(?:^|[\s_-])(?:pullout|fact-?box|info-?box|key-?points)(?:$|[\s_-])", re.IGNORECASE)


def is_beside(element: HtmlElement) -> bool:
    """Whether an element is named or tagged as something beside the article; a pulled quotation or fact box is part of it."""
    names = _names(element)
    if element.tag in _AROUND:
        return not _PULLED.search(names)
    return bool(names) and _NAMED.search(names) is not None and not _PULLED.search(names)


def points_elsewhere(text: str, linked: int) -> bool:
    """Whether a line is only the title of a box of other stories, or leads to one (``READ MORE: Old market burns``)."""
    return len(text) <= _LONGEST_TITLE and (
        _BOX_TITLE.fullmatch(text.strip(" :：…»>")) is not None or (_LEAD.match(text) is not None and 3 * linked > len(text))
    )


def is_pulled(element: HtmlElement) -> bool:
    """Whether an element, or one close around it, is a quotation pulled out of the report or a box of facts."""
    return any(_PULLED.search(_names(part)) for part in (element, *islice(element.iterancestors(), 2)))


def in_furniture(element: HtmlElement, spine: Set[HtmlElement] = frozenset()) -> bool:
    """Whether an element, or anything around it that is not of the report's spine, stands beside the article.

    The spine are the elements that hold most of the report: whatever they are called, they are not beside it.
    """
    around = takewhile(lambda above: above not in spine, (element, *element.iterancestors()))
    return any(map(is_beside, around))


def is_post_beside(embed: HtmlElement, home: HtmlElement, spine: Set[HtmlElement]) -> bool:
    """Whether an embedded post stands in a page's margin, such as the publisher's own latest posts."""
    margin = {"nav", "footer"} if is_within(embed, home) else {"nav", "footer", "aside"}
    around = takewhile(lambda above: above not in spine, embed.iterancestors())
    return any(above.tag in margin or _NO_PLACE_FOR_POSTS.search(_names(above)) for above in around)


def is_within(element: HtmlElement, around: HtmlElement) -> bool:
    """Whether an element is the other, or inside it."""
    return element is around or any(above is around for above in element.iterancestors())


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()
