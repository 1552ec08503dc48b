"""Drafts become reports: ids, agency credit, publisher, language, and each embedded post as a report of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from according.ids import report_id, sha256_hex
from according.model import Item, Post, Report
from according.read.datelines import find_datelines
from according.read.decode import clean
from according.read.draft import Draft, Stated
from according.read.heading import find_byline, find_credit, usual_name
from according.read.language import detect_language

_BYLINE_PARTS = re.compile(r"\s*(?:[,/;&|()]|\band\b|\bfor\b)\s*")


def assemble(item: Item, draft: Draft) -> tuple[Report, ...]:
    """The report that a draft makes, followed by the reports that its embedded posts are."""
    raw = sha256_hex(item.data)
    report = _report(item, draft, raw)
    return (report, *_post_reports(report, raw)) if draft.kind != "post" else (report,)


def _report(item: Item, draft: Draft, raw: str) -> Report:
    text, _ = clean(draft.text)
    head = _with_text_facts(replace(draft, text=text))
    url = _kept(draft.url) or _kept(item.url)
    byline, byline_how = _told(head.byline)
    credit = _credit(text, byline) if draft.kind != "post" else None
    publisher, publisher_how = _told(head.publisher)
    title, title_how = _told(head.title)
    language, language_how = _language(head)
    published, published_how = head.published or (None, None)
    modified, modified_how = head.modified or (None, None)
    return Report(
        id=report_id(draft.kind, url, raw, draft.locator, text),
        ref=draft.ref or (f"{item.ref}#{draft.locator}" if draft.locator else item.ref),
        kind=draft.kind,
        text=text,
        url=url,
        publisher=publisher or credit,
        publisher_how=publisher_how or ("credit" if credit else None),
        credit=credit,
        byline=byline,
        byline_how=byline_how,
        title=title,
        title_how=title_how,
        published=published.date if published else None,
        published_how=published_how,
        published_at=published.at if published else None,
        modified=modified.date if modified else None,
        modified_how=modified_how,
        modified_at=modified.at if modified else None,
        language=language,
        language_how=language_how,
        locator=draft.locator,
        posts=tuple(_kept_post(post) for post in draft.posts),
    )


def _told(fact: tuple[str, str] | None) -> tuple[str | None, str | None]:
    """A value and how it was known; neither where the value says nothing."""
    value = _kept(fact[0]) if fact else None
    return (value, fact[1]) if fact and value else (None, None)


def _kept(value: str | None) -> str | None:
    """The value as every store can keep it, None where nothing is left of it."""
    return clean(value)[0].strip() or None if value else None


def _kept_post(post: Post) -> Post:
    return replace(
        post,
        author=_kept(post.author),
        handle=_kept(post.handle),
        url=_kept(post.url),
        media=tuple(clean(address)[0] for address in post.media),
        forwarded_from=_kept(post.forwarded_from),
    )


def _credit(text: str, byline: str | None) -> str | None:
    """The agency that the text credits, or that its byline names alone or beside a person (``Anna Darvel/AFP``)."""
    if credit := find_credit(text):
        return credit
    names = [byline, *_BYLINE_PARTS.split(byline)] if byline else []
    return next((usual for name in names if (usual := usual_name(name))), None)


def _with_text_facts(draft: Draft) -> Draft:
    """The draft with what only its words tell: byline and datelines, where nothing better told them."""
    if draft.kind == "post":
        return draft
    published, modified = find_datelines(draft.text) if not draft.published else (None, None)
    byline = None if draft.byline else find_byline(draft.text)
    return replace(
        draft,
        byline=draft.byline or ((byline, "text") if byline else None),
        published=draft.published or ((Stated(published), "text") if published else None),
        modified=draft.modified or ((Stated(modified), "text") if modified else None),
    )


def _post_reports(parent: Report, raw: str) -> Iterator[Report]:
    """Each post of a report as a report of its own, in text order."""
    for number, post in enumerate(parent.posts, start=1):
        text = parent.text[slice(*post.text_span)]
        locator = f"{parent.locator}/post/{number}" if parent.locator else f"post/{number}"
        language = detect_language(text)
        yield Report(
            id=report_id("post", post.url, raw, locator, text),
            ref=f"{parent.ref}#post/{number}",
            kind="post",
            text=text,
            parent=parent.id,
            url=post.url,
            byline=post.author,
            byline_how=_author_how(parent.text, post),
            published=post.published,
            published_how=post.published_how,
            language=language,
            language_how="detected" if language else None,
            locator=locator,
            posts=(_alone(post),),
        )


def _author_how(text: str, post: Post) -> str | None:
    """``text`` where the author's name can be read in the signature, ``page`` where only the markup tells it."""
    if not post.author:
        return None
    return "text" if post.author in text[post.text_span[1] : post.span[1]] else "page"


def _alone(post: Post) -> Post:
    """The post as it stands in its own report, which holds the author's words and nothing else."""
    whole = (0, post.text_span[1] - post.text_span[0])
    return replace(post, span=whole, text_span=whole)


def _language(draft: Draft) -> tuple[str | None, str | None]:
    """The language given beside the text; else the detected one where the text is clear; else what the page declares."""
    if draft.language and draft.language[1] == "input":
        return draft.language
    detected = detect_language(draft.text)
    return (detected, "detected") if detected else draft.language or (None, None)
