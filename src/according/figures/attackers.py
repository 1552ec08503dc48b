"""Which figures count those who attacked, not those whom it befell: "two bombers blew themselves up", "stormed by six gunmen"."""

from __future__ import annotations

from according.figures.reads import Read
from according.figures.tokens import Tokens
from according.figures.words import load_counting_words

_ATTACKERS = frozenset("bomber bombers attacker attackers assailant assailants gunman gunmen hijacker hijackers raider raiders".split())
_FIGHTERS = frozenset(
    "fighter fighters militant militants terrorist terrorists insurgent insurgents rebel rebels jihadist jihadists jihadi jihadis"
    " soldier soldiers troops commandos members men".split()
)
_ATTACKS = frozenset(
    "attack infiltrated rammed blew blow blown exploded detonated detonate opened fired carried conducted launched threw hurled".split()
)
_EITHER = frozenset("attacked assaulted stormed raided ambushed".split())
"""Verbs that a thing done and a thing suffered share: "six men attacked a post", "six men attacked near a post"."""
_SUFFERED = frozenset("by in near at on while when during as with . ;".split())
_HARMS = frozenset("killed killing wounded wounding injured injuring murdered".split())
_BETWEEN = frozenset("who that which had have has also then later first reportedly allegedly apparently and , \" ' “ ” ’ ) -".split())
_COUNTING = frozenset(("at", "more", "up", "some", "several", "many", "dozens"))
_ROSE = frozenset("rose risen rise rises increased grew grown climbed up fell fallen down reduced shrunk".split())
_REACH = 5  # tokens between the figure and its verb
_BEFORE = 4  # tokens


def are_attackers(tokens: Tokens, read: Read) -> bool:
    """Whether a figure counts armed people as those who do the deed that it stands beside.

    >>> from according.figures.amounts import find_amounts
    >>> from according.figures.reads import read_unmarked
    >>> def first(text):
    ...     tokens = Tokens(text)
    ...     return are_attackers(tokens, read_unmarked(tokens, next(iter(find_amounts(tokens)))))
    >>> first("Two bombers blew themselves up."), first("Two bombers were killed."), first("It killed two bombers.")
    (True, False, False)
    """
    counted = read.counted
    if counted is None:
        return False
    noun = tokens.word(counted.head)
    if noun not in _ATTACKERS and noun not in _FIGHTERS:
        return False
    return _acts(tokens, max(read.end, counted.end)) or _is_named_as_doer(tokens, read.first)


def _acts(tokens: Tokens, end: int) -> bool:
    """Whether the verb behind a figure tells what the counted did; "were attacked" and "killed in a raid" tell what befell them."""
    for at in range(end, end + _REACH):
        word = tokens.word(at)
        if word in _ATTACKS or (word in _EITHER and tokens.word(at + 1) not in _SUFFERED):
            return True
        if word in _HARMS:
            return _counts_others(tokens, at + 1)
        if word not in _BETWEEN:
            return False
    return False


def _counts_others(tokens: Tokens, at: int) -> bool:
    word = tokens.word(at)
    is_open = word in _COUNTING and tokens.word(at + 1) in ("least", "than", "to")
    return is_open or tokens.is_number(at) or load_counting_words().starts_number(word)


def _is_named_as_doer(tokens: Tokens, first: int) -> bool:
    """Whether "by" stands before a figure, and nothing rose by it."""
    if tokens.word(first - 1) != "by":
        return False
    return _ROSE.isdisjoint(tokens.word(first - back) for back in range(2, 2 + _BEFORE))
