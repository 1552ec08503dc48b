"""The words of ``speaking.yml``, by which reports tell who speaks and how surely."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from according.vocab.lists import read_list

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class SpeakingWords:
    """Lists of words in lower case, one for each use; ``speaking.yml`` tells what each is for."""

    titles: Words
    roles: Words
    bodies: Words
    kinds_of_body: Words
    documents: Words
    pronouns_one: Words
    pronouns_thing: Words
    pronouns_many: Words
    pronouns_own: Words
    relatives: Words
    participles: Words
    hearers: Words
    possible: Words
    probable: Words
    doubted: Words
    possible_cues: Words
    probable_cues: Words
    doubted_cues: Words
    distancing: Words
    pointers: Words
    watchers: Words
    groups: Words
    fighters: Words
    powers: Words
    outlets: Words
    statements: Words
    common: Words

    @property
    def pronouns(self) -> Words:
        """All pronouns that may stand for a speaker."""
        return self.pronouns_one | self.pronouns_thing | self.pronouns_many | self.pronouns_own


@cache
def load_speaking_words() -> SpeakingWords:
    """The words of ``speaking.yml``.

    >>> "spokesman" in load_speaking_words().roles
    True
    """
    lists = read_list("according.vocab", "speaking.yml")
    return SpeakingWords(**{field.name: frozenset(lists[field.name].split()) for field in fields(SpeakingWords)})
