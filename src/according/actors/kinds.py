"""What kind of source a phrase names: by known names first, then by its head nouns, describing words and titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from according.actors.index import look_up
from according.actors.phrases import Item, Part, head_at, make_part, modifier_at, read_phrase
from according.vocab.actors import load_states
from according.vocab.heads import Head, load_heads

_HANDLE = re.compile(r"(?:^|[\s(])[@#]\w")
_UNNAMED = re.compile(
    r"\b(?:anonymity|anonymous(?:ly)?|unnamed|not to be (?:named|identified)|declined to be (?:named|identified)"
    r"|familiar with the|briefed on the"
    r"|not authori[sz]ed to|with knowledge of|who did not want to be)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_OWN = frozenset("of for at from with in within inside by".split())
_HELD_AT = frozenset("of at with".split())
_AUTHORS = frozenset("by from".split())
_LEADS = frozenset("heads leads runs directs chairs edits represents commands founded headed led ran directed advises".split())
_LIVES = frozenset("lives lived live fled escaped".split())
_SAW = frozenset("saw witnessed survived".split())
_PASSED_OVER = frozenset(
    "s himself herself itself themselves here there alike also a an the al el bin ibn abu abd ul de la del di da van von".split()
)
_NEEDS_NO_CAPITAL = ("resident", "witness")  # nouns that are part of a name once they have one: "Kesh Elders Forum"
_NO_AFFILIATION = ("document", "anonymous", "social media")
_DEEPEST = 3
_YIELDS = {
    "media": ("media", "state media"),
    "expert": ("UN", "NGO", "monitor", "media", "state media", "medical"),
    "official": ("official", "military", "armed group", "NGO", "UN", "medical", "monitor", "rescue"),
}
_UN_OVER = ("official", "monitor", "NGO", "military", "expert", "activist")


@lru_cache(maxsize=4096)
def kind_of_source(name_or_phrase: str) -> str | None:
    """The source kind of a speaker, given by name or by the phrase that introduces it; None where nothing supports one.

    Of several speakers joined by "and", or an apposition, the first that has a kind decides. An affiliation beats a rank:
    a colonel of a rebel army is an armed group's.

    >>> [kind_of_source(phrase) for phrase in ("a rebel commander", "Col. Tem Orlan of the Free Syrian Army", "Tem Orlan", "a nurse")]
    ['armed group', 'armed group', None, 'medical']
    """
    text = " ".join(name_or_phrase.split())
    if kind := _named(text):
        return kind
    if _HANDLE.search(text):
        return "social media"
    phrase = read_phrase(text)
    rank = None
    for part in phrase.parts:
        kind, part_rank = _of_part(part, 0)
        rank = rank or part_rank
        if kind and not (rank and kind == "official"):
            return _on_platform(kind, part)
    return rank or _of_clause(phrase.clause) or _last_resort(text, phrase.parts)


def _named(text: str) -> str | None:
    """The kind of a whole name: of an actor, a state, or a capital that stands for its government."""
    bare = _ARTICLE.sub("", text)
    if bare in _governments():
        return "official"
    entries = [entry for entry in look_up(bare) or look_up(text) if not entry.alias.isupper() or bare.isupper()]
    kinds = {entry.actor.speaks for entry in entries if entry.actor}
    return kinds.pop() if len(kinds) == 1 and bare[:1].isupper() else None


@cache
def _governments() -> frozenset[str]:
    return frozenset(name for state in load_states() for name in (state.name, *state.also, state.capital or state.name))


def _of_part(part: Part, depth: int) -> tuple[str | None, str | None]:
    """The kind of a noun phrase, and that of a military rank before a name in it, which yields to others."""
    heads = load_heads()
    items = part.head
    rank = None
    is_loose = False
    at = len(items) - 1
    while at >= 0:
        item = items[at]
        found = None if item.is_actor or item.is_state else head_at(items, at)
        if item.is_actor and not item.bound:
            return item.kind, rank
        if heads.titles.get(item.low) == "military" and at + 1 < len(items) and not _is_civil(found):
            rank = rank or heads.titles[item.low]
        elif found and not _is_surname(items, at, found[1]):
            head, length = found
            if kind := _of_head(head, items, at + 1 - length, part, depth):
                return _once(kind, items), rank
            if head.kind is None and item.low in heads.titles and at + 1 < len(items):
                return _once(heads.titles[item.low], items), rank
            is_loose = True
            at -= length - 1
        elif item.low in heads.titles and at + 1 < len(items):
            return _once(heads.titles[item.low], items), rank
        elif _is_unknown_noun(item) and not is_loose:
            break
        at -= 1
    if rank or is_loose or not items or not all(item.is_capital or item.low in _PASSED_OVER for item in items):
        return (_complement(part, depth) if rank else None), rank
    return (_complement(part, depth) if part.preposition in ("of", "from", "at", "with") else _of_states(items)), rank


def _is_civil(found: tuple[Head, int] | None) -> bool:
    """Whether a military title ends an office that is none: "prosecutor general"."""
    return found is not None and found[1] > 1 and found[0].kind not in (None, "military")


def _of_head(head: Head, items: Sequence[Item], first: int, part: Part, depth: int) -> str | None:
    left = items[:first]
    actor = next((item.kind for item in reversed(left) if item.is_actor and item.kind and not item.bound), None)
    if head.manner in ("always", "body"):
        held = _actor_of(part.rest) if head.kind == "official" and part.preposition in _HELD_AT else None
        return _of_fixed(head.kind, actor or (held if held == "armed group" else None))
    if head.manner == "mostly" and head.kind != "official":
        beside = actor or (_actor_of(part.rest) if part.preposition in _OWN else None)
        return beside if beside in _YIELDS.get(head.kind or "", ()) else head.kind
    if head.manner == "document":
        return actor or (_complement(part, depth) if part.preposition in _AUTHORS else None) or _described(left) or _document(part)
    if head.manner == "anonymous":
        kind = actor or _described(left) or _complement(part, depth)
        return "anonymous" if kind is None or _of_states(make_part(part.rest).head) else kind
    kind = actor or _complement(part, depth) or _described(left)
    if head.kind:
        return kind if kind in _YIELDS["official"] else head.kind
    word = items[first].low if first < len(items) else ""
    return kind or ("official" if _is_national(word, items, first) and any(item.is_state and not item.bound for item in left) else None)


def _of_fixed(kind: str | None, actor: str | None) -> str | None:
    """What a noun means always, but for bodies that make it theirs: a UN envoy, a Hamas minister, SANA's newspaper."""
    if actor == "UN" and kind in _UN_OVER:
        return actor
    if (actor, kind) in (("armed group", "official"), ("state media", "media")):
        return actor
    return kind


def _is_national(word: str, items: Sequence[Item], first: int) -> bool:
    national = load_heads().national
    return any(name in national for name in (word, word.removesuffix("s"), " ".join(item.low for item in items[first : first + 2])))


def _described(left: Sequence[Item]) -> str | None:
    """The kind that the nearest describing word or body before a noun gives it."""
    at = len(left) - 1
    while at >= 0:
        if not left[at].bound and not left[at].is_state:
            if modifier := modifier_at(left, at):
                return modifier[0]
            found = head_at(left, at)
            if found and found[0].is_body and found[0].kind:
                return found[0].kind
        at -= 1
    return None


def _complement(part: Part, depth: int) -> str | None:
    """The kind of what a noun belongs to: the army in "spokesman for the army"."""
    if part.preposition not in _OWN or not part.rest or depth >= _DEEPEST:
        return None
    inner = make_part(part.rest)
    if part.preposition not in ("of", "for") and _of_states(inner.head):
        return None
    kind, rank = _of_part(inner, depth + 1)
    kind = kind or rank or (_complement(inner, depth + 1) if inner.preposition == "of" else None)
    return None if kind in _NO_AFFILIATION else kind


def _actor_of(items: Sequence[Item]) -> str | None:
    head = make_part(items).head
    return next((item.kind for item in head if item.is_actor and not item.bound), None)


def _document(part: Part) -> str:
    return "social media" if _platform(part) else "document"


def _on_platform(kind: str, part: Part) -> str:
    return "social media" if kind in ("document", "anonymous") and _platform(part) else kind


def _platform(part: Part) -> bool:
    words = [item.low for item in (*part.head, *part.rest)]
    pairs = {*words, *(" ".join(pair) for pair in pairwise(words))}
    return not load_heads().platforms.isdisjoint(pairs)


def _once(kind: str, items: Sequence[Item]) -> str:
    """A former official or officer speaks as an expert, a former captive as a witness."""
    is_former = any(item.low in load_heads().former for item in items)
    return "expert" if is_former and kind in ("official", "military") else kind


def _is_surname(items: Sequence[Item], at: int, length: int) -> bool:
    """Whether a noun with a capital ends a person's name, "Larry King": a capital, unknown word stands before it."""
    head = head_at(items, at)
    if length > 1 or at == 0 or not items[at].is_capital:
        return False
    before = items[at - 1]
    if before.is_capital and head is not None and head[0].kind in _NEEDS_NO_CAPITAL and at + 1 < len(items):
        return True
    if at + 1 < len(items):
        return False
    plain = before.is_capital and not before.is_actor and not before.is_state and before.low not in _ARTICLES_AND_DIRECTIONS
    return (
        plain and head is not None and head[0].manner == "always" and head_at(items, at - 1) is None and modifier_at(items, at - 1) is None
    )


_ARTICLES_AND_DIRECTIONS = frozenset("the a an local senior former deputy several two three some many".split())


def _is_unknown_noun(item: Item) -> bool:
    return not item.is_capital and not item.bound and item.low not in _PASSED_OVER and item.low not in load_heads().before


def _of_states(items: Sequence[Item]) -> str | None:
    """A state alone speaks through its government."""
    named = [item for item in items if item.low not in _PASSED_OVER]
    return "official" if named and all(item.is_state for item in named) and len(items) - len(named) <= 1 else None


def _of_clause(clause: Sequence[Item]) -> str | None:
    """What a relative clause tells: "who heads the Kesh Observatory", "who lives nearby"."""
    if not clause:
        return None
    if clause[0].low in _LEADS:
        return _of_part(make_part(clause[1:]), 1)[0] if len(clause) > 1 else None
    if clause[0].low in _SAW:
        return "witness"
    return "resident" if clause[0].low in _LIVES else None


def _last_resort(text: str, parts: Sequence[Part]) -> str | None:
    if any(_platform(part) for part in parts if part.preposition != "for"):
        return "social media"
    return "anonymous" if _UNNAMED.search(text) else None
