"""The origins of what one report says, once it is known whose copy it is."""

from __future__ import annotations

from according.incidents import Happening
from according.model import Claim, Reading, Source
from according.reconcile.origins import make_carrier, origin_of_claim, origin_of_happening, own_origin


class Origins:
    """What the words of one report go back to; ``copied`` is the origin of its group of copies, None if it is alone."""

    def __init__(self, reading: Reading, copied: str | None) -> None:
        self._carrier = make_carrier(reading.report, copied)
        self._claims = {claim.id: claim for claim in reading.claims}
        self._sources = {source.id: source for source in reading.sources}
        self.own = own_origin(self._carrier)
        """The origin of the report's own words."""

    def source_of(self, claim: Claim) -> Source | None:
        """Who makes a claim, as the reading lists it."""
        return self._sources.get(claim.source_id or "")

    def of_claim(self, claim: Claim) -> str:
        """The origin of a claim."""
        source = self.source_of(claim)
        kind, role, affiliation = (source.kind, source.role, source.affiliation) if source else (None, None, None)
        return origin_of_claim(self._carrier, claim.who, kind, role=role, affiliation=affiliation, via=claim.via)

    def of_happening(self, happening: Happening) -> str:
        """The origin of what the report tells of a happening."""
        claim = self._claims.get(happening.claim or "")
        source = self.source_of(claim) if claim else None
        role, affiliation = (source.role, source.affiliation) if source else (None, None)
        return origin_of_happening(self._carrier, happening, role=role, affiliation=affiliation)
