"""Writes N invented news pages, each different: ``python bench/make_pages.py --n 10000 -o pages``.

A page has 20 to 80 KB: head, navigation, an article of 300 to 900 words in 8 to 25 paragraphs with pictures, lists, block
quotes and up to three embedded tweets, and what stands around it. The same seed and number give the same page.
"""

from __future__ import annotations

import argparse
import html
from pathlib import Path

from page_parts import (
    Story,
    element,
    make_figure,
    make_footer,
    make_head,
    make_list,
    make_nav,
    make_related,
    make_share,
    make_story,
    make_tweet,
)
from prose import Writer

_LAYOUTS = (
    ("article", {"class_": "post"}, "div", {"class_": "entry-content"}),
    ("main", {"id": "main"}, "section", {"class_": "article-body", "itemprop": "articleBody"}),
    ("div", {"class_": "layout__story"}, "div", {"class_": "story-text js-content"}),
    ("main", {"role": "main"}, "article", {"class_": "article__text"}),
)
_SMALLEST, _LARGEST = 20_000, 80_000


def make_page(seed: int, number: int) -> str:
    """The markup of one page."""
    writer = Writer(f"page/{seed}/{number}")
    story = make_story(writer, number)
    head, nav = make_head(writer, story), make_nav(writer, story)
    article, footer = _make_article(writer, story), make_footer(writer, story)
    size = sum(map(len, (head, nav, article, footer)))
    teasers = max(6, min((writer.rng.randrange(_SMALLEST, _LARGEST) - size) // 420, 60))
    body = "\n".join((nav, article, make_related(writer, story, teasers), footer))
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n<body class="single">\n{body}\n</body>\n</html>\n'


def _make_article(writer: Writer, story: Story) -> str:
    """The article with its headline, byline and text, in one of four layouts."""
    outer, outer_attributes, inner, inner_attributes = writer.rng.choice(_LAYOUTS)
    when = f'<time datetime="{story.published.isoformat()}">{story.published:%d %B %Y, %H:%M}</time>'
    byline = element("div", f'By <span class="author">{html.escape(story.byline)}</span> {when}', class_="byline")
    top = element("h1", html.escape(story.title)) + byline + make_share(story)
    text = element(inner, "\n".join(_make_blocks(writer, story)), **inner_attributes)
    return element(outer, f"{top}\n{text}\n{make_share(story)}", **outer_attributes)


def _make_blocks(writer: Writer, story: Story) -> list[str]:
    """The paragraphs of the article, the other blocks strewn among them."""
    rng = writer.rng
    paragraphs = [html.escape(story.summary, quote=False)]
    words, wanted = len(story.summary.split()), rng.randrange(330, 780)
    count = max(8, min(25, wanted // 36))
    while len(paragraphs) < count and words < wanted:
        text = writer.paragraph(2 if (wanted - words) / (count - len(paragraphs)) > 30 else 1)
        words += len(text.split())
        paragraphs.append(html.escape(text, quote=False))
    blocks = [element("p", text) for text in paragraphs]
    for block in _make_inserts(writer, story):
        blocks.insert(rng.randrange(1, len(blocks)), block)
    return blocks


def _make_inserts(writer: Writer, story: Story) -> list[str]:
    """Pictures, headings, lists, block quotes and tweets; a page has some of each."""
    rng = writer.rng
    inserts = [make_figure(writer, story) for _ in range(rng.randrange(1, 4))]
    inserts += [element("h2", html.escape(writer.write("heading"))) for _ in range(rng.randrange(3))]
    inserts += [make_list(writer) for _ in range(rng.randrange(2))]
    inserts += [element("blockquote", element("p", html.escape(writer.write("block_quote")))) for _ in range(rng.randrange(2))]
    return inserts + [make_tweet(writer, story) for _ in range(rng.randrange(4))]


def write_pages(folder: Path, count: int, seed: int = 1) -> None:
    """The pages as files of one folder, ``page-000000.html`` and on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"page-{number:06d}.html").write_text(make_page(seed, number), encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000, help="pages to write (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("pages"))
    options = parser.parse_args()
    write_pages(options.output, options.n, options.seed)


if __name__ == "__main__":
    main()
