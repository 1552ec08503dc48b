"""The origin of what is said: the first in the chain by which it reached the reader, as a key that can be read and counted.

Corroboration counts origins, never articles. The keys, and what falls under one:

- ``source:NAME``: a named speaker, however many carry the words; a body's spokespeople speak as the body.
- ``agency:NAME``: a news agency's own words, in its own report, under its credit or quoted by another outlet.
- ``publisher:NAME``: the own words of any other outlet.
- ``post:@handle``: a post whose author goes by no name, in however many articles it stands.
- ``report:ID``: the own words of a report of which nobody is known to have put it out.
- ``agency:NAME/KIND`` and the like: speakers without a name ("activists", "a source"). Two outlets may have met other
  activists, so they count by the outlet that met them; one outlet's activists and its officials are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from according.incidents import Happening
from according.model import Report
from according.reconcile.voices import AGENCY, NOBODY, author_key, outlet_key, speaker_key, via_key

__all__ = ["AGENCY", "Carrier", "make_carrier", "origin_of_claim", "origin_of_happening", "own_origin"]

REPORT = "report:"


@dataclass(frozen=True, slots=True)
class Carrier:
    """The report through which words reach the reader, as far as their origin depends on it.

    ``copied`` is the origin of the own words of the group of copies that it belongs to, None if it is no copy.
    ``author`` and ``handle`` are those of a report that is a post; ``handles`` are authors of the posts in it with theirs.
    """

    report: str
    publisher: str | None = None
    credit: str | None = None
    copied: str | None = None
    author: str | None = None
    handle: str | None = None
    handles: tuple[tuple[str, str], ...] = ()


def make_carrier(report: Report, copied: str | None = None) -> Carrier:
    """What the origins of a report's words depend on; ``copied`` is the origin of its group of copies."""
    post = report.posts[0] if report.kind == "post" and report.posts else None
    return Carrier(
        report=report.id,
        publisher=report.publisher,
        credit=report.credit,
        copied=copied,
        author=(post.author if post else None) or (report.byline if report.kind == "post" else None),
        handle=post.handle if post else None,
        handles=tuple((one.author, one.handle) for one in report.posts if one.author and one.handle),
    )


def own_origin(carrier: Carrier) -> str:
    """The origin of a report's own words: that of its copies, else the agency it credits, its author, its publisher, itself.

    >>> own_origin(Carrier("r1", publisher="The Kesh Herald", credit="Agence France-Presse")), own_origin(Carrier("r1"))
    ('agency:AFP', 'report:r1')
    """
    if carrier.copied:
        return carrier.copied
    if carrier.credit:
        return outlet_key(carrier.credit)
    if carrier.author or carrier.handle:
        return author_key(carrier.author, carrier.handle) or f"{REPORT}{carrier.report}"
    return outlet_key(carrier.publisher) if carrier.publisher else f"{REPORT}{carrier.report}"


def origin_of_claim(
    carrier: Carrier,
    who: str | None,
    kind: str | None = None,
    *,
    role: str | None = None,
    affiliation: str | None = None,
    via: Sequence[str] = (),
) -> str:
    """The origin of what a source says in a report: the source if it has a name, else who met it, with its kind.

    ``kind`` is the source's kind, ``role`` and ``affiliation`` what the report tells of it, ``via`` whom its words passed
    through, the nearest to it first.

    >>> paper = Carrier("r1", publisher="The Kesh Herald", credit="AFP")
    >>> origin_of_claim(paper, "SOHR"), origin_of_claim(paper, "activists", "activist")
    ('source:Syrian Observatory for Human Rights', 'agency:AFP/activist')
    >>> origin_of_claim(paper, "a military source", "military", via=("SANA",))
    'agency:SANA/military'
    """
    handle = next((handle for author, handle in carrier.handles if author == who), None)
    if kind == "social media" and (origin := author_key(who, handle)):
        return origin
    if named := speaker_key(who or "", kind, role, affiliation):
        return named
    met = next((origin for name in via if (origin := via_key(name))), None) or own_origin(carrier)
    return f"{met}/{kind or 'unnamed'}" if who and who.lower() not in NOBODY else met


def origin_of_happening(carrier: Carrier, happening: Happening, *, role: str | None = None, affiliation: str | None = None) -> str:
    """The origin of what a report tells of a happening: its own, or that of whoever it lets tell it."""
    if happening.is_own_voice or happening.who is None:
        return own_origin(carrier)
    return origin_of_claim(carrier, happening.who, happening.source_kind, role=role, affiliation=affiliation, via=happening.via)
