"""How many were killed or injured in a happening, from the figures that a sentence gives for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from according.incidents import Range
from according.model import Event, Figure

_CUE = r"(?:includ(?:ing|ed|es?)|among(?:st)?(?:\s+(?:them|whom|those))?|of\s+(?:them|whom|those)|especially|namely|comprising)"
_PART = re.compile(rf"\b{_CUE}[\s,:–—(-]*(?:(?:were|was|are|at\s+least|some|mostly|also)\s+)*$", re.IGNORECASE)
_PART_BEHIND = re.compile(r"\s*(?:(?:was|were|are)\s+)?(?:of|among(?:st)?)\s+(?:them|whom|those|the|at\s+least|\d)", re.IGNORECASE)
_OF_THE_HURT = re.compile(r"\bof\s+(?:the|those)\s+(?:dead|killed|wounded|injured|victims|casualties|deaths|fatalities)\b", re.IGNORECASE)
"""Inside the words of a figure that counts some of them: "15 of the wounded"."""
_PART_AND_WHOLE = re.compile(r"\s*(?:(?:was|were|are)\s+)?(?:of|among(?:st)?)\s+(?:the\s+)?", re.IGNORECASE)
_IN_LIST = re.compile(r"\s*(?:,|and|as\s+well\s+as|plus|,\s*and)\s*(?:\b(?:his|her|their|its)\s+)?", re.IGNORECASE)
_HOLDS = re.compile(rf"\s*,?\s*{_CUE}\s*", re.IGNORECASE)
"""Between those counted and some of them: "six civilians including a child"."""
_AND_ONE_MORE = re.compile(
    r"\s+and\s+(?:his|her|their|its)\s+(?:\w+\s+)?(?:child|baby|infant|toddler|son|daughter|wife|husband|mother|father|brother|sister|grandmother"
    r"|grandfather|grandson|granddaughter|nephew|niece|cousin|uncle|aunt|bodyguard|driver|deputy|aide|assistant)\b(?!['’-]|\s+of\b)",
    re.IGNORECASE,
)
"""Behind a single victim, another one: "a woman and her child"."""
_OF_EACH = re.compile(r"\s+from\s+[^.;,\d]{1,60}?\s+and\s+", re.IGNORECASE)
_FROM = re.compile(r"\s+from\b", re.IGNORECASE)
"""What parts the sides of a list by where each comes from: "two men from the Orla Column and three from the militia"."""
_TOO = re.compile(
    r"[^.;,\d]{0,60}\b(?:was|were|been)\s+killed,?\s+(?:as\s+well\s+as|along\s+with|together\s+with|in\s+addition\s+to)\s+", re.IGNORECASE
)
"""Words between those counted and others who died with them: "nine guards were killed as well as dozens of travellers"."""
_ASIDE = re.compile(rf"\s*[,–—(-]?\s*\b{_CUE}[^.;]*?[,–—)-](?=\s*and\b)", re.IGNORECASE)
_EVERYONE = frozenset("people persons victims others dead deaths casualties fatalities".split())
_CIVILIANS = frozenset("civilians residents villagers citizens locals relatives members".split())
_ONE_OF_THEM = frozenset(
    """mother father woman women man men child children boy boys girl girls son daughter brother brothers sister sisters grandmother
    grandfather couple baby infant toddler wife husband teenager teenagers minor minors family pensioner""".split()
)
"""Who may be named behind those counted, and is one of them: "two civilians, a mother and her son"."""
_ITS_TOLL = re.compile(
    r"\b(?:death\s+)?tolls?\b[^.;]{0,160}?\b(?:r(?:ises?|ose|isen|ising)|climb\w*|increas\w+|reach\w*|jump\w*|grow\w*|grew|stands?|stood|now|(?:up)?dated)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:since|total|overall|altogether|so\s+far\s+(?:this|in)|this\s+(?:year|month|week)|war|conflict|campaign|offensive)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:up\s+from|earlier|previous(?:ly)?|initial(?:ly)?|instead\s+of|not)\b[^.;]{0,40}$", re.IGNORECASE)
_TREATED = re.compile(r"[^.;]{0,60}\b(?:(?:being|still)\s+treated|receiv(?:ed?|ing)\s+treatment|under\s+treatment)\b", re.IGNORECASE)
"""Behind those hurt of whom somebody knows, who need not be all: "31 people hurt in the attack were being treated in Orna"."""
_OTHERS = re.compile(r"\b(?:another|others?|additional|further|(?<!\bor )(?<!\band )more(?!\s+than\b))\b", re.IGNORECASE)
_ESTIMATED = re.compile(r"\bestimat(?:ed?|es|ing)\b[^.;]*$", re.IGNORECASE)
"""Before a figure that is an estimate: "it is estimated that 90 people", "puts its estimate at 90"."""
_SINGLE = frozenset(("air_strike", "shelling", "explosion", "chemical", "attack"))
_BEFORE, _LONG_BEFORE = 40, 220  # characters


def toll_of(text: str, figures: Sequence[Figure]) -> Range | None:
    """The toll that the figures of one measure in one sentence give, in its order: the whole, not its parts.

    A headline that runs into its sentence drops the "at least" of the same number there, which stands. Figures that a list joins are
    added up ("30 soldiers and 39 rebels"); one that begins anew ("and six in Orna") is another's.
    """
    added = _added(text, figures)
    toll = _sum(added) if added else None
    if toll and toll[0] is not None and all(_OF_THE_HURT.search(text, *one.span) for one in figures):
        return toll[0], None  # some of them alone: "15 of the wounded were in critical condition"
    if toll and toll[0] is not None and added[-1].measure == "injured" and _TREATED.match(text, added[-1].span[1]):
        return toll[0], None
    if toll and len(added) == 1 and toll == (1, 1) and _AND_ONE_MORE.match(text, added[0].span[1]):
        toll = (2, 2)
    is_open = toll is not None and toll[0] == toll[1] and any((figure.low, figure.high) == (toll[0], None) for figure in figures)
    return (toll[0], None) if toll and is_open else toll


def counted_in(text: str, figures: Sequence[Figure]) -> str | None:
    """Whom the toll of these figures counts, in small letters: "soldiers rebels"; None where one of them does not say."""
    nouns = [figure.of for figure in _added(text, figures)]
    return " ".join(noun.lower() for noun in nouns if noun) if nouns and all(nouns) else None


def are_the_rest(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the toll of these figures counts the rest of what was told before, and no list that only ends in others."""
    return any(counts_others(text, figure) for figure in _added(text, figures)[:1])


def counts_others(text: str, figure: Figure) -> bool:
    """Whether a figure says that it counts others than those told of before: "24 other people", and not "more than 24"."""
    return _OTHERS.search(text, *figure.span) is not None


def are_approximate(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the toll that these figures give is not meant to the last unit: "about twenty"."""
    return any(
        figure.quantifier == "approximately" or _ESTIMATED.search(text, max(0, figure.span[0] - _BEFORE), figure.span[0])
        for figure in _added(text, figures)
    )


def _added(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that make a toll."""
    wholes = _wholes(text, figures) or list(figures[:1])
    added = wholes[:1]
    for one in wholes[1:]:
        between = _ASIDE.sub(" ", text[added[-1].span[1] : one.span[0]], count=1)
        if not _is_listed(text, between, one) or (between.strip() == "," and _is_named_again(text, added[0], one)):
            break
        added.append(one)
    return added


def _wholes(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that count no part of another one: of "two women and two men were among nine killed" the nine."""
    kept: list[Figure] = []
    for before, one in pairwise((None, *figures)):
        if before and one and _is_whole_of(text, before, one):
            behind = kept.pop() if kept and kept[-1] is before else before
            while kept and any(link.fullmatch(text, kept[-1].span[1], behind.span[0]) for link in (_IN_LIST, _HOLDS)):
                behind = kept.pop()
            kept.append(one)
        elif one and not _is_part(text, one):
            kept.append(one)
    return kept


def _is_whole_of(text: str, some: Figure, figure: Figure) -> bool:
    """Whether a figure counts all of whom the one before it counts some: "two medics were among 31 killed"."""
    return (some.low or 0) <= (figure.low or 0) and _PART_AND_WHOLE.fullmatch(text, some.span[1], figure.span[0]) is not None


def _is_listed(text: str, between: str, figure: Figure) -> bool:
    """Whether a figure goes on with a list, by what stands ``between`` it and the figure before."""
    if _IN_LIST.fullmatch(between) or _TOO.fullmatch(between):
        return True
    return _OF_EACH.fullmatch(between) is not None and _FROM.match(text, figure.span[1]) is not None


def scope_of(text: str, figure: Figure, events: Iterable[Event]) -> str | None:
    """The scope of a figure: none of an earlier count, and no running total of the risen toll of one strike ("Monday's blast").

    ``events`` are the mentions in its sentence. Strikes in the plural, and what has gone on "since May", may be of many days.
    """
    if _EARLIER.search(text, max(0, figure.span[0] - _BEFORE), figure.span[0]):
        return None  # an earlier count is neither
    if figure.scope != "total" or figure.event is None or figure.measure not in ("killed", "injured"):
        return figure.scope
    acts = [event for event in events if event.event == figure.event and event.kind in _SINGLE and event.status == "happened"]
    if not acts or any(text[event.trigger[1] - 1] == "s" for event in acts):
        return figure.scope
    start = text.rfind("\n", 0, figure.span[0]) + 1
    before = text[max(start, figure.span[0] - _LONG_BEFORE) : figure.span[0]]
    behind = text[figure.span[1] : figure.span[1] + _BEFORE]
    is_its_own = _ITS_TOLL.search(before) is not None and not _RUNNING.search(before) and not _RUNNING.search(behind)
    return "new" if is_its_own else figure.scope


def _is_named_again(text: str, figure: Figure, other: Figure) -> bool:
    """Whether a figure behind a comma tells who those are that were counted: "four people, two women and two men"."""
    all_of, some = (_words_of(text, one) for one in (figure, other))
    if (figure.low or 0) < max(2, other.low or 0):
        return False
    return bool(all_of & _EVERYONE or (all_of & _CIVILIANS and some & _ONE_OF_THEM))


def _words_of(text: str, figure: Figure) -> frozenset[str]:
    """The words of a figure in small letters."""
    return frozenset(re.findall(r"[^\W\d_]+", text[slice(*figure.span)].lower()))


def _is_part(text: str, figure: Figure) -> bool:
    """Whether a figure counts some of those that another one counts, or is an earlier count."""
    start = figure.span[0]
    return _is_some(text, figure) or _EARLIER.search(text, max(0, start - _BEFORE), start) is not None


def _is_some(text: str, figure: Figure) -> bool:
    """Whether a figure says that it counts some of them: "among them nine", "15 of the wounded"."""
    start, end = figure.span
    found = _PART_BEHIND.match(text, end) or _OF_THE_HURT.search(text, start, end) or _PART.search(text, max(0, start - _BEFORE), start)
    return found is not None


def _sum(figures: Sequence[Figure]) -> Range | None:
    lows = [one.low for one in figures if one.low is not None]
    highs = [one.high for one in figures if one.high is not None]
    low = sum(lows) if len(lows) == len(figures) else max(lows, default=None)
    high = sum(highs) if len(highs) == len(figures) else None
    return None if low is None and high is None else (low, high)
