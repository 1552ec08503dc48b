"""What kind of party to a conflict an actor is: a state's forces, rebels, people without arms; None where nothing tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from according.actors import actor_called
from according.export.records import IncidentRow
from according.vocab.actors import Actor, load_states
from according.vocab.crosswalks import load_party_words

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ARTICLE = re.compile(r"\A(?:the|a|an)\s+", re.IGNORECASE)
_OWN = re.compile(r"\b(?:of|from|in|at|by|with|who|backed)\b")
_MOST_WORDS = 3
UNARMED = frozenset({"civilians", "bodies", "party", "protesters", "rioters"})


@dataclass(frozen=True, slots=True)
class Party:
    """Who did or suffered something, by the name that most origins give, and what kind of party that is (``parties.yml`` lists them)."""

    name: str | None
    kind: str | None


def parties_of(incident: IncidentRow, actor: str | None, target: str | None) -> tuple[Party, Party]:
    """Who did it and who suffered it; where the target's name tells nothing, counted victims who bear no arms do."""
    day = incident.date_from
    did = Party(actor, kind_of_party(actor, incident.country, day))
    suffered = Party(target, kind_of_party(target, incident.country, day))
    if suffered.kind is None and (found := _counted(incident)):
        suffered = Party(target, found)
    return did, suffered


def _counted(incident: IncidentRow) -> str | None:
    """The kind of party of those who are counted as killed or injured, where all counts are of people without arms."""
    counted = {
        kind
        for told in incident.told
        for figure in told.counted
        if figure.measure in ("killed", "injured", "casualties") and figure.of
        if (kind := kind_of_party(figure.of, None, None))
    }
    return counted.pop() if len(counted) == 1 and counted <= UNARMED else None


@lru_cache(20_000)
def kind_of_party(name: str | None, country: str | None, day: str | None) -> str | None:
    """The kind of party of an actor by its name or phrase, in a country (ISO 3166) on a day.

    >>> kind_of_party("Syrian army", "SY", None), kind_of_party("Syrian army", "LB", None), kind_of_party("rebel fighters", "SY", None)
    ('state', 'foreign state', 'rebels')
    >>> kind_of_party("three children", "SY", None), kind_of_party("Kesh Tigers", "SY", None)
    ('civilians', None)
    """
    if not name:
        return None
    actor = actor_called(name, day)
    if actor and (kind := _of_actor(actor, country, day)):
        return kind
    if code := _states().get(_ARTICLE.sub("", name).strip().lower()):
        return None if country is None else "state" if code == country else "foreign state"
    return _of_phrase(name)


@cache
def _states() -> Mapping[str, str]:
    """The names of states, and the words that say that something is their own, with their ISO 3166 codes."""
    return {name.lower(): state.code for state in load_states() for name in (state.name, *state.of, *state.also)}


def _of_actor(actor: Actor, country: str | None, day: str | None) -> str | None:
    words = load_party_words()
    kind = words.kinds.get(actor.kind)
    if kind == "by side":
        kind = words.sides.get(actor.side_on(day) or "", "armed")
    if kind != "by country":
        return kind
    if not actor.country or country is None:
        return "soldiers" if actor.kind in ("armed force", "defence ministry") else None
    return "state" if country in actor.country else "foreign state"


def _of_phrase(name: str) -> str | None:
    """The kind of party that the last noun known in a phrase means; what follows "of" or "from" only tells whose it is.

    "Troops" and "jets" are those of whoever is named before them: "regime troops", "rebel troops".
    """
    kinds = _kinds_in(_WORD.findall(_OWN.split(name.lower(), maxsplit=1)[0]))
    named = [kind for kind in kinds if kind != "soldiers"] if kinds[:1] == ["soldiers"] else kinds
    return next(iter(named or kinds), None)


def _kinds_in(words: list[str]) -> list[str]:
    """The kinds of party that nouns in a phrase mean, the last first."""
    nouns, found, last = load_party_words().nouns, [], len(words)
    while last:
        lengths = range(min(_MOST_WORDS, last), 0, -1)
        known = ((length, form) for length in lengths for form in _singulars(" ".join(words[last - length : last])) if form in nouns)
        length, form = next(known, (1, ""))
        if form:
            found.append(nouns[form])
        last -= length
    return found


def _singulars(phrase: str) -> tuple[str, ...]:
    """A phrase as it stands, and as it may be in the singular."""
    forms = [phrase]
    if phrase.endswith("men"):
        forms.append(phrase[:-3] + "man")
    if phrase.endswith("ies"):
        forms.append(phrase[:-3] + "y")
    if phrase.endswith("es"):
        forms.append(phrase[:-2])
    if phrase.endswith("s"):
        forms.append(phrase[:-1])
    return tuple(forms)
