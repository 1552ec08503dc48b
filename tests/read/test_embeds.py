"""What each form of embedded post must give: author, handle, date, address, words and media, once, in its place."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from according.config import Config
from according.model import Post
from according.read.embed import Embed, split_address
from according.read.embeds import find_embeds
from according.read.html import fragment

STATUS = "https://twitter.com/annlee/status/808421231905034240"
DAY = "2016-12-12"
DATE = f'<a href="{STATUS}">December 12, 2016</a>'
SIGNED = f"&mdash; Ann Lee (@annlee) {DATE}"
FRAMED = "https://twitter.com/i/status/808421231905034240"
TELEGRAM = "https://t.me/orna_news/12"
FACEBOOK = "https://www.facebook.com/orna.town/posts/123"
INSTAGRAM = "https://www.instagram.com/p/BNabc12/"
SCRIPT = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
DATES = (
    "December 12, 2016",
    "Dec 12, 2016",
    "12 December 2016",
    "12. Dezember 2016",
    "12 décembre 2016",
    "12 de diciembre de 2016",
    "12 de dezembro de 2016",
    "12 dicembre 2016",
    "12 Aralık 2016",
    "12 декабря 2016 г.",
    "12 грудня 2016 р.",
    "12 ديسمبر، 2016",
    "۱۲ دسامبر ۲۰۱۶",
    "12 בדצמבר 2016",
    "2016年12月12日",
    "2016년 12월 12일",
    "12 grudnia 2016",
    "12 Δεκεμβρίου 2016",
    "12 Desember 2016",
    "12 ธันวาคม 2016",
    "3:45 PM · Dec 12, 2016",
)
SHARED_BY = (
    "A post shared by Ann Lee (@ann.lee)",
    "A photo posted by Ann Lee (@ann.lee)",
    "Ein Beitrag geteilt von Ann Lee (@ann.lee)",
    "Una publicación compartida por Ann Lee (@ann.lee)",
    "Una publicación compartida de Ann Lee (@ann.lee)",
    "Une publication partagée par Ann Lee (@ann.lee)",
    "Un post condiviso da Ann Lee (@ann.lee)",
    "Uma publicação compartilhada por Ann Lee (@ann.lee)",
    "Uma publicação partilhada por Ann Lee (@ann.lee)",
    "Een bericht gedeeld door Ann Lee (@ann.lee)",
    "Публикация от Ann Lee (@ann.lee)",
    "Post udostępniony przez Ann Lee (@ann.lee)",
    "تمت مشاركة منشور بواسطة \u200f\u200eAnn Lee\u200e\u200f (@ann.lee)",
    "Ann Lee(@ann.lee)がシェアした投稿",
    "Ann Lee (@ann.lee)'in paylaştığı bir gönderi",
)


def read(markup: str) -> tuple[str, tuple[Post, ...]]:
    return fragment(markup, Config())


def only(markup: str) -> tuple[str, Post]:
    """The text of a piece of a page, and the one post in it."""
    text, (post,) = read(markup)
    return text, post


def tweet(
    words: str = "<p>Joy</p>", signature: str = "&mdash; Ann Lee (@annlee)", date: str = "December 12, 2016", address: str = STATUS
) -> str:
    return f'<blockquote class="twitter-tweet">{words}{signature} <a href="{address}">{date}</a></blockquote>'


@pytest.mark.parametrize(
    ("markup", "author", "words", "media"),
    [
        (tweet(), "Ann Lee", "Joy", ()),
        (tweet() + SCRIPT, "Ann Lee", "Joy", ()),
        (
            tweet('<p lang="en" dir="ltr">In <a href="/hashtag/Orna?src=hash">#Orna</a> <a href="https://t.co/x">https://t.co/x</a></p>'),
            "Ann Lee",
            "In #Orna https://t.co/x",
            (),
        ),
        (
            tweet("<p>Joy tonight<a href='https://t.co/x'>pic.twitter.com/AbC</a></p>"),
            "Ann Lee",
            "Joy tonightpic.twitter.com/AbC",
            ("pic.twitter.com/AbC",),
        ),
        (tweet("<p>Joy <a href='https://t.co/x'>pic.x.com/AbC</a></p>"), "Ann Lee", "Joy pic.x.com/AbC", ("pic.x.com/AbC",)),
        (tweet("<p>One<br>two</p><p>three</p>"), "Ann Lee", "One\ntwo\nthree", ()),
        (tweet("Joy - and fear ", "— Ann Lee (@annlee)"), "Ann Lee", "Joy - and fear", ()),
        (tweet("Joy<br>", "— Ann — Red (@annlee)"), "Ann — Red", "Joy", ()),
        (
            tweet("<p>Joy — tonight</p>", '&mdash; Ann — "Red" - Lee (ret.) 🇸🇾 (@annlee)'),
            'Ann — "Red" - Lee (ret.) 🇸🇾',
            "Joy — tonight",
            (),
        ),
        (tweet("<p>- one<br>- two</p>", "- Ann Lee (@annlee)"), "Ann Lee", "- one\n- two", ()),
        (tweet(signature="– Ann Lee (@annlee)"), "Ann Lee", "Joy", ()),
        (tweet(signature="&amp;mdash; Ann Lee (@annlee)"), "Ann Lee", "Joy", ()),
        (tweet(signature="â€” Ann Lee (@annlee)"), "Ann Lee", "Joy", ()),
        (tweet("<p>مساء الخير</p>", "&mdash; آن لي \u200f(@annlee\u200f)", "١٢ ديسمبر ٢٠١٦"), "آن لي", "مساء الخير", ()),
        (tweet("<p>Thanks Bob Roe (@bob)</p>"), "Ann Lee", "Thanks Bob Roe (@bob)", ()),
        (tweet("<p>RT <a href='https://twitter.com/bob/status/1'>@bob</a>: Shells</p>"), "Ann Lee", "RT @bob: Shells", ()),
        (
            tweet("<p>Joy <img class='Emoji' alt='😀' src='x.png'></p>", "— Ann <img class='emoji' alt='🕊'> (@annlee)"),
            "Ann 🕊",
            "Joy 😀",
            (),
        ),
        (
            f'<blockquote class="twitter-tweet"><p>Joy</p><p>{SIGNED}</p></blockquote>',
            "Ann Lee",
            "Joy",
            (),
        ),
        (
            f'<blockquote class="twitter-tweet"><p>Joy</p><p>Ann Lee (@annlee) {DATE}</p></blockquote>',
            "Ann Lee",
            "Joy",
            (),
        ),
        (
            f'<blockquote class="twitter-video" data-dnt="true"><p>Joy</p>{SIGNED}</blockquote>',
            "Ann Lee",
            "Joy",
            (),
        ),
        (f"<blockquote><p>Joy</p>{SIGNED}</blockquote>", "Ann Lee", "Joy", ()),
        (
            f'<blockquote class="twitter-tweet" cite="{STATUS}"><p>Joy</p>— Ann Lee (@annlee) December 12, 2016</blockquote>',
            "Ann Lee",
            "Joy",
            (),
        ),
        (f'<div class="twitter-tweet"><p>Joy</p>{SIGNED}</div>', "Ann Lee", "Joy", ()),
        (f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{tweet()}{SCRIPT}</div></figure>', "Ann Lee", "Joy", ()),
        (f"<noscript>{tweet()}</noscript>", "Ann Lee", "Joy", ()),
        (f"<template>{tweet()}</template>", "Ann Lee", "Joy", ()),
        (f'<div class="consent" hidden>{tweet()}</div>', "Ann Lee", "Joy", ()),
        (f'<amp-twitter data-tweetid="808421231905034240">{tweet()}</amp-twitter>', "Ann Lee", "Joy", ()),
        (f'<div class="lazy" data-tweet-id="808421231905034240">{tweet()}</div>', "Ann Lee", "Joy", ()),
        (f'<blockquote class="twitter-tweet"><p>Joy</p>{DATE}</blockquote>', "annlee", "Joy", ()),
    ],
)
def test_a_quoted_tweet_gives_all_its_facts(markup: str, author: str, words: str, media: tuple[str, ...]) -> None:
    """Whatever its author is called and the publisher's program did to the embed code."""
    text, post = only(markup)
    assert (post.author, post.handle, post.published, post.published_how, post.url) == (author, "annlee", DAY, "text", STATUS)
    assert (text[slice(*post.text_span)], post.media, post.platform) == (words, media, "twitter")
    assert text[slice(*post.span)] == text


@pytest.mark.parametrize(
    "written",
    DATES,
)
def test_a_tweets_date_is_read_in_the_readers_language(written: str) -> None:
    """The embed code dates a post in the language of whoever copied it."""
    _, post = only(tweet(date=written))
    assert (post.published, post.published_how, post.author) == (DAY, "text", "Ann Lee")


@pytest.mark.parametrize(
    ("address", "handle", "url"),
    [
        (STATUS + "?ref_src=twsrc%5Etfw", "annlee", STATUS),
        ("http://www.twitter.com/annlee/statuses/808421231905034240", "annlee", STATUS),
        ("https://twitter.com/#!/annlee/status/808421231905034240", "annlee", STATUS),
        ("https://mobile.twitter.com/annlee/status/808421231905034240/photo/1", "annlee", STATUS),
        ("https://x.com/annlee/status/808421231905034240", "annlee", "https://x.com/annlee/status/808421231905034240"),
        ("//X.com/annlee/status/808421231905034240", "annlee", "https://x.com/annlee/status/808421231905034240"),
        ("https://twitter.com/i/web/status/808421231905034240", None, FRAMED),
        ("https://twitter.com/i/status/808421231905034240", None, FRAMED),
        ("https://twitter.com/statuses/808421231905034240", None, FRAMED),
    ],
)
@pytest.mark.parametrize(
    "bare",
    [
        '<blockquote class="twitter-tweet"><a href="{0}"></a></blockquote>',
        '<blockquote class="twitter-tweet"><p><a href="{0}">{0}</a></p></blockquote>',
    ],
)
def test_a_bare_address_tells_handle_and_day(bare: str, address: str, handle: str | None, url: str) -> None:
    """A block quote that holds only a link has the handle and the day that its address holds, and shows an address."""
    text, post = only(bare.format(address))
    assert (post.author, post.handle, post.url, post.published, post.published_how) == (handle, handle, url, DAY, "address")
    assert text[slice(*post.span)] in (url, address)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<div class="twitter-tweet twitter-tweet-rendered"><iframe data-tweet-id="808421231905034240" src="x"></iframe></div>', FRAMED),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=false&amp;id=808421231905034240"></iframe>', FRAMED),
        ('<iframe src="https://platform.twitter.com/embed/index.html?lang=en&amp;id=808421231905034240"></iframe>', FRAMED),
        ('<iframe src="https://twitter.com/i/videos/tweet/808421231905034240"></iframe>', FRAMED),
        (
            '<iframe src="about:blank" data-src="https://frames.example/show?url=https%3A%2F%2Ftwitter.com%2Fannlee%2Fstatus%2F808421231905034240"></iframe>',
            STATUS,
        ),
        ('<amp-twitter width="1" data-tweetid="808421231905034240"></amp-twitter>', FRAMED),
        ('<twitter-widget data-tweet-id="808421231905034240"></twitter-widget>', FRAMED),
        ('<div data-tweet-id="808421231905034240"><span>Loading</span></div>', FRAMED),
        (f'<figure class="media"><oembed url="{STATUS}"></oembed></figure>', STATUS),
        (f'<div data-oembed-url="{STATUS}"></div>', STATUS),
        (f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{STATUS}\n</div></figure>', STATUS),
    ],
)
def test_a_framed_tweet_shows_its_address(markup: str, url: str) -> None:
    """What a script or frame would fetch stands in the text as its address, dated by its number."""
    text, post = only(f"<p>a</p>{markup}<p>b</p>")
    assert text == f"a\n\n{url}\n\nb"
    assert (post.url, post.published, post.published_how) == (url, DAY, "address")


def test_a_date_marked_for_machines_stands_in_for_unreadable_words() -> None:
    """Where the words state no date in full, the time beside them does, and the number only then."""
    old = 'href="https://twitter.com/annlee/status/21478354" data-datetime="2010-08-18T10:00:00+00:00"'
    _, marked = only(f'<blockquote class="twitter-tweet"><p>Joy</p>— Ann Lee (@annlee) <a {old}>18 Aug.</a></blockquote>')
    _, numbered = only(tweet(date="2h ago"))
    _, undated = only(tweet(date="2h ago", address="https://twitter.com/annlee/status/21478354"))
    assert [(p.published, p.published_how) for p in (marked, numbered, undated)] == [("2010-08-18", "page"), (DAY, "address"), (None, None)]
    assert {p.author for p in (marked, numbered, undated)} == {"Ann Lee"}


def test_a_thread_in_one_block_quote_is_several_posts() -> None:
    """Each signature closes a post of its own, also of one author on one day; what follows the last belongs to it."""
    second = "https://twitter.com/annlee/status/808421231905034299"
    sign = "— Ann Lee (@annlee) <a href='{}'>December 12, 2016</a>"
    markup = (
        f'<blockquote class="twitter-tweet"><p>One</p>{sign.format(STATUS)}<p>Two</p>{sign.format(second)}<p>View on X</p></blockquote>'
    )
    text, posts = read(markup)
    assert [(text[slice(*p.text_span)], p.url) for p in posts] == [("One", STATUS), ("Two", second)]
    assert text[slice(*posts[1].span)] == "Two\n— Ann Lee (@annlee) December 12, 2016\nView on X"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"{tweet()}<div class='twitter-tweet'><iframe data-tweet-id='808421231905034240'></iframe></div>", 1),
        (f"<div class='lazy'>{tweet()}</div><noscript>{tweet()}</noscript>", 1),
        (f"<noscript>{tweet()}</noscript><blockquote class='twitter-tweet'><a href='{STATUS}'></a></blockquote>", 1),
        (f"<noscript>{tweet()}</noscript><noscript>{tweet()}</noscript>", 1),
        (f"{tweet()}<p>again</p>{tweet()}", 2),
        (f"<div class='twitter-tweets'>{tweet()}<p>between</p>{tweet(address=STATUS + '1')}</div>", 2),
        (f"<iframe src='{TELEGRAM}?embed=1'></iframe><script data-telegram-post='orna_news/12'></script>", 1),
        (
            "<script data-telegram-post='orna_news/12'></script><div class='tgme_widget_message' data-post='Orna_News/12'>"
            "<div class='tgme_widget_message_text'>Shells.</div></div>",
            1,
        ),
        (
            f"<blockquote class='instagram-media' data-instgrm-permalink='{INSTAGRAM}?x=1'></blockquote>"
            f"<iframe src='{INSTAGRAM}embed/'></iframe>",
            1,
        ),
    ],
)
def test_the_same_post_counts_once_unless_it_is_spelled_out_twice(markup: str, text: int) -> None:
    """Script, frame and quotation of one post are one post; an editor may show its words twice."""
    assert len(read(markup)[1]) == text


@pytest.mark.parametrize(
    "markup",
    [
        '<a class="twitter-follow-button" href="https://twitter.com/annlee">Follow @annlee</a>',
        '<a class="twitter-timeline" href="https://twitter.com/annlee">Tweets by annlee</a>',
        '<blockquote class="twitter-tweet"><p>x</p><a href="https://netflix.com/annlee/status/12">y</a></blockquote>',
        '<blockquote class="twitter-tweet"><p>No link at all</p></blockquote>',
        "<blockquote><p>He spoke (@annlee).</p></blockquote>",
        f'<blockquote><p>As <a href="{STATUS}">she wrote</a>, they left.</p></blockquote>',
        '<div class="fb-page"><blockquote cite="https://www.facebook.com/orna.town" class="fb-xfbml-parse-ignore">'
        '<a href="https://www.facebook.com/orna.town/posts/1">Orna Town</a></blockquote></div>',
        '<div class="fb-like" data-href="https://www.facebook.com/orna.town/posts/1"></div><div class="fb-post"></div>',
        '<iframe src="https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Forna.town"></iframe>',
        f'<iframe src="https://www.facebook.com/plugins/like.php?href={FACEBOOK}"></iframe>',
        '<iframe src="https://www.facebook.com/plugins/post.php"></iframe>',
        f'<iframe src="{INSTAGRAM}"></iframe><iframe></iframe><iframe src="https://video.example/embed/1"></iframe>',
        '<blockquote class="instagram-media"><a href="https://www.instagram.com/ann.lee/">Ann</a></blockquote>',
        '<script data-telegram-login="x"></script><script data-telegram-post="nothing"></script><div class="tgme_widget_message"></div>',
        f"<div data-tweet-id='77'>{tweet()}{tweet()}</div>".replace(STATUS, "/none"),
        '<div data-tweet-id="x"></div><oembed url="https://video.example/1"></oembed><div class="wp-block-embed__wrapper">text</div>',
    ],
)
def test_what_is_no_post_is_none(markup: str) -> None:
    """Buttons, page plugins, timelines and ordinary quotations embed nothing."""
    assert find_embeds(fromstring(f"<html><body>{markup}</body></html>")) == {}


def test_a_drawn_telegram_post_gives_all_its_facts() -> None:
    """Owner, channel, time, address, pictures, and from whom it was forwarded; the message it answers is left out."""
    text, post = only(
        '<div class="tgme_widget_message js-widget_message" data-post="orna_news/12">'
        '<a class="tgme_widget_message_owner_name" href="https://t.me/orna_news"><span dir="auto">Orna News</span></a>'
        '<div>Forwarded from <a class="tgme_widget_message_forwarded_from_name">The Mill</a></div>'
        '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">earlier</div></a>'
        '<a class="tgme_widget_message_photo_wrap" href="/x" style="width:8px;background-image:url(\'https://cdn.example/f.jpg\')"></a>'
        '<a class="tgme_widget_message_photo_wrap" href="https://t.me/orna_news/12?single"></a><video src="https://cdn.example/v.mp4"></video>'
        '<div class="tgme_widget_message_text"><div class="tgme_widget_message_text">Shells on the bridge.<br><br>Two dead.</div></div>'
        '<span>1.2K views</span><time datetime="2024-05-01T10:00:00+00:00">May 1 at 10:00</time></div>'
    )
    assert (text, text[slice(*post.text_span)]) == ("Shells on the bridge.\n\nTwo dead.\nOrna News", "Shells on the bridge.\n\nTwo dead.")
    assert (post.author, post.handle, post.url) == ("Orna News", "orna_news", TELEGRAM)
    assert (post.published, post.published_how, post.forwarded_from) == ("2024-05-01", "page", "The Mill")
    assert post.media == ("https://cdn.example/f.jpg", "https://t.me/orna_news/12?single", "https://cdn.example/v.mp4")


@pytest.mark.parametrize(
    "markup",
    [
        '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="orna_news/12"></script>',
        '<script data-telegram-post="https://t.me/orna_news/12"></script>',
        '<iframe src="https://t.me/orna_news/12?embed=1&amp;mode=tme"></iframe>',
        '<iframe data-lazy-src="https://t.me/s/orna_news/12?embed=1"></iframe>',
        '<div class="tgme_widget_message" data-post="orna_news/12"><a class="tgme_widget_message_photo_wrap"></a></div>',
        '<oembed url="https://t.me/orna_news/12"></oembed>',
    ],
)
def test_a_telegram_post_that_is_only_named_shows_its_address(markup: str) -> None:
    """The channel is its handle, and stands for the author."""
    text, post = only(f"<p>a</p>{markup}<p>b</p>")
    assert (text, post.author, post.handle, post.url, post.published) == (f"a\n\n{TELEGRAM}\n\nb", "orna_news", "orna_news", TELEGRAM, None)


def facebook(words: str, signature: str, address: str = FACEBOOK, wrapped: bool = True) -> str:
    quote = f'<blockquote cite="{address}" class="fb-xfbml-parse-ignore">{words}{signature}</blockquote>'
    return f'<div class="fb-post" data-href="{address}" data-width="500">{quote}</div>' if wrapped else quote


@pytest.mark.parametrize(
    ("before", "between", "date"),
    [
        ("Posted by ", " on&nbsp;", "Monday, December 12, 2016"),
        ("Publiée par ", " le&nbsp;", "Lundi 12 décembre 2016"),
        ("Gepostet von ", " am&nbsp;", "Montag, 12. Dezember 2016"),
        ("Publicado por ", " en&nbsp;", "Lunes, 12 de diciembre de 2016"),
        ("Pubblicato da ", " su&nbsp;", "Lunedì 12 dicembre 2016"),
        ("Опубликовано ", "&nbsp;", "Понедельник, 12 декабря 2016 г."),
        ("تم النشر بواسطة ", " في&nbsp;", "الاثنين، 12 ديسمبر 2016"),
        ("", " gönderdi:&nbsp;", "12 Aralık 2016"),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_quoted_facebook_post_gives_all_its_facts(before: str, between: str, date: str, wrapped: bool) -> None:
    """In any language: the linked page is the author, the linked day the date."""
    page, day = '<a href="https://www.facebook.com/orna.town">Orna Town</a>', f'<a href="{FACEBOOK}">{date}</a>'
    for signature in (f"{before}{page}{between}{day}", f"<p>{before}{page}{between}{day}</p>"):
        text, post = only(facebook("<p>The bridge is closed.</p>", signature, wrapped=wrapped))
        assert (post.author, post.handle, post.published, post.published_how) == ("Orna Town", "orna.town", DAY, "text")
        assert (post.url, text[slice(*post.text_span)]) == (FACEBOOK, "The bridge is closed.")


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("https://www.facebook.com/permalink.php?story_fbid=99&id=5", None),
        ("https://m.facebook.com/story.php?story_fbid=99&id=5", None),
        ("https://www.facebook.com/orna.town/videos/123/", "orna.town"),
        ("https://www.facebook.com/orna.town/photos/a.1/2/", "orna.town"),
        ("https://www.facebook.com/photo/?fbid=99", None),
        ("https://www.facebook.com/watch/?v=99", None),
        ("https://www.facebook.com/groups/7/permalink/99/", None),
        ("https://www.facebook.com/reel/99", None),
        ("https://www.facebook.com/5/posts/pfbid0aB", None),
        ("https://ar-ar.facebook.com/orna.town/posts/99", "orna.town"),
        ("https://fb.watch/aBc/", None),
    ],
)
def test_a_bare_facebook_post_shows_its_address(address: str, handle: str | None) -> None:
    """By its code without words, its frame, AMP's tag or an editor's box; a page's name in the address is the handle."""
    quoted = address.replace("&", "%26").replace("?", "%3F").replace("=", "%3D")
    for markup in (
        f'<div class="fb-post" data-href="{address}"></div>',
        f'<iframe src="https://www.facebook.com/plugins/post.php?href={quoted}&amp;width=500"></iframe>',
        f'<iframe data-src="https://www.facebook.com/plugins/video.php?href={quoted}"></iframe>',
        f'<amp-facebook data-href="{address}"></amp-facebook>',
    ):
        text, post = only(f"{markup}<p>b</p>")
        assert (text, post.url, post.author, post.handle) == (f"{address}\n\nb", address, handle, handle)
    assert only(f'<oembed url="{address}"></oembed>')[1].url == address


@pytest.mark.parametrize(
    ("inner", "author", "words"),
    [
        (
            f'<a href="{FACEBOOK}">Post</a> by <a href="https://www.facebook.com/orna.town">Orna Town</a>.',
            "Orna Town",
            "Post by Orna Town.",
        ),
        ('<p>Thanks to <a href="https://www.facebook.com/bob">Bob</a></p>', "orna.town", "Thanks to Bob"),
        ('<p>See <a href="https://www.facebook.com/hashtag/orna">#orna</a></p>Posted by Orna Town on Monday', "Orna Town", "See #orna"),
        (
            f'<a href="{FACEBOOK}">The night</a><p>Shells</p>Posted by <a href="//facebook.com/o">Orna</a> on <a href="{FACEBOOK}">May</a>',
            "Orna",
            "The night\nShells",
        ),
    ],
)
def test_a_facebook_signature_is_told_from_the_words(inner: str, author: str, words: str) -> None:
    """A link to somebody in the last line is not yet a signature; a line that says who posted is one, dated or not."""
    text, post = only(f'<div class="fb-post" data-href="{FACEBOOK}"><div>{inner}</div></div>')
    assert (post.author, text[slice(*post.text_span)], post.published) == (author, words, None)


def test_a_facebook_post_is_dated_by_a_marked_time_where_words_fail() -> None:
    """A time for machines in the code stands in for words that state no day in full."""
    _, post = only(f'<div class="fb-post" data-href="{FACEBOOK}"><p>Shells</p><time datetime="2016-12-12T10:00:00Z">Monday</time></div>')
    assert (post.published, post.published_how) == (DAY, "page")


NOTICE = f'<a href="{INSTAGRAM}?utm_source=ig_embed"><div>View this post on Instagram</div></a>'
SHARED = '<p><a href="https://www.instagram.com/p/BNabc12/">{}</a></p>'


@pytest.mark.parametrize(
    "signature",
    SHARED_BY,
)
def test_an_instagram_signature_is_read_in_many_languages(signature: str) -> None:
    """The name comes without the words around it, and the notice to look at the post elsewhere is left out."""
    text, post = only(
        f'<blockquote class="instagram-media" data-instgrm-permalink="{INSTAGRAM}?x">{NOTICE}{SHARED.format(signature)}</blockquote>'
    )
    assert (post.author, post.handle, post.url, post.published) == ("Ann Lee", "ann.lee", INSTAGRAM, None)
    assert text == signature


@pytest.mark.parametrize(
    ("ending", "how"),
    [
        ('on <time datetime="2016-12-13T01:00:00+00:00">Dec 12, 2016 at 5:00pm PST</time>', "text"),
        ('am <time datetime="2016-12-12T10:00:00+00:00">12. Dez 2016 um 2:00 Uhr</time>', "text"),
        ('in data: <time datetime="2016-12-12T10:00:00+00:00">12/12</time>', "page"),
    ],
)
def test_an_instagram_caption_comes_with_its_date(ending: str, how: str) -> None:
    """The older code holds the caption, the author's page and the time: the written day first, else the marked one."""
    caption = f'<p><a href="{INSTAGRAM}">The bridge<br>at night</a></p>'
    code = f'{caption}<p>A post shared by <a href="https://www.instagram.com/ann.lee/">Ann Lee</a> (@ann.lee) {ending}</p>'
    text, post = only(f'<blockquote class="instagram-media" data-instgrm-version="8"><div>{code}</div></blockquote>')
    assert text[slice(*post.text_span)] == "The bridge\nat night"
    assert (post.author, post.handle, post.url, post.published, post.published_how) == ("Ann Lee", "ann.lee", INSTAGRAM, DAY, how)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (f'<blockquote class="instagram-media" data-instgrm-permalink="{INSTAGRAM}"></blockquote>', INSTAGRAM),
        (f'<blockquote class="instagram-media"><a href="{INSTAGRAM}">{INSTAGRAM}</a></blockquote>', INSTAGRAM),
        (f'<blockquote class="instagram-media">{NOTICE}</blockquote>', INSTAGRAM),
        (f'<iframe class="instagram-media" src="{INSTAGRAM}embed/captioned/"></iframe>', INSTAGRAM),
        ('<iframe src="https://www.instagram.com/reel/BNabc12/embed/"></iframe>', "https://www.instagram.com/reel/BNabc12/"),
        ('<amp-instagram data-shortcode="BNabc12"></amp-instagram>', INSTAGRAM),
        ('<oembed url="https://www.instagram.com/ann.lee/p/BNabc12/"></oembed>', INSTAGRAM),
    ],
)
def test_a_bare_instagram_post_shows_its_address(markup: str, url: str) -> None:
    """A permalink, frame or tag without a caption gives the address and nothing invented."""
    text, post = only(f"{markup}<p>b</p>")
    assert (text, post.url, post.author, post.handle, post.published) == (f"{url}\n\nb", url, None, None, None)


def test_an_instagram_caption_without_a_signature_is_kept() -> None:
    """Words that are not followed by a signature are all the author's own."""
    text, post = only(f'<blockquote class="instagram-media">{NOTICE}<p>Thanks (@bob)!</p></blockquote>')
    assert (text, post.author) == ("Thanks (@bob)!", None)


def test_a_broken_address_has_no_parts() -> None:
    """Hostile addresses in an embed code break nothing."""
    assert split_address("https://[broken").path == ""
    markup = (
        '<div class="fb-post" data-href="https://[broken"></div><blockquote class="fb-xfbml-parse-ignore" cite="//["><p>a</p></blockquote>'
    )
    assert read(f"{markup}<p>b</p>") == ("a\n\nb", ())


def test_a_post_without_a_name_is_known_by_its_handle() -> None:
    """The author falls back to the handle, and to nothing where neither is given."""
    assert Embed("a", 1, "twitter", handle="annlee").post_at(3).author == "annlee"
    assert Embed("a", 1, "twitter").post_at(3).author is None
