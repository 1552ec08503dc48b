"""The rows of the account as exports see them: frozen values that hold all that a format may write.

Every row knows its report's address and the sentence that it rests on: ``text[slice(*row.span)]`` are its words,
``text[slice(*row.sentence_span)]`` its ``sentence``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from according.incidents import Difference, Happening, Range
from according.model import Span


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as it is cited: ``address`` is its web address, else the path or id under which it came in; ``retrieved_at`` is UTC.

    ``sha256`` is that of the bytes as they came, ``text_sha256`` that of ``text``, into which all spans point.
    """

    id: str
    ref: str
    address: str
    kind: str
    publisher: str | None
    credit: str | None
    title: str | None
    published: str | None
    retrieved_at: str
    sha256: str
    text_sha256: str
    parent: str | None
    locator: str | None
    copy_group: str | None
    copy_kind: str | None
    origin: str | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Who says what in a report: ``span`` holds the words that are said, ``via`` whom they passed through, the nearest to ``who`` first."""

    id: str
    report: str
    who: str
    source_kind: str | None
    role: str | None
    affiliation: str | None
    act: str
    form: str
    certainty: str
    distance: str | None
    via: tuple[str, ...]
    origin: str | None
    span: Span
    words: str
    sentence_span: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number in a report, with whose word it is (``who`` None: the report's own) and the happening and incident that it belongs to."""

    id: str
    report: str
    happening: str | None
    incident: str | None
    measure: str
    of: str | None
    low: int | None
    high: int | None
    quantifier: str | None
    scope: str | None
    claim: str | None
    who: str | None
    origin: str | None
    span: Span
    words: str
    sentence_span: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number without its words, for formats that only ask what is counted: of whom, and the least."""

    measure: str
    of: str | None
    low: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What one report tells of an incident: its happening as the account has it, the report, the claim it rests on, and its figures.

    ``counted`` holds the figures without their words; which of the three are read, ``Rows.incidents`` is told.
    """

    happening: Happening
    incident: str
    origin: str
    report: ReportRow
    claim: ClaimRow | None
    figures: tuple[FigureRow, ...]
    counted: tuple[Counted, ...]
    sentence: str

    @property
    def sentence_span(self) -> Span:
        """Where the sentence stands in the report's text."""
        return self.happening.sentence

    @property
    def chain(self) -> tuple[str, ...]:
        """Who says so, through whom, up to who printed it: ``("activists", "SOHR", "Reuters", "The Kesh Herald")``."""
        one = self.happening
        said = (one.who, *one.via) if not one.is_own_voice and one.who else ()
        return tuple(dict.fromkeys(name for name in (*said, self.report.credit, self.report.publisher) if name))


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """The same happening across reports: kind, days and place are what most origins give, ``killed`` the range over all of them.

    ``told`` is in the order of publication (unknown dates last), and never empty.
    """

    id: str
    kind: str
    date_from: str | None
    date_to: str | None
    place: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    country: str | None
    actors: tuple[str, ...]
    origins: int
    reports: int
    is_contested: bool
    differences: tuple[Difference, ...]
    killed: Range | None
    published_first: str | None
    published_last: str | None
    told: tuple[Telling, ...]
