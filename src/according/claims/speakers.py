"""Who speaks: each attribution's source, as the fullest name that the report gives it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from according.claims.chains import GATHERING
from according.claims.descriptions import Descriptions, Speaker, head_of
from according.claims.inventory import Inventory, take_inventory
from according.claims.known import SourceWords
from according.claims.nouns import phrase_after, phrase_before
from according.claims.phrases import Phrase, Sort, parted, read_phrase
from according.claims.tokens import ARTICLES
from according.model import Attribution, Mark, Span
from according.vocab import SpeakingWords, load_speaking_words

UNNAMED = "unnamed"
_FULLEST = "the fullest form that the report gives of the name in the source"
_EACH = "each of those named, by the fullest name that the report gives"
_NAMED_TYPES = ("person", "organisation", "armed_group")
_AUXILIARIES = re.compile(r",?[ \t]+(?:(?:has|have|had|also|then|later)[ \t]+)*$")
_BODY_KINDS = ("armed group", "military", "media", "state media", "monitor", "NGO", "UN", "medical", "rescue")
_LEAD = 100
_OF_AGE = re.compile(r"[Tt]he \d{1,3}-year-old(?: (?:man|woman|boy|girl))?")
_SAID_BEFORE = re.compile(
    r"(?:say|add|warn|not|claim|insist|stress|cit|quot|call|urg|accus|declar|describ|vow|point|explain|assert)\w*ing$"
)


class Resolver:
    """Reads the sources of a report's attributions in the order of the text and remembers who has spoken."""

    def __init__(self, text: str, names: Sequence[Mark], known: SourceWords, sentences: Sequence[Span] = ()) -> None:
        self._sentences = sentences
        self._text, self._kind_of, self._names_of = text, known.kind, known.names
        self._words = load_speaking_words()
        named = [mark for mark in names if mark.type in _NAMED_TYPES]
        self._marked = [mark.span for mark in named]
        self._persons = [mark.span for mark in named if mark.type == "person" and not self._is_no_name(mark.span)]
        self._inventory: Inventory = take_inventory(text, (" ".join(text[slice(*span)].split()) for span in self._persons))
        self._descriptions = Descriptions(text, names, self._inventory, known)
        self.speakers: list[Speaker] = []

    def _is_no_name(self, span: Span) -> bool:
        """Whether what the tagger took for a name is but an article or a pronoun."""
        word = self._text[slice(*span)].lower()
        return word in self._words.pronouns or word in ARTICLES

    def speaker_of(self, claim: Attribution, before: Speaker | None, around: Speaker | None) -> tuple[Speaker, str]:
        """Who speaks in a claim, and in words how that is known.

        ``before`` spoke in the claim just before it, ``around`` in the one whose content it stands in.
        """
        if claim.source is None or self._text[slice(*claim.source)].strip().lower() in ("", *ARTICLES):
            return self._without_source(claim, before, around)
        text = self._text[slice(*claim.source)]
        start = claim.source[0]
        phrase = self._read(claim.source)
        if parts := parted(text):
            several = [(start + a, start + b) for a, b in parts]
            each = [self._speaker_at(span, claim, around)[0].name for span in several]
            found, how = Speaker(" and ".join(dict.fromkeys(each)), "many"), _EACH
        else:
            found, how = self._resolve(phrase, claim, around)
        return self._remember(found, phrase, start), how

    def _read(self, span: Span) -> Phrase:
        """What a source phrase names, with the persons that the tagger marks in it."""
        start, end = span
        return read_phrase(self._text[start:end], tuple(self._text[a:b] for a, b in self._persons if start <= a and b <= end))

    def _speaker_at(self, span: Span, claim: Attribution, around: Speaker | None) -> tuple[Speaker, str]:
        """One of several who speak together."""
        phrase = self._read(span)
        found, how = self._resolve(phrase, replace(claim, source=span), around)
        return self._remember(found, phrase, span[0]), how

    def outlet_before(self, span: Span) -> str | None:
        """The outlet that "the paper" means at a place."""
        outlet = self._descriptions.outlet(span, self.speakers)
        return outlet.name if outlet else None

    def gatherer_before(self, span: Span) -> str | None:
        """The monitor, charity or rights group that "the rights group" means at a place."""
        body = self._descriptions.gatherer(span, self.speakers)
        return body.name if body else None

    def spelt_out(self, acronym: str) -> str:
        """The name that the report gives for an acronym; an outlet's stays as it is."""
        return self._fullest(acronym, "body") if self._kind_of(acronym) in GATHERING else acronym

    def name_before(self, begins: int, stop: int) -> str | None:
        """The fullest name of whoever is named right before a verb."""
        found = _AUXILIARIES.search(self._text, begins, stop)
        stop = found.start() if found else stop
        if (near := phrase_before(self._text, begins, stop)) is None:
            return None
        phrase = read_phrase(self._text[slice(*near)])
        return self._inventory.fullest(phrase.name, phrase.sort)

    def _without_source(self, claim: Attribution, before: Speaker | None, around: Speaker | None) -> tuple[Speaker, str]:
        if claim.cue is None and (goes_on := before or around):
            return goes_on, "no source and no cue: the quotation before goes on"
        if claim.cue is not None and before is not None and _SAID_BEFORE.search(self._text[slice(*claim.cue)].lower()):
            return before, "no source: whoever spoke before goes on"
        return Speaker(UNNAMED, "described"), "the text names no source"

    def _remember(self, found: Speaker, phrase: Phrase, at: int) -> Speaker:
        for speaker in self.speakers:
            if speaker.name.lower() == found.name.lower():
                found = speaker
                self.speakers.remove(speaker)
                break
        found.words |= phrase.words & {"he", "she"} if phrase.sort == "pronoun" else phrase.words
        found.last = at
        self.speakers.append(found)
        return found

    def _resolve(self, phrase: Phrase, claim: Attribution, around: Speaker | None) -> tuple[Speaker, str]:
        span = claim.source or (0, 0)
        if phrase.sort == "pronoun":
            meant = self._pronoun(phrase.name, span, around)
            if (subject := self._subject(phrase.name, claim)) and (meant is None or meant.last < subject.last):
                meant = subject
            if meant:
                return meant, f"{phrase.name!r} taken for one named before"
            return Speaker(phrase.name, "described"), f"{phrase.name!r}, and nobody named before that it could mean"
        if phrase.sort == "body" and phrase.name.lower() in self._words.watchers and (watcher := self._descriptions.watcher(self.speakers)):
            return watcher, "the one monitor that the report names"
        if phrase.sort == "body" and self._kind_of(phrase.name) is None and (person := self._inventory.surname(phrase.name)):
            return Speaker(person, "person"), _FULLEST
        if phrase.sort in ("person", "body"):
            full = self._fullest(phrase.name, phrase.sort)
            how = "the name in the source" if full == phrase.name else _FULLEST
            return Speaker(full, self._sort_of(full, phrase)), how
        if phrase.sort in ("described", "thing") and (known := self._descriptions.meant(phrase, span, self.speakers)):
            return known, "a description of one named elsewhere in the report"
        if phrase.sort == "described" and _OF_AGE.fullmatch(phrase.name) and (last := self._last_person(frozenset(), span)):
            return last, "a description of the person named last"
        if phrase.sort == "many" and " and " in phrase.name:
            return Speaker(self._each(phrase.name, span), "many"), _EACH
        return Speaker(phrase.name, phrase.sort), "the source's own words: it gives no name"

    def _sort_of(self, name: str, phrase: Phrase) -> Sort:
        """A body where a word of the name names bodies, a person where the tagger marks one."""
        words = self._words
        has_title = not phrase.words.isdisjoint(words.offices)
        if words.bodies.intersection(name.lower().split()) or (not has_title and self._kind_of(name) in _BODY_KINDS):
            return "body"
        return "person" if name in self._inventory.persons else phrase.sort

    def _each(self, name: str, span: Span) -> str:
        """Several speakers, "the Observatory and the police", each by its fullest name."""
        found = []
        for part in name.split(" and "):
            one = read_phrase(part)
            known = self._descriptions.meant(one, span, self.speakers) if one.sort in ("described", "thing") else None
            full = known.name if known else self._fullest(one.name, one.sort)
            is_cut = one.sort in ("described", "thing") and one.name.split()[-1:] != part.split()[-1:]
            found.append(part if is_cut or " and " in full else full)
        return " and ".join(dict.fromkeys(found))

    def _fullest(self, name: str, sort: Sort) -> str:
        """The fullest form of a name in the report: by its own words, else by the other names that the vocabulary knows."""
        if sort == "person" and " " not in name:
            namesake = self._last(lambda one: one.sort == "person" and one.name.split()[-1] == name)
            if namesake and " " in namesake.name:
                return namesake.name
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
            return self._last_person(words.female if word in ("he", "him", "his", "himself") else words.male, span)
        if word in words.pronouns_many:
            return self._last(lambda one: one.is_many) or self._last(lambda one: one.sort == "body") or self._last(lambda one: True)
        if word in words.pronouns_thing:
            return self._last(lambda one: not one.is_many and not self._is_human(one)) or self._descriptions.body_before(span)
        return None

    def _subject(self, word: str, claim: Attribution) -> Speaker | None:
        """The one with whom the sentence of a pronoun, or the one before it, begins, if it can be meant and is not what is spoken of."""
        words = self._words
        span = claim.source or (0, 0)
        number = bisect_right(self._sentences, (span[0], len(self._text))) - 1
        for start, _ in self._sentences[number : max(number - 2, 0) : -1]:
            near = phrase_after(self._text, start) if start < span[0] else None
            if near is None or near[1] > span[0] or any(a <= near[0] < b for a, b in claim.content):
                continue
            subject = self._text[slice(*near)]
            phrase = read_phrase(subject)
            is_named = " " in subject or any(a < near[1] and near[0] < b for a, b in self._marked)
            if phrase.sort == "pronoun" or not is_named:
                continue
            found, _ = self._resolve(phrase, replace(claim, source=near), None)
            is_one = word in words.pronouns_one and found.sort == "person"
            is_thing = word in words.pronouns_thing and found.sort in ("body", "thing")
            is_many = word in words.pronouns_many and found.is_many
            if is_one or is_thing or is_many:
                return Speaker(found.name, found.sort, last=near[0])
        return None

    def _just_before(self, span: Span) -> Speaker | None:
        """The one whom a relative clause tells more of."""
        begins = max(0, span[0] - _LEAD)
        lead = self._text[begins : span[0]].rstrip(' ,"”')
        if (near := phrase_before(self._text, begins, begins + len(lead))) is None:
            return None
        found = read_phrase(self._text[slice(*near)])
        return Speaker(self._inventory.fullest(found.name, found.sort), found.sort)

    def _is_human(self, speaker: Speaker) -> bool:
        if speaker.sort in ("person", "described") and not speaker.is_many:
            return speaker.sort == "person" or head_of(speaker.name.lower().split()) in self._words.roles
        return False

    def _last(self, fits: Callable[[Speaker], bool]) -> Speaker | None:
        return next((speaker for speaker in reversed(self.speakers) if fits(speaker)), None)

    def _last_person(self, other: frozenset[str], span: Span) -> Speaker | None:
        """The person who spoke last and was called by none of the ``other`` words, or whom the report named last where none has spoken."""
        spoke = self._last(lambda one: self._is_human(one) and other.isdisjoint(one.words))
        if spoke := spoke or self._last(lambda one: one.sort == "described" and not one.is_many and other.isdisjoint(one.words)):
            return spoke
        named = [self._text[slice(*person)] for person in self._persons if person[1] <= span[0]]
        return Speaker(self._inventory.fullest(read_phrase(named[-1]).name, "person"), "person") if named else None
