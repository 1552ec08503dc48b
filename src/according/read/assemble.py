"""Drafts become reports: ids, agency credit, publisher, language, and each embedded post as a report of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from according.ids import report_id, sha256_hex
from according.model import Item, Post, Report
from according.read.datelines import find_datelines
from according.read.draft import Draft, Stated
from according.read.heading import find_byline, find_credit, usual_name

_SAMPLE = 2000
_FEWEST_LETTERS = 40
_SUREST = 0.9


def assemble(item: Item, draft: Draft) -> tuple[Report, ...]:
    """The report that a draft makes, followed by the reports that its embedded posts are."""
    raw = sha256_hex(item.data)
    report = _report(item, draft, raw)
    return (report, *_post_reports(report, raw)) if draft.kind != "post" else (report,)


def _report(item: Item, draft: Draft, raw: str) -> Report:
    head = _with_text_facts(draft)
    url = draft.url or item.url
    byline, byline_how = head.byline or (None, None)
    credit = find_credit(draft.text) if draft.kind != "post" else None
    credit = credit or (usual_name(byline) if byline else None)
    publisher, publisher_how = head.publisher or ((credit, "credit") if credit else (None, None))
    published, published_how = head.published or (None, None)
    modified, modified_how = head.modified or (None, None)
    title, title_how = head.title or (None, None)
    language, language_how = _language(draft)
    return Report(
        id=report_id(draft.kind, url, raw, draft.locator, draft.text),
        ref=draft.ref or (f"{item.ref}#{draft.locator}" if draft.locator else item.ref),
        kind=draft.kind,
        text=draft.text,
        url=url,
        publisher=publisher,
        publisher_how=publisher_how,
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
        posts=draft.posts,
    )


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
        language, how = _detected(text) or (None, None)
        yield Report(
            id=report_id("post", post.url, raw, locator, text),
            ref=f"{parent.ref}#post/{number}",
            kind="post",
            text=text,
            parent=parent.id,
            url=post.url,
            byline=post.author,
            byline_how=post.published_how and "page" if parent.title_how == "page" else "text",
            published=post.published,
            published_how=post.published_how,
            language=language,
            language_how=how,
            locator=locator,
            posts=(_alone(post),),
        )


def _alone(post: Post) -> Post:
    """The post as it stands in its own report, which holds the author's words and nothing else."""
    whole = (0, post.text_span[1] - post.text_span[0])
    return replace(post, span=whole, text_span=whole)


def _language(draft: Draft) -> tuple[str | None, str | None]:
    """The language given beside the text; else the detected one where the text is clear; else what the page declares."""
    if draft.language and draft.language[1] == "input":
        return draft.language
    return _detected(draft.text) or draft.language or (None, None)


def _detected(text: str) -> tuple[str, str] | None:
    sample = text[:_SAMPLE]
    if sum(c.isalpha() for c in sample) < _FEWEST_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return (language, "detected") if probability >= _SUREST else None


@cache
def _identifier() -> LanguageIdentifier:
    """The language model, loaded on first use since it takes a moment."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
