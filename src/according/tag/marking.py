"""From the network's output for a batch of windows to marks on the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from according.model import Attribution, Mark, Quantity, Span, Trigger
from according.tag.decode import Floats, Found, Ints, distance_classes, find_paths, find_spans, link_scores, path_spans, softmax
from according.tag.labels import ACTS, LINK_HEADS, SCOPES, STATUSES, TOKEN_HEADS, columns
from according.tag.settings import Choices, LinkWeights
from according.tag.windows import Pieces, Window

FAMILIES = ("part", "role")
_LONGEST_WORD = 40
"""How many pieces a span is widened by at most, so that it holds whole words."""
_SEEN = 128
"""How far from an anchor its parts are looked for, in pieces."""


@dataclass(frozen=True, slots=True)
class Output:
    """What the network gives for one window, without the marks of its ends: a row for each piece."""

    scores: Floats
    links: Floats


@dataclass(slots=True)
class Anchored:
    """A claim or an event in the making: the window it was found in, its anchor, and the parts that go with it."""

    window: int
    found: Found
    parts: dict[str, list[tuple[int, int]]]


class Marker:
    """Turns the outputs of windows over one text into marks."""

    def __init__(self, pieces: Pieces, links: LinkWeights, choices: Choices) -> None:
        self.pieces, self.links, self.choices = pieces, links, choices

    def spans(self, head: str, windows: Sequence[Window], outputs: Sequence[Output]) -> Iterator[tuple[int, Found]]:
        """The spans of a head that begin in the core of a window, with the number of the window."""
        least = self.choices.least.get(head, 0.5)
        for number, (window, output) in enumerate(zip(windows, outputs, strict=True)):
            for found in find_spans(softmax(output.scores[:, columns(head)]), TOKEN_HEADS[head], least):
                if window.core_start <= window.start + found.start < window.core_end:
                    yield number, found

    def marks(self, head: str, windows: Sequence[Window], outputs: Sequence[Output]) -> list[Mark]:
        """Spans with a type: names, times."""
        return [
            Mark(self._span(windows[number], found.start, found.end), found.label, self.choices.calibrated(head, found.probability))
            for number, found in self.spans(head, windows, outputs)
        ]

    def quantities(self, windows: Sequence[Window], outputs: Sequence[Output]) -> list[Quantity]:
        """Quantities with measure and scope."""
        return [
            Quantity(
                self._span(windows[number], found.start, found.end),
                found.label,
                None if (scope := _best("scope", outputs[number], found.start, SCOPES)) == "unsaid" else scope,
                self.choices.calibrated("quantity", found.probability),
            )
            for number, found in self.spans("quantity", windows, outputs)
        ]

    def triggers(self, windows: Sequence[Window], outputs: Sequence[Output]) -> list[Trigger]:
        """Event mentions with kind, status and roles."""
        triggers = []
        for anchored in self._anchored("role", list(self.spans("trigger", windows, outputs)), windows, outputs):
            window, found = windows[anchored.window], anchored.found
            roles = {role: self._span(window, *_nearest(parts, found)) for role, parts in anchored.parts.items()}
            triggers.append(
                Trigger(
                    span=self._span(window, found.start, found.end),
                    kind=found.label,
                    status=_best("status", outputs[anchored.window], found.start, STATUSES),
                    actor=roles.get("actor"),
                    target=roles.get("target"),
                    place=roles.get("place"),
                    confidence=self.choices.calibrated("trigger", found.probability),
                )
            )
        return triggers

    def attributions(self, style: str, windows: Sequence[Window], outputs: Sequence[Output]) -> list[Attribution]:
        """Claims; an anchor for which no content is found is none."""
        claims = []
        for anchored in self._anchored(f"part.{style}", list(self.spans(f"anchor.{style}", windows, outputs)), windows, outputs):
            window, found = windows[anchored.window], anchored.found
            if "content" not in anchored.parts:
                continue
            source = anchored.parts.get("source")
            claims.append(
                Attribution(
                    content=tuple(self._span(window, *part) for part in anchored.parts["content"]),
                    source=self._span(window, *_nearest(source, found)) if source else None,
                    cue=self._span(window, found.start, found.end) if found.label == "cue" else None,
                    act=_best("act", outputs[anchored.window], found.start, ACTS),
                    confidence=self.choices.calibrated("claim", found.probability),
                )
            )
        return claims

    def _anchored(
        self, head: str, anchors: list[tuple[int, Found]], windows: Sequence[Window], outputs: Sequence[Output]
    ) -> list[Anchored]:
        """Each anchor with the parts that its head finds around it, in the order of the text."""
        seen, scores, leaving = [], [], []
        cost = self.choices.leaving.get(head, 0.0)
        for number, group in groupby(anchors, key=lambda anchor: anchor[0]):
            centres = np.array([found.start for _, found in group])
            around = _around(centres, len(outputs[number].links))
            seen += list(around[:, 0])
            scores += list(self._link_scores(head, centres, around, outputs[number]))
            leaving += list(np.where(self.pieces.breaks[around + windows[number].start], 0.0, cost).astype(np.float32))
        paths = find_paths(scores, leaving, self.choices.restart.get(head, 0.0))
        anchored = []
        for (number, found), first, path in zip(anchors, seen, paths, strict=True):
            parts: dict[str, list[tuple[int, int]]] = {}
            for start, end, part in path_spans(path, LINK_HEADS[head]):
                parts.setdefault(part, []).append((int(first) + start, int(first) + end))
            anchored.append(Anchored(number, found, parts))
        return anchored

    def _link_scores(self, head: str, centres: Ints, around: Ints, output: Output) -> Floats:
        """Scores of the pieces around each anchor: (anchors, pieces, labels)."""
        family = head.split(".")[0]
        width = output.links.shape[1] // (2 * len(FAMILIES))
        at = 2 * FAMILIES.index(family) * width
        to, of = output.links[:, at : at + width], output.links[:, at + width : at + 2 * width]
        distance = distance_classes(around - centres[:, None])
        return link_scores(to[around], of[centres], distance, self.links.near[family], self.links.weight[head], self.links.bias[head])

    def _span(self, window: Window, start: int, end: int) -> Span:
        """Code points of pieces of a window, with the whole of the words that they begin and end in."""
        pieces = self.pieces
        first, last = window.start + start, window.start + end - 1
        for _ in range(_LONGEST_WORD):
            first -= bool(first > 0 and pieces.goes_on[first])
            last += bool(last + 1 < len(pieces) and pieces.goes_on[last + 1])
        return int(pieces.starts[first]), int(pieces.ends[last])


def _best(head: str, output: Output, at: int, labels: Sequence[str]) -> str:
    return labels[int(output.scores[at, columns(head)].argmax())]


def _around(centres: Ints, size: int) -> Ints:
    """The pieces of a window that are near enough to each of its anchors: (anchors, pieces)."""
    reach = min(size, 2 * _SEEN)
    firsts = np.clip(centres - _SEEN, 0, size - reach)
    return np.asarray(firsts[:, None] + np.arange(reach)[None, :], np.int64)


def _nearest(parts: list[tuple[int, int]], anchor: Found) -> tuple[int, int]:
    """The part closest to the anchor; of two equally close the first."""
    return min(parts, key=lambda part: max(part[0] - anchor.end, anchor.start - part[1]))
