"""What a check of a pack finds and counts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PackFault:
    """Something in a pack that is not as it was written: ``file`` is its path in the pack, ``reason`` says what is wrong, in words."""

    file: str
    reason: str


@dataclass(slots=True)
class Tally:
    """How much of a pack was looked at, and the hash that seals it: who has noted it elsewhere knows the pack by it."""

    files: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    seal: str | None = None
