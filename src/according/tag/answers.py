"""From a language model's answer to marks: what it quotes must stand in the text, what it calls things must be one of our labels.

All else is dropped and counted, so that nothing gets into a reading which the report does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from according.model import Attribution, Mark, Marks, Quantity, Span, Trigger
from according.tag.grounding import Ground
from according.tag.labels import ACTS, KINDS, MEASURES, NAME_TYPES, SCOPES, STATUSES, TIME_TYPES

CONFIDENCE = 0.5
"""What every mark of a language model gets: nobody has measured how often it is right."""
_MOST_ITEMS = 400
_MOST_QUOTES = 4_000
_MOST_WORDS = {"trigger": 12, "cue": 20, "source": 60, "role": 60, "name": 20}


class NoAnswer(ValueError):
    """What came back is not the JSON that was asked for."""


@dataclass(slots=True)
class Count:
    """How many fields an answer gave, and how many of them were dropped."""

    given: int = 0
    dropped: int = 0

    def drop(self) -> None:
        """Count a field as given and dropped."""
        self.given += 1
        self.dropped += 1


def parse_answer(content: str) -> dict[str, Any]:
    """The JSON object in what the model wrote, fences and words around it left off; raises ``NoAnswer`` where there is none."""
    start, end = content.find("{"), content.rfind("}")
    try:
        found = msgspec.json.decode(content[start : end + 1]) if 0 <= start < end else None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        found = None
    if not isinstance(found, dict):
        raise NoAnswer("gave no JSON object")
    return found


@dataclass(slots=True)
class Grounding:
    """One piece of a text with its sentences, and the count of what its answer gave."""

    text: str
    sentences: Sequence[Span]
    count: Count
    quotes: int = 0
    ground: Ground = field(init=False)

    def __post_init__(self) -> None:
        self.ground = Ground(self.text)

    def marks(self, answer: dict[str, Any]) -> Marks:
        """The marks that the answer gives, each kind in the order of the text."""
        return Marks(
            attributions=tuple(sorted(set(self._attributions(answer)), key=lambda one: (one.content, one.cue or (0, 0)))),
            triggers=tuple(_apart(self._triggers(answer))),
            quantities=tuple(_apart(self._quantities(answer))),
            names=tuple(_apart(self._typed(answer, "names", NAME_TYPES))),
            times=tuple(_apart(self._typed(answer, "times", TIME_TYPES))),
        )

    def _items(self, answer: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], Span | None]]:
        """The objects of one list, each with the sentence that it says it stands in."""
        given = answer.get(name, [])
        if not isinstance(given, list):
            self.count.drop()
            return
        for item in given[:_MOST_ITEMS]:
            if isinstance(item, dict):
                yield item, self._sentence(item.get("sentence"))
            else:
                self.count.drop()
        for _ in given[_MOST_ITEMS:]:
            self.count.drop()

    def _sentence(self, number: object) -> Span | None:
        """The sentence of a number; None where there is none."""
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(self.sentences):
            return None
        return self.sentences[number - 1]

    def _quote(self, value: object, near: Span | None, most_words: int | None = None) -> Span | None:
        """Where a quoted field stands; None, and counted, where it stands nowhere; None where nothing was given."""
        if value is None or value == "":
            return None
        self.count.given += 1
        self.quotes += 1
        fits = self.quotes <= _MOST_QUOTES and isinstance(value, str) and (most_words is None or len(value.split()) <= most_words)
        span = self.ground.find(str(value), near) if fits else None
        self.count.dropped += span is None
        return span

    def _label(self, value: object, known: Sequence[str]) -> str | None:
        self.count.given += 1
        if isinstance(value, str) and value in known:
            return value
        self.count.dropped += 1
        return None

    def _attributions(self, answer: dict[str, Any]) -> Iterator[Attribution]:
        for item, near in self._items(answer, "claims"):
            given = item.get("content")
            quotes = given if isinstance(given, list) else [given]
            content = tuple(sorted({span for quote in quotes[:_MOST_ITEMS] if (span := self._quote(quote, near))}))
            act = self._label(item.get("act"), ACTS)
            source = self._quote(item.get("source"), near, _MOST_WORDS["source"])
            cue = self._quote(item.get("cue"), near, _MOST_WORDS["cue"])
            if content and act and all(one[1] <= two[0] for one, two in pairwise(content)):
                yield Attribution(content, source, cue, act, CONFIDENCE)

    def _triggers(self, answer: dict[str, Any]) -> Iterator[Trigger]:
        for item, near in self._items(answer, "events"):
            span = self._quote(item.get("trigger"), near, _MOST_WORDS["trigger"])
            kind, status = self._label(item.get("kind"), KINDS), self._label(item.get("status"), STATUSES)
            actor, target, place = (self._quote(item.get(role), near, _MOST_WORDS["role"]) for role in ("actor", "target", "place"))
            if span and kind and status:
                yield Trigger(span, kind, status, actor, target, place, CONFIDENCE)

    def _quantities(self, answer: dict[str, Any]) -> Iterator[Quantity]:
        for item, near in self._items(answer, "quantities"):
            span, measure = self._quote(item.get("words"), near, _MOST_WORDS["name"]), self._label(item.get("measure"), MEASURES)
            scope = self._label(item["scope"], SCOPES) if item.get("scope") else None
            if span and measure:
                yield Quantity(span, measure, scope if scope != "unsaid" else None, CONFIDENCE)

    def _typed(self, answer: dict[str, Any], name: str, types: Sequence[str]) -> Iterator[Mark]:
        for item, near in self._items(answer, name):
            span, type_ = self._quote(item.get("words"), near, _MOST_WORDS["name"]), self._label(item.get("type"), types)
            if span and type_:
                yield Mark(span, type_, CONFIDENCE)


_S = TypeVar("_S", Mark, Quantity, Trigger)


def _apart(found: Iterable[_S]) -> Iterator[_S]:
    """In the order of the text, without those that another one overlaps that begins earlier, or as early and is longer."""
    end = 0
    for one in sorted(found, key=lambda mark: (mark.span[0], -mark.span[1], repr(mark))):
        if one.span[0] >= end:
            end = one.span[1]
            yield one
