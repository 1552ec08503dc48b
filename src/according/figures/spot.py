"""Finds quantities of people and of things of war by rule: in texts that no tagger has marked, and where it missed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.figures.amounts import Amount, find_amounts, persons_at
from according.figures.measures import Weights, choose_measure, iter_features
from according.figures.nouns import read_counted
from according.figures.reads import Read, is_no_count, read_unmarked
from according.figures.tokens import Tokens
from according.figures.tolls import told_behind, told_by_toll
from according.figures.words import CountingWords, load_counting_words
from according.model import Quantity

CONFIDENCE = 0.7
"""How often what the rules find is a figure, about."""
_HARM = frozenset(
    ("killed", "injured", "casualties", "missing", "abducted", "detained", "released", "displaced", "evacuated", "surrendered")
)
_CERTAIN = frozenset(("killed", "casualties", "people", "households", "none", "injured"))
_THINGS = frozenset(("strikes", "vehicles", "weapons", "buildings", "places"))
_BEING = frozenset("was were been be being is are have has had got".split())
_SAYING = frozenset("said say says told tell added reported spoke speaking argued".split())
_TAKING = frozenset(
    "capture captures captured capturing recapture recaptured recapturing seize seizes seized seizing retake retakes retook"
    " retaken retaking take takes took taken taking liberate liberated liberating overrun overran lose lost losing leave leaves left"
    " leaving".split()
)
_TAKEN_REACH = 4
_MOST_ADJECTIVES = 4
_TELLS_NOTHING = frozenset(("people", "households", "none", "unknown", "pronoun"))
_TELLING = ("before", "after", "further", "inside")
"""Nouns that tell nothing of what is measured, and the features that do."""


def find_quantities(text: str, weights: Weights | None = None) -> tuple[Quantity, ...]:
    """The quantities of a text in its order, told by the noun that is counted or by what is said to have happened.

    Ages, dates, distances, sums of money, shares and names with numbers are none. ``scope`` is left open;
    ``weights`` stand in for ours in choosing measures.
    """
    tokens = Tokens(text)
    amounts = list(find_amounts(tokens))
    return tuple(_to_quantity(tokens, read, weights) for read in find_counted(tokens, amounts))


def _to_quantity(tokens: Tokens, read: Read, weights: Weights | None) -> Quantity:
    features = list(iter_features(tokens, read.first, read.end, read.noun, None, 0.0, ()))
    tells = read.noun not in _TELLS_NOTHING or any(feature.startswith(_TELLING) for feature in features)
    measure = told_by_toll(tokens, read) or told_behind(tokens, read) or (choose_measure(features, weights) if tells else "other")
    return Quantity(tokens.span(read.first, read.end), measure, None, CONFIDENCE)


def find_counted(tokens: Tokens, amounts: Sequence[Amount]) -> Iterator[Read]:
    """Each amount that counts people or things of war, and each lone victim ("a woman was killed"), in the order of the text."""
    words = load_counting_words()
    past = 0
    for amount in amounts:
        yield from _find_lone_victims(tokens, past, amount.first, words)
        read = read_unmarked(tokens, amount)
        past = amount.end
        if counts(tokens, read, words):
            past = max(past, read.end)
            yield read
    yield from _find_lone_victims(tokens, past, len(tokens), words)


def counts(tokens: Tokens, read: Read, words: CountingWords) -> bool:
    """Whether an amount that nothing marks counts people or things of war."""
    amount = read.amount
    if is_no_count(tokens, amount) or _is_something_else(tokens, amount, words):
        return False
    noun = read.noun
    if amount.how == "none":
        return noun in ("casualties", "injured", "killed")
    if tokens.word(amount.number) == "both":
        return False
    if noun in _HARM or noun == "casualties":
        return True
    if amount.low == amount.high == 1 and noun != "none":
        return _harmed(tokens, read.first, read.end, words) is not None
    if noun == "people" or noun == "households":
        return tokens.word(read.end) not in _SAYING or _harmed(tokens, read.first, read.end, words) is not None
    if noun in _THINGS:
        return True
    if noun not in ("none", "pronoun"):
        return False
    return _harmed(tokens, read.first, amount.end, words) is not None or told_by_toll(tokens, read) is not None


def is_certain(tokens: Tokens, read: Read) -> bool:
    """Whether a spotted amount is a figure even where a tagger marks none: the dead, numbers right beside a verb of harm, places taken."""
    amount, noun, words = read.amount, read.noun, load_counting_words()
    if noun == "places" and amount.how != "vague" and amount.high != 1 and counts(tokens, read, words):
        return any(word in _TAKING for word in tokens.lower[max(0, amount.first - _TAKEN_REACH) : amount.first])
    if noun not in _CERTAIN or not counts(tokens, read, words):
        return False
    if amount.how == "none":
        return noun == "casualties"
    if amount.low == amount.high == 1 or amount.how == "vague":
        return False
    if noun in ("killed", "casualties"):
        return True
    if told_by_toll(tokens, read) or (noun in ("people", "households") and told_behind(tokens, read)):
        return True
    return _harmed(tokens, read.first, read.end, words) is not None


def _is_something_else(tokens: Tokens, amount: Amount, words: CountingWords) -> bool:
    """Whether the words around the number make it an age, a date, a distance, money, a share, a rank or part of a name."""
    before, behind = tokens.word(amount.number - 1), tokens.word(amount.end)
    if behind == "-" and tokens.glued(amount.end):
        behind = tokens.word(amount.end + 1)
    if behind in words.units and not (behind == "m" and not tokens.glued(amount.end)):
        return True
    if before in words.not_behind and amount.first == amount.number:
        return True
    if amount.how != "digits" or amount.first != amount.number:
        return False
    return _is_age(tokens, amount) or _is_year(tokens, amount, words)


def is_measure_or_age(tokens: Tokens, read: Read) -> bool:
    """Whether a marked number is an age, or stands before a unit of time, length or money, and counts nothing that is known."""
    if read.noun not in ("none", "unknown"):
        return False
    amount = read.amount
    return amount.how == "digits" and (_is_age(tokens, amount) or tokens.word(amount.end) in load_counting_words().units)


def _is_age(tokens: Tokens, amount: Amount) -> bool:
    """Whether the number stands between commas or in brackets behind a name: "Orin Vell, 42, died"."""
    before, behind = tokens.word(amount.number - 1), tokens.word(amount.end)
    in_commas = before == "," and behind in (",", ".")
    in_brackets = before == "(" and behind == ")"
    return (in_commas or in_brackets) and tokens.raw(amount.number - 2)[:1].isupper() and (amount.high or 0) < 120


def _is_year(tokens: Tokens, amount: Amount, words: CountingWords) -> bool:
    """Whether four digits are a year or a time of day, and not followed at once by what they would count."""
    number = tokens.word(amount.number)
    if len(number) != 4 or not number.isdecimal():
        return False
    follows = tokens.word(amount.end) in words.nouns and tokens.raw(amount.end).islower()
    if 1900 <= int(number) < 2100:
        return tokens.word(amount.number - 1) in words.years or not follows
    return tokens.word(amount.number - 1) == "at" and not follows


def _harmed(tokens: Tokens, first: int, end: int, words: CountingWords) -> str | None:
    """What the verb right beside a figure says was done: "killing 30", "30 were killed", "15 wounded"; None if no verb does."""
    for at in (first - 1, first - 2):
        deed = words.measure_of_deed(tokens.word(at))
        if deed in _HARM and (at == first - 1 or tokens.word(first - 1) in ("the", "another", "up", "as", "of")):
            return deed
    at = end
    while tokens.word(at) in _BEING or tokens.word(at) in ("also", "more", "others", "people", "reportedly", "confirmed"):
        at += 1
        if at - end > _MOST_ADJECTIVES:
            return None
    deed = words.measure_of_deed(tokens.word(at))
    return deed if deed in _HARM else None


def _find_lone_victims(tokens: Tokens, start: int, end: int, words: CountingWords) -> Iterator[Read]:
    """Lone victims in tokens ``[start, end)``: "a woman was killed", "killing a boy"."""
    past = start
    for at in range(start, end):
        if at < past or tokens.lower[at] not in ("a", "an", "another") or tokens.word(at - 1) == "not":
            continue
        counted = read_counted(tokens, at + 1)
        if counted is None or counted.kind != "people" or counted.head - at > _MOST_ADJECTIVES:
            continue
        if not tokens.lower[counted.head].endswith("s") and _harmed(tokens, at, counted.end, words):
            yield Read(persons_at(tokens, at, counted.end), counted, at, counted.end)
            past = counted.end
