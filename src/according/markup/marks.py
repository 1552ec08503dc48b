"""What reports, posts and sources hold, made fit for a page: escaped, with every trick of writing visible.

A name can turn the line around it (bidirectional controls), hide letters (of no width) or borrow letters of another script
to pass for another name. Each stands in an isolate of its own (``bdi``); what would be invisible is shown as a mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_TURNS = {
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of embedding",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "isolate",
    "\u2069": "end of isolate",
}
_HIDDEN = {"\u200b": "space of no width", "\u2060": "word joiner", "\ufeff": "space of no width", "\u00ad": "soft hyphen"}
_CONTROLS = {chr(code): f"control character {code:02X}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKED = {**_TURNS, **_HIDDEN, **_CONTROLS}
_PATTERN = re.compile("[" + "".join(map(re.escape, _MARKED)) + "]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKALIKES = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def shown(value: object) -> Markup:
    """A text as it stands, escaped and isolated, each control that would turn or hide a part of it as a visible mark.

    >>> shown("<b>ten\u202e dead")
    Markup('<bdi>&lt;b&gt;ten<abbr class="mark" title="right-to-left override">◆</abbr> dead</bdi>')
    """
    return Markup("<bdi>{}</bdi>").format(marked(str(value)))


@lru_cache(4096)
def name(value: str) -> Markup:
    """A name as a person reads it: white space is one space, and a word that mixes look-alike scripts is marked.

    >>> name("Or\u0430n")
    Markup('<bdi class="name">Orаn<abbr class="mark" title="letters of Cyrillic and Latin script in one word">≈</abbr></bdi>')
    """
    line = " ".join(value.split())
    mixed = _mixed_scripts(line)
    note = Markup('<abbr class="mark" title="letters of {} script in one word">≈</abbr>').format(" and ".join(mixed)) if mixed else ""
    return Markup('<bdi class="name">{}{}</bdi>').format(marked(line), note)


def control_words(char: str) -> str:
    """What a character is that turns or hides letters, or that nobody can see."""
    return _MARKED.get(char, "a character that cannot be seen")


def href(value: str | None) -> str | None:
    """An address that a page may link to: http or https with a host, nothing else; None for anything that is not.

    >>> href("https://outlet.example/1"), href("javascript:alert(1)"), href("https:alert(1)")
    ('https://outlet.example/1', None, None)
    """
    if value is None or any(char in _MARKED or char.isspace() for char in value):
        return None
    try:
        parts = urlsplit(value)
        return value if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def marked(value: str) -> Markup:
    """A piece of a text, escaped, with marks; whoever joins pieces isolates the whole."""
    whole = _SURROGATES.sub("�", value)
    if not _PATTERN.search(whole):
        return escape(whole)
    parts: list[Markup] = []
    at = 0
    for found in _PATTERN.finditer(whole):
        parts.append(escape(whole[at : found.start()]))
        parts.append(Markup('<abbr class="mark" title="{}">◆</abbr>').format(_MARKED[found[0]]))
        at = found.end()
    return Markup("").join((*parts, escape(whole[at:])))


def _mixed_scripts(line: str) -> list[str]:
    """The scripts that one word of the line mixes, if they have letters that look alike; most lines are ASCII, and mix none."""
    if line.isascii():
        return []
    for word in _WORD.findall(line):
        scripts = {unicodedata.name(char, "").split(" ", 1)[0] for char in word}
        if len(held := scripts & _LOOKALIKES) > 1:
            return sorted(one.capitalize() for one in held)
    return []
