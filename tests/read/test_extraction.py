"""What must hold on real pages with embedded tweets, kept outside this repository."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from lxml.html import document_fromstring

from according.config import Config
from according.model import Post
from according.read.draft import Draft
from according.read.html import read_html

DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parents[3] / "shared")) / "data" / "extraction"
KEPT_AT_LEAST, LET_IN_AT_MOST = 106, 16
TWEETS_AT_LEAST = 0.98
_NUMBER = re.compile(r"/status(?:es)?/(\d+)")


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    if not (DATA / "pages.json").is_file():
        pytest.skip(f"left out: the real pages are not in {DATA}; set ACCORDING_DATA to the folder that holds data/extraction")
    return {path.name: path.read_bytes() for path in sorted((DATA / "pages").glob("*.html"))}


@pytest.fixture(scope="module")
def drafts(pages: dict[str, bytes]) -> dict[str, Draft]:
    return {name: read_html(data.decode("utf-8", "replace"), None, Config()) for name, data in pages.items()}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _count(texts: dict[str, str], kind: str) -> int:
    cases: dict[str, dict[str, Any]] = json.loads((DATA / "pages.json").read_text(encoding="utf-8"))
    return sum(_one_line(phrase) in _one_line(texts[case["file"]]) for case in cases.values() for phrase in case.get(kind, ()))


def test_more_is_kept_and_less_let_in_than_by_trafilatura_alone(pages: dict[str, bytes], drafts: dict[str, Draft]) -> None:
    """The phrases that belong are kept, those that do not stay out, as well as pinned here and never worse than trafilatura."""
    ours = {name: draft.text for name, draft in drafts.items()}
    theirs = {name: trafilatura.extract(data) or "" for name, data in pages.items()}
    assert _count(ours, "with") >= max(KEPT_AT_LEAST, _count(theirs, "with"))
    assert _count(ours, "without") <= min(LET_IN_AT_MOST, _count(theirs, "without"))


def test_the_tweets_of_a_page_come_out_with_all_their_facts(pages: dict[str, bytes], drafts: dict[str, Draft]) -> None:
    """At least 98 in 100 block quotes of class twitter-tweet have author, handle, date and address."""
    wanted, complete = 0, 0
    for name, data in pages.items():
        posts = {found[1]: post for post in drafts[name].posts if (found := _NUMBER.search(post.url or ""))}
        for quote in document_fromstring(data).iter("blockquote"):
            if "twitter-tweet" in (quote.get("class") or "").split():
                numbers = [found[1] for link in quote.iter("a") if (found := _NUMBER.search(link.get("href") or ""))]
                wanted += 1
                complete += bool(numbers) and _is_complete(posts.get(numbers[-1]))
    assert wanted > 0
    assert complete >= TWEETS_AT_LEAST * wanted


def _is_complete(post: Post | None) -> bool:
    return post is not None and all((post.author, post.handle, post.published, post.url))
