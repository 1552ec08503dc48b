"""From the network's output for a batch of windows to marks on the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from according.model import Attribution, Mark, Quantity, Span, Trigger
from according.tag.decode import Floats, Found, distance_classes, find_paths, find_spans, link_scores, path_spans, softmax
from according.tag.labels import ACTS, LINK_HEADS, SCOPES, STATUSES, TOKEN_HEADS, columns
from according.tag.said import Run, Witness, add_runs
from according.tag.settings import Choices, LinkWeights
from according.tag.windows import Pieces, Window

FAMILIES = ("part", "role")
_LONGEST_WORD = 40
"""How many pieces a span is widened by at most, so that it holds whole words."""
_LIKELY = 0.1
"""From this probability on, an anchor is one that its content may make up for."""
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
        self.witness = Witness(len(pieces))
        distances = distance_classes(np.arange(-2 * _SEEN, 2 * _SEEN + 1))
        self._near = {family: near[distances] for family, near in links.near.items()}
        self._starts, self._ends, self._goes_on = pieces.starts.tolist(), pieces.ends.tolist(), pieces.goes_on.tolist()

    def spans(
        self, head: str, windows: Sequence[Window], outputs: Sequence[Output], least: float | None = None
    ) -> Iterator[tuple[int, Found]]:
        """The spans of a head that begin in the core of a window, with the number of the window; ``least`` in place of its threshold."""
        least = self.choices.least.get(head, 0.5) if least is None else least
        staying = self.choices.staying.get(head, 1.0)
        for number, (window, output) in enumerate(zip(windows, outputs, strict=True)):
            for found in find_spans(softmax(output.scores[:, columns(head)]), TOKEN_HEADS[head], least, staying):
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
        """Claims; an anchor for which no content is found is none. What is said without an anchor comes last, if it is looked for."""
        head = f"anchor.{style}"
        trust, cost = self.choices.trust.get(head), self.choices.restart.get(f"said.{style}")
        anchors = list(self.spans(head, windows, outputs, None if trust is None else _LIKELY))
        claims = [claim for claim in self._anchored(f"part.{style}", anchors, windows, outputs) if "content" in claim.parts]
        contents = [[_moved(run, windows[claim.window].start) for run in claim.parts["content"]] for claim in claims]
        alone: list[Run] = []
        if trust is not None or cost is not None:
            self._hear(style, windows, outputs)
        if trust is not None:
            probabilities = [claim.found.probability for claim in claims]
            stand = self.witness.choose(contents, probabilities, trust, self.choices.least.get(head, 0.5))
            claims, contents = [claims[number] for number in stand], [contents[number] for number in stand]
        if cost is not None:
            for content in contents:
                self.witness.take(content)
            alone = add_runs(contents, self.witness.find_unclaimed(windows[0].core_start, windows[-1].core_end, cost))
        found = [self._attribution(claim, content, windows, outputs) for claim, content in zip(claims, contents, strict=True)]
        return found + [self._unanchored(run, style, windows, outputs) for run in alone]

    def _hear(self, style: str, windows: Sequence[Window], outputs: Sequence[Output]) -> None:
        """What each piece says by the window in whose core it stands, and what follows the last core by the last window."""
        for window, output in zip(windows, outputs, strict=True):
            self.witness.hear(window.core_start, output.scores[window.core_start - window.start :, columns(f"said.{style}")])

    def _attribution(self, claim: Anchored, content: Sequence[Run], windows: Sequence[Window], outputs: Sequence[Output]) -> Attribution:
        """A claim with its content by pieces of the text."""
        window, found, source = windows[claim.window], claim.found, claim.parts.get("source")
        return Attribution(
            content=tuple(self._whole_words(*run) for run in content),
            source=self._span(window, *_nearest(source, found)) if source else None,
            cue=self._span(window, found.start, found.end) if found.label == "cue" else None,
            act=_best("act", outputs[claim.window], found.start, ACTS),
            confidence=self.choices.calibrated("claim", found.probability),
        )

    def _unanchored(self, run: Run, style: str, windows: Sequence[Window], outputs: Sequence[Output]) -> Attribution:
        """A content alone; its first piece tells the act, as that of a quotation without a cue does."""
        number = next(number for number, window in enumerate(windows) if run[0] < window.core_end)
        window, output = windows[number], outputs[number]
        start, end = _moved(run, -window.start)
        sure = softmax(output.scores[start:end, columns(f"said.{style}")])[:, 1].mean()
        act = _best("act", output, start, ACTS)
        return Attribution((self._whole_words(*run),), None, None, act, self.choices.calibrated("claim", float(sure)))

    def _anchored(
        self, head: str, anchors: list[tuple[int, Found]], windows: Sequence[Window], outputs: Sequence[Output]
    ) -> list[Anchored]:
        """Each anchor with the parts that its head finds around it, in the order of the text."""
        seen, scores, leaving = [], [], []
        cost = self.choices.leaving.get(head, 0.0)
        for number, found in anchors:
            first, stop = _around(found.start, len(outputs[number].links))
            start = windows[number].start
            seen.append(first)
            scores.append(self._link_scores(head, found.start, first, stop, outputs[number]))
            leaving.append(np.where(self.pieces.breaks[start + first : start + stop], 0.0, cost).astype(np.float32))
        paths = find_paths(scores, leaving, self.choices.restart.get(head, 0.0))
        anchored = []
        for (number, found), first, path in zip(anchors, seen, paths, strict=True):
            parts: dict[str, list[tuple[int, int]]] = {}
            for start, end, part in path_spans(path, LINK_HEADS[head]):
                parts.setdefault(part, []).append((first + start, first + end))
            anchored.append(Anchored(number, found, parts))
        return anchored

    def _link_scores(self, head: str, centre: int, first: int, stop: int, output: Output) -> Floats:
        """Scores of the pieces ``[first, stop)`` as seen from an anchor: (pieces, labels)."""
        family = head.split(".")[0]
        width = output.links.shape[1] // (2 * len(FAMILIES))
        at = 2 * FAMILIES.index(family) * width
        to, of = output.links[first:stop, at : at + width], output.links[centre, at + width : at + 2 * width]
        near = self._near[family][2 * _SEEN + first - centre : 2 * _SEEN + stop - centre]
        return link_scores(to, of, near, self.links.weight[head], self.links.bias[head])

    def _span(self, window: Window, start: int, end: int) -> Span:
        """Code points of pieces of a window, with the whole of the words that they begin and end in."""
        return self._whole_words(window.start + start, window.start + end)

    def _whole_words(self, start: int, end: int) -> Span:
        """Code points of pieces of the text, with the whole of the words that they begin and end in."""
        first, last = start, end - 1
        lowest, highest = max(0, start - _LONGEST_WORD), min(len(self.pieces) - 1, last + _LONGEST_WORD)
        while first > lowest and self._goes_on[first]:
            first -= 1
        while last < highest and self._goes_on[last + 1]:
            last += 1
        return self._starts[first], self._ends[last]


def _moved(run: Run, by: int) -> Run:
    return run[0] + by, run[1] + by


def _best(head: str, output: Output, at: int, labels: Sequence[str]) -> str:
    return labels[int(output.scores[at, columns(head)].argmax())]


def _around(centre: int, size: int) -> Run:
    """The pieces of a window that are near enough to an anchor."""
    reach = min(size, 2 * _SEEN)
    first = min(max(centre - _SEEN, 0), size - reach)
    return first, first + reach


def _nearest(parts: list[tuple[int, int]], anchor: Found) -> tuple[int, int]:
    """The part closest to the anchor; of two equally close the first."""
    return min(parts, key=lambda part: max(part[0] - anchor.end, anchor.start - part[1]))
