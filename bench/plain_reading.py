"""The plainest reading that marks allow, so that the tagger can be scored before anything is resolved."""

from __future__ import annotations

import re
from typing import Any

from according.model import Attribution, Marks

_QUOTES = '"“”«»'


def to_plain_reading(ref: str, text: str, marks: Marks) -> dict[str, Any]:
    """A reading whose speakers are the words of the source, with no chain, no date, no value and no happening shared."""
    return {
        "report": {"ref": ref, "text": text},
        "claims": [_claim(text, claim) for claim in marks.attributions],
        "events": [
            {
                "trigger": t.span,
                "kind": t.kind,
                "event": None,
                "actor": t.actor,
                "target": t.target,
                "place": t.place,
                "date": None,
                "status": t.status,
            }
            for t in marks.triggers
        ],
        "figures": [
            {"span": q.span, "low": None, "high": None, "measure": q.measure, "of": None, "scope": q.scope} for q in marks.quantities
        ],
    }


def _claim(text: str, claim: Attribution) -> dict[str, Any]:
    who = text[slice(*claim.source)] if claim.source else "unnamed"
    return {
        "content": claim.content,
        "source": claim.source,
        "cue": claim.cue,
        "who": who,
        "form": _form(text, claim),
        "act": claim.act,
        "via": [],
    }


def _form(text: str, claim: Attribution) -> str:
    """Whether quotation marks stand around all of the content, around a part of it, or nowhere."""
    start, end = claim.content[0][0], claim.content[-1][1]
    quoted = [found.span() for found in re.finditer(rf"[{_QUOTES}][^{_QUOTES}]{{2,}}(?:[{_QUOTES}]|\Z)", text)]
    if any(a <= start <= a + 1 and end <= b for a, b in quoted):
        return "direct"
    return "mixed" if any(a < end and start < b for a, b in quoted) else "indirect"
