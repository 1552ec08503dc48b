"""Whether the log of a pack is one chain, and says of each judgement of a person what the pack holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from according.export.checking.lines import LogLine
from according.ids import text_sha256
from according.incidents import Judgement
from according.store.judging import JUDGED, PERSON, RETRACTED
from according.store.logbook import FIRST, entry_sha256


def log_reasons(entries: Iterable[tuple[int, LogLine]], judgements: Iterable[Judgement]) -> Iterator[str]:
    """What is wrong, in words: entries that were changed, removed or moved, and judgements that are not what their entries say."""
    told: dict[str, tuple[int, str]] = {}
    yield from _chain_reasons(entries, told)
    for one in judgements:
        if not one.by.startswith(PERSON):
            continue
        number, said = told.pop(one.id, (None, ""))
        if number is None:
            yield f"no entry tells of the judgement {one.id} of {one.by}"
        elif said != _digest(json.dumps(asdict(one))):
            yield f"the judgement {one.id} is not what entry {number} says of it"
    for name, (number, _) in told.items():
        yield f"the judgement {name}, which entry {number} tells of, is missing"


def _chain_reasons(entries: Iterable[tuple[int, LogLine]], told: dict[str, tuple[int, str]]) -> Iterator[str]:
    number, previous = 0, FIRST
    for _, one in entries:
        if one.number != number + 1:
            yield f"entry {one.number} stands behind entry {number}: something between them was removed, or they were moved"
        elif one.previous != previous:
            yield f"entry {one.number} does not follow from entry {number}"
        if not one.is_sealed:
            said = (one.at or "", one.by or "", one.action or "", one.about, one.body or "")
            if entry_sha256(one.number, one.previous, *said) != one.sha256:
                yield f"entry {one.number} is not as it was written"
            if one.action in (JUDGED, RETRACTED) and one.about is not None:
                told[one.about] = (one.number, _digest(one.body or ""))
        number, previous = one.number, one.sha256


def _digest(body: str) -> str:
    """One hash for all ways of writing the same JSON; what is no JSON is like nothing else."""
    try:
        return text_sha256(json.dumps(json.loads(body), sort_keys=True))
    except (ValueError, RecursionError):
        return ""
