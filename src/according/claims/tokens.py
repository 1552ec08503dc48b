"""The words of a source phrase: which are capitals, which run together as a name, where the phrase has its head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from according.vocab import SpeakingWords, load_speaking_words

_WORD = re.compile(r"[^\W_]+(?:[.'’&/-]+[^\W_]+)*\.?")
_JOINED_NAME = re.compile(r"(?:[a-z]{1,4}[-'’])+[A-Z]")
_CUT = re.compile(r"\s*[,;(\[]|\s+[–—-]+\s+|\s*[–—]\s*")
JOINS = frozenset("of for and de la del di da van von bin ibn al el ul & y".split())
PARTICLES = frozenset("al el bin ibn abu abd de la del di da van von ben bint umm um".split())
ARTICLES = frozenset("the a an".split())
_AFTER_PARTICIPLE = frozenset(
    "in on by to from with at via online last earlier this out as for into across near during after yesterday monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)
_AFTER_GOING_ON = _AFTER_PARTICIPLE | ARTICLES | frozenset("himself herself itself themselves him her his its their only both".split())
_GOES_ON = re.compile(r"\w{3,}ing")
_SITUATED = re.compile(r"-(?:based|run|linked|affiliated|controlled|owned|funded|aligned)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a phrase with where it stands; ``low`` is in lower case, as ``lower_word`` gives it."""

    text: str
    start: int
    end: int
    low: str
    is_capital: bool


def find_tokens(text: str) -> list[Token]:
    """The words of a phrase; what hyphens and apostrophes join is one."""
    return [Token(found[0], *found.span(), lower_word(found[0]), _is_capital(found[0])) for found in _WORD.finditer(text)]


def lower_word(word: str) -> str:
    """A word in lower case, without the dot of an abbreviation; of titles joined by hyphens the last.

    >>> lower_word("Gen."), lower_word("Lt.-Col."), lower_word("Under-Secretary-General"), lower_word("al-Karo")
    ('gen', 'col', 'general', 'al-karo')
    """
    low = word.lower().rstrip(".")
    parts = re.split(r"[.-]+", low) if "-" in low else []
    return parts[-1] if parts and load_speaking_words().titles.issuperset(parts) else low


def _is_capital(word: str) -> bool:
    """Whether a word is written like a name: "Karo", "al-Saleh", "7NN"."""
    return word[0].isupper() or (word[0].isdigit() and any(letter.isupper() for letter in word)) or bool(_JOINED_NAME.match(word))


def runs_of(tokens: list[Token]) -> list[list[Token]]:
    """Runs of capitalised words, with the small words that join them inside a name."""
    runs: list[list[Token]] = []
    for at, token in enumerate(tokens):
        if token.is_capital and not (at == 0 and token.low in ARTICLES) and not _SITUATED.search(token.low):
            if runs and _joined(tokens, tokens.index(runs[-1][-1]), at):
                runs[-1] += tokens[tokens.index(runs[-1][-1]) + 1 : at + 1]
            else:
                runs.append([token])
    return runs


def _joined(tokens: list[Token], left: int, right: int) -> bool:
    between = [token.low for token in tokens[left + 1 : right]]
    if "and" in between and ("the" in between or not any(token.low in ("of", "for") for token in tokens[:left])):
        return False
    return len(between) <= 2 and all(word in JOINS or (word == "the" and at) for at, word in enumerate(between))


def head_part(tokens: list[Token]) -> list[Token]:
    """The words before the first preposition."""
    for at, token in enumerate(tokens):
        if at and is_preposition(token):
            return tokens[:at]
    return tokens


def last_of_head(tokens: list[Token]) -> Token:
    """The head noun of a phrase."""
    return head_part(tokens)[-1]


def is_preposition(token: Token) -> bool:
    """Whether a word begins what only tells more of a noun."""
    return token.low in load_speaking_words().prepositions


def without_article(tokens: list[Token]) -> list[Token]:
    """The phrase without an article before it."""
    return tokens[1:] if len(tokens) > 1 and tokens[0].low in ARTICLES else tokens


def text_of(text: str, tokens: list[Token]) -> str:
    """The words as they stand, without a possessive ending."""
    return " ".join(text[tokens[0].start : tokens[-1].end].split()).removesuffix("'s").removesuffix("’s") if tokens else ""


def cut_phrase(text: str) -> tuple[str, str]:
    """The phrase up to its first comma or bracket, and the rest of it."""
    if (found := _CUT.search(text)) and found.start() > 0:
        return text[: found.start()], text[found.end() :]
    return text, ""


def before_relative(tokens: list[Token], vocabulary: SpeakingWords) -> list[Token]:
    """Without a relative clause, or a participle that goes on after the noun."""
    for at, token in enumerate(tokens[1:], start=1):
        if token.is_capital:
            continue
        if token.low in ("a", "an") and tokens[at - 1].is_capital:  # an aside whose comma is lost
            return tokens[:at]
        if _GOES_ON.fullmatch(token.low) and at + 1 < len(tokens) and tokens[at + 1].low in _AFTER_GOING_ON:
            return tokens[:at]
        if _GOES_ON.fullmatch(token.low) and tokens[at - 1].low.endswith("s") and tokens[at + 1 : at + 2] and tokens[at + 1].is_capital:
            return tokens[:at]
        goes_on = at + 1 == len(tokens) or tokens[at + 1].low in _AFTER_PARTICIPLE
        is_said = token.low in vocabulary.participles and token.low not in ("known", "called")  # "known as" gives a name
        if token.low in vocabulary.relatives or (goes_on and is_said and tokens[at - 1].low not in ARTICLES):
            return tokens[:at]
    return tokens
