"""What programs may send to the API, field by field; what is not named here is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

_ID = Annotated[str, msgspec.Meta(pattern="^(sha256:)?[0-9a-f]{8,64}$", description="An id, or eight or more of its first digits.")]
_WORDS = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
_LINE = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class ReportRecord(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """A report to be read, as ``according read`` takes it in JSON Lines: ``text`` or ``html``, and what is known of it."""

    text: Annotated[str, msgspec.Meta(min_length=1)] | UnsetType = UNSET
    html: Annotated[str, msgspec.Meta(min_length=1)] | UnsetType = UNSET
    ref: _WORDS | UnsetType = UNSET
    url: _WORDS | UnsetType = UNSET
    publisher: _WORDS | UnsetType = UNSET
    published: _WORDS | UnsetType = UNSET
    title: _WORDS | UnsetType = UNSET
    byline: _WORDS | UnsetType = UNSET
    language: _WORDS | UnsetType = UNSET


class _Signed(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, tag_field="act"):
    """``by`` signs it where nobody signs in; with accounts it is the person whose token this is, and is left out."""

    by: _LINE | None = None
    reason: _WORDS | None = None


class Same(_Signed, tag="same", frozen=True):
    """Two happenings, told by two reports, are the same."""

    left: _ID
    right: _ID


class Different(_Signed, tag="different", frozen=True):
    """Two happenings, told by two reports, are not the same."""

    left: _ID
    right: _ID


class Wrong(_Signed, tag="wrong", frozen=True):
    """A report does not tell this happening."""

    happening: _ID


class CopyOf(_Signed, tag="copy", frozen=True):
    """One report repeats the other, or both a third."""

    left: _ID
    right: _ID


class Independent(_Signed, tag="independent", frozen=True):
    """Neither of two reports repeats the other."""

    left: _ID
    right: _ID


Finding = Literal["claim", "event", "figure", "spot", "naming"]


class Accept(_Signed, tag="accept", frozen=True):
    """A finding in a report is right as it stands."""

    report: _ID
    subject: Finding
    thing: _WORDS


class Reject(_Signed, tag="reject", frozen=True):
    """A finding in a report is wrong; ``reason`` is needed."""

    report: _ID
    subject: Finding
    thing: _WORDS


class Correct(_Signed, tag="correct", frozen=True):
    """Fields of a finding have other values."""

    report: _ID
    subject: Finding
    thing: _WORDS
    values: Annotated[dict[str, Any], msgspec.Meta(min_length=1, max_length=20)]


Act = Same | Different | Wrong | CopyOf | Independent | Accept | Reject | Correct


class Retraction(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Takes a judgement back; ``by`` as with judgements."""

    by: _LINE | None = None
    reason: _WORDS | None = None
