"""Amounts: a number or a range of two with the words that open or blur it, and the range of values that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from according.figures.numbers import Number, read_decimal, read_number
from according.figures.tokens import Tokens
from according.figures.words import CountingWords, Modifier, load_counting_words

_ARTICLES = frozenset(("a", "an", "without"))
_DASHES = ("-", "–", "—", "‑", "−")
_DOUBLE = ("no", "a", "an", "few")
_LONGEST_PHRASE = 5
_MOST_MODIFIERS = 4
_CHANGED = frozenset(
    "rose rise rises risen rising raised raising climbed climbing jumped grew grown growing increased increase fell fallen dropped revised "
    "went gone up down surged soared swelled decreased declined".split()
)
_BRINGS = frozenset("bring brings brought bringing take takes took taking push pushes pushed pushing drive drives drove driving".split())
_TOTALS = frozenset("total number numbers toll tally count figure".split())
_TOTAL_BEFORE = 9


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in tokens ``[first, end)``; the number itself begins at ``number``.

    Example: "at least 40" has ``low`` 40, ``high`` None and ``quantifier`` "at least". ``how`` is that of its number, or ``one``.
    """

    first: int
    number: int
    end: int
    low: int | None
    high: int | None
    quantifier: str | None
    how: str


def find_amounts(tokens: Tokens) -> Iterator[Amount]:
    """Each amount of a text from left to right, none overlapping another; "a" and "an" alone are none."""
    words = load_counting_words()
    openers = words.openers | words.none | _ARTICLES
    past = 0
    for at, word in enumerate(tokens.lower):
        if at >= past and (word in openers or word[0].isdigit()):
            amount = read_amount(tokens, at, past)
            if amount:
                yield amount
                past = amount.end


def read_amount(tokens: Tokens, at: int, past: int = 0) -> Amount | None:
    """The amount whose number begins at a token; its modifiers are looked for down to the token ``past``."""
    words = load_counting_words()
    if _starts_modifier(tokens, at, words):
        return None
    number = read_number(tokens, at)
    if number and number.how == "none":
        return _read_none(tokens, number)
    opening = number or read_decimal(tokens, at)
    number = (_read_range(tokens, opening) if opening else None) or number
    if number is None:
        return None
    after, end = _modifier_after(tokens, number.end, words)
    first, before = _modifiers_before(tokens, at, past, words)
    if tokens.word(first - 1) == "between" and number.low < number.high and first > past:
        first -= 1
    low, high, quantifier = _apply(number, [*reversed(before), *after])
    return Amount(first, at, end, low, high, quantifier, number.how)


def persons_at(tokens: Tokens, at: int, end: int) -> Amount:
    """The amount that an article gives without a number: "a woman" is one, "a man, woman and child" are three."""
    persons = load_counting_words().persons
    count = sum(word in persons for word in tokens.lower[at:end]) if "and" in tokens.lower[at:end] else 1
    return Amount(at, at, at + 1, max(1, count), max(1, count), None, "one")


def _starts_modifier(tokens: Tokens, at: int, words: CountingWords) -> bool:
    """Whether the word belongs to a modifier and is no number: "no" in "no fewer than 30", "few" in "as few as 30"."""
    if tokens.word(at) not in _DOUBLE:
        return False
    first = at - 1 if tokens.word(at - 1) == "as" else at
    return any(tuple(tokens.lower[first : first + length]) in words.before for length in (2, 3, 4))


def _read_none(tokens: Tokens, number: Number) -> Amount:
    first, end = number.first, number.end
    if tokens.word(first) == "no" and tokens.word(end) == "one":
        end += 1
    return Amount(first, first, end, 0, 0, None, "none")


def _read_range(tokens: Tokens, low: Number) -> Number | None:
    """The range that a number opens: "10 to 13", "10-13,000", "five or 10", "between 10 and 13", "two to three million"."""
    joint = tokens.word(low.end)
    end = low.end + 1
    if joint == "-" and tokens.word(end) == "to":
        joint, end = "to", end + 1
        end += tokens.word(end) == "-"
    if joint not in ("to", "or", *_DASHES) and not (joint == "and" and _follows_between(tokens, low.first)):
        return None
    if joint == "to" and _tells_of_change(tokens, low.first):
        return None
    high = read_number(tokens, end)
    if high is None or high.how == "none":
        return None
    factor = _shared_scale(low, high)
    least, most = (low.low + low.part) * factor, high.high
    if least.denominator != 1 or least >= high.low or (joint == "or" and high.low > 10 * least):
        return None
    vague = "vague" if "vague" in (low.how, high.how) else high.how
    return Number(low.first, high.end, int(least), most, vague, high.scale)


def _shared_scale(low: Number, high: Number) -> int:
    """What the second number's scale makes of the first: a thousand in "10 to 13 thousand" and in "10-13,000"."""
    if low.how == "vague" and high.how == "vague":
        return high.scale if low.scale == 1 and low.low * high.scale < high.low else 1
    if low.scale != 1 or low.how == "vague":
        return 1
    if high.scale > 1:
        return high.scale if low.low * high.scale < high.low else 1
    in_thousands = high.how == "digits" and high.low % 1000 == 0 and 10 <= low.low < high.low // 1000 <= 10 * low.low
    return 1000 if in_thousands else 1


def _follows_between(tokens: Tokens, at: int) -> bool:
    return "between" in (tokens.word(at - 1), tokens.word(at - 2))


def _tells_of_change(tokens: Tokens, at: int) -> bool:
    """Whether "from 38 to 42" tells of a change, so that it holds two amounts and no range."""
    return tokens.word(at - 1) == "from" and any(tokens.word(at - back) in _CHANGED for back in range(2, 8))


def _brings_total(tokens: Tokens, at: int) -> bool:
    """Whether "up to" belongs to a verb, "bringing the number of dead up to 40", and says where the number went, not how high it may be."""
    before = [tokens.word(at - back) for back in range(1, _TOTAL_BEFORE)]
    return any(word in _TOTALS for word in before) and any(word in _CHANGED or word in _BRINGS for word in before)


def _modifiers_before(tokens: Tokens, at: int, past: int, words: CountingWords) -> tuple[int, list[Modifier]]:
    """Where the modifiers before a number begin, and what they are, the outermost first."""
    found: list[Modifier] = []
    for _ in range(_MOST_MODIFIERS):
        for length in range(min(_LONGEST_PHRASE, at - past), 0, -1):
            phrase = tuple(tokens.lower[at - length : at])
            modifier = words.before.get(phrase)
            if modifier and not (phrase == ("up", "to") and _brings_total(tokens, at - length)):
                found.insert(0, modifier)
                at -= length
                break
        else:
            break
    return at, found


def _modifier_after(tokens: Tokens, end: int, words: CountingWords) -> tuple[list[Modifier], int]:
    """The modifier behind a number ("or more", "-odd", "+") and where it ends."""
    start = end + (tokens.word(end) == "-" and tokens.glued(end))
    for length in (3, 2, 1):
        phrase = tuple(tokens.lower[start : start + length])
        modifier, behind = words.after.get(phrase), start + len(phrase)
        if modifier and tokens.word(behind) != "than" and not tokens.is_number(behind) and not words.starts_number(tokens.word(behind)):
            return [modifier], behind
    return [], end


def _apply(number: Number, modifiers: list[Modifier]) -> tuple[int | None, int | None, str | None]:
    """The range and quantifier that the modifiers, nearest first, leave of a number; a range and a vague plural keep their upper end."""
    strong = next((one for one in modifiers if one.effect != "same"), None)
    chosen = strong or next((one for one in modifiers if one.quantifier), None)
    quantifier = chosen.quantifier if chosen else None
    low: int | None = number.low
    high: int | None = number.high
    if strong and strong.effect == "high":
        low = None
    elif strong and number.low == number.high:
        high = None
    return low, high, quantifier
