"""The mentions of happenings as the models see them: each trigger with what stands around it, looked up once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from according.model import Claim, Span, Trigger
from according.spans import Holding

MEANS = frozenset(("air_strike", "shelling", "explosion", "chemical", "attack", "battle"))
RESULTS = frozenset(("killing", "injury", "destruction"))
HELD = frozenset(("abduction", "detention", "release"))
GROUND = frozenset(("territory", "siege", "surrender", "buildup"))
PEOPLE = frozenset(("displacement", "evacuation", "aid"))
WORDS_OF_PEACE = frozenset(("ceasefire", "diplomacy"))
FAMILIES = {
    kind: name
    for name, kinds in (
        ("means", MEANS),
        ("result", RESULTS),
        ("held", HELD),
        ("ground", GROUND),
        ("people", PEOPLE),
        ("peace", WORDS_OF_PEACE),
    )
    for kind in kinds
}
"""The family of a kind; a kind that is in none is its own."""

PRONOUNS = frozenset(
    """
    he him his himself she her hers herself it its itself they them their theirs themselves we us our ours i me my you your
    who whom which that this these those one both others some all
    """.split()
)
_SMALL = PRONOUNS | frozenset("the a an of in on at to by for from and or with near s as mr mrs some its their two three".split())
_WORD = re.compile(r"[^\W\d_]+|\d[\d,.]*")
_NUMBER = re.compile(
    r"\d[\d,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)\b", re.IGNORECASE
)
_ENDINGS = re.compile(r"(?:ations?|ings?|ions?|ers?|ies|ed|es|s|e|y)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_ANOTHER = frozenset(
    """
    another new second third separate similar previous earlier past other several many more further fresh such two three four five
    """.split()
)
_PLAIN_WORD = re.compile(r"[\w’'-]+$")
_LINE = re.compile(r"\n+")
_BEFORE = 48  # characters


@dataclass(frozen=True, slots=True)
class Mention:
    """One trigger with what the models ask of it; sentences and lines are counted from 0.

    ``claim`` is the innermost of the claims ``around`` it.
    """

    trigger: Trigger
    stem: str
    family: str
    sentence: int
    line: int
    pointing: str
    another: bool
    tense: str
    plural: bool
    actor: frozenset[str]
    target: frozenset[str]
    place: frozenset[str]
    numbers: frozenset[str]
    nearby: frozenset[str]
    claim: Claim | None
    around: tuple[Claim, ...]


@lru_cache(maxsize=4096)
def stem_of(word: str) -> str:
    """A word without its endings, so that "bombed", "bombing" and "bombs" are one.

    >>> [stem_of(word) for word in ("bombed", "Bombing", "raids", "death", "killed")]
    ['bomb', 'bomb', 'raid', 'death', 'kil']
    """
    lowered = word.lower()
    cut = _ENDINGS.sub("", lowered, count=1)
    return _DOUBLED.sub(r"\1", cut) if len(cut) >= 3 else lowered


def words_of(text: str, span: Span | None) -> frozenset[str]:
    """The stems of the words in a span that can tell one name from another."""
    return _stems(text[slice(*span)].lower()) if span else frozenset()


@lru_cache(maxsize=1024)
def _stems(phrase: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in _WORD.findall(phrase) if word not in _SMALL)


class Layout:
    """Where the sentences and lines of a text stand."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        spans = sorted(span for span in sentences if 0 <= span[0] < span[1] <= len(text))
        self.sentences: list[Span] = spans or [(0, len(text))]
        self._starts = [start for start, _ in self.sentences]
        self._lines = [found.end() for found in _LINE.finditer(text)]

    def sentence(self, at: int) -> int:
        """The number of the sentence at an offset; what stands between two belongs to the first."""
        return max(0, bisect_right(self._starts, at) - 1)

    def line(self, at: int) -> int:
        """The number of the line at an offset."""
        return bisect_right(self._lines, at)


def make_mentions(text: str, triggers: Sequence[Trigger], layout: Layout, claims: Sequence[Claim]) -> list[Mention]:
    """The mentions of a text in the order of its triggers."""
    numbers: dict[int, frozenset[str]] = {}
    content: dict[int, frozenset[str]] = {}
    holding = Holding(claims)
    mentions = []
    for trigger in triggers:
        start = trigger.span[0]
        at = layout.sentence(start)
        if at not in numbers:
            sentence = text[slice(*layout.sentences[at])]
            numbers[at] = frozenset(found.lower() for found in _NUMBER.findall(sentence))
            content[at] = frozenset(word for word in _WORD.findall(sentence) if word[:1].isupper() and len(word) > 2)
        before = _words_before(text, start)
        around = tuple(holding.around(trigger.span))
        tense = next((word for word in before if word in _TENSES), None)
        mentions.append(
            Mention(
                trigger,
                stem_of(text[slice(*trigger.span)].split()[-1]) if text[slice(*trigger.span)].strip() else "",
                FAMILIES.get(trigger.kind, trigger.kind),
                at,
                layout.line(start),
                next((_POINTS[word] for word in before if word in _POINTS), "bare"),
                not _ANOTHER.isdisjoint(before),
                _TENSES[tense] if tense else "plain",
                text[start : trigger.span[1]].lower().endswith("s"),
                words_of(text, trigger.actor),
                words_of(text, trigger.target),
                words_of(text, trigger.place),
                numbers[at],
                content[at],
                around[0] if around else None,
                around,
            )
        )
    return mentions


def _words_before(text: str, start: int) -> list[str]:
    """The last words before an offset, three at most, in lower case, with nothing but spaces between them."""
    before = text[max(0, start - _BEFORE) : start]
    words: list[str] = []
    for token in reversed(before.split()[-3:] if before[-1:].isspace() else ()):
        found = _PLAIN_WORD.search(token)
        if found is None:
            break
        words.insert(0, found.group().lower())
        if found.start():
            break
    return words


_POINTS = {"the": "the", "this": "this", "that": "this", "these": "this", "those": "this", "a": "a", "an": "a", "another": "a", "new": "a"}
_POINTS |= dict.fromkeys(("his", "her", "its", "their"), "owned")
_TENSES = {"had": "had", "have": "have", "has": "have"} | dict.fromkeys(("to", "will", "would", "could", "may", "might"), "ahead")
