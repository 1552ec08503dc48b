"""What stands in a marked span: an amount and the noun that it counts, cut where the figure begins and ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from according.figures.amounts import Amount, persons_at
from according.figures.nouns import Counted, read_counted, shortest
from according.figures.numbers import read_number
from according.figures.tokens import Tokens
from according.figures.words import load_counting_words

_LEADING = 3
"""How many words of a mark may stand before its amount and still belong to the figure, as "the other" does."""
_PEOPLE_OR_THINGS = ("people", "households", "strikes", "vehicles", "weapons", "buildings", "places")
"""Nouns that belong to the figure wherever it is cut, as plurals do; words for a state ("12 wounded") only where they are marked."""
_ARTICLES = ("a", "an")
_PARTS = frozenset("third thirds quarter quarters half fifth".split())
"""Words for a share, which is no count."""


@dataclass(frozen=True, slots=True)
class Read:
    """An amount with what it counts, in tokens ``[first, end)``, before it is known what happened to them."""

    amount: Amount
    counted: Counted | None
    first: int
    end: int

    @property
    def noun(self) -> str:
        """The class of the counted noun; ``none`` where there is no noun, ``unknown`` where no vocabulary has it."""
        return (self.counted.kind or "unknown") if self.counted else "none"

    def of(self, tokens: Tokens) -> str | None:
        """The counted noun as short as it can be, None where the figure ends before it or holds several ("a man and a boy")."""
        if self.amount.how == "one" and self.amount.low != 1:
            return None
        return shortest(tokens, self.counted) if self.counted and self.counted.head < self.end else None


def read_marked(tokens: Tokens, amounts: Sequence[Amount], first: int, end: int) -> Iterator[Read]:
    """What is counted in a mark over tokens ``[first, end)``: each of its amounts, or one where it has no number.

    A mark over something else ("one of the", "many people") gives nothing.
    """
    inside = _amounts_in(tokens, amounts, first, end)
    if not inside and tokens.word(first) in _ARTICLES and tokens.word(first + 1) in _PARTS:
        return
    if not inside and tokens.word(first) in load_counting_words().single:
        amount, counted = persons_at(tokens, first, end), read_counted(tokens, first + 1, end)
        if counted or end > first + 1:
            yield Read(amount, counted, first, max(end, counted.end) if counted else end)
    for number, amount in enumerate(inside):
        if is_no_count(tokens, amount) or measures_land(tokens, amount):
            continue
        shared = _counted_of_share(tokens, amount)
        counted = shared or read_counted(tokens, amount.end, end)
        is_first = number == 0 and 0 <= amount.first - first <= _LEADING and tokens.word(first) != "of"
        begin = first if is_first else amount.first
        stop = inside[number + 1].first if number + 1 < len(inside) else end
        yield Read(amount, counted, begin, amount.end if shared else _end_of(tokens, amount, counted, stop))


def read_unmarked(tokens: Tokens, amount: Amount) -> Read:
    """What an amount counts that nothing marks."""
    if shared := _counted_of_share(tokens, amount):
        return Read(amount, shared, amount.first, amount.end)
    counted = read_counted(tokens, amount.end)
    return Read(amount, counted, amount.first, _end_of(tokens, amount, counted, amount.end))


def with_late_modifier(tokens: Tokens, read: Read) -> Read:
    """The figure with what is added behind its noun: "70 people at least" are 70 or more.

    >>> from according.figures.amounts import find_amounts
    >>> tokens = Tokens("The bomb killed 70 people at least.")
    >>> read = with_late_modifier(tokens, read_unmarked(tokens, next(find_amounts(tokens))))
    >>> read.amount.low, read.amount.high
    (70, None)
    """
    amount = read.amount
    is_last = read.end + 2 >= len(tokens) or not (tokens.is_word(read.end + 2) or tokens.is_number(read.end + 2))
    if tokens.word(read.end) != "at" or amount.low is None or amount.low != amount.high or not is_last:
        return read
    if tokens.word(read.end + 1) == "least":
        return replace(read, amount=replace(amount, high=None, quantifier="at least"))
    return replace(read, amount=replace(amount, low=None, quantifier="at most")) if tokens.word(read.end + 1) == "most" else read


def is_no_count(tokens: Tokens, amount: Amount) -> bool:
    """Whether a number counts nothing: "one of the men", "two thirds of them", "nine members of one family"."""
    if tokens.word(amount.end) in _PARTS and (tokens.word(amount.end).endswith("rds") or tokens.word(amount.end + 1) == "of"):
        return True
    if amount.low != 1 or amount.high != 1 or amount.how != "words":
        return False
    is_whole = tokens.word(amount.first - 1) == "of" and tokens.word(amount.end) in ("family", "household")
    return tokens.word(amount.end) == "of" or (is_whole and tokens.is_word(amount.first - 2))


def _counted_of_share(tokens: Tokens, amount: Amount) -> Counted | None:
    """What is counted by the first number of "15 of 21 drones", "twelve of the 19 men": the noun behind the second."""
    if tokens.word(amount.end) not in ("of", "out"):
        return None
    at = amount.end + 1
    while tokens.word(at) in ("of", "the", "some", "about", "around"):
        at += 1
    whole = read_number(tokens, at)
    if whole is None or whole.how != "digits":
        return None
    return read_counted(tokens, whole.end)


def measures_land(tokens: Tokens, amount: Amount) -> bool:
    """Whether it tells an area, "18,000 square kilometres", and counts nothing."""
    return tokens.word(amount.end) in ("square", "sq", "hectares", "acres")


def _amounts_in(tokens: Tokens, amounts: Sequence[Amount], first: int, end: int) -> list[Amount]:
    """The amounts that overlap tokens ``[first, end)``; of "a group" alone the number of the group."""
    if end - first <= 2 and tokens.word(first) in ("a", "an"):
        behind = first + 1
        if tokens.word(behind) in load_counting_words().groups and tokens.word(behind + 1) == "of":
            end = max(end, behind + 3)
    at = bisect_left(amounts, first + 1, key=lambda amount: amount.end)
    inside = []
    while at < len(amounts) and amounts[at].first < end:
        inside.append(amounts[at])
        at += 1
    return inside


def _end_of(tokens: Tokens, amount: Amount, counted: Counted | None, marked_end: int) -> int:
    """Where a figure ends: with its noun, or before what may be no noun of its own and is not marked."""
    if counted is None:
        return amount.end
    is_plural = counted.kind is not None and amount.how != "none" and tokens.word(counted.head).endswith("s")
    if is_plural or counted.kind in _PEOPLE_OR_THINGS or counted.first < marked_end:
        return counted.end
    return amount.end
