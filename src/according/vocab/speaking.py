"""The words of ``speaking.yml`` and ``heads.yml``, by which reports tell who speaks and how surely."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from according.vocab.heads import load_heads
from according.vocab.lists import read_list

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class SpeakingWords:
    """Lists of words in lower case, one for each use; ``speaking.yml`` tells what each is for.

    ``titles``, ``roles``, ``bodies`` and ``documents`` hold the single nouns of ``heads.yml`` too; ``offices`` are titles
    and roles together, ``pronouns`` all that may stand for a speaker.
    """

    titles: Words
    roles: Words
    bodies: Words
    documents: Words
    kinds_of_body: Words
    pronouns_one: Words
    pronouns_thing: Words
    pronouns_many: Words
    pronouns_own: Words
    male: Words
    female: Words
    prepositions: Words
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
    naming: Words
    falsehoods: Words
    wrongs: Words
    denials: Words
    hopes: Words
    blows: Words
    warnings: Words
    offices: Words
    pronouns: Words


@cache
def load_speaking_words() -> SpeakingWords:
    """The words of ``speaking.yml``, with the nouns of ``heads.yml`` where one list is about the same.

    >>> words = load_speaking_words()
    >>> "spokesman" in words.roles, "observatory" in words.bodies, "videos" in words.documents
    (True, True, True)
    """
    lists = {name: frozenset(words.split()) for name, words in read_list("according.vocab", "speaking.yml").items()}
    heads = load_heads()
    lists["titles"] |= heads.title_words
    lists["roles"] |= heads.persons - lists["no_roles"]
    lists["bodies"] |= heads.bodies
    lists["documents"] |= heads.documents
    lists["offices"] = lists["titles"] | lists["roles"]
    lists["pronouns"] = frozenset().union(*(words for name, words in lists.items() if name.startswith("pronouns_")))
    return SpeakingWords(**{field.name: lists[field.name] for field in fields(SpeakingWords)})
