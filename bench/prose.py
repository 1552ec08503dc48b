"""Conflict-report prose that nobody wrote: the sentences of ``prose.yaml`` with their slots filled by a seeded chance.

Places and people are drawn from long lists in the manner of Zipf, so that a few names stand in most texts, most names in
a few, and the vocabulary keeps growing with the number of texts, as it does in real reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")
_ONSETS = ["b", "d", "dr", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "sh", "t", "v", "z"]
_VOWELS = ["a", "a", "e", "e", "i", "o", "u", "ai"]
_CODAS = ["", "", "", "l", "m", "n", "r"]
_PLACE_ENDS = ["abad", "iye", "ovo", "ada", "un", "ir", "esh", "ava", "al", "ine"]
_FAMILY_ENDS = ["ian", "ov", "ani", "ari", "ek", "usha", "oglen", "ides", "awi", "ur"]


@dataclass(frozen=True, slots=True)
class Names:
    """The invented places, surnames and things of one world, most frequent first."""

    places: tuple[str, ...]
    families: tuple[str, ...]
    things: tuple[str, ...]


@cache
def load_lists() -> dict[str, list[str]]:
    """The word lists and sentence patterns of ``prose.yaml`` by name."""
    lists: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("prose.yaml").read_text(encoding="utf-8"))
    return lists


@cache
def make_names(count: int = 40_000) -> Names:
    """The world that all pages and reports tell of: ``count`` places and as many surnames, the same in every run."""
    rng, lists = Random("names"), load_lists()
    places = lists["place"] + [_make_name(rng, _PLACE_ENDS) for _ in range(count)]
    families = lists["family"] + [_make_name(rng, _FAMILY_ENDS) for _ in range(count)]
    compounds = [first + last for first in lists["thing_first"] for last in lists["thing_last"]]
    rng.shuffle(compounds)
    return Names(*(tuple(dict.fromkeys(names)) for names in (places, families, lists["thing"] + compounds)))


def pick_zipf(rng: Random, items: Sequence[str]) -> str:
    """One item, drawn with a chance that falls as one over its rank."""
    return items[int(len(items) ** rng.random()) - 1]


def _make_name(rng: Random, ends: list[str]) -> str:
    """A pronounceable name of two or three syllables, for example ``Khaarnovo``."""
    syllables = (rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2))))
    return ("".join(syllables) + rng.choice(_ONSETS) + rng.choice(ends)).capitalize()


class Writer:
    """Writes sentences about one happening; equal seeds write equal texts.

    A text keeps to a few places and people of its own, as a report does, with others now and then.
    """

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)
        names = make_names()
        self._names = names
        self._places = [pick_zipf(self.rng, names.places) for _ in range(3)]
        self._families = [pick_zipf(self.rng, names.families) for _ in range(3)]

    def write(self, kind: str) -> str:
        """A sentence of a kind (``lead``, ``quote``, ``caption`` …), its slots filled."""
        words = _SLOT.sub(lambda slot: self.fill(slot[1]), self.rng.choice(load_lists()[kind]))
        return _ARTICLE.sub(r"\1n ", words)

    def paragraph(self, sentences: int) -> str:
        """Sentences in a row, now and then a quotation among them."""
        return " ".join(self.write("quote" if self.rng.random() < 0.15 else "sentence") for _ in range(sentences))

    def fill(self, slot: str) -> str:
        """The words that go into a slot.

        ``_cap`` begins a sentence with them, ``_bare`` leaves their first word out, ``_name`` only a leading "the", and
        ``_tag`` makes one word of them.
        """
        if slot.endswith("_cap"):
            words = self.fill(slot[:-4])
            return words[0].upper() + words[1:]
        if slot.endswith("_bare"):
            return self.fill(slot[:-5]).split(" ", 1)[-1]
        if slot.endswith("_name"):
            return self.fill(slot[:-5]).removeprefix("the ")
        if slot.endswith("_tag"):
            return re.sub(r"\W", "", self.fill(slot[:-4]))
        return self._fill_plain(slot)

    def _fill_plain(self, slot: str) -> str:
        """The words for a slot without a suffix: a name, a number, or an entry of the list of that name."""
        match slot:
            case "place":
                return self._mostly(self._places, self._names.places)
            case "person":
                return f"{self.rng.choice(load_lists()['given'])} {self._mostly(self._families, self._names.families)}"
            case "few":
                return self.rng.choice(("two", "three", "four", "five", "six", "seven"))
            case "small":
                return str(int(2 + 120 ** self.rng.random()))
            case "count":
                return f"{int(2 + 400 ** self.rng.random()) * 50:,}"
            case "range":
                low = int(2 + 200 ** self.rng.random()) * 100
                return f"{low:,} and {low + self.rng.randrange(1, 8) * 500:,}"
            case "thing":
                return pick_zipf(self.rng, self._names.things)
        return pick_zipf(self.rng, load_lists()[slot])

    def _mostly(self, own: list[str], others: Sequence[str]) -> str:
        """One of this text's own names, or in one case of six any other."""
        return self.rng.choice(own) if self.rng.random() < 5 / 6 else pick_zipf(self.rng, others)
