"""An actor by one of its names."""

from __future__ import annotations

import re

from according.actors.index import Entry, look_up, search
from according.actors.words import find_words
from according.vocab.actors import Actor

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_KIND = re.compile(
    r"\s+(?:group|movement|militia|organi[sz]ation|network|party|agency|newspaper|news agency|militants|rebels|fighters)$", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")


def actor_called(name: str, on: str | None = None) -> Actor | None:
    """The actor of that name, with or without "the" or "group"; None if it is none's, or more than one's.

    ``on`` is an ISO date: of two actors that share a name, one that did not exist by then is not meant.

    >>> actor_called("the Nusra Front").name_on("2015-05"), actor_called("the Kenyan army").kind, actor_called("Kesh Tigers")
    ('al-Nusra Front', 'armed force', None)
    """
    bare = _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(name.split())))
    for form in dict.fromkeys((bare, f"The {bare}", _KIND.sub("", bare))):
        if found := _only([entry for entry in look_up(form) if _has_its_capitals(entry, form)], on):
            return found
    words = find_words(bare)
    whole = [met for met in search(bare, words, is_phrase=True) if met.first == 0 and met.last == len(words)]
    return _only(whole[0].entries, on) if whole else None


def _has_its_capitals(entry: Entry, name: str) -> bool:
    return name.isupper() or not entry.alias.isupper() or " " in entry.alias


def _only(entries: list[Entry] | tuple[Entry, ...], on: str | None) -> Actor | None:
    named = [entry for entry in entries if entry.actor and entry.actor.exists_on(on)]
    clear = [entry for entry in named if not entry.ambiguous] or named
    actors = {entry.actor.name: entry.actor for entry in clear if entry.actor}
    return actors.popitem()[1] if len(actors) == 1 else None
