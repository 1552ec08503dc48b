"""The same entity under several names and spellings: by vocabulary first, then by how likely two spellings are one name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from according.actors import actor_called
from according.reconcile.spelling import likeness, threshold
from according.reconcile.wording import fold
from according.vocab.gazette import load_listed_places
from according.vocab.lists import read_list

_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=\s?[^\W\d_]\.|\s|$)")
_BRACKET = re.compile(r"^(?P<name>[^()]{3,80}?)\s*\((?P<short>[^()]{2,15})\)\s*$")
_SHORTEST_ALIKE = 5  # letters; two names shorter than this are one only if they are equal
_SHORTEST_SHORT = 3  # letters of initials
_SMALL = frozenset("of for the and in on to a de la el al fi wa".split())
EntityKind = Literal["actor", "place", "person"]


@dataclass(frozen=True, slots=True)
class NameContext:
    """What is known beside two names: of what they are, when, and for each the body that it belongs to or the country it lies in."""

    of: EntityKind = "actor"
    date: str | None = None
    left_within: str | None = None
    right_within: str | None = None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Two names that may be one entity's: how likely, between 0 and 1, and why, in words, for a judgement to rest on."""

    score: float
    reasons: tuple[str, ...]


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """A name in small letters without accents, signs, titles and articles; given names in one spelling.

    >>> name_key("Col. Mohammed al-Ṣafā"), name_key("Al-Bab"), name_key("al Bab"), name_key("N.Q.R.")
    ('muhammad safa', 'bab', 'bab', 'nqr')
    """
    rules = _rules()
    words = _WORD.findall(fold(_INITIALS.sub(r"\1", name)))
    words = _join_initials(words)
    kept = [word for word in words if word not in rules.articles] or words
    while len(kept) > 1 and kept[0] in rules.titles:
        kept = kept[1:]
    return " ".join(rules.given.get(word, word) for word in kept)


def match_names(left: str, right: str, context: NameContext | None = None) -> NameMatch | None:
    """Whether two names may be one entity's; None where they are not, or nothing supports it.

    Persons are one only with their whole name, or with a part of it in one body; a family name alone joins nobody.

    >>> match_names("Syrian Observatory for Human Rights", "SOHR").reasons
    ('the vocabulary has both as Syrian Observatory for Human Rights',)
    >>> match_names("Tel Qamish", "Tell Kamish", NameContext("place")) is not None
    True
    >>> match_names("Ali Karo", "Omar Karo", NameContext("person")) is None
    True
    """
    context = context or NameContext()
    if left == right:
        return NameMatch(1.0, ("the same words",))
    known = _known(left, context), _known(right, context)
    if known[0] and known[1]:
        return NameMatch(1.0, (f"the vocabulary has both as {known[0]}",)) if known[0] == known[1] else None
    if _shortens(left, right) or _shortens(right, left):
        return NameMatch(0.9, ("one is the initials of the other",))
    keys = _bare(left, context), _bare(right, context)
    if not all(keys) or _are_told_apart(*keys):
        return None
    if keys[0] == keys[1] or "al" + min(keys, key=len) == max(keys, key=len):
        return NameMatch(0.99, ("the same but for signs, articles, titles or the usual spellings of a given name",))
    return _match_persons(*keys, context) if context.of == "person" else _match_spellings(*keys, context)


def _match_persons(left: str, right: str, context: NameContext) -> NameMatch | None:
    """Every word alike, in order; or the shorter name within the longer, where both speak for one body."""
    short, long = sorted((left.split(), right.split()), key=lambda words: (len(words), words))
    if len(short) == len(long):
        alike = [1.0 if one == other else _spelled(one, other) for one, other in zip(short, long, strict=True)]
        is_one = len(short) > 1 and min(alike) >= threshold()
        return NameMatch(round(min(alike), 3), ("every part of the name is another spelling",)) if is_one else None
    found = [max((1.0 if part == other else _spelled(part, other)) for other in long) for part in short]
    if min(found) < threshold() or not (len(short) > 1 or _is_within_one(context)):
        return None
    if len(short) > 1:
        return NameMatch(0.85, ("one name has all parts of the other",))
    return (
        NameMatch(0.75, ("a part of the name, of the same body",))
        if short[0] == long[-1] or _spelled(short[0], long[-1]) >= threshold()
        else None
    )


def _match_spellings(left: str, right: str, context: NameContext) -> NameMatch | None:
    if context.of == "place" and context.left_within and context.right_within and context.left_within != context.right_within:
        return None
    if left.count(" ") == right.count(" "):
        parts = zip(left.split(), right.split(), strict=True)
        score = min(1.0 if one == other else _spelled(one, other) for one, other in parts)
    else:
        score = _spelled(left, right) if left.replace(" ", "") != right.replace(" ", "") else 1.0
    return NameMatch(round(min(score, 0.98), 3), ("another spelling of the same sounds",)) if score >= threshold() else None


def _spelled(one: str, other: str) -> float:
    """How likely two words are one; of short ones only what is equal is."""
    if min(len(one), len(other)) < _SHORTEST_ALIKE or any(sign.isdigit() for sign in one + other):
        return float(_doubled(one) == _doubled(other))
    return likeness(one, other)


def _doubled(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word).removesuffix("h")


def _is_within_one(context: NameContext) -> bool:
    if not context.left_within or not context.right_within:
        return False
    bodies = [_known(body, NameContext()) or name_key(body) for body in (context.left_within, context.right_within)]
    return bodies[0] == bodies[1]


def _known(name: str, context: NameContext) -> str | None:
    """The name that a vocabulary has for it."""
    if context.of == "person":
        return None
    if context.of == "place":
        return _places().get(name_key(name))
    actor = actor_called(name, context.date)
    return actor.name if actor else None


def _bare(name: str, context: NameContext) -> str:
    """The key of a name without the words for what it is: "city", "group"."""
    key = name_key(name)
    kinds = _rules().kinds.get(context.of, frozenset())
    return " ".join(word for word in key.split() if word not in kinds) or key


def _are_told_apart(left: str, right: str) -> bool:
    """Whether one has a number, or a word like "upper" or "north", that the other has not."""
    differing = set(left.split()) ^ set(right.split())
    return any(word in _rules().telling or any(sign.isdigit() for sign in word) for word in differing)


def _shortens(short: str, name: str) -> bool:
    """Whether a name in capitals is the initials of a longer one, or is given behind it in brackets."""
    if found := _BRACKET.match(name):
        return fold(short) in (fold(found["short"]), fold(found["name"]))
    letters = short.replace(".", "")
    if len(letters) < _SHORTEST_SHORT or not letters.isupper() or not letters.isalpha():
        return False
    words = [word for word in _WORD.findall(name) if word[0].isalpha()]
    capitals = "".join(word[0] for word in words if word.lower() not in _SMALL)
    return len(words) > 1 and fold(letters) in (fold(capitals), fold("".join(word[0] for word in words)))


def _join_initials(words: list[str]) -> list[str]:
    """Single letters that follow each other as one word: "n q r" is "nqr"."""
    joined: list[str] = []
    was_letter = False
    for word in words:
        is_letter = len(word) == 1
        if is_letter and was_letter:
            joined[-1] += word
        else:
            joined.append(word)
        was_letter = is_letter
    return joined


@dataclass(frozen=True, slots=True)
class _Rules:
    titles: frozenset[str]
    articles: frozenset[str]
    telling: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    given: Mapping[str, str]


@cache
def _rules() -> _Rules:
    lists = read_list("according.reconcile", "entities.yml")
    return _Rules(
        frozenset(lists["titles"]),
        frozenset(lists["articles"]),
        frozenset(lists["telling"]),
        {"place": frozenset(lists["kinds_of_place"]), "actor": frozenset(lists["kinds_of_actor"])},
        {other: one for one, others in lists["given"].items() for other in others},
    )


@cache
def _places() -> dict[str, str]:
    """The places of our own list by their keys; a key of two places leads to none."""
    found: dict[str, set[str]] = {}
    for place in load_listed_places():
        for name in place.names:
            found.setdefault(name_key(name), set()).add(place.name)
    return {key: names.pop() for key, names in found.items() if len(names) == 1}
