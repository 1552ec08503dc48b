"""A text cut into words, numbers and signs, which the rules of counting walk over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from according.model import Span

_TOKEN = re.compile(r"\d+(?:[.,’'\u00a0\u202f]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\s\w]|_+")


class Tokens:
    """The tokens of a text: ``lower`` their words in lower case, ``starts`` and ``ends`` their offsets.

    Example: ``Tokens("At least 1,200").lower`` is ``["at", "least", "1,200"]``. Indices out of range give no word (``""``).
    """

    __slots__ = ("ends", "lower", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [found.span() for found in _TOKEN.finditer(text)]
        plain = text.replace("’", "'")
        self.lower: list[str] = [plain[start:end].lower() for start, end in spans]
        self.starts: list[int] = [start for start, _ in spans]
        self.ends: list[int] = [end for _, end in spans]

    def __len__(self) -> int:
        return len(self.lower)

    def word(self, at: int) -> str:
        """The token in lower case; no word beyond the ends of the text."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def raw(self, at: int) -> str:
        """The token as it is written; no word beyond the ends of the text."""
        return self.text[self.starts[at] : self.ends[at]] if 0 <= at < len(self.lower) else ""

    def glued(self, at: int) -> bool:
        """Whether nothing stands between this token and the one before it, as in "1.2m" and "M16"."""
        return 0 < at < len(self.lower) and self.ends[at - 1] == self.starts[at]

    def is_number(self, at: int) -> bool:
        """Whether the token begins with a digit."""
        return self.word(at)[:1].isdigit()

    def is_word(self, at: int) -> bool:
        """Whether the token begins with a letter."""
        return self.word(at)[:1].isalpha()

    def within(self, span: Span) -> range:
        """The tokens that overlap a span."""
        return range(bisect_right(self.ends, span[0]), bisect_left(self.starts, span[1]))

    def span(self, first: int, end: int) -> Span:
        """The span from one token up to, not including, another."""
        return self.starts[first], self.ends[end - 1]

    def matches(self, at: int, words: Sequence[str]) -> bool:
        """Whether these words begin at a token."""
        return at >= 0 and self.lower[at : at + len(words)] == list(words)
