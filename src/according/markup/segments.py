"""A report's text with all that was found in it: nested elements, however the findings overlap, and not a character more or less.

At every place the open elements are those of the findings that stand there, outer kinds first and what begins earlier before
what begins later. A finding that another one cuts across is closed and opened again, so the elements are always nested, and
the text of the page is the text of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from according.markup.marks import control_words
from according.model import Span

RANKS = ("post", "claim", "part", "finding", "asked")
"""From the outside in: a post holds claims, a claim its cue and source, these the events and figures, and all what was asked for."""
_CONTROLS = re.compile("[\r\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Layer:
    """One finding to be marked: its spans, how deep it goes (one of ``RANKS``), its class names and other attributes.

    ``first`` are attributes of the first element only, since an id stands once in a page and the Tab key stops once.
    """

    rank: str
    spans: tuple[Span, ...]
    classes: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    tag: str = "span"


@dataclass(frozen=True, slots=True)
class _Piece:
    order: tuple[int, int, int, int]
    start: int
    end: int
    layer: int


def mark_up(text: str, layers: Sequence[Layer]) -> Markup:
    """The text with the layers as nested elements; spans outside of it, and empty ones, are left out.

    >>> str(mark_up("abcd", [Layer("claim", ((0, 3),), "one"), Layer("claim", ((2, 4),), "two")]))
    '<span class="one">ab<span class="two">c</span></span><span class="two">d</span>'
    """
    pieces = sorted(_pieces(len(text), layers), key=lambda piece: piece.start)
    edges = sorted({0, len(text), *(piece.start for piece in pieces), *(piece.end for piece in pieces)})
    made: list[str] = []
    opened: set[int] = set()
    stack: list[_Piece] = []
    coming = 0
    for at, until in zip(edges, [*edges[1:], len(text)], strict=True):
        standing = [piece for piece in stack if piece.end > at]
        while coming < len(pieces) and pieces[coming].start == at:
            standing.append(pieces[coming])
            coming += 1
        standing.sort(key=lambda piece: piece.order)
        kept = _shared(stack, standing)
        made.extend(f"</{layers[piece.layer].tag}>" for piece in reversed(stack[kept:]))
        made.extend(_open(piece.layer, layers, opened) for piece in standing[kept:])
        stack = standing
        made.append(_escaped(text[at:until]))
    made.extend(f"</{layers[piece.layer].tag}>" for piece in reversed(stack))
    return Markup("".join(made))


def _pieces(length: int, layers: Sequence[Layer]) -> Iterable[_Piece]:
    for number, layer in enumerate(layers):
        for start, end in layer.spans:
            if 0 <= start < end <= length:
                yield _Piece((RANKS.index(layer.rank), start, -end, number), start, end, number)


def _shared(before: Sequence[_Piece], after: Sequence[_Piece]) -> int:
    """How many elements stay open, counted from the outermost."""
    kept = 0
    while kept < min(len(before), len(after)) and before[kept] is after[kept]:
        kept += 1
    return kept


def _open(number: int, layers: Sequence[Layer], opened: set[int]) -> str:
    layer = layers[number]
    given = {"class": layer.classes, **layer.attributes, **({} if number in opened else layer.first)}
    opened.add(number)
    written = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    return f"<{layer.tag}{written}>"


def _escaped(text: str) -> str:
    return _CONTROLS.sub(_control, str(escape(text)))


def _control(found: re.Match[str]) -> str:
    """A character that would turn or hide what stands around it, shut into an element of its own that says what it is."""
    char = found[0]
    if char == "\r":
        return "&#13;"
    return f'<bdi class="control" title="{escape(control_words(char))}">{char}</bdi>'
