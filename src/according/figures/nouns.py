"""The noun phrase that an amount counts: where it stands behind the number, and how it reads as short as it can be."""

from __future__ import annotations

from dataclasses import dataclass

from according.figures.tokens import Tokens
from according.figures.words import CountingWords, load_counting_words

_DETERMINERS = frozenset("the these those its his her their our my your all".split())
_PRONOUNS = frozenset("them us whom which you".split())
_JOINTS = ("and", "or", "&")
_REACH = 9  # tokens from the number to the end of its noun phrase
_AND_REACH = 3
_STATES = frozenset(("killed", "injured", "missing", "displaced", "evacuated", "detained", "abducted", "casualties"))
"""Classes of nouns and participles that tell what became of the counted."""
_PARTICIPLES = frozenset(
    "killed wounded injured dead missing displaced evacuated arrested detained kidnapped hurt homeless relocated".split()
)
_BREAKS = frozenset("mostly mainly mainly hit more some many dead alive".split())
_INSIDE = frozenset("-‑\"'“”‘’[]&")


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted noun phrase in tokens ``[first, end)``; ``kind`` is the class of its head noun in the vocabulary, or None.

    Example: in "25 of the insurgents fled" it is "insurgents", a noun of ``people``.
    """

    first: int
    head: int
    end: int
    kind: str | None


def read_counted(tokens: Tokens, at: int, marked_end: int = 0) -> Counted | None:
    """The noun phrase that begins behind an amount; None where a verb, a preposition or punctuation follows.

    ``marked_end`` is where a mark over the figure ends: a word before it counts as a noun though no vocabulary has it.
    """
    words = load_counting_words()
    start = at = _past_age(tokens, at)
    if tokens.word(at) == "of":
        start = at + 1
        if tokens.word(start) in _PRONOUNS:
            return Counted(start, start, start + 1, "pronoun")
        while tokens.word(start) in _DETERMINERS and start < at + 4:
            start += 1
    head = _find_head(tokens, start, marked_end, words)
    if head is None:
        return None
    return Counted(start, head, _joined_end(tokens, head, words), noun_kind(tokens, head, start))


def _past_age(tokens: Tokens, at: int) -> int:
    """The token behind an age that stands before its noun, as in "a 10-year-old girl"."""
    if tokens.matches(at + 1, ("-", "year", "-", "old")):
        return at + 5
    return at + 4 if tokens.matches(at + 1, ("year", "-", "old")) else at


def noun_kind(tokens: Tokens, head: int, start: int = 0) -> str | None:
    """The class of a noun, by its last two words or its last alone; a noun in hyphens by the part behind them."""
    nouns = load_counting_words().nouns
    pair = f"{tokens.word(head - 1)} {tokens.word(head)}" if head > start else ""
    return nouns.get(pair) or nouns.get(tokens.word(head))


def _find_head(tokens: Tokens, start: int, marked_end: int, words: CountingWords) -> int | None:
    """The last noun of the vocabulary before the phrase ends; else its last word, if that is marked or a plural."""
    head, last, at = None, None, start
    while at < min(start + _REACH, len(tokens)):
        word = tokens.lower[at]
        if word == "(" and head is None and (close := _past_bracket(tokens, at)):
            at = close
            continue
        if not _is_inside_phrase(tokens, at, start, words) and not _goes_on(tokens, at, head, words):
            break
        if head is not None and _breaks_off(tokens, at, head, words):
            break
        if tokens.is_word(at):
            last = at
            is_new_head = head is not None and word.endswith("s") and head == at - 1 and not tokens.word(head).endswith("s")
            if (word in words.nouns and not _is_ahead_of_noun(tokens, at, words)) or is_new_head:
                head = at
        at += 1
    if head is not None or last is None:
        return head
    while last > start and tokens.lower[last] in _JOINTS:
        last -= 1
    return last if last < marked_end or (tokens.word(last).endswith("s") and last - start < 4) else None


def _past_bracket(tokens: Tokens, at: int) -> int | None:
    """The token behind a short parenthesis, as in "ISIL (Daesh) militants"."""
    return next((close + 1 for close in range(at + 1, at + 6) if tokens.word(close) == ")"), None)


def _is_inside_phrase(tokens: Tokens, at: int, start: int, words: CountingWords) -> bool:
    """Whether a token can stand inside a noun phrase: most words, parts of hyphenated words and names, quotation marks."""
    word = tokens.lower[at]
    is_joined = tokens.glued(at) and tokens.word(at - 1) in ("-", "‑", ".", "/")
    if tokens.is_word(at):
        if word not in words.ends or (is_joined and at > start) or (word in ("is", "us") and tokens.raw(at).isupper()):
            return True
        return (word == "last" and at == start) or (tokens.word(at + 1) == "-" and tokens.glued(at + 1))
    if tokens.is_number(at):
        return is_joined and at > start
    if word == ".":
        return len(tokens.word(at - 1)) == 1 and tokens.raw(at - 1).isupper()
    if word == "/":
        return at > start and tokens.glued(at) and tokens.glued(at + 1)
    return word in _INSIDE


def _breaks_off(tokens: Tokens, at: int, head: int, words: CountingWords) -> bool:
    """Whether the phrase ends before this word though its noun is found: "people | dead", "shells | hit", "civilians | injuring"."""
    word = tokens.word(at)
    if not tokens.is_word(at):
        return word not in ("-", "‑")
    is_verb = tokens.raw(at).islower() and word.endswith(("ing", "ed")) and word not in words.nouns
    kind = words.nouns.get(word)
    is_state = kind is not None and kind in _STATES and noun_kind(tokens, head) in ("people", "households")
    if is_state and word.endswith("s") and head == at - 1 and tokens.raw(head).istitle() and not tokens.word(head).endswith("s"):
        is_state = False  # "Orna hostages"
    return is_verb or is_state or word in _BREAKS or words.starts_number(word)


def _is_ahead_of_noun(tokens: Tokens, at: int, words: CountingWords) -> bool:
    """Whether the word only describes the noun behind it: "other" in "other civilians", "wounded" in "wounded children"."""
    kind = words.nouns.get(tokens.word(at + 1))
    if tokens.raw(at)[0].isupper() and kind is None and tokens.raw(at + 1).islower():
        behind = tokens.word(at + 1)
        return (
            behind.isalpha() and behind not in words.ends and words.measure_of_deed(behind) is None and not behind.endswith(("ed", "ing"))
        )
    if tokens.word(at) in ("other", "more"):
        return kind is not None and tokens.word(at + 1) not in _PARTICIPLES
    return words.nouns.get(tokens.word(at)) in _STATES and kind in ("people", "households")


def _goes_on(tokens: Tokens, at: int, head: int | None, words: CountingWords) -> bool:
    """Whether "and" joins what describes one noun: "regime and rebel fighters", "Iraqi and Syrian cities"."""
    if tokens.word(at) not in _JOINTS or head is not None:
        return False
    return any(tokens.word(at + step) in words.nouns for step in range(1, _AND_REACH + 1))


def _joined_end(tokens: Tokens, head: int, words: CountingWords) -> int:
    """Where the phrase ends with a second noun that shares the number: "women and children", "rockets and mortar rounds"."""
    if tokens.word(head + 1) not in _JOINTS:
        return head + 1
    kind = noun_kind(tokens, head)
    for at in range(head + 2, head + 2 + _AND_REACH):
        word = tokens.word(at)
        other = noun_kind(tokens, at, head + 2)
        if kind and other and kind in _STATES and other in _STATES:
            return at + 1
        if not tokens.is_word(at) or word in words.ends or words.starts_number(word) or words.measure_of_deed(word):
            break
        if kind and other == kind and word[-1] in "snf" and tokens.word(at + 1) not in words.nouns:
            return at + 1
    return head + 1


def shortest(tokens: Tokens, counted: Counted) -> str | None:
    """The counted noun as short as it can be: "soldiers" for "Syrian army soldiers", "air strikes" for "heavy air strikes"."""
    if counted.kind == "pronoun":
        return None
    words = load_counting_words()
    first = counted.head
    while first > counted.first and counted.head - first < 2 and _belongs(tokens, first - 1, words):
        first -= 1
    start, end = tokens.span(first, counted.end)
    return tokens.text[start:end]


def _belongs(tokens: Tokens, at: int, words: CountingWords) -> bool:
    """Whether the word before a noun is part of it, as "barrel" in "barrel bombs", and does not merely describe it."""
    word = tokens.word(at)
    if not tokens.raw(at).islower() or word in words.adjectives or word in words.ends or not word.isalpha():
        return False
    return len(word) > 2 and not word.endswith(("ed", "ing", "ly", "ian", "ish", "ese"))
