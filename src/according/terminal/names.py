"""The names of an entity for people: who uses which, and the roles of a person over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from according.terminal.facts import counted
from according.terminal.safe import one_line

if TYPE_CHECKING:
    from according.views.entities import Entity, NameUse, RoleHeld


def entity_lines(entity: Entity) -> Iterator[Text]:
    """An entity: its name, the names that reports use and by whom, then its roles in the order of time."""
    line = Text(one_line(entity.entity), style="bold")
    where = f", {entity.country}" if entity.country else ""
    yield line.append(f" ({entity.subject}{where})", style="not bold dim").append(
        f" · {counted(len(entity.names), 'name')} in {counted(entity.reports, 'report')}", style="not bold not dim"
    )
    for use in entity.names:
        yield _use_line(use)
    for role in entity.roles:
        yield _role_line(role)


def _use_line(use: NameUse) -> Text:
    by = ", ".join(f"{one_line(user.publisher or 'no publisher given')} {user.reports:,}" for user in use.by)
    return Text(f"{use.reports:>7,}  ", style="dim").append(f"“{one_line(use.name)}”", style="not dim").append(f" · {by}", style="dim")


def _role_line(role: RoleHeld) -> Text:
    said = ", of ".join(one_line(fact) for fact in (role.role, role.affiliation) if fact)
    first, last = role.date_from or "no date", role.date_to or "no date"
    days = first if first == last else f"{first} to {last}"
    return (
        Text(f"    {days}: ", style="cyan")
        .append(said, style="not cyan")
        .append(f" · {counted(role.reports, 'report')}", style="not cyan dim")
    )
