"""The log of what people did, as lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.text import Text

from according.store.people_entries import OF_PEOPLE
from according.terminal.ranges import short_id
from according.terminal.safe import one_line

if TYPE_CHECKING:
    from according.store.logbook import Entry

_DIGITS = 16


def entry_line(entry: Entry) -> Text:
    """One entry: its number, when, who, what was done to what, and the beginning of its hash."""
    line = Text(f"{entry.number:>6}  ", style="dim")
    line.append(f"{entry.at[:19].replace('T', ' ')}  ")
    line.append(f"{one_line(entry.by)} ", style="cyan")
    line.append(told(entry))
    return line.append(f"  {entry.sha256[:_DIGITS]}", style="dim")


def told(entry: Entry) -> str:
    """What an entry tells, on one line: "judged: event 1f2e3d4c is wrong (it is a quotation)"."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        body = {}
    if entry.action in OF_PEOPLE:
        return one_line(_told_of_people(entry, body if isinstance(body, dict) else {}))
    if "relation" not in body:
        return one_line(entry.action + (f" {short_id(entry.about)}" if entry.about else ""))
    sides = " and ".join(short_id(str(side)) for side in (body.get("left"), body.get("right")) if side)
    held = f"{body['relation']} {body['field']} = {_value(body)}" if body.get("field") and body.get("value") else body["relation"]
    reasons = f" ({'; '.join(map(str, body['reasons']))})" if body.get("reasons") else ""
    return one_line(f"{entry.action}: {body.get('subject')} {sides} {held}{reasons}")


def _told_of_people(entry: Entry, body: dict[str, Any]) -> str:
    """What was done to whom: "let in Mira Tolen, coder", "failed to sign in, 214 before it without an entry"."""
    words = [f"{entry.action} {entry.about}" if entry.about else entry.action]
    if body.get("role"):
        words.append(f"{body['role']} instead of {body['before']}" if body.get("before") else str(body["role"]))
    if body.get("for"):
        words.append(f"for {body['for']}")
    if body.get("days"):
        words.append(f"good for {body['days']} days")
    if body.get("sort") == "program":
        words.append("a program")
    if body.get("refused"):
        words.append(str(body["refused"]))
    if body.get("unlisted"):
        words.append(f"{body['unlisted']} before it without an entry")
    return ", ".join(words)


def _value(body: dict[str, Any]) -> str:
    """What a field was given; of a position the name only, since degrees may be kept back from who looks."""
    value = str(body["value"])
    try:
        return str(json.loads(value)["name"]) if body["field"] == "position" else value
    except (ValueError, KeyError, TypeError):
        return "a position"
