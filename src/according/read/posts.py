"""Social-media posts pasted into running text, known by the signature that an embed leaves behind.

Recognised are the signatures of X/Twitter (``— Name (@handle) December 12, 2016``), Facebook (``Posted by Name on Monday,
December 12, 2016``) and Instagram (``A post shared by Name (@handle)``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from according.model import Post, Span
from according.read.dates import find_dates, parse_stated, post_number_date

_MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_LONG_DASH = r"(?:[—–―]|â€”|â€“)"
_DASH = rf"(?:{_LONG_DASH}|(?<!\S)--?(?=\s))"
_HANDLE = rf"[\s{_MARKS}]{{0,4}}[(（][{_MARKS}]?@(?P<NAME>\w{{1,30}})[{_MARKS}]?[)）][{_MARKS}]?"
_SIGNATURE = re.compile(
    # A dash that begins a line right under other words is the signature's, whatever dashes are in the name behind it.
    rf"(?:(?<=\S\n)|(?<=\S\r\n)){_LONG_DASH}\s{{0,4}}(?P<named>[^\n@]{{1,80}}?){_HANDLE.replace('NAME', 'account1')}"
    rf"|{_DASH}\s{{0,4}}(?P<author>[^\n@—–―]{{1,80}}?){_HANDLE.replace('NAME', 'account2')}"
    r"|(?P<facebook>Posted by )(?P<by>[^\n]{1,80}?)\s{1,4}on\s{1,4}(?=\w+, )"
    r"|(?P<instagram>A post shared by )(?P<name>[^\n(@]{0,80}?)\s{0,4}\(?@(?P<account3>[\w.]{1,30})\)?",
)
_SIGNED = re.compile(rf"[(（][{_MARKS}]?@|Posted by |A post shared by ")
"""What stands in every signature; most texts have none and need not be searched for one."""
_AFTER_HANDLE = re.compile(
    r"[ \t]*(?:\r?\n(?=\s{0,4}\w+\.? \d{1,2}, \d{4}))?(?:\s{0,4}(?:on|·|\||,|-))?\s{0,4}"
    r"(?:\d{1,2}[:.]\d\d(?:\s*[APap]\.?[Mm]\.?)?\s{0,4}[-–·,]?\s{0,4})?(?:[A-Z][a-z]+day,?\s{0,4})?"
)
_UP_TO_YEAR = re.compile(r"\d{4}\s?[年년][^\n]{2,9}?[日일]|[^\n]{4,40}?\d{4}(?!\d)(?:\s?[гр]\.)?")
_DATE_END = re.compile(r"(?:\s?[гр]\.)?(?:\s+at \d{1,2}:\d\d\s?[ap]m(?: P[SD]T)?)?")
_MEDIA = re.compile(r"pic\.(?:twitter|x)\.com/\w+")
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status(?:es)?/(\d+)\S*")
_GAP = re.compile(r"\s{0,4}")
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_LINE = re.compile(r"\r?\n")
_SENTENCE_START = re.compile(r"(?<=[.!?…”\"])\s+(?=[^\sa-z])")
_AROUND_NAME = " \t\n\r|:>\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FURTHEST = 5000
_LONGEST_PARAGRAPH = 420
_LONGEST_TWEET = 280
_LONGEST_WRITTEN_DATE = 45


def find_media(text: str) -> tuple[str, ...]:
    """The media links that stand in a post's words, as they are written there."""
    return tuple(dict.fromkeys(_MEDIA.findall(text)))


def find_posts(text: str, taken: tuple[Span, ...] = ()) -> tuple[Post, ...]:
    """The posts in running text, in text order, none of them overlapping the spans in ``taken``."""
    if not _SIGNED.search(text):
        return ()
    breaks = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    taken = tuple(sorted(taken))
    ends = [end for _, end in taken]
    posts: list[Post] = []
    floor = 0
    for signature in _SIGNATURE.finditer(text):
        behind = bisect_right(ends, signature.start())
        if signature.start() < floor or (behind < len(taken) and taken[behind][0] < signature.end()):
            continue
        before = max(floor, ends[behind - 1]) if behind else floor
        words = _words_before(text, signature.start(), before, breaks)
        post = _post(text, signature, words) if words else None
        if post:
            posts.append(post)
            floor = post.span[1]
    return tuple(posts)


def _post(text: str, signature: re.Match[str], words: Span) -> Post | None:
    """The post that ends with this signature, None if it is no signature (``Follow Name (@handle) on Twitter``)."""
    end, published = _date_after(text, signature.end())
    if published is None and not _ends_line(text, signature.end()):
        return None
    platform, author, handle = "twitter", signature["named"] or signature["author"], signature["account1"] or signature["account2"]
    if signature["facebook"]:
        platform, author = "facebook", signature["by"]
    elif signature["instagram"]:
        platform, author, handle = "instagram", signature["name"], signature["account3"]
    how = "text" if published else None
    address = _address(text, words[0], end)
    if address:
        end = max(end, address.end())
        if not published and (numbered := post_number_date(address[1])):
            published, how = numbered.date, "address"
    return Post(
        span=(words[0], end),
        text_span=words,
        platform=platform,
        author=(author or "").strip(_AROUND_NAME) or handle,
        handle=handle,
        url=address[0] if address else None,
        published=published,
        published_how=how,
        media=find_media(text[words[0] : words[1]]),
    )


def _date_after(text: str, at: int) -> tuple[int, str | None]:
    """Where a signature ends and the date that it closes with, None if it has none."""
    lead = _AFTER_HANDLE.match(text, at)
    start = lead.end() if lead else at
    found = next(find_dates(text, start, min(len(text), start + _LONGEST_WRITTEN_DATE)), None)
    if found and found[0] == start:
        ending = _DATE_END.match(text, found[1])
        return ending.end() if ending else found[1], found[2]
    near = text[start : start + _LONGEST_WRITTEN_DATE]
    for end in _ends_of_date(near):
        # Words that only lead up to a date are no part of one.
        if (found is None or start + end <= found[0]) and (stated := parse_stated(near[:end])):
            return start + len(near[:end].rstrip()), stated.date
    return at, None


def _ends_of_date(near: str) -> Iterator[int]:
    """Where a date in any language may end: at its line's end, or else behind its year."""
    line = _LINE.search(near)
    if line or len(near) < _LONGEST_WRITTEN_DATE:
        yield line.start() if line else len(near)
    if year := _UP_TO_YEAR.match(near):
        yield year.end()


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
    lowest = max(floor, end - _FURTHEST)
    end = lowest + len(text[lowest:end].rstrip())
    bounds = [m.end() for m in breaks.finditer(text, lowest, end)]
    start = bounds[-1] if bounds else lowest
    if end - start > _LONGEST_PARAGRAPH:
        window = end - _LONGEST_TWEET
        near = _SENTENCE_START.search(text, window, end)
        start = near.end() if near and near.end() < end else window
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, end) if start < end else None
