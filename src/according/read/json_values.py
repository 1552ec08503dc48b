"""Values of one JSON record, with what is wrong with them told in words instead of raised."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from according.errors import ReadError
from according.read.decode import clean

_NAMES = {bool: "a truth value", int: "a number", float: "a number", str: "text", list: "a list", dict: "an object"}


@dataclass(slots=True)
class Values:
    """The members of one JSON object, read by name; ``problems`` gathers those that cannot be taken as they are."""

    members: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The member as text fit to be kept; None where there is none, or none but white space, or it is no text."""
        value = self.members.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.problems.append(f"{name} is {kind_of(value)}, not text; passed over")
            return None
        value, problems = clean(value)
        self.problems.extend(f"{name}: {problem}" for problem in problems)
        return value if value.strip() else None

    def needed_text(self, name: str) -> str | None:
        """Like ``text``, but raises ``ReadError`` where the member is something else, since nothing stands in for it."""
        value = self.members.get(name)
        if value is not None and not isinstance(value, str):
            raise ReadError(f"{name} is {kind_of(value)}, not text")
        return self.text(name)


def read_object(data: bytes) -> Values:
    """The one JSON object that the bytes are; raises ``ReadError`` where they are something else."""
    problems: list[str] = []
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        problems.append("some bytes are not UTF-8; replaced by U+FFFD")
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ReadError("its JSON is nested too deep") from error
    except ValueError as error:
        raise ReadError(f"is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ReadError(f"is {kind_of(value)}, not a JSON object")
    return Values(value, problems)


def kind_of(value: object) -> str:
    """What sort of JSON value this is, with its article.

    >>> kind_of([1]), kind_of(None)
    ('a list', 'null')
    """
    return _NAMES.get(type(value), "null")
