"""Whom a description means: "the spokesman", "the group", "a monitoring group" are named elsewhere in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from according.claims.chains import GATHERING
from according.claims.inventory import Inventory
from according.claims.known import SourceWords
from according.claims.phrases import Phrase, Sort
from according.model import Mark, Span
from according.vocab import SpeakingWords, agency_called, load_speaking_words

_OF_OFFICE = ("official", "military", "armed group", "UN", "expert")
_NEAR = 250
"""How far "it" looks for a body that has not spoken, in characters."""
_MEDIA = ("media", "state media")
_NAMED = re.compile(r"(?:[Tt]he[ \t]+)?(?P<name>[^\W\d_a-z][\w’'-]*(?:[ \t]+\S+){0,7})$")
_WATCHING = frozenset("monitoring monitors tracks tracking".split())
_PREPOSITIONS = frozenset("of for in at from within on to with near".split())
_SMALL = frozenset("of for and the in on".split())
_OWNERS = ("his", "her", "their", "its")
_STATIONS = frozenset(
    "governor mayor president minister premier ambassador doctor nurse director general colonel prosecutor judge king senator".split()
)
_SOMEONE = ("man", "woman", "boy", "girl")
_AGED = re.compile(r"\d{1,3}-year-old")
_BODY_KINDS = ("armed group", "monitor", "NGO", "UN", "medical", "rescue")
_OFFICES = frozenset("foreign defence defense prime interior".split())


@dataclass(slots=True)
class Speaker:
    """Someone who speaks in a report, with the words by which it has been called."""

    name: str
    sort: Sort
    words: set[str] = field(default_factory=set)
    last: int = -1
    """Where it spoke last, in characters."""

    @property
    def is_many(self) -> bool:
        """Whether it stands for several: "activists", "the army and the police"."""
        if self.name.lower().startswith(("one ", "a ", "an ")):
            return False
        last = re.split(r"\s(?:of|for|in|at|from|with|who)\s", self.name)[0].split()[-1].lower() if self.name.split() else ""
        return self.sort == "many" or (self.sort == "described" and last.endswith("s") and not last.endswith("ss"))


class Descriptions:
    """What descriptions may mean in one report: those who have spoken, and bodies that it names."""

    def __init__(self, text: str, names: Sequence[Mark], inventory: Inventory, known: SourceWords) -> None:
        self._text, self._inventory, self._kind_of = text, inventory, known.kind
        self._words: SpeakingWords = load_speaking_words()
        bodies = [mark.span for mark in names if mark.type in ("organisation", "armed_group")]
        self._bodies = [(span[0], found["name"]) for span in bodies if (found := _NAMED.match(text[slice(*span)]))]
        self._watching: Speaker | None = None
        self._is_known = False

    def meant(self, phrase: Phrase, span: Span, speakers: Sequence[Speaker]) -> Speaker | None:
        """The speaker whom a phrase describes, the last who fits; None if nothing tells who it is."""
        words = phrase.name.lower().split()
        head = head_of(words)
        modifiers = {word.removesuffix("'s").removesuffix("’s") for word in words[: words.index(head)]}
        modifiers = {word for word in modifiers - self._words.pointers - self._words.common if not word.endswith("-based")}
        watches = head in self._words.watchers or (head in self._words.groups and not _WATCHING.isdisjoint(phrase.words))
        if watches and not head.endswith("s") and (watcher := self.watcher(speakers)):
            return watcher
        whose = {word.lower() for word in phrase.name.split()[words.index(head) + 1 :] if word[0].isupper() and not word.endswith("-based")}
        if words[0] in ("the", "this", "that") and not modifiers and not whose and (head in _SOMEONE or _AGED.fullmatch(head)):
            return _last(speakers, lambda one: self._may_be(one, head))
        is_human = head in self._words.offices and head != "staff"
        is_pointing = words[0] in self._words.pointers or len(words) == 1
        office = modifiers & (self._words.titles | _OFFICES)
        if is_human and not is_pointing and modifiers and words[0] not in ("a", "an"):
            name = self._inventory.called(head, modifiers) or (self._inventory.called(head, office) if office else None)
            return Speaker(name, "person") if name else None
        if not is_pointing:
            return None
        if known := _last(speakers, lambda one: _answers(one, head, is_human, whose) and modifiers <= one.words):
            return known
        if is_human and (name := self._inventory.called(head, office | whose)):
            return Speaker(name, "person")
        if modifiers and head in self._words.groups and words[0] in ("the", "this", "that") and not head.endswith("s"):
            return self._of_kind(phrase, span, speakers)
        if modifiers:
            is_of_office = is_human and words[0] in ("the", "this", "that") and self._kind_of(phrase.name) in _OF_OFFICE
            return speakers[-1] if is_of_office and speakers and speakers[-1].sort == "person" else None
        if is_human:
            known = None if whose or words[0] in _OWNERS else _last(speakers, lambda one: one.sort == "person")
            return None if known and known.words & _STATIONS and head in _STATIONS else known
        return None if whose and head in self._words.groups else self._body(head, words, span, speakers)

    def _may_be(self, speaker: Speaker, head: str) -> bool:
        """Whether someone who has spoken may be called a man, a woman or someone of an age."""
        words = self._words
        other = words.female if head in words.male else words.male if head in words.female else frozenset()
        is_someone = speaker.sort == "described" and not speaker.is_many and head_of(speaker.name.lower().split()) in words.roles
        return (speaker.sort == "person" or is_someone) and other.isdisjoint(speaker.words)

    def _of_kind(self, phrase: Phrase, span: Span, speakers: Sequence[Speaker]) -> Speaker | None:
        """The body of the kind that describing words tell, "the medical charity"; a name among them tells of another."""
        kind = self._kind_of(phrase.name)
        if kind not in _BODY_KINDS or any(word[0].isupper() for word in phrase.name.split()[1:] if word not in ("UN", "U.N.")):
            return None
        return _last(speakers, lambda one: one.sort == "body" and self._kind_of(one.name) == kind) or self._named(
            span, lambda name: self._kind_of(name) == kind
        )

    def _body(self, head: str, words: Sequence[str], span: Span, speakers: Sequence[Speaker]) -> Speaker | None:
        if head in self._words.outlets and (outlet := self.outlet(span, speakers)):
            return outlet
        if head in self._words.powers:
            return self._power(head)
        if head == "source":
            if "same" in words and speakers:
                return speakers[-1]
            is_definite = words[0] in ("the", "this", "that") and speakers
            return speakers[-1] if is_definite and speakers[-1].sort in ("body", "described") and not speakers[-1].is_many else None
        if head in self._words.statements:
            return speakers[-1] if speakers and speakers[-1].sort == "body" else None
        if head in self._words.fighters or self._words.fighters.intersection(words):
            fought = _last(speakers, lambda one: one.sort == "body" and self._kind_of(one.name) == "armed group")
            return fought if fought or head.endswith("s") else self._named(span, lambda name: self._kind_of(name) == "armed group")
        if head in self._words.groups:
            is_outlet = head in self._words.outlets
            spoke = _last(speakers, lambda one: one.sort == "body" and (is_outlet or self._kind_of(one.name) not in _MEDIA))
            return spoke or self._named(span, lambda name: head in name.lower().split(), _NEAR)
        return None

    def outlet(self, span: Span, speakers: Sequence[Speaker]) -> Speaker | None:
        """The outlet that spoke last, or that the report named last."""
        return _last(speakers, lambda one: self._kind_of(one.name) in _MEDIA) or self._named(
            span, lambda name: self._kind_of(name) in _MEDIA or agency_called(name) is not None
        )

    def gatherer(self, span: Span, speakers: Sequence[Speaker]) -> Speaker | None:
        """The body that gathers accounts and spoke last, or that the report named last."""
        return _last(speakers, lambda one: one.sort == "body" and self._kind_of(one.name) in GATHERING) or self._named(
            span, lambda name: self._kind_of(name) in GATHERING
        )

    def body_before(self, span: Span) -> Speaker | None:
        """The body that the report named last before a place, not far from it."""
        return self._named(span, lambda _: True, _NEAR)

    def _named(self, span: Span, fits: Callable[[str], bool], within: int | None = None) -> Speaker | None:
        """The body that fits and is named last before a place, at most ``within`` characters before it."""
        first = 0 if within is None else span[0] - within
        for start, name in reversed(self._bodies):
            if first <= start < span[0] and (fits(name) or fits(self._inventory.fullest(name, "body"))):
                return Speaker(self._inventory.fullest(name, "body"), "body")
        return None

    def _power(self, head: str) -> Speaker | None:
        """The government or army that the report calls by a name: "the regime" is the Karo regime."""
        found = Counter(found[1] for found in re.finditer(rf"((?:[A-Z][\w’'-]+\s)+{head})\b", self._text))
        found = Counter(
            {
                " ".join(name.removeprefix("The ").split()): count
                for name, count in found.items()
                if name.split()[0] != "The" or name.count(" ") > 1
            }
        )
        return Speaker(found.most_common(1)[0][0], "body") if found else None

    def watcher(self, speakers: Sequence[Speaker]) -> Speaker | None:
        """The one monitor that the report names, for "a monitor" or "a monitoring group"."""
        named = {one.name: one for one in speakers if one.sort == "body" and self._kind_of(one.name) == "monitor"}
        if not self._is_known:
            names = [name for name in self._inventory.counts if self._kind_of(name) == "monitor"]
            self._watching, self._is_known = self._one(names), True
        if self._watching is None:
            return None
        return named.get(self._watching.name, self._watching)

    def _one(self, names: Sequence[str]) -> Speaker | None:
        """The one whom all names mean: the longest, if none of the others says more."""
        plain = {name: words for name in names if (words := self._plain(name))}
        longest = max(plain, key=lambda name: (len(plain[name]), -len(name), name), default=None)
        if longest is None:
            return None
        initials = "".join(word[0] for word in longest.split() if word[0].isupper() and not word.endswith("-based"))
        if any(not words <= {*plain[longest], initials} for words in plain.values()):
            return None
        return Speaker(" ".join(word for word in longest.split() if not word.endswith("-based")).removeprefix("The "), "body")

    def _plain(self, name: str) -> set[str]:
        """The words that tell a body's name from others; none if it is no name, or somebody's with an office before it."""
        words = name.removeprefix("the ").split()
        offices = self._words.offices
        if any(word.lower() in offices or (word[0].islower() and word not in _SMALL) for word in words):
            return set()
        return {
            word for word in words if word[0].isupper() and word != "The" and not word.endswith("-based") and agency_called(word) is None
        }


def _answers(speaker: Speaker, head: str, is_human: bool, whose: set[str]) -> bool:
    """Whether a speaker has been called by this noun, or has it in its name, and belongs where the description says."""
    if speaker.sort == "many" or not whose <= speaker.words | set(speaker.name.lower().split()):
        return False
    if speaker.sort == "person":
        return is_human and head in speaker.words
    words = speaker.name.lower().split()
    is_called = head in words or head in speaker.words
    return head == head_of(words) or (is_called and head in load_speaking_words().statements) if speaker.sort == "described" else is_called


def _last(speakers: Sequence[Speaker], fits: Callable[[Speaker], bool]) -> Speaker | None:
    return next((speaker for speaker in reversed(speakers) if fits(speaker)), None)


def head_of(words: Sequence[str]) -> str:
    """The head of a noun phrase given as its words: the last before a preposition."""
    for at, word in enumerate(words):
        if at and word in _PREPOSITIONS:
            return words[at - 1]
    return words[-1]
