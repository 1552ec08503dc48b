"""Numbers as reports write them: ``1,200``, ``10 000``, ``1.2m``, "half a million", "twenty-three", "tens of thousands"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from according.figures.tokens import Tokens
from according.figures.words import CountingWords, load_counting_words

LARGEST = 10**12
"""What is larger counts no people and no things of war."""
_GROUPED = re.compile(r"\d{1,3}(?:[,.’'\u00a0\u202f]\d{3})+")
_GROUPED_WITH_DECIMALS = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)")
_PLAIN = re.compile(r"\d+")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_MOST_DIGITS = 15
_MOST_WORDS = 12  # of one number
_ARTICLES = ("a", "an", "one")
_PLURAL_SCALES = ("hundreds", "thousands", "millions", "billions")
_COUNTING_PARTS = frozenset("odd plus to strong man member person people million thousand hundred dozen".split())
"""What may stand behind a number and a hyphen: "40-odd", "100-plus", "a 40-strong force"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in tokens ``[first, end)``: the least and the most it can mean, for example 24 and 99 for "dozens".

    ``how`` is ``digits``, ``words``, ``vague`` (a plural or "several") or ``none``; ``scale`` is the factor that its last
    words are (a million in "5 million"), ``part`` what a decimal has beyond ``low`` ("1.5" in "1.5 to 2 million").
    """

    first: int
    end: int
    low: int
    high: int
    how: str
    scale: int = 1
    part: Fraction = Fraction(0)


def read_number(tokens: Tokens, at: int) -> Number | None:
    """The number that begins at a token, with its scale; None where there is none or it is no whole number."""
    words = load_counting_words()
    if tokens.is_number(at):
        number = _read_digits(tokens, at, words)
        return None if number is None or _is_compound(tokens, number.end) else number
    number = _read_number_word(tokens, at, words)
    return None if number is None or _is_compound(tokens, number.end) else number


def _read_number_word(tokens: Tokens, at: int, words: CountingWords) -> Number | None:
    word = tokens.word(at)
    if word in _ARTICLES:
        return _read_scaled_article(tokens, at, words) or _read_words(tokens, at, words)
    if word in ("half", "quarter", "three"):
        return _read_fraction(tokens, at, at, words) or _read_words(tokens, at, words)
    if word in words.none or tokens.matches(at, ("without", "any")):
        return Number(at, at + 1 + (word == "without"), 0, 0, "none")
    return _read_vague(tokens, at, words) or _read_words(tokens, at, words)


def _is_compound(tokens: Tokens, end: int) -> bool:
    """Whether a hyphen makes the number part of a word that describes: "four-wheel cars", "a 10-year-old girl", "two-day talks"."""
    if tokens.word(end) in ("year", "month") and tokens.word(end + 1) in ("-", "old"):
        return True
    if tokens.word(end) not in ("-", "‑") or not tokens.glued(end) or not tokens.glued(end + 1) or not tokens.is_word(end + 1):
        return False
    return tokens.word(end + 1) not in _COUNTING_PARTS and not load_counting_words().starts_number(tokens.word(end + 1))


def _read_digits(tokens: Tokens, at: int, words: CountingWords) -> Number | None:
    if _is_part_of_name(tokens, at):
        return None
    value, end = _digits_value(tokens, at)
    if value is None:
        return None
    is_year = end == at + 1 and 1900 <= value < 2100 and tokens.word(end) in _PLURAL_SCALES  # "24 August 2014 Hundreds flee"
    scale, scaled_end = (1, end) if is_year else _read_scale(tokens, end, words)
    if scale == 1 and _has_letters_behind(tokens, end):
        return None
    return _whole(at, scaled_end, value * scale, "digits", scale)


def _is_part_of_name(tokens: Tokens, at: int) -> bool:
    """Whether the digits belong to a name, a time, a score or a sum: "M16", "AK-47", "10:30", "$40", "Il-76"."""
    if _is_date(tokens, at):
        return True
    if not tokens.glued(at):
        return False
    before = tokens.word(at - 1)
    if before.isalpha() or before in ("$", "£", "€", "¥", ":", "/", "#", "§", "_", "@"):
        return True
    joined = before in ("-", "–", ".") and tokens.glued(at - 1)
    return joined and tokens.is_word(at - 2) and tokens.word(at - 2) not in ("to", "and")


def _is_date(tokens: Tokens, at: int) -> bool:
    """Whether the digits are part of a date in digits, "29-08-2014" or "2014/08/29"."""
    for first in (at - 4, at - 2, at):
        in_digits = all(tokens.is_number(first + step) for step in (0, 2, 4)) and tokens.word(first + 1) == tokens.word(first + 3) != ","
        if in_digits and all(tokens.glued(first + step) for step in (1, 2, 3, 4)):
            return True
    return False


def _has_letters_behind(tokens: Tokens, end: int) -> bool:
    """Whether letters or a time's colon are glued to the digits: "1st", "5pm", "1990s", "10:30"."""
    if not tokens.glued(end):
        return False
    after = tokens.word(end)
    return after.isalpha() or (after in (":", "/", "°", "%") and (after == "%" or tokens.is_number(end + 1)))


def _digits_value(tokens: Tokens, at: int) -> tuple[Fraction | None, int]:
    """The value of one token of digits and of the groups of three behind it: "10 000", "61, 000"."""
    word = tokens.word(at)
    if len(word) > _MOST_DIGITS or (word[0] == "0" and len(word) > 1 and word[1].isdigit()):
        return None, at + 1
    if _PLAIN.fullmatch(word):
        digits, end = word, at + 1
        while len(word) <= 3 and end - at < 5 and (width := _group_behind(tokens, at, end)):
            digits += tokens.word(end + width - 1)
            end += width
        return (Fraction(int(digits)) if digits.isdecimal() else None), end
    if found := _GROUPED_WITH_DECIMALS.fullmatch(word):
        return Fraction(f"{found[1].replace(',', '')}.{found[2]}"), at + 1
    if _GROUPED.fullmatch(word) and word[0] != "0":
        return Fraction(int(re.sub(r"\D", "", word))), at + 1
    found = _DECIMAL.fullmatch(word)
    return (Fraction(f"{int(found[1])}.{found[2]}") if found else None), at + 1


def _group_behind(tokens: Tokens, first: int, end: int) -> int:
    """How many tokens the next group of three digits takes: one for " 000", two for ", 000", none if there is none."""
    if tokens.word(first - 1) in load_counting_words().not_behind:
        return 0
    if _is_group(tokens, end):
        return 1
    return 2 if tokens.word(end) == "," and tokens.word(end + 1) == "000" and _is_group(tokens, end + 1) else 0


def _is_group(tokens: Tokens, at: int) -> bool:
    word = tokens.word(at)
    return len(word) == 3 and word.isdecimal() and tokens.starts[at] - tokens.ends[at - 1] == 1


def _read_scale(tokens: Tokens, at: int, words: CountingWords) -> tuple[int, int]:
    """The scale that stands behind a number, and where it ends: "1.2m", "3 million", "2-million", "2 dozen"."""
    scale = 1
    if tokens.glued(at) and tokens.word(at) in words.letters:
        return words.letters[tokens.word(at)], at + 1
    for _ in range(3):
        skip = at + (tokens.word(at) in ("-", "–") and tokens.glued(at))
        factor = _factor(tokens.word(skip), words)
        if factor is None or scale * factor > LARGEST:
            break
        scale, at = scale * factor, skip + 1
    return scale, at


def _factor(word: str, words: CountingWords) -> int | None:
    """The factor of a scale in the singular or plural: "three hundred", "three hundreds"."""
    return words.scales.get(word) or (words.scales.get(word[:-1]) if word in _PLURAL_SCALES else None)


def _read_scaled_article(tokens: Tokens, at: int, words: CountingWords) -> Number | None:
    """What an article and a scale make: "a dozen", "a hundred thousand", "a few hundred", "a million and a half"."""
    behind = at + 1 + (tokens.word(at + 1) == "-")
    if tokens.word(behind) in ("half", "quarter"):
        return _read_fraction(tokens, at, behind, words)
    if tokens.word(behind) in words.vague and tokens.word(at) == "a":
        vague = _read_vague(tokens, behind, words)
        return vague and Number(at, vague.end, vague.low, vague.high, "vague", vague.scale)
    scale, end = _read_scale(tokens, at + 1, words)
    if scale == 1:
        return None
    if tokens.matches(end, ("and", "a", "half")):
        return _whole(at, end + 3, Fraction(3, 2) * scale, "words", scale)
    rest = _read_words(tokens, at, words) if tokens.word(at) == "one" else None
    return rest or Number(at, end, scale, scale, "words", scale)


def _read_fraction(tokens: Tokens, first: int, at: int, words: CountingWords) -> Number | None:
    """A part of a scale: "half a million", "half million", "half a dozen", "quarter of a million", "three quarters of a million"."""
    parts = Fraction(1, 2) if tokens.word(at) == "half" else Fraction(1, 4)
    end = at + 1
    if tokens.word(at) == "three":
        end += tokens.word(end) == "-"
        if tokens.word(end) != "quarters":
            return None
        parts, end = Fraction(3, 4), end + 1
    for skipped in ("-", "of", "a", "-"):
        end += tokens.word(end) == skipped
    scale, scaled_end = _read_scale(tokens, end, words)
    return _whole(first, scaled_end, parts * scale, "words", scale) if scale > 1 else None


def _read_vague(tokens: Tokens, at: int, words: CountingWords) -> Number | None:
    """A vague amount: "several", "several hundred", "few dozen", "dozens", "tens of thousands", "hundreds of thousands"."""
    word = tokens.word(at)
    if word in words.vague:
        low, high = words.vague[word]
        scale, end = _read_scale(tokens, at + 1, words)
        if scale == 12:
            return Number(at, end, *words.plurals["dozens"], "vague", scale)
        return Number(at, end, low * scale, high * scale + (scale - 1), "vague", scale)
    if word not in words.plurals:
        return None
    low, high = words.plurals[word]
    scale, end = 1, at + 1
    while tokens.word(end) == "of" and tokens.word(end + 1) in ("thousands", "millions", "hundreds"):
        scale, end = scale * words.scales[tokens.word(end + 1)[:-1]], end + 2
        if scale > LARGEST:
            return None
    return Number(at, end, low * scale, high * scale + (scale - 1), "vague", scale)


def _read_words(tokens: Tokens, at: int, words: CountingWords) -> Number | None:
    """A number in words: "twenty-three", "two hundred and five", "three thousand", "one and a half million"."""
    total, current, last, end, scale = 0, 0, LARGEST, at, 1
    while end - at < _MOST_WORDS:
        skip = end + _joint(tokens, at, end, last, words)
        word = tokens.word(skip)
        value = words.ones.get(word) or words.tens.get(word)
        if value is not None and value < last:
            current, last = current + value, (10 if word in words.tens else 1)
        elif (factor := _factor(word, words)) and end > at and total + current * factor <= LARGEST:
            current, scale, last = max(1, current) * factor, factor, factor
            if factor >= 1000:
                total, current = total + current, 0
        else:
            break
        end = skip + 1
    if end == at:
        return None
    if tokens.matches(end, ("and", "a", "half")) and (factor := words.scales.get(tokens.word(end + 3))):
        return _whole(at, end + 4, (total + current + Fraction(1, 2)) * factor, "words", factor)
    return Number(at, end, total + current, total + current, "words", scale)


def _joint(tokens: Tokens, at: int, end: int, last: int, words: CountingWords) -> int:
    """How many tokens join two words of one number: a hyphen, or "and" behind a hundred or a thousand."""
    if end == at:
        return 0
    if tokens.word(end) == "-" and tokens.glued(end):
        return 1
    behind = tokens.word(end + 1)
    return int(tokens.word(end) == "and" and last in (100, 1000) and (behind in words.ones or behind in words.tens))


def read_decimal(tokens: Tokens, at: int) -> Number | None:
    """A decimal without a scale, which is no number by itself but may open a range: "1.5" in "1.5 to 2 million"."""
    if not tokens.is_number(at) or not _DECIMAL.fullmatch(tokens.word(at)) or _is_part_of_name(tokens, at):
        return None
    value, end = _digits_value(tokens, at)
    return Number(at, end, int(value), int(value), "digits", 1, value - int(value)) if value is not None else None


def _whole(first: int, end: int, value: Fraction, how: str, scale: int) -> Number | None:
    if value.denominator != 1 or value > LARGEST:
        return None
    return Number(first, end, int(value), int(value), how, scale)
