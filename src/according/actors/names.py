"""What a report calls each actor and act: known names, and the loaded or neutral nouns and verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from according.actors.index import Met, search
from according.actors.words import Word, find_words
from according.model import Mark, Name, Span
from according.vocab.actors import Actor, NamingWord

_NAMED_TYPES = ("organisation", "armed_group")
_AGAINST = re.compile(r"(?:anti|counter|ex|non|pro)[-‑–]$", re.IGNORECASE)
_FOUGHT = ("armed group", "military", "official")
_ONES_OWN = ("fighters", "government forces", "foreign forces", "government", "leaders")  # families that tell of whom they stand beside
_SHORTEST_INITIALS = 3
_PREFIX = 10  # characters that a prefix takes at most


def find_names(text: str, marks: Sequence[Mark] = (), published: str | None = None) -> tuple[Name, ...]:
    """Each actor and act that a text names, in its order: by a known name or by a common noun or verb.

    ``marks`` are names that the tagger marks; they tell where an ambiguous name means an actor. ``published`` is the
    ISO date by which an actor's name of that time is chosen. ``actor`` is None for a common noun, unless it stands right
    beside an actor's name.

    >>> [(name.actor, name.label, name.loaded) for name in find_names("Hamas terrorists fought the Syrian army.")]
    [('Hamas', 'Hamas', False), ('Hamas', 'terrorists', True), (None, 'fought', False), ('Syrian armed forces', 'Syrian army', False)]
    """
    words = find_words(text)
    met = list(search(text, words))
    known = {at: actor for at, one in enumerate(met) if (actor := _clear(one))}
    clear = {actor.name for actor in known.values()}
    countries = {code for one in met for code in _countries(one)}
    spans = [mark.span for mark in marks if mark.type in _NAMED_TYPES]
    for at, one in enumerate(met):
        if at not in known and (
            actor := _ambiguous(one, _text(text, words, one), clear, countries, _is_marked(_span(words, one), spans), published)
        ):
            known[at] = actor
    return tuple(_names(text, words, met, known, published))


def _names(text: str, words: Sequence[Word], met: Sequence[Met], known: dict[int, Actor], published: str | None) -> Iterable[Name]:
    for at, one in enumerate(met):
        span = _span(words, one)
        if actor := known.get(at):
            loaded = any(entry.loaded for entry in one.entries if entry.actor is actor)
            yield Name(span, actor.name_on(published), " ".join(text[slice(*span)].split()), loaded)
        elif (word := _naming_word(one)) and not _in_a_name(text, words, one):
            beside = _beside(text, words, met, at, known) if word.family in _ONES_OWN else None
            label = " ".join(text[slice(*span)].lower().split())
            yield Name(span, beside.name_on(published) if beside else None, label, word.loaded)


def _clear(one: Met) -> Actor | None:
    """The one actor that a name means wherever it stands."""
    if any(entry.ambiguous or entry.state for entry in one.entries):
        return None
    actors = {entry.actor.name: entry.actor for entry in one.entries if entry.actor}
    return actors.popitem()[1] if len(actors) == 1 else None


def _ambiguous(one: Met, text: str, clear: set[str], countries: set[str], is_marked: bool, published: str | None) -> Actor | None:
    """The actor that an ambiguous name means: one that the text also names clearly, else one of a country that it names."""
    actors = list({entry.actor.name: entry.actor for entry in one.entries if entry.actor and entry.actor.exists_on(published)}.values())
    if not actors:
        return None
    if named := [actor for actor in actors if actor.name in clear]:
        return named[0] if len(named) == 1 else None
    near = [actor for actor in actors if countries.intersection(actor.country)]
    are_initials = text.isupper() and text.isalpha() and len(text) >= _SHORTEST_INITIALS
    if len(near) == 1 and (is_marked or are_initials):
        return near[0]
    return actors[0] if len(actors) == 1 and is_marked and not actors[0].country else None


def _countries(one: Met) -> Iterable[str]:
    for entry in one.entries:
        if entry.state:
            yield entry.state.code
        elif entry.actor and not entry.ambiguous:
            yield from entry.actor.country


def _naming_word(one: Met) -> NamingWord | None:
    return next((entry.word for entry in one.entries if entry.word), None)


def _beside(text: str, words: Sequence[Word], met: Sequence[Met], at: int, known: dict[int, Actor]) -> Actor | None:
    """The actor whose name stands right before or right behind a noun: "Hamas fighters", "the rebel group M23"."""
    for other in (at - 1, at + 1):
        actor = known.get(other)
        if actor is None or actor.speaks not in _FOUGHT:
            continue
        left, right = sorted((at, other))
        is_next = met[left].last == met[right].first and text[words[met[left].last - 1].end : words[met[right].first].start] == " "
        start = words[met[left].first].start
        if is_next and not _AGAINST.search(text[max(0, start - _PREFIX) : start]):
            return actor
    return None


def _in_a_name(text: str, words: Sequence[Word], one: Met) -> bool:
    """Whether a common noun stands with a capital inside a longer name: "Yarm Martyrs Brigade"."""
    start, end = _span(words, one)
    if not text[start].isupper() or (start and text[start - 1] in "#@"):
        return text[start].isupper()
    before = words[one.first - 1] if one.first else None
    after = words[one.last] if one.last < len(words) else None
    follows = before is not None and text[before.start].isupper() and text[before.end : start] in (" ", "-", "' ", "’ ")
    goes_on = after is not None and text[after.start].isupper() and text[end : after.start] in (" ", "-", "' ", "’ ")
    is_capitals = text[start:end].isupper()
    return (follows or goes_on) and not is_capitals


def _is_marked(span: Span, marked: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in marked)


def _span(words: Sequence[Word], one: Met) -> Span:
    return words[one.first].start, words[one.last - 1].end


def _text(text: str, words: Sequence[Word], one: Met) -> str:
    return text[slice(*_span(words, one))]
