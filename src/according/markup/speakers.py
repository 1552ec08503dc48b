"""Who speaks in a report, each with a number and a colour of the stylesheet; colours repeat, numbers do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from according.model import Claim, Reading, Source

COLOURS = 10


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who says something in a report: the number in the order of the text, and how many claims are hers."""

    number: int
    who: str
    source: Source | None
    claims: int

    @property
    def classes(self) -> str:
        """The class name of what she says: one of ten colours, each with a line of its own form."""
        return f"speaker-{(self.number - 1) % COLOURS}"


def find_speakers(reading: Reading) -> dict[str, Speaker]:
    """The speakers by ``speaker_key`` of their claims, in the order in which they come to word."""
    sources = {source.id: source for source in reading.sources}
    counted = Counter(speaker_key(claim) for claim in reading.claims)
    found: dict[str, Speaker] = {}
    for claim in _in_order(reading.claims):
        key = speaker_key(claim)
        if key not in found:
            found[key] = Speaker(len(found) + 1, claim.who, sources.get(claim.source_id or ""), counted[key])
    return found


def speaker_key(claim: Claim) -> str:
    """By what two claims are known to be of one speaker: the source, or the name where there is none."""
    return claim.source_id or f"who:{claim.who.casefold()}"


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (claim.content[:1] or ((0, 0),), claim.id))
