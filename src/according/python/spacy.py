"""A component for spaCy's pipelines: what a text says and who says it, as spans of its tokens.

``nlp.add_pipe("according")`` puts ``doc._.claims``, ``doc._.events``, ``doc._.figures`` and ``doc._.reading`` on every document, and the
spans under ``doc.spans["according/claims"]`` and the like. What is kept with the document are plain values, so that ``DocBin`` and
``doc.to_bytes`` carry all of it; the properties are made from them when they are asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from according import model
from according.codec import to_body
from according.config import Config, load_config
from according.errors import UsageError
from according.ids import report_id, text_sha256
from according.pipeline import read_report
from according.read.posts import find_posts

KEY = "according"
_LANGUAGE = "en"
_F = TypeVar("_F")
_GIVEN = ("published", "publisher", "title", "url")


@dataclass(frozen=True, slots=True)
class ClaimSpans:
    """A claim with the tokens of its parts; a part that no token stands for is None, and its offsets stand in ``claim``."""

    claim: model.Claim
    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None

    @property
    def who(self) -> str:
        """Who says it."""
        return self.claim.who

    @property
    def via(self) -> tuple[str, ...]:
        """Through whom it comes."""
        return self.claim.via

    @property
    def act(self) -> str:
        """What is done by saying it, for example ``deny``."""
        return self.claim.act

    @property
    def form(self) -> str:
        """How it is given, for example ``direct``."""
        return self.claim.form

    @property
    def certainty(self) -> str:
        """How surely it is said."""
        return self.claim.certainty

    @property
    def distance(self) -> str | None:
        """The word by which the report keeps its distance."""
        return self.claim.distance

    @property
    def confidence(self) -> float:
        """How sure the machine is of having read it rightly."""
        return self.claim.confidence


@dataclass(frozen=True, slots=True)
class EventSpans:
    """An event with the tokens of its trigger and of who did it, to whom, where."""

    event: model.Event
    trigger: Span | None
    actor: Span | None
    target: Span | None
    place: Span | None


@dataclass(frozen=True, slots=True)
class FigureSpans:
    """A figure with its tokens."""

    figure: model.Figure
    words: Span | None


class Component:
    """Reads each document of a pipeline for English."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def __call__(self, doc: Doc) -> Doc:
        """The document with what its text says; ``doc.user_data["according.given"]`` may tell when and by whom it was published."""
        reading = read_report(_report(doc), config=self._config)
        doc.user_data[KEY] = msgspec.json.decode(to_body(reading))
        for name, spans in _groups(reading):
            doc.spans[f"{KEY}/{name}"] = [one for span, label, id_ in spans if (one := _tokens(doc, span, label, id_)) is not None]
        return doc


@Language.factory(  # type: ignore[untyped-decorator]
    "according",
    default_config={"read_all": True},
    assigns=["doc._.claims", "doc._.events", "doc._.figures", "doc._.reading"],
)
def make_component(nlp: Language, name: str, read_all: bool) -> Component:
    """The component for a pipeline; with ``read_all`` false, texts that are not about armed conflict are passed over.

    Raises ``UsageError`` for a pipeline of another language than English.
    """
    if nlp.lang != _LANGUAGE:
        raise UsageError(
            f"the component {name!r} reads English, and this pipeline is for {nlp.lang!r}: use it with spacy.blank('en') or an en_ model"
        )
    return Component(replace(load_config(os.environ), read_all=read_all))


def reading_of(doc: Doc) -> model.Reading | None:
    """What the document says; None where it did not go through the component."""
    held = doc.user_data.get(KEY)
    if held is None:
        return None
    reading = msgspec.convert(held, model.Reading)
    return replace(reading, report=replace(reading.report, text=doc.text))


def claims_of(doc: Doc) -> list[ClaimSpans]:
    """The claims of a document."""
    return [
        ClaimSpans(one, tuple(_all(doc, one.content, one.act)), _tokens(doc, one.source, "source"), _tokens(doc, one.cue, "cue"))
        for one in _found(doc, "claims", model.Claim)
    ]


def events_of(doc: Doc) -> list[EventSpans]:
    """The events of a document."""
    return [
        EventSpans(
            one, _tokens(doc, one.trigger, one.kind), *(_tokens(doc, getattr(one, role), role) for role in ("actor", "target", "place"))
        )
        for one in _found(doc, "events", model.Event)
    ]


def figures_of(doc: Doc) -> list[FigureSpans]:
    """The figures of a document."""
    return [FigureSpans(one, _tokens(doc, one.span, one.measure)) for one in _found(doc, "figures", model.Figure)]


def _found(doc: Doc, name: str, kind: type[_F]) -> list[_F]:
    held: Any = doc.user_data.get(KEY) or {}
    return msgspec.convert(held.get(name, []), list[kind])  # type: ignore[valid-type]


def _report(doc: Doc) -> model.Report:
    given = doc.user_data.get(f"{KEY}.given") or {}
    if not isinstance(given, dict) or given.keys() - set(_GIVEN):
        raise UsageError(f'doc.user_data["{KEY}.given"] is a dict that may hold {", ".join(_GIVEN)}')
    text = doc.text
    known = {key: str(value) for key, value in given.items() if value is not None}
    hows = {f"{key}_how": "input" for key in known if key != "url"}
    return model.Report(
        id=report_id("article", known.get("url"), text_sha256(text), None, text),
        ref="doc",
        kind="article",
        text=text,
        language=_LANGUAGE,
        language_how="input",
        posts=find_posts(text),
        **known,
        **hows,
    )


_Labelled = tuple[model.Span, str, str]


def _groups(reading: model.Reading) -> Iterator[tuple[str, list[_Labelled]]]:
    """The spans of each kind, with their label and the id of what they belong to."""
    claims = reading.claims
    yield "claims", [(span, one.act, one.id) for one in claims for span in one.content]
    yield "sources", [(one.source, "source", one.id) for one in claims if one.source]
    yield "cues", [(one.cue, "cue", one.id) for one in claims if one.cue]
    yield "events", [(one.trigger, one.kind, one.id) for one in reading.events]
    yield "figures", [(one.span, one.measure, "") for one in reading.figures]
    yield "places", [(one.span, "place", "") for one in reading.places]
    yield "times", [(one.span, one.type, "") for one in reading.times]


def _all(doc: Doc, spans: Iterable[model.Span], label: str) -> Iterator[Span]:
    for span in spans:
        if (found := _tokens(doc, span, label)) is not None:
            yield found


def _tokens(doc: Doc, span: model.Span | None, label: str, id_: str = "") -> Span | None:
    """The tokens that a span touches; None where there are none."""
    if span is None:
        return None
    return doc.char_span(*span, label=label, span_id=id_, alignment_mode="expand")


for _name, _getter in (("claims", claims_of), ("events", events_of), ("figures", figures_of), ("reading", reading_of)):
    Doc.set_extension(_name, getter=_getter, force=True)
