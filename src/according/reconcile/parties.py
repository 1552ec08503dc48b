"""Whom a phrase names as a party, and whether two phrases of two reports may mean the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from according.actors.index import Entry, Met, search
from according.actors.words import Word, find_words
from according.vocab.actors import Actor, load_actors
from according.vocab.lists import read_list

_ASIDE = re.compile(
    r"\b(?:against|fighting|battling|who|which|that|whose|fleeing|targeting|allied with|loyal to"
    r"|(?:backed|held|controlled|supported|besieged|run|used|claimed) by)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"[-‐‑–](?!led\b)[a-z]+")
_AGAINST = re.compile(r"\b(?:anti|pro|counter|ex|non)[-‐‑– ]$", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in|near|from|around|inside|outside|north of|south of|east of|west of)\s+(?:the\s+)?$", re.IGNORECASE)
_STATE_KINDS = frozenset(("armed force", "defence ministry", "government", "security service"))
_BESIDE_STATE = frozenset(("government", "pro-government"))
_LOOSE_FIGHTERS = frozenset(("insurgents", "opposition"))
_NOT_FIGHTING = frozenset(("civilians", "the displaced", "prisoners", "protesters"))
_FIGHT = frozenset(("military", "armed group", "official"))
_LONGEST_AWAY = 12  # characters that a prefix or a preposition takes before a name


@dataclass(frozen=True, slots=True)
class Party:
    """One party that a phrase names: an actor of the vocabulary, a state by its ISO code, or only a loose name."""

    actor: str | None = None
    side: str | None = None
    states: tuple[str, ...] = ()
    is_state: bool = False
    loose: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """All that a phrase names: its parties, whether it tells of fighters or of civilians; nothing where it is not known.

    ``is_whole`` is false where a name in it is not known, so that it may mean someone else as well.
    """

    parties: frozenset[Party] = frozenset()
    are_fighters: bool = False
    are_civilians: bool = False


@lru_cache(maxsize=8192)
def parties_of(phrase: str | None, key: str | None = None, date: str | None = None) -> Parties:
    """The parties that a phrase of a report names; ``key`` is the actor that the vocabulary gives it, ``date`` the ISO day.

    >>> sorted(party.actor or party.loose for party in parties_of("rebel units led by al-Nusra Front").parties)
    ['Hayat Tahrir al-Sham', 'insurgents']
    >>> parties_of("US-backed forces").parties, parties_of("a rebel-held market").parties
    (frozenset(), frozenset())
    """
    text = _ASIDE.split(" ".join((phrase or "").split()), maxsplit=1)[0]
    words = find_words(text)
    met = [one for one in search(text, words, is_phrase=True) if not _is_bound(text, words, one)]
    found = {party for at, one in enumerate(met) for party in _meant(text, words, met, at, date)}
    named = _actor(key, date)
    if named and not any(party.actor for party in found):
        found.add(named)
    low = {word.text for word in words}
    rules = _rules()
    found |= {Party(loose=loose) for loose, forms in rules.words.items() if not low.isdisjoint(forms) and not any(p.actor for p in found)}
    if _has_unknown_name(text, words, met) or _has_half_a_pair(words, met, found):
        found = {party for party in found if party.actor or party.is_state}
    holds = not low.isdisjoint(rules.holdings)
    families = {entry.word.family for one in met for entry in one.entries if entry.word}
    return Parties(
        frozenset(found),
        not holds and ("fighters" in families or any(party.is_state or party.loose for party in found)),
        not holds and (not families.isdisjoint(_NOT_FIGHTING) or not low.isdisjoint(rules.civilians)),
    )


def may_be_same(left: Parties, right: Parties, country: str | None = None) -> bool:
    """Whether two phrases may mean the same party, in a happening in a country (ISO code); what names none may mean any.

    >>> [may_be_same(parties_of("rebels"), parties_of(name)) for name in ("Jaysh al-Islam", "terrorists", "the Syrian army")]
    [True, True, False]
    """
    if not left.parties or not right.parties:
        return True
    return any(_is_one(one, other, country) for one in left.parties for other in right.parties)


def may_be_same_people(left: Parties, right: Parties, country: str | None = None) -> bool:
    """Whether two phrases may mean the same people hit: civilians are no fighters, and fighters of one party none of another.

    >>> [may_be_same_people(parties_of(name), parties_of("militants")) for name in ("civilians", "people")]
    [False, True]
    """
    if left.are_civilians != right.are_civilians and (left.are_fighters or right.are_fighters):
        civil, other = (left, right) if left.are_civilians else (right, left)
        return not other.are_fighters or civil.are_fighters
    return may_be_same(left, right, country)


def _is_one(one: Party, other: Party, country: str | None) -> bool:
    if one == other:
        return True
    if one.loose and other.loose:
        return _loosely_one(one.loose, other.loose)
    if one.loose or other.loose:
        loose, named = (one.loose, other) if one.loose else (other.loose, one)
        return _named_loosely(loose or "", named, country)
    return _is_part(one, other) or _is_part(other, one) or _of_one_state(one, other)


def _loosely_one(one: str, other: str) -> bool:
    if one in _LOOSE_FIGHTERS or other in _LOOSE_FIGHTERS:
        return one in _LOOSE_FIGHTERS and other in _LOOSE_FIGHTERS
    return "state" in (one, other) or one == other


def _named_loosely(loose: str, party: Party, country: str | None) -> bool:
    """Whether a loose name may mean a known party: "rebels" an armed group, "government forces" the army of the country."""
    is_government = party.is_state or party.side == "pro-government"
    if loose == "insurgents":
        return not is_government and party.side != "foreign"
    if loose == "opposition":
        return not is_government and party.side not in ("jihadist", "foreign")
    if loose == "state":
        return is_government or party.side == "foreign"
    if loose == "government":
        return is_government and (country is None or not party.states or country in party.states) and party.side != "foreign"
    coalitions = [whole for whole in _rules().coalitions if country is None or country in whole.states]
    return any(_is_part(party, whole) or party == whole for whole in coalitions) or (not coalitions and not is_government)


def _is_part(part: Party, whole: Party) -> bool:
    rule = _rules().wholes.get(whole.actor or "")
    if rule is None:
        return False
    if part.is_state and "members" in rule:
        return not set(rule["members"]).isdisjoint(part.states)
    same_side = rule.get("side") is not None and part.side == rule["side"] and not set(part.states).isdisjoint(whole.states)
    return part.actor in rule.get("parts", ()) or same_side


def _of_one_state(one: Party, other: Party) -> bool:
    """Whether both belong to one state: its government, its army, its police, and a militia that fights beside them."""
    if set(one.states[:1] if one.is_state else one.states).isdisjoint(other.states[:1] if other.is_state else other.states):
        return False
    return (one.is_state and other.is_state) or (
        {one.side, other.side} <= _BESIDE_STATE and (one.is_state or other.is_state or one.actor == other.actor)
    )


def _meant(text: str, words: Sequence[Word], met: Sequence[Met], at: int, date: str | None) -> list[Party]:
    one = met[at]
    actors = {entry.actor.name: entry.actor for entry in one.entries if entry.actor and entry.actor.exists_on(date)}
    if actors:
        return [_of(actor, date) for actor in actors.values() if actor.speaks in _FIGHT] if len(actors) == 1 else []
    states = [entry for entry in one.entries if entry.state]
    if states:
        is_joined = at + 1 < len(met) and met[at + 1].first == one.last + 1 and any(e.actor or e.state for e in met[at + 1].entries)
        is_last = one.last == len(words) and at > 0 and one.first > 0
        is_second = is_last and met[at - 1].last == one.first - 1 and words[one.first - 1].text == "and"
        is_second = is_second and any(e.state for e in met[at - 1].entries)
        is_second = is_second or (is_last and words[one.first - 1].text in ("its", "their"))
        return _of_state(text, words, one, states[0], is_joined, is_second)
    loose = next((_rules().loose_of(entry) for entry in one.entries if entry.word), None)
    beside = at and met[at - 1].last == one.first and any(entry.actor for entry in met[at - 1].entries)
    return [Party(loose=loose)] if loose and not beside else []


def _of_state(text: str, words: Sequence[Word], one: Met, entry: Entry, is_joined: bool, is_second: bool) -> list[Party]:
    """A state by its name, or by its adjective where an army's means follow: "Russia", "Russian raids", no "Russian man".

    The second of a pair of adjectives may end the phrase: "Russian and Syrian", "the regime and its Russian".
    """
    assert entry.state is not None
    start = words[one.first].start
    party = Party(side="government", states=(entry.state.code,), is_state=True)
    following = [word.text for word in words[one.last : one.last + 3]]
    if entry.alias in entry.state.of and entry.alias != entry.state.name:
        means = _rules().means
        is_meant = bool(following) and (following[0] in means or (following[0] == "and" and (is_joined or following[-1] in means)))
        return [party] if is_meant or is_second else []
    is_where = bool(_WHERE.search(text[max(0, start - _LONGEST_AWAY) : start]))
    return [] if is_where or (following and following[0] not in ("s", "and")) else [party]


def _of(actor: Actor, date: str | None) -> Party:
    is_state = actor.kind in _STATE_KINDS and actor.side_on(date) in ("government", "foreign") and actor.name not in _rules().wholes
    return Party(actor.name, actor.side_on(date), actor.country, is_state)


def _actor(key: str | None, date: str | None) -> Party | None:
    found = _actors().get(key or "")
    return _of(found, date) if found else None


def _is_bound(text: str, words: Sequence[Word], one: Met) -> bool:
    """Whether a name only tells of something else: "US" in "US-backed", "rebel" in "rebel-held", "ISIS" in "anti-ISIS"."""
    start, end = words[one.first].start, words[one.last - 1].end
    return bool(_BOUND.match(text, end) or _AGAINST.search(text[max(0, start - _LONGEST_AWAY) : start]))


def _has_half_a_pair(words: Sequence[Word], met: Sequence[Met], found: set[Party]) -> bool:
    """Whether a state stands by its adjective beside a loose name, which is then not all that is named: "Russian and regime"."""
    pairs = [one for one in met if any(e.state for e in one.entries) and one.last < len(words) and words[one.last].text == "and"]
    return bool(pairs) and not any(party.states for party in found)


def _has_unknown_name(text: str, words: Sequence[Word], met: Sequence[Met]) -> bool:
    """Whether a capital stands on a word, not the first, that no list has: then a loose noun may be anyone's."""
    known = {at for one in met for at in range(one.first, one.last)}
    first = 1 if words and words[0].text in ("the", "a", "an") else 0
    return any(text[word.start].isupper() and at not in known and at >= first and len(word.text) > 1 for at, word in enumerate(words))


@dataclass(frozen=True, slots=True)
class _Rules:
    loose: Mapping[str, str]
    forms: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    wholes: Mapping[str, Mapping[str, Any]]
    coalitions: tuple[Party, ...]
    means: frozenset[str]
    civilians: frozenset[str]
    holdings: frozenset[str]

    def loose_of(self, entry: Entry) -> str | None:
        """Whom a naming word may mean; None if anyone."""
        if entry.word is None or entry.word.of != "actor":
            return None
        kind = self.forms.get(entry.alias, self.loose.get(entry.word.word))
        return None if kind == "anyone" else kind


@cache
def _rules() -> _Rules:
    lists = read_list("according.reconcile", "parties.yml")
    turned = {name: {word: kind for kind, words in lists[name].items() for word in words} for name in ("loose", "forms")}
    wholes = {entry["name"]: entry for entry in lists["wholes"]}
    coalitions = tuple(
        Party(name, actor.side, actor.country) for name, rule in wholes.items() if "members" in rule and (actor := _actors().get(name))
    )
    return _Rules(
        turned["loose"],
        turned["forms"],
        {kind: frozenset(words) for kind, words in lists["words"].items()},
        wholes,
        coalitions,
        *(frozenset(lists[name]) for name in ("means", "civilians", "holdings")),
    )


@cache
def _actors() -> dict[str, Actor]:
    return {
        name: actor for actor in reversed(load_actors()) for name in (*(former.name for former in actor.was if former.name), actor.name)
    }
