"""The name in a noun phrase that tells who speaks: "Lt. Gen. Zaid Karo, head of the guard" is Zaid Karo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from according.claims.persons import known_person, named_first, owned_person, person_at_end, pure_name
from according.claims.tokens import (
    ARTICLES,
    Token,
    before_relative,
    cut_phrase,
    find_tokens,
    head_part,
    is_preposition,
    last_of_head,
    runs_of,
    text_of,
    without_article,
)
from according.model import Span
from according.vocab import SpeakingWords, load_speaking_words

Sort = Literal["person", "body", "many", "thing", "pronoun", "described"]
"""What speaks: someone named, a named body, several together, a document, whoever a pronoun means, someone not named."""
_RELATIVES = ("who", "which", "that")
_POSSESSIVES = frozenset("his her its their our my your".split())
_DEMONYM = re.compile(r"(?:ish|an|ese|i|ern|ist|ic)$")
_NICKNAME = re.compile(r"(?<=[a-z])[ \t]+[\"“‘'][^\W\d_a-z][^\"”’'\n]{1,20}[\"”’'][ \t]+(?=[^\W\d_a-z])")
"""What stands in quotation marks between a given name and a family name."""
_OCCASION = re.compile(
    r",?[ \t]+(?:in|on|through|via)[ \t]+(?:an?|its|his|her|their)[ \t]+(?:[\w-]+[ \t]+){0,2}"
    r"(?:statement|message|post|video|tweet|interview|letter|communiqu[eé]|press release|broadcast|speech|address|channel|account)\b"
)
"""What tells where a source says it: "the Orlan Front in a statement"."""
_ISSUED = re.compile(
    r"(?:an?|the|its|another|this|one)[ \t]+(?:[\w-]+[ \t]+){0,3}?"
    r"(?P<document>statement|report|communiqu[eé]|bulletin|declaration|release|announcement|study|survey)"
    r"(?:(?:[ \t]+(?:(?:released|issued|published|put[ \t]+out|made|drawn[ \t]+up|compiled)"
    r"(?:[ \t]+(?:late|early|on|last|earlier|this|today|yesterday|week|month|year|\w+day))*))?"
    r"[ \t]+by[ \t]+|[ \t]+attributed[ \t]+to[ \t]+)",
    re.IGNORECASE,
)
_AND_ISSUED = re.compile(r"[ \t]+and[ \t]+(?:released|issued|published|posted|circulated|made|put|carried|read|sent)\b")
"""Words of a document whose author follows: "a statement released on Saturday by the Orlan Front"."""
_TELLING = 2
"""How many words of a relative clause tell of whom it is, "who monitors"."""
_NAMED_SO = re.compile(
    r"\b(?:who|and|,)?\s*(?:gave|gives|giving)\s+(?:his|her|their)\s+(?:(?:first|full|own)\s+)?name\s+(?:only\s+|just\s+)?as\s+(?:only\s+)?"
    r"|\bwho\s+(?:(?:asked|wanted|wished|preferred|requested)\s+to\s+be|was|is|would\s+only\s+be"
    r"|(?:identified|introduced)\s+(?:him|her|them)sel(?:f|ves))\s*(?:(?:identified|named|known|called)\s+)?(?:only\s+|just\s+)?"
    r"(?:as|by\s+the\s+name(?:\s+of)?)\s+(?:only\s+|just\s+)?"
    r"|\bwho\s+(?:goes|went)\s+by\s+(?:the\s+(?:name|nickname|nom\s+de\s+guerre)\s+(?:of\s+)?)?"
)
"""Words behind which somebody's name follows: "a woman who gave her name as Umm Ibrahim"."""
_SINGLE_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*(?=[ \t]*(?:[.,;)]|$))")
_OFFICE_OF = re.compile(
    r"(?P<owner>.+?)['’]s[ \t]+(?P<office>office|spokes(?:man|woman|person)|lawyers?|family|aides?|adviser|advisor|cabinet)$"
)
_MANY = re.compile(r"\b(?:and|&)\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase as it names or describes someone: ``name`` without titles, else the head noun phrase.

    ``words`` are the words of the whole phrase in lower case, by which a later "the spokesman" is known again.
    """

    name: str
    sort: Sort
    words: frozenset[str]


@lru_cache(maxsize=4096)
def read_phrase(text: str, persons: tuple[str, ...] = ()) -> Phrase:
    """What a source phrase names. ``persons`` are names in it that are known to be of persons.

    >>> read_phrase("Lieutenant Gen. Zaid al-Karo, director of the security committee").name
    'Zaid al-Karo'
    >>> read_phrase("a military source who asked not to be named").name
    'a military source'
    """
    vocabulary = load_speaking_words()
    if (said := _OCCASION.search(text)) and said.start() > 0:
        text = text[: said.start()]
    if _NICKNAME.search(text):
        text, persons = _NICKNAME.sub(" ", text), ()
    if (
        (named := _NAMED_SO.search(text))
        and named.start() > 0
        and (name := pure_name(text[named.end() :], vocabulary) or _one_name(text, named.end()))
    ):
        return Phrase(name, "person", frozenset(token.low for token in find_tokens(text[: named.start()])))
    if (owned_by := _OFFICE_OF.fullmatch(text)) and (owner := read_phrase(owned_by["owner"])).sort == "person":
        return Phrase(f"{owner.name}'s {owned_by['office']}", "body", owner.words | {owned_by["office"]})
    if issued := _ISSUED.match(text):
        by = read_phrase(_AND_ISSUED.split(text[issued.end() :])[0], persons)
        return Phrase(by.name, by.sort, by.words | {issued["document"].lower()})
    whole = find_tokens(text)
    kept = whole[: len(before_relative(whole, vocabulary)) + _TELLING]
    words = frozenset(token.low.removesuffix("'s").removesuffix("’s") for token in kept)
    first, rest = cut_phrase(text)
    tokens = before_relative(find_tokens(first), vocabulary)
    if not tokens:
        return Phrase(" ".join(text.split()), "described", words)
    if (
        (len(tokens) == 1 or (len(tokens) == 2 and tokens[0].low not in _POSSESSIVES))
        and (tokens[0].low in vocabulary.pronouns or tokens[0].low in _RELATIVES)
        and not (tokens[0].text.isupper() and len(tokens[0].text) > 1)
    ):
        return Phrase(tokens[0].low, "pronoun", words)
    if _is_role(tokens, vocabulary) and (apposed := pure_name(rest, vocabulary)):
        return Phrase(apposed, "person", words)
    if owned := owned_person(tokens, vocabulary):
        return Phrase(owned, "person", words)
    if found := named_first(tokens, vocabulary) or known_person(first, persons) or person_at_end(tokens, vocabulary):
        return Phrase(found, "person", words)
    return _body_or_description(first, tokens, words, vocabulary)


def parted(text: str) -> tuple[Span, Span] | None:
    """Where the two stand whom a source phrase names together, one of them by name; None where it means one.

    >>> [text[slice(*part)] for text in ("General Zaid Karo and Orlan security sources",) for part in parted(text) or ()]
    ['General Zaid Karo', 'Orlan security sources']
    >>> parted("the Ministry of Defence and Supply"), parted("Kesh and Orlan officials")
    (None, None)
    """
    vocabulary = load_speaking_words()
    first, _ = cut_phrase(text)
    tokens = before_relative(find_tokens(first), vocabulary)
    in_names = {id(token) for run in runs_of(tokens) for token in run}
    for at, token in enumerate(tokens[1:-1], start=1):
        if token.low != "and" or id(token) in in_names:
            continue
        left, right = tokens[:at], tokens[at + 1 :]
        if _may_stand(left, right, vocabulary):
            return (left[0].start, left[-1].end), (right[0].start, right[-1].end)
    return None


def _may_stand(left: list[Token], right: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether what stands before and behind an "and" are two speakers, at least one by a name of its own."""
    is_own = right[0].low in ARTICLES or right[0].low in _POSSESSIVES
    if any(is_preposition(token) for token in left) and not is_own and (len(right) == 1 or not left[-1].is_capital):
        return False
    if left[-1].low in vocabulary.offices and (left[-1].is_capital or not is_own):
        return False
    sorts = [read_phrase(" ".join(token.text for token in side)).sort for side in (left, right)]
    is_named = [sort in ("person", "body") for sort in sorts]
    behind = last_of_head(right)
    is_several = sorts[1] in ("many", "described") and (is_own or (behind.low.endswith("s") and not behind.is_capital))
    if is_named[0] and (_is_adjective(left) or (len(left) == 1 and right[0].is_capital and not is_named[1])):
        return False
    if is_named[1] and not left[-1].is_capital:
        return left[-1].low.endswith("s") or (
            len(left) > 1 and left[-1].low in (vocabulary.bodies | vocabulary.outlets | vocabulary.powers)
        )
    return is_named[0] and (is_named[1] or is_several)


def _is_adjective(tokens: list[Token]) -> bool:
    """Whether it may be but an adjective for what follows: "Orlan", "US", "the Syrian"."""
    words = without_article(tokens)
    return len(words) == 1 and (bool(_DEMONYM.search(words[0].low)) or words[0].text.replace(".", "").isupper())


def _one_name(text: str, at: int) -> str | None:
    """A single name at a place, "Ibrahim"."""
    found = _SINGLE_NAME.match(text, at)
    return found[0] if found else None


def _body_or_description(text: str, tokens: list[Token], words: frozenset[str], vocabulary: SpeakingWords) -> Phrase:
    whole = text_of(text, without_article(tokens))
    heads = {token.low for token in head_part(tokens)}
    if _MANY.search(text_of(text, tokens)) and len(runs_of(tokens)) != 1:
        return Phrase(whole, "many", words)
    head = last_of_head(tokens)
    if head.low in vocabulary.documents and not (head.is_capital and len(runs_of(tokens)[-1]) > 1 and head is tokens[-1]):
        body = _longest_body(text, tokens)
        return Phrase(body or text_of(text, tokens), "thing" if body is None else "body", words)
    runs = runs_of(tokens)
    if runs and _is_body(runs, tokens, vocabulary):
        run = runs[-1]
        if _is_common(run, tokens, vocabulary):
            return Phrase(whole, "body", words)
        is_person = (
            run == tokens and 2 <= len(run) <= 4 and not heads & vocabulary.bodies and not any(token.text.isupper() for token in run)
        )
        return Phrase(text_of(text, run), "person" if is_person else "body", words)
    return Phrase(text_of(text, tokens), "described", words)


def _is_role(tokens: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether the phrase tells what someone is, and names no one."""
    head = last_of_head(tokens)
    return not head.is_capital or head.low in vocabulary.roles or head.low in vocabulary.titles


def _is_body(runs: list[list[Token]], tokens: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether the phrase is a body's name, with at most describing words before it and the kind of body after it."""
    last = tokens[-1]
    if any(is_preposition(token) for token in tokens[: tokens.index(runs[-1][0])]):
        return False
    if runs[-1][-1] is last:
        return not (len(tokens) <= 2 and last.low in vocabulary.offices)
    after = tokens[tokens.index(runs[-1][-1]) + 1 :]
    is_plain = not _DEMONYM.search(runs[-1][-1].low)
    is_long = len(runs[-1]) > 1 or (len(after) == 2 and not runs[-1][0].low.endswith("s"))
    is_whole = runs[-1][0].text.isupper() or (is_plain and is_long)
    return is_whole and len(after) <= 3 and after[-1].low in vocabulary.kinds_of_body


def _is_common(run: list[Token], tokens: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether the only capitalised word is a noun for a body, which needs the words before it: "state TV", "the 11th Battalion"."""
    before = without_article(tokens[: tokens.index(run[0])])
    return (
        len(run) == 1 and run[0].low in vocabulary.bodies and bool(before) and before[-1].low not in ARTICLES and "-" not in before[-1].low
    )


def _longest_body(text: str, tokens: list[Token]) -> str | None:
    """The name whose document it is: "a report by the Kesh Office", "a Kesh Times article"."""
    head = len(head_part(tokens)) - 1
    before, after = runs_of(tokens[:head]), runs_of(tokens[head + 1 :])
    if before and before[-1][-1] is tokens[head - 1] and (len(before[-1]) > 1 or before[-1][0].text.isupper()):
        return text_of(text, before[-1])
    if (
        after
        and len(tokens) > head + 1
        and (tokens[head + 1].low == "by" or (tokens[head + 1].low in ("from", "of", "in") and len(after[0]) > 1))
    ):
        return text_of(text, after[0])
    return None
