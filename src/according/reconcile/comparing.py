"""Two reports of one happening, field by field: whether they can both be right and, if not, how they differ."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from according.actors import actor_called
from according.incidents import DifferenceType, Happening, Range
from according.reconcile.entities import name_key
from according.reconcile.parties import Parties, may_be_same, may_be_same_people, parties_of
from according.reconcile.ranges import compatible, least
from according.reconcile.wording import name_keys
from according.vocab.lists import read_list

Compare = Callable[[Happening, Happening], DifferenceType | None]
MUTUAL = frozenset(
    (
        "battle",
        "ceasefire",
        "diplomacy",
        "evacuation",
        "release",
        "buildup",
        "protest",
        "displacement",
        "aid",
        "surrender",
        "territory",
        "siege",
    )
)
"""Kinds of which one report may name one side as who does them, and another the other side."""
MEANS = frozenset(("air_strike", "shelling", "explosion"))
_DEEDS = frozenset(("attack", "destruction", "killing", "injury"))
_OF_PEOPLE = MEANS | _DEEDS | {"chemical", "abduction", "detention", "sexual_violence"}
ACTS = MEANS | {"chemical", "abduction", "detention", "sexual_violence", "battle", "territory", "siege"}
"""Kinds that say what was done, and not only what came of it."""
_ACTS_OF_ONE_KIND = frozenset(("chemical", "abduction", "detention", "sexual_violence"))
"""Acts that are told by no other name; what else is told beside them is no other account of them."""
_NOT_DONE = frozenset(("denied",))
_DONE = frozenset(("happened",))
PERIOD_DAYS = 3  # what is told of so many days is of a period, or of a day that is not known
_LONGER_DAYS = 7  # what is told of more days than a week more is of a longer time: "earlier this week" may be the day itself
_SORTS_OF_PEOPLE = (
    ("women", frozenset(("woman", "women", "girl", "girls"))),
    ("children", frozenset(("child", "children", "boy", "boys", "infant", "infants", "baby", "babies"))),
)
_OF_A_DAY = MEANS | {"chemical", "attack"}
_WIDER = 2.0  # times the radius from which on a place is an area beside the other
_NEAR_KM, _FAR_KM = 15.0, 100.0  # between the edges of both places
_SMALL_KM = 30.0
_ROUGHLY = 10
"""What is not meant to the last unit may be off by one in so many."""
_VAGUE_KM = 60.0
_KM_PER_DEGREE = 111.2
_LISTED = re.compile(r",|\band\b|\bas well as\b")
"""What stands between the places of a list."""
_MORE_NAMES = 3
"""So many words of names more make it a list of places, and no name of a region beside that of a town."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of ``differing.yml``, by what they tell."""

    correction: frozenset[str]
    later: frozenset[str]
    toll: frozenset[str]
    accident: frozenset[str]
    accident_beside: frozenset[str]
    crash: frozenset[str]
    downed: frozenset[str]
    unsure: frozenset[str]
    air: frozenset[str]
    drones: frozenset[str]
    ground: frozenset[str]
    laid: frozenset[str]
    open: frozenset[str]
    general: frozenset[str]
    denies: frozenset[str]
    everyone: frozenset[str]
    anyone: frozenset[str]
    several: frozenset[str]


@cache
def load_cues() -> Cues:
    """The words by which differences are typed."""
    return Cues(**{name: frozenset(words) for name, words in read_list("according.reconcile", "differing.yml").items()})


def corrects(one: Happening) -> bool:
    """Whether a report says that what was said before was wrong."""
    return not load_cues().correction.isdisjoint(one.words)


def updates(one: Happening) -> bool:
    """Whether a report says that its figure takes the place of an earlier one; "last updated" says so of its page."""
    cues, words = load_cues(), frozenset(one.words)
    of_its_page = frozenset(("updated",)) if "last" in words else frozenset()
    return bool(words & cues.later - of_its_page and words & cues.toll)


def figure_difference(left: Happening, right: Happening, field: str) -> DifferenceType | None:
    """How two tolls differ: another number, or another scope, if the higher counts a longer time, a wider area, more people or a total.

    None if both can be right.
    """
    one, other = _figure(left, field), _figure(right, field)
    if one is None or other is None or compatible(one, other) or _is_about(left, right, field):
        return None
    small, large = (left, right) if least(one) <= least(other) else (right, left)
    return "scope" if _is_wider(large, small) else "number"


def _figure(one: Happening, field: str) -> Range | None:
    figure: Range | None = getattr(one, field)
    return figure


def _is_about(left: Happening, right: Happening, field: str) -> bool:
    """Whether one figure is not meant to the last unit, and the other lies near it: "nearly 90" and 87."""
    return compatible(_roughly(left, field), _figure(right, field)) or compatible(_figure(left, field), _roughly(right, field))


def is_approximate(one: Happening, field: str) -> bool:
    """Whether a figure is a single number that is not meant to the last unit."""
    figure = _figure(one, field)
    return field in one.approximate and figure is not None and figure[0] == figure[1]


def _roughly(one: Happening, field: str) -> Range | None:
    """A figure, with a tenth on either side where it is not meant to the last unit."""
    figure = _figure(one, field)
    if figure is None or figure[0] is None or not is_approximate(one, field):
        return figure
    spread = math.ceil(figure[0] / _ROUGHLY)
    return figure[0] - spread, figure[0] + spread


def _is_wider(large: Happening, small: Happening) -> bool:
    """Whether the happening with the higher figure counts more: a total, a longer period, a wider area, people of all kinds."""
    if (large.scope, small.scope) == ("total", "new"):
        return True
    if _days(large) - _days(small) >= _LONGER_DAYS and _holds_days(large, small) and not _is_one_deed(large):
        return True
    if _is_area_around(large, small) or _names_more_places(large, small):
        return True
    return (_are_children(small) and not _are_children(large)) or _counts_more(large, small) or _counts_everyone(large, small)


def _is_one_deed(one: Happening) -> bool:
    """Whether one strike is told of, of which only the day is left open: "in early April a gas attack killed 88"."""
    return one.kind in _OF_A_DAY and load_cues().several.isdisjoint(one.words)


def _counts_everyone(large: Happening, small: Happening) -> bool:
    """Whether one counts people of all kinds and the other some of them: 126 people beside 98 evacuees.

    A toll that does not say whom it counts does so too, beside civilians of one sort; and the dead of a battle are not its civilians alone.
    """
    some = frozenset((small.counted or "").split())
    if some and some <= load_cues().anyone:
        return "battle" in kinds(large) and _counts_all(large)
    if not counts_some(small):
        return False
    return _counts_all(large) and (large.counted is not None or _counted(small).are_civilians)


def _counts_all(one: Happening) -> bool:
    """Whether a toll counts people of all kinds, or does not say whom."""
    return one.counted is None or not load_cues().everyone.isdisjoint(one.counted.split())


def counts_some(one: Happening) -> bool:
    """Whether a toll counts people of one sort alone, children or soldiers, and neither everyone nor civilians as such."""
    some = frozenset((one.counted or "").split())
    return bool(some) and some.isdisjoint(load_cues().everyone | load_cues().anyone)


def _counts_more(large: Happening, small: Happening) -> bool:
    """Whether a toll adds others to those that the other one counts: "31 jihadists and eight civilians" beside "31 jihadists"."""
    more, fewer = (frozenset((one.counted or "").split()) for one in (large, small))
    return bool(fewer) and fewer < more


def _are_children(one: Happening) -> bool:
    """Whether only some of the victims are counted, by the words of the toll or else by who was hit: children, women, medics."""
    part = parties_of(one.counted, None, one.date_from) if one.counted else people(one)
    words = (one.counted or one.target or "").lower().split()
    return part.are_civilians and not {"civilians", "residents", "people", "villagers"}.intersection(words)


def same_people(left: Happening, right: Happening) -> bool:
    """Whether both may tell of the same victims; civilians are told from fighters only where both give a toll."""
    are_counted = all(one.killed or one.injured for one in (left, right))
    compare = may_be_same_people if are_counted else may_be_same
    return compare(people(left), people(right), country_of(left, right))


def same_counted(left: Happening, right: Happening) -> bool:
    """Whether the tolls of both may count the same people, by their nouns: not "4 women" and "5 children"."""
    if _sort_of_people(left) != _sort_of_people(right) and _sort_of_people(left) and _sort_of_people(right):
        return False
    return may_be_same_people(_counted(left), _counted(right), country_of(left, right))


def _sort_of_people(one: Happening) -> str | None:
    """Whether a toll counts women alone, or children alone; None for any other."""
    words = frozenset((one.counted or "").split())
    return next((sort for sort, forms in _SORTS_OF_PEOPLE if words and words <= forms), None)


def country_of(left: Happening, right: Happening) -> str | None:
    """The country in which both say that it happened; None where they do not agree on one."""
    known = {one.country for one in (left, right) if one.country}
    return known.pop() if len(known) == 1 else None


def people(one: Happening) -> Parties:
    """Who was hit, as the report names them."""
    return parties_of(one.target, one.target_key, one.date_from)


def _counted(one: Happening) -> Parties:
    return parties_of(one.counted, None, one.date_from)


def doers(one: Happening) -> Parties:
    """Who did it, as the report names them."""
    return parties_of(one.actor, one.actor_key, one.date_from)


def perpetrator_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether they name parties of which neither can be the other; in what two sides do together each may be named first."""
    country = country_of(left, right)
    if may_be_same(doers(left), doers(right), country):
        return None
    if not (kinds(left) | kinds(right)) & MUTUAL:
        return "perpetrator"
    if (
        not people(left).parties
        or not people(right).parties
        or any(
            side.parties and may_be_same(one, side, country)
            for one, side in ((doers(left), people(right)), (people(left), doers(right)), (people(left), people(right)))
        )
    ):
        return None
    return "perpetrator"


def victim_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether those whom an act hit, as one tells it, cannot be those whom the other names; places and things are no victims."""
    told = kinds(left), kinds(right)
    if not all(one & _OF_PEOPLE and not one & MUTUAL for one in told) or same_people(left, right):
        return None
    return "victim"


def kind_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether they tell of different acts: no two words for one, nor an act and the battle or attack that it is part of.

    Gas is gas, whatever brought it, and of one who was seized out of a crash both tell the same.
    """
    if kinds(left) & kinds(right) & _ACTS_OF_ONE_KIND:
        return None
    if is_accident(left) != is_accident(right):
        by = right if is_accident(left) else left
        is_deed = by.actor or not load_cues().downed.isdisjoint(by.words)
        return "kind" if is_deed and kinds(by) & (MEANS | _DEEDS) else None
    acts = kinds(left) & MEANS, kinds(right) & MEANS
    means = means_of(left), means_of(right)
    return "kind" if all(acts) and not acts[0] & acts[1] and all(means) and not means[0] & means[1] else None


def means_of(one: Happening) -> frozenset[str]:
    """By what means a report says that it was done: from the air, from the ground, laid; none where its words leave that open."""
    cues, words = load_cues(), frozenset(one.words)
    if words & cues.open and kinds(one) & MEANS != {"explosion"}:
        return frozenset()
    named = (("air", cues.air), ("ground", cues.ground), ("laid", cues.laid))
    return frozenset(name for name, forms in named if words & forms)


_NO_ACCIDENTS = frozenset(("air_strike", "shelling", "battle", "attack"))
"""What somebody does, whatever else the sentence tells: strikes "after a plane crashed" are no crash."""


def is_accident(one: Happening) -> bool:
    """Whether a report tells of an accident, a technical failure, a gas leak, a crash, and of nobody who did it."""
    cues = load_cues()
    words = frozenset(one.words)
    is_crash = bool(words & cues.crash) and not words & cues.downed
    may_be = one.actor is None and not kinds(one) & _NO_ACCIDENTS
    return may_be and (is_crash or bool(words & cues.accident and words & cues.accident_beside))


def kinds(one: Happening) -> frozenset[str]:
    """All kinds under which a report tells of a happening."""
    return frozenset((one.kind, *(mention.kind for mention in one.mentions)))


def place_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether both name towns or places as small, neither in or near the other, and neither in the words for the other.

    Places in two countries, or very far from each other, are rather two readings of a name than two accounts of a happening.
    """
    gap = gap_km(left, right)
    if gap is None or not _NEAR_KM < gap < _FAR_KM or left.country != right.country:
        return None
    if any(one.geonames is None or (one.radius_km or 0.0) > _SMALL_KM or not _is_named(one, one) for one in (left, right)):
        return None
    return None if _is_named(left, right) or _is_named(right, left) else "place"


def _is_named(place: Happening, within: Happening) -> bool:
    """Whether the name of a place stands in what a report calls the place: "a village near Kesh"."""
    words = name_key(place.place_name or "").split()
    return bool(words) and set(name_key(within.place or "").split()).issuperset(words)


def gap_km(left: Happening, right: Happening) -> float | None:
    """The distance between the edges of two places in kilometres, 0 or less where they overlap; None where one is not known."""
    distance = _distance_km(left, right)
    return None if distance is None else distance - (left.radius_km or 0.0) - (right.radius_km or 0.0)


def _distance_km(left: Happening, right: Happening) -> float | None:
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    east = math.cos(math.radians((left.lat + right.lat) / 2)) * ((left.lon - right.lon + 180) % 360 - 180)
    return _KM_PER_DEGREE * math.hypot(left.lat - right.lat, east)


def _is_area_around(large: Happening, small: Happening) -> bool:
    distance = _distance_km(large, small)
    if distance is None or large.radius_km is None or small.radius_km is None or large.radius_km > _SMALL_KM:
        return False
    return large.radius_km >= _WIDER * small.radius_km and distance + small.radius_km <= large.radius_km * 1.1


def _names_more_places(large: Happening, small: Happening) -> bool:
    """Whether one tells of several places, and the other of some of them: "Orna, Kesh and Balzers" beside "the Kesh district"."""
    more, fewer = (name_keys((one.place or "").split(" in ")[0]) for one in (large, small))
    return bool(_LISTED.search(large.place or "")) and bool(fewer) and fewer < more and len(more) >= len(fewer) + _MORE_NAMES


def date_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether both state a date and the days exclude each other; the day before a report's own day may be that day, off by one."""
    spans = span_of(left), span_of(right)
    if spans[0] is None or spans[1] is None or not left.date_how == right.date_how == "explicit":
        return None
    gap = max(spans[0][0], spans[1][0]) - min(spans[0][1], spans[1][1])
    later, earlier = (left, right) if spans[0][0] > spans[1][0] else (right, left)
    if gap == 1 and day_of((later.published or "")[:10]) == day_of(later.date_from):
        return None
    is_stretch = max(_days(later), _days(earlier)) >= PERIOD_DAYS  # "in May" is not meant to the day
    return "date" if gap > (PERIOD_DAYS if is_stretch else 0) else None


def status_difference(left: Happening, right: Happening) -> DifferenceType | None:
    """Whether one denies what the other reports."""
    pair = {left.status, right.status}
    return "denied" if pair & _NOT_DONE and pair & _DONE else None


def is_vague(one: Happening) -> bool:
    """Whether nobody says where it was, or only in which large region or country."""
    return (one.lat is None and not one.place) or (one.radius_km or 0.0) > _VAGUE_KM


def _days(one: Happening) -> int:
    span = span_of(one)
    return span[1] - span[0] + 1 if span else 1


def _holds_days(large: Happening, small: Happening) -> bool:
    outer, inner = span_of(large), span_of(small)
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def span_of(one: Happening) -> tuple[int, int] | None:
    """The first and last day of a happening by number; None where they are not known."""
    start, end = day_of(one.date_from), day_of(one.date_to or one.date_from)
    return (start, end) if start is not None and end is not None and start <= end else None


@cache
def day_of(text: str | None) -> int | None:
    """The number of an ISO day; None where it is no whole day."""
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


def sources_of(one: Happening) -> frozenset[str]:
    """Who says so, by the names of the vocabulary or else as written; several where several are named together."""
    return _sources((one.who if one.who != "unnamed" else None) or one.publisher or "")


@cache
def _sources(who: str) -> frozenset[str]:
    names = [part.strip() for part in who.replace(" and ", ";").split(";")]
    found = [(actor_called(name), name) for name in (who, *names) if name]
    return frozenset(actor.name if actor else name.lower() for actor, name in found)


FIELDS: Mapping[str, Compare] = {
    "killed": lambda left, right: figure_difference(left, right, "killed"),
    "injured": lambda left, right: figure_difference(left, right, "injured"),
    "actor": perpetrator_difference,
    "target": victim_difference,
    "kind": kind_difference,
    "place": place_difference,
    "date": date_difference,
    "status": status_difference,
}
"""The fields that are compared, in the order in which their differences are told."""
