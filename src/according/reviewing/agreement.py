"""How far people who judged the same things agree, beyond what chance would give: Krippendorff's alpha and Cohen's kappa.

Both are computed here for values that are the same or not (nominal), from the definitions in Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011), and Cohen, "A coefficient of agreement for nominal scales" (1960). They say how
alike people read, never who reads rightly. People who see what others or the machine put agree more than people who do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from according.incidents import Judgement
from according.reviewing.things import FIELDS, SUBJECTS
from according.reviewing.weighing import THERE, people_say

Unit = Mapping[str, str]
"""What each person holds of one thing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree on one field of one kind of thing, for example on ``kind`` of an ``event``.

    ``units`` is of how many things two people or more said something, ``alike`` the share of pairs of people who say the same.
    ``alpha`` and ``kappa`` are None where they are not defined (everyone always says one and the same thing, or nothing is
    shared); ``kappa`` is for two people only.
    """

    subject: str
    field: str
    people: tuple[str, ...]
    units: int
    alike: float
    alpha: float | None
    kappa: float | None


def measure_agreement(given: Iterable[Judgement]) -> list[Agreement]:
    """Agreement field by field: of all people together, then of each two of them where there are more than two."""
    units: dict[tuple[str, str], list[Unit]] = {}
    for point, said in people_say(given).items():
        if point.subject in SUBJECTS and len(said) > 1:
            units.setdefault((point.subject, point.field), []).append({name: one.value for name, one in sorted(said.items())})
    return [
        _agreement(subject, field, some, people)
        for subject in SUBJECTS
        for field in (THERE, *FIELDS[subject])
        if (some := units.get((subject, field)))
        for people in _groups(some)
    ]


def _groups(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    everyone = tuple(sorted({name for unit in units for name in unit}))
    return [everyone, *(combinations(everyone, 2) if len(everyone) > 2 else ())]


def _agreement(subject: str, field: str, units: Sequence[Unit], people: tuple[str, ...]) -> Agreement:
    shared = [{name: unit[name] for name in people if name in unit} for unit in units]
    shared = [unit for unit in shared if len(unit) > 1]
    pairs = [left == right for unit in shared for left, right in combinations(unit.values(), 2)]
    alike = sum(pairs) / len(pairs) if pairs else 0.0
    kappa = cohens_kappa([(unit[people[0]], unit[people[1]]) for unit in shared]) if len(people) == 2 else None
    return Agreement(subject, field, people, len(shared), alike, krippendorffs_alpha([list(unit.values()) for unit in shared]), kappa)


def krippendorffs_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Alpha for nominal values, any number of people and any that are missing; None where no two differ or nothing is shared.

    >>> krippendorffs_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]])
    0.5333333333333333
    """
    shared = [Counter(values) for values in units if len(values) > 1]
    totals = sum(shared, Counter[str]())
    count = totals.total()
    chance = count * count - sum(one * one for one in totals.values())
    if not chance:
        return None
    same = sum(one * (one - 1) / (unit.total() - 1) for unit in shared for one in unit.values())
    return 1 - (count - 1) * (count - same) / chance


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Kappa of two people; None where both always say one and the same, or nothing is shared.

    >>> cohens_kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5
    """
    count = len(pairs)
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(left[value] * right[value] for value in left)
    if chance == count * count:
        return None
    same = sum(one == other for one, other in pairs)
    return (same / count - chance / (count * count)) / (1 - chance / (count * count))
