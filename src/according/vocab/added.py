"""Lists that other packages add to ours, under the same checks; what breaks one or says otherwise than ours is named and left out.

A package's entry point of the group ``according.vocabularies`` names the package that holds the lists: files named and written as
ours (``agencies.yml``, ``actors.yml`` with its ``actors`` alone, ``naming.yml``, ``places.yml``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from multiprocessing import parent_process
from types import ModuleType
from typing import Any

import yaml

from according.errors import ExtensionError
from according.extensions import VOCABULARIES, Extension, find_extensions
from according.vocab.checks import Line, NamesTaken, check_actor, check_agency, check_naming, check_place
from according.vocab.lists import parse_list

LISTS = ("agencies.yml", "actors.yml", "naming.yml", "places.yml")
_CHECKS: Mapping[str, Callable[[Line, NamesTaken], list[str]]] = {
    "agencies.yml": check_agency,
    "actors.yml": check_actor,
    "naming.yml": check_naming,
    "places.yml": check_place,
}
_log = logging.getLogger("according")


def merged(name: str, ours: Iterable[Line], taken: NamesTaken) -> list[Line]:
    """Our lines of a list, and behind them those that packages add, in the order of the packages; ``taken`` are the names that are ours.

    A line that a check refuses is left out, a name that is another's already is taken off its line; both are logged, once.
    """
    lines = list(ours)
    for where, line in _brought(name):
        faults = _CHECKS[name](line, taken)
        if any(not isinstance(line.get(key), str) for key in ("name", "word") if key in line) or faults:
            _tell(where, name, line, faults or ["its name is no text"])
            continue
        kept, conflicts = taken.claim(line)
        if conflicts:
            _tell(where, name, line, conflicts)
        if kept is not None:
            lines.append(kept)
    return lines


def has_added(name: str) -> bool:
    """Whether any package adds lines to this list."""
    return any(True for _ in _brought(name))


def vocabulary_faults() -> tuple[str, ...]:
    """What was wrong with the lists that were looked at so far, in words, each naming the package."""
    return tuple(_told)


_told: dict[str, None] = {}


def _tell(where: Extension, name: str, line: Line | None, reasons: Iterable[str]) -> None:
    """Say it once, by the first process: workers read the same lists."""
    called = f", {line.get('name') or line.get('word')!r}" if line else ""
    for reason in reasons:
        told = f"the vocabulary {where}: {name}{called}: {reason}"
        if told not in _told and parent_process() is None:
            _log.warning("%s", told)
        _told[told] = None


def _brought(name: str) -> Iterator[tuple[Extension, Line]]:
    for extension, lists in _load():
        for line in lists.get(name, ()):
            yield extension, line


@cache
def _load() -> tuple[tuple[Extension, dict[str, list[Line]]], ...]:
    """The lists of each package that can be read."""
    found = []
    for extension in find_extensions(VOCABULARIES):
        try:
            found.append((extension, _read(extension)))
        except (ExtensionError, OSError, TypeError) as error:
            _tell(extension, "its lists", None, [f"cannot be read ({error})"])
    return tuple(found)


def _read(extension: Extension) -> dict[str, list[Line]]:
    package = extension.load()
    if not isinstance(package, ModuleType):
        raise ExtensionError("the entry point must name a package that holds lists")
    lists: dict[str, list[Line]] = {}
    for file in sorted(files(package).iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yml"):
            continue
        if file.name not in LISTS:
            _tell(extension, file.name, None, [f"is no list that can be added to: there are {', '.join(LISTS)}"])
            continue
        try:
            lists[file.name] = list(_lines(file.name, parse_list(file.read_bytes())))
        except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
            _tell(extension, file.name, None, [" ".join(f"cannot be read ({error})".split())])
    return lists


def _lines(name: str, given: Any) -> Iterator[Line]:
    """The lines of a list; raises ``ValueError`` where it holds something else."""
    if name == "actors.yml":
        if not isinstance(given, dict) or given.keys() != {"actors"}:
            raise ValueError("it must hold actors, and nothing beside them")
        given = given["actors"]
    if not isinstance(given, list) or not all(isinstance(line, dict) for line in given):
        raise ValueError("it must be a list of lines in braces")
    yield from given
