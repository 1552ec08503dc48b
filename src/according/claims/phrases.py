"""The name in a noun phrase that tells who speaks: "Lt. Gen. Zaid Karo, head of the guard" is Zaid Karo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from according.vocab import SpeakingWords, load_speaking_words

Sort = Literal["person", "body", "many", "thing", "pronoun", "described"]
"""What speaks: someone named, a named body, several together, a document, whoever a pronoun means, someone not named."""

_WORD = re.compile(r"[^\W_]+(?:[.'’&/-]+[^\W_]+)*\.?")
_CUT = re.compile(r"\s*[,;(\[]|\s+[–—-]+\s+|\s*[–—]\s*")
_JOINS = frozenset("of for and de la del di da van von bin ibn al el ul & y".split())
_PARTICLES = frozenset("al el bin ibn abu abd de la del di da van von ben bint umm um".split())
_PREPOSITIONS = frozenset("of for in at from with within inside by on near to against among between under".split())
_ARTICLES = frozenset("the a an".split())
_RELATIVES = frozenset("who which that".split())
_AFTER_PARTICIPLE = frozenset(
    "in on by to from with at via online last earlier this out as for into across near during after yesterday monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)
_SITUATED = re.compile(r"-(?:based|run|linked|affiliated|controlled|owned|funded|aligned)$")
_ACTING = re.compile(r"\b(?:to|who|which|that|[a-z]+ing)\s")
"""Words after which a name is of someone else than the one whom a phrase describes."""
_LONGEST_NAME = 5  # words
_MANY = re.compile(r"\b(?:and|&)\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase as it names or describes someone: ``name`` without titles, else the head noun phrase.

    ``words`` are the words of the whole phrase in lower case, by which a later "the spokesman" is known again.
    """

    name: str
    sort: Sort
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or (self.text[0].isdigit() and any(letter.isupper() for letter in self.text)) or self._is_joined_name

    @property
    def _is_joined_name(self) -> bool:
        """Whether a particle in lower case stands before a capital: "al-Saleh"."""
        return bool(re.match(r"(?:[a-z]{1,4}[-'’])+[A-Z]", self.text))


def read_phrase(text: str, persons: Sequence[str] = ()) -> Phrase:
    """What a source phrase names. ``persons`` are names in it that are known to be of persons.

    >>> read_phrase("Lieutenant Gen. Zaid al-Karo, director of the security committee").name
    'Zaid al-Karo'
    >>> read_phrase("a military source who asked not to be named").name
    'a military source'
    """
    vocabulary = load_speaking_words()
    words = frozenset(token.low.removesuffix("'s").removesuffix("’s") for token in _before_relative(_tokens(text), vocabulary))
    first, rest = _cut(text)
    tokens = _before_relative(_tokens(first), vocabulary)
    if not tokens:
        return Phrase(" ".join(text.split()), "described", words)
    if (
        len(tokens) <= 2
        and tokens[0].low in vocabulary.pronouns | _RELATIVES
        and not (tokens[0].text.isupper() and len(tokens[0].text) > 1)
    ):
        return Phrase(tokens[0].low, "pronoun", words)
    if _is_role(tokens, vocabulary) and (apposed := _pure_name(rest, vocabulary)):
        return Phrase(apposed, "person", words)
    if found := _named_first(tokens, vocabulary) or _known_person(first, persons) or _person(tokens, vocabulary):
        return Phrase(found, "person", words)
    return _body_or_description(first, tokens, words, vocabulary)


def _body_or_description(text: str, tokens: list[_Token], words: frozenset[str], vocabulary: SpeakingWords) -> Phrase:
    whole = _text_of(text, _without_article(tokens))
    heads = {token.low for token in _head_part(tokens)}
    if _MANY.search(_text_of(text, tokens)) and len(_runs(tokens)) != 1:
        return Phrase(whole, "many", words)
    if _last_of_head(tokens).low in vocabulary.documents:
        body = _longest_body(text, tokens)
        return Phrase(body or _text_of(text, tokens), "thing" if body is None else "body", words)
    runs = _runs(tokens)
    if runs and _is_body(runs, tokens, vocabulary):
        run = runs[-1] if runs[-1][-1] is tokens[-1] else runs[0]
        is_person = (
            run == tokens and 2 <= len(run) <= 4 and not heads & vocabulary.bodies and not any(token.text.isupper() for token in run)
        )
        return Phrase(_text_of(text, run), "person" if is_person else "body", words)
    return Phrase(_text_of(text, tokens), "described", words)


def _tokens(text: str) -> list[_Token]:
    return [_Token(found[0], *found.span()) for found in _WORD.finditer(text)]


def _cut(text: str) -> tuple[str, str]:
    """The phrase up to its first comma or bracket, and the rest of it."""
    if (found := _CUT.search(text)) and found.start() > 0:
        return text[: found.start()], text[found.end() :]
    return text, ""


def _before_relative(tokens: list[_Token], vocabulary: SpeakingWords) -> list[_Token]:
    """Without a relative clause, or a participle that goes on after the noun."""
    for at, token in enumerate(tokens[1:], start=1):
        if token.is_capital:
            continue
        if token.low in ("a", "an") and tokens[at - 1].is_capital:  # an aside whose comma is lost
            return tokens[:at]
        goes_on = at + 1 == len(tokens) or tokens[at + 1].low in _AFTER_PARTICIPLE
        if token.low in vocabulary.relatives or (goes_on and token.low in vocabulary.participles and tokens[at - 1].low not in _ARTICLES):
            return tokens[:at]
    return tokens


def _known_person(text: str, persons: Sequence[str]) -> str | None:
    """The last of the persons that stands in the text, if it has more than one word or is all of it."""
    vocabulary = load_speaking_words()
    for person in reversed(persons):
        tokens = _after_office(_tokens(person), vocabulary)
        if _ACTING.search(text[: max(0, text.find(person))]):
            continue
        if tokens and person in text and all(token.is_capital or token.low in _PARTICLES for token in tokens):
            name = _text_of(person, tokens)
            if len(tokens) > 1 or text.rstrip(" .’'").endswith(name):
                return name
    return None


def _after_office(tokens: list[_Token], vocabulary: SpeakingWords) -> list[_Token]:
    """What follows the last title or role, "Kesh Foreign Minister Tem Orlan", if anything does."""
    last = max((at for at, token in enumerate(tokens) if token.low in vocabulary.titles | vocabulary.roles), default=-1)
    return tokens[last + 1 :] if last + 1 < len(tokens) else _without_titles(tokens, vocabulary)


def _without_titles(tokens: list[_Token], vocabulary: SpeakingWords) -> list[_Token]:
    while tokens and (tokens[0].low in vocabulary.titles or tokens[0].low in _ARTICLES):
        tokens = tokens[1:]
    return tokens


def _person(tokens: list[_Token], vocabulary: SpeakingWords) -> str | None:
    """A name at the end of the phrase, after a title or a role."""
    run = _last_run(tokens)
    if not run or run[-1] is not tokens[-1] or any(token.low in vocabulary.bodies for token in run[-2:]):
        return None
    before = tokens[: tokens.index(run[0])]
    last_title = max((at for at, token in enumerate(run) if token.low in vocabulary.titles | vocabulary.roles), default=-1)
    named = run[last_title + 1 :]
    if last_title >= 0 and named and (named[0].low in _JOINS - _PARTICLES or len(named) > _LONGEST_NAME):
        named = _after_place(named)
    elif last_title < 0 and not (before and _leads_to_name(before, vocabulary)):
        return None
    return " ".join(token.text for token in named) if named and len(named) <= _LONGEST_NAME else None


def _leads_to_name(before: list[_Token], vocabulary: SpeakingWords) -> bool:
    """Whether a name is due: after "spokesman", or at the end of "the head of the monitoring group"."""
    offices = vocabulary.roles | vocabulary.titles
    last = before[-1]
    return last.low in offices or (
        _without_article(before)[0].low in offices and not last.is_capital and last.low not in _PREPOSITIONS | _ARTICLES
    )


def _after_place(named: list[_Token]) -> list[_Token]:
    """The name after an office, "of Defense Ashton Karo": the last two words, with their particles, if something is left for the office."""
    start = len(named) - 2
    while start > 0 and named[start - 1].low in _PARTICLES:
        start -= 1
    if start < 2 or any(token.low in _JOINS - _PARTICLES for token in named[start:]):
        return []
    return named[start:]


def _named_first(tokens: list[_Token], vocabulary: SpeakingWords) -> str | None:
    """The name before a body, "Rupert Karo of the UN office": two to four capitals, none of them of an office or a body."""
    named: list[_Token] = []
    for token in _without_titles(tokens, vocabulary):
        is_office = len(named) > 1 and (token.low in vocabulary.roles | vocabulary.titles or (token.text.isupper() and len(token.text) > 2))
        if is_office or (not token.is_capital and token.low not in _PARTICLES):
            break
        named.append(token)
    rest = tokens[tokens.index(named[-1]) + 1 :] if named else []
    if not 2 <= len(named) <= 4 or not rest:
        return None
    is_office = rest[0].low in vocabulary.roles | vocabulary.titles or rest[0].text.isupper()
    if rest[0].low not in ("of", "from", "at", "with", *_ARTICLES) and not is_office:
        return None
    if any(token.low in vocabulary.bodies | vocabulary.roles | vocabulary.titles or token.text.isupper() for token in named):
        return None
    return " ".join(token.text for token in named)


def _pure_name(text: str, vocabulary: SpeakingWords) -> str | None:
    """The name that an apposition begins with, if it is nothing but a name: "another hostage, Jon Karo"."""
    first, _ = _cut(text)
    tokens = _without_titles(_before_relative(_tokens(first), vocabulary), vocabulary)
    while tokens and not tokens[0].is_capital and tokens[0].low in vocabulary.roles:
        tokens = tokens[1:]
    if 2 <= len(tokens) <= 4 and all(token.is_capital or token.low in _PARTICLES for token in tokens):
        return _text_of(first, tokens)
    return None


def _is_role(tokens: list[_Token], vocabulary: SpeakingWords) -> bool:
    """Whether the phrase tells what someone is, and names no one."""
    head = _last_of_head(tokens)
    return not head.is_capital or head.low in vocabulary.roles or head.low in vocabulary.titles


def _runs(tokens: list[_Token]) -> list[list[_Token]]:
    """Runs of capitalised words, with the small words that join them inside a name."""
    runs: list[list[_Token]] = []
    for at, token in enumerate(tokens):
        if token.is_capital and not (at == 0 and token.low in _ARTICLES) and not _SITUATED.search(token.low):
            if runs and _joined(tokens, tokens.index(runs[-1][-1]), at):
                runs[-1] += tokens[tokens.index(runs[-1][-1]) + 1 : at + 1]
            else:
                runs.append([token])
    return runs


def _joined(tokens: list[_Token], left: int, right: int) -> bool:
    between = [token.low for token in tokens[left + 1 : right]]
    if "and" in between and not any(token.low in ("of", "for") for token in tokens[:left]):
        return False
    return len(between) <= 2 and all(word in _JOINS or (word == "the" and at) for at, word in enumerate(between))


def _last_run(tokens: list[_Token]) -> list[_Token]:
    runs = _runs(tokens)
    return runs[-1] if runs else []


def _is_body(runs: list[list[_Token]], tokens: list[_Token], vocabulary: SpeakingWords) -> bool:
    """Whether the phrase is a body's name, with at most describing words before it and the kind of body after it."""
    last = tokens[-1]
    if runs[-1][-1] is last:
        before = tokens[: tokens.index(runs[-1][0])]
        if len(tokens) <= 2 and last.low in vocabulary.titles | vocabulary.roles:
            return False
        return not any(token.low in _PREPOSITIONS for token in before)
    after = tokens[tokens.index(runs[0][-1]) + 1 :]
    is_whole = len(runs[0]) > 1 or runs[0][0].text.isupper()
    return len(runs) == 1 and is_whole and len(after) <= 2 and after[-1].low in vocabulary.kinds_of_body


def _head_part(tokens: list[_Token]) -> list[_Token]:
    """The words before the first preposition."""
    for at, token in enumerate(tokens):
        if at and token.low in _PREPOSITIONS:
            return tokens[:at]
    return tokens


def _last_of_head(tokens: list[_Token]) -> _Token:
    return _head_part(tokens)[-1]


def _longest_body(text: str, tokens: list[_Token]) -> str | None:
    """The name whose document it is: "a report by the Kesh Office", "a Kesh Times article"."""
    head = len(_head_part(tokens)) - 1
    before, after = _runs(tokens[:head]), _runs(tokens[head + 1 :])
    if before and before[-1][-1] is tokens[head - 1] and (len(before[-1]) > 1 or before[-1][0].text.isupper()):
        return _text_of(text, before[-1])
    if (
        after
        and len(tokens) > head + 1
        and (tokens[head + 1].low == "by" or (tokens[head + 1].low in ("from", "of", "in") and len(after[0]) > 1))
    ):
        return _text_of(text, after[0])
    return None


def _without_article(tokens: list[_Token]) -> list[_Token]:
    return tokens[1:] if len(tokens) > 1 and tokens[0].low in _ARTICLES else tokens


def _text_of(text: str, tokens: list[_Token]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()).removesuffix("'s").removesuffix("’s") if tokens else ""
