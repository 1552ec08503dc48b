"""What a phrase that names a place is made of: the name, the kind that it states, and the place that it says it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

_KINDS = {
    "division": "province governorate oblast region state republic wilayat vilayet emirate prefecture muhafazah",
    "district": "district county raion parish department municipality subdistrict sub-district canton commune local|government|area",
    "city": "city town village capital hamlet settlement municipality township",
    "part": (
        "neighbourhood neighborhood neighbourhoods neighborhoods quarter quarters suburb suburbs outskirts countryside"
        " centre center downtown airport air|base airbase airfield military|airport base camp refugee|camp prison jail"
        " crossing border|crossing border bridge dam street square hospital university church mosque school road highway"
        " avenue front frontline front|line mountains mountain hills river valley coast market station refinery port harbour"
        " harbor cemetery hinterland area areas zone plain island islands desert lake strait parts part international|airport"
        " corridor rural|areas old|city gate checkpoint garrison barracks district districts villages towns"
    ),
}
_CALLED_AFTER = frozenset(
    "street square hospital university church mosque school road highway avenue market station gate plain island islands".split()
)
_DIRECTIONS = (
    r"(?:(?:north|south)[ -]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|(?:far|deep|mid)[ -]|central|upper|lower|greater|inner|outer"
    r"|downtown|rural|coastal|mainland|old|government-held|rebel-held|opposition-held|rebel-controlled|government-controlled"
    r"|besieged|nearby|occupied|war-torn|neighbou?ring|mountainous|parts of|most of|much of|all of|countryside of)"
)
_LEADING = re.compile(rf"(?:{_DIRECTIONS}[\s,-]+(?:and\s+)?)+(?:of\s+)?(?:the\s+)?", re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|its|their|our)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?$")
_QUOTES = "\"'“”‘’«»()[] \t\n,.;:"
_INNER_PARENT = re.compile(r"\s*,\s+(?:in\s+)?(?:the\s+)?|\s+(?:in|inside|within)\s+(?:the\s+)?|\s+\(")
_OWNER = re.compile(r"['’]s?\s+")


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to read a phrase, for example "the Kesh district in Orna": name Kesh, kind district, parent Orna.

    ``part`` is true where the phrase means something in or of the place of that name ("Orna airport", "eastern Orna").
    """

    name: str
    kind: str | None = None
    part: bool = False
    parent: str | None = None
    after: bool = False
    """Whether the thing may only be called after the place, as streets and schools are."""


@cache
def kind_pattern() -> re.Pattern[str]:
    """A pattern for the words that state a kind, each kind a named group."""
    return re.compile("|".join(f"(?P<{kind}>{_any(words)})" for kind, words in _KINDS.items()), re.IGNORECASE)


@cache
def _typed() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _any(" ".join(_KINDS.values()))
    return (
        re.compile(rf"(?P<word>{words})\s+of\s+(?:the\s+)?(?P<rest>.+)", re.IGNORECASE | re.DOTALL),
        re.compile(rf"(?P<rest>.+?)(?:['’]s?)?\s+(?P<word>{words})\Z", re.IGNORECASE | re.DOTALL),
    )


@cache
def _kind_of_parent() -> re.Pattern[str]:
    """A name with its kind and what it lies in: "Kesh district of eastern Orna"."""
    words = _any(" ".join(_KINDS[kind] for kind in ("division", "district", "city")))
    return re.compile(
        rf"(?P<name>(?-i:[^\W\d_a-z])[^,()]*?)\s+(?P<word>{words})\s+of\s+(?:the\s+)?(?P<parent>.+)", re.IGNORECASE | re.DOTALL
    )


def iter_namings(phrase: str) -> Iterator[Naming]:
    """The ways to read a phrase, the most literal first.

    >>> [(n.name, n.kind, n.part, n.parent) for n in iter_namings("the Kesh district in Orna")][-1]
    ('Kesh', 'district', False, 'Orna')
    """
    whole = clean(phrase)[:120]
    if not whole:
        return
    yield Naming(whole)
    yield from _strip(Naming(whole))
    if found := _kind_of_parent().fullmatch(whole):
        typed = Naming(found["name"], _kind(found["word"]), parent=clean(found["parent"]) or None)
        yield replace(typed, part=typed.kind == "part")
    if split := _INNER_PARENT.search(whole):
        inner = Naming(whole[: split.start()], parent=clean(whole[split.end() :]) or None)
        yield inner
        yield from _strip(inner)
    elif (owner := _OWNER.search(whole)) and owner.end() < len(whole):
        owned = Naming(whole[owner.end() :], parent=whole[: owner.start()])
        yield owned
        yield from _strip(owned)


def _strip(naming: Naming) -> Iterator[Naming]:
    """The same without words that state a kind or a direction, one layer after another."""
    before, behind = _typed()
    for _ in range(4):
        name = naming.name
        if found := before.fullmatch(name) or behind.fullmatch(name):
            kind = _kind(found["word"])
            naming = replace(naming, name=clean(found["rest"]), kind=naming.kind or kind, part=naming.part or kind == "part")
            naming = replace(naming, after=naming.after or found["word"].lower() in _CALLED_AFTER)
        elif found := _LEADING.match(name):
            naming = replace(naming, name=clean(name[found.end() :]), part=True)
        else:
            return
        if not naming.name:
            return
        yield naming


def clean(phrase: str) -> str:
    """The phrase without quotation marks, article, and possessive ending.

    >>> clean("the city of Orna’s")
    'city of Orna'
    """
    return _DETERMINER.sub("", _POSSESSIVE.sub("", phrase.strip(_QUOTES)).strip(_QUOTES))


def _kind(word: str) -> str:
    words = " ".join(word.lower().split())
    return next(kind for kind, listed in _KINDS.items() if words.replace(" ", "|") in listed.split())


def _any(words: str) -> str:
    ordered = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(word.replace("|", r"\s+") for word in ordered)
