"""Whether what one report denies is what another tells of, and whether it is denied outright."""

from __future__ import annotations

from according.incidents import Happening
from according.reconcile.comparing import ACTS, MEANS, MUTUAL, country_of, doers, is_vague, kinds, load_cues
from according.reconcile.parties import may_be_same, parties_of

_SORTS = dict.fromkeys((*MEANS, "battle"), "force") | dict.fromkeys(("abduction", "detention"), "held")
_DONE_BY_ONE = frozenset((*_SORTS.values(), *ACTS)) - MUTUAL | {"attack"}
"""Sorts of acts of which it matters who did them, and not only that they were done."""
_ARTICLES = frozenset(("the", "a", "an", "of", "its", "and"))


def may_deny(denial: Happening, other: Happening) -> bool:
    """Whether what is denied may be this happening: no kind of act in general, nor another act than the one told of.

    "Repeatedly denied such attacks", without a day, is no word on one of today; and who denies a deed of its own, none on one that is
    told of another party. One of the two says where it was; in one report the other does,
    in a sentence of its own.
    """
    has_day = denial.date_how not in (None, "inherited")
    is_general = not has_day and (not load_cues().general.isdisjoint(denial.words) or _is_standing(denial))
    sorts = _sorts(denial), _sorts(other)
    if is_general or (all(sorts) and not sorts[0] & sorts[1]) or _is_of_another(denial, other):
        return False
    if denial.report != other.report:
        return not is_vague(denial) or not is_vague(other)
    return not is_vague(other) and not (other.sentence[0] < denial.sentence[1] and denial.sentence[0] < other.sentence[1])


def _is_standing(denial: Happening) -> bool:
    """Whether somebody is only said to deny what he always denies: "the government denies using barrel bombs"."""
    return "using" in denial.words and not {"deny", "denies"}.isdisjoint(denial.words)


def is_said_outright(denial: Happening, other: Happening) -> bool:
    """Whether it is denied in so many words, or by the party itself that is said to have done it: "its forces had not shelled Orna".

    Who denies a deed of its own is answered by those who say that it did it, and not by whoever tells of the deed alone.
    """
    speaks = parties_of(denial.who, None, denial.date_from)
    country = country_of(denial, other)
    accused = [one for one in (speaks, doers(denial)) if one.parties]
    known = doers(other)
    is_named = any(may_be_same(one, known, country) for one in accused) if known.parties else _share_words(denial, other)
    is_answered = other.actor is not None and is_named
    if speaks.parties and known.parties:
        is_own = may_be_same(speaks, known, country) or may_be_same(speaks, doers(denial), country)
    else:
        is_own = _are_called_alike(denial.who, other.actor) or _are_called_alike(denial.who, denial.actor)
    if not is_own and load_cues().denies.isdisjoint(denial.words):
        return False
    is_deed = not _sorts(denial).isdisjoint(_DONE_BY_ONE)
    return is_answered or not accused or not is_deed


def _share_words(denial: Happening, other: Happening) -> bool:
    """Whether the party that the other names is called by a word of who denies or is said not to have done it: "the Kesh army"."""
    return _are_called_alike(f"{denial.who or ''} {denial.actor or ''}", other.actor)


def _are_called_alike(one: str | None, other: str | None) -> bool:
    """Whether two parties have a word in common, but for articles."""
    return not (set((one or "").lower().split()) - _ARTICLES).isdisjoint((other or "").lower().split())


def _is_of_another(denial: Happening, other: Happening) -> bool:
    """Whether the other tells of a party that did it which is neither the one that denies nor the one that is said not to have."""
    named = [parties for parties in (doers(denial), parties_of(denial.who, None, denial.date_from)) if parties.parties]
    if not named or (kinds(denial) | kinds(other)) & MUTUAL:
        return False
    return not any(may_be_same(parties, doers(other), country_of(denial, other)) for parties in named)


def _sorts(one: Happening) -> frozenset[str]:
    """Of which sorts an act is by its own sentence; of bombs, shells and fighting a denial has often one word for another."""
    told = {mention.kind for mention in one.mentions if one.sentence[0] <= mention.trigger[0] < one.sentence[1]}
    return frozenset(_SORTS.get(kind, kind) for kind in (told | {one.kind}) & ACTS)
