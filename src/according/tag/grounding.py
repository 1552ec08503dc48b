"""Where the words stand in a text that somebody says are in it: exactly, or but for white space and the form of quotation marks.

Words that stand nowhere, or in several places of which none is meant clearly, are grounded nowhere.
"""

from __future__ import annotations

from bisect import bisect_left

from according.model import Span

_ALIKE = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—−", "-"), "\u00a0": " ", "\u202f": " "}
)
_AROUND = " \t\r\n\"'"
_MOST_LOOKED_AT = 200


class Ground:
    """A text in which quotes are looked for.

    >>> Ground("The “old bridge” fell. It fell at night.").find('The "old  bridge"'), Ground("It fell. It fell.").find("fell")
    ((0, 16), None)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._at = _fold(text)

    def find(self, quote: str, near: Span | None = None) -> Span | None:
        """The one place of a quote; where it stands in several, the one within ``near``; None if that leaves none or more."""
        quote = quote.strip()
        if not quote:
            return None
        exact = _places(self._text, quote, near)
        if exact is not None:
            return exact or None
        folded = _fold(quote)[0]
        within = None if near is None else (_index(self._at, near[0]), _index(self._at, near[1]))
        for form in dict.fromkeys((folded, folded.strip(_AROUND))):
            found = _places(self._folded, form, within) if form else None
            if found is not None:
                return (self._at[found[0]], self._at[found[1] - 1] + 1) if found else None
        return None


def _places(text: str, quote: str, near: Span | None) -> Span | tuple[()] | None:
    """The one place of a quote; empty where there are several and none is meant; None where there is none."""
    found = _occurrences(text, quote, 0, len(text))
    if len(found) > 1:
        found = _occurrences(text, quote, *near) if near is not None else found
        return found[0] if len(found) == 1 else ()
    return found[0] if found else None


def _occurrences(text: str, quote: str, start: int, end: int) -> list[Span]:
    """The first two places of a quote as whole words; a quote that stands within many words counts as one that stands twice."""
    found: list[Span] = []
    at = text.find(quote, start, end)
    for _ in range(_MOST_LOOKED_AT):
        if at < 0 or len(found) > 1:
            return found
        until = at + len(quote)
        if not _cuts(text, at) and not _cuts(text, until):
            found.append((at, until))
        at = text.find(quote, at + 1, end)
    return [(0, 0), (0, 0)]


def _cuts(text: str, at: int) -> bool:
    """Whether a word is cut here."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _fold(text: str) -> tuple[str, list[int]]:
    """The text with one space for any white space and one form of each mark, and where each of its characters stood."""
    made: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text.translate(_ALIKE)):
        if not char.isspace():
            made.append(char)
            places.append(at)
        elif made and made[-1] != " ":
            made.append(" ")
            places.append(at)
    return "".join(made), places


def _index(places: list[int], at: int) -> int:
    """Where a place of the text is in the folded one."""
    return bisect_left(places, at)
