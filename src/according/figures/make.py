"""From spans that are marked as quantities, often too long or too short, to figures: exact span, range, what is counted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from according.figures.amounts import find_amounts
from according.figures.attackers import are_attackers
from according.figures.measures import Weights, choose_measure, iter_features
from according.figures.reads import Read, read_marked, read_unmarked, with_late_modifier
from according.figures.spot import CONFIDENCE, is_certain, is_measure_or_age
from according.figures.tokens import Tokens
from according.figures.tolls import tells_of_harm, told_before, told_behind, told_by_noun, told_by_toll
from according.model import Figure, Quantity, Span, Trigger

_BRINGING = re.compile(
    r"\b(?:bring|brought|rais|tak|took|push)\w*\b[^.;]{0,60}\b(?:total|toll|number|tally|count|figure)s?\b[^.;\d]{0,50}\bto\b[^.;\d]{0,12}$"
)
_SINCE = re.compile(r"[^.;!?\n]{0,90}\bsince\b", re.IGNORECASE)
_OF_A_TOTAL = ("killed", "injured", "displaced")
_STOP = re.compile(r"[.;!?](?:\s|$)")
_BROUGHT_REACH = 120
_HARM = ("killed", "injured", "casualties")
_NO_VICTIMS = ("buildings", "places", "vehicles", "weapons", "strikes")
"""Nouns of what cannot be killed or injured."""
_AROUND = 600
"""How far from a figure, in characters, triggers have a say in what it measures."""


def make_figures(
    text: str, quantities: Sequence[Quantity], triggers: Sequence[Trigger], weights: Weights | None = None
) -> tuple[Figure, ...]:
    """The figures of a text in its order: those of the tagger's marks, and what the spotter finds beyond them.

    A mark without a number ("many people") gives no figure, one with two ("a woman and two children") gives two; ``event``
    and ``claim`` stay None. Marks outside the text are passed over. ``weights`` stand in for ours in choosing measures.
    """
    maker = _Maker(text, triggers, weights)
    return tuple(_with_totals(text, sorted(maker.figures(quantities), key=lambda figure: figure.span)))


def _with_totals(text: str, figures: list[Figure]) -> list[Figure]:
    """In "30 died, bringing the toll to 70" the second number is a total and the first is new; "40 killed since May" are a total."""
    scopes: dict[int, str] = {}
    for at, figure in enumerate(figures):
        found = _BRINGING.search(text, max(0, figure.span[0] - _BROUGHT_REACH), figure.span[0])
        if found is None:
            if figure.scope is None and figure.measure in _OF_A_TOTAL and _SINCE.match(text, figure.span[1]):
                scopes[at] = "total"
            continue
        scopes[at] = "total"
        if at and figures[at - 1].span[1] <= found.start() and not _STOP.search(text, figures[at - 1].span[1], found.start()):
            scopes[at - 1] = "new"
    return [replace(figure, scope=scopes[at]) if at in scopes else figure for at, figure in enumerate(figures)]


class _Maker:
    """Makes the figures of one text."""

    def __init__(self, text: str, triggers: Sequence[Trigger], weights: Weights | None) -> None:
        self._tokens = Tokens(text)
        self._amounts = list(find_amounts(self._tokens))
        self._triggers = sorted(triggers, key=lambda trigger: trigger.span)
        self._starts = [trigger.span[0] for trigger in self._triggers]
        self._weights = weights

    def figures(self, quantities: Sequence[Quantity]) -> list[Figure]:
        """Figures of the marks, none overlapping another, and of what the spotter finds between them."""
        marked = _apart([self._figure(read, mark) for mark in quantities for read in self._reads(mark)])
        ends = [figure.span[1] for figure in marked]
        found = list(marked)
        for amount in self._amounts:
            start, end = self._tokens.span(amount.first, amount.end)
            at = bisect_right(ends, start)
            if at < len(marked) and marked[at].span[0] < end:
                continue
            read = read_unmarked(self._tokens, amount)
            if (at == len(marked) or marked[at].span[0] >= self._tokens.ends[read.end - 1]) and is_certain(self._tokens, read):
                found.append(self._figure(read, None))
        return found

    def _reads(self, mark: Quantity) -> Iterator[Read]:
        within = self._tokens.within(mark.span)
        if within:
            found = read_marked(self._tokens, self._amounts, within.start, within.stop)
            yield from (read for read in found if not is_measure_or_age(self._tokens, read))

    def _figure(self, read: Read, mark: Quantity | None) -> Figure:
        read = with_late_modifier(self._tokens, read)
        span = self._tokens.span(read.first, read.end)
        features = iter_features(
            self._tokens,
            read.first,
            read.end,
            read.noun,
            mark.measure if mark else None,
            mark.confidence if mark else 0.0,
            self._triggers_near(span),
        )
        return Figure(
            span=span,
            low=read.amount.low,
            high=read.amount.high,
            quantifier=read.amount.quantifier,
            measure=_measure(self._tokens, read, tuple(features), self._weights),
            of=read.of(self._tokens),
            scope=mark.scope if mark else None,
            confidence=mark.confidence if mark else CONFIDENCE,
        )

    def _triggers_near(self, span: Span) -> Sequence[Trigger]:
        return self._triggers[bisect_left(self._starts, span[0] - _AROUND) : bisect_right(self._starts, span[1] + _AROUND)]


def _measure(tokens: Tokens, read: Read, features: Sequence[str], weights: Weights | None) -> str:
    """The likeliest measure, unless the words say what became of the counted; no harm where they did it, or nothing around tells of any."""
    if told := told_by_toll(tokens, read) or told_by_noun(read) or told_behind(tokens, read) or told_before(tokens, read):
        return told
    measure = choose_measure(features, weights)
    if measure not in _HARM:
        return measure
    if are_attackers(tokens, read):
        return "fighters"
    if read.noun in _NO_VICTIMS:
        return choose_measure(features, weights, _HARM)
    return measure if tells_of_harm(tokens, read) else choose_measure(features, weights, _HARM)


def _apart(figures: Sequence[Figure]) -> list[Figure]:
    """The figures in the order of the text, without overlaps: of two that overlap the surer stays, then the earlier."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda one: (one.span, -one.confidence)):
        if not kept or kept[-1].span[1] <= figure.span[0]:
            kept.append(figure)
        elif kept[-1].confidence < figure.confidence:
            kept[-1] = figure
    return kept
