"""One value where a format has room for one: that which most origins give, as the incident's own summary has it.

Nothing here says who is right: low and high hold what all say, and what they differ on is said in words beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from according.export.records import IncidentRow, Telling

_V = TypeVar("_V", bound=Hashable)
_LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Deaths:
    """How many are said to have been killed: the least, the choice, and the most; all None where nobody gives a number."""

    low: int | None
    best: int | None
    high: int | None


def most_given(told: Iterable[Telling], value: Callable[[Telling], _V | None]) -> _V | None:
    """The value that most origins give; where as many give others, the one told first."""
    given: dict[_V, set[str]] = {}
    for one in told:
        if (found := value(one)) is not None:
            given.setdefault(found, set()).add(one.origin)
    order = list(given)
    return min(order, key=lambda found: (-len(given[found]), order.index(found)), default=None)


def happened(incident: IncidentRow) -> list[Telling]:
    """The tellings that say that it happened."""
    return [one for one in incident.told if one.happening.status == "happened"]


def actor_of(incident: IncidentRow) -> str | None:
    """Who did it by the word of most origins that name someone; the vocabulary's name where it has one."""
    return most_given(incident.told, lambda one: one.happening.actor_key or one.happening.actor)


def target_of(incident: IncidentRow) -> str | None:
    """Who suffered it by the word of most origins that name someone; the vocabulary's name where it has one."""
    return most_given(incident.told, lambda one: one.happening.target_key or one.happening.target)


def deaths_of(incident: IncidentRow) -> Deaths:
    """The range over all origins, and in it the number of most origins (of a range its lower end; where as many give others, the least).

    "At least 40" is 40 with nothing above it known, and counts as 40 for the most.
    """
    given: dict[int, set[str]] = {}
    lows, highs = [], []
    for one in incident.told:
        if (killed := one.happening.killed) is None:
            continue
        if killed[0] is not None:
            lows.append(killed[0])
            given.setdefault(killed[0], set()).add(one.origin)
        highs += [max(value for value in killed if value is not None)] if killed != (None, None) else []
    best = min(given, key=lambda number: (-len(given[number]), number), default=None)
    return Deaths(min(lows, default=None), best, max(highs, default=None))


def lead_of(incident: IncidentRow) -> Telling:
    """The telling that stands for the incident where a row has room for one: the first that gives most of its kind, place and days."""
    if len(incident.told) == 1:
        return incident.told[0]

    def agreed(one: Telling) -> int:
        happening = one.happening
        place, days = happening.place_name or happening.place, (happening.date_from, happening.date_to)
        same = (happening.kind == incident.kind, place == incident.place, days == (incident.date_from, incident.date_to))
        return sum((happening.status == "happened", *same))

    return max(incident.told, key=agreed)


def middle_day(incident: IncidentRow) -> tuple[str, int] | None:
    """The day in the middle of the incident's days, and how many days they are; None without a day."""
    if incident.date_from is None:
        return None
    first = date.fromisoformat(incident.date_from)
    last = date.fromisoformat(incident.date_to) if incident.date_to else first
    days = (last - first).days + 1
    return date.fromordinal(first.toordinal() + (days - 1) // 2).isoformat(), days


def one_for_each_origin(told: Sequence[Telling]) -> list[Telling]:
    """The first telling of each origin."""
    found: dict[str, Telling] = {}
    for one in told:
        found.setdefault(one.origin, one)
    return list(found.values())


def quoted(one: Telling) -> str:
    """Whose word it is, and the sentence: ``activists, through SOHR, in The Kesh Herald: “…”``."""
    happening = one.happening
    said = happening.who if not happening.is_own_voice else None
    chain = [said, *(f"through {name}" for name in happening.via)] if said else []
    if one.report.publisher and one.report.publisher != said:
        chain.append(f"in {one.report.publisher}" if chain else one.report.publisher)
    return f"{', '.join(filter(None, chain)) or one.report.address}: “{' '.join(one.sentence.split())}”"


def notes_of(incident: IncidentRow) -> str:
    """What each origin says in its own sentence, then what they differ on; cut where it grows long."""
    said = [quoted(one) for one in one_for_each_origin(incident.told)]
    return _cut([*differences_of(incident), *said])


def differences_of(incident: IncidentRow) -> list[str]:
    """What the accounts differ on, one line for each, such as "Accounts differ on killed (number): 12; 40. They give other numbers."."""
    found = []
    for one in incident.differences:
        sides = "; ".join(value for value, _ in one.sides)
        found.append(f"Accounts differ on {one.field} ({one.type}): {sides}. {one.reason[:1].upper()}{one.reason[1:]}.")
    return found


def _cut(parts: list[str]) -> str:
    """The parts, as many as there is room for, and how many are not shown; the first always."""
    held: list[str] = []
    for number, part in enumerate(parts):
        if held and sum(map(len, held)) + len(part) > _LONGEST_NOTE:
            held.append(f"({len(parts) - number} more)")
            break
        held.append(part)
    return " ".join(held)
