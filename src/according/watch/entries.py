"""Cuts a feed into its entries, each as a small feed of its own made of the very bytes that came.

Kept whole, a feed would be new evidence for all its entries whenever one is added, and they would seem to be overtaken when
they drop off its end. So each entry stands alone: the XML declaration, the opening tags and the title of the feed, the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from according.ids import sha256_hex

_DECLARATION = re.compile(rb"\s*(<\?xml[^>]{0,200}\?>)")
_TAG = re.compile(rb"<[^<>\s/]+(?:\s+[^\s=<>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ROOTS = frozenset({"rss", "RDF", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_PERIODS_S = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}
_LONGEST_WORD = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what the feed calls it (its id, else its link, else a hash), and the small feed that holds it alone."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A feed cut up: its entries in its order, and how long it asks to be left alone, if it says so."""

    entries: tuple[Entry, ...]
    pause_s: float | None = None


class _Uncut(Exception):
    """A feed that is not to be cut."""


def cut_feed(data: bytes) -> Cut | None:
    """The entries of a feed; None for what is no well-formed RSS or Atom, declares entities, or is not written in ASCII's heirs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        return None
    cutter = _Cutter(data)
    try:
        cutter.parse()
    except (expat.ExpatError, _Uncut, LookupError, ValueError):
        return None
    return Cut(tuple(cutter.make_entries()), cutter.pause_s)


@dataclass(slots=True)
class _Open:
    """An element that is still open: its local name, and where it began."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as it stands in the feed; in RSS 1.0 it stands outside the channel."""

    name: str
    data: bytes
    is_outside: bool


@dataclass(slots=True)
class _Cutter:
    """Walks over a feed once and notes where its parts begin and end."""

    data: bytes
    pieces: list[_Piece] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    path: list[_Open] = field(default_factory=list)
    entry_at: int | None = None
    names: dict[str, str] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    title: bytes = b""
    text: list[str] = field(default_factory=list)
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def parse(self) -> None:
        """Walk over the whole; raises ``ExpatError`` or ``_Uncut``."""
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self.text.append
        self.parser.EntityDeclHandler = _refuse
        self.parser.Parse(self.data, True)

    @property
    def pause_s(self) -> float | None:
        """The longest pause that the feed's ``ttl`` (minutes) or ``updatePeriod`` asks for."""
        asked = []
        if (minutes := self.words.get("ttl", "")).isascii() and minutes.isdigit():
            asked.append(float(minutes[:9]) * 60)
        if period_s := _PERIODS_S.get(self.words.get("updatePeriod", "")):
            often = self.words.get("updateFrequency", "1")
            asked.append(period_s / max(1, int(often) if often.isascii() and often.isdigit() and len(often) < 9 else 1))
        return max(asked, default=None)

    def _open(self, qualified: str, attributes: dict[str, str]) -> None:
        name, start = qualified.rpartition(":")[2], self.parser.CurrentByteIndex
        if not self.path and name not in _ROOTS:
            raise _Uncut
        self.text.clear()
        if self.entry_at is None and name in _ENTRIES and self.path:
            self.entry_at, self.names = len(self.path), {}
            if about := next((value for key, value in attributes.items() if key.rpartition(":")[2] == "about"), None):
                self.names["about"] = about
        elif self.entry_at is None and (not self.path or (len(self.path) == 1 and name == "channel")):
            self.heads.append(self._tag(start))
        elif self.entry_at == len(self.path) - 1 and name == "link" and attributes.get("rel", "alternate") == "alternate":
            self.names.setdefault("link", attributes.get("href", ""))
        self.path.append(_Open(name, start))

    def _close(self, _: str) -> None:
        element, end = self.path.pop(), self.data.index(b">", self.parser.CurrentByteIndex) + 1
        depth, word = len(self.path), "".join(self.text).strip()[:_LONGEST_WORD]
        self.text.clear()
        if self.entry_at == depth:
            self.entry_at = None
            self._keep(self.data[element.start : end])
        elif self.entry_at is not None:
            if depth == self.entry_at + 1 and element.name in ("guid", "id", "link") and word:
                self.names[element.name] = word
        elif 0 < depth <= 2:
            self.words.setdefault(element.name, word)
            if element.name == "title" and not self.title and self.path[-1].name in ("channel", "feed"):
                self.title = self.data[element.start : end]

    def _tag(self, start: int) -> bytes:
        found = _TAG.match(self.data, start)
        if found is None:
            raise _Uncut
        return found[0]

    def _keep(self, data: bytes) -> None:
        name = next((self.names[key] for key in ("guid", "id", "about", "link") if self.names.get(key)), None)
        is_outside = len(self.heads) == 2 and self.path[-1].name != "channel"
        self.pieces.append(_Piece(name or sha256_hex(data)[:16], data, is_outside))

    def make_entries(self) -> Iterator[Entry]:
        """Each entry as a feed of its own, once all of the feed is known."""
        declaration = _DECLARATION.match(self.data.removeprefix(b"\xef\xbb\xbf"))
        root, *channel = [b"</" + _tag_name(head) + b">" for head in self.heads]
        for piece in self.pieces:
            inner = [*channel, piece.data] if piece.is_outside else [piece.data, *channel]
            parts = [declaration[1] if declaration else b"", *self.heads, self.title, *inner, root]
            yield Entry(piece.name, b"\n".join(filter(None, parts)) + b"\n")


def _tag_name(tag: bytes) -> bytes:
    return re.split(rb"[\s>/]", tag[1:], maxsplit=1)[0]


def _refuse(*_: object) -> None:
    raise _Uncut
