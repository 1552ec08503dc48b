"""What other installed packages add, found by their entry points: readers, vocabularies and taggers, each named with its package.

==========================  ========================================================================================
group                       what the entry point gives
``according.readers``       a function ``(Item, Config) -> Draft | tuple[Draft, …] | None``; None where the item is not its own
``according.vocabularies``  a package that holds lists under the names of ours (``agencies.yml``, ``actors.yml``, …)
``according.taggers``       a function ``(Config) -> tagger``, whose ``mark(text, language=…)`` gives ``Marks``
``according.exporters``     an ``according.export.Format``
==========================  ========================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from according.errors import ExtensionError

READERS = "according.readers"
VOCABULARIES = "according.vocabularies"
TAGGERS = "according.taggers"
EXPORTERS = "according.exporters"
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Extension:
    """One thing that a package adds: ``package`` is its name and version, for example ``herald-layout 1.2``."""

    group: str
    name: str
    package: str
    entry: EntryPoint

    def __str__(self) -> str:
        return f"{self.name!r} of the package {self.package}"

    def load(self) -> object:
        """What the entry point gives; raises ``ExtensionError`` that names the package where it cannot be had.

        One of the few places that catch broadly: whatever another package does while it is imported is its own fault.
        """
        try:
            found: object = self.entry.load()
        except Exception as error:
            raise ExtensionError(f"{self} cannot be loaded ({reason_of(error)})") from error
        return found


@cache
def find_extensions(group: str) -> tuple[Extension, ...]:
    """What the installed packages add under one group, in the order of the names; looked up once in a process."""
    found = (Extension(group, entry.name, _package_of(entry), entry) for entry in _entries() if entry.group == group)
    return tuple(sorted(found, key=lambda one: (one.name, one.package)))


def reason_of(error: Exception) -> str:
    r"""An error of somebody else's code in one short line.

    >>> reason_of(ValueError("no such\nthing"))
    'ValueError: no such thing'
    """
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]


@cache
def _entries() -> tuple[EntryPoint, ...]:
    """The entry points of all four groups, since looking through what is installed costs some hundredths of a second."""
    found = entry_points()
    return tuple(entry for group in (READERS, VOCABULARIES, TAGGERS, EXPORTERS) for entry in found.select(group=group))


def _package_of(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else "(of no package)"
