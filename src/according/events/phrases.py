"""The phrases around a trigger that may name who did it, to whom, and where, each with the construction it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from according.model import Span

_REACH = 110
"""How many characters on either side of a trigger are looked at, within its sentence."""
_TOKEN = re.compile(r"[\w’'&]+(?:[.-](?=\w)[\w’'&]+)*|[^\s\w]")
_PREPOSITIONS = frozenset("of on against upon in at near by from to into over with between targeting hitting outside around inside".split())
_BEING = frozenset("was were is are be been being got".split())
_VERBS = _BEING | frozenset("has have had will would could may might did do also reportedly not then to".split())
_STOPS = (
    _PREPOSITIONS
    | _VERBS
    | frozenset(
        """
        for and or but as that which who whom when while where after before during since until said says say told
        including following than because
        if killed killing wounded injured injuring wounding died dead attacked launched carried using according it's there
        """.split()
    )
)
_LONGEST = 7
_MOST = 3

Phrase = tuple[Span, str]
_Token = tuple[str, int, int]


def iter_phrases(text: str, trigger: Span, sentence: Span) -> Iterator[Phrase]:
    """The phrases near a trigger in its sentence, each with its construction.

    That is ``subject``, ``passive``, ``beside`` or ``object``, or a preposition with where it stands: ``next by``, ``further in``.

    >>> text = "Two men were abducted by rebels near Kesh."
    >>> [(text[slice(*span)], how) for span, how in iter_phrases(text, (13, 21), (0, 42))]
    [('Two men', 'passive'), ('rebels', 'next by'), ('Kesh', 'further near')]
    """
    start, end = trigger
    before = _tokens(text, max(sentence[0], start - _REACH), start)
    after = _tokens(text, end, min(sentence[1], end + _REACH))
    yield from _subject(before)
    yield from _last_phrase(before)
    yield from _following(after)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [(found.group().lower(), found.start(), found.end()) for found in _TOKEN.finditer(text, start, end)] if start < end else []


def _is_word(token: _Token) -> bool:
    return token[0] not in _STOPS and (token[0][0].isalnum() or token[0][0] in "’'")


def _subject(tokens: list[_Token]) -> Iterator[Phrase]:
    """What stands before the trigger, with or without auxiliaries between."""
    at = len(tokens)
    while at and tokens[at - 1][0] in _VERBS:
        at -= 1
    verbs = tokens[at:]
    how = "passive" if any(word in _BEING for word, _, _ in verbs) else "subject" if verbs else "beside"
    if span := _phrase_to(tokens, at):
        yield span, how


def _last_phrase(tokens: list[_Token]) -> Iterator[Phrase]:
    """The last prepositional phrase before the trigger, and the noun that it hangs on: "the siege of Kesh by the army was broken"."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at][0] in _PREPOSITIONS:
            if span := _phrase_from(tokens, at + 1)[0]:
                yield span, f"before {tokens[at][0]}"
            if noun := _phrase_to(tokens, at):
                yield noun, "head before"
            return


def _following(tokens: list[_Token]) -> Iterator[Phrase]:
    at = 0
    given = 0
    while at < len(tokens) and given < _MOST:
        word = tokens[at][0]
        if word in ";:" or word in ".!?":
            return
        if word in _PREPOSITIONS or (at == 0 and _is_word(tokens[at])):
            begin = at if at == 0 and word not in _PREPOSITIONS else at + 1
            span, at_next = _phrase_from(tokens, begin)
            if span:
                yield span, "object" if begin == 0 else f"{'next' if at == 0 else 'further'} {word}"
                given += 1
            at = max(at + 1, at_next)
        else:
            at += 1


def _phrase_from(tokens: list[_Token], at: int) -> tuple[Span | None, int]:
    end = at
    while end < len(tokens) and end - at < _LONGEST and _is_word(tokens[end]):
        end += 1
    return ((tokens[at][1], tokens[end - 1][2]) if end > at else None), end


def _phrase_to(tokens: list[_Token], end: int) -> Span | None:
    at = end
    while at and end - at < _LONGEST and _is_word(tokens[at - 1]):
        at -= 1
    return (tokens[at][1], tokens[end - 1][2]) if at < end else None
