"""What is measured: killed, injured, displaced … told from the words around a figure, its noun, and what the tagger marks.

A linear model whose weights stand in ``measures.json``; ``train/figures.py`` fits them. Each feature below is the name of
a weight, so that a choice can be explained by the words that made it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from according.figures.tokens import Tokens
from according.figures.words import CountingWords, load_counting_words
from according.model import Span, Trigger

Weights = Mapping[str, Mapping[str, float]]
_REACH = 14
"""How many words around a figure are looked at for what happened."""
_STOPS = frozenset(".;!?")
_JOINTS = frozenset(("and", ",", "while", "but", "-", "–", "—"))
_BEING = frozenset("was were been be being is are have has had got".split())
_NEAR_TRIGGER = 120  # characters
_SURE = 0.8


def iter_features(
    tokens: Tokens,
    first: int,
    end: int,
    noun: str | None,
    marked: str | None,
    confidence: float,
    triggers: Sequence[Trigger],
) -> Iterator[str]:
    """The features of the figure in tokens ``[first, end)``; ``marked`` is the tagger's measure, None if it marked nothing.

    ``noun`` is the class of the counted noun; ``triggers`` those that stand near.
    """
    yield "any"
    yield f"marked {marked}"
    if marked and confidence >= _SURE:
        yield f"marked surely {marked}"
    yield f"noun {noun}"
    words = load_counting_words()
    for at in range(first, end):
        if deed := words.measure_of_deed(tokens.word(at)):
            yield f"inside {deed}"
    yield from _deeds_before(tokens, first, words)
    yield from _deeds_after(tokens, end, words)
    for position in (-2, -1):
        yield f"word {position} {tokens.word(first + position)}"
    for position in (0, 1):
        yield f"word +{position + 1} {tokens.word(end + position)}"
    yield from _triggers_around(tokens.span(first, end), triggers)


def _deeds_before(tokens: Tokens, first: int, words: CountingWords) -> Iterator[str]:
    found, joined = 0, False
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = tokens.word(at)
        if word in _STOPS:
            return
        joined = joined or word in _JOINTS
        if deed := words.measure_of_deed(word):
            yield f"{'before' if found == 0 else 'further before'} {_nearness(first - at, joined)} {deed}"
            found += 1
            if found == 2:
                return


def _deeds_after(tokens: Tokens, end: int, words: CountingWords) -> Iterator[str]:
    joined, being = False, tokens.word(end) in _BEING or tokens.word(end + 1) in _BEING
    for at in range(end, min(len(tokens), end + _REACH)):
        word = tokens.word(at)
        if word in _STOPS:
            return
        joined = joined or word in _JOINTS
        if deed := words.measure_of_deed(word):
            other = words.measure_of_deed(tokens.word(at + 2)) if tokens.word(at + 1) in ("and", "or") else None
            if other and other != deed:
                yield f"after both {min(deed, other)} {max(deed, other)}"
            yield f"after {'being' if being and not joined else _nearness(at - end + 1, joined)} {deed}"
            return


def _nearness(distance: int, joined: bool) -> str:
    if joined:
        return "joined"
    return "next" if distance == 1 else "near" if distance <= 4 else "far"


def _triggers_around(span: Span, triggers: Sequence[Trigger]) -> Iterator[str]:
    """The kinds of the nearest triggers before and behind, and of those whose target or actor the figure is."""
    before: Trigger | None = None
    behind: Trigger | None = None
    for trigger in triggers:
        for role, part in (("target", trigger.target), ("actor", trigger.actor)):
            if part and part[0] < span[1] and span[0] < part[1]:
                yield f"{role} of {trigger.kind}"
        if trigger.span[1] <= span[0]:
            before = trigger
        elif behind is None and trigger.span[0] >= span[1]:
            behind = trigger
    if before and span[0] - before.span[1] < _NEAR_TRIGGER:
        yield f"behind {before.kind}"
    if behind and behind.span[0] - span[1] < _NEAR_TRIGGER:
        yield f"ahead of {behind.kind}"


def choose_measure(features: Iterable[str], weights: Weights | None = None, barred: Collection[str] = ()) -> str:
    """The measure that the features speak for most, by our weights or others; none ``barred``, and of two equal the first by name."""
    sums = {"other": 0.0}
    table = load_weights() if weights is None else weights
    for feature in features:
        for measure, weight in table.get(feature, {}).items():
            sums[measure] = sums.get(measure, 0.0) + weight
    return min((measure for measure in sums if measure not in barred), key=lambda measure: (-sums[measure], measure))


@cache
def load_weights() -> Weights:
    """The weights of ``measures.json``: for each feature what it adds to the measures it speaks for or against."""
    read: Weights = json.loads(files(__package__).joinpath("measures.json").read_text(encoding="utf-8"))
    return read
