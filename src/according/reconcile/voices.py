"""Who speaks, as a key: persons, bodies and outlets under one name each, whatever names reports give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from according.actors import actor_called, kind_of_source
from according.actors.words import find_words
from according.vocab import agency_called, load_agencies, load_speaking_words
from according.vocab.actors import load_actors, load_states
from according.vocab.lists import read_list

SOURCE = "source:"
AGENCY = "agency:"
PUBLISHER = "publisher:"
POST = "post:"

NOBODY = frozenset(("unnamed", "anonymous", "unknown"))
"""What stands for a speaker of whom the report tells nothing."""

_OUTLETS = ("outlet", "state outlet")
_MEDIA = ("media", "state media")
_ASIDE = re.compile(r"\s*[,;(].*|\s+and\s+[^A-Z].*", re.DOTALL)  # who else says it, and what it is
_OF = re.compile(r"\s(?:at|in|from|of|for|to|with|who|near|inside|within|on)\s.*", re.DOTALL)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´‘](?=\w)")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)(?:\.[a-z]{2,6}){1,2}/?$", re.IGNORECASE)
_SHORT = 6  # letters; shorter names keep "al" and "the", which may be part of a word
_PARTICLE = 2  # letters of the longest: "As Safir" is one word
_MOST_BEFORE = 5  # words before an agency's name: "the Kesh state news agency KNA"


@lru_cache(maxsize=8192)
def speaker_key(who: str, kind: str | None, role: str | None, affiliation: str | None) -> str | None:
    """The origin of one who has a name, or speaks for a body that has one; None of anyone else."""
    named = _named(who, kind)
    words = load_origins()
    if affiliation and (body := _named(affiliation, kind)):
        speaks = any(_holds(phrase, word) for phrase in (role, who) if phrase for word in words.spokespeople)
        if speaks or kind in (words.one_voice if named else _MEDIA):
            return body
    return named or _employer(who)


@lru_cache(maxsize=4096)
def outlet_key(name: str) -> str:
    """The key of an outlet by the name under which it publishes, whatever its case, or by its web address."""
    text = " ".join(name.split())
    host = _HOST.match(text)
    bare = host[1] if host else text
    if agency := agency_called(bare):
        return f"{AGENCY}{agency.name}"
    if outlet := _outlets().get(_squeezed(bare)):
        return outlet
    actor = actor_called(bare)  # a monitor or an army that publishes itself
    return f"{SOURCE}{actor.name}" if actor else f"{PUBLISHER}{_folded(_ARTICLE.sub('', bare)) or text}"


def via_key(name: str) -> str | None:
    """The key of one through whom words passed, an outlet or a person; None if it has no name."""
    return _named(name) or _employer(name)


def author_key(author: str | None, handle: str | None) -> str | None:
    """The key of a post's author: by name if it has one in two words or more, else by the account."""
    if author and (named := _named(author, None)) and (not handle or not named.startswith(SOURCE) or " " in named or actor_called(author)):
        return named
    account = handle or (author if author and author.startswith("@") else None)
    return f"{POST}@{account.lstrip('@').lower()}" if account else None


@lru_cache(maxsize=8192)
def _named(name: str, kind: str | None = "media") -> str | None:
    """The key of a person, body or outlet by its name; None if it is no name. Of another ``kind`` it is no outlet."""
    whole = " ".join(name.split())
    text = _ASIDE.sub("", whole) or whole
    if not text or text.lower() in NOBODY:
        return None
    if agency := _agency_within(text):
        return agency
    bare = _POSSESSIVE.sub("", _ARTICLE.sub("", text))
    person = _without_titles(bare)
    origins = load_origins()
    if body := origins.speak_for.get(_folded(person)) or origins.states.get(bare):
        return body
    actor = actor_called(text)
    if actor:
        return f"{PUBLISHER if actor.kind in _OUTLETS else SOURCE}{actor.name}"
    if not _is_name(person):
        return None
    is_outlet = kind in _MEDIA and (kind_of_source(text) in _MEDIA or sum(len(word) > _PARTICLE for word in person.split()) == 1)
    return outlet_key(text) if is_outlet else f"{SOURCE}{_folded(person)}"


@cache
def _outlets() -> dict[str, str]:
    """The keys of outlets by their names without spaces, "the" and "al-", as web addresses and collectors write them."""
    agencies = {_squeezed(name): f"{AGENCY}{agency.name}" for agency in load_agencies() for name in agency.names}
    outlets = {_squeezed(name): f"{PUBLISHER}{actor.name}" for actor in load_actors() if actor.kind in _OUTLETS for name in actor.names}
    return outlets | agencies


def _squeezed(name: str) -> str:
    letters = "".join(word.text for word in find_words(_APOSTROPHES.sub("", name)))
    return next((letters.removeprefix(start) for start in ("the", "al") if letters.startswith(start) and len(letters) > _SHORT), letters)


def _employer(who: str) -> str | None:
    """The agency whose own people a phrase names: "an AFP correspondent", "a Reuters witness"."""
    words = _ARTICLE.sub("", who).split()
    is_staff = bool(words) and words[-1].lower() in load_origins().staff
    agency = agency_called(_POSSESSIVE.sub("", " ".join(words[:-1]))) if is_staff else None
    return f"{AGENCY}{agency.name}" if agency else None


def _agency_within(phrase: str) -> str | None:
    """An agency named by a phrase or at its end: "Kesh's state news agency KNA"."""
    words = _ARTICLE.sub("", phrase).split()
    for start in range(min(len(words), _MOST_BEFORE + 1)):
        rest = _POSSESSIVE.sub("", " ".join(words[start:]))
        agency = agency_called(rest)
        if agency and (rest in agency.names or start == 0) and (start == 0 or kind_of_source(phrase) in _MEDIA):
            return f"{AGENCY}{agency.name}"
    return None


def _is_name(text: str) -> bool:
    """Whether words are a name: they end with a capital, or in letters that have none, and are more than one noun.

    >>> [_is_name(text) for text in ("Tem Orlan", "Zaid al-Karo", "Kesh residents", "source at Qast Police", "Activists", "فلان")]
    [True, True, False, False, False, True]
    """
    words = _OF.sub("", text).split()
    if not words or not any(letter.isupper() or (letter.isalpha() and not letter.islower()) for letter in words[-1]):
        return False
    return len(words) > 1 or kind_of_source(text.lower()) is None


def _without_titles(name: str) -> str:
    """A name without titles and roles before it, unless nothing else is left: "Gen. Tem Orlan", "army spokesman Tem Orlan"."""
    speaking = load_speaking_words()
    words = name.split()
    if not words:
        return name
    roles = [at for at, word in enumerate(words) if word in speaking.roles]
    start = roles[-1] + 1 if roles and roles[-1] + 1 < len(words) and words[roles[-1] + 1][0].isupper() else 0
    first = next((at for at in range(start, len(words)) if words[at].lower().strip(".,") not in speaking.titles), start)
    is_whole = words[first].lower() in speaking.prepositions  # "General Staff of Kesh" is no staff with a title,
    is_whole = is_whole or any(_POSSESSIVE.search(word) for word in words[: first + 1])  # nor is "Prosecutor General's Office" one
    return " ".join(words if is_whole else words[first:])


def _folded(name: str) -> str:
    """A name without accents and signs, each word with a capital, so that its spellings are one key."""
    return " ".join(word.text.capitalize() for word in find_words(_APOSTROPHES.sub("", name)))


def _holds(phrase: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", phrase, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks for whom: the keys of bodies by the folded names of people, of governments by those of states and capitals.

    ``spokespeople`` are roles, ``staff`` the nouns for an agency's own people, ``one_voice`` the kinds that speak as one.
    """

    speak_for: dict[str, str]
    states: dict[str, str]
    spokespeople: tuple[str, ...]
    staff: frozenset[str]
    one_voice: frozenset[str]


@cache
def load_origins() -> Speaking:
    """What ``origins.yml`` says."""
    lists: Any = read_list("according.reconcile", "origins.yml")
    bodies = {body: actor_called(body) for body in lists["speak_for"]}
    people = {
        _folded(person): f"{SOURCE}{actor.name if (actor := bodies[body]) else _folded(body)}"
        for body, persons in lists["speak_for"].items()
        for person in persons
    }
    governments = [(state, actor_called(f"{state.of[0]} government")) for state in load_states() if state.of]
    states = {
        name: f"{SOURCE}{government.name}"
        for state, government in governments
        if government
        for name in (state.name, *state.also, *state.of, *([state.capital] if state.capital else ()))
        if name[0].isupper()
    }
    return Speaking(people, states, tuple(lists["spokespeople"]), *(frozenset(lists[name]) for name in ("staff", "one_voice")))
