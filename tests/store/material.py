"""Items as a reader would hand them to the store, in a few words."""

from __future__ import annotations

from typing import Any

from according.ids import report_id, sha256_hex
from according.model import Item, Outcome, Reading, Report

READER = "according 0.1.0"
BRIDGE = "The bridge at Dum Qasr fell on Monday, two ferrymen told the Harbour Gazette."


def make_report(data: bytes, ref: str, text: str, *, kind: Any = "article", **facts: Any) -> Report:
    """A report with the id that its content gives it."""
    sound = report_id(kind, facts.get("url"), sha256_hex(data), facts.get("locator"), text)
    return Report(id=sound, ref=ref, kind=kind, text=text, **facts)


def make_item(data: bytes, ref: str, **facts: Any) -> Item:
    """An item that came in at noon."""
    return Item(**{"ref": ref, "data": data, "form": "text", "retrieved_at": "2026-03-01T12:00:00Z", **facts})


def make_outcome(ref: str, text: str = BRIDGE, *, data: bytes | None = None, fetched: str | None = None, **facts: Any) -> Outcome:
    """An item that is one report; ``fetched`` is the address it was fetched from."""
    raw = text.encode() if data is None else data
    return Outcome(make_item(raw, ref, url=fetched), (Reading(make_report(raw, ref, text, **({"url": fetched} | facts))),))


def make_article_with_posts(ref: str, text: str, posts: list[str], **facts: Any) -> Outcome:
    """An item that is an article, and each of its posts as a report of its own."""
    data = "\n".join([text, *posts]).encode()
    article = make_report(data, ref, text, **facts)
    found = [
        make_report(data, f"{ref}#post/{n}", post, kind="post", parent=article.id, locator=f"post/{n}", url=f"https://chirp.example/{n}")
        for n, post in enumerate(posts, start=1)
    ]
    return Outcome(make_item(data, ref, url=facts.get("url")), tuple(map(Reading, (article, *found))))


def ids(outcome: Outcome) -> tuple[str, ...]:
    """The ids of an item's reports."""
    return tuple(reading.report.id for reading in outcome.readings)
