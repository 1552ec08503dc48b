"""Embedded posts of Telegram: the script and frame of its embed code, and the widget as a browser has drawn it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from according.read.dates import parse_stated
from according.read.embed import Embed, bare_embed, blocks_of, by_class, frame_address, marked_time, texts_of

_ADDRESS = re.compile(r"(?<![\w.-])(?:t\.me|telegram\.me)/(?:s/)?(?P<channel>[A-Za-z]\w{2,40})/(?P<number>\d+)", re.IGNORECASE)
_NAMED = re.compile(r"(?P<channel>[A-Za-z]\w{2,40})/(?P<number>\d+)")
_PICTURE = re.compile(r"url\(\s*['\"]?(?P<address>[^'\")]+)")
_PICTURES = ("tgme_widget_message_photo_wrap", "tgme_widget_message_video_thumb", "link_preview_image")


def telegram_widget(message: HtmlElement) -> Embed | None:
    """The post that a drawn widget shows."""
    found = _NAMED.search(message.get("data-post") or "")
    words = "\n".join(_texts(message))
    url = f"https://t.me/{found['channel']}/{found['number']}" if found else None
    if not words and not url:
        return None
    owner = next(iter(texts_of(message, "tgme_widget_message_owner_name")), None)
    clock = marked_time(message)
    stated = parse_stated(clock) if clock else None
    shown = words or url or ""
    return Embed(
        shown=f"{shown}\n{owner}" if owner else shown,
        words=len(shown),
        platform="telegram",
        author=owner,
        handle=found["channel"] if found else None,
        url=url,
        published=stated,
        published_how="page" if stated else None,
        media=_media(message),
        forwarded_from=next(iter(texts_of(message, "tgme_widget_message_forwarded_from_name")), None),
        bare=not words,
    )


def framed_telegram(element: HtmlElement) -> Embed | None:
    """The post that a script names or a frame loads."""
    found = _NAMED.fullmatch((element.get("data-telegram-post") or "").strip()) or _ADDRESS.search(element.get("data-telegram-post") or "")
    if found is None and element.tag == "iframe":
        found = _ADDRESS.search(frame_address(element))
    return bare_embed(f"https://t.me/{found['channel']}/{found['number']}", "telegram", found["channel"]) if found else None


def addressed_telegram(address: str) -> Embed | None:
    """The post to which an address leads."""
    found = _ADDRESS.search(address)
    return bare_embed(f"https://t.me/{found['channel']}/{found['number']}", "telegram", found["channel"]) if found else None


def _texts(message: HtmlElement) -> list[str]:
    """The lines of the message's own text, without the message that it answers; the widget nests two elements of one class."""
    parts = by_class(message, "tgme_widget_message_text")
    own = [part for part in parts if not _is_inside(part, message, "tgme_widget_message_reply")]
    return blocks_of(own[0]) if own else []


def _is_inside(part: HtmlElement, message: HtmlElement, name: str) -> bool:
    around = by_class(message, name)
    return any(above in around for above in part.iterancestors())


def _media(message: HtmlElement) -> tuple[str, ...]:
    pictures = [part for name in _PICTURES for part in by_class(message, name)]
    drawn = [found["address"] if (found := _PICTURE.search(part.get("style") or "")) else part.get("href") for part in pictures]
    filmed = [part.get("src") for part in message.iter("video")]
    return tuple(dict.fromkeys(address for address in (*drawn, *filmed) if address))
