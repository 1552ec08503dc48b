"""Which tagger marks the texts: the shipped one, a language model, or one that another package brings, as the settings say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Protocol, TypeVar, cast

from according.config import Config
from according.errors import AccordingError, ExtensionError, ReadError, UsageError
from according.extensions import TAGGERS, Extension, find_extensions, reason_of
from according.model import Attribution, Mark, Marks, Quantity, Span, Trigger
from according.sentences import find_sentences
from according.tag.labels import ACTS, KINDS, MEASURES, NAME_TYPES, STATUSES, TIME_TYPES

OWN, REMOTE = "according", "remote"


class TextTagger(Protocol):
    """Whoever marks a text; the spans of its marks are code points of that text."""

    def mark(self, text: str, *, language: str | None = None) -> Marks:
        """All marks of one text."""


def open_tagger(config: Config) -> TextTagger:
    """The tagger that ``config.tagger`` names, made once for the same settings.

    Raises ``UsageError`` for a name that nobody has, and ``ExtensionError`` for one that cannot be used: to go on with another tagger
    than the one that was asked for would pass its readings off as the other's.
    """
    return _open(replace(config, read_all=False))  # the same tagger, whether texts are screened before or not


@lru_cache(4)
def _open(config: Config) -> TextTagger:
    if config.tagger == OWN:
        return _Shipped()
    if config.tagger == REMOTE:
        from according.tag.remote import RemoteTagger

        return RemoteTagger(config)
    brought = [one for one in find_extensions(TAGGERS) if one.name == config.tagger]
    if not brought:
        known = ", ".join((OWN, REMOTE, *(one.name for one in find_extensions(TAGGERS))))
        raise UsageError(f"setting tagger: no tagger is called {config.tagger!r}: there is {known}")
    if len(brought) > 1:
        raise ExtensionError(f"several packages bring a tagger {config.tagger!r}: {', '.join(one.package for one in brought)}")
    return _Brought(brought[0], config)


class _Shipped:
    """The shipped tagger, without the vectors that readings do not hold."""

    def mark(self, text: str, *, language: str | None = None) -> Marks:
        from according.tag.weights import load_tagger

        return load_tagger().mark(text, language=language, with_vectors=False)


class _Brought:
    """Another package's tagger: what it gives is checked, and what goes wrong in it is named as its own."""

    def __init__(self, extension: Extension, config: Config) -> None:
        self._extension = extension
        make = extension.load()
        if not callable(make):
            raise ExtensionError(f"the tagger {extension} is no function of the settings")
        try:
            self._tagger = make(config)
        except AccordingError:
            raise
        except Exception as error:
            raise ExtensionError(f"the tagger {extension} cannot be made ({reason_of(error)})") from error
        if not callable(getattr(self._tagger, "mark", None)):
            raise ExtensionError(f"the tagger {extension} has no function mark")

    def mark(self, text: str, *, language: str | None = None) -> Marks:
        try:
            marks = cast("TextTagger", self._tagger).mark(text, language=language)
        except AccordingError:
            raise
        except Exception as error:
            raise ReadError(f"the tagger {self._extension} failed ({reason_of(error)})") from error
        if not isinstance(marks, Marks):
            raise ReadError(f"the tagger {self._extension} gave {type(marks).__name__} where Marks belong")
        checked, dropped = checked_marks(text, marks)
        told = f"; {dropped:,} of its marks were dropped: outside of the text, or no known label" if dropped else ""
        return replace(checked, problems=(*checked.problems, f"marked by the tagger {self._extension}{told}"))


def checked_marks(text: str, marks: Marks) -> tuple[Marks, int]:
    """The marks that stand in the text and have labels that we know, and how many do not; sentences where none were given."""

    def stands(*spans: Span | None) -> bool:
        return all(span is None or 0 <= span[0] < span[1] <= len(text) for span in spans)

    def is_claim(one: Attribution) -> bool:
        return bool(one.content) and stands(*one.content, one.source, one.cue) and one.act in ACTS

    def is_event(one: Trigger) -> bool:
        return stands(one.span, one.actor, one.target, one.place) and one.kind in KINDS and one.status in STATUSES

    def is_quantity(one: Quantity) -> bool:
        return stands(one.span) and one.measure in MEASURES and one.scope in (None, "new", "total")

    def is_name(one: Mark) -> bool:
        return stands(one.span) and one.type in NAME_TYPES

    def is_time(one: Mark) -> bool:
        return stands(one.span) and one.type in TIME_TYPES

    kept = replace(
        marks,
        attributions=_sorted(filter(is_claim, marks.attributions)),
        triggers=_sorted(filter(is_event, marks.triggers)),
        quantities=_sorted(filter(is_quantity, marks.quantities)),
        names=_sorted(filter(is_name, marks.names)),
        times=_sorted(filter(is_time, marks.times)),
        sentences=tuple(find_sentences(text)),
        vectors=b"",
    )
    return kept, _number(marks) - _number(kept)


_M = TypeVar("_M", Attribution, Trigger, Quantity, Mark)


def _sorted(marks: Iterable[_M]) -> tuple[_M, ...]:
    return tuple(sorted(marks, key=lambda one: one.content[0] if isinstance(one, Attribution) else one.span))


def _number(marks: Marks) -> int:
    return sum(map(len, (marks.attributions, marks.triggers, marks.quantities, marks.names, marks.times)))
