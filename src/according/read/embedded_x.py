"""Embedded posts of X/Twitter: the block quotes of its embed code, old and new, and the frames and wrappers around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from according.read.blocks import inline_text
from according.read.dates import parse_stated, post_number_date
from according.read.draft import Stated
from according.read.embed import DIRECTION_MARKS, Embed, bare_embed, blocks_of, frame_address, unmarked
from according.read.posts import find_media

STATUS = re.compile(
    r"(?<![\w-])(?P<host>twitter|x)\.com/(?:#!/)?(?:i/web/|(?P<handle>\w{1,30})/)?status(?:es)?/(?P<number>\d{1,20})", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,20}")
_FRAME_NUMBER = re.compile(
    r"(?:platform\.(?:twitter|x)\.com/embed/\S*[?&]id=|(?:twitter|x)\.com/i/videos/(?:tweet/)?)(\d{1,20})", re.IGNORECASE
)
_NUMBER_ATTRIBUTES = ("data-tweetid", "data-tweet-id")
_HANDLE = re.compile(rf"[(（][\s{DIRECTION_MARKS}]*@(?P<handle>\w{{1,30}})[\s{DIRECTION_MARKS}]*[)）]")
_EM_DASH = re.compile(r"—|â€”|&mdash;")
_LONGEST_REST = 80
_OTHER_DASH = re.compile(r"[–―]|(?<!\S)--?(?=\s)")


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a post: its number, handle and host, the text of the link, and the time it states for machines."""

    number: str
    handle: str | None
    host: str
    text: str
    clock: str | None

    @property
    def url(self) -> str:
        return f"https://{self.host}.com/{self.handle or 'i'}/status/{self.number}"


@dataclass(frozen=True, slots=True)
class _Signature:
    """What closes a post, for example ``— Name (@handle) December 12, 2016``; it begins at ``start`` of its block."""

    start: int
    author: str | None
    handle: str
    rest: str
    dashed: bool


def quoted_tweets(quote: HtmlElement) -> tuple[Embed, ...]:
    """The posts in one block quote, in its order; a thread may hold several, each with its own signature."""
    links = _links(quote)
    if not links:
        return ()
    last = links[-1]
    embeds: list[Embed] = []
    gathered: list[str] = []
    for text in blocks_of(quote):
        gathered.append(text)
        signature = _signature(text)
        own = _own_link(signature, links) if signature else None
        if signature and own is not None:
            embeds.append(_signed(gathered, signature, links[own]))
            gathered, links = [], links[own + 1 :]
    if not embeds:
        return (_unsigned(gathered, last),)
    if gathered:
        embeds[-1] = replace(embeds[-1], shown="\n".join((embeds[-1].shown, *gathered)))
    return tuple(embeds)


def is_signed_quote(quote: HtmlElement) -> bool:
    """Whether a block quote without X's class closes with the signature of a post and the link to it."""
    blocks = blocks_of(quote) if (links := _links(quote)) else []
    signature = _signature(blocks[-1]) if blocks else None
    return signature is not None and links[-1].text == signature.rest != ""


def framed_tweet(element: HtmlElement) -> Embed | None:
    """The post of a wrapper, frame or script that names only its number or address; None if it names none."""
    number = next((value for name in _NUMBER_ATTRIBUTES if (value := element.get(name) or "").isdecimal()), None)
    inside = list(element.iter("blockquote")) if number else []
    if inside:
        return next(iter(quoted_tweets(inside[0])), None) if len(inside) == 1 else None
    source = frame_address(element)
    if found := _FRAME_NUMBER.search(source):
        number = number or found[1]
    if number and _NUMBER.fullmatch(number):
        return bare_embed(f"https://twitter.com/i/status/{number}", "twitter", published=post_number_date(number))
    return addressed_tweet(source) if element.tag == "iframe" else None


def addressed_tweet(address: str) -> Embed | None:
    """The post to which an address leads."""
    found = STATUS.search(address)
    if found is None:
        return None
    link = _link(found, "", None)
    return bare_embed(link.url, "twitter", link.handle, post_number_date(link.number))


def _links(quote: HtmlElement) -> list[_Link]:
    cited = STATUS.search(quote.get("cite") or "")
    links = [_link(found, inline_text(a), a.get("data-datetime")) for a in quote.iter("a") if (found := STATUS.search(a.get("href") or ""))]
    return links or ([_link(cited, "", None)] if cited else [])


def _link(found: re.Match[str], text: str, clock: str | None) -> _Link:
    handle = found["handle"] if found["handle"] not in ("i", "statuses") else None
    return _Link(found["number"], handle, found["host"].lower(), text, clock)


def _signature(text: str) -> _Signature | None:
    """The signature at the end of a block's text, None if it ends otherwise."""
    found = next(reversed(list(_HANDLE.finditer(text))), None)
    rest = unmarked(text[found.end() :]) if found else ""
    if found is None or len(rest) > _LONGEST_REST:
        return None
    head = text[: found.start()].rstrip()
    start, name = _name_at(head)
    dashed = name != start
    return _Signature(start, unmarked(head[name:]) or None, found["handle"], rest, dashed)


def _name_at(head: str) -> tuple[int, int]:
    """Where the signature at the end of ``head`` starts, and where the name in it: behind its dash, if it has one.

    The dash that begins the last line is the signature's, whatever dashes are in the name; else it is the last em dash.
    """
    line = head.rfind("\n") + 1
    leading = _EM_DASH.match(head, line) or _OTHER_DASH.match(head, line)
    dashes = [*_EM_DASH.finditer(head, line)] or [*_OTHER_DASH.finditer(head, line)]
    if not dashes:
        return line, line
    dash = leading if leading and (len(dashes) == 1 or leading[0] == dashes[0][0]) else dashes[-1]
    return dash.start(), dash.end()


def _own_link(signature: _Signature, links: list[_Link]) -> int | None:
    """Which link is the signed post's own: the one whose text is its date, else the last of its author's."""
    for index, link in enumerate(links):
        if signature.rest and link.text == signature.rest:
            return index
    if not signature.dashed or (signature.rest and not any(c.isdigit() for c in signature.rest)):
        return None
    same = [i for i, link in enumerate(links) if link.handle and link.handle.lower() == signature.handle.lower()]
    return same[-1] if same else len(links) - 1 if links else None


def _signed(blocks: list[str], signature: _Signature, link: _Link) -> Embed:
    shown = "\n".join(blocks)
    words = len(shown[: len(shown) - len(blocks[-1]) + signature.start].rstrip())
    published, how = _date(signature.rest, link)
    return Embed(
        shown=shown,
        words=words or len(shown),
        platform="twitter",
        author=signature.author,
        handle=signature.handle,
        url=link.url,
        published=published,
        published_how=how,
        media=find_media(shown[:words]),
    )


def _unsigned(blocks: list[str], link: _Link) -> Embed:
    """A post without a signature: the words that there are, and what its address tells."""
    shown = "\n".join(blocks)
    if not shown or (STATUS.search(shown) and not re.search(r"\s", shown)):
        return replace(bare_embed(link.url, "twitter", link.handle, post_number_date(link.number)), shown=shown or link.url)
    words = shown.removesuffix(link.text).rstrip() if parse_stated(link.text) else shown
    published, how = _date(link.text, link)
    return Embed(
        shown=shown,
        words=len(words) or len(shown),
        platform="twitter",
        handle=link.handle,
        url=link.url,
        published=published,
        published_how=how,
        media=find_media(words),
    )


def _date(written: str, link: _Link) -> tuple[Stated | None, str | None]:
    """When the post was put out, by its words, else by the time marked in its link, else by the number in its address."""
    for value, how in ((written, "text"), (link.clock or "", "page")):
        if stated := parse_stated(value):
            return stated, how
    stated = post_number_date(link.number)
    return stated, "address" if stated else None
