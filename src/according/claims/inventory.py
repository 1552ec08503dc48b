"""The names that a report uses anywhere, so that a short one can be read as the fullest that it gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from according.claims.phrases import Sort
from according.claims.tokens import lower_word
from according.vocab import agency_called, load_speaking_words

_CAPITALISED = (
    r"(?:(?:[A-Z]\.){1,3}|(?:Gen|Lt|Col|Maj|Brig|Sgt|Capt|Cmdr|Adm|Sen|Rep|Mr|Mrs|Ms|Dr|Prof|St|Gov)\."
    r"|[^\W\d_a-z][\w’'-]*|[a-z]{1,4}[-'’][^\W\d_a-z][\w’'-]*)"
)
_RUN = re.compile(
    rf"(?<![^\W_]){_CAPITALISED}(?:[ \t]+(?:(?:and|de|al|el|bin|ibn|van|von|(?:of|for)(?:[ \t]+the)?)[ \t]+)?{_CAPITALISED}){{1,11}}"
)
_ACRONYM = re.compile(r"[(\[]\s?([A-Z][\w.-]{1,9})\s?[)\]]")
_FULL = re.compile(rf"{_CAPITALISED}(?:\s+(?:(?:of|for|and|in|on)\s+(?:the\s+)?)?{_CAPITALISED}){{1,9}}\s*$")
_STOP = re.compile(r"[.!?\n,]")
_WORD = re.compile(r"[\w-]+")
_LEAD = 120
_TRIED = 3
"""How often an acronym in brackets is looked at for what stands before it."""
_LEADERS = frozenset(
    """
    The A An But And In On At After As If When While For From With Since Meanwhile However Yesterday Today Tomorrow Earlier Later Now Then
    Although Though Unlike Like Both Also Yet So Because Before Until During Another
    """.split()
)
_NO_LAST = frozenset("the a an he she it they we this that these those another but and in on at".split())
_SMALL = frozenset("of for the and in on de".split())
_ARTICLE = re.compile(r"(?:[Aa]l|[Ee]l|[Aa][dnrstz]|[Uu]l|Abu|Ben)[-‑]")
_PARTICLES = frozenset("al el bin ibn abu".split())
_LONGEST_PERSON, _LONGEST_BODY = 5, 8  # words


@dataclass(slots=True)
class Inventory:
    """All names of a report of two words or more, how often each stands in it, and the words just before each."""

    counts: Counter[str] = field(default_factory=Counter)
    before: dict[str, set[str]] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)

    def fullest(self, name: str, sort: Sort) -> str:
        """The fullest form of a name that the report gives, else the name itself."""
        if sort == "person":
            return self._person(name)
        if sort == "body":
            return self._body(name)
        return name

    def called(self, role: str, more: set[str]) -> str | None:
        """The one person whom the report gives this role before the name: "minister" for "Minister Jon Karo"."""
        found = [name for name, words in self.before.items() if role in words and more <= words and _is_person(name)]
        return self._person(found[0]) if len({name.split()[-1] for name in found}) == 1 else None

    def surname(self, name: str) -> str | None:
        """The person whom a single word means: a name of two words or more that ends with it and names no body."""
        if " " in name:
            return None
        found = [other for other in self.counts if _ends(other, name) and not _is_office(other) and _SMALL.isdisjoint(other.split())]
        known = [other for other in found if other in self.persons or other in self.before]
        if not found:
            known = [other for other in self.persons if other.split()[0] == name and not _is_office(other)]
        return max(known or found, key=lambda other: (self.counts[other], other), default=None)

    def _person(self, name: str) -> str:
        words = name.split()
        found = [
            other
            for other in self.counts
            if len(words) < len(other.split()) <= _LONGEST_PERSON
            and _ends(other, words[-1])
            and all(word in other.split() for word in words[:-1])
            and not _is_office(other)
            and _SMALL.isdisjoint(other.split())
            and len(other.split()[0].rstrip(".")) > 1
        ]
        return max(found, key=lambda other: (self.counts[other], -len(other), other), default=name)

    def _body(self, name: str) -> str:
        if name in self.acronyms:
            return self.acronyms[name]
        letters = name.replace(".", "")
        if 2 <= len(letters) <= 7 and letters.isalpha() and letters[0].isupper() and letters[-1].isupper():
            if letters.isupper():
                found = [other for other in self.counts if _initials(other) == letters]
            else:
                found = [end for other in self.counts if (end := _ending(other, letters))]
            return max(found, key=lambda other: (self.counts[other], other), default=name)
        words = name.split()
        if words[-1].lower() in load_speaking_words().bodies and len(words) <= 2:
            word = words[-1].lower()
            found = [
                other
                for other in self.counts
                if word in other.lower().split()
                and len(words) < len(other.split()) <= _LONGEST_BODY
                and not other.startswith(f"{name} and ")
                and not other.endswith(f" and {name}")
                and not _is_office(other, bodies=False)
                and (len(words) == 1 or _overlap(words[:-1], other))
            ]
            return max(found, key=lambda other: (self.counts[other], len(other), other), default=name)
        found = [
            other
            for other in self.counts
            if len(words) > 1 and other.startswith((f"{name} of ", f"{name} for ")) and not _is_office(other, bodies=False)
        ]
        return max(found, key=lambda other: (self.counts[other], other), default=name)


def take_inventory(text: str, named: Iterable[str] = ()) -> Inventory:
    """The names of a report: its runs of capitalised words, and those ``named`` by other means."""
    vocabulary = load_speaking_words()
    offices = vocabulary.offices
    inventory = Inventory()
    for found in _RUN.finditer(text):
        name, roles = _split_office(found[0], offices)
        lead = text[max(0, found.start() - 60) : found.start()].lower()
        words = _WORD.findall(_STOP.split(lead)[-1])[-4:]
        roles |= set(words) if not offices.isdisjoint(words) else set()
        if len(name.split()) > 1:
            inventory.counts[name] += 1
            if roles:
                inventory.before.setdefault(name, set()).update(roles)
    for name in (" ".join(_without_owner(name)) for name in named):
        if len(name.split()) > 1:
            inventory.counts[name] += 1
            inventory.persons.add(name)
    tried: Counter[str] = Counter()
    for found in _ACRONYM.finditer(text):
        tried[found[1]] += 1
        if tried[found[1]] > _TRIED:
            continue
        lead = text[max(0, found.start() - _LEAD) : found.start()]
        if full := _spelt_out(lead, found[1].replace(".", "")):
            inventory.acronyms.setdefault(found[1].replace(".", ""), full)
    return inventory


def _spelt_out(lead: str, acronym: str) -> str | None:
    """The name that stands before an acronym in brackets: by its initials, else a body's, whose acronym may be of another language."""
    names = [lead[word.start() :] for word in re.finditer(r"\S+", lead) if _FULL.match(lead, word.start())]
    names = [" ".join(name.split()).removeprefix("The ") for name in names]
    if not names:
        return None
    if named := next((name for name in names if _initials(name) == acronym), None):
        return named
    own = " ".join(_without_owner(names[0]))
    if named := next((name for name in (names[0], own) if _initials(name)[:1] == acronym[:1]), None):
        return named
    is_body = not load_speaking_words().bodies.isdisjoint(own.lower().split())
    return own if is_body and acronym.isupper() and len(acronym) > 2 and agency_called(acronym) is None else None


def _without_owner(run: str) -> list[str]:
    """The words of a run behind its last possessive: "Qast's Orlan Front" is the Orlan Front."""
    words = run.split()
    owner = max((at for at, word in enumerate(words[:-1]) if word.endswith(("'s", "’s"))), default=-1)
    return words[owner + 1 :]


def _split_office(run: str, offices: frozenset[str]) -> tuple[str, set[str]]:
    """A run without the title that it begins with, and the words of the title."""
    words = _without_owner(run)
    last = max((at for at, word in enumerate(words) if lower_word(word) in offices), default=-1)
    while len(words) > 1 and words[0] in _LEADERS and last < 0:
        words = words[1:]
    while len(words) > 1 and words[0].endswith("-based"):
        words = words[1:]
    while len(words) > 1 and words[-1].lower() in _NO_LAST and words[-1][1:].islower():
        words = words[:-1]
    if last < 0 or last >= len(words) - 1 or words[last + 1].lower() in _SMALL:
        return " ".join(words).removesuffix("'s").removesuffix("’s"), set()
    return " ".join(words[last + 1 :]).removesuffix("'s").removesuffix("’s"), {lower_word(word) for word in words[: last + 1]}


def _is_office(name: str, bodies: bool = True) -> bool:
    vocabulary = load_speaking_words()
    words = [lower_word(word) for word in name.split()]
    return not vocabulary.offices.isdisjoint(words) or (bodies and not vocabulary.bodies.isdisjoint(words))


def _initials(name: str) -> str:
    return "".join(word[0] for part in name.split() if part.lower() not in _SMALL for word in [part.lstrip("'’")] if word).upper()


def _ending(name: str, acronym: str) -> str | None:
    """The end of a name that an acronym with small letters stands for: "MoD" for "UK Ministry of Defence"."""
    words = name.split()
    return " ".join(words[-len(acronym) :]) if "".join(word[0] for word in words[-len(acronym) :]) == acronym else None


def _is_person(name: str) -> bool:
    return len(name.split()) <= _LONGEST_PERSON and not re.search(r"['’]s\b", name) and not _is_office(name)


def _ends(name: str, last: str) -> bool:
    """Whether a name ends with a surname, with or without its article: "Zaid al-Karo" with "Karo"."""
    word = name.rsplit(" ", 1)[-1]
    return word == last or (word.endswith(last) and bool(_ARTICLE.fullmatch(word[: -len(last)])))


def _overlap(words: list[str], other: str) -> bool:
    return any(word.lower() in other.lower().split() for word in words)
