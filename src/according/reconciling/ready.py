"""Happenings as rows keep them, made ready to be compared; one that others were compared with may well be met again soon."""

from __future__ import annotations

from functools import lru_cache

from according.codec import to_happening
from according.reconcile.columns import Ready, make_ready
from according.reconcile.scoring import load_scorer

_KEPT = 4096


@lru_cache(_KEPT)
def ready_of(body: str) -> Ready:
    """The happening of a row's body, ready to be compared."""
    return make_ready(to_happening(body), load_scorer().telling)
