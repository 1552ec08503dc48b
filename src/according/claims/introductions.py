"""How a report introduces a person where it quotes nobody: "Army chief Tem Orlan left", "Tem Orlan, the army chief, left"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from according.claims.nouns import phrase_before
from according.claims.phrases import read_phrase
from according.model import Span

_APPOSITION = re.compile(r",[ \t]+[a-z][^,.;:()\n\"“”]{3,80}(?=[,.;\n])")
_NO_APPOSITION = re.compile(r",[ \t]+(?:who|which|where|when|while|and|but|or|as|after|before|in|on|at|by|to|\w+(?:ing|ed))\b")
_MOST_LOOKED_AT = 4


def find_introductions(text: str, name: str, sentences: Sequence[Span]) -> list[str]:
    """The phrases in which a person's whole name stands, with the words before it and what is in apposition to it."""
    if " " not in name or not name[0].isupper():
        return []
    found = []
    for one in islice(re.finditer(rf"\b{re.escape(name)}\b", text), _MOST_LOOKED_AT):
        number = bisect_right(sentences, (one.start(), len(text))) - 1
        begins = sentences[number][0] if number >= 0 else one.start()
        near = phrase_before(text, begins, one.end())
        apposed = None if _NO_APPOSITION.match(text, one.end()) else _APPOSITION.match(text, one.end())
        end = apposed.end() if apposed else one.end()
        phrase = text[near[0] if near and near[0] < one.start() else one.start() : end]
        named = read_phrase(phrase)
        if named.name == name and named.sort == "person":
            found.append(phrase)
    return found
