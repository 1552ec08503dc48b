"""All names and naming words in one tree of words, so that a text is searched once, in time linear in its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from according.actors.words import Word, is_gap, name_words
from according.vocab.actors import Actor, NamingWord, Office, State, load_actors, load_naming_words, load_offices, load_states, office_of

# Initials that are words too, once a text has only capitals or none.
_WORDS_TOO = frozenset("act ac aa an as care ed fact hur is it its led let mend mit nas site tak us who".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or word that leads to an actor, a state or a naming word; ``alias`` is how the vocabulary writes it."""

    alias: str
    actor: Actor | None = None
    state: State | None = None
    word: NamingWord | None = None
    ambiguous: bool = False
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """Words ``first`` to ``last`` (past the end) of a text, and all entries that they may mean."""

    first: int
    last: int
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Node:
    """A place in the tree: where the next word leads, and what ends here."""

    then: dict[str, Node]
    entries: list[Entry]
    office: tuple[Office, bool] | None = None


@dataclass(frozen=True, slots=True)
class _Trees:
    names: Node
    offices: Node
    starts: frozenset[str]


def search(text: str, words: Sequence[Word], is_phrase: bool = False) -> Iterator[Met]:
    """Every longest name or naming word of a text, from left to right, none inside another.

    In a phrase, capitals tell even if there are no small letters: "US" and "WHO" are names.
    """
    trees = _trees()
    case = _Case(text, is_phrase)
    after = 0
    for at, word in enumerate(words):
        if at >= after and word.text in trees.starts and (met := _longest(text, words, at, trees, case)):
            yield met
            after = met.last


def look_up(name: str) -> tuple[Entry, ...]:
    """The entries that a whole name may mean, whatever its case."""
    node: Node | None = _trees().names
    for part in name_words(name)[:1]:
        for word in part:
            node = node.then.get(word) if node else None
    return tuple(node.entries) if node else ()


class _Case:
    """How much the capitals of a text tell."""

    def __init__(self, text: str, is_phrase: bool) -> None:
        self.tells = text != text.lower() and (is_phrase or text != text.upper())

    def fits(self, alias: str, text: str, is_ambiguous: bool) -> bool:
        """Whether a name stands in the text with the capitals that it needs: none if it has two words and one meaning."""
        single = " " not in alias
        if not self.tells:
            return not (single and alias.lower() in _WORDS_TOO)
        if alias.isupper() or any(letter.isdigit() for letter in alias):
            return text.isupper() if single else text[:1].isupper()
        if is_ambiguous and not single:
            return text.rsplit(maxsplit=1)[-1][:1].isupper()
        return text[:1].isupper() or not single or "-" in alias


def _longest(text: str, words: Sequence[Word], at: int, trees: _Trees, case: _Case) -> Met | None:
    node = trees.names.then.get(words[at].text)
    best = _office_first(text, words, at, trees) if words[at].text in trees.offices.then else None
    last = at + 1
    while node:
        if node.entries and (entries := _fitting(node.entries, text[words[at].start : words[last - 1].end], case)):
            best = Met(at, last, entries) if not best or last >= best.last else best
            for entry in entries:
                if entry.state and (longer := _state_first(text, words, at, last, entry.state, trees)) and longer.last > best.last:
                    best = longer
        if last >= len(words) or not is_gap(text, words[last - 1], words[last]):
            break
        node = node.then.get(words[last].text)
        last += 1
    return best


def _fitting(entries: Sequence[Entry], text: str, case: _Case) -> tuple[Entry, ...]:
    return tuple([entry for entry in entries if entry.word or case.fits(entry.alias, text, entry.ambiguous)])


def _state_first(text: str, words: Sequence[Word], first: int, at: int, state: State, trees: _Trees) -> Met | None:
    """A state's name before its office: "Kesh army", "Kesh's army"."""
    if at < len(words) and words[at].text == "s" and is_gap(text, words[at - 1], words[at]):
        at += 1
    if at >= len(words) or not is_gap(text, words[at - 1], words[at]) or "-" in text[words[at - 1].end : words[at].start]:
        return None
    found = _office_at(text, words, at, trees)
    return Met(first, found[0], (_office_entry(state, *found[1:]),)) if found else None


def _office_first(text: str, words: Sequence[Word], at: int, trees: _Trees) -> Met | None:
    """A state's name behind its office: "army of Kesh"."""
    if not (found := _office_at(text, words, at, trees)):
        return None
    last, office, loaded = found
    if last >= len(words) or words[last].text not in ("of", "in") or not is_gap(text, words[last - 1], words[last]):
        return None
    last += 1
    if last < len(words) and words[last].text == "the":
        last += 1
    node, state, end = trees.names, None, last
    while last < len(words) and is_gap(text, words[last - 1], words[last]) and (then := node.then.get(words[last].text)):
        node, last = then, last + 1
        if found_state := next((entry.state for entry in node.entries if entry.state and entry.alias not in entry.state.of), None):
            state, end = found_state, last
    is_named = state is not None and text[words[end - 1].start].isupper()
    return Met(at, end, (_office_entry(state, office, loaded),)) if state and is_named else None


def _office_at(text: str, words: Sequence[Word], at: int, trees: _Trees) -> tuple[int, Office, bool] | None:
    node = trees.offices
    best = None
    while at < len(words) and words[at].text in node.then:
        node = node.then[words[at].text]
        at += 1
        if node.office:
            best = (at, *node.office)
        if at < len(words) and not is_gap(text, words[at - 1], words[at]):
            break
    return best


def _office_entry(state: State, office: Office, loaded: bool) -> Entry:
    return Entry(f"{state.of[0]} {office.name}", actor=office_of(state, office), loaded=loaded)


@cache
def _trees() -> _Trees:
    names, offices = Node({}, []), Node({}, [])
    for actor in load_actors():
        for name in actor.names:
            _add(names, name, Entry(name, actor=actor, ambiguous=name in actor.ambiguous, loaded=name in actor.loaded))
    for state in load_states():
        for name in dict.fromkeys((state.name, *state.of, *state.also)):
            _add(names, name, Entry(name, state=state))
            _add(names, f"{name}s", Entry(f"{name}s", state=state))
    for word in load_naming_words():
        for form in word.forms:
            _add(names, form, Entry(form, word=word))
    for office in load_offices():
        for form in (office.name, *office.also):
            _leaf(offices, name_words(form)[0]).office = (office, form in office.loaded)
    return _Trees(names, offices, frozenset(names.then) | frozenset(offices.then))


def _add(tree: Node, name: str, entry: Entry) -> None:
    for form in name_words(name):
        entries = _leaf(tree, form).entries
        if not any(
            (other.actor, other.state, other.word) == (entry.actor, entry.state, entry.word) and _same_case(other.alias, name)
            for other in entries
        ):
            entries.append(entry)


def _same_case(one: str, other: str) -> bool:
    return one.isupper() == other.isupper()


def _leaf(tree: Node, form: Sequence[str]) -> Node:
    for word in form:
        tree = tree.then.setdefault(word, Node({}, []))
    return tree
