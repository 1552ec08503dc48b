"""What a report tells of as still to come, feared, demanded or unreal: kept for warnings and announcements, never an incident."""

from __future__ import annotations

from dataclasses import replace

from according.incidents import Happening
from according.model import Reading
from according.reconcile.happenings import make_happenings
from according.reconcile.passages import UNREAL


def make_plans(reading: Reading) -> tuple[Happening, ...]:
    """What a report tells of each thing that has not happened, in the order of the text, with its status as the reading has it.

    It is gathered as happenings are, from the mentions that no happening is made of.
    """
    statuses = {event.trigger: event.status for event in reading.events if event.status in UNREAL}
    if not statuses:
        return ()
    as_if = tuple(replace(event, status="happened") for event in reading.events if event.status in UNREAL)
    return tuple(replace(one, status=statuses[one.trigger]) for one in make_happenings(replace(reading, events=as_if)))
