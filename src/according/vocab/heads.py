"""The words of ``heads.yml``, by which a source phrase tells what kind of source speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from according.vocab.lists import read_list

Manner = Literal["always", "mostly", "body", "loose", "document", "anonymous"]
_OF_A_KIND: tuple[Manner, ...] = ("always", "mostly", "body")
_LOOSE: Mapping[str, Manner] = {"people": "loose", "body": "loose", "document": "document", "anonymous": "anonymous"}
_LONGEST_ENDING = 2  # words
_IRREGULAR = {"children": "child", "people": "people", "police": "police", "news": "news", "press": "press", "women": "woman", "men": "man"}


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that may be the head of a source phrase; ``kind`` is None where it takes its kind from what stands beside it."""

    manner: Manner
    kind: str | None
    is_body: bool


@dataclass(frozen=True, slots=True)
class Heads:
    """The lists of ``heads.yml`` by word: heads, describing words and titles with their kinds."""

    heads: Mapping[str, Head]
    endings: frozenset[str]
    """The last words of all heads."""
    before: Mapping[str, str]
    titles: Mapping[str, str]
    national: frozenset[str]
    former: frozenset[str]
    platforms: frozenset[str]

    @property
    def persons(self) -> frozenset[str]:
        """Single nouns for those who speak as persons: "spokesman", "resident"."""
        return self._words("always", "mostly", "loose") - self.bodies

    @property
    def bodies(self) -> frozenset[str]:
        """The last words of bodies' names: "ministry", "army"."""
        return frozenset(noun.rsplit(" ", 1)[-1] for noun, head in self.heads.items() if head.is_body and noun.count(" ") < _LONGEST_ENDING)

    @property
    def documents(self) -> frozenset[str]:
        """Single nouns for documents and pictures, in the singular and the plural."""
        return frozenset(form for noun in self._words("document") for form in (noun, f"{noun}s"))

    @property
    def title_words(self) -> frozenset[str]:
        """Titles of one word."""
        return frozenset(title for title in self.titles if " " not in title)

    def _words(self, *manners: Manner) -> frozenset[str]:
        return frozenset(
            noun
            for noun, head in self.heads.items()
            if head.manner in manners and not head.is_body and " " not in noun and head.kind != "social media"
        )


@cache
def load_heads() -> Heads:
    """The words of ``heads.yml``.

    >>> load_heads().heads["nurse"].kind, load_heads().before["army"]
    ('medical', 'military')
    """
    blocks: dict[str, Any] = read_list("according.vocab", "heads.yml")
    heads: dict[str, Head] = {}
    before: dict[str, str] = {}
    titles: dict[str, str] = {}
    for use, manner in _LOOSE.items():
        for word in _words(blocks["loose"][use]):
            heads[word] = Head(manner, None, use == "body")
    kinds = [kind for kind, block in blocks.items() if isinstance(block, dict) and kind != "loose"]
    for kind in kinds:
        for manner in _OF_A_KIND:
            for word in _words(blocks[kind].get(manner, "")):
                heads[word] = Head(manner, kind, manner == "body")
        before |= dict.fromkeys(_words(blocks[kind].get("before", "")), kind)
        titles |= dict.fromkeys(_words(blocks[kind].get("title", "")), kind)
    lists = (frozenset(_words(blocks[name])) for name in ("national", "former", "platforms"))
    return Heads(heads, frozenset(noun.rsplit(" ", 1)[-1] for noun in heads), before, titles, *lists)


def singular(word: str) -> str:
    """A noun in the singular, as far as its ending tells.

    >>> [singular(word) for word in ("doctors", "families", "policemen", "press", "churches")]
    ['doctor', 'family', 'policeman', 'press', 'church']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return f"{word[:-3]}man"
    if word.endswith("women"):
        return f"{word[:-5]}woman"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _words(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",") if word.strip()]
