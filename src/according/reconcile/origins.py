"""The origin of what is said: the first in the chain by which it reached the reader, as a key that can be read and counted.

Corroboration counts origins, never articles. The keys, and what falls under one:

- ``source:NAME``: a named speaker, however many carry the words; a body's spokespeople speak as the body.
- ``agency:NAME``: a news agency's own words, in its own report, under its credit or quoted by another outlet.
- ``publisher:NAME``: the own words of any other outlet.
- ``post:@handle``: a post whose author goes by no name, in however many articles it stands.
- ``report:ID``: the own words of a report of which nobody is known to have put it out.
- ``agency:NAME/KIND`` and the like: speakers without a name ("activists", "a source"). Two outlets may have met other
  activists, so they count by the outlet that met them; one outlet's activists and its officials are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from according.actors import actor_called, kind_of_source
from according.actors.words import find_words
from according.incidents import Happening
from according.model import Report
from according.vocab import agency_called, load_agencies, load_speaking_words
from according.vocab.actors import load_actors
from according.vocab.lists import read_list

SOURCE = "source:"
AGENCY = "agency:"
PUBLISHER = "publisher:"
POST = "post:"
REPORT = "report:"

_OUTLETS = ("outlet", "state outlet")
_MEDIA = ("media", "state media")
_UNNAMED = frozenset(("unnamed", "anonymous", "unknown"))
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´‘](?=\w)")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)(?:\.[a-z]{2,6}){1,2}/?$", re.IGNORECASE)
_SHORT = 6  # letters; shorter names keep "al" and "the", which may be part of a word
_MOST_BEFORE = 5  # words before an agency's name: "the Kesh state news agency KNA"


@dataclass(frozen=True, slots=True)
class Carrier:
    """The report through which words reach the reader, as far as their origin depends on it.

    ``copied`` is the origin of the own words of the group of copies that it belongs to, None if it is no copy.
    ``author`` and ``handle`` are those of a report that is a post; ``handles`` are authors of the posts in it with theirs.
    """

    report: str
    publisher: str | None = None
    credit: str | None = None
    copied: str | None = None
    author: str | None = None
    handle: str | None = None
    handles: tuple[tuple[str, str], ...] = ()


def make_carrier(report: Report, copied: str | None = None) -> Carrier:
    """What the origins of a report's words depend on; ``copied`` is the origin of its group of copies."""
    post = report.posts[0] if report.kind == "post" and report.posts else None
    return Carrier(
        report=report.id,
        publisher=report.publisher,
        credit=report.credit,
        copied=copied,
        author=(post.author if post else None) or (report.byline if report.kind == "post" else None),
        handle=post.handle if post else None,
        handles=tuple((one.author, one.handle) for one in report.posts if one.author and one.handle),
    )


def own_origin(carrier: Carrier) -> str:
    """The origin of a report's own words: that of its copies, else the agency it credits, its author, its publisher, itself.

    >>> own_origin(Carrier("r1", publisher="The Kesh Herald", credit="Agence France-Presse")), own_origin(Carrier("r1"))
    ('agency:AFP', 'report:r1')
    """
    if carrier.copied:
        return carrier.copied
    if carrier.credit:
        return _outlet(carrier.credit)
    if carrier.author or carrier.handle:
        return _author(carrier.author, carrier.handle) or f"{REPORT}{carrier.report}"
    return _outlet(carrier.publisher) if carrier.publisher else f"{REPORT}{carrier.report}"


def origin_of_claim(
    carrier: Carrier,
    who: str | None,
    kind: str | None = None,
    *,
    role: str | None = None,
    affiliation: str | None = None,
    via: Sequence[str] = (),
) -> str:
    """The origin of what a source says in a report: the source if it has a name, else who met it, with its kind.

    ``kind`` is the source's kind, ``role`` and ``affiliation`` what the report tells of it, ``via`` whom its words passed
    through, the nearest to it first.

    >>> paper = Carrier("r1", publisher="The Kesh Herald", credit="AFP")
    >>> origin_of_claim(paper, "SOHR"), origin_of_claim(paper, "activists", "activist")
    ('source:Syrian Observatory for Human Rights', 'agency:AFP/activist')
    >>> origin_of_claim(paper, "a military source", "military", via=("SANA",))
    'agency:SANA/military'
    """
    handle = next((handle for author, handle in carrier.handles if author == who), None)
    if kind == "social media" and (origin := _author(who, handle)):
        return origin
    if named := _speaker(who or "", kind, role, affiliation):
        return named
    met = next((origin for name in via if (origin := _passed(name))), None) or own_origin(carrier)
    return f"{met}/{kind}" if kind and who else met


def origin_of_happening(carrier: Carrier, happening: Happening, *, role: str | None = None, affiliation: str | None = None) -> str:
    """The origin of what a report tells of a happening: its own, or that of whoever it lets tell it."""
    if happening.is_own_voice or happening.who is None:
        return own_origin(carrier)
    return origin_of_claim(carrier, happening.who, happening.source_kind, role=role, affiliation=affiliation, via=happening.via)


@lru_cache(maxsize=8192)
def _speaker(who: str, kind: str | None, role: str | None, affiliation: str | None) -> str | None:
    """The origin of one who has a name, or speaks for a body that has one; None of anyone else."""
    named = _named(who, kind)
    words = load_origins()
    if affiliation and (body := _named(affiliation)):
        speaks = any(_holds(phrase, word) for phrase in (role, who) if phrase for word in words.spokespeople)
        if speaks or kind in (words.one_voice if named else _MEDIA):
            return body
    return named or _employer(who)


@lru_cache(maxsize=8192)
def _named(name: str, kind: str | None = "media") -> str | None:
    """The key of a person, body or outlet by its name; None if it is no name. Of another ``kind`` it is no outlet."""
    text = " ".join(name.split())
    if not text or text.lower() in _UNNAMED:
        return None
    if agency := _agency_within(text):
        return agency
    person = _without_titles(_POSSESSIVE.sub("", _ARTICLE.sub("", text)))
    if body := load_origins().speak_for.get(_folded(person)):
        return body
    actor = actor_called(text)
    if actor:
        return f"{PUBLISHER if actor.kind in _OUTLETS else SOURCE}{actor.name}"
    if not _is_name(person):
        return None
    is_outlet = kind in _MEDIA and kind_of_source(text) in _MEDIA
    return _outlet(text) if is_outlet else f"{SOURCE}{_folded(person)}"


@lru_cache(maxsize=4096)
def _outlet(name: str) -> str:
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


def _passed(name: str) -> str | None:
    """The key of one through whom words passed, an outlet or a person; None if it has no name."""
    return _named(name) or _employer(name)


def _author(author: str | None, handle: str | None) -> str | None:
    """The key of a post's author: by name if it has one in two words or more, else by the account."""
    if author and (named := _named(author)) and (not handle or not named.startswith(SOURCE) or " " in named or actor_called(author)):
        return named
    account = handle or (author if author and author.startswith("@") else None)
    return f"{POST}@{account.lstrip('@').lower()}" if account else None


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

    >>> [_is_name(text) for text in ("Tem Orlan", "Zaid al-Karo", "Kesh residents", "Activists", "فلان")]
    [True, True, False, False, True]
    """
    words = text.split()
    if not words or not any(letter.isupper() or (letter.isalpha() and not letter.islower()) for letter in words[-1]):
        return False
    return len(words) > 1 or kind_of_source(text.lower()) is None


def _without_titles(name: str) -> str:
    """A name without the titles before it, unless nothing else is left: "Gen. Tem Orlan"."""
    titles = load_speaking_words().titles
    words = name.split()
    first = next((at for at, word in enumerate(words) if word.lower().strip(".,") not in titles), 0)
    return " ".join(words[first:])


def _folded(name: str) -> str:
    """A name without accents and signs, each word with a capital, so that its spellings are one key."""
    return " ".join(word.text.capitalize() for word in find_words(_APOSTROPHES.sub("", name)))


def _holds(phrase: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", phrase, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks for whom: the keys of bodies by the folded names of people, and the roles, staff and kinds that speak as one."""

    speak_for: dict[str, str]
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
    return Speaking(people, tuple(lists["spokespeople"]), *(frozenset(lists[name]) for name in ("staff", "one_voice")))
