"""What a difference needs before it is told: both reports on the same people, time and place, and read without doubt.

That two facts cannot both be right is told in ``comparing``. Most such pairs contradict nobody: one counts a week and the other
a day, one tells of another quarter, or one was misread. Silence is better than a contradiction that is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from according.incidents import DifferenceType, Happening, Range
from according.reconcile.comparing import (
    ACTS,
    PERIOD_DAYS,
    day_of,
    doers,
    gap_km,
    is_accident,
    is_vague,
    kind_difference,
    kinds,
    load_cues,
    people,
    perpetrator_difference,
    same_counted,
    same_people,
    span_of,
)
from according.reconcile.denying import is_said_outright, may_deny
from according.reconcile.parties import Parties, may_be_same
from according.reconcile.ranges import is_vague as is_in_a_word
from according.reconcile.ranges import least
from according.reconcile.wording import content_words, name_keys, spelling_key, stem

LEAST_LIKELY = 0.6
"""What is less likely to be one is not said to differ; read by eye on the differences of whole readings."""
LEAST_LIKELY_DENIED = 0.3
"""A denial says little of its own, so that its words tie it to what it denies less than others do."""
_LIKELY = 0.75
_SURE = 0.95
"""So likely are two one that they may disagree on party, victims or means without an equal toll beside it."""
_FAR, _TOO_FAR = 3.0, 10.0
"""Of two tolls of which one is three times the other, one mostly counts a part or something else: they must be likelier one.
One that is ten times the other always does."""
_OUTLYING, _FEW = 2.0, 3
"""A toll so many times another, or of so few, that one telling alone gives is mostly that of a part or misread."""
_KNOWN_AGAIN = 0.9
"""So likely must that telling be one with the others all the same."""
_FIGURES = ("killed", "injured")
_OUTCOMES = frozenset(("killing", "injury", "destruction"))
_OF_A_DAY = frozenset(("air_strike", "shelling", "explosion", "chemical"))
"""Kinds of which a war has many: a denial of one is not held against what is told of many."""
_ALIKE = 0.6
"""Of all their words two have so many in common that one was taken from the other."""
_COMMON = frozenset(("battle", "air_strike", "shelling", "explosion", "attack", "killing", "injury"))
_TELLING = 3
"""From how many dead on an equal toll ties two happenings told of two places."""
_THE_ONE = re.compile(r"the\s+(?:.*\W)?(\w+)", re.IGNORECASE | re.DOTALL)
"""One and no more: "the rebel leader"."""
_NAME = r"[^\W\d_a-z][\w'’‘-]*(?:\s+[^\W\d_a-z][\w'’‘-]*){0,2}"
_QUARTERS = r"(?:neighbou?rhood|district|quarter|suburb)s?"
_TOWNS = r"(?:town|village|hamlet|city)"
_LEVELS = tuple(re.compile(rf"\b{kind}\s+of\s+(?P<a>{_NAME})|(?P<b>{_NAME})\s+{kind}\b") for kind in (_QUARTERS, _TOWNS))


def may_be_told(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Whether a difference of a field may be told; ``likely`` is how likely the two happenings are one."""
    least_likely = LEAST_LIKELY_DENIED if kind == "denied" else LEAST_LIKELY
    return likely >= least_likely and _NEEDS[field](left, right, field, kind, likely)


def without_outliers(
    sides: Sequence[Sequence[Happening]], field: str, kind: DifferenceType, likely: Callable[[str, str], float]
) -> list[Sequence[Happening]]:
    """The sides of a difference that are told: not a toll of a single telling that lies far from all others, or counts but a few.

    By eye, of those so far apart that no second telling bears out two in three were misread or counted a part.
    """
    if field not in _FIGURES or kind == "scope":
        return list(sides)
    kept = list(sides)
    while lone := [side for side in kept if len(side) == 1 and _lies_out(side[0], [one for one in kept if one is not side], field, likely)]:
        kept.remove(min(lone, key=lambda side: side[0].id))
    return kept


def _lies_out(one: Happening, others: Sequence[Sequence[Happening]], field: str, likely: Callable[[str, str], float]) -> bool:
    """Whether a toll is far from the tolls of all others, or of a few, and its telling not clearly one with any of theirs."""
    toll = getattr(one, field)
    told = [other for side in others for other in side if getattr(other, field)]
    is_far = all(_times(toll, getattr(other, field)) >= _OUTLYING for other in told)
    return (is_far or least(toll) <= _FEW) and all(likely(one.id, other.id) < _KNOWN_AGAIN for other in told)


def _toll(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Tolls of one place and, but for what counts more, of the same people and days."""
    if are_apart(left, right) or _is_one_of_several(left, right, field):
        return False
    if field == "killed" and (left.is_rest or right.is_rest):
        return False  # "24 other people were killed" is none of all
    if kind == "scope":
        return _share_days(left, right)
    if not same_people(left, right) or not same_counted(left, right) or not _are_of_one_time(left, right):
        return False
    if any(_is_loose(one, likely) for one in (left, right)) or _are_two_deeds(left, right):
        return False
    tolls = getattr(left, field), getattr(right, field)
    is_exact = not any(figure and is_in_a_word(figure) for figure in tolls)
    return _times(*tolls) < (_TOO_FAR if likely >= _LIKELY and is_exact else _FAR)


def _is_one_of_several(left: Happening, right: Happening, field: str) -> bool:
    """Whether one counts a single victim, who may be one of the others' three or more: "a girl was among the dead"."""
    small, large = sorted((least(getattr(left, field) or (0, 0)), least(getattr(right, field) or (0, 0))))
    return small == 1 and large >= _TELLING


def _share_days(left: Happening, right: Happening) -> bool:
    """Whether what both count may have been on one day at least, as far as they say when."""
    one, other = span_of(left), span_of(right)
    return one is None or other is None or max(one[0], other[0]) <= min(one[1], other[1])


def _is_loose(one: Happening, likely: float) -> bool:
    """Whether too little ties a toll to the other: a whole region or country, and no day of its own that the text states."""
    is_wide = is_vague(one) and one.lat is not None
    return is_wide and (one.date_from is None or (likely < _LIKELY and one.date_how != "explicit"))


def _are_two_deeds(left: Happening, right: Happening) -> bool:
    """Whether the acts exclude each other, by their means or as two parties': shells and an air strike on one day."""
    if kind_difference(left, right) is not None:
        return True
    acts = kinds(left) & ACTS, kinds(right) & ACTS
    return all(acts) and not acts[0] & acts[1] and perpetrator_difference(left, right) is not None


def are_apart(left: Happening, right: Happening) -> bool:
    """Whether one tells of one quarter or town by name, and the other of another: "Kesh neighbourhood", "the district of Orna".

    So it is where neither names the other's place at all, unless one place may lie in the other.
    """
    for level in _LEVELS:
        names = _named(left, level), _named(right, level)
        if all(names) and names[0].isdisjoint(names[1]):
            return True
    mine, theirs = _place_names(left), _place_names(right)
    is_named = not mine.isdisjoint(theirs) or _says_all(left, theirs) or _says_all(right, mine)
    return not is_named and not _may_hold(left, right)


def _place_names(one: Happening) -> frozenset[str]:
    """The spelling keys of the names in the words for a place."""
    return name_keys(" ".join(word for word in (one.place or "").split() if not word.islower()))


def _says_all(one: Happening, names: frozenset[str]) -> bool:
    """Whether all names of the other's place stand in what one tells, or there are none."""
    return names <= {spelling_key(word) for word in one.words}


def _may_hold(left: Happening, right: Happening) -> bool:
    """Whether one place reaches as far as the other, by what is known of both, or is a quarter and the other none."""
    quarters = [bool(_LEVELS[0].search(one.place or "")) for one in (left, right)]
    if is_vague(left) or is_vague(right) or quarters[0] != quarters[1]:
        return True
    gap = gap_km(left, right)
    return gap is not None and gap <= 0


def _named(one: Happening, level: re.Pattern[str]) -> frozenset[str]:
    found = level.search(one.place or "")
    return name_keys(found["a"] or found["b"]) if found else frozenset()


def _are_of_one_time(left: Happening, right: Happening) -> bool:
    """Whether both count the same days: a period the very same period, a day a day in common, if both say when."""
    one, other = span_of(left), span_of(right)
    if any(span and span[1] - span[0] + 1 >= PERIOD_DAYS for span in (one, other)):
        return one == other
    if one is None or other is None:
        return True
    return max(one[0], other[0]) <= min(one[1], other[1])


def _times(one: Range | None, other: Range | None) -> float:
    small, large = sorted((least(one or (0, 0)), least(other or (0, 0))))
    return large / max(1, small)


def _perpetrator(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Both tell of an act with a toll, and name who did it themselves, without doubt: not the one hit, and with aircraft if need be."""
    if any(_has_no_toll(one) or _is_unsure(one) or _is_misread(one) or not _names_doer(one) for one in (left, right)):
        return False
    return _are_one_act(left, right, likely)


def _are_one_act(left: Happening, right: Happening, likely: float) -> bool:
    """Whether a toll in common, or nearly all that is told, makes sure that one act is told in two ways, and not two acts."""
    if likely < _LIKELY or are_apart(left, right):
        return False
    return likely >= _SURE or any(
        figure is not None and figure == getattr(right, field) for field in _FIGURES if (figure := getattr(left, field)) is not None
    )


def _has_no_toll(one: Happening) -> bool:
    """Whether nobody is said to be killed or injured: such tellings may be of any act of many, "the town is often shelled by …"."""
    return one.killed is None and one.injured is None


def _is_unsure(one: Happening) -> bool:
    """Whether a report leaves open who did it: "it was not clear whether the jets were Syrian or Russian"."""
    return not load_cues().unsure.isdisjoint(one.words)


def _names_doer(one: Happening) -> bool:
    """Whether who did it is named in the words in which the happening is told, and not taken over from another sentence."""
    return not one.words or set(content_words([one.actor or ""])) <= set(one.words)


def _is_misread(one: Happening) -> bool:
    done, hit = doers(one), people(one)
    if done.parties and done.parties <= hit.parties:
        return True
    return "air_strike" in kinds(one) and load_cues().drones.isdisjoint(one.words) and not _has_aircraft(done)


def _has_aircraft(done: Parties) -> bool:
    """Whether one of them may be a state's air force or stand for one."""
    return any(
        party.is_state or party.loose in ("government", "state", "coalition") or party.side in ("government", "foreign")
        for party in done.parties
    )


def _victim(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Neither is the place, or the party that the other says did it, which tells of another act in the same fight."""
    if not _are_one_act(left, right, likely):
        return False
    if any(name_keys(one.target or "") & (name_keys(one.place or "") | name_keys(one.actor or "")) for one in (left, right)):
        return False  # one was misread
    return not any(
        one.parties and other.parties and may_be_same(one, other)
        for one, other in ((doers(left), people(right)), (people(left), doers(right)))
    )


def _place(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Something else ties them than days and words, which go from one place to the other: the same dead."""
    return left.killed is not None and left.killed == right.killed and least(left.killed) >= _TELLING


def _date(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """Neither date is that of the report itself, which may be its dateline."""
    return not any(day_of((one.published or "")[:10]) == day_of(one.date_from) for one in (left, right))


def _kind(left: Happening, right: Happening, field: str, kind: DifferenceType, likely: float) -> bool:
    """The happenings are likely one whatever the act is called; an accident and a deed need no toll to be so."""
    return likely >= _LIKELY if is_accident(left) != is_accident(right) else _are_one_act(left, right, likely)


def is_denial_of(left: Happening, right: Happening) -> bool:
    """Whether what one of two denies may be what the other tells; that nobody died is no word on the deed, but on its toll."""
    denial, other = (left, right) if left.status == "denied" else (right, left)
    if denial.kind in _OUTCOMES and (denial.kind not in _outcomes(other) or _are_others(denial, other)):
        return False
    if _is_worded_alike(denial, other) or (denial.report != other.report and _is_of_any(denial)):
        return False
    if kinds(denial) & _OF_A_DAY and not _is_of_one_day(other):
        return False
    answers = replace(other, actor=None, actor_key=None) if not _names_doer(other) else other
    return not are_apart(left, right) and may_deny(denial, other) and is_said_outright(denial, answers)


def _is_of_any(denial: Happening) -> bool:
    """Whether what is denied is one of many in a war, and neither its place nor its day is told."""
    has_day = denial.date_from is not None and denial.date_how != "inherited"
    return not kinds(denial).isdisjoint(_COMMON) and denial.place is None and not has_day


def _are_others(denial: Happening, other: Happening) -> bool:
    """Whether those of whom it is denied are called by no word of those of whom it is told; "the leader" is not "leaders"."""
    mine, theirs = denial.target or "", f"{other.target or ''} {other.counted or ''}"
    if (only := _THE_ONE.fullmatch(mine)) and re.search(rf"\b{only[1]}s\s*$", other.target or "", re.IGNORECASE):
        return True
    stems = [{stem(word) for word in content_words([text])} for text in (mine, theirs)]
    return all(stems) and stems[0].isdisjoint(stems[1])


def _is_worded_alike(left: Happening, right: Happening) -> bool:
    """Whether both are told in the same words, which then say the same, however they were read."""
    mine, theirs = set(left.words), set(right.words)
    return len(mine & theirs) >= _ALIKE * len(mine | theirs) > 0


def _is_of_one_day(one: Happening) -> bool:
    """Whether it is told of one occasion, by a toll or days of its own, and not of a campaign: "has been waging an air campaign"."""
    span = span_of(one)
    has_day = span is not None and span[1] - span[0] < PERIOD_DAYS and one.date_how != "inherited"
    return has_day or not _has_no_toll(one)


def _outcomes(one: Happening) -> frozenset[str]:
    """What came of it by what is told: its kinds, and those of its tolls."""
    tolls = {"killing": one.killed, "injury": one.injured}
    return kinds(one) | {kind for kind, figure in tolls.items() if figure is not None}


_Needs = Callable[[Happening, Happening, str, DifferenceType, float], bool]
_NEEDS: Mapping[str, _Needs] = {
    "killed": _toll,
    "injured": _toll,
    "actor": _perpetrator,
    "target": _victim,
    "kind": _kind,
    "place": _place,
    "date": _date,
    "status": lambda left, right, _field, _kind, _likely: is_denial_of(left, right),
}
