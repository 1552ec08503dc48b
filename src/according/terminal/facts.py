"""The facts of a report in words, as lines, pages and overviews alike show them."""

from __future__ import annotations

from according.model import Post, Report
from according.terminal.safe import one_line, shortened

LONGEST_TITLE = 90
_HOW = {
    "input": "given",
    "page": "the page says so",
    "address": "from the address",
    "text": "from the text",
    "credit": "agency credit",
    "detected": "detected",
}


def how_known(how: str | None) -> str:
    """How a fact was known, in words; nothing where that is not told."""
    return _HOW.get(how or "", how or "")


def who(report: Report) -> str:
    """Whose report it is: its publisher, else its author; of a post its author."""
    if report.kind == "post":
        return author(report.posts[0]) if report.posts else one_line(report.byline or report.publisher or "unnamed author")
    return one_line(report.publisher or report.byline or "no publisher given")


def author(post: Post) -> str:
    """Who wrote a post, with the handle where that is another name."""
    if post.handle and post.handle != post.author:
        return one_line(f"{post.author} (@{post.handle})" if post.author else f"@{post.handle}")
    return one_line(post.author or "unnamed author")


def headline(report: Report) -> str:
    """The title, or the first words of what has none."""
    return shortened(report.title or report.text, LONGEST_TITLE)


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "report"), counted(2000, "post")
    ('1 report', '2,000 posts')
    """
    return f"{number:,} {what}{'s' if number != 1 else ''}"
