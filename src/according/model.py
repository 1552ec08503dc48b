"""The data types that pass between rooms: frozen values, standard library only.

Every offset is a half-open span ``[start, end)`` in Unicode code points into ``Report.text``. A value that the report
does not give is ``None``: never an empty string, never a guess. The JSON form of ``Reading`` is the public contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

SCHEMA = "according.reading/1"

SCREENED = "not about armed conflict, as far as the screen can tell: claims, events and figures were not looked for (--all looks for them)"
"""The problem that a reading names whose report was screened out before the tagger."""

Span = tuple[int, int]
Likely = tuple[str, float]
"""A date as an event has it, a day, a month, a year or an interval ``A/B``, and how likely it is, from 0 to 1."""
Kind = Literal["article", "post", "document"]
Form = Literal["text", "html", "record", "feed", "pdf", "mail", "telegram", "tweet"]


@dataclass(frozen=True, slots=True)
class Post:
    """A social-media post that stands in a report, for example a tweet embedded in an article.

    ``span`` covers all that is shown of it, signature included; ``text_span`` the author's own words within it
    (media links included, signature and date not). ``published_how`` is ``text`` (the signature's date), ``page``
    (a machine-readable date beside it), ``input`` (the export that the post came in) or ``address`` (the time that X
    writes into a post's number, in UTC).
    """

    span: Span
    text_span: Span
    platform: str
    author: str | None = None
    handle: str | None = None
    url: str | None = None
    published: str | None = None
    published_how: str | None = None
    media: tuple[str, ...] = ()
    forwarded_from: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one publisher or author put out, as text, for example an article on the fall of a city.

    The fields ending in ``_how`` tell how their neighbour was known: ``input`` (given beside the text), ``page`` (the
    document's own metadata), ``address`` (the URL), ``text`` (the words themselves), ``credit`` (an agency's credit
    line) or ``detected`` (language only). ``published`` and ``modified`` are ISO dates (a day, or as much of it as is known);
    ``published_at`` and ``modified_at`` are the full ISO 8601 times where the source states them, in its own zone.
    ``locator`` says where in the captured bytes the report stands (``post/2``, ``entry/3``), None for the whole.
    """

    id: str
    ref: str
    kind: Kind
    text: str
    parent: str | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_how: str | None = None
    credit: str | None = None
    byline: str | None = None
    byline_how: str | None = None
    title: str | None = None
    title_how: str | None = None
    published: str | None = None
    published_how: str | None = None
    published_at: str | None = None
    modified: str | None = None
    modified_how: str | None = None
    modified_at: str | None = None
    language: str | None = None
    language_how: str | None = None
    locator: str | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Someone the report lets speak, for example a spokesman, an outlet or the author of a post."""

    id: str
    name: str | None
    kind: str | None
    role: str | None = None
    affiliation: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution: a source, the cue that introduces it, and the content that it says."""

    id: str
    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    who: str
    source_id: str | None
    form: str
    act: str
    via: tuple[str, ...] = ()
    certainty: str = "certain"
    distance: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """One mention of a happening in a report, for example the noun "offensive".

    ``dates`` are the dates that it may have, each with how likely it is from 0 to 1, the likeliest first: together 1 at most but for
    rounding to hundredths, since it may have none of them. ``date`` is the first where one is likely enough, else None.
    """

    id: str
    trigger: Span
    kind: str
    event: str | None
    actor: Span | None = None
    target: Span | None = None
    place: Span | None = None
    date: str | None = None
    date_how: str | None = None
    status: str = "happened"
    claim: str | None = None
    confidence: float = 1.0
    dates: tuple[Likely, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with a range, a measure and a scope, for example "10,000 to 13,000 civilians"."""

    span: Span
    low: int | None
    high: int | None
    quantifier: str | None
    measure: str
    of: str | None
    scope: str | None
    event: str | None = None
    claim: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the report names, with its position in degrees (WGS 84) and radius in kilometres if known."""

    span: Span
    name: str
    geonames: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    how: str
    within: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression with its TimeML value, for example "the next day"."""

    span: Span
    value: str | None
    type: str
    how: str


@dataclass(frozen=True, slots=True)
class Name:
    """What the report calls an actor, for example "terrorists"."""

    span: Span
    actor: str | None
    label: str
    loaded: bool
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report says and who says it: the public output, one per report."""

    report: Report
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    names: tuple[Name, ...] = ()
    problems: tuple[str, ...] = ()
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that the tagger gives a type, for example "Kesh" as a place; ``confidence`` is calibrated, between 0 and 1."""

    span: Span
    type: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words marked as said by someone: content, and the source and cue that go with it where the text has them."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    act: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word marked as naming a happening, with the spans of who did it, to whom, and where."""

    span: Span
    kind: str
    status: str
    actor: Span | None
    target: Span | None
    place: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A span marked as a quantity, with what it measures and whether it is ``new`` or a ``total`` (None if not said)."""

    span: Span
    measure: str
    scope: str | None
    confidence: float


class States(Protocol):
    """What a tagger's network makes of a text, in a few numbers for each place in it."""

    def of(self, spans: Sequence[Span]) -> Any:
        """One row of numbers for each span: an array (spans, width)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the tagger marks in one text, each kind in the order of the text.

    ``vectors`` holds one row for each sentence, 384 float32 values of length one, little-endian, row after row; ``states`` what the
    tagger's network makes of each word piece, None where another tagger marked.
    """

    attributions: tuple[Attribution, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    names: tuple[Mark, ...] = ()
    times: tuple[Mark, ...] = ()
    sentences: tuple[Span, ...] = ()
    vectors: bytes = field(default=b"", repr=False)
    problems: tuple[str, ...] = ()
    states: States | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a container tells of the items in it, for example a channel export its channel's name."""

    publisher: str | None = None
    author: str | None = None
    handle: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read: its bytes as they came, and what is known of them from outside.

    ``ref`` is the path, address or id under which it came in; ``url`` the web address if there is one; ``locator``
    says where in ``container`` the bytes stood (``line 12``); ``retrieved_at`` is UTC, ISO 8601; ``headers`` are those of
    the response that brought it.
    """

    ref: str
    data: bytes
    form: Form
    retrieved_at: str
    method: str = "file"
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read: which, why, and in whose words."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its readings (an article's before those of its posts) and what failed in it."""

    item: Item
    readings: tuple[Reading, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """The evidence for a report: which bytes, from where, when, how, and read by which version.

    ``sha256`` is the hash of the raw bytes in lower-case hexadecimal; ``address`` the URL, or the path or id where there
    is no URL; ``retrieved_at`` UTC, ISO 8601; ``size`` in bytes.
    """

    id: str
    sha256: str
    size: int
    address: str
    retrieved_at: str
    method: str
    media_type: str | None
    headers: tuple[tuple[str, str], ...]
    reader: str
