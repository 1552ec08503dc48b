"""The person whom a source phrase names: behind a title, before an office, in apposition, or as an outlet's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.claims.tokens import (
    ARTICLES,
    JOINS,
    PARTICLES,
    Token,
    before_relative,
    cut_phrase,
    find_tokens,
    head_part,
    is_preposition,
    runs_of,
    text_of,
    without_article,
)
from according.vocab import SpeakingWords, load_speaking_words

_WEAK_TITLES = frozenset(
    """
    foreign defense defence interior prime vice deputy assistant under staff field rear acting senior special former state security national
    """.split()
)
"""Words of a title that are never its last."""
_ACTING = re.compile(r"\b(?:to|who|which|that|[a-z]+ing)\s")
"""Words after which a name is of someone else than the one whom a phrase describes."""
_REST_OF_NAME = re.compile(r"(?: [^\W\d_a-z][a-z’'-]+){1,2}")
_LONGEST_NAME = 5  # words


def named_first(tokens: list[Token], vocabulary: SpeakingWords) -> str | None:
    """The name before a body, "Rupert Karo of the UN office": two to four capitals, none of them of an office or a body."""
    named: list[Token] = []
    for token in _without_titles(tokens, vocabulary):
        is_office = len(named) > 1 and (token.low in vocabulary.offices or (token.text.isupper() and len(token.text) > 2))
        if is_office or (not token.is_capital and token.low not in PARTICLES):
            break
        named.append(token)
    rest = tokens[tokens.index(named[-1]) + 1 :] if named else []
    if not 2 <= len(named) <= 4 or not rest:
        return None
    offices = vocabulary.offices
    is_office = rest[0].low in offices or rest[0].text.isupper()
    if is_office and (tokens[0].low in ARTICLES or (rest[-1].is_capital and not any(is_preposition(token) for token in rest))):
        return None
    if rest[0].low not in ("of", "from", "at", "with", *ARTICLES) and not is_office:
        return None
    if any(token.low in vocabulary.bodies or token.low in vocabulary.offices or token.text.isupper() for token in named):
        return None
    if named[-1].text.endswith(("'s", "’s")):  # whose the office or body behind it is
        return None
    return " ".join(token.text for token in named)


def known_person(text: str, persons: Sequence[str]) -> str | None:
    """The last of the persons that stands in the text, if it has more than one word or is all of it."""
    vocabulary = load_speaking_words()
    for person in reversed(persons):
        tokens = _after_office(find_tokens(person), vocabulary)
        if _belongs(find_tokens(text[: max(0, text.find(person))]), vocabulary):
            continue
        if _ACTING.search(text[: max(0, text.find(person))]) or any(token.low in vocabulary.bodies for token in tokens):
            continue
        if tokens and person in text and all(token.is_capital or token.low in PARTICLES for token in tokens):
            name = text_of(person, tokens)
            if len(tokens) > 1 and (rest := _REST_OF_NAME.fullmatch(text, text.find(person) + len(person))):
                name += rest[0]
            if len(tokens) > 1 or text.rstrip(" .’'").endswith(name):
                return name
    return None


def person_at_end(tokens: list[Token], vocabulary: SpeakingWords) -> str | None:
    """A name at the end of the phrase, after a title or a role."""
    run = _last_run(tokens)
    if not run or run[-1] is not tokens[-1] or any(token.low in vocabulary.bodies for token in run[-2:]):
        return None
    before = tokens[: tokens.index(run[0])]
    if before and without_article(before)[0].low in vocabulary.offices and (behind := _behind_body(run, vocabulary)):
        return " ".join(token.text for token in behind)
    if _belongs(before, vocabulary):
        return None
    last_title = max((at for at, token in enumerate(run) if token.low in vocabulary.offices and token.low not in _WEAK_TITLES), default=-1)
    named = _before_body(run[last_title + 1 :])
    if last_title >= 0 and named and (named[0].low in JOINS - PARTICLES or len(named) > _LONGEST_NAME):
        named = _after_place(named)
    elif last_title < 0 and not (before and _leads_to_name(before, vocabulary)):
        return None
    if named and last_title >= 0 and named[0].low in vocabulary.bodies:
        return None
    return " ".join(token.text for token in named) if named and len(named) <= _LONGEST_NAME else None


def _before_body(named: list[Token]) -> list[Token]:
    """A name without the body that it belongs to: "Anna Darvel of the WGB"."""
    at = next((at for at, token in enumerate(named) if token.low in ("of", "for")), len(named))
    return named[:at] if at > 1 else named


def _behind_body(run: list[Token], vocabulary: SpeakingWords) -> list[Token]:
    """The name right behind the body that an office belongs to: "head of the Kesh Military Administration Anna Darvel"."""
    last = max((at for at, token in enumerate(run) if token.low in vocabulary.bodies), default=-1)
    named = run[last + 1 :]
    plain = all(token.is_capital and not token.text.isupper() and token.low not in vocabulary.offices for token in named)
    return named if last > 0 and 2 <= len(named) <= 3 and plain else []


def owned_person(tokens: list[Token], vocabulary: SpeakingWords) -> str | None:
    """The person whom an outlet calls its own: "the Qast Herald's Anna Darvel"."""
    owner = max((at for at, token in enumerate(tokens) if token.text.endswith(("'s", "’s"))), default=-1)
    named = tokens[owner + 1 :]
    if (
        owner < 0
        or not 2 <= len(named) <= 4
        or any(
            not token.is_capital or token.low in vocabulary.bodies or token.low in vocabulary.offices or token.text.isupper()
            for token in named
        )
    ):
        return None
    return " ".join(token.text for token in named)


def _belongs(before: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether a name is of someone whom another serves: "an aide to President Karo", "the leader of the Orlan Front"."""
    while before and before[-1].low in ARTICLES:
        before = before[:-1]
    is_after = len(before) > 1 and before[-1].low in ("of", "to", "for")
    return is_after and any(token.low in vocabulary.roles and not token.is_capital for token in head_part(before)[-1:])


def _leads_to_name(before: list[Token], vocabulary: SpeakingWords) -> bool:
    """Whether a name is due: after "spokesman", or at the end of "the head of the monitoring group"."""
    offices = vocabulary.offices
    last = before[-1]
    return last.low in offices or (
        without_article(before)[0].low in offices and not last.is_capital and not is_preposition(last) and last.low not in ARTICLES
    )


def _after_place(named: list[Token]) -> list[Token]:
    """The name after an office, "of Defense Ashton Karo": the last two words, with their particles, if something is left for the office."""
    start = len(named) - 2
    while start > 0 and named[start - 1].low in PARTICLES:
        start -= 1
    if start < 2 or any(token.low in JOINS - PARTICLES for token in named[start:]):
        return []
    return named[start:]


def _after_office(tokens: list[Token], vocabulary: SpeakingWords) -> list[Token]:
    """What follows the last title or role, "Kesh Foreign Minister Tem Orlan", if anything does."""
    last = max((at for at, token in enumerate(tokens) if token.low in vocabulary.offices), default=-1)
    return tokens[last + 1 :] if last + 1 < len(tokens) else _without_titles(tokens, vocabulary)


def _without_titles(tokens: list[Token], vocabulary: SpeakingWords) -> list[Token]:
    while tokens and (tokens[0].low in vocabulary.titles or tokens[0].low in ARTICLES):
        tokens = tokens[1:]
    return tokens


def pure_name(text: str, vocabulary: SpeakingWords) -> str | None:
    """The name that an apposition begins with, if it is nothing but a name: "another hostage, Jon Karo"."""
    first, _ = cut_phrase(text)
    tokens = _without_titles(before_relative(find_tokens(first), vocabulary), vocabulary)
    while tokens and not tokens[0].is_capital and tokens[0].low in vocabulary.roles:
        tokens = tokens[1:]
    if 2 <= len(tokens) <= 4 and all(token.is_capital or token.low in PARTICLES for token in tokens):
        return text_of(first, tokens)
    return None


def _last_run(tokens: list[Token]) -> list[Token]:
    runs = runs_of(tokens)
    return runs[-1] if runs else []
