"""Judgements as lines: who holds what of which things, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from according.terminal.safe import one_line

if TYPE_CHECKING:
    from according.incidents import Judgement
    from according.reconciling import Listed

_DIGITS = 12
_MOST_VALUE = 80
_WORDS = {
    "same": "are the same",
    "different": "are not the same",
    "copy": "repeat each other",
    "wrong": "is wrong",
    "right": "is right",
    "missed": "was missed",
}


def judgement_lines(listed: Listed) -> Iterator[Text]:
    """One judgement: its id, what it holds of what, who holds it and since when, its state unless it holds, and why."""
    one = listed.judgement
    sides = " and ".join(_side(one, side) for side in (one.left, one.right) if side is not None)
    held = Text(f"{_short(one.id)}  ", style="dim")
    if one.retracts is not None:
        held.append(f"takes {_short(one.retracts)} back")
    else:
        held.append(f"{one.subject} {sides} {_words(one)}")
    held.append(f"  {one_line(one.by)}, {one.at[:16].replace('T', ' ')}")
    if one.score < 1:
        held.append(f"  ({one.score:.2f})", style="dim")
    if listed.state not in ("holds", "retraction"):
        held.append(f"  {listed.state}", style="yellow")
    if one.reasons:
        held.append(f"  {one_line('; '.join(one.reasons))}", style="dim")
    yield held


def _words(one: Judgement) -> str:
    if one.relation == "corrected":
        return f"has {one.field} {one_line(one.value or '')[:_MOST_VALUE]}"
    return _WORDS[one.relation]


def _side(one: Judgement, side: str) -> str:
    """What is judged: a name as it is written, anything else by the first digits of its id."""
    is_name = one.subject in ("actor", "place") and one.report is None
    return f"“{one_line(side)}”" if is_name else _short(side)


def _short(name: str) -> str:
    return name.removeprefix("sha256:")[:_DIGITS]
