"""The sources that a report's layout alone gives away: authors of its posts, outlets that it quotes, the agency it credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from according.model import Post, Report, Span
from according.vocab import CAPITAL, INITIAL, agency_called, ambiguous_names, any_of, clear_names, find_credits, names_an_agency

OUTLET_WORDS = (
    r"(?i:news|agency|times|post|tv|television|radio|channel|daily|herald|tribune|press|gazette|network|magazine|newspaper|online"
    r"|observer|telegraph|journal|chronicle|guardian|media|service|broadcaster|website|monitor|today|weekly|review|mail|mirror|express"
    r"|standard|beast|globe|courier|bulletin|dispatch|broadcasting)"
)
_REST_OF_LINE = r"(?:\s[^\n.:]{0,40})?:[ \t]*\r?$"
_OPENING = r"^[ \t]*(?:[Aa]ccording to )?(?:[Tt]he )?(?!According\b|The\b)"
# "Sputnik news reports:" on a line of its own, before a passage that is quoted whole.
_LEAD_IN = re.compile(
    rf"{_OPENING}(?P<name>{INITIAL}[^\n:.,“\"]{{1,60}}?)[ \t]+"
    rf"(?:reports|reported|writes|wrote|carried|published|broadcast){_REST_OF_LINE}"
    rf"|{_OPENING}(?P<outlet>{INITIAL}[^\n:.,“\"]{{0,50}}?\b{OUTLET_WORDS})(?:[ \t]+(?:says|said|quotes|quoted){_REST_OF_LINE})"
    rf"|^[ \t]*(?:[Aa]ccording to|From|Via|Per) (?:the )?(?P<cited>{INITIAL}[^\n:.,“\"]{{0,50}}?\b{OUTLET_WORDS}):[ \t]*\r?$"
    rf"|^[ \t]*(?:From|Via|Per) (?:the )?(?P<known>{CAPITAL}[\w.]*(?: {CAPITAL}[\w.]*){{0,2}}):[ \t]*\r?$",
    re.MULTILINE,
)
# Who else reports and writes: "General Karo reported:", "Our correspondent in Qast writes:", "She wrote:".
_NO_OUTLET = re.compile(
    r"^(?:An?|Our|His|Her|Their|Its|He|She|They|We|I|It|This|That|These|Those|One|Some|Many|Other|Another|Local|Several|Mr|Mrs|Ms|Dr)\b"
    r"|(?i:\b(?:correspondents?|reporters?|journalists?|editors?|gen|general|col|colonel|major|captain|commander|minister|president|report"
    r"|spokes(?:man|woman|person)|ministry|army|police|officials?|sources?|residents?|witness(?:es)?|activists?|governor|mayor|doctors?"
    r"|soldiers?|fighters?|who|which|that)\b)"
)
_NAMED_AS_OUTLET = re.compile(rf"\b{OUTLET_WORDS}\b|^[^\W_]+$|^(?:[AE]l|Le|La|Les|Der|Die|Das|Il)[ -]\w+$|^{CAPITAL}{{2,6}}\b|\.\w{{2,6}}$")
_LONGEST_NAME = 6  # words


class Mention(NamedTuple):
    """A place where a source is named, with its name and kind."""

    span: Span
    name: str
    kind: str


def find_mentions(report: Report) -> list[Mention]:
    """The sources known before any claim is read, in the order of the text."""
    return sorted((*_authors(report), *_apart(_outlets(report.text))))


def find_lead_ins(text: str) -> Iterator[tuple[Span, str]]:
    """The lines that announce another outlet's words, with the outlet."""
    for found in _LEAD_IN.finditer(text):
        name = found[found.lastgroup or 0]
        if agency := agency_called(name):
            yield found.span(), agency.name if agency.name in name else name
        elif _is_outlet(name):
            yield found.span(), name


def signature_of(report: Report, post: Post) -> Span | None:
    """Where a post's author is named below it."""
    at = report.text.find(post.author, post.text_span[1], post.span[1]) if post.author else -1
    return (at, at + len(post.author or "")) if at >= 0 else None


def _authors(report: Report) -> Iterator[Mention]:
    for post in report.posts:
        if post.author:
            yield Mention(signature_of(report, post) or post.span, post.author, "social media")


def _outlets(text: str) -> Iterator[Mention]:
    """The outlets that a text quotes or credits; one place may be found in more than one way, the fullest first."""
    for found in _LEAD_IN.finditer(text):
        group = found.lastgroup or ""
        if agency := agency_called(found[group]):
            yield Mention(found.span(group), agency.name, agency.kind)
        elif _is_outlet(found[group]):
            yield Mention(found.span(group), found[group], "media")
    for span, agency in find_credits(text, 0, len(text)):
        yield Mention(span, agency.name, agency.kind)
    for found in _agency_mentions().finditer(text) if names_an_agency(text, 0, len(text)) else ():
        group = found.lastgroup or ""
        if agency := agency_called(found[group]):
            yield Mention(found.span(group), agency.name, agency.kind)


def _is_outlet(name: str) -> bool:
    """Whether a name is made as outlets' names are; two plain words may as well be a person's."""
    return len(name.split()) <= _LONGEST_NAME and not _NO_OUTLET.search(name) and bool(_NAMED_AS_OUTLET.search(name))


def _apart(mentions: Iterator[Mention]) -> Iterator[Mention]:
    """The mentions without those that overlap an earlier or longer one."""
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.span[0], -mention.span[1])):
        if mention.span[0] >= end:
            end = mention.span[1]
            yield mention


@cache
def _agency_mentions() -> re.Pattern[str]:
    """An agency named as the one that reported or was told; an ambiguous name only beside the word "agency"."""
    clear, ambiguous = any_of(clear_names()), any_of(ambiguous_names())
    agency = r"(?:[ ](?:news[ ])?agency|[ ]news)"
    which = r"(?:the )?(?:(?:state(?:-run|-owned)?|official|semi-official|Russian|Turkish|Syrian|Iranian) )*"
    verbs = r"(?:reports|reported|said|says|quoted|quotes|cited|cites|writes|wrote|added|citing|quoting)\b"
    return re.compile(
        rf"\b(?i:told|according to|quoted by|cited by|reported by|carried by|published by|interview (?:with|to)|statement to) {which}"
        rf"(?:(?:news )?agency )?(?P<after>{clear})\b"
        rf"|\b(?:news agency|agency) (?P<called>{ambiguous})\b"
        rf"|\b(?P<before>{clear})(?:[’']s? correspondent|{agency})?(?: \([A-Z]{{2,8}}\))? {verbs}"
        rf"|\b(?P<ambiguous>{ambiguous}){agency}\b"
    )
