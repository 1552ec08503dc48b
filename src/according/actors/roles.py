"""What a source phrase tells of its speaker besides the name: role, and the body spoken for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.actors.phrases import Item, head_at, make_part, read_phrase
from according.vocab.heads import Head, load_heads

_ARTICLES = frozenset("a an the his her its their another one".split())
_SMALL = frozenset("al el bin ibn abu de la del di da van von s".split())
_OWN = frozenset("of for at from with in".split())
_JOINS = frozenset("of for the and de".split())
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_ROLE = ("resident", "witness")


def role_of(phrase: str) -> str | None:
    """The title before a name and what stands in apposition to it; of a phrase without a name, the noun that tells the role.

    Words stand as the phrase has them, without articles. None if there are none.

    >>> role_of("Lieutenant Gen. Zaid al-Karo, director of the security committee")
    'Lieutenant Gen., director of the security committee'
    >>> role_of("a spokesman for the Kesh army"), role_of("Zaid al-Karo")
    ('spokesman', None)
    """
    text = " ".join(phrase.split())
    roles: list[str] = []
    is_named = False
    for at, part in enumerate(read_phrase(text).parts):
        found = _office(part.head)
        if found is None:
            is_named = is_named or _has_name(part.head)
            continue
        first, last = found
        before, after = part.head[:first], part.head[last + 1 :]
        if _has_name(after) or (at == 0 and not _has_name(before)):
            roles += [_text(text, part.head[: last + 1])] if _has_name(after) or _is_role(part.head[: last + 1]) else []
            is_named = is_named or _has_name(after)
        elif is_named or _has_name(before):
            roles.append(_text(text, (*part.head[first:], *part.rest)))
            is_named = True
    return ", ".join(dict.fromkeys(role for role in roles if role)) or None


def affiliation_of(phrase: str) -> str | None:
    """The body that a speaker speaks for or works at, as the phrase names it; None if it names none.

    >>> affiliation_of("spokesman for the Syrian foreign ministry"), affiliation_of("Anna Karo of the UN Human Rights Office")
    ('Syrian foreign ministry', 'UN Human Rights Office')
    >>> affiliation_of("a resident of Kesh") is None
    True
    """
    text = " ".join(phrase.split())
    for part in read_phrase(text).parts:
        found = _office(part.head)
        if found is None and not (_has_name(part.head) and part.preposition in ("of", "from", "at", "with")):
            continue
        if part.preposition in _OWN and (body := _body(text, part.rest)):
            return body
        if found and (body := _body_before(text, part.head[: found[0]])):
            return body
    return None


def _office(items: Sequence[Item]) -> tuple[int, int] | None:
    """The first and last word of the roles and titles in a noun phrase, next to its end."""
    titles = load_heads().titles
    first = last = None
    at = len(items) - 1
    while at >= 0:
        item = items[at]
        found = None if item.is_actor or item.is_state else head_at(items, at)
        if found and _is_person(found[0]) and (last is None or at + 1 == first):
            last = at if last is None else last
            at -= found[1] - 1
            first = at
        elif item.low in titles and (last is None or at + 1 == first) and at + 1 < len(items):
            last = at if last is None else last
            first = at
        at -= 1
    return (first, last) if first is not None and last is not None else None


def _is_person(head: Head) -> bool:
    return not head.is_body and head.manner != "document"


def _is_role(items: Sequence[Item]) -> bool:
    """Whether a noun phrase tells more than that someone was there: no "source", no "residents"."""
    found = head_at(items, len(items) - 1)
    return found is None or (found[0].manner != "anonymous" and found[0].kind not in _NO_ROLE)


def _has_name(items: Sequence[Item]) -> bool:
    """Whether words hold a name that is no actor's, state's, body's or title's."""
    return any(
        item.is_capital
        and not item.is_actor
        and not item.is_state
        and item.low not in _ARTICLES
        and head_at(items, at) is None
        and item.low not in load_heads().titles
        for at, item in enumerate(items)
    )


def _body(text: str, items: Sequence[Item]) -> str | None:
    """The body at the start of what follows a preposition, with the words that its name goes on with."""
    inner = make_part(items)
    end = _last_body(inner.head)
    if end is None:
        return None
    taken = list(inner.head[: end + 1])
    if end + 1 == len(inner.head) and not inner.head[end].is_actor:
        taken += _goes_on(items[len(taken) :])
    return _text(text, taken) or None


def _body_before(text: str, items: Sequence[Item]) -> str | None:
    """The body whose name stands before a role: "Kesh Health Directorate spokesman"."""
    end = _last_body(items)
    if end is None:
        return None
    start = end
    while (
        not items[end].is_actor
        and start
        and (items[start - 1].is_capital or items[start - 1].is_state)
        and items[start - 1].low not in _ARTICLES
    ):
        start -= 1
    return _text(text, items[start : end + 1])


def _last_body(items: Sequence[Item]) -> int | None:
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        if item.is_actor and not item.bound:
            return at
        if not item.is_state and (found := head_at(items, at)) and found[0].is_body:
            return at
    return None


def _goes_on(items: Sequence[Item]) -> list[Item]:
    """Words with which a body's name goes on: "for Human Rights", "of Health and Sport"."""
    taken: list[Item] = []
    for at, item in enumerate(items):
        if not item.is_capital and item.low not in _JOINS:
            break
        if item.is_capital:
            taken = list(items[: at + 1])
    return taken if items and not items[0].is_capital else []


def _text(text: str, items: Sequence[Item]) -> str:
    """The words as they stand, without articles before them, with the full stop of an abbreviation behind them."""
    while items and items[0].low in _ARTICLES | _SMALL:
        items = items[1:]
    if not items:
        return ""
    start, end = items[0].span[0], items[-1].span[1]
    is_short = items[-1].low in load_heads().titles and text[end : end + 1] == "."
    return _POSSESSIVE.sub("", text[start : end + is_short])
