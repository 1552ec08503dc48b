"""Classes of letters for patterns, since ``re`` knows no Unicode properties."""

from __future__ import annotations

_CASED = [chr(code) for code in (*range(0x41, 0x587), *range(0x10A0, 0x1100), *range(0x1E00, 0x2000))]
_LOWER = "".join(letter for letter in _CASED if letter.islower())
_UPPER = "".join(letter for letter in _CASED if letter.isupper())

CAPITAL = f"[{_UPPER}]"
"""A capital letter of the Latin, Greek, Cyrillic, Armenian or Georgian alphabet."""
INITIAL = rf"[^\W\d_{_LOWER}]"
"""A letter that a name may begin with: a capital, or any letter of a script without capitals."""
