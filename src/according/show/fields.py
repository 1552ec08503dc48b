"""The fields of a finding as a form has them: what may be chosen, and what a form's words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from according.errors import UsageError
from according.incidents import Subject
from according.markup.held import field_words
from according.model import Claim, Event, Figure, Name, Reading, Span
from according.places import open_gazetteer
from according.places.folding import name_key
from according.reviewing.things import FIELDS, Finding, Position, finding_from_values, to_value, value_of
from according.show.signing import text_in
from according.views.filters import KINDS, MEASURES, parse_day

CHOICES: Mapping[str, tuple[str, ...]] = {
    "form": ("direct", "mixed", "indirect"),
    "act": ("state", "deny", "accuse", "demand", "threaten", "commit", "ask", "believe"),
    "certainty": ("certain", "probable", "possible", "doubted"),
    "kind": KINDS,
    "date_how": ("", "explicit", "relative", "inherited"),
    "status": ("happened", "denied", "possible", "future", "unreal"),
    "measure": MEASURES,
    "scope": ("", "new", "total"),
    "loaded": ("no", "yes"),
}
SPANS: Mapping[Subject, tuple[str, ...]] = {
    "claim": ("content", "source", "cue"),
    "event": ("trigger", "actor", "target", "place"),
    "figure": ("span",),
    "spot": ("span",),
    "naming": ("span",),
}
"""The fields that are words of the report, the first of which must be given."""
_NUMBERS = ("low", "high")
_NEEDED = frozenset({"who", "label"})
_MOST_NUMBER = 10**12


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name, the value as it is typed, and what may be chosen (nothing where anything may be typed)."""

    name: str
    value: str
    choices: tuple[str, ...] = ()


def typed_fields(subject: Subject, one: Finding | None) -> list[Field]:
    """The fields that are typed or chosen; those that are words of the report are selected there."""
    names = [name for name in FIELDS[subject] if name not in SPANS[subject] and name not in ("position", "claim")]
    return [Field(name, _typed(one, name), CHOICES.get(name, ())) for name in names]


def _typed(one: Finding | None, name: str) -> str:
    value = value_of(one, name) if one is not None else None
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return field_words(value, "") if value != () else ""


def changed_values(subject: Subject, one: Finding, form: FormData) -> dict[str, str]:
    """The fields that a form gives other values than they have, as judgements hold them; raises ``UsageError`` for what is none."""
    found = {}
    for field in typed_fields(subject, one):
        if field.name in form and (text_in(form, field.name) or "") != field.value:
            found[field.name] = to_value(parse_typed(field.name, text_in(form, field.name)))
    if "claim" in form and isinstance(one, Event | Figure | Name):
        claim = text_in(form, "claim")
        if claim != one.claim:
            found["claim"] = to_value(claim)
    return found


def parse_typed(name: str, typed: str | None) -> object:
    """The value of what was typed into a field; raises ``UsageError``."""
    if name in CHOICES and (typed or "") not in CHOICES[name]:
        raise UsageError(f"{name} is one of {', '.join(filter(None, CHOICES[name]))}")
    if name == "loaded":
        return typed == "yes"
    if name == "via":
        return tuple(part.strip() for part in (typed or "").split(";") if part.strip())
    if typed is None:
        if name in _NEEDED:
            raise UsageError(f"{name} is always said: type it")
        return None
    if name in _NUMBERS:
        digits = typed.replace(",", "").replace(" ", "")
        if not digits.isdecimal() or int(digits) > _MOST_NUMBER:
            raise UsageError(f"{name}: {typed!r} is no number of people or things")
        return int(digits)
    if name == "date":
        return _parse_date(typed)
    return typed


def _parse_date(typed: str) -> str:
    """A day, a month, a year, or two of them with a slash between: what the text says, and no day more."""
    parts = [part.strip() for part in typed.split("/")]
    for part in parts:
        parse_day(part, is_end=False)
    if len(parts) > 2 or (len(parts) == 2 and parts[1] < parts[0]):
        raise UsageError(f"date: {typed!r} is no day and no time between two days")
    return "/".join(parts)


def selected_span(form: FormData, text: str, near: Span, *, name: str = "exact") -> Span | None:
    """The words of the report that a form means.

    They are those between ``start`` and ``end``, if these are the words that it shows, else the place nearest to ``near`` where its
    words stand. None where it gives no words; raises ``UsageError`` where the text has none such.
    """
    start, end, words = text_in(form, "start"), text_in(form, "end"), text_in(form, name)
    if start and end and start.isdecimal() and end.isdecimal():
        span = int(start[:12]), int(end[:12])
        if 0 <= span[0] < span[1] <= len(text) and (words is None or _folded(text[slice(*span)]) == _folded(words)):
            return span
    return find_words(text, words, near) if words else None


def find_words(text: str, words: str, near: Span) -> Span:
    """Where words stand in a text, nearest to a place; raises ``UsageError`` where they do not."""
    best: Span | None = None
    at = text.find(words)
    while at >= 0:
        span = at, at + len(words)
        if best is None or abs(span[0] - near[0]) < abs(best[0] - near[0]):
            best = span
        at = text.find(words, at + 1)
    if best is None:
        raise UsageError(f"the report does not say {words[:80]!r}: copy the words as they stand there")
    return best


def _folded(words: str) -> str:
    return " ".join(words.split())


def with_span(subject: Subject, one: Finding, field: str, span: Span | None, *, is_more: bool) -> str:
    """A field of words with the words that were selected, alone or (of a claim's content) with those it had."""
    if field not in SPANS[subject]:
        raise UsageError(f"{field!r} is not words of the report")
    if span is None and field == SPANS[subject][0]:
        raise UsageError(f"a {subject} rests on words of the report: select them, or hold that it is wrong")
    if field == "content" and isinstance(one, Claim):
        kept = tuple(old for old in one.content if span and (old[1] <= span[0] or span[1] <= old[0])) if is_more else ()
        return to_value(tuple(sorted((*kept, span))) if span else ())
    return to_value(span)


def find_positions(name: str, limit: int = 12) -> list[Position]:
    """The places that the gazetteer knows by a name, the largest first."""
    entries = sorted(open_gazetteer().lookup(name_key(name)), key=lambda entry: (-entry.population, entry.rank, entry.id or 0))
    return [Position(one.name, one.id, one.lat, one.lon, one.radius_km, "named", None, one.country) for one in entries[:limit]]


def parse_position(form: FormData) -> Position:
    """The position that a form gives: an entry of the gazetteer by its number, or degrees that were typed; none is an answer, too."""
    name = text_in(form, "name", 200)
    if name is None:
        raise UsageError("a place has a name")
    number = text_in(form, "geonames", 12)
    if number:
        found = next((one for one in find_positions(name, 100) if str(one.geonames) == number), None)
        if found is None:
            raise UsageError(f"the gazetteer knows no {name!r} under that number")
        return found
    lat, lon, radius = (_degrees(form, what, most) for what, most in (("lat", 90.0), ("lon", 180.0), ("radius_km", 20_000.0)))
    if (lat is None) != (lon is None):
        raise UsageError("a position is a latitude and a longitude")
    return Position(name, None, lat, lon, radius, "named" if lat is not None else "unresolved", None, None)


def _degrees(form: FormData, name: str, most: float) -> float | None:
    typed = text_in(form, name, 30)
    if typed is None:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = most + 1
    if not -most <= value <= most or (name == "radius_km" and value < 0):
        raise UsageError(f"{name}: {typed!r} is not between {-most:g} and {most:g}")
    return value


def make_finding(subject: Subject, reading: Reading, form: FormData) -> Finding:
    """The finding that a form adds: the selected words, and what was typed; raises ``UsageError`` for what is missing."""
    text = reading.report.text
    span = selected_span(form, text, (0, 0))
    if span is None:
        raise UsageError("select the words of the report that it rests on, or copy them into the form")
    values: dict[str, object] = {SPANS[subject][0]: (span,) if subject == "claim" else span}
    values.update((name, _words(form, name, text, span)) for name in SPANS[subject][1:])
    if subject == "spot":
        values["position"] = parse_position(form)
    for field in typed_fields(subject, None):
        typed = text_in(form, field.name) or (_folded(text[slice(*span)]) if field.name == "label" else None)
        values[field.name] = parse_typed(field.name, typed)
    if values.get("date") is not None and values.get("date_how") is None:
        values["date_how"] = "explicit"
    return finding_from_values(subject, "", {name: to_value(value) for name, value in values.items()})


def _words(form: FormData, name: str, text: str, near: Span) -> Span | None:
    words = text_in(form, name)
    return find_words(text, words, near) if words else None
