"""What becomes of a coded event when it is looked for in the account: frozen values, as ``according compare --json`` writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from according.incidents import Range
from according.model import Span

KindFit = Literal["same", "akin", "other"]
"""Whether the coding may stand for a kind that is told of, for one of its family, or for neither."""
Missing = Literal["no report of that time", "nothing near there", "another kind", "another day", "another place", "no day told"]
"""Why a coded event is not found: the nearest thing to it that the account holds."""


@dataclass(frozen=True, slots=True)
class Near:
    """An incident that is not the coded event by its day, place or kind, but comes near it; ``why`` says what parts them."""

    incident: str
    kind: str
    date: str | None
    place: str | None
    days_off: int | None
    km: float | None
    kind_fit: KindFit
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """A number that one telling gives, and whether it can be right together with the coded one; ``happening`` is the telling's."""

    origin: str | None
    figure: Range
    agrees: bool
    happening: str


@dataclass(frozen=True, slots=True)
class Told:
    """One report that tells of the incident: the word that names it (``trigger``, a span of the report's text) and its sentence."""

    happening: str
    origin: str | None
    report: str
    ref: str
    published: str | None
    trigger: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class FigureFit:
    """A coded number beside those of the account: ``agrees`` with all of them, with some or with none; None where the account has none."""

    measure: str
    coded: Range
    agrees: Literal["all", "some", "none"] | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The incident that a coded event is taken for, and where the two part: days off, kilometres apart (None: not known), kind, numbers.

    ``also`` are other incidents that it may be as well, ``differs`` what does not agree, in words.
    """

    incident: str
    kind: str
    date: str | None
    place: str | None
    origins: int
    days_off: int
    km: float | None
    kind_fit: KindFit
    figures: tuple[FigureFit, ...]
    differs: tuple[str, ...]
    told: tuple[Told, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One coded event and what the account has of it: ``found``, else ``missing`` with the reason and what comes near."""

    row: int
    id: str | None
    date: str
    place: str | None
    coded_as: str
    found: Found | None
    missing: Missing | None = None
    reason: str | None = None
    near: tuple[Near, ...] = ()


@dataclass(slots=True)
class Totals:
    """How many rows came to which end: ``rows`` could be read, ``found`` were found, ``differing`` of these differ in something."""

    rows: int = 0
    found: int = 0
    differing: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0

    def count(self, one: Compared) -> None:
        """Count a row that could be read."""
        self.rows += 1
        if one.found is None:
            reason = one.missing or "not found"
            self.missing[reason] = self.missing.get(reason, 0) + 1
            return
        self.found += 1
        self.differing += bool(one.found.differs)
