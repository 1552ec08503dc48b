"""Plain text as people paste it: dateline, title line, byline and posts in the running text."""

from __future__ import annotations

from according.read.datelines import find_datelines
from according.read.draft import Draft, Stated
from according.read.heading import find_byline, find_title
from according.read.posts import find_posts


def read_plain(text: str) -> Draft:
    """What a plain text tells of itself; the text stays as it is, white space included."""
    published, modified = find_datelines(text)
    title, byline = find_title(text), find_byline(text)
    return Draft(
        text=text,
        title=(text[slice(*title)], "text") if title else None,
        byline=(byline, "text") if byline else None,
        published=(Stated(published), "text") if published else None,
        modified=(Stated(modified), "text") if modified else None,
        posts=find_posts(text),
    )
