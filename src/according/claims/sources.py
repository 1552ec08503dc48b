"""The sources that a report's layout alone gives away: authors of its posts, outlets that it quotes, the agency it credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from according.model import Report, Source, Span
from according.vocab import load_agencies

_OUTLET_WORDS = (
    r"(?i:news|agency|times|post|tv|television|radio|channel|daily|herald|tribune|press|gazette|network|magazine|newspaper|online|observer)"
)
_REST_OF_LINE = r"(?:\s[^\n.:]{0,40})?:[ \t]*\r?$"
# "Sputnik news reports:" on a line of its own, before a passage that is quoted whole.
_LEAD_IN = re.compile(
    rf"^[ \t]*(?:The )?(?P<name>[^\W\d_a-z][^\n:.,“\"]{{1,60}}?)\s+"
    rf"(?:reports?|reported|writes|wrote|carried|published|broadcast){_REST_OF_LINE}"
    rf"|^[ \t]*(?:The )?(?P<outlet>[^\W\d_a-z][^\n:.,“\"]{{0,50}}?\b{_OUTLET_WORDS})\s+(?:says|said|quotes|quoted){_REST_OF_LINE}",
    re.MULTILINE,
)


def find_sources(report: Report) -> tuple[Source, ...]:
    """The sources known before any claim is read, in the order of their first mention."""
    found: dict[tuple[str, str], list[Span]] = {}
    mentions = sorted((*_authors(report), *_outlets(report.text)), key=lambda mention: mention[2])
    for name, kind, span in mentions:
        found.setdefault((name, kind), []).append(span)
    return tuple(
        Source(id=f"s{number}", name=name, kind=kind, mentions=tuple(dict.fromkeys(spans)))
        for number, ((name, kind), spans) in enumerate(found.items(), start=1)
    )


def _authors(report: Report) -> Iterator[tuple[str, str, Span]]:
    for post in report.posts:
        if post.author:
            at = report.text.find(post.author, post.text_span[1], post.span[1])
            span = (at, at + len(post.author)) if at >= 0 else post.span
            yield post.author, "social media", span


def _outlets(text: str) -> Iterator[tuple[str, str, Span]]:
    for found in _agency_mentions().finditer(text):
        name = found["after"] or found["before"] or found["credit"]
        agency, kind = _agencies()[name]
        group = "after" if found["after"] else "before" if found["before"] else "credit"
        yield agency, kind, found.span(group)
    for found in _LEAD_IN.finditer(text):
        group = "name" if found["name"] else "outlet"
        if found[group] not in _agencies():
            yield found[group], "media", found.span(group)


@cache
def _agencies() -> dict[str, tuple[str, str]]:
    return {name: (agency.name, agency.kind) for agency in load_agencies() for name in agency.names}


@cache
def _agency_mentions() -> re.Pattern[str]:
    """An agency named as the one that reported, was told or is credited."""
    name = "|".join(re.escape(name) for name in sorted(_agencies(), key=len, reverse=True))
    return re.compile(
        rf"\b(?:told|according to|quoted by|cited by|reported by|carried by|interview (?:with|to)) (?:the )?(?P<after>{name})\b"
        rf"|\b(?P<before>{name})(?:[’']s? correspondent| news agency| news| agency)?"
        r" (?:reports|reported|said|says|quoted|quotes|cited|writes|wrote|added|citing|quoting)\b"
        rf"|\(\s*(?P<credit>{name})\s*\)"
    )
