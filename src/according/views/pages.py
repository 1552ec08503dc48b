"""What changed from one capture of a page to another: what is said there, counted there and told there, and the title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from according.errors import UsageError
from according.model import Figure, Reading
from according.store.lookup import read_capture, read_history, read_reading

What = Literal["title", "claim", "event", "figure", "line"]


@dataclass(frozen=True, slots=True)
class PageChange:
    """One thing that stands in one capture and not in the other; ``before`` None where it came, ``after`` None where it went.

    ``who`` is whose words they are, of a claim or a figure inside one. Both sides are given where one took the other's place.
    """

    what: What
    before: str | None
    after: str | None
    who: str | None
    report_before: str
    report_after: str
    retrieved_before: str
    retrieved_after: str


def list_page_changes(connection: Connection, name: str, other: str | None = None) -> list[PageChange]:
    """What changed from the capture of one report to that of another; of one name, between its last two captures.

    Raises ``NotInAccount`` for what the account does not hold, and ``UsageError`` for a page that was captured once only.
    """
    if other is None:
        name, other = _last_two(connection, name)
    before, after = read_reading(connection, name), read_reading(connection, other)
    moments = tuple(read_capture(connection, one.report.id).retrieved_at for one in (before, after))
    return [
        PageChange(what, was, now, who, before.report.id, after.report.id, moments[0], moments[1])
        for what, was, now, who in _compare(before, after)
    ]


def _last_two(connection: Connection, name: str) -> tuple[str, str]:
    entries = read_history(connection, name)
    by_capture = {entry.capture.id: entry.report_id for entry in reversed(entries)}
    last = list(by_capture.values())[:2]
    if len(last) < 2:
        raise UsageError(f"{name} was captured once only: there is nothing to compare it with")
    return last[1], last[0]


_Change = tuple[What, str | None, str | None, str | None]


def _compare(before: Reading, after: Reading) -> Iterator[_Change]:
    if before.report.title != after.report.title:
        yield "title", before.report.title, after.report.title, None
    yield from _figures(before, after)
    yield from _gone_and_come("claim", _claims(before), _claims(after))
    yield from _gone_and_come("event", _events(before), _events(after))
    yield from _gone_and_come("line", _lines(before), _lines(after))


_Said = list[tuple[str, str | None]]


def _claims(reading: Reading) -> _Said:
    text = reading.report.text
    return [(" … ".join(" ".join(text[slice(*span)].split()) for span in claim.content), claim.who) for claim in reading.claims]


def _events(reading: Reading) -> _Said:
    text = reading.report.text
    found: _Said = []
    for event in reading.events:
        place = f" in {text[slice(*event.place)]}" if event.place else ""
        status = f" ({event.status})" if event.status != "happened" else ""
        found.append((f"{event.kind}: {text[slice(*event.trigger)]}{place}{f', {event.date}' if event.date else ''}{status}", None))
    return found


def _lines(reading: Reading) -> _Said:
    return [(" ".join(line.split()), None) for line in reading.report.text.splitlines() if line.strip()]


def _gone_and_come(what: What, before: _Said, after: _Said) -> Iterator[_Change]:
    """What stands in one only, as often as it stands there more, in the order of the texts."""
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for said, who in dict.fromkeys(before):
        for _ in range(gone[said, who]):
            yield what, said, None, who
    for said, who in dict.fromkeys(after):
        for _ in range(come[said, who]):
            yield what, None, said, who


def _figures(before: Reading, after: Reading) -> Iterator[_Change]:
    """Figures of one measure and group that differ, paired in the order of the texts: the count that a page corrected."""
    was, now = _by_measure(before), _by_measure(after)
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key, []), now.get(key, [])
        same = Counter(said for said, _ in old) & Counter(said for said, _ in new)
        left, right = _without(old, same), _without(new, same)
        for at in range(max(len(left), len(right))):
            one, other = left[at] if at < len(left) else None, right[at] if at < len(right) else None
            who = (other or one or ("", None))[1]
            yield "figure", one and f"{key[0]}: {one[0]}", other and f"{key[0]}: {other[0]}", who


def _without(given: _Said, same: Counter[str]) -> _Said:
    left, kept = Counter(same), []
    for said, who in given:
        if left[said]:
            left[said] -= 1
        else:
            kept.append((said, who))
    return kept


def _by_measure(reading: Reading) -> dict[tuple[str, str | None], _Said]:
    speakers = {claim.id: claim.who for claim in reading.claims}
    found: dict[tuple[str, str | None], _Said] = {}
    for figure in reading.figures:
        words = " ".join(reading.report.text[slice(*figure.span)].split())
        found.setdefault((figure.measure, _group(figure)), []).append((words, speakers.get(figure.claim or "")))
    return found


def _group(figure: Figure) -> str | None:
    return figure.of.casefold() if figure.of else None
