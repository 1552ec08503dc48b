"""From names marked in a report to places with positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from according.model import Place, Span
from according.places.choosing import Question, holds, settle, weigh
from according.places.folding import name_key
from according.places.gazetteer import Entry, Gazetteer
from according.places.phrases import Naming, iter_namings, kind_pattern

_KIND = kind_pattern().pattern
_BEFORE_PARENT = re.compile(
    rf"(?:\s+(?:{_KIND}))?(?P<sign>\s*,\s*|\s*\(|\s+(?:in|of|inside|within)\s+)(?:the\s+)?(?:[a-z-]+\s+){{0,2}}"
    rf"(?:(?:{_KIND.replace('?P<', '?P<b_')})\s+of\s+)?",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(rf"(?<!\w)(?:{_KIND})\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
_KIND_BEHIND = re.compile(rf"\s+(?:{_KIND})\b", re.IGNORECASE)
_OWNED = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,2}")
_OWNER_ENDING = re.compile(r"(?:['’]s?)?\Z")
_AHEAD = re.compile(r"\s*,\s+(?P<name>(?:[A-Z][\w.'’-]*)(?:\s+[A-Z][\w.'’-]*){0,2})")
_LIST_GOES_ON = re.compile(r"\s*(?:,\s*(?:(?:and|or)\b|[A-Z0-9])|(?:and|or)\b)")
"""A comma before a small word ends an apposition: "in Orna, Kesh district, on Monday"."""
_WIDE = frozenset({"country", "division", "region", "district"})
_NO_NAMES = frozenset(
    """west east north south western eastern northern southern central center centre city town village border airport camp base capitol
    congress house senate university church police hospital school bridge river valley coast mountain mountains street region regions
    area areas province provinces district districts governorate capital country state neighbourhood neighborhood quarter village
    villages suburb suburbs outskirts countryside""".split()
)
_WORD = re.compile(r"\w[\w'’.-]*")
_MOST_WORDS = 8
_STEM = 5
"""So many letters a town and the province or district called after it have in common: "Orna" has but four, and is its own stem."""
_WELL_KNOWN = 200_000
_MOST_SPANS = 2000
_Asked = dict[tuple[str, str | None, int, int], Question]


@dataclass(slots=True)
class _Mention:
    span: Span
    naming: Naming
    question: Question
    parent: Question | None = None
    firm: bool = False


def resolve_places(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """A place for every span, in the order of the text: ``named``, ``inside`` what the text puts it in, or ``unresolved``.

    The spans are names marked as places, with or without the words about them ("the city of Orna", "eastern Orna").
    """
    ordered = sorted({(start, end) for start, end in spans if 0 <= start < end <= len(text)})[:_MOST_SPANS]
    asked: _Asked = {}
    mentions = [_ask(text, span, gazetteer, asked) for span in ordered]
    _find_parents(text, mentions, gazetteer, asked)
    settle(list(asked.values()))
    _widen_parents(mentions)
    return tuple(_place(text, mention) for mention in mentions)


def _ask(text: str, span: Span, gazetteer: Gazetteer, asked: _Asked) -> _Mention:
    """The reading of the phrase whose name the gazetteer knows, else the barest one, with the question that it asks."""
    last = Naming(text[span[0] : span[1]])
    for naming in iter_namings(text[span[0] : span[1]]):
        last = naming
        if gazetteer.holds(name_key(naming.name)):
            break
    else:
        last = last if last.kind == "city" else _name_within(last, gazetteer) or last  # of "Tal Orna village" no part is the village
    parent = _question(Naming(last.parent), gazetteer, asked) if last.parent else None
    kind = last.kind or _kind_behind(text, span[1]) or _kind_before(text, span[0])
    question = _question(Naming(last.name, kind), gazetteer, asked, parent)
    question.mentions += 1
    question.is_part = question.is_part and last.part
    return _Mention(span, last, question, parent, parent is not None)


def _name_within(naming: Naming, gazetteer: Gazetteer) -> Naming | None:
    """A known name among the words of a phrase that is not known: "Orna" in "Orna police headquarters" or "the hill town of Orna".

    A name elsewhere than at the beginning or behind "of" may only be what the thing is called after.
    """
    words = list(_WORD.finditer(naming.name))[:_MOST_WORDS]
    for size in range(min(4, len(words) - 1), 0, -1):
        for first in range(len(words) - size + 1):
            start, end = words[first].start(), words[first + size - 1].end()
            name = naming.name[start:end]
            if not name[0].isupper() or name_key(name) in _NO_NAMES:
                continue
            if any(entry.rank < 2 for entry in gazetteer.lookup(name_key(name))):
                told = first == 0 or words[first - 1].group() == "of"
                return Naming(name, part=True, parent=naming.parent, after=not told)
    return None


def _question(naming: Naming, gazetteer: Gazetteer, asked: _Asked, parent: Question | None = None) -> Question:
    """The question that this name asks; the same name of the same kind in the same parent asks the same."""
    key = name_key(naming.name)
    if parent is None and not gazetteer.holds(key):
        for other in iter_namings(naming.name):
            if gazetteer.holds(name_key(other.name)):
                key, naming = name_key(other.name), other
                break
    if naming.kind is None and gazetteer.holds(key):
        naming = replace(naming, kind=_kind_within(naming.name))
    identity = (key, naming.kind if naming.kind != "part" else None, id(parent) if parent else 0, 0)
    if identity not in asked:
        entries = gazetteer.lookup(key)
        candidates = () if key in _NO_NAMES else weigh((*entries, *_areas(key, naming.kind, entries, gazetteer)), naming.kind)
        asked[identity] = Question(candidates, parent, mentions=0)
    return asked[identity]


def _kind_within(name: str) -> str | None:
    """The kind that a name known as a whole ends or begins with: "Orna Province", "City of Kesh"."""
    kinds = (naming.kind for naming in iter_namings(name) if naming.kind and not naming.parent)
    return next((kind for kind in kinds if kind in ("division", "district", "city")), None)


def _areas(key: str, kind: str | None, entries: Sequence[Entry], gazetteer: Gazetteer) -> list[Entry]:
    """The provinces or districts around the towns of a name that are called after them, though in another form: "Ornska oblast"."""
    if kind not in ("division", "district"):
        return []
    found: dict[int, Entry] = {}
    known = {entry.id for entry in entries}
    for town in entries:
        number = town.division if kind == "division" else town.district
        if town.kind in ("city", "capital") and number and number not in known and (area := gazetteer.numbered(number)):
            names = {key[:_STEM], name_key(town.name)[:_STEM]}
            if area.kind == kind and name_key(area.name)[:_STEM] in names:
                found.setdefault(number, replace(area, rank=town.rank))
    return list(found.values())


def _kind_behind(text: str, end: int) -> str | None:
    """The kind that stands right behind the name: "Orna" before "province"."""
    found = _KIND_BEHIND.match(text, end, end + 30)
    return found.lastgroup if found else None


def _kind_before(text: str, start: int) -> str | None:
    """What stands before the name if that is a kind that goes by it: "the eastern province of" before "Orna", but no "part of"."""
    found = _KIND_BEFORE.search(text, max(0, start - 40), start)
    return found.lastgroup if found and found.lastgroup in ("division", "city") else None


def _find_parents(text: str, mentions: Sequence[_Mention], gazetteer: Gazetteer, asked: _Asked) -> None:
    """Ties names to the places that the words between them put them in: of "in Vellia's Orna district" that is the district."""
    owned = {id(one): other for one, other in pairwise(mentions) if _owns(text, one, other)}
    for mention, following in zip_longest(mentions, mentions[1:]):
        if mention.parent:
            continue
        end = mention.span[1]
        if following and end <= following.span[0] <= end + 60:
            between = text[end : following.span[0]]
            if found := _BEFORE_PARENT.fullmatch(between):
                comma = found["sign"].strip() in (",", "(")
                inner = owned.get(id(following), following)
                if not comma or _fits(mention.question, inner.question, text, inner.span[1]):
                    _tie(mention, inner.question, asked, not comma)
                continue
            if not following.parent and id(mention) in owned:
                _tie(following, mention.question, asked, True)
                continue
        if found := _AHEAD.match(text, end, end + 60):
            parent = _known_ahead(found["name"], gazetteer)
            if parent:
                question = _question(Naming(parent), gazetteer, asked)
                if _fits(mention.question, question, text, found.end()):
                    _tie(mention, question, asked, False)


def _owns(text: str, one: _Mention, other: _Mention) -> bool:
    """Whether nothing but the ending of a possessive, and small words, stands between two names."""
    end = one.span[1] - len(_OWNER_ENDING.search(text, *one.span)[0])  # type: ignore[index]  # it matches nothing, too
    return end < other.span[0] and _OWNED.fullmatch(text, end, other.span[0]) is not None


def _widen_parents(mentions: Sequence[_Mention]) -> None:
    """Where what is said to lie in a town is a village, or lies elsewhere in the province of the same name, that province is meant."""
    for mention in mentions:
        parent, leader = mention.parent, mention.question.leader
        town = parent.leader.entry if parent and parent.leader else None
        if parent is None or town is None or town.kind not in ("city", "capital"):
            continue
        is_village = leader is None and mention.naming.kind == "city"
        for wider in parent.candidates:
            is_around = wider.entry.kind == "division" and holds(wider.entry, town)
            if is_around and (is_village or (leader and holds(wider.entry, leader.entry) and not holds(town, leader.entry))):
                parent.leader = wider
                break


def _known_ahead(words: str, gazetteer: Gazetteer) -> str | None:
    """The longest beginning of these words that names a country, a division or a region."""
    parts = words.split()
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[:size])
        if any(entry.kind in _WIDE and entry.rank < 2 for entry in gazetteer.lookup(name_key(name))):
            return name
    return None


def _fits(child: Question, parent: Question, text: str, end: int) -> bool:
    """Whether "A, B" means A in B: B holds a place named A, or A is unknown, B is wide, and no list goes on."""
    wide = [one.entry for one in parent.candidates[:6] if one.entry.kind in _WIDE or one.entry.kind in ("city", "capital")]
    if child.candidates:
        return any(
            holds(entry, one.entry) and one.entry is not entry and entry.radius_km >= one.entry.radius_km
            for entry in wide
            for one in child.candidates
        )
    return bool(wide) and not _LIST_GOES_ON.match(text, end)


def _tie(mention: _Mention, parent: Question, asked: _Asked, firm: bool) -> None:
    """Puts a mention in its parent; where another of the same name has another parent, it becomes a question of its own."""
    question = mention.question
    if parent is question or parent.parent is question:
        return
    mention.parent, mention.firm = parent, firm
    if question.parent is None:
        question.parent = parent
    elif question.parent is not parent:
        own = asked.setdefault(("", None, id(question), id(parent)), Question(question.candidates, parent, mentions=0))
        own.mentions += 1
        mention.question = own


def _place(text: str, mention: _Mention) -> Place:
    span, entry = mention.span, mention.question.settled
    parent = mention.parent.settled if mention.parent else None
    if parent and (
        entry is None
        or (
            mention.firm
            and (mention.naming.part or entry.population < _WELL_KNOWN)
            and entry.kind != "country"
            and not holds(parent, entry)
        )
    ):
        return _inside(text, span, parent)
    if entry is None or (mention.naming.after and entry.population < _WELL_KNOWN):
        return Place(span, _name(text, span), None, None, None, None, "unresolved")
    if mention.naming.part:
        return _inside(text, span, entry)
    return Place(span, entry.name, entry.id, entry.lat, entry.lon, entry.radius_km, "named", entry.within, entry.country)


def _inside(text: str, span: Span, entry: Entry) -> Place:
    return Place(span, _name(text, span), None, entry.lat, entry.lon, entry.radius_km, "inside", entry.name, entry.country)


def _name(text: str, span: Span) -> str:
    return " ".join(text[span[0] : span[1]].split())
