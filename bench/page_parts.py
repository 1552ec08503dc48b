"""The parts of an invented news page: head, navigation, article, embedded posts and what stands around them."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prose import Writer, load_lists

_X_EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True, slots=True)
class Story:
    """What the parts of one page have in common."""

    site: str
    host: str
    url: str
    title: str
    summary: str
    byline: str
    published: datetime


def make_story(writer: Writer, number: int) -> Story:
    """A story of one of eight sites, published at some minute between 2014 and 2019."""
    site = writer.rng.choice(load_lists()["site"])
    host = "www." + site.lower().replace(" ", "") + ".example"
    published = datetime(2014, 1, 1, tzinfo=UTC) + timedelta(minutes=writer.rng.randrange(2_900_000))
    title = writer.write("headline")
    url = f"https://{host}/{published:%Y/%m/%d}/{slugify(title)}-{number}"
    return Story(site, host, url, title, writer.write("lead"), writer.fill("person"), published)


def slugify(words: str) -> str:
    """Words as they stand in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in words.lower()).split())[:70]


def element(tag: str, content: str, **attributes: str) -> str:
    """An element around markup; ``class_`` stands for ``class``, other underscores for hyphens."""
    given = "".join(f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{given}>{content}</{tag}>"


def make_head(writer: Writer, story: Story) -> str:
    """The head with its metadata, styles and scripts."""
    title, summary = html.escape(story.title), html.escape(story.summary)
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "dateModified": (story.published + timedelta(minutes=writer.rng.randrange(300))).isoformat(),
        "author": {"@type": "Person", "name": story.byline},
        "publisher": {"@type": "NewsMediaOrganization", "name": story.site, "url": f"https://{story.host}/"},
        "mainEntityOfPage": story.url,
    }
    return f"""<head>
<meta charset="utf-8">
<title>{title} | {html.escape(story.site)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{summary}">
<meta name="author" content="{html.escape(story.byline)}">
<link rel="canonical" href="{story.url}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{html.escape(story.site)}">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{summary}">
<meta property="og:url" content="{story.url}">
<meta property="og:image" content="https://img.{story.host}/{writer.rng.getrandbits(48):012x}.jpg">
<meta property="article:published_time" content="{story.published.isoformat()}">
<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>
<style>{"".join(_iter_style_rules(writer))}</style>
<script>{"".join(_iter_script_lines(writer))}</script>
</head>"""


def _iter_style_rules(writer: Writer) -> Iterator[str]:
    """Style rules such as build tools leave in pages, 4 to 20 KB of them."""
    for _ in range(writer.rng.randrange(60, 300)):
        number = writer.rng.getrandbits(20)
        yield f".c-{number:05x}{{margin:{number % 40}px auto;padding:0 {number % 24}px;color:#{number:06x};display:flex}}"


def _iter_script_lines(writer: Writer) -> Iterator[str]:
    """A tag manager's queue, 2 to 20 KB of it."""
    yield "window.dataLayer=window.dataLayer||[];"
    for _ in range(writer.rng.randrange(20, 200)):
        number = writer.rng.getrandbits(32)
        lazy = "true" if number % 2 else "false"
        yield f'dataLayer.push({{"event":"slot-{number % 97}","id":"{number:08x}","w":{number % 970},"lazy":{lazy}}});\n'


def make_nav(writer: Writer, story: Story) -> str:
    """The header with 60 or more links."""
    sections = load_lists()["section"]
    top = "".join(element("li", _link(story, section, section)) for section in sections)
    places = [writer.fill("place") for _ in range(writer.rng.randrange(42, 70))]
    menu = "".join(element("li", _link(story, f"region/{place}", place)) for place in places)
    brand = element("a", html.escape(story.site), href=f"https://{story.host}/", class_="brand")
    return element("header", f"{brand}\n<nav><ul class='menu'>{top}</ul>\n<ul class='submenu'>{menu}</ul></nav>", class_="site-header")


def _link(story: Story, path: str, words: str) -> str:
    """A link to another page of the same site."""
    return element("a", html.escape(words), href=f"https://{story.host}/{slugify(path)}/", class_="nav__link")


def make_share(story: Story) -> str:
    """The row of buttons for passing the page on."""
    names = ["Facebook", "Twitter", "WhatsApp", "Telegram", "E-mail", "Copy link"]
    buttons = "".join(
        f'<li><button class="share__button" aria-label="Share on {name}"><svg width="16"><path d="M0 0h16v16z"/></svg>{name}</button></li>'
        for name in names
    )
    return element("ul", buttons, class_="share-tools", data_url=story.url)


def make_figure(writer: Writer, story: Story) -> str:
    """A picture with its caption."""
    source = f"https://img.{story.host}/{writer.rng.getrandbits(48):012x}.jpg"
    caption = element("figcaption", html.escape(writer.write("caption")), class_="caption")
    return element("figure", f'<img src="{source}" srcset="{source}?w=640 640w, {source}?w=1280 1280w" alt="" loading="lazy">{caption}')


def make_list(writer: Writer) -> str:
    """Three to five points."""
    points = (html.escape(writer.write("list_item")) for _ in range(writer.rng.randrange(3, 6)))
    return element("ul", "".join(element("li", point) for point in points))


def make_tweet(writer: Writer, story: Story) -> str:
    """An embedded tweet of the day before, its number written as X writes them: the time in milliseconds and a remainder."""
    posted = story.published - timedelta(minutes=writer.rng.randrange(10, 1_000))
    number = (int(posted.timestamp() * 1000) - _X_EPOCH_MS) << 22 | writer.rng.getrandbits(12)
    handle = writer.fill("place_tag")[:11] + str(writer.rng.randrange(10, 999))
    short = "".join(writer.rng.choices("abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789", k=10))
    media = f' <a href="https://t.co/{short}">pic.twitter.com/{short}</a>' if writer.rng.random() < 0.6 else ""
    words = element("p", html.escape(writer.write("tweet"), quote=False) + media, lang="en", dir="ltr")
    day = f"{posted:%B} {posted.day}, {posted.year}"
    link = element("a", day, href=f"https://twitter.com/{handle}/status/{number}?ref_src=twsrc%5Etfw")
    quote = element("blockquote", f"{words}&mdash; {html.escape(writer.fill('person'))} (@{handle}) {link}", class_="twitter-tweet")
    return quote + '\n<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'


def make_related(writer: Writer, story: Story, count: int) -> str:
    """Teasers of other stories with picture, headline and time."""
    cards = []
    for _ in range(count):
        title = writer.write("headline")
        picture = f'<img src="https://img.{story.host}/{writer.rng.getrandbits(48):012x}.jpg" alt="" width="160" height="90">'
        heading = element("h3", element("a", html.escape(title), href=f"https://{story.host}/{slugify(title)}"))
        cards.append(element("div", f"{picture}{heading}<time>{writer.rng.randrange(2, 23)} hours ago</time>", class_="card card--teaser"))
    return element("aside", "<h2>More on this story</h2>" + "\n".join(cards), class_="related")


def make_footer(writer: Writer, story: Story) -> str:
    """The foot of the page with its small print."""
    links = "".join(element("li", _link(story, words, words)) for words in load_lists()["chrome"] + load_lists()["section"])
    form = (
        '<form class="newsletter"><label>Get the morning briefing<input type="email" name="mail"></label><button>Subscribe</button></form>'
    )
    rights = f"<p>&copy; {story.published.year} {html.escape(story.site)}. All rights reserved.</p>"
    return element("footer", f"<ul>{links}</ul>{form}{rights}", class_="site-footer")
