"""All time expressions of a report, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from according.model import Time
from according.times.context import is_day_of_saying, opens_sentence, sets_year, tense_of
from according.times.expressions import Expression
from according.times.grammar import core, first_letters, grammar, rule_name, stretches
from according.times.lengths import LENGTHS
from according.times.moments import parse_day
from according.times.points import POINTS
from according.times.resolve import Anchors, end_sentence, note, resolve
from according.times.tokens import BREAK, Tokens, make_tokens
from according.times.words import LETTERS

_LINK = re.compile(r"\s*(?:,?\s*(?:and|or|to|until|till|through)\s+(?:the\s+)?(?:from\s+)?|[-–—/,]\s*)", re.IGNORECASE)
_TO_DAY = re.compile(r",?\s*(?:\w+\s){0,2}(?:time\s)?(?:on\s|of\s)?(?:the\s)?", re.IGNORECASE)
_INTO_DAY = re.compile(r"\s(?:(?:into|to|on)\s)?(?:the\s)?")
_LONGEST_LINK = 16


def find_times(text: str, published: str | None) -> tuple[Time, ...]:
    """The dates, times of day, durations and sets that a text names, each with its TimeML value.

    ``published`` is the ISO date of publication, from which "yesterday" and "on Monday" count; without it, and without a date
    that the text itself gives, such expressions have no value. What a tagger marks as times is not asked for: what the grammar
    does not find of it has mostly no value, or is no expression of time.

    >>> find_times("On Monday the town fell; two days later it was retaken.", "2016-12-14")[1].value
    '2016-12-14'
    """
    tokens = make_tokens(text)
    expressions = list(_iter_expressions(tokens))
    anchors = Anchors(parse_day(published))
    times = []
    before = 0
    for at, one in enumerate(expressions):
        start, end = tokens.starts[one.first], tokens.ends[one.last - 1]
        _pass(anchors, tokens.letters[before : one.first])
        before = one.first
        dated = _with_year_behind(text, tokens, one, expressions[at + 1 : at + 4])
        is_overnight = tokens.letters[one.first : one.last] == LETTERS["overnight"]
        if one.form == "clock" or is_overnight:
            dated = _on_day_behind(text, tokens, one, expressions[at + 1 : at + 2], _INTO_DAY if is_overnight else _TO_DAY)
        resolved = resolve(dated, anchors, partial(tense_of, text, start, end))
        alone = one.year is not None and one.month is None
        if resolved.moment is not None and resolved.moment.is_day and anchors.day is not None and is_day_of_saying(text, start, end):
            times.append(Time((start, end), resolved.value, resolved.type, resolved.how))
            continue
        note(anchors, one, resolved, in_passing=alone and not sets_year(tokens, one.first, one.last, anchors.year is not None))
        if one.year is not None and opens_sentence(tokens, one.first):
            anchors.year_in_force = one.year if anchors.published and one.year < anchors.published.year else None
        times.append(Time((start, end), resolved.value, resolved.type, resolved.how))
    return tuple(times)


def _iter_expressions(tokens: Tokens) -> Iterator[Expression]:
    """The expressions that the grammar finds, tried only where one may begin."""
    match, letters, may_begin, has_core = grammar().match, tokens.letters, first_letters(), core().search
    builders = POINTS | LENGTHS
    at = 0
    for stretch in stretches().finditer(letters):
        if not has_core(letters, *stretch.span()):
            continue
        at = max(at, stretch.start())
        while at < stretch.end():
            found = match(letters, at) if letters[at] in may_begin else None
            built = builders[rule_name(str(found.lastgroup))](tokens, *found.span()) if found else []
            yield from built
            at = built[-1].last if built else at + 1


def _on_day_behind(text: str, tokens: Tokens, one: Expression, following: Sequence[Expression], leads_to: re.Pattern[str]) -> Expression:
    """A time by the clock on the day that is named behind it, as in "at 10 a.m. on Monday", or a night: "overnight into Monday"."""
    for other in following:
        between = text[tokens.ends[one.last - 1] : tokens.starts[other.first]]
        names_day = other.day is not None or other.weekday is not None or (other.form == "shift" and other.anchor == "published")
        if names_day and other.form in ("point", "shift") and leads_to.fullmatch(between):
            return replace(other, first=one.first, last=one.last, clock=one.clock)
    return one


def _pass(anchors: Anchors, letters: str) -> None:
    """Passes over what stands between two expressions: a sentence ends, a paragraph ends."""
    if BREAK in letters:
        anchors.year_in_force = None
        end_sentence(anchors)
    elif "." in letters:
        end_sentence(anchors)


def _with_year_behind(text: str, tokens: Tokens, one: Expression, following: Sequence[Expression]) -> Expression:
    """The expression with the year of the next one if it has none and the two are joined, as in "from 3 May to 5 June 2016"."""
    if one.form != "point" or one.year is not None or one.short_year is not None or (one.month is None and one.part is None):
        return one
    end = tokens.ends[one.last - 1]
    for other in following:
        start = tokens.starts[other.first]
        if start - end > _LONGEST_LINK or not _LINK.fullmatch(text, end, start) or (other.month is None and other.part is None):
            return one
        if other.year is not None:
            return replace(one, year=other.year)
        end = tokens.ends[other.last - 1]
    return one
