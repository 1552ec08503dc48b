"""Readings, incidents and rows as small pieces of HTML, for notebooks: no script, no address that is loaded, every word escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from markupsafe import Markup

from according.incidents import Range
from according.markup.marking import chain_words
from according.markup.marks import name, shown
from according.markup.segments import Layer, mark_up
from according.markup.speakers import COLOURS, Speaker, find_speakers, speaker_key
from according.model import Claim, Reading
from according.views import IncidentDetail, IncidentView
from according.views.incidents import IncidentMention

_MOST_CHARS, _MOST_CLAIMS, _MOST_ROWS, _MOST_WORDS = 20_000, 200, 50, 200
_HUES = (210, 30, 130, 350, 270, 60, 180, 310, 95, 240)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CELL = "text-align:left;vertical-align:top;padding:.2em .6em"


def attach() -> None:
    """Let readings and incidents draw themselves wherever a notebook asks its values to, without these types knowing of it."""
    drawn: dict[type, Callable[[Any], str]] = {Reading: draw_reading, IncidentView: draw_incident, IncidentDetail: draw_detail}
    for kind, draw in drawn.items():
        setattr(kind, "_repr_html_", draw)  # noqa: B010


def draw_reading(reading: Reading) -> str:
    """The report's head and text with each claim in the colour of its speaker, and below who says what, through whom."""
    report, speakers = reading.report, find_speakers(reading)
    text = report.text[:_MOST_CHARS]
    layers = [layer for claim in reading.claims for layer in _claim_layers(claim, speakers[speaker_key(claim)])]
    cut = _note(f"the first {_MOST_CHARS:,} of {len(report.text):,} characters") if len(text) < len(report.text) else ""
    head = [one for one in (report.publisher, report.byline, report.published_at or report.published, report.language) if one]
    body = (
        Markup('<div style="font-weight:bold">{}</div><div>{}</div>').format(name(report.title or report.ref), shown(" · ".join(head))),
        _key(speakers.values()),
        Markup('<div dir="auto" style="white-space:pre-wrap;max-height:30em;overflow:auto;margin:.5em 0">{}</div>').format(
            mark_up(text, layers)
        ),
        cut,
        _table(("who", "chain", "words"), [_claim_row(claim, report.text) for claim in reading.claims[:_MOST_CLAIMS]]),
        _more(len(reading.claims), _MOST_CLAIMS, "claims"),
        *(_note(problem) for problem in reading.problems),
    )
    return _whole(body)


def draw_incident(incident: IncidentView) -> str:
    """What is told of one happening: a row for each origin, and what they differ on."""
    head = (incident.kind.replace("_", " "), incident.date or "no date", incident.place or "no place")
    by_origin: dict[str | None, list[IncidentMention]] = {}
    for mention in incident.mentions:
        by_origin.setdefault(mention.origin, []).append(mention)
    rows = [_origin_row(origin, told) for origin, told in list(by_origin.items())[:_MOST_ROWS]]
    body = (
        Markup('<div style="font-weight:bold">{}</div>').format(shown(", ".join(head))),
        _note(
            f"{_count(incident.origins, 'origin')}, {_count(incident.reports, 'report')}{', contested' if incident.is_contested else ''}"
        ),
        _table(("origin", "who says it", "status", "killed", "injured", "published", "reports"), rows),
        _more(len(by_origin), _MOST_ROWS, "origins"),
        *(_note(f"{one.field} ({one.type}): {'; '.join(one.values)}. {one.reason}") for one in incident.differences[:_MOST_ROWS]),
    )
    return _whole(body)


def draw_detail(detail: IncidentDetail) -> str:
    """One incident in full: its rows by origin, and the sentence that each origin is first known by."""
    told = [(account.origin, account.tellings[0]) for account in detail.accounts[:_MOST_ROWS] if account.tellings]
    rows = [(name(origin or "not known"), _cut(one.sentence), shown(one.ref)) for origin, one in told]
    return draw_incident(detail.incident) + _whole((_table(("origin", "sentence", "report"), rows),))


def draw_rows(rows: Sequence[object]) -> str:
    """The rows of a view as a table; incidents by what tells them apart, others by their short fields."""
    some = list(rows[:_MOST_ROWS])
    if not some:
        return _whole((_note("nothing found"),))
    if all(isinstance(row, IncidentView) for row in some):
        columns: tuple[str, ...] = ("id", "kind", "date", "place", "origins", "reports", "is_contested", "killed", "actors")
    else:
        columns = tuple(dict.fromkeys(column for row in some for column in _short_fields(row)))
    table = _table(columns, [[_value(getattr(row, column, None)) for column in columns] for row in some])
    return _whole((table, _more(len(rows), _MOST_ROWS, "rows")))


def _claim_layers(claim: Claim, speaker: Speaker) -> Iterator[Layer]:
    number = (speaker.number - 1) % COLOURS
    yield Layer("claim", claim.content, "claim", {"style": _colour(number), "title": _plain(chain_words(claim))})
    for what, span in (("source", claim.source), ("cue", claim.cue)):
        if span is not None:
            yield Layer("part", (span,), what, {"style": f"border-bottom:2px solid hsl({_HUES[number]} 60% 45%)"})


def _plain(words: str) -> str:
    """Words for where no element can stand: what turns or hides letters is shown as a mark."""
    return "".join(char if char.isprintable() else "◆" for char in words[: 2 * _MOST_WORDS])


def _claim_row(claim: Claim, text: str) -> tuple[Markup, ...]:
    words = " … ".join(text[slice(*span)] for span in claim.content[:5])
    return name(claim.who), shown(chain_words(claim)), _cut(words)


def _origin_row(origin: str | None, told: Sequence[IncidentMention]) -> tuple[Markup, ...]:
    first = told[0]
    chain = (first.who or "the report itself") + "".join(f", through {one}" for one in first.via)
    published = min((one.published for one in told if one.published), default="")
    statuses = ", ".join(dict.fromkeys(one.status for one in told))
    killed, injured = ("; ".join(dict.fromkeys(filter(None, (_range(getattr(one, of)) for one in told)))) for of in ("killed", "injured"))
    count = len({one.report for one in told})
    return (name(origin or "not known"), shown(chain), *map(shown, (statuses, killed, injured, published, f"{count:,}")))


def _key(speakers: Iterable[Speaker]) -> Markup:
    """Which colour is whose."""
    entries = [
        Markup('<span style="{}">{}</span>').format(_colour((one.number - 1) % COLOURS), name(one.who))
        for one in list(speakers)[:_MOST_ROWS]
    ]
    return Markup("<div>{}</div>").format(Markup(" ").join(entries)) if entries else Markup("")


def _colour(number: int) -> str:
    """Readable on light and on dark grounds: a tint, and the letters as they are."""
    return f"background:hsl({_HUES[number]} 70% 50% / .25);border-radius:.2em"


def _table(columns: Sequence[str], rows: Sequence[Iterable[Markup]]) -> Markup:
    if not rows:
        return Markup("")
    head = Markup("").join(Markup('<th style="{}">{}</th>').format(_CELL, shown(column.replace("_", " "))) for column in columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup('<td style="{}">{}</td>').format(_CELL, cell) for cell in row)) for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def _short_fields(row: object) -> Iterator[str]:
    """The fields of a row that fit into a cell."""
    if not is_dataclass(row):
        return
    for one in fields(row):
        value = getattr(row, one.name)
        if value is None or isinstance(value, str | int | float) or _is_short(value):
            yield one.name


def _is_short(value: object) -> bool:
    return isinstance(value, tuple) and all(one is None or isinstance(one, str | int | float) for one in value)


def _value(value: object) -> Markup:
    if value is None or value == ():
        return Markup("")
    if isinstance(value, bool):
        return shown("yes" if value else "no")
    if isinstance(value, tuple):
        is_range = len(value) == 2 and all(one is None or isinstance(one, int) for one in value)
        return shown(_range(value)) if is_range else _cut("; ".join(str(one) for one in value if one is not None))
    return shown(f"{value:,}") if isinstance(value, int) else _cut(str(value))


def _range(value: Range | None) -> str:
    if value is None:
        return ""
    low, high = value
    if low == high:
        return f"{low:,}" if low is not None else ""
    return f"{low:,} or more" if high is None else f"up to {high:,}" if low is None else f"{low:,} to {high:,}"


def _cut(words: str) -> Markup:
    line = " ".join(words.split())
    return shown(line if len(line) <= _MOST_WORDS else f"{line[:_MOST_WORDS]}…")


def _note(words: str) -> Markup:
    return Markup('<div style="opacity:.75">{}</div>').format(shown(words[: 2 * _MOST_WORDS]))


def _more(number: int, most: int, what: str) -> Markup:
    return _note(f"{most:,} of {number:,} {what}") if number > most else Markup("")


def _whole(parts: Iterable[str]) -> str:
    made = Markup('<div class="according">{}</div>').format(Markup("").join(Markup(part) for part in parts))
    return _SURROGATES.sub("�", made)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
