"""Social-media posts pasted into running text, known by the signature that an embed leaves behind.

Recognised are the signatures of X/Twitter (``— Name (@handle) December 12, 2016``), Facebook (``Posted by Name on Monday,
December 12, 2016``) and Instagram (``A post shared by Name (@handle)``).
"""

from __future__ import annotations

import re

from according.model import Post, Span
from according.read.dates import WRITTEN_DATE, find_dates, parse_stated, post_number_date

_DASH = r"(?:[—–―]|â€”|â€“|(?<!\S)--?(?=\s))"
_SIGNATURE = re.compile(
    rf"{_DASH}\s*(?P<author>[^\n@—–―]{{1,80}}?)\s*\(@(?P<handle>\w{{1,30}})\)"
    r"|(?P<facebook>Posted by )(?P<by>[^\n]{1,80}?)\s+on\s+(?=\w+, )"
    r"|(?P<instagram>A post shared by )(?P<name>[^\n(@]{0,80}?)\s*\(?@(?P<account>[\w.]{1,30})\)?",
)
_AFTER_HANDLE = re.compile(
    r"[ \t]*(?:\n(?=\s*\w+\.? \d{1,2}, \d{4}))?(?:\s*(?:on|·|\||,|-))?\s*(?:\d{1,2}[:.]\d\d(?:\s*[APap]\.?[Mm]\.?)?\s*[-–·,]?\s*)?(?:[A-Z][a-z]+day,?\s*)?"
)
_CLOCK_AFTER = re.compile(r"\s+at \d{1,2}:\d\d\s?[ap]m(?: P[SD]T)?")
_MEDIA = re.compile(r"pic\.(?:twitter|x)\.com/\w+")
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status(?:es)?/(\d+)\S*")
_GAP = re.compile(r"\s{0,4}")
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_LINE = re.compile(r"\r?\n")
_SENTENCE_START = re.compile(r"(?<=[.!?…”\"])\s+(?=[^\sa-z])")
_LONGEST_PARAGRAPH = 420
_LONGEST_TWEET = 280
_LONGEST_WRITTEN_DATE = 45


def find_media(text: str) -> tuple[str, ...]:
    """The media links that stand in a post's words, as they are written there."""
    return tuple(dict.fromkeys(_MEDIA.findall(text)))


def find_posts(text: str, taken: tuple[Span, ...] = ()) -> tuple[Post, ...]:
    """The posts in running text, in text order, none of them overlapping the spans in ``taken``."""
    breaks = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    posts: list[Post] = []
    floor = 0
    for signature in _SIGNATURE.finditer(text):
        if any(a < signature.end() and signature.start() < b for a, b in taken):
            continue
        before = max([floor] + [b for a, b in taken if b <= signature.start()])
        words = _words_before(text, signature.start(), before, breaks)
        post = _post(text, signature, words) if words else None
        if post:
            posts.append(post)
            floor = post.span[1]
    return tuple(posts)


def signed_post(text: str) -> Post | None:
    """The one post that a whole text is, closing with its signature, as an embed shows it; None without a signature."""
    for signature in _SIGNATURE.finditer(text):
        post = _post(text, signature, (0, len(text[: signature.start()].rstrip())))
        if post and post.span[1] == len(text):
            return post
    return None


def _post(text: str, signature: re.Match[str], words: Span) -> Post | None:
    """The post that ends with this signature, None if it is no signature (``Follow Name (@handle) on Twitter``)."""
    end, published = _date_after(text, signature.end())
    if published is None and not _ends_line(text, signature.end()):
        return None
    platform, author, handle = "twitter", signature["author"], signature["handle"]
    if signature["facebook"]:
        platform, author = "facebook", signature["by"]
    elif signature["instagram"]:
        platform, author, handle = "instagram", signature["name"], signature["account"]
    if not published and platform == "facebook":
        return None
    address = _address(text, words[0], end)
    if address:
        end = max(end, address.end())
        published = published or getattr(post_number_date(address[1]), "date", None)
    return Post(
        span=(words[0], end),
        text_span=words,
        platform=platform,
        author=(author or "").strip(" \t\n\r|:>") or handle,
        handle=handle,
        url=address[0] if address else None,
        published=published,
        published_how="text" if published else None,
        media=find_media(text[words[0] : words[1]]),
    )


def _date_after(text: str, at: int) -> tuple[int, str | None]:
    """Where a signature ends and the date that it closes with, None if it has none."""
    lead = _AFTER_HANDLE.match(text, at)
    start = lead.end() if lead else at
    if found := next(find_dates(text, start, min(len(text), start + _LONGEST_WRITTEN_DATE)), None):
        if found[0] == start:
            clock = _CLOCK_AFTER.match(text, found[1])
            return clock.end() if clock else found[1], found[2]
        return at, None
    line = _LINE.search(text, start)
    end = line.start() if line else len(text)
    if 0 < end - start <= _LONGEST_WRITTEN_DATE and not WRITTEN_DATE.search(text, start, end) and (stated := parse_stated(text[start:end])):
        return start + len(text[start:end].rstrip()), stated.date
    return at, None


def _ends_line(text: str, at: int) -> bool:
    return not text[at : at + 200].split("\n", 1)[0].strip()


def _address(text: str, start: int, end: int) -> re.Match[str] | None:
    """The post's own address, inside it or directly behind its signature."""
    gap = _GAP.match(text, end)
    return _ADDRESS.match(text, gap.end() if gap else end) or _ADDRESS.search(text, start, end)


def _words_before(text: str, end: int, floor: int, breaks: re.Pattern[str]) -> Span | None:
    """The span of the words that a signature at ``end`` signs: its paragraph, or the one before if it stands alone.

    Where a collector has run paragraphs together, the words begin at the first sentence that is near enough to be of a
    post's length.
    """
    end = floor + len(text[floor:end].rstrip())
    bounds = [m.end() for m in breaks.finditer(text, max(floor, end - 5000), end)]
    start = bounds[-1] if bounds else floor
    if end - start > _LONGEST_PARAGRAPH:
        window = end - _LONGEST_TWEET
        near = _SENTENCE_START.search(text, window, end)
        start = near.end() if near and near.end() < end else window
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, end) if start < end else None
