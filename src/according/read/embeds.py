"""Social-media posts embedded in a page: X/Twitter, Telegram, Facebook and Instagram, as their embed codes leave them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from according.model import Post
from according.read.blocks import inline_text, iter_blocks
from according.read.dates import parse_stated, post_number_date
from according.read.draft import Stated
from according.read.posts import find_media, signed_post

_STATUS = re.compile(r"(?P<host>twitter|x)\.com/(?:#!/)?(?P<handle>\w{1,30})/status(?:es)?/(?P<number>\d+)", re.IGNORECASE)
_TELEGRAM = re.compile(r"(?:t\.me/)?(?P<channel>[A-Za-z]\w{2,40})/(?P<number>\d+)")
_PERMALINK = re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/([\w-]+)", re.IGNORECASE)
_FACEBOOK = re.compile(
    r"facebook\.com/(?:.*/)?(?:posts|videos?|photos?|reel|permalink\.php|story\.php|photo\.php|watch)\b",
    re.IGNORECASE,
)
_SHARED_BY = re.compile(r"(?:\s|^)(?P<author>[^()@]{0,80}?)\s*\(\s*@(?P<handle>[\w.]{1,30})\s*\)")
_POSTED_BY = re.compile(
    r"(?:Posted by |Publiée? par |Gepostet von |Publicado por |Pubblicato da |Geplaatst door )?(?P<author>.{1,80}?)\s(?:on|le|am|en|su|op|el)\s\w+"
)


@dataclass(frozen=True, slots=True)
class Embed:
    """An embedded post: all that is shown of it (``shown``), of which the first ``words`` characters are the author's own.

    Example: an X embed shows ``Joy tonight pic.twitter.com/… — Name (@handle) December 12, 2016``.
    """

    shown: str
    words: int
    platform: str
    author: str | None = None
    handle: str | None = None
    url: str | None = None
    published: Stated | None = None
    published_how: str | None = None
    media: tuple[str, ...] = ()

    def post_at(self, start: int) -> Post:
        """The post as it stands in a text in which ``shown`` begins at ``start``."""
        return Post(
            span=(start, start + len(self.shown)),
            text_span=(start, start + self.words),
            platform=self.platform,
            author=self.author or self.handle,
            handle=self.handle,
            url=self.url,
            published=self.published.date if self.published else None,
            published_how=self.published_how,
            media=self.media,
        )


def parse_embed(element: HtmlElement) -> Embed | None:
    """The post that this element embeds, None if it embeds none. Elements inside it belong to it."""
    tag, classes = element.tag, set((element.get("class") or "").split())
    if tag == "blockquote" and classes & {"twitter-tweet", "twitter-video"}:
        return _tweet(element)
    if "tgme_widget_message" in classes:
        return _telegram_message(element)
    if tag == "amp-instagram" or ("instagram-media" in classes and tag != "iframe"):
        return _instagram(element)
    if tag == "amp-facebook" or classes & {"fb-post", "fb-video", "fb-xfbml-parse-ignore"}:
        return _facebook(element)
    if tag in {"iframe", "script", "amp-twitter", "twitter-widget"}:
        return _address_only(element)
    return None


def _lines(element: HtmlElement) -> str:
    """All that the element shows, one block a line."""
    return "\n".join(block.text for block in iter_blocks(element))


def _tweet(element: HtmlElement) -> Embed | None:
    links = [a.get("href") or "" for a in element.iter("a")] + [element.get("cite") or ""]
    found = next((m for m in map(_STATUS.search, reversed(links)) if m), None)
    if found is None:
        return None
    number, url = found["number"], f"https://{found['host'].lower()}.com/{found['handle']}/status/{found['number']}"
    shown = _lines(element) or url
    signature = signed_post(shown)
    stated = parse_stated(inline_text(_last_link(element))) if signature is None else None
    dated = stated or (Stated(signature.published) if signature and signature.published else None)
    words = signature.text_span[1] if signature else len(shown)
    return Embed(
        shown=shown,
        words=words or len(shown),
        platform="twitter",
        author=signature.author if signature else None,
        handle=signature.handle if signature else found["handle"],
        url=url,
        published=dated or post_number_date(number),
        published_how="text" if dated else "address",
        media=find_media(shown[:words]),
    )


def _last_link(element: HtmlElement) -> HtmlElement:
    links = list(element.iter("a"))
    return links[-1] if links else element


def _telegram_message(element: HtmlElement) -> Embed | None:
    found = _TELEGRAM.search(element.get("data-post") or "")
    words = "\n".join(_lines(part) for part in _by_class(element, "tgme_widget_message_text")[:1])
    owner = "".join(inline_text(part) for part in _by_class(element, "tgme_widget_message_owner_name")[:1])
    clock = next((t.get("datetime") for t in element.iter("time") if t.get("datetime")), None)
    url = f"https://t.me/{found['channel']}/{found['number']}" if found else None
    if not words and not url:
        return None
    stated = parse_stated(clock) if clock else None
    shown = words or url or ""
    return Embed(
        shown=f"{shown}\n{owner}" if owner else shown,
        words=len(shown),
        platform="telegram",
        author=owner or None,
        handle=found["channel"] if found else None,
        url=url,
        published=stated,
        published_how="page" if stated else None,
        media=tuple(a.get("href") for a in element.iter("a") if "tgme_widget_message_photo" in (a.get("class") or "") and a.get("href")),
    )


def _instagram(element: HtmlElement) -> Embed | None:
    links = [element.get("data-instgrm-permalink") or "", *(a.get("href") or "" for a in element.iter("a"))]
    code = element.get("data-shortcode")
    found = next((m for m in map(_PERMALINK.search, links) if m), None)
    shortcode = code or (found.group(1) if found else None)
    if not shortcode:
        return None
    url = f"https://www.instagram.com/p/{shortcode}/"
    lines = [line for line in _lines(element).split("\n") if not line.startswith("View this post on Instagram")]
    at = next((i for i, line in enumerate(lines) if _SHARED_BY.search(line)), None)
    signature = lines[at] if at is not None else ""
    words = "\n".join(lines[:at] if at is not None else lines).strip()
    by = _SHARED_BY.search(signature.removeprefix("A post shared by").removeprefix("Ein Beitrag geteilt von"))
    clock = next((t.get("datetime") for t in element.iter("time") if t.get("datetime")), None)
    stated = parse_stated(clock) if clock else None
    shown = f"{words}\n{signature}" if words and signature else words or signature or url
    return Embed(
        shown=shown,
        words=len(words) if words else len(shown),
        platform="instagram",
        author=(by["author"].strip() or None) if by else None,
        handle=by["handle"] if by else None,
        url=url,
        published=stated,
        published_how="page" if stated else None,
    )


def _facebook(element: HtmlElement) -> Embed | None:
    links = [element.get("data-href"), element.get("cite"), *(a.get("href") for a in element.iter("a"))]
    url = next((link for link in links if link and _FACEBOOK.search(link)), None)
    if not url:
        return None
    lines = _lines(element).split("\n")
    own = "\n".join(b.text for p in element.iter("p") for b in iter_blocks(p))
    signature = next((line for line in reversed(lines) if line and line not in own), "")
    by = _POSTED_BY.search(signature)
    stated = parse_stated(inline_text(_last_link(element))) if lines[0] else None
    shown = f"{own}\n{signature}" if own and signature else own or signature or url
    handle = urlsplit(url).path.split("/")[1] if "/posts/" in url or "/videos/" in url else None
    return Embed(
        shown=shown,
        words=len(own) if own else len(shown),
        platform="facebook",
        author=by["author"] if by else None,
        handle=handle if handle and not handle.isdigit() else None,
        url=url,
        published=stated,
        published_how="text" if stated else None,
    )


def _address_only(element: HtmlElement) -> Embed | None:
    """A post that the page leaves to a script or frame to fetch: its address is all that the page itself shows."""
    source = unquote(element.get("src") or "")
    if number := element.get("data-tweetid") or element.get("data-tweet-id") or _frame_number(source):
        return _bare(f"https://twitter.com/i/status/{number}", "twitter", None, post_number_date(number))
    if found := _TELEGRAM.search(element.get("data-telegram-post") or ""):
        return _bare(f"https://t.me/{found['channel']}/{found['number']}", "telegram", found["channel"], None)
    if element.tag == "iframe" and (found := re.search(r"//t\.me/(\w+)/(\d+)\?embed", source)):
        return _bare(f"https://t.me/{found[1]}/{found[2]}", "telegram", found[1], None)
    if (
        element.tag == "iframe"
        and "facebook.com/plugins/" in source
        and (href := parse_qs(urlsplit(source).query).get("href"))
        and _FACEBOOK.search(href[0])
    ):
        return _bare(href[0], "facebook", None, None)
    if element.tag == "iframe" and "/embed" in source and (found := _PERMALINK.search(source)):
        return _bare(f"https://www.instagram.com/p/{found[1]}/", "instagram", None, None)
    return None


def _frame_number(source: str) -> str | None:
    found = re.search(r"platform\.(?:twitter|x)\.com/embed/.*[?&]id=(\d+)", source)
    return found.group(1) if found else None


def _bare(url: str, platform: str, handle: str | None, published: Stated | None) -> Embed:
    return Embed(url, len(url), platform, None, handle, url, published, "address" if published else None)


def _by_class(element: HtmlElement, name: str) -> list[HtmlElement]:
    return [part for part in element.iter() if isinstance(part.tag, str) and name in (part.get("class") or "").split()]
