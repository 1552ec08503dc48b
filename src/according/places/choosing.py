"""Which of the places of one name a report means: by size, by kind, and by the other places that it names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from according.places.gazetteer import Entry

ROUNDS = 3
MOST_COMPARED = 6
"""So many of the best candidates are compared by distance, with so many places of their country."""
MOST_ANCHORS = 12
ANCHOR_KM = 120.0
APART_KM = 100.0
"""Two places nearer than this are the same choice as far as doubt goes."""
LEAST_MARGIN = 0.6
"""By how much the first must lead the next one elsewhere; below it nothing is chosen."""
LEAST_SUPPORT = 4.2
"""What must speak for the first at least: a hamlet's name alone, with nothing else of its country in the report, is no answer."""
_COUNTRY_PRIOR = 9.0
_UNCOUNTED = 1000
"""What a town of which GeoNames does not know how many live there counts as."""
_RANK = (0.0, -0.7, -1.4)
_KNOWN_RANK = (0.0, -0.2, -0.8)
"""For places of more than a hundred thousand people, whose other names are mostly well known."""
_KIND_BONUS = {"capital": 1.9, "division": 0.4, "district": -1.2}
_LISTED = {
    "region": 6.0,
    "sea": 7.0,
    "continent": 9.0,
    "strait": 6.0,
    "mountain": 5.5,
    "river": 5.5,
    "camp": 5.0,
    "quarter": 4.3,
    "square": 4.0,
}
_HINTED = {
    "division": {"division": 2.0, "region": 1.5, "city": -1.0, "capital": -1.0, "district": 0.5},
    "district": {"district": 2.5, "quarter": 1.5, "division": 0.5, "city": -0.3},
    "city": {"city": 0.7, "capital": 0.7, "town": 0.7, "village": 0.7, "division": -1.5, "district": -1.0, "country": -2.0},
}
_COUNTRY, _DIVISION, _NEAR, _INSIDE = 2.6, 3.5, 1.4, 6.0
_STRANGE, _PART_STRANGE = 1.0, 2.0
"""What speaks against a town in a country of which the report names nothing else, where nearly all else lies in one other country;
and, wherever that lies, against a place of which only a part of the name is known, "George" of "George Orlan Square"."""
_WORLDLY = frozenset(("country", "capital", "continent", "sea"))
_ONE_COUNTRY, _ENOUGH = 0.5, 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with what speaks for it apart from the report's other places."""

    entry: Entry
    prior: float


@dataclass(slots=True)
class Question:
    """A name to be settled: its candidates, what it is said to lie in, and the candidate that leads at present.

    ``is_part`` while it stands only within names of which nothing else is known, "George" in "George Orlan Square".
    """

    candidates: Sequence[Candidate]
    parent: Question | None = None
    mentions: int = 1
    is_part: bool = True
    leader: Candidate | None = None
    margin: float = 0.0
    support: float = 0.0

    @property
    def weight(self) -> float:
        """How much it counts for the others: what a report names often is where it happens."""
        return 1.0 + 0.3 * min(self.mentions, 4)

    @property
    def settled(self) -> Entry | None:
        """The place that the name means, if one leads by enough and enough speaks for it; a name that our list alone has is that."""
        is_ours = self.leader is not None and self.leader.entry.listed and len(self.candidates) == 1
        if self.leader and self.margin >= LEAST_MARGIN and (self.support >= LEAST_SUPPORT or is_ours):
            return self.leader.entry
        return None


def weigh(entries: Iterable[Entry], kind: str | None) -> list[Candidate]:
    """The places of one name with their priors, best first; ``kind`` is what the text calls it."""
    entries = _without_doubles(list(entries))
    towns = {(entry.division, rank) for entry in entries if entry.kind in ("city", "capital") for rank in (1, 2) if entry.rank <= rank}
    lands = {entry.country for entry in entries if entry.kind == "country"}
    weighed = []
    for entry in entries:
        prior = (
            _size(entry)
            + (_KNOWN_RANK if entry.population > 100_000 else _RANK)[entry.rank]
            + (_HINTED.get(kind, {}).get(entry.kind, 0.0) if kind else 0.0)
        )
        if kind is None and entry.kind in ("city", "capital", "division") and entry.country in lands:
            prior -= 4.0  # a country's name is the country
        if kind in (None, "city") and entry.kind in ("division", "district") and (entry.division, max(entry.rank, 1)) in towns:
            prior -= 2.0  # a town's name without "province" is the town
        weighed.append(Candidate(entry, prior))
    weighed.sort(key=lambda one: (-one.prior, one.entry.id or 0))
    return weighed


def _without_doubles(entries: list[Entry]) -> list[Entry]:
    """The places without the provinces and districts of GeoNames that our own list has, so that one region is one place."""
    ours = [one for one in entries if one.listed and one.kind in ("region", "division", "district")]

    def is_double(entry: Entry) -> bool:
        near = (one for one in ours if one.country == entry.country and distance_km(one, entry) < max(APART_KM, one.radius_km))
        return not entry.listed and entry.kind in ("division", "district") and any(near)

    return [entry for entry in entries if not is_double(entry)]


def _size(entry: Entry) -> float:
    if entry.kind == "country":
        return _COUNTRY_PRIOR
    if entry.listed and not entry.population:
        return _LISTED.get(entry.kind, 4.5)
    return math.log10((entry.population or _UNCOUNTED) + 30) + _KIND_BONUS.get(entry.kind, 0.0) + (0.5 if entry.listed else 0.0)


def settle(questions: Sequence[Question]) -> None:
    """Chooses a leader for every question, each in the light of the others' leaders."""
    asked = [question for question in questions if question.candidates]
    for question in asked:
        question.leader = question.candidates[0]
    for _ in range(ROUNDS):
        before = [question.leader for question in asked]
        scene = _Scene(asked)
        for question in asked:
            _lead(question, scene)
        if all(was is question.leader for was, question in zip(before, asked, strict=True)):
            return


class _Scene:
    """The leaders of all questions: how much of them lies in each country and division, and where the small ones are."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.countries: dict[str, float] = {}
        self.divisions: dict[int, float] = {}
        self.anchors: dict[str, list[Entry]] = {}
        self.total = 1.0
        for question in questions:
            if question.leader:
                self._add(question.leader.entry, question.weight)

    def is_elsewhere(self, total: float) -> bool:
        """Whether one country holds most of what the report names, and that is more than a mention or two."""
        return max(self.countries.values(), default=0.0) >= max(_ENOUGH, _ONE_COUNTRY * total)

    def _add(self, entry: Entry, weight: float) -> None:
        self.total += weight
        if entry.country:
            self.countries[entry.country] = self.countries.get(entry.country, 0.0) + weight
            anchors = self.anchors.setdefault(entry.country, [])
            if entry.radius_km < ANCHOR_KM and len(anchors) < MOST_ANCHORS:
                anchors.append(entry)
        if entry.division:
            self.divisions[entry.division] = self.divisions.get(entry.division, 0.0) + weight


def _lead(question: Question, scene: _Scene) -> None:
    """Scores the candidates of one question; what it counts itself in the scene is left out."""
    own, weight = (question.leader.entry if question.leader else None), question.weight
    total = scene.total - weight
    parent = question.parent.leader.entry if question.parent and question.parent.leader else None
    scored: list[tuple[float, Candidate]] = []
    for candidate in question.candidates:
        entry = candidate.entry
        shared = scene.countries.get(entry.country or "", 0.0) - (weight if own and own.country == entry.country else 0.0)
        score = candidate.prior + _COUNTRY * shared / total
        if shared <= 0.01 and question.is_part and total > 1.01:
            score -= _PART_STRANGE
        elif shared <= 0.01 and entry.kind not in _WORLDLY and scene.is_elsewhere(total):
            score -= _STRANGE
        if entry.division and shared > 0.01:
            near = scene.divisions.get(entry.division, 0.0) - (weight if own and own.division == entry.division else 0.0)
            score += _DIVISION * near / total
        if parent and parent is not entry and holds(parent, entry):
            score += _INSIDE
        scored.append((score, candidate))
    scored.sort(key=lambda pair: -pair[0])
    scored[:MOST_COMPARED] = [(score + _nearness(one.entry, own, scene), one) for score, one in scored[:MOST_COMPARED]]
    scored.sort(key=lambda pair: -pair[0])
    question.support, question.leader = best, leader = scored[0]
    elsewhere = (score for score, other in scored[1:] if _is_elsewhere(other.entry, leader.entry))
    question.margin = best - next(elsewhere, best - 9.0)


def _is_elsewhere(one: Entry, other: Entry) -> bool:
    """Whether two places are another choice: far apart, and not a town and the province that it lies in."""
    if distance_km(one, other) <= APART_KM:
        return False
    return not (one.kind == "division" and holds(one, other)) and not (other.kind == "division" and holds(other, one))


def _nearness(entry: Entry, own: Entry | None, scene: _Scene) -> float:
    anchors = scene.anchors.get(entry.country or "", ())
    nearest = min((distance_km(entry, other) for other in anchors if other is not own), default=math.inf)
    return _NEAR * math.exp(-nearest / 150.0)


def holds(parent: Entry, entry: Entry) -> bool:
    """Whether a place lies in another, by country, division or district, else by distance."""
    if parent.kind == "country":
        return parent.country == entry.country
    if parent.country and entry.country and parent.country != entry.country:
        return False
    if parent.kind == "division" and parent.division and entry.division:
        return parent.division == entry.division
    if parent.kind == "district" and entry.district and not entry.listed:
        return parent.district == entry.district
    return distance_km(parent, entry) < parent.radius_km + 25.0


def distance_km(one: Entry, other: Entry) -> float:
    """The distance between two places on a sphere, good enough for comparing."""
    east = (one.lon - other.lon + 180.0) % 360.0 - 180.0
    return 111.2 * math.hypot(one.lat - other.lat, east * math.cos(math.radians((one.lat + other.lat) / 2)))
