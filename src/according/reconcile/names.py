"""The names that a report uses, the keys under which they meet those of others, and when two of them are held to be one's.

A name is what stands in the report, letter for letter: "Col. Tem Orlan", "the Kesh Brigade". What is no name ("activists",
"the army") is never joined to anything. Precision comes first: a family name alone joins nobody, save within one body.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Literal

from according.actors import actor_called, kind_of_source
from according.incidents import Happening
from according.model import Reading
from according.reconcile.entities import NameContext, NameMatch, match_names, name_key
from according.reconcile.wording import KINDS_OF_PLACE, fold, name_keys, spelling_key
from according.vocab import load_speaking_words

NamedSubject = Literal["actor", "place"]
_LONGEST = 100  # letters; what is longer is a phrase
_MOST_WORDS = 9
_MOST_WORDS_OF_PERSON = 4
_LEAST_INITIALS = 3
_WORD = re.compile(r"[^\W_]+")
_SPOKEN = re.compile(r"[^\s/-]+")
_BRACKET = re.compile(r"^(?P<name>[^()]{3,80}?)\s*\((?P<short>[^()]{2,15})\)\s*$")
_LEAD = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_SMALL = frozenset("of for the and in on to at de la du del da van von der bin ibn bint al el ar as ash ad az an ul fi wa abu".split())
_NOT_OF = r"(?!(?:of|in|at|from|near|to|for|with|by|on|and|or)[ \t])"
_DESCRIBED = re.compile(rf"^(?:{_NOT_OF}\S+[ \t]+)*?{_NOT_OF}[a-z][\w-]*[ \t]+(?=[A-Z]\S*[ \t]+[A-Z])")
"""A description before a name of two words or more, which no preposition makes that of a place or of somebody else."""
_NOBODY = frozenset("some many most several few all both none others another dozens scores hundreds thousands everyone nobody".split())
"""How many there are, which is nobody's name."""
_TWO = re.compile(r"[ \t](?:and|or|&)[ \t]")
_CONSONANTS = re.compile(r"[^aeiouy]+")
_SOUNDS = {"i": "i", "y": "i", "ee": "i", "ii": "i", "a": "a", "aa": "a", "o": "u", "u": "u", "ou": "u", "oo": "u", "uu": "u"}


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is used: by one report, or by all of an account.

    ``key`` is the name itself, for a place with its country before it (``SY:Kesh``). ``bodies`` are the bodies, by the
    vocabulary's names, for which whoever bears it is said to speak; ``is_person`` where a report gives a role or a body.
    """

    subject: NamedSubject
    key: str
    name: str
    is_person: bool = False
    bodies: frozenset[str] = frozenset()


def names_used(reading: Reading, told: Iterable[Happening]) -> tuple[Named, ...]:
    """The names in a report of those who speak, of actors that the vocabulary does not know, and of places that no gazetteer does.

    A place counts where it is known in which country it lies.
    """
    told = tuple(told)
    date = reading.report.published
    found: dict[tuple[str, str], Named] = {}
    for one in (*_speakers(reading, date), *_actors(reading, told), *_places(told)):
        before = found.get((one.subject, one.key), one)
        found[one.subject, one.key] = Named(one.subject, one.key, one.name, before.is_person or one.is_person, before.bodies | one.bodies)
    return tuple(found[key] for key in sorted(found))


def _speakers(reading: Reading, date: str | None) -> Iterator[Named]:
    sources = {source.id: source for source in reading.sources}
    for who, said in sorted({(claim.who, claim.source_id or "") for claim in reading.claims if claim.who and _is_proper(claim.who)}):
        source = sources.get(said)
        is_person = source is not None and _is_person(who, source.role, source.affiliation)
        body = _body(source.affiliation, date) if source and source.affiliation else None
        yield Named("actor", who, who, is_person, frozenset((body,)) if body else frozenset())


def _actors(reading: Reading, told: Iterable[Happening]) -> Iterator[Named]:
    given = [pair for one in told for pair in ((one.actor, one.actor_key), (one.target, one.target_key))]
    given += [(name.label, name.actor) for name in reading.names]
    for name, known in given:
        if name and known is None and _is_proper(name):
            yield Named("actor", name, name)


def _places(told: Iterable[Happening]) -> Iterator[Named]:
    for one in told:
        if one.place and one.country and one.geonames is None and one.lat is None and _is_proper(one.place):
            yield Named("place", f"{one.country}:{one.place}", one.place)


@lru_cache(maxsize=16384)
def _is_person(who: str, role: str | None, affiliation: str | None) -> bool:
    """Whether a speaker is one with a role or a body; a body whose own name holds the role ("Orna Media Center") is none."""
    said = role or affiliation
    if not said or actor_called(who) or kind_of_source(who):
        return False
    return not set(fold(said).split()) & set(fold(who).split()) and len(name_key(who).split()) <= _MOST_WORDS_OF_PERSON


@lru_cache(maxsize=4096)
def _body(affiliation: str, date: str | None) -> str | None:
    """The body that an affiliation names; words for any body ("military", "rebels") name none."""
    if actor := actor_called(affiliation, date):
        return actor.name
    return name_key(affiliation) if _is_proper(affiliation) else None


_OF_ONE_PERSON = {"abduction": 1, "detention": 1, "release": 1, "killing": 2}
"""Kinds of which a target with a person's name, of so many words at least, is the one to whom it happened."""


def person_of(one: Happening) -> frozenset[str]:
    """The spelling keys of the name of the one person to whom something happened; none if it was nobody's or no person is named."""
    if not one.target or one.kind not in _OF_ONE_PERSON:
        return frozenset()
    keys = person_keys(one.target, _OF_ONE_PERSON[one.kind])
    return keys if keys.isdisjoint(name_keys(one.place or "")) else frozenset()  # a place was taken for who was hit


@lru_cache(maxsize=16384)
def person_keys(text: str, least: int = 2) -> frozenset[str]:
    """The spelling keys of a person's name of so many words or more, by which other words tell of somebody else; none of a body's name.

    What is said of the person besides is left away: "the journalist Tem Orlan", "Tem Orlan, who works for a paper".

    >>> sorted(person_keys("Tem Orlan")), person_keys("Orlan"), person_keys("two guards"), person_keys("Free Syrian Army")
    (['rln', 'tm'], frozenset(), frozenset(), frozenset())
    >>> sorted(person_keys("US hostage Tem Orlan, 40")), person_keys("people from Tem Orlan")
    (['rln', 'tm'], frozenset())
    """
    text = _DESCRIBED.sub("", text.split(",")[0])
    words = _SPOKEN.findall(text)
    if _TWO.search(text) or (len(words) == 1 and not _nobody().isdisjoint(_WORD.findall(text.lower())[:1])):
        return frozenset()
    if not least <= len(words) <= _MOST_WORDS_OF_PERSON or not _is_proper(text) or actor_called(text) or kind_of_source(text):
        return frozenset()
    if not KINDS_OF_PLACE.isdisjoint(fold(text).split()):
        return frozenset()
    return frozenset(spelling_key(word) for word in name_key(text).split())


@cache
def _nobody() -> frozenset[str]:
    """Words that are nobody's name, though one may stand with a capital at the head of a sentence."""
    speaking = load_speaking_words()
    return _NOBODY.union(speaking.pronouns, speaking.titles)


@lru_cache(maxsize=16384)
def _is_proper(text: str) -> bool:
    """Whether words are a name: each with a capital or in letters without any, but for particles; a noun alone is none.

    >>> [_is_proper(text) for text in ("Tem Orlan", "the Kesh Brigade", "Local officials", "the army", "Residents", "فلان")]
    [True, True, False, False, False, True]
    """
    words = _SPOKEN.findall(_LEAD.sub("", text))
    if not words or len(text) > _LONGEST or len(words) > _MOST_WORDS or not name_key(text):
        return False
    telling = [word for word in words if word.lower() not in _SMALL]
    if not telling or not all(_is_capital(word) for word in telling):
        return False
    return len(telling) > 1 or kind_of_source(text.lower()) is None


def _is_capital(word: str) -> bool:
    first = next((sign for sign in word if sign.isalpha()), "")
    return bool(first) and not first.islower()


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name's key, without initials in brackets behind it."""
    found = _BRACKET.match(name)
    return tuple(name_key(found["name"] if found else name).split())


def number_of_words(name: str) -> int:
    """How many words a name has, without titles, articles and initials in brackets: the more, the fuller it is."""
    return len(_words(name))


def make_key(subject: str, key: str) -> int:
    """A signed 64-bit hash of a name, by which tables refer to it."""
    return _hash(f"{subject} {key}")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A key under which a name is found (``own``), and that under which it finds others (``other``)."""

    own: int
    other: int


def meetings(named: Named) -> tuple[Meeting, ...]:
    """Where a name meets others: all its sounds, its initials, family name with given name, and for a lone word each such family.

    >>> [bool({m.other for m in meetings(Named("actor", a, a))} & {m.own for m in meetings(Named("actor", b, b))})
    ...  for a, b in (("SOHR", "Syrian Observatory for Human Rights"), ("Karo", "Ali Karo"), ("Ali Karo", "Omar Karo"))]
    [True, True, False]
    """
    words = _words(named.name)
    sounds = "".join(spelling_key(word) for word in words)
    if named.subject == "place":
        return (_alike(f"place {named.key.partition(':')[0]} {sounds}"),)
    if len(words) == 1:
        return (_across("word", "initials", words[0]), _across("one name", "family", spelling_key(words[0])), _alike(f"whole {sounds}"))
    found = [_alike(f"whole {sounds}")]
    if len(words) > 1:
        family, given = spelling_key(words[-1]), spelling_key(words[0])
        found += [_alike(f"kin {given} {family}"), _across("family", "one name", family)]
    if len(words) >= _LEAST_INITIALS:
        found.append(_across("initials", "word", _initials(named.name, words)))
    return tuple(found)


def _initials(name: str, words: Sequence[str]) -> str:
    if found := _BRACKET.match(name):
        return fold(found["short"])
    return "".join(word[0] for word in words if word not in _SMALL)


def _alike(key: str) -> Meeting:
    number = _hash(key)
    return Meeting(number, number)


def _across(own: str, other: str, key: str) -> Meeting:
    return Meeting(_hash(f"{own} {key}"), _hash(f"{other} {key}"))


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def match_named(left: Named, right: Named) -> NameMatch | None:
    """Whether two names are held to be one's, with how sure and why; None where they are not.

    >>> army, none = frozenset(("Kesh Army",)), frozenset[str]()
    >>> def score(one, other, bodies=none):
    ...     found = match_named(*(Named("actor", name, name, True, bodies) for name in (one, other)))
    ...     return found and found.score
    >>> score("Ali Karo", "Karo"), score("Gen. Karo", "Karo"), score("Ali Karo", "Karo", army), score("Ali Karo", "Aly Karoo")
    (None, None, 0.75, 1.0)
    """
    if left.key > right.key:
        left, right = right, left
    if left.subject != right.subject:
        return None
    if left.subject == "place":
        lands = left.key.partition(":")[0], right.key.partition(":")[0]
        return match_names(left.name, right.name, NameContext("place", None, *lands)) if lands[0] == lands[1] else None
    body = min(left.bodies & right.bodies, default=None)
    found = match_names(left.name, right.name, NameContext("person" if left.is_person and right.is_person else "actor", None, body, body))
    if found is None or found.score == 1.0 or body or _letters(left.name) == _letters(right.name):
        return found
    short, long = sorted((left.name, right.name), key=lambda name: (number_of_words(name), name))
    if number_of_words(short) == 1:
        return found if is_initials(short) and number_of_words(long) > 1 else None
    return None if name_key(short) != name_key(long) and _vowels_clash(_words(short), _words(long)) else found


def is_loose(left: str, right: str) -> bool:
    """Whether one of two names is less than the other: a part of it, or its initials. It may then be more than one's."""
    return number_of_words(left) != number_of_words(right)


def is_initials(name: str) -> bool:
    """Whether a name is initials: three capitals or more, with or without full stops."""
    letters = _LEAD.sub("", name).replace(".", "")
    return len(letters) >= _LEAST_INITIALS and letters.isalpha() and letters.isupper()


def _letters(name: str) -> str:
    return "".join(_WORD.findall(fold(name)))


def _vowels_clash(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether two names of as many words differ in a vowel that no romanisation takes for another: "Hamad" and "Hamid"."""
    if len(short) != len(long):
        return False
    return any(one != other and _clash(_sounds(one), _sounds(other)) for one, other in zip(short, long, strict=True))


def _clash(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(a and b and a != b for a, b in zip_longest(one, other)) or len(one) != len(other)


def _sounds(word: str) -> list[str]:
    """The vowel between each two consonants, "" where it may be any."""
    return [_SOUNDS.get(cluster, "") for cluster in _CONSONANTS.split(word.replace("h", ""))]
