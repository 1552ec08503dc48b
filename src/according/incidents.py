"""The data types of the account across reports: what one report tells of a happening, and what is held of several.

Frozen values, standard library only. ``Happening`` is what one report says of one happening (all its mentions there taken
together). An incident is the same happening across reports, which is a view: it follows from the happenings and from the
``Judgement`` rows about them, and is never stored as a truth of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from according.model import Likely, Span

Range = tuple[int | None, int | None]
"""Low and high, both included; None for an open end."""
Subject = Literal["happening", "report", "actor", "place", "claim", "event", "figure", "spot", "naming", "reading"]
Relation = Literal["same", "different", "copy", "wrong", "right", "corrected", "missed"]
CopyKind = Literal["reprint", "part", "rewrite"]
DifferenceType = Literal["number", "scope", "denied", "perpetrator", "victim", "kind", "place", "date", "superseded", "correction"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One event mention of a happening: its trigger, kind and id as the reading has them."""

    event: str
    trigger: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What one report tells of one happening, for example the shelling of a bridge with its dead.

    ``id`` is a hash of the report and the first trigger, so that it outlives a re-reading that finds the same word.
    ``trigger`` is that of the fullest mention, ``sentence`` the sentence around it. Dates are ISO days, both included, None
    if not said; ``actor`` and ``target`` are as written, ``actor_key`` and ``target_key`` the name that the vocabulary
    gives them (None if it has none). ``lat`` and ``lon`` are degrees (WGS 84). ``who`` says so (the publisher where nobody
    is quoted), through ``via``. ``words`` are the content words of its sentences, folded, in alphabetical order, ``around`` those of
    the report's opening and of the text right before. ``counted`` is whom its toll counts ("children"), None if that is not said;
    ``is_rest`` if its dead are others than those told of before ("24 more people"); ``approximate`` are the measures (killed, injured)
    of which it says "about 40".
    ``dates`` are those that its mentions may have, each with how likely it is, in order.
    """

    id: str
    report: str
    mentions: tuple[Mention, ...]
    trigger: Span
    sentence: Span
    kind: str
    status: str
    date_from: str | None = None
    date_to: str | None = None
    date_how: str | None = None
    published: str | None = None
    place: str | None = None
    place_name: str | None = None
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None
    actor: str | None = None
    target: str | None = None
    actor_key: str | None = None
    target_key: str | None = None
    killed: Range | None = None
    injured: Range | None = None
    scope: str | None = None
    claim: str | None = None
    who: str | None = None
    source_kind: str | None = None
    via: tuple[str, ...] = ()
    publisher: str | None = None
    is_own_voice: bool = False
    words: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    confidence: float = 1.0
    counted: str | None = None
    dates: tuple[Likely, ...] = ()
    is_rest: bool = False
    approximate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Someone, or some rule, holds that two things are the same, different or copies, or that one is right, wrong, corrected or missed.

    ``left`` and ``right`` are ids, in alphabetical order where the relation is symmetric; ``by`` is ``rule:NAME`` or
    ``person:NAME``; ``at`` is UTC, ISO 8601; ``reasons`` are in words. ``retracts`` is the id of an earlier judgement that
    this one takes back. The order in which judgements come does not matter, save that of one person on one pair the later counts.

    What is held of a reading (of a claim, an event, a figure, a place or a name in it) names its ``report``. ``value`` is JSON: with
    ``corrected`` what belongs in ``field``, with ``right`` and ``missed`` the thing itself, as it was seen or as it should have been
    read. ``signers`` is how many people must hold the same before it counts.
    """

    id: str
    subject: Subject
    relation: Relation
    left: str
    right: str | None
    by: str
    at: str
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    retracts: str | None = None
    report: str | None = None
    field: str | None = None
    value: str | None = None
    signers: int = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports of which one repeats the other, or both a third: how, and how much of the shorter one is shared (0 to 1)."""

    left: str
    right: str
    kind: CopyKind
    share: float
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the reports of an incident do not agree.

    ``sides`` are groups of happening ids that say the same, each with its value in words; two sides or more.
    """

    field: str
    type: DifferenceType
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str
