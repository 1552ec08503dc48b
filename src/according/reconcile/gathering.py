"""Which passages of one report tell of one happening: a logistic model over pairs of passages, then groups of those alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, combinations

from according.logistic import Weights, chance
from according.model import Span
from according.reconcile.clashes import acts_together, days_together, places_together, share_family, tolls_together
from according.reconcile.clustering import cluster
from according.reconcile.grounds import Days
from according.reconcile.passages import Passage
from according.reconcile.wording import content_words

REACH = 40
"""How many passages back a passage is compared with."""
FIRST = 3
"""How many passages at the beginning of a text every other one is compared with, for they may be its headline."""
THRESHOLD, POWER = 0.88, 2
"""Where the root of a mean squared likelihood joins: four of five pairs are right then, and four in nine of all are found."""
BARE = "bare"
_OF_BARE = 2.6
"""How much likelier, in units of the model, what tells nothing of its own is one with another: taken wrongly it misleads nobody."""
_POINTS = re.compile(r"\b(?:the|this|that|these|those|its|their)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_NEW = re.compile(r"\b(?:a|an|another|several|some|two|three|other|more|further|new|similar|separate)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_BEFORE = 40  # characters
_STEM = 5  # letters
_SHARES = (0.01, 0.1, 0.2, 0.3, 0.45, 0.6)
_DISTANCES = ((0, "one sentence"), (1, "next"), (2, "second"), (4, "near"), (9, "far"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage with its words: how its first trigger is put, who does it, to whom, and all that its sentence says."""

    passage: Passage
    pointing: str
    is_plural: bool
    stems: frozenset[str]
    words: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]

    @property
    def is_bare(self) -> bool:
        """Whether it tells neither where nor when nor how many died: "the attack hurt seven"."""
        told = self.passage
        return not told.names and told.killed is None and not told.is_dated


def gather(text: str, passages: Sequence[Passage], weights: Weights | None = None) -> list[list[Passage]]:
    """Passages in groups of one happening each, in the order of the text; what is denied stands apart from what is told.

    ``weights`` stand in for ours.
    """
    if len(passages) < 2:
        return [[passage] for passage in passages]
    seen, weights = look_at(text, passages), {**(load_weights() if weights is None else weights), BARE: _OF_BARE}
    names = [f"{at:06}" for at in range(len(passages))]
    scores = {
        (names[i], names[j]): 1.0 if _is_its_toll(passages[i], passages[j]) else chance(features, weights)
        for i, j, features in iter_pairs(seen)
    }
    dated = [at for at, passage in enumerate(passages) if passage.is_dated]
    walls = [(names[i], names[j]) for i, j in combinations(dated, 2) if _are_of_two_days(passages[i].days, passages[j].days)]
    return [[passages[int(name)] for name in group] for group in cluster(names, scores, threshold=THRESHOLD, walls=walls, power=POWER)]


def _is_its_toll(a: Passage, b: Passage) -> bool:
    """Whether the second tells only what came of the first, right behind it: "Kesh was shelled on Monday. Five people were killed".

    It may add to a toll, "Nineteen others were wounded", but gives no other one of the same kind.
    """
    if a.id != b.id or b.number != a.number + 1 or b.anew or b.scope == "total":
        return False
    if any(one and other and one != other for one, other in ((a.killed, b.killed), (a.injured, b.injured))):
        return False
    is_told = bool(a.acts) and not b.acts and share_family(_kinds(a), _kinds(b))
    return is_told and places_together(a, b) != "apart" and days_together(a, b).startswith(("equal", "one", "none"))


def _kinds(passage: Passage) -> frozenset[str]:
    return frozenset(event.kind for event in passage.events)


def _are_of_two_days(one: Days | None, other: Days | None) -> bool:
    """Whether two periods have no day in common."""
    return one is not None and other is not None and (one[0] > other[1] or other[0] > one[1])


@cache
def load_weights() -> Weights:
    """The weights that ``train/gathering.py`` made."""
    weights: dict[str, float] = json.loads(files(__package__).joinpath("gathering.json").read_text(encoding="utf-8"))
    return weights


def look_at(text: str, passages: Sequence[Passage]) -> list[Seen]:
    """The passages of a text with their words."""
    return [
        Seen(
            passage,
            _pointing(text[max(0, passage.events[0].trigger[0] - _BEFORE) : passage.events[0].trigger[0]]),
            text[slice(*passage.events[0].trigger)].lower().endswith("s"),
            frozenset(text[slice(*event.trigger)].lower()[:_STEM] for event in passage.events),
            _words(text, [passage.sentence]),
            _words(text, [event.actor for event in passage.events]),
            _words(text, [event.target for event in passage.events]),
        )
        for passage in passages
    ]


def _words(text: str, spans: Iterable[Span | None]) -> frozenset[str]:
    return frozenset(content_words(text[slice(*span)] for span in spans if span))


def _pointing(before: str) -> str:
    return "the" if _POINTS.search(before) else "new" if _NEW.search(before) else "bare"


def iter_pairs(seen: Sequence[Seen]) -> Iterable[tuple[int, int, list[str]]]:
    """The pairs of passages that are compared, with their features: numbers in the order of the text, the first one first."""
    turns = list(accumulate((one.passage.anew for one in seen), initial=0))
    dated = list(accumulate((at if one.passage.is_dated else -1 for at, one in enumerate(seen)), max, initial=-1))
    for j in range(len(seen)):
        for i in (*range(min(FIRST, max(0, j - REACH))), *range(max(0, j - REACH), j)):
            if seen[i].passage.is_denied == seen[j].passage.is_denied:
                last = seen[dated[j]].passage if dated[j] > i else None
                yield i, j, _features(seen[i], seen[j], j - i - 1, turns[j] > turns[i + 1], last)


def _features(one: Seen, other: Seen, between: int, is_turned: bool, last: Passage | None) -> list[str]:
    """The features of a pair; ``is_turned`` if the text turns to something else between them, ``last`` is dated between them."""
    a, b = one.passage, other.passage
    tie = "tied" if a.id == b.id else "not tied"
    near = next((name for most, name in _DISTANCES if b.number - a.number <= most), "very far")
    acts, days, places, toll = acts_together(a, b), days_together(a, b), places_together(a, b), tolls_together(a.killed, b.killed)
    share = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    return [
        f"acts {acts} {tie}",
        f"acts {acts} days {days}",
        f"acts {acts} {near} {tie} {toll}",
        f"places {places} {near}",
        f"acts {acts} toll {toll}",
        f"acts {acts} words {bool(one.stems & other.stems)}",
        f"family {share_family(_kinds(a), _kinds(b))}",
        f"kinds {'+'.join(sorted((a.events[0].kind, b.events[0].kind)))}",
        f"days {days} {tie}",
        f"days how {a.how} {b.how} {a.days == b.days}",
        f"days between {_as_which(last, a, b)} {b.is_dated}",
        f"old {a.is_old} {b.is_old}",
        f"places {places} {tie}",
        f"places {places} {other.pointing}",
        f"pointing {other.pointing} {tie}",
        f"plural {one.is_plural} {other.is_plural}",
        f"turn {b.anew} {near}",
        f"turn between {is_turned} {tie}",
        f"source {_source(a.who, b.who)} {toll}",
        f"scope {a.scope} {b.scope} {toll}",
        f"opening {a.number == 0} {near}",
        f"opening {min(a.number, 3)} {tie}",
        f"actor {_likeness(one.actors, other.actors)}",
        f"target {_likeness(one.targets, other.targets)}",
        f"share {sum(share >= step for step in _SHARES)}",
        f"between {min(between, 6)} {tie}",
        *([BARE] if one.is_bare or other.is_bare else []),
    ]


def _source(one: str | None, other: str | None) -> str:
    """Whether two passages have one source."""
    if one is None or other is None:
        return "one" if one or other else "none"
    return "same" if one == other else "other"


def _as_which(last: Passage | None, a: Passage, b: Passage) -> str:
    """Which of two passages the last dated one between them goes with by its day."""
    if last is None:
        return "none"
    return "first" if last.days == a.days else "second" if last.days == b.days else "other"


def _likeness(some: frozenset[str], others: frozenset[str]) -> str:
    if not some or not others:
        return "one" if some or others else "none"
    return "equal" if some == others else "shared" if some & others else "other"
