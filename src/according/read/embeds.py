"""Social-media posts embedded in a page: X/Twitter, Telegram, Facebook and Instagram, as their embed codes leave them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from according.read.blocks import inline_text
from according.read.embed import Embed, bare_embed, classes_of
from according.read.embedded_meta import (
    addressed_instagram,
    facebook_post,
    framed_facebook,
    framed_instagram,
    instagram_post,
    is_facebook_post,
)
from according.read.embedded_telegram import addressed_telegram, framed_telegram, telegram_widget
from according.read.embedded_x import addressed_tweet, framed_tweet, is_signed_quote, quoted_tweets

Embeds = Mapping[HtmlElement, tuple[Embed, ...]]

_MAY_EMBED = etree.XPath(
    "descendant-or-self::*[self::blockquote or self::iframe or self::oembed or self::twitter-widget or self::amp-twitter"
    " or self::amp-instagram or self::amp-facebook or @data-tweet-id or @data-tweetid or @data-telegram-post or @data-oembed-url"
    " or @class[contains(., 'twitter-tweet') or contains(., 'instagram-media') or contains(., 'fb-') or contains(., 'tgme_widget_message')"
    " or contains(., 'wp-block-embed')]]"
)
_HOLDS_EMBED = etree.XPath("descendant::*[self::blockquote or self::iframe or self::twitter-widget or @data-tweet-id or @data-tweetid]")
_TWEET = frozenset({"twitter-tweet", "twitter-video", "twitter-tweet-rendered"})
_FACEBOOK = frozenset({"fb-post", "fb-video", "fb-xfbml-parse-ignore"})
_ADDRESS_ALONE = re.compile(r"https?://\S+")
_FRAMES = (framed_tweet, framed_telegram, framed_facebook, framed_instagram)
_ADDRESSES = (addressed_tweet, addressed_telegram, addressed_instagram)


def find_embeds(tree: HtmlElement) -> dict[HtmlElement, tuple[Embed, ...]]:
    """The embedded posts by their outermost elements, each post once where the page repeats it for a script.

    A post that an editor embeds twice, words and all, may stand twice.
    """
    found: dict[HtmlElement, tuple[Embed, ...]] = {}
    covered: set[HtmlElement] = set()
    for element in cast(list[HtmlElement], _MAY_EMBED(tree)):
        if element not in covered and (embeds := parse_embed(element)):
            found[element] = embeds
            covered.update(element.iter())
    return _once(found)


def parse_embed(element: HtmlElement) -> tuple[Embed, ...]:
    """The posts that this element embeds, most often one, or none. Elements inside it belong to it."""
    classes = set(classes_of(element))
    if element.tag == "blockquote" and (classes & _TWEET or is_signed_quote(element)):
        return quoted_tweets(element)
    if classes & _TWEET and not _HOLDS_EMBED(element) and (quoted := quoted_tweets(element)):
        return quoted
    embed = _parse_one(element, classes)
    return (embed,) if embed else ()


def _parse_one(element: HtmlElement, classes: Set[str]) -> Embed | None:
    if "tgme_widget_message" in classes:
        return telegram_widget(element)
    if element.tag == "amp-instagram" or ("instagram-media" in classes and element.tag != "iframe"):
        return instagram_post(element)
    if element.tag == "amp-facebook" or classes & _FACEBOOK:
        return facebook_post(element)
    if element.tag == "oembed" or element.get("data-oembed-url") or "wp-block-embed__wrapper" in classes:
        return _named(element)
    return next((embed for read in _FRAMES if (embed := read(element))), None)


def _named(element: HtmlElement) -> Embed | None:
    """The post whose address is all that a block of an editor's program holds, the embed code not having been fetched."""
    if _HOLDS_EMBED(element):
        return None
    written = inline_text(element)
    address = element.get("data-oembed-url") or element.get("url") or (written if _ADDRESS_ALONE.fullmatch(written) else "")
    if is_facebook_post(address):
        return bare_embed(address, "facebook")
    return next((embed for read in _ADDRESSES if (embed := read(address))), None)


def _once(found: Embeds) -> dict[HtmlElement, tuple[Embed, ...]]:
    """The embeds without the addresses of posts that are spelled out elsewhere, and without what a noscript repeats."""
    hidden = {element for element in found if next(element.iterancestors("noscript", "template"), None) is not None}
    spelled_out = {embed.key for element, embeds in found.items() for embed in embeds if not embed.bare and element not in hidden}
    for_some = {embed.key for element, embeds in found.items() for embed in embeds if not embed.bare and element in hidden}
    seen: set[tuple[str, str]] = set()
    kept: dict[HtmlElement, tuple[Embed, ...]] = {}
    for element, embeds in found.items():
        known = spelled_out | seen if element in hidden else seen
        wanted = tuple(e for e in embeds if e.key not in (known | spelled_out | for_some if e.bare else known))
        # An element whose post stands elsewhere stays in place, showing nothing, or its notices would be read as text.
        kept[element] = wanted
        seen.update(embed.key for embed in wanted if embed.bare or element in hidden)
    return kept
