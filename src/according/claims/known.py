"""What the vocabulary knows of a source, handed to the rules so that they can be tried with a vocabulary of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from according.actors import actor_called, affiliation_of, kind_of_source, role_of

Said = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class SourceWords:
    """From a source's name, or the phrase that names it: its kind, role, affiliation, other names; nothing where nothing supports one."""

    kind: Said
    role: Said
    affiliation: Said
    names: Callable[[str], Sequence[str]] = lambda _: ()


def _names(name: str) -> Sequence[str]:
    actor = actor_called(name)
    return actor.names if actor else ()


FROM_VOCABULARY = SourceWords(kind_of_source, role_of, affiliation_of, _names)
