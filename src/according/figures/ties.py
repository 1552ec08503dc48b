"""Which happening a figure belongs to: the trigger whose kind its measure fits, near it and in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from according.model import Figure, Span, Trigger

_FITS: dict[str, tuple[str, ...]] = {
    "killed": ("killing", "attack"),
    "injured": ("injury",),
    "casualties": ("killing", "injury"),
    "missing": ("abduction",),
    "abducted": ("abduction",),
    "detained": ("detention", "abduction"),
    "released": ("release",),
    "displaced": ("displacement", "evacuation"),
    "evacuated": ("evacuation", "displacement"),
    "trapped": ("siege",),
    "surrendered": ("surrender",),
    "fighters": ("buildup", "battle"),
    "present": ("siege",),
    "in_need": ("aid", "siege"),
    "strikes": ("air_strike", "shelling", "explosion", "chemical", "attack"),
    "vehicles": ("destruction", "seizure", "buildup", "aid"),
    "weapons": ("seizure", "aid", "destruction"),
    "buildings": ("destruction",),
    "places": ("territory",),
    "other": (),
}
"""The kinds that a measure counts the outcome of, the best first."""
_VIOLENT = frozenset(("attack", "air_strike", "shelling", "explosion", "chemical", "battle", "killing", "injury", "destruction"))
_HARM = frozenset(("killed", "injured", "casualties", "strikes", "vehicles", "buildings"))
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+[^a-z\s]|\n\s*\n|\n")
_CLAUSE_END = re.compile(r"[,;:]|\b(?:and|but|while|after|which|who|when|where|as)\b", re.IGNORECASE)
_FAR = 400
_FITTING, _BEST, _ALIKE, _IN_ROLE = 60.0, 25.0, 25.0, 60.0
_MOST = _FITTING + _BEST + _IN_ROLE
"""The most that can speak for a trigger, so that one farther off by more need not be looked at."""
_PER_CLAUSE, _PER_SENTENCE = 18.0, 150.0


def tie_figure(figure: Figure, triggers: Sequence[Trigger], text: str) -> Trigger | None:
    """The trigger that a figure belongs to; None where no trigger of a fitting kind stands near.

    Triggers in the figure's sentence come first, then those of the sentences around it whose kind the measure fits.
    """
    best: tuple[float, Span] | None = None
    chosen: Trigger | None = None
    for distance, trigger in sorted(_within_reach(figure, triggers), key=lambda pair: (pair[0], pair[1].span)):
        if best and -distance + _MOST <= -best[0]:
            break
        score = _score(figure, trigger, distance, text)
        if score is not None and (best is None or (-score, trigger.span) < best):
            best, chosen = (-score, trigger.span), trigger
    return chosen


def tie_figures(figures: Sequence[Figure], triggers: Sequence[Trigger], text: str) -> list[Trigger | None]:
    """The same for each of many figures, in time that grows with the text."""
    ordered = sorted(triggers, key=lambda trigger: trigger.span)
    starts = [trigger.span[0] for trigger in ordered]
    reach = _FAR + max((trigger.span[1] - trigger.span[0] for trigger in ordered), default=0)
    return [
        tie_figure(figure, ordered[bisect_left(starts, figure.span[0] - reach) : bisect_right(starts, figure.span[1] + _FAR)], text)
        for figure in figures
    ]


def _within_reach(figure: Figure, triggers: Sequence[Trigger]) -> Iterator[tuple[int, Trigger]]:
    for trigger in triggers:
        distance = max(0, trigger.span[0] - figure.span[1], figure.span[0] - trigger.span[1])
        if distance <= _FAR:
            yield distance, trigger


def _score(figure: Figure, trigger: Trigger, distance: int, text: str) -> float | None:
    """How well a trigger fits: less for each character, clause and sentence between, more for what speaks for it."""
    first, last = sorted((figure.span, trigger.span))
    between = text[first[1] : last[0]]
    sentences = len(_SENTENCE_END.findall(between))
    fits = _FITS.get(figure.measure, ())
    score = -float(distance) - _PER_CLAUSE * len(_CLAUSE_END.findall(between)) - _PER_SENTENCE * sentences
    if trigger.kind in fits:
        score += _FITTING + (_BEST if fits[0] == trigger.kind else 0.0)
    elif figure.measure in _HARM and trigger.kind in _VIOLENT:
        score += _ALIKE
    elif sentences:
        return None
    if any(part and part[0] < figure.span[1] and figure.span[0] < part[1] for part in (trigger.target, trigger.actor)):
        score += _IN_ROLE
    return score
