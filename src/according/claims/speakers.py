"""Who speaks: each attribution's source, as the fullest name that the report gives it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from according.claims.inventory import Inventory, take_inventory
from according.claims.known import SourceWords
from according.claims.phrases import Phrase, Sort, read_phrase
from according.model import Attribution, Mark, Span
from according.vocab import SpeakingWords, load_speaking_words

UNNAMED = "unnamed"
_FULLEST = "the fullest form that the report gives of the name in the source"
_NAMED_TYPES = ("person", "organisation", "armed_group")
_LEAD = 100
_LONGEST = 9  # words
_SAID_BEFORE = re.compile(
    r"(?:say|add|warn|not|claim|insist|stress|cit|quot|call|urg|accus|declar|describ|vow|point|explain|assert)\w*ing$"
)


@dataclass(slots=True)
class Speaker:
    """Someone who speaks in a report, with the words by which it has been called."""

    name: str
    sort: Sort
    words: set[str] = field(default_factory=set)

    @property
    def is_many(self) -> bool:
        """Whether it stands for several: "activists", "the army and the police"."""
        last = re.split(r"\s(?:of|for|in|at|from|with|who)\s", self.name)[0].split()[-1].lower() if self.name.split() else ""
        return self.sort == "many" or (self.sort == "described" and last.endswith("s") and not last.endswith("ss"))


class Resolver:
    """Reads the sources of a report's attributions in the order of the text and remembers who has spoken."""

    def __init__(self, text: str, names: Sequence[Mark], known: SourceWords) -> None:
        self._text, self._kind_of, self._names_of = text, known.kind, known.names
        self._words = load_speaking_words()
        named = [mark for mark in names if mark.type in _NAMED_TYPES]
        self._persons = [mark.span for mark in named if mark.type == "person"]
        self._inventory: Inventory = take_inventory(
            text, (" ".join(text[slice(*mark.span)].split()) for mark in named if mark.type == "person")
        )
        self.speakers: list[Speaker] = []

    def speaker_of(self, claim: Attribution, before: Speaker | None, around: Speaker | None) -> tuple[Speaker, str]:
        """Who speaks in a claim, and in words how that is known.

        ``before`` spoke in the claim just before it, ``around`` in the one whose content it stands in.
        """
        if claim.source is None or not self._text[slice(*claim.source)].strip():
            return self._without_source(claim, before, around)
        text = self._text[slice(*claim.source)]
        start, end = claim.source
        phrase = read_phrase(text, [self._text[a:b] for a, b in self._persons if start <= a and b <= end])
        found, how = self._resolve(phrase, claim.source, around)
        return self._remember(found, phrase), how

    def _without_source(self, claim: Attribution, before: Speaker | None, around: Speaker | None) -> tuple[Speaker, str]:
        if claim.cue is None and (goes_on := before or around):
            return goes_on, "no source and no cue: the quotation before goes on"
        if claim.cue is not None and before is not None and _SAID_BEFORE.search(self._text[slice(*claim.cue)].lower()):
            return before, "no source: whoever spoke before goes on"
        return Speaker(UNNAMED, "described"), "the text names no source"

    def _remember(self, found: Speaker, phrase: Phrase) -> Speaker:
        for speaker in self.speakers:
            if speaker.name.lower() == found.name.lower():
                found = speaker
                self.speakers.remove(speaker)
                break
        if phrase.sort != "pronoun":
            found.words |= phrase.words
        self.speakers.append(found)
        return found

    def _resolve(self, phrase: Phrase, span: Span, around: Speaker | None) -> tuple[Speaker, str]:
        if phrase.sort == "pronoun":
            if meant := self._pronoun(phrase.name, span, around):
                return meant, f"{phrase.name!r} taken for one named before"
            return Speaker(phrase.name, "described"), f"{phrase.name!r}, and nobody named before that it could mean"
        if phrase.sort == "body" and phrase.name.lower() in self._words.watchers and (watcher := self._watcher()):
            return watcher, "the one monitor that the report names"
        if phrase.sort == "body" and self._kind_of(phrase.name) is None and (person := self._inventory.surname(phrase.name)):
            return Speaker(person, "person"), _FULLEST
        if phrase.sort in ("person", "body"):
            full = self._fullest(phrase.name, phrase.sort)
            how = "the name in the source" if full == phrase.name else _FULLEST
            return Speaker(full, self._sort_of(full, phrase.sort)), how
        if phrase.sort in ("described", "thing") and (known := self._described(phrase)):
            return known, "a description of one named elsewhere in the report"
        if phrase.sort == "many" and " and " in phrase.name:
            return Speaker(self._each(phrase.name), "many"), "each of those named, by the fullest name that the report gives"
        return Speaker(phrase.name, phrase.sort), "the source's own words: it gives no name"

    def _sort_of(self, name: str, sort: Sort) -> Sort:
        """A body where a word of the name names bodies, a person where the tagger marks one."""
        if self._words.bodies.intersection(name.lower().split()):
            return "body"
        return "person" if name in self._inventory.persons else sort

    def _each(self, name: str) -> str:
        """Several speakers, "the Observatory and the police", each by its fullest name."""
        found = []
        for part in name.split(" and "):
            one = read_phrase(part)
            known = self._described(one) if one.sort in ("described", "thing") else None
            found.append(known.name if known else self._fullest(one.name, one.sort))
        return " and ".join(found)

    def _fullest(self, name: str, sort: Sort) -> str:
        """The fullest form of a name in the report: by its own words, else by the other names that the vocabulary knows."""
        full = self._inventory.fullest(name, sort)
        if sort != "body" or full != name or " " in name:
            return full
        others = [other for other in self._names_of(name) if " " in other and other in self._text]
        return max(others, key=lambda other: (len(other), other), default=name)

    def _pronoun(self, word: str, span: Span, around: Speaker | None) -> Speaker | None:
        words: SpeakingWords = self._words
        if word in ("who", "which", "that"):
            return self._just_before(span)
        if word in words.pronouns_own:
            return around or self._last(lambda one: one.sort in ("person", "body"))
        if word in words.pronouns_one:
            return self._last_person(span)
        if word in words.pronouns_many:
            return self._last(lambda one: one.is_many) or self._last(lambda one: one.sort == "body") or self._last(lambda one: True)
        if word in words.pronouns_thing:
            return self._last(lambda one: not one.is_many and not self._is_human(one)) or self._last(lambda one: not one.is_many)
        return None

    def _just_before(self, span: Span) -> Speaker | None:
        """The one whom a relative clause tells more of."""
        lead = re.split(r"[.!?;:\n“”\"]", self._text[max(0, span[0] - _LEAD) : span[0]])[-1].rstrip(" ,")
        found = read_phrase(lead.rsplit(",", 1)[-1].strip() or lead) if lead.strip() else None
        return (
            Speaker(self._inventory.fullest(found.name, found.sort), found.sort) if found and len(found.name.split()) < _LONGEST else None
        )

    def _is_human(self, speaker: Speaker) -> bool:
        if speaker.sort in ("person", "described") and not speaker.is_many:
            return speaker.sort == "person" or _head(speaker.name.lower().split()) in self._words.roles
        return False

    def _last(self, fits: Callable[[Speaker], bool]) -> Speaker | None:
        return next((speaker for speaker in reversed(self.speakers) if fits(speaker)), None)

    def _last_person(self, span: Span) -> Speaker | None:
        """The person who spoke last, or whom the report named last where none has spoken."""
        if spoke := self._last(self._is_human) or self._last(lambda one: one.sort == "described" and not one.is_many):
            return spoke
        named = [self._text[slice(*person)] for person in self._persons if person[1] <= span[0]]
        return Speaker(self._inventory.fullest(read_phrase(named[-1]).name, "person"), "person") if named else None

    def _described(self, phrase: Phrase) -> Speaker | None:
        """Someone named elsewhere whom a description means: "the spokesman", "a monitoring group"."""
        words = phrase.name.lower().split()
        head = _head(words)
        modifiers = {word.removesuffix("'s").removesuffix("’s") for word in words[: words.index(head)]}
        modifiers = {word for word in modifiers - self._words.pointers - self._words.common if not word.endswith("-based")}
        watches = head in self._words.watchers or (head in self._words.groups and "monitoring" in words)
        if watches and (watcher := self._watcher()):
            return watcher
        if words[0] not in self._words.pointers and len(words) > 1:
            return None
        is_human = head in self._words.roles | self._words.titles
        if known := self._last(lambda one: self._answers(one, head, is_human) and modifiers <= one.words):
            return known
        if is_human and (
            name := self._inventory.called(head, modifiers & (self._words.titles | {"foreign", "defence", "defense", "prime"}))
        ):
            return Speaker(name, "person")
        if modifiers:
            return None
        if is_human:
            return self._last(lambda one: one.sort == "person")
        if head in self._words.outlets and (outlet := self._last(lambda one: self._kind_of(one.name) in ("media", "state media"))):
            return outlet
        if head in self._words.powers:
            return self._power(head)
        if head in self._words.statements:
            return self.speakers[-1] if self.speakers and self.speakers[-1].sort == "body" else None
        if head in self._words.fighters or self._words.fighters.intersection(words):
            return self._last(lambda one: self._kind_of(one.name) == "armed group")
        if head in self._words.groups:
            return self._last(lambda one: one.sort == "body")
        return None

    @staticmethod
    def _answers(speaker: Speaker, head: str, is_human: bool) -> bool:
        """Whether a speaker has been called by this noun, or has it in its name."""
        if speaker.sort == "many":
            return False
        if speaker.sort == "person":
            return is_human and head in speaker.words
        return head in speaker.name.lower().split() or head in speaker.words

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

    def _watcher(self) -> Speaker | None:
        """The one monitor that the report names, for "a monitor" or "a monitoring group"."""
        named = {one.name: one for one in self.speakers if one.sort == "body" and self._kind_of(one.name) == "monitor"}
        for name in self._inventory.counts:
            if name not in named and self._kind_of(name) == "monitor":
                named[name] = Speaker(name, "body")
        longest = max(named, key=len, default=None)
        return named[longest] if longest and all(name in longest for name in named) else None


def _head(words: list[str]) -> str:
    for at, word in enumerate(words):
        if at and word in ("of", "for", "in", "at", "from", "within", "on"):
            return words[at - 1]
    return words[-1]
