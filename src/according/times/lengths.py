"""Times counted from others, durations, sets and vague times: what each rule for them finds in its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from according.times.context import is_vague
from according.times.expressions import CLOCK_UNITS, Expression, duration, gather, quantity
from according.times.tokens import Tokens
from according.times.words import LETTERS


def _deictic(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """Today and its neighbours, also "the day before yesterday"."""
    said = gather(tokens, first, last)
    count = int(said.count or 0)
    if said.unit:
        if said.unit != "D":
            return []
        count += 1 if LETTERS["after"] in tokens.letters[first:last] else -1
    return [Expression(first, last, "shift", count=count, unit="D", anchor="published", clock=said.clock)]


def _ago(tokens: Tokens, first: int, last: int) -> list[Expression]:
    count, unit = quantity(tokens, first, last)
    return [Expression(first, last, "shift", count=-count if count is not None else None, unit=unit, anchor="published")]


def _later(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """So many units from where the text is; "the day before" is one."""
    count, unit = quantity(tokens, first, last)
    if tokens.letters[first] == LETTERS["the"]:
        count = 1
    back = tokens.letters[last - 1] in (LETTERS["earlier"], LETTERS["before"])
    sign = -1 if back else 1
    return [Expression(first, last, "shift", count=None if count is None else sign * count, unit=unit, anchor="text")]


def _since_event(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """So many units from a happening: when that was, the expression does not say."""
    return [Expression(first, last, "fixed", how="relative")]


def _unit(tokens: Tokens, first: int, last: int) -> list[Expression]:
    said = gather(tokens, first, last)
    if said.unit in CLOCK_UNITS:
        return []
    letters = tokens.letters[first:last]
    if LETTERS["the"] + LETTERS["last"] in letters:
        return [Expression(first, last, "fixed", value=f"P1{said.unit}", type="DURATION")]
    anchor = said.anchor or "that"
    return [Expression(first, last, "unit", anchor=anchor, unit=said.unit, clock=said.clock, definite=said.definite)]


def _weekend(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """The weekend nearest to the publication."""
    return [Expression(first, last, "unit", anchor="near", unit="WE")] if tokens.values[last - 1] == "WE" else []


def _part(tokens: Tokens, first: int, last: int) -> list[Expression]:
    said = gather(tokens, first, last)
    return [replace(said, form="unit", unit="D")]


def _length(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """A duration; with "old" or "long" behind it too."""
    count, unit = quantity(tokens, first, last)
    if unit in ("Q", "") or (count is not None and count >= 1000 and unit != "Y"):
        return []
    return [Expression(first, last, "fixed", value=duration(count, unit), type="DURATION", how="vague" if count is None else "explicit")]


def _bare_length(tokens: Tokens, first: int, last: int) -> list[Expression]:
    unit = str(tokens.values[first])
    if unit == "WE":
        return [Expression(first, last, "fixed", value="XXXX-WXX-WE", type="SET")]
    return [Expression(first, last, "fixed", value=duration(None, unit), type="DURATION", how="vague")]


def _set(tokens: Tokens, first: int, last: int) -> list[Expression]:
    """What comes again: "daily", "every Monday", "every two weeks"."""
    said = gather(tokens, first, last)
    at = next((at for at in range(first, last) if tokens.letters[at] == LETTERS["set"]), None)
    if at is not None:
        value = str(tokens.values[at])
    elif said.weekday:
        value = f"XXXX-WXX-{said.weekday}{said.clock or ''}"
    elif said.unit is None:
        value = f"XXXX-XX-XX{said.clock}"
    else:
        count, unit = quantity(tokens, first, last)
        value = duration(count or 1, unit) if unit != "WE" else "XXXX-WXX-WE"
    return [Expression(first, last, "fixed", value=value, type="SET")]


def _vague(tokens: Tokens, first: int, last: int) -> list[Expression]:
    at = next((at for at in range(first, last) if tokens.letters[at] == LETTERS["vague"]), None)
    if not is_vague(tokens, first, last):
        return []
    return [Expression(first, last, "fixed", value="PAST_REF" if at is None else str(tokens.values[at]), how="vague")]


def _vague_ahead(tokens: Tokens, first: int, last: int) -> list[Expression]:
    return [Expression(first, last, "fixed", value="FUTURE_REF", how="vague")]


def _time(tokens: Tokens, first: int, last: int) -> list[Expression]:
    return [Expression(first, last, "fixed", how="vague")]


LENGTHS: dict[str, Callable[[Tokens, int, int], list[Expression]]] = {
    "deictic": _deictic,
    "ago": _ago,
    "later": _later,
    "since_event": _since_event,
    "unit": _unit,
    "weekend": _weekend,
    "part": _part,
    "length": _length,
    "bare_length": _bare_length,
    "set": _set,
    "vague": _vague,
    "vague_ahead": _vague_ahead,
    "vague_past": _vague,
    "time": _time,
}
