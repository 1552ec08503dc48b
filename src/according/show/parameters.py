"""What an address of the API may ask: each parameter with its JSON Schema, which both describes it and checks it.

Nothing is passed over: a name that an address does not take is refused, since a filter with a slip in its name would show
everything, and nobody would know.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.datastructures import QueryParams

from according.errors import UsageError
from according.views.filters import KINDS

MOST_ROWS = 200
USUAL_ROWS = 50
_MOST_STARTS = 1_000_000
_LONGEST = 400
_DAY = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name that an address takes, with the schema of its value; one of type ``array`` may be given more than once."""

    name: str
    schema: Mapping[str, Any]
    description: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows: ``start`` counts from 0; ``after`` is the id of the row before, None where rows have no id or at the beginning."""

    start: int = 0
    limit: int = USUAL_ROWS
    after: str | None = None


def text(name: str, description: str, *, required: bool = False, **more: Any) -> Parameter:
    """A parameter that is a text."""
    return Parameter(name, {"type": "string", "minLength": 1, "maxLength": _LONGEST, **more}, description, required)


def choice(name: str, values: Sequence[str], description: str) -> Parameter:
    """A parameter that is one of a few words."""
    return Parameter(name, {"type": "string", "enum": list(values)}, description)


def switch(name: str, description: str) -> Parameter:
    """A parameter that is true or false."""
    return Parameter(name, {"type": "boolean"}, description)


def several(name: str, items: Mapping[str, Any], description: str) -> Parameter:
    """A parameter that may be given more than once."""
    return Parameter(name, {"type": "array", "items": items, "minItems": 1, "maxItems": 40}, description)


_WORDS = {"type": "string", "minLength": 1, "maxLength": _LONGEST}
FROM = Parameter("from", {"type": "string", "pattern": _DAY}, "A day, a month or a year: the first that is asked for.")
TO = Parameter("to", {"type": "string", "pattern": _DAY}, "A day, a month or a year: the last that is asked for.")
FILTER = (
    text("place", "A place by its name, or latitude,longitude."),
    Parameter("radius", {"type": "number", "minimum": 0, "maximum": 20040}, "Kilometres around the place."),
    FROM,
    TO,
    several("kind", {"type": "string", "enum": list(KINDS)}, "A kind of happening."),
    several("actor", _WORDS, "Who did it, or to whom, by any name that the vocabulary knows."),
    several("source", _WORDS, "A speaker or an outlet."),
    Parameter("min_origins", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "The least number of independent origins."),
    switch("contested", "Only where accounts differ."),
)
LIMIT = Parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS}, "The most rows in one answer.")
CURSOR = Parameter("cursor", {"type": "string", "pattern": "^[A-Za-z0-9_-]{4,400}$"}, "Where to go on, from an answer's ``next``.")
PAGED = (LIMIT, CURSOR)


def check_query(given: QueryParams, known: Sequence[Parameter]) -> None:
    """Raises ``UsageError`` where a name is not known, is missing, or its value is not as its schema has it."""
    by_name = {one.name: one for one in known}
    for name in given:
        if name not in by_name:
            raise UsageError(f"{name[:40]!r} is nothing that can be asked here; it takes {', '.join(by_name) or 'nothing'}")
    for name, one in by_name.items():
        values = given.getlist(name)
        if one.is_required and not values:
            raise UsageError(f"{name} is needed")
        if len(values) > one.schema.get("maxItems", 1):
            raise UsageError(f"{name} is given too often")
        for value in values:
            if not fits(value, one.schema.get("items", one.schema)):
                raise UsageError(f"{value[:80]!r} is no value of {name}: {one.description}")


def fits(value: str, schema: Mapping[str, Any]) -> bool:
    """Whether a text is a value of a schema of one of the simple types.

    >>> fits("12", {"type": "integer", "maximum": 9}), fits("true", {"type": "boolean"})
    (False, True)
    """
    if schema["type"] == "boolean":
        return value in ("true", "false")
    if schema["type"] in ("integer", "number"):
        pattern = _WHOLE if schema["type"] == "integer" else _NUMBER
        return bool(pattern.fullmatch(value)) and schema.get("minimum", -1e9) <= float(value) <= schema.get("maximum", 1e9)
    if "enum" in schema:
        return value in schema["enum"]
    is_held = not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value)
    long_enough = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", _LONGEST)
    return is_held and long_enough and ("pattern" not in schema or re.search(schema["pattern"], value) is not None) and "\n" not in value


def parse_page(given: QueryParams) -> Page:
    """Which rows an address asks for; raises ``UsageError`` for a cursor that no answer gave."""
    limit = int(given.get("limit") or USUAL_ROWS)
    if (cursor := given.get("cursor")) is None:
        return Page(limit=limit)
    try:
        start, after = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=tuple[int, str | None])
    except (ValueError, binascii.Error, msgspec.DecodeError, RecursionError):
        raise UsageError("the cursor is none that an answer gave") from None
    if not 0 < start <= _MOST_STARTS or (after is not None and len(after) > 100):
        raise UsageError("the cursor is none that an answer gave")
    return Page(start, limit, after)


def make_cursor(start: int, after: str | None) -> str:
    """The cursor that goes on at a row."""
    return base64.urlsafe_b64encode(msgspec.json.encode((start, after))).decode().rstrip("=")
