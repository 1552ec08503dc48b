"""What is kept of real pages with embedded tweets, against trafilatura alone: ``python bench/extraction.py``.

The pages and their phrases are in ``$ACCORDING_DATA/data/extraction`` (by default ``../shared`` beside the repository):
``pages/*.html``, and ``pages.json`` with the phrases that an extractor must keep (``with``) and must not let in
(``without``). Tweets are counted with lxml: every blockquote of class ``twitter-tweet``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import lxml.html
import trafilatura

from according.config import Config
from according.model import Item, Outcome, Post
from according.pipeline import read_item
from measure import format_table

_X_EPOCH_MS = 1_288_834_974_657
_STATUS = re.compile(r"(?:twitter|x)\.com/(?P<handle>\w+)/status(?:es)?/(?P<number>\d+)")
_SIGNATURE = re.compile(r"[—–-]\s*(?P<author>[^—]+?)\s*\(@(?P<handle>\w+)\)")
FACTS = ("author", "handle", "date", "address")


@dataclass(frozen=True, slots=True)
class Tweet:
    """An embedded tweet as the page shows it: its number, and what its signature says; None where there is none."""

    number: str
    handle: str
    author: str | None
    day: date

    @property
    def given(self) -> frozenset[str]:
        """The facts that the page or the address tells: all, or without a signature all but the author."""
        return frozenset(FACTS) if self.author else frozenset(FACTS) - {"author"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """How many phrases of a page an extractor kept, and how many it let in that do not belong."""

    kept: int
    let_in: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One page: its tweets with the facts that came out of each and those that came out wrong, and its phrases."""

    page: str
    tweets: tuple[tuple[Tweet, frozenset[str], frozenset[str]], ...]
    own_reports: int
    wanted: int
    unwanted: int
    ours: Phrases
    theirs: Phrases
    failures: tuple[str, ...]


def find_tweets(data: bytes) -> list[Tweet]:
    """The tweets of a page: every blockquote of class ``twitter-tweet``, read by its last address and its signature."""
    tweets = []
    for quote in lxml.html.document_fromstring(data).iter("blockquote"):
        if "twitter-tweet" not in (quote.get("class") or "").split():
            continue
        links = [found for link in quote.iter("a") if (found := _STATUS.search(link.get("href") or ""))]
        signed = list(_SIGNATURE.finditer(_one_line(str(quote.xpath("string()")))))
        number = links[-1]["number"] if links else ""
        posted = datetime.fromtimestamp(((int(number or 0) >> 22) + _X_EPOCH_MS) / 1_000, UTC)
        author = signed[-1]["author"] if signed else None
        tweets.append(Tweet(number, links[-1]["handle"] if links else "", author, posted.date()))
    return tweets


def check_page(path: Path, phrases: dict[str, list[str]]) -> Checked:
    """One page read by According and by trafilatura with its defaults."""
    data = path.read_bytes()
    outcome = read_item(Item(ref=path.name, data=data, form="html", retrieved_at="2000-01-01T00:00:00Z"), Config())
    text = outcome.readings[0].report.text if outcome.readings else ""
    posts = {found["number"]: post for post in _posts(outcome) if (found := _STATUS.search(post.url or ""))}
    tweets = tuple((tweet, *_compare(tweet, posts.get(tweet.number))) for tweet in find_tweets(data))
    own = {found["number"] for reading in outcome.readings[1:] if (found := _STATUS.search(reading.report.url or ""))}
    wanted, unwanted = phrases.get("with", []), phrases.get("without", [])
    ours, theirs = (_count(words, wanted, unwanted) for words in (text, trafilatura.extract(data) or ""))
    failures = tuple(failure.reason for failure in outcome.failures)
    return Checked(path.name, tweets, sum(t.number in own for t, _, _ in tweets), len(wanted), len(unwanted), ours, theirs, failures)


def _posts(outcome: Outcome) -> tuple[Post, ...]:
    """The posts of the page's article."""
    return outcome.readings[0].report.posts if outcome.readings else ()


def _compare(tweet: Tweet, post: Post | None) -> tuple[frozenset[str], frozenset[str]]:
    """The facts that came out of a tweet, and those of them that are not what the page shows (a day's difference is a time zone's)."""
    if post is None:
        return frozenset(), frozenset()
    given = dict(zip(FACTS, (post.author, post.handle, post.published, post.url), strict=True))
    out = frozenset(fact for fact, value in given.items() if value)
    wrong = set()
    if post.author and tweet.author and _one_line(post.author) != tweet.author:
        wrong.add("author")
    if post.handle and post.handle.lstrip("@").lower() != tweet.handle.lower():
        wrong.add("handle")
    if post.published and abs((date.fromisoformat(post.published[:10]) - tweet.day).days) > 1:
        wrong.add("date")
    return out, frozenset(wrong)


def _count(text: str, wanted: list[str], unwanted: list[str]) -> Phrases:
    """Phrases found in a text, runs of white space in both taken as one space."""
    flat = _one_line(text)
    return Phrases(*(sum(_one_line(phrase) in flat for phrase in phrases) for phrases in (wanted, unwanted)))


def _one_line(text: str) -> str:
    """The text with each run of white space made one space."""
    return " ".join(text.split())


def print_tweets(pages: list[Checked]) -> None:
    """Prints how many tweets came out with which facts."""
    tweets = [tweet for page in pages for tweet in page.tweets]
    signed = sum(tweet.author is not None for tweet, _, _ in tweets)
    rows = []
    for fact in FACTS:
        came, wrong = sum(fact in out for _, out, _ in tweets), sum(fact in wrong for _, _, wrong in tweets)
        beyond = sum(fact in out - tweet.given for tweet, out, _ in tweets)
        rows.append((fact, signed if fact == "author" else len(tweets), came, beyond, wrong))
    complete = sum(len(out) == len(FACTS) and not wrong for _, out, wrong in tweets)
    whole = sum(out >= tweet.given and not wrong for tweet, out, wrong in tweets)
    bare = len(tweets) - signed
    print(f"{len(pages)} pages with {len(tweets)} embedded tweets; {bare} of them are a bare address, without words or name.\n")
    print(format_table(("fact", "given by the page", "came out", "of these not given (the handle for the author)", "wrong"), rows))
    print(f"\nWith all four facts: **{complete} of {len(tweets)}** ({complete / max(1, len(tweets)):.1%}).")
    print(f"With all that the page gives: **{whole} of {len(tweets)}** ({whole / max(1, len(tweets)):.1%}).")
    print(f"As reports of their own: **{sum(page.own_reports for page in pages)} of {len(tweets)}**.")


def print_phrases(pages: list[Checked]) -> None:
    """Prints what was kept and let in, in all and on each page where it was not perfect."""
    wanted, unwanted = sum(page.wanted for page in pages), sum(page.unwanted for page in pages)
    rows = [
        (name, sum(phrases.kept for phrases in found), sum(phrases.let_in for phrases in found))
        for name, found in (
            ("According", [page.ours for page in pages]),
            (f"trafilatura {version('trafilatura')}", [page.theirs for page in pages]),
        )
    ]
    print("\n" + format_table(("reader", f"kept, of {wanted} that belong", f"let in, of {unwanted} that do not"), rows))
    misses = [row for page in pages if (row := _format_miss(page))]
    header = ("page", "tweets with all four, of", "kept (trafilatura), of", "let in (trafilatura), of", "failures")
    print("\nPages where anything is missing or too much:\n\n" + format_table(header, misses) if misses else "\nNo page misses anything.")


def _format_miss(page: Checked) -> tuple[str, ...] | None:
    """A page as cells, None if both readers did it perfectly."""
    complete = sum(len(out) == len(FACTS) and not wrong for _, out, wrong in page.tweets)
    perfect = Phrases(page.wanted, 0)
    if complete == len(page.tweets) and page.ours == page.theirs == perfect and not page.failures:
        return None
    kept = f"{page.ours.kept} ({page.theirs.kept}), {page.wanted}"
    let_in = f"{page.ours.let_in} ({page.theirs.let_in}), {page.unwanted}"
    return page.page, f"{complete}, {len(page.tweets)}", kept, let_in, "; ".join(page.failures)


def main() -> None:
    """The command line."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, help="read only the first N pages")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", beside)), help="default: $ACCORDING_DATA or ../shared"
    )
    options = parser.parse_args()
    folder = options.data / "data" / "extraction"
    if not (folder / "pages.json").is_file():
        sys.exit(f"Not measured: there is no {folder / 'pages.json'}. Set ACCORDING_DATA to the folder that holds data/extraction.")
    phrases = {entry["file"]: entry for entry in json.loads((folder / "pages.json").read_text(encoding="utf-8")).values()}
    pages = [check_page(path, phrases.get(path.name, {})) for path in sorted((folder / "pages").glob("*.html"))[: options.n]]
    print_tweets(pages)
    print_phrases(pages)


if __name__ == "__main__":
    main()
