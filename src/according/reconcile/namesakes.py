"""Which names are one entity's, and which of them it is called by: functions of all that is known, whatever came first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from according.actors import actor_called
from according.reconcile.names import is_loose, number_of_words

Pair = tuple[str, str]
Texts = Mapping[str, str]


def group_names(
    names: Texts, scores: Mapping[Pair, float], same: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> tuple[tuple[str, ...], ...]:
    """The keys of names in groups of one entity each, every group and the groups in alphabetical order.

    ``names`` holds the name of each key, ``scores`` the pairs that a rule holds to be one. ``same`` and ``apart`` are people's,
    and outrank it. A name that is only a part of others, or their initials, joins them where all of them are one entity:
    "Karo" is nobody's where both Ali Karo and Omar Karo speak.

    >>> part = {("Ali Karo", "Karo"): 0.75, ("Karo", "Omar Karo"): 0.75}
    >>> group_names({name: name for pair in part for name in pair}, part)
    (('Ali Karo',), ('Karo',), ('Omar Karo',))
    >>> group_names({name: name for pair in part for name in pair}, part, apart=[("Karo", "Omar Karo")])
    (('Ali Karo', 'Karo'), ('Omar Karo',))
    """
    groups = _Groups(names, [pair for pair in apart if pair[0] in names and pair[1] in names])
    for left, right in sorted(pair for pair in same if pair[0] in names and pair[1] in names):
        groups.join(left, right)
    known = {pair: score for pair, score in scores.items() if pair[0] in names and pair[1] in names}
    loose = {pair for pair in known if names[pair[0]] != names[pair[1]] and is_loose(names[pair[0]], names[pair[1]])}
    for left, right in sorted(known.keys() - loose, key=lambda pair: (-known[pair], pair)):
        groups.join(left, right)
    _join_parts(groups, names, loose)
    return groups.all()


class _Groups:
    """Names in groups that are joined two at a time, unless somebody holds two of their names apart."""

    def __init__(self, names: Iterable[str], apart: Iterable[Pair]) -> None:
        self._members = {name: {name} for name in names}
        self._apart: dict[str, set[str]] = {}
        for left, right in apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def of(self, name: str) -> str:
        """The first name of the group that a name is in."""
        return min(self._members[name])

    def may_join(self, left: str, right: str) -> bool:
        """Whether nobody holds a name of one group apart from one of the other."""
        others = self._members[right]
        return not any(self._apart.get(name, set()) & others for name in self._members[left])

    def join(self, left: str, right: str) -> None:
        """Make two groups one, if they may be."""
        if self._members[left] is not self._members[right] and self.may_join(left, right):
            together = self._members[left] | self._members[right]
            self._members.update(dict.fromkeys(together, together))

    def all(self) -> tuple[tuple[str, ...], ...]:
        """All groups."""
        return tuple(sorted({tuple(sorted(group)) for group in self._members.values()}))


def _join_parts(groups: _Groups, names: Texts, loose: Collection[Pair]) -> None:
    """Join each name to the fuller ones that it may stand for, if they are one by then: those of most words first."""
    sizes = {name: number_of_words(names[name]) for pair in loose for name in pair}
    for size in sorted(set(sizes.values()), reverse=True):
        reached: dict[str, set[str]] = {}
        for left, right in loose:
            short, long = (left, right) if sizes[left] < sizes[right] else (right, left)
            if sizes[short] == size and groups.of(short) != groups.of(long) and groups.may_join(short, long):
                reached.setdefault(groups.of(short), set()).add(groups.of(long))
        for short, fuller in sorted(reached.items()):
            if len(fuller) == 1:
                groups.join(short, min(fuller))


def entity_names(names: Texts, groups: Iterable[Collection[str]], uses: Mapping[str, int], *, by_vocabulary: bool) -> dict[str, str]:
    """What the entity of each key is called: by the vocabulary's name, else by that key of its group which is fullest and most used.

    ``uses`` says how often each is used; of equal ones the first in the alphabet counts. A name of the vocabulary goes to one
    group only, where people hold its names apart: to that which holds it, else to that which is used most.
    """
    order = sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-sum(uses.get(name, 0) for name in group), group))
    told = {group: _known(group, uses) if by_vocabulary else None for group in order}
    owners: dict[str, tuple[str, ...]] = {}
    for group in sorted(order, key=lambda group: told[group] not in group):
        if (called := told[group]) is not None:
            owners.setdefault(called, group)
    found: dict[str, str] = {}
    for group in order:
        called = told[group]
        own = min(group, key=lambda key: (-number_of_words(names[key]), -uses.get(key, 0), key))
        found.update(dict.fromkeys(group, called if called is not None and owners[called] == group else own))
    return found


def _known(group: Iterable[str], uses: Mapping[str, int]) -> str | None:
    """The name by which the vocabulary knows most uses of a group's names."""
    votes: dict[str, int] = {}
    for name in group:
        if actor := actor_called(name):
            votes[actor.name] = votes.get(actor.name, 0) + uses.get(name, 0)
    return min(votes, key=lambda called: (-votes[called], called), default=None)
