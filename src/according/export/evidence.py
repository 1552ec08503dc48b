"""What the formats of other programs hold beside their own columns: where each row comes from, and what had no word in the format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from according.export.choosing import deaths_of, differences_of
from according.export.comma_separated import Value
from according.export.records import IncidentRow, Telling

COLUMNS = (
    *("according_incident", "according_kind", "according_happening", "according_claim", "according_report", "according_address"),
    *("according_sentence_start", "according_sentence_end", "according_sentence", "according_chain", "according_origins"),
    *("according_reports", "according_addresses", "according_low", "according_best", "according_high", "according_differences"),
    "according_unmapped",
)
"""The columns that stand behind those of a format; ``docs/export.md`` says what each holds."""
_MOST_ADDRESSES = 50


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something that a format has no word for: ``what`` is counted, ``detail`` only said in the row."""

    what: str
    detail: str | None = None

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}" if self.detail else self.what


@dataclass(slots=True)
class Tally:
    """What an export counts as it goes: what was left out, and what had no word."""

    left_out: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)

    def count(self, unmapped: Iterable[Unmapped]) -> None:
        """Count what a row could not say."""
        self.unmapped.update(one.what for one in unmapped)


def evidence_of(incident: IncidentRow, lead: Telling, unmapped: Iterable[Unmapped]) -> tuple[Value, ...]:
    """The values of ``COLUMNS``; the sentence is that of ``lead``."""
    deaths = deaths_of(incident)
    addresses = tuple(dict.fromkeys(one.report.address for one in incident.told))
    return (
        incident.id, incident.kind, lead.happening.id, lead.happening.claim, lead.report.id, lead.report.address, *lead.sentence_span,
        lead.sentence, lead.chain, incident.origins, incident.reports, addresses[:_MOST_ADDRESSES], deaths.low, deaths.best, deaths.high,
        tuple(differences_of(incident)), tuple(map(str, unmapped)),
    )  # fmt: skip
