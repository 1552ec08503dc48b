"""Where the reports of one incident do not agree: which field, in which way, and who stands on which side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, permutations

from according.incidents import Difference, DifferenceType, Happening, Range
from according.reconcile.comparing import FIELDS, corrects, counts_some, is_accident, is_approximate, kinds, sources_of
from according.reconcile.differences_told import may_be_told, without_outliers
from according.reconcile.differences_turns import Pair, in_order, is_in_turn, rises
from according.reconcile.ranges import in_words, least, merge

_FIGURES = ("killed", "injured")
_MOST_FIGURES, _MORE = 3, "…"
"""So many figures of a side are told, those of most of its tellings first."""
_TYPES: tuple[DifferenceType, ...] = (
    "number", "scope", "superseded", "correction", "perpetrator", "victim", "kind", "place", "date", "denied",
)  # fmt: skip
_REASONS: Mapping[DifferenceType, str] = {
    "number": "the figures exclude each other",
    "scope": "one counts more than the other: a total, a longer period, a wider area or more people",
    "superseded": "the same source gives another figure later",
    "correction": "a report takes back what was said before",
    "perpetrator": "neither party named can be the other",
    "victim": "neither of those hit can be the other",
    "kind": "the acts told of are different ones",
    "place": "neither place lies in or near the other",
    "date": "the days exclude each other",
    "denied": "one side denies what the other reports",
}


def find_differences(
    happenings: Sequence[Happening], origins: Mapping[str, str], likely: Callable[[str, str], float] = lambda _left, _right: 1.0
) -> tuple[Difference, ...]:
    """Where the happenings of one incident do not agree, field by field; what is not said agrees with everything.

    ``origins`` gives each happening's origin by its id: reports of one origin cannot contradict themselves, but a later
    one may supersede or correct an earlier one. ``likely`` is how likely two of them are one: two that stand in one incident
    by others alone, each hardly the other by itself, are not held against each other. The order of the happenings does not matter.

    >>> one, other = (Happening(id, "r", (), (0, 1), (0, 1), "attack", "happened", killed=(n, n), who=id) for id, n in (("a", 3), ("b", 5)))
    >>> [(found.field, found.type, found.sides) for found in find_differences([other, one], {})]
    [('killed', 'number', (('3', ('a',)), ('5', ('b',))))]
    """
    ordered = sorted({one.id: one for one in happenings}.values(), key=lambda one: (one.published or "", one.id))
    found: list[tuple[str, DifferenceType, Sequence[Sequence[Happening]]]] = []
    for field in FIELDS:
        typed: dict[DifferenceType, list[Pair]] = {}
        clashes: set[frozenset[str]] = set()
        for left, right in combinations(ordered, 2):
            if kind := FIELDS[field](left, right):
                clashes.add(frozenset((left.id, right.id)))
                if not may_be_told(left, right, field, kind, likely(left.id, right.id)):
                    continue
                is_one_origin = _are_of_one_origin(left, right, field, origins)
                if settled := _settled(left, right, kind, field, is_one_origin):
                    typed.setdefault(settled, []).append((left, right))
        _drop_superseded(typed, clashes, field)
        if typed.get("number"):
            typed.pop("scope", None)  # figures that contradict each other as they are need no other reading
        for kind in _TYPES:
            if typed.get(kind):
                sides = _sides(field, typed[kind], clashes, ordered)
                found.append((field, kind, without_outliers(sides, field, kind, likely)))
    return tuple(_difference(field, kind, sides) for field, kind, sides in found if _are_apart(sides, field, kind))


def _are_apart(sides: Sequence[Sequence[Happening]], field: str, kind: DifferenceType) -> bool:
    """Whether there are sides that say different things; no figure supersedes another one of the very same reports."""
    if len({_value(side, field) for side in sides}) < max(2, len(sides)):
        return False
    reports = [{one.report for one in side} for side in sides]
    return kind != "superseded" or not any(one <= other for one, other in permutations(reports, 2))


def _are_of_one_origin(left: Happening, right: Happening, field: str, origins: Mapping[str, str]) -> bool:
    """Whether both go back to one origin; a figure that a reprint has from another source than its original is that source's."""
    if origins.get(left.id, left.id) != origins.get(right.id, right.id):
        return False
    return field not in _FIGURES or left.report == right.report or not sources_of(left).isdisjoint(sources_of(right))


def _settled(left: Happening, right: Happening, kind: DifferenceType, field: str, is_one_origin: bool) -> DifferenceType | None:
    """The type that a difference has once one knows who says both sides; None between reports of one origin."""
    is_one_source = not sources_of(left).isdisjoint(sources_of(right))
    if (is_one_source or is_one_origin) and kind != "scope" and (corrects(left) or corrects(right)):
        return "correction"
    if field in _FIGURES and kind == "number" and (is_one_origin or (is_one_source and is_in_turn(left, right, field))):
        earlier, later = in_order(left, right, field)
        if not rises(earlier, later, field):
            return None
        if field == "injured" or counts_some(earlier) or not counts_some(later):
            return "superseded"  # "40 children" take the place of no "30 people"
    return None if is_one_origin else kind


def _drop_superseded(typed: dict[DifferenceType, list[Pair]], clashes: set[frozenset[str]], field: str) -> None:
    """Leaves out what differs from an earlier figure alone, while its source's later figure agrees."""
    later: dict[str, set[str]] = {}
    for left, right in typed.get("superseded", ()):
        old, new = in_order(left, right, field)
        later.setdefault(old.id, set()).add(new.id)
    if "number" in typed:
        typed["number"] = [
            (left, right)
            for left, right in typed["number"]
            if not any(
                frozenset((new, other.id)) not in clashes
                for old, other in ((left, right), (right, left))
                for new in later.get(old.id, ())
                if new != other.id
            )
        ]


def _difference(field: str, kind: DifferenceType, sides: Sequence[Sequence[Happening]]) -> Difference:
    """The difference as it is told: with each side what it says, and who say so by their ids."""
    return Difference(field, kind, tuple((_value(side, field), tuple(sorted(one.id for one in side))) for side in sides), _REASONS[kind])


def _sides(field: str, pairs: Sequence[Pair], clashes: set[frozenset[str]], ordered: Sequence[Happening]) -> list[list[Happening]]:
    """The sides of a difference: those who differ in groups that agree, and with each group whoever agrees with it alone.

    On the sides of a denial stand only those between whom it is, for others may tell of something else that was done.
    """
    involved = {one.id for pair in pairs for one in pair}
    groups: list[list[Happening]] = []
    for one in sorted((one for one in ordered if one.id in involved), key=lambda one: _rank(one, field)):
        fitting = _fitting(one, groups, clashes)
        if fitting:
            min(fitting, key=lambda group: _distance(one, group[0], field)).append(one)
        else:
            groups.append([one])
    sides = [list(group) for group in groups]
    for one in ordered:
        fitting = _fitting(one, groups, clashes)
        if field != "status" and one.id not in involved and _says(one, field) and len(fitting) == 1:
            sides[groups.index(fitting[0])].append(one)
    return sorted(sides, key=lambda side: _rank_side(side, field))


def _fitting(one: Happening, groups: Sequence[list[Happening]], clashes: set[frozenset[str]]) -> list[list[Happening]]:
    return [group for group in groups if not any(frozenset((one.id, other.id)) in clashes for other in group)]


def _distance(one: Happening, other: Happening, field: str) -> int:
    return abs(least(getattr(one, field) or (0, 0)) - least(getattr(other, field) or (0, 0))) if field in _FIGURES else 0


def _rank(one: Happening, field: str) -> tuple[int, int, str, str]:
    """Exact figures before approximate ones, open ones last, and days before periods: a group forms around what is said most clearly."""
    if field in _FIGURES:
        figure: Range = getattr(one, field) or (None, None)
        return (2 if figure[0] != figure[1] else int(is_approximate(one, field)), least(figure), "", one.id)
    is_period = field == "date" and one.date_to not in (None, one.date_from)
    return (int(is_period), 0, _named(one, field), one.id)


def _rank_side(side: Sequence[Happening], field: str) -> tuple[int, int, str, str]:
    """Sides by size of their figure, or else by their words."""
    figure = merge(getattr(one, field) for one in side if getattr(one, field)) if field in _FIGURES else None
    return least(figure or (0, 0)), (figure or (0, 0))[1] or 0, _value(side, field), min(one.id for one in side)


def _says(one: Happening, field: str) -> bool:
    return bool(_named(one, field)) if field not in _FIGURES else getattr(one, field) is not None


def _value(group: Sequence[Happening], field: str) -> str:
    """What a group says, in words: its figures, the name that most of its reports give, a day before a period."""
    if field in _FIGURES:
        told = Counter(_in_words(one, field) for one in group if getattr(one, field))
        ordered = dict.fromkeys(_in_words(one, field) for one in sorted(group, key=lambda one: _rank(one, field)) if getattr(one, field))
        given = sorted(ordered, key=lambda words: -told[words])
        return ", ".join([*given[:_MOST_FIGURES], *([_MORE] if len(given) > _MOST_FIGURES else [])]) or "not said"
    named = Counter(name for one in group if (name := _named(one, field)))
    return min(named, key=lambda name: (-named[name], field == "date" and " to " in name, name)) if named else "not said"


def _in_words(one: Happening, field: str) -> str:
    """A figure as a reader would say it, with an "about" where it is not meant to the last unit."""
    return f"{'about ' if is_approximate(one, field) else ''}{in_words(getattr(one, field))}"


def _named(one: Happening, field: str) -> str:
    """What a report says on a field, in its own words where the vocabulary has no name."""
    if field == "date":
        return one.date_from or "" if one.date_to in (None, one.date_from) else f"{one.date_from} to {one.date_to}"
    if field == "kind":
        return ", ".join([*sorted(kinds(one)), *(["by accident"] if is_accident(one) else [])]).replace("_", " ")
    if field == "place":
        return one.place_name or one.place or ""
    said: str | None = getattr(one, field)
    return said or ""
