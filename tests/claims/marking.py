"""Reports written with their marks in them: ``<1:Karo> |1:said| {1:the bridge is closed}``, a number for each claim."""

from __future__ import annotations

import re

from according.model import Attribution, Span

_MARK = re.compile(r"<(\d):([^<>]*)>|\|(\d):([^|]*)\||\{(\d):|\}")


def parse_marks(marked: str) -> tuple[str, list[Attribution]]:
    """The text without its marks, and its claims by number; content may hold other marks, and come in several pieces."""
    text = ""
    at = 0
    spans: dict[str, dict[str, Span]] = {}
    contents: dict[str, list[Span]] = {}
    opened: list[tuple[str, int]] = []
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        source, its_source, cue, its_cue, content = found.groups()
        if source or cue:
            words = its_source or its_cue
            spans.setdefault(source or cue, {})["source" if source else "cue"] = (len(text), len(text) + len(words))
            text += words
        elif content:
            opened.append((content, len(text)))
        else:
            number, start = opened.pop()
            contents.setdefault(number, []).append((start, len(text)))
    text += marked[at:]
    return text, [
        Attribution(tuple(contents[number]), spans.get(number, {}).get("source"), spans.get(number, {}).get("cue"), "state", 0.9)
        for number in sorted(contents)
    ]
