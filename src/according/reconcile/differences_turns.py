"""Which of two figures of one source came after the other, and takes its place."""

from __future__ import annotations

from according.incidents import Happening
from according.reconcile.comparing import corrects, day_of, updates
from according.reconcile.ranges import least

Pair = tuple[Happening, Happening]


def is_in_turn(left: Happening, right: Happening, field: str) -> bool:
    """Whether one figure came after the other: published on a later day than the other, or called the new toll."""
    if updates(in_order(left, right, field)[1]):
        return True
    days = published_on(left), published_on(right)
    return None not in days and days[0] != days[1]


def in_order(left: Happening, right: Happening, field: str) -> Pair:
    """The earlier and the later figure: by the day of print, then by which is called new, then the higher as the later."""
    first, second = published_on(left), published_on(right)
    if first is not None and second is not None and first != second:
        return (left, right) if first < second else (right, left)
    if updates(left) != updates(right):
        return (right, left) if updates(left) else (left, right)
    return (left, right) if _size(left, field) <= _size(right, field) else (right, left)


def rises(earlier: Happening, later: Happening, field: str) -> bool:
    """Whether a later figure takes the place of the earlier: a toll grows, or is said to be new or corrected."""
    return corrects(later) or updates(later) or _size(earlier, field) < _size(later, field)


def published_on(one: Happening) -> int | None:
    """The number of the day of print; None where it is not known or before the happening itself, which is no day of print."""
    published, began = day_of((one.published or "")[:10]), day_of(one.date_from)
    return None if published is None or (began is not None and published < began) else published


def _size(one: Happening, field: str) -> tuple[int, str]:
    return least(getattr(one, field) or (0, 0)), one.id
