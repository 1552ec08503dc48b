"""Looks all extensions over: each is loaded, its lists are merged, and what is wrong with it is said in words."""

from __future__ import annotations

from dataclasses import dataclass

from according.errors import ExtensionError
from according.extensions import EXPORTERS, READERS, TAGGERS, VOCABULARIES, Extension, find_extensions
from according.vocab.actors import load_actors, load_naming_words
from according.vocab.added import vocabulary_faults
from according.vocab.gazette import load_listed_places


@dataclass(frozen=True, slots=True)
class Looked:
    """One extension, and what is wrong with it (nothing where it can be used)."""

    group: str
    name: str
    package: str
    faults: tuple[str, ...]


def look_over() -> tuple[Looked, ...]:
    """All extensions of this installation, by group and name."""
    for load in (load_actors, load_naming_words, load_listed_places):
        load()
    found = (one for group in (READERS, VOCABULARIES, TAGGERS, EXPORTERS) for one in find_extensions(group))
    return tuple(Looked(one.group, one.name, one.package, _faults(one)) for one in found)


def _faults(extension: Extension) -> tuple[str, ...]:
    if extension.group == VOCABULARIES:
        begin = f"the vocabulary {extension}: "
        return tuple(fault.removeprefix(begin) for fault in vocabulary_faults() if fault.startswith(begin))
    try:
        found = extension.load()
    except ExtensionError as error:
        return (str(error),)
    if extension.group == EXPORTERS:
        from according.export import Format

        return () if isinstance(found, Format) else ("it is no according.export.Format",)
    return () if callable(found) else ("it is no function",)
